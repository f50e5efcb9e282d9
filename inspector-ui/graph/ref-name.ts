import type { WorldRef } from '../graph-model/sentences.ts';
import { nameOf } from '../session/names.ts';

/** What a node refers to, by the names that people gave. */
export function refName({ entity, component, field }: WorldRef): string {
  const name = nameOf(entity) ?? `${entity}, which is gone`;
  return component === undefined ? name : `${name}'s ${component}${field === undefined ? '' : `.${field}`}`;
}
