import { recall, remember } from '../cells/memory.ts';
import type { MiddleTab } from '../session/middle-tab.ts';
import { middle } from '../session/place.ts';
import { MIDDLE_TABS } from './builtin.ts';

/** The tab of a name; undefined where there is none. */
export function tabOf(name: unknown): MiddleTab | undefined {
  return MIDDLE_TABS.find((tab) => tab.name === name);
}

// A key may have chosen one before this came.
if (middle.value === null) {
  const first = tabOf(recall('middle')) ?? MIDDLE_TABS.find(({ greets }) => greets?.() === true) ?? MIDDLE_TABS[0];
  if (first !== undefined) middle.value = first.name;
} else remember('middle', middle.value);
middle.subscribe(() => remember('middle', middle.value));
