import type { World } from '../../world/world.ts';
import type { Chain } from '../node/chain.ts';
import { outputType } from '../code/code.ts';
import { VALUE_TYPES } from '../values/data-type.ts';
import type { Errand, Flows, FlowState } from './flows.ts';
import { running } from '../code/limits.ts';
import type { Graph, Plan } from '../node/node-types.ts';
import { tellError } from './telling.ts';
import { sizeOf } from '../values/weigh.ts';

/*
 * What all flows of a world hold together: the values of chains that wait, what stores hold, what was sent for and has come. Each of these has a bound in
 * number, and each value one in size, but ten thousand of the largest are more than a machine has. The sum follows from the state of the world, so that
 * one that is restored counts the same; a text that many hold counts for each of them.
 */

/** What a chain that waits counts for each value of its graph and for each call that it stands in, beside its texts, bytes and JSON. */
const FOR_VALUE = 4,
  FOR_CALL = 64;
/** Of the whole the part of chains that Guests have set off, together. */
export const GUESTS_PART = 1 / 4;

/** Types whose values are numbers. */
const LIGHT: ReadonlySet<string> = new Set(VALUE_TYPES.filter((type) => type !== 'Guid'));
/** The slots whose values may be large. */
function heavySlots({ nodes }: Plan): readonly number[] {
  return nodes.flatMap((node) => [
    ...node.slots.filter((_, output) => !LIGHT.has(outputType(node, output))),
    ...Array.from({ length: node.node.keeps ?? 0 }, (_, at) => node.kept + at),
  ]);
}

function sizeOfChain({ values, stack }: Chain, plan: Plan): number {
  let size = FOR_VALUE * values.length + (FOR_CALL / 2) * stack.length;
  const heavy = (plan.codes.heavy ??= heavySlots(plan));
  for (let at = 0; at < heavy.length; at++) {
    const value = values[heavy[at] as number];
    if (typeof value === 'string') size += value.length;
    else if (typeof value === 'object' && value !== null) size += sizeOf(value);
  }
  return size;
}

/** The graph by which the chains of a flow are told. */
function planOf(flow: FlowState): Plan | undefined {
  return ((flow.graph ?? flow.left) as Graph | undefined)?.plan;
}

/** What a chain holds counts from now on, since it waits. @param anyway it waits already @returns why that is too much, in words, where nothing counts */
export function holdChain(flows: Flows, flow: FlowState, chain: Chain, anyway = false): string | undefined {
  const plan = planOf(flow);
  const size = plan === undefined ? 0 : sizeOfChain(chain, plan);
  if (!anyway && isTooMuchHeld(flows, size)) return tooMuchWords();
  const part = running.mostHeld * GUESTS_PART;
  if (!anyway && chain.isOfGuest && flows.guests.held + size > part)
    return `chains of this world that Guests have set off would hold more than ${part} characters and bytes`;
  chain.held = size;
  flows.held += size;
  if (chain.isOfGuest) flows.guests.held += size;
  return undefined;
}
/** It goes on, or has ended. */
export function letGoOfChain(flows: Flows, chain: Chain): void {
  flows.held -= chain.held;
  if (chain.isOfGuest) flows.guests.held -= chain.held;
  chain.held = 0;
}

/** What the stores of a flow hold has become another all at once. */
export function holdStored(flows: Flows, flow: FlowState): void {
  flows.held -= flow.held;
  flow.held = 0;
  for (const value of flow.stored) if (value !== null && typeof value !== 'number') flow.held += sizeOf(value);
  flows.held += flow.held;
}

/** A store of a flow is to hold so much more, or less: false where that is more than there may be, which the Flow tells. */
export function holdMore(world: World, flows: Flows, flow: FlowState, by: number, node: string): boolean {
  if (by > 0 && flows.held + by > running.mostHeld) {
    tellError(world, flow, `WW_LIMIT: the node ${JSON.stringify(node)} stored nothing, since ${tooMuchWords()}`);
    return false;
  }
  flows.held += by;
  flow.held += by;
  return true;
}

/** What an errand holds: what it asks or sends, and what has come. */
function sizeOfErrand({ work, result }: Errand): number {
  if (work.kind === 'script') return work.name.length + work.value.length + (result?.content?.length ?? 0);
  const asked = work.kind === 'access' ? work.reason.length : work.url.length + work.body.length + work.mediaType.length;
  return asked + (result?.content?.length ?? 0);
}
/** An errand has begun, or what it holds has become another. */
export function holdErrand(flows: Flows, errand: Errand): void {
  const size = sizeOfErrand(errand);
  flows.held += size - errand.held;
  errand.held = size;
}
export function letGoOfErrand(flows: Flows, errand: Errand): void {
  flows.held -= errand.held;
  errand.held = 0;
}

/** Whether so many characters or bytes more are too many. */
export function isTooMuchHeld({ held }: Flows, more: number): boolean {
  return held + more > running.mostHeld;
}

/** Why it is refused. */
export function tooMuchWords(): string {
  return (
    `chains that wait, stores and requests of all flows of this world would hold more than ${running.mostHeld} characters and bytes; ` +
    'have fewer wait, empty stores, and keep texts shorter'
  );
}
