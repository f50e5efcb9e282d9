import type { World } from '../../world/world.ts';
import { Flow } from '../flow.ts';
import type { FlowState, Told } from './flows.ts';
import type { Graph } from '../node/node-types.ts';
import type { Ended } from './turn.ts';

/* What a flow says of itself: in its fields, and in the log. */

/** The log's place of a flow. */
export function sourceOf(world: World, { row }: FlowState): { readonly entity: string; readonly source: string } {
  const store = world.store(Flow);
  return { entity: world.entities.id.get(store.owner[row] as number), source: store.keyOf(row) };
}

export function setError(world: World, flow: FlowState, error: string): void {
  const { LastError } = world.store(Flow).columns;
  if (LastError.data[flow.row] !== error) LastError.set(flow.row, error);
}

/** Says how many chains wait. */
export function tellWaiting(world: World, flow: FlowState): void {
  const store = world.store(Flow);
  if (store.has(flow.row)) store.columns.Waiting.data[flow.row] = flow.chains.size;
}

/** Lines of one Flow in the log in a second of the world. */
const MOST_LINES = 4;
const NUMBERS = /\d+/g;

/**
 * Tells it in the field, and in the log where the field does not say so already: what goes wrong in every tick is one line there. What is the same but for its
 * numbers is one line a second, and of a flood others are left out as well; the next line tells how many were.
 */
export function tellError(world: World, flow: FlowState, error: string): void {
  const store = world.store(Flow);
  if (!store.has(flow.row)) return world.log('error', error, sourceOf(world, flow));
  const before = store.columns.LastError.data[flow.row] as string;
  if (before === error) return;
  setError(world, flow, error);
  const { told } = flow;
  const isNew = told === undefined || world.tick - told.since >= world.tickRate;
  if (!isNew && (told.lines >= MOST_LINES || before.replace(NUMBERS, '') === error.replace(NUMBERS, ''))) {
    told.left++;
    return;
  }
  const left = told?.left ?? 0;
  flow.told = isNew ? { since: world.tick, lines: 1, left: 0 } : { ...told, lines: told.lines + 1, left: 0 };
  world.log('error', left === 0 ? error : `${error} (${left} more of this Flow were left out since its last line)`, sourceOf(world, flow));
}

/** What of it is state; undefined where a line would be told as if there had been none. */
export function savedTold({ tick, tickRate }: World, { told }: FlowState): Told | undefined {
  return told !== undefined && (told.left > 0 || tick - told.since < tickRate) ? told : undefined;
}

/** Says which chains were ended before their end. @param isHeldBack it had less fuel than its Flow, since all flows of the world have used up much */
export function tellEnded(world: World, flow: FlowState, graph: Graph, { code, node, isTooMuch, pulled }: Ended, isHeldBack = false): void {
  const idOf = (at: number): string => JSON.stringify(graph.plan.nodes[at]?.id ?? '');
  const which = idOf(node);
  if (code === 'WW_FLOW_FUEL' && isTooMuch !== 'for the world' && isHeldBack) {
    const by = `since all flows of this world together have used up most of their fuel of this tick; look for those whose chains come to no end`;
    return tellError(world, flow, `${code}: a chain was ended in the node ${which}, ${by}`);
  }
  const left = isTooMuch === 'for the world' ? 'all flows of this world had left for changes of its structure' : 'its Flow had left';
  const why =
    isTooMuch !== undefined
      ? `a chain was ended in the node ${which}, whose work takes more fuel than ${left} in this tick: have it do less at once`
      : code === 'WW_FLOW_FUEL'
        ? `a chain that came to no end was ended in the node ${which}, with all its fuel used up`
        : `chains that began or called each other too deep were ended in the node ${which}`;
  // What an impulse comes to is seldom what is dear: that is what it pulls.
  const dear =
    pulled === undefined
      ? ''
      : isTooMuch === undefined
        ? `; its dearest value is that of ${idOf(pulled)}`
        : `; what takes most is the value of ${idOf(pulled)}`;
  tellError(world, flow, `${code}: ${why}${dear}`);
}
