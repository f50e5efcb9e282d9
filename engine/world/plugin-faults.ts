import { WorldwireError } from '../errors.ts';
import type { Component } from '../schema/component.ts';
import type { Registry } from './registry.ts';
import type { System } from './system.ts';

/** Who failed, for a sentence that goes on with what was thrown: a plugin's code is for its author to mend, and not for us. */
export function failureWords({ origins }: Registry, system: System, to?: string): string {
  const name = origins.has(system) ? `${origins.get(system)}: its system ${system.name}` : system.name;
  return to === undefined ? `${name} failed` : `${name}, listening to ${to}, failed`;
}

/** What was thrown, in words. */
export function errorWords(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Refuses an event that a component type does not declare, or that carries what it does not declare: WW_UNKNOWN_EVENT. */
export function refuseUndeclared(registry: Registry, component: Component, event: string, payload: object): void {
  const declared = Object.hasOwn(component.events, event) ? component.events[event] : undefined;
  if (declared === undefined)
    refuse(registry, component, `${component.name}.${event} was emitted, which ${component.name} does not declare`, Object.keys(component.events));
  const names = declared?.payload ?? {};
  for (const name in payload)
    if (!Object.hasOwn(names, name))
      refuse(registry, component, `${component.name}.${event} was emitted with ${name}, which it does not declare`, Object.keys(names));
}

function refuse({ origins }: Registry, component: Component, message: string, known: readonly string[]): never {
  const origin = origins.get(component);
  const expected = known.length === 0 ? 'it declares none' : `it declares ${known.join(', ')}`;
  throw new WorldwireError('WW_UNKNOWN_EVENT', `${origin === undefined ? '' : `${origin}: `}${message}; ${expected}`);
}
