import { HOST, type Author, type Envelope, type Operation, type View, type ViewRequest, type ViewUpdate } from '../../../engine/index.ts';
import type { Rig } from '../world-rig.ts';

/** One tick with views, after which some milliseconds have passed. */
export function look(rig: Rig, views: readonly ViewRequest[] = [], inputs: readonly Envelope[] = [], wait = 100): readonly ViewUpdate[] {
  return rig.door.step({ mode: 'tick', real: rig.world.real + wait, inputs, views }).updates;
}

export function edit(...operations: readonly Operation[]): Envelope {
  return { author: HOST, input: { type: 'operations', operations } };
}
export function editBy(author: Author, ...operations: readonly Operation[]): Envelope {
  return { author, input: { type: 'operations', operations } };
}

export function open(view: number, what: View): ViewRequest {
  return { type: 'open', view, what };
}

/** The only update of a step, of a kind. */
export function only<K extends ViewUpdate['kind']>(kind: K, updates: readonly ViewUpdate[]): Extract<ViewUpdate, { kind: K }> {
  const [update] = updates;
  if (updates.length !== 1 || update?.kind !== kind) throw new Error(`expected one ${kind}, got ${JSON.stringify(updates)}`);
  return update as Extract<ViewUpdate, { kind: K }>;
}

/** Writes a value as a system would, unseen by anybody. */
export function write(rig: Rig, entity: string, component: string, field: string, value: string | number | boolean): void {
  const held = rig.world.entities.held(rig.world.entities.rowOf(entity) as number).find(({ key }) => key === component);
  if (held === undefined) throw new Error(`${entity} has no ${component}`);
  rig.world.storeOf(held.component.name).columnOf(field).set(held.row, value);
}
