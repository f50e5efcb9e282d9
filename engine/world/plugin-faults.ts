import { WorldwireError } from '../errors.ts';
import type { Component } from '../schema/component.ts';
import type { Registry } from './registry.ts';
import type { System } from './system.ts';

/** Who failed, for a sentence that goes on with what was thrown: a plugin's code is for its author to mend, and not for us. */
export function failureWords({ origins }: Registry, system: System, to?: string): string {
  const name = origins.has(system) ? `${origins.get(system)}: its system ${system.name}` : system.name;
  return to === undefined ? `${name} failed` : `${name}, listening to ${to}, failed`;
}

/** What was thrown, in words. A plugin can throw what fails as it is put in words, which is no reason to fail along with it. */
export function errorWords(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error);
  } catch {
    return 'what was thrown cannot be put in words';
  }
}

/**
 * Refuses an event that a component type does not declare: WW_UNKNOWN_EVENT.
 * @param carried what it carries and does not declare, where the event is declared
 */
export function refuseUndeclared({ origins }: Registry, component: Component, event: string, carried?: string): never {
  const { name, events } = component;
  const known = Object.keys((carried === undefined ? events : events[event]?.payload) ?? {});
  const what = carried === undefined ? `which ${name} does not declare` : `with ${carried}, which it does not declare`;
  const origin = origins.get(component);
  throw new WorldwireError(
    'WW_UNKNOWN_EVENT',
    `${origin === undefined ? '' : `${origin}: `}${name}.${event} was emitted${carried === undefined ? ', ' : ' '}${what}; it declares ` +
      `${known.length === 0 ? 'none' : known.join(', ')}`,
  );
}
