import type { AccessAnswer } from '../../door.ts';
import type { ComponentRef } from '../../schema/field.ts';
import type { World } from '../../world/world.ts';
import type { Chain } from '../node/chain.ts';
import { beginErrand, dropErrand, errandsAnswered } from './errands.ts';
import type { Errand, Flows, FlowState, Place } from '../state/flows.ts';
import { bareName } from '../node/node.ts';
import type { Errands, Me } from '../node/node-types.ts';
import type { ErrandResult } from '../node/errand-result.ts';
import { allPlaces, askFor, forgetPlace, isAllowed, LONGEST_REASON, placeFor } from './places.ts';
import type { WebPlace } from '../../access/web-place.ts';

/** What nodes of a Flow have done outside of the world. */
export class FlowErrands implements Errands {
  readonly #world: World;
  readonly #flows: Flows;
  readonly #flow: FlowState;

  constructor(world: World, flows: Flows, flow: FlowState) {
    this.#world = world;
    this.#flows = flows;
    this.#flow = flow;
  }

  request(chain: Chain, me: Me, { method, url, body, mediaType }: Parameters<Errands['request']>[2]): number {
    const reason = `${bareName(me.node)} ${method === 'POST' ? 'sends to it' : 'fetches from it'}`;
    return this.#begin(chain, me, { kind: 'fetch', method, url: url ?? '', body, mediaType, reason, hops: 0, again: 0 });
  }

  ask(chain: Chain, me: Me, places: readonly WebPlace[], reason: string): number {
    return this.#begin(chain, me, { kind: 'access', left: places, reason: reason.slice(0, LONGEST_REASON) });
  }

  callScript(chain: Chain, me: Me, { entity, component }: ComponentRef, name: string, value: string): number {
    return this.#begin(chain, me, { kind: 'script', entity, component, name, value, call: 0 });
  }

  progress(chain: Chain, number: number): { readonly sent: boolean; readonly result: ErrandResult | null } {
    return this.#find(chain, number) ?? GONE;
  }

  settle(chain: Chain, number: number): void {
    const errand = this.#find(chain, number);
    if (errand !== undefined) dropErrand(this.#world, this.#flows, errand);
  }

  allows(chain: Chain, web: WebPlace): boolean {
    const place = placeFor(this.#world, this.#flow, web, chain.acting);
    if (typeof place !== 'object') return false;
    if (place.asked === null) askFor(this.#world, place, true);
    return isAllowed(place);
  }

  #begin(chain: Chain, me: Me, work: Errand['work']): number {
    for (const other of this.#flows.errands.get(chain) ?? []) if (other.node === me.id) dropErrand(this.#world, this.#flows, other);
    const number = ++this.#flows.lastErrand;
    const errand: Errand = { number, flow: this.#flow, chain, node: me.id, work, place: null, sent: false, result: null, job: 0, name: '', user: '', held: 0 };
    beginErrand(this.#world, this.#flows, errand);
    return number;
  }

  #find(chain: Chain, number: number): Errand | undefined {
    return this.#flows.errands.get(chain)?.find((each) => each.number === number);
  }
}
const GONE = { sent: false, result: { as: 'error', status: 0, content: null } } as const;

/* ---------- what happens to all of them ---------- */

/** A user has changed a decision: what is known of these places is looked at anew, and nobody is asked for it. */
export function placesOutdated(world: World, places: readonly Place[]): void {
  for (const place of places) if (place.ask === 0) askFor(world, place, true);
}

/** The world goes on in another process: who waits for an answer asks again, and what was known is not. */
export function placesTakenUp(world: World, flows: Flows): void {
  for (const place of allPlaces(world, flows)) {
    if (place.waiting.size > 0) askFor(world, place, false);
    else forgetPlace(world, place);
  }
}

/** A machine of a user has gone: nobody answers there any more. */
export function machineLeft(world: World, flows: Flows, userId: string, machineId: string): void {
  for (const place of allPlaces(world, flows)) {
    if (place.userId !== userId || place.machineId !== machineId) continue;
    const answer: AccessAnswer = { ask: place.ask, decision: 'dismissed', by: userId, at: '' };
    world.access.withdraw(place);
    errandsAnswered(world, flows, place, 'dismissed', answer);
    forgetPlace(world, place);
  }
}
