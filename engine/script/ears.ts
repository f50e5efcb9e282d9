import { WorldwireError } from '../errors.ts';
import type { Json } from '../schema/field.ts';
import type { Crossing } from '../world/sandbox.ts';
import type { EventSource } from '../world/system.ts';
import type { World } from '../world/world.ts';
import { componentOf } from './fields.ts';
import type { Ear, Scripts, ScriptState } from './state.ts';
import { happened, isFull } from './sockets.ts';

/** Events that a script hears at a time. */
const MOST_EARS = 10_000;

/** A script wants to hear an event of a component. Returns the number that it has for it. Throws WW_UNKNOWN_EVENT and its like. */
export function openEar(world: World, scripts: Scripts, script: ScriptState, ear: Ear): number {
  const found = componentOf(world, ear.entity, ear.component);
  if (found === undefined) throw new WorldwireError('WW_UNKNOWN_COMPONENT', `${ear.entity} has no ${ear.component}`);
  const { component } = found.store;
  if (!Object.hasOwn(component.events, ear.event))
    throw new WorldwireError('WW_UNKNOWN_EVENT', `${component.name} tells no ${ear.event}; it tells ${Object.keys(component.events).join(', ') || 'nothing'}`);
  if (script.ears.size >= MOST_EARS) throw new WorldwireError('WW_LIMIT', `the script hears ${MOST_EARS} events already, which is the most`);
  const number = ++script.lastEar;
  script.ears.set(number, ear);
  noteEar(scripts, script, number, ear);
  return number;
}

/** Puts an ear where events look for it. */
export function noteEar(scripts: Scripts, script: ScriptState, number: number, ear: Ear): void {
  const key = keyOf(ear);
  const known = scripts.ears.get(key);
  if (known === undefined) scripts.ears.set(key, new Map([[script, new Set([number])]]));
  else known.set(script, (known.get(script) ?? new Set()).add(number));
}

export function closeEar(scripts: Scripts, script: ScriptState, number: number): void {
  const ear = script.ears.get(number);
  if (ear === undefined) return;
  script.ears.delete(number);
  const key = keyOf(ear);
  const known = scripts.ears.get(key);
  const left = known?.get(script);
  left?.delete(number);
  if (left?.size === 0) known?.delete(script);
  if (known?.size === 0) scripts.ears.delete(key);
}

export function closeEars(scripts: Scripts, script: ScriptState): void {
  for (const number of script.ears.keys()) closeEar(scripts, script, number);
  script.impulses = false;
}

function keyOf({ entity, component, event }: Ear): string {
  return `${entity}/${component}.${event}`;
}

/** An event has been told. Scripts that hear it do so in their next turn. */
export function eventTold(world: World, scripts: Scripts, type: string, event: string, source: EventSource, payload: object): void {
  if (scripts.ears.size === 0) return;
  const component = world.storeOf(type).keyOf(source.row);
  const hearing = scripts.ears.get(keyOf({ entity: world.entities.id.get(source.entity), component, event }));
  if (hearing === undefined) return;
  const { data } = payload as { readonly data?: unknown };
  if (typeof data === 'string' && Object.keys(payload).length === 1) return put(world, hearing, `${type}.${event}`, [undefined, 'data', data]);
  const bytes = Object.entries(payload).find(([, value]) => value instanceof Uint8Array) as [string, Uint8Array] | undefined;
  const told = JSON.stringify(bytes === undefined ? payload : { ...payload, [bytes[0]]: null });
  put(world, hearing, `${type}.${event}`, bytes === undefined ? [told] : [told, bytes[0], bytes[1]]);
}

function put(world: World, hearing: ReadonlyMap<ScriptState, ReadonlySet<number>>, what: string, told: readonly Crossing[]): void {
  for (const [script, numbers] of hearing)
    for (const number of numbers) {
      if (isFull(world, script, what)) return;
      happened(world, script, { kind: 'event', args: [number, ...told], acting: world.acting });
    }
}

/** An impulse has come. Returns how many scripts hear it. @param only the one that it is for; default all */
export function impulseTold(world: World, scripts: Scripts, tag: string, value: Json | undefined, only?: ScriptState): number {
  let heard = 0;
  for (const script of only === undefined ? scripts.byRow.values() : [only]) {
    if (!script.impulses || isFull(world, script, `the impulse ${JSON.stringify(tag.slice(0, 100))}`)) continue;
    happened(world, script, { kind: 'impulse', args: [tag, value === undefined ? undefined : JSON.stringify(value), world.acting], acting: world.acting });
    heard++;
  }
  return heard;
}
