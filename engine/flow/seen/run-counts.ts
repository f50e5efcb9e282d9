import type { GraphRun } from '../../door.ts';
import { toBase64 } from '../../schema/base64.ts';
import { END, type LinkedNode, type Plan } from '../node/node-types.ts';

/** No exit: the node was left by none since it was reached. */
const NOWHERE = -1;

/**
 * What impulses do in a graph, counted while somebody looks, for all who do. Wires are numbered as the graph is written: nodes in the order of the text,
 * their exits as they are declared, of lists one after another. Where two exits of a node lead to one place, both are seen as taken.
 */
export class RunCounts {
  readonly plan: Plan;
  /** For each node its first wire; then for each wire the step that it leads to, and its exit. */
  readonly #firstWire: Int32Array;
  readonly #wireStep: Int32Array;
  readonly #wireExit: Int32Array;
  /** For each wire when an impulse passed it last, by a clock that goes on with each tick in which any does, and each look; 0 where none has. */
  readonly #lit: Float64Array;
  #clock = 1;
  /** Whether any has since the clock went on. */
  #isLit = false;
  /** The last tick in which any has, and when that began. */
  #tick = -1;
  #tickBegan = 1;
  /** For each node how many impulses have come to it, in what tick the last one did, and by which exit it was left then. */
  readonly #fires: Float64Array;
  readonly #reached: Float64Array;
  readonly #left: Int32Array;
  /** The second that is told: its number, the tick in which the next one began, and what was counted by then. */
  #second = 0;
  #since: number;
  readonly #counted: Float64Array;
  readonly #rates: Float64Array;
  readonly #leftTold: Int32Array;
  readonly #reachedTold: Float64Array;
  /** What has become another in that second. */
  #changed: GraphRun = {};

  /** @param before what was counted of the graph as it was, of which nodes with the same ids go on */
  constructor(plan: Plan, tick: number, before?: RunCounts) {
    this.plan = plan;
    const { nodes } = plan;
    const steps: number[] = [],
      exits: number[] = [];
    this.#firstWire = new Int32Array(nodes.length + 1);
    for (const [at, node] of nodes.entries()) {
      this.#firstWire[at] = steps.length;
      for (const [step, exit] of wiresFrom(node)) {
        steps.push(step);
        exits.push(exit);
      }
    }
    this.#firstWire[nodes.length] = steps.length;
    this.#wireStep = Int32Array.from(steps);
    this.#wireExit = Int32Array.from(exits);
    this.#lit = new Float64Array(steps.length);
    this.#fires = new Float64Array(nodes.length);
    this.#counted = new Float64Array(nodes.length);
    this.#rates = new Float64Array(nodes.length);
    this.#reached = new Float64Array(nodes.length).fill(NaN);
    this.#reachedTold = new Float64Array(nodes.length).fill(NaN);
    this.#left = new Int32Array(nodes.length).fill(NOWHERE);
    this.#leftTold = new Int32Array(nodes.length).fill(NOWHERE);
    // What comes in this tick counts to the first second.
    this.#since = before === undefined ? tick - 1 : before.#since;
    if (before === undefined) return;
    for (const [at, node] of nodes.entries()) {
      const was = before.plan.numberOf.get(node.id);
      if (was === undefined || before.plan.nodes[was]?.node !== node.node) continue;
      this.#fires[at] = before.#fires[was] as number;
      this.#counted[at] = before.#counted[was] as number;
      this.#rates[at] = before.#rates[was] as number;
      this.#reached[at] = before.#reached[was] as number;
      this.#left[at] = before.#left[was] as number;
    }
  }

  /** An impulse has come to a node and goes on at a step, END where it does nowhere. */
  passed(node: number, to: number, tick: number): void {
    this.#fires[node] = (this.#fires[node] as number) + 1;
    this.#reached[node] = tick;
    this.#left[node] = NOWHERE;
    if (to >= 0) this.went(node, to, tick);
  }

  /** An impulse goes on from a node to a step. */
  went(node: number, to: number, tick: number): void {
    if (tick !== this.#tick) {
      this.#tick = tick;
      this.#tickBegan = ++this.#clock;
    }
    const end = this.#firstWire[node + 1] as number;
    for (let at = this.#firstWire[node] as number; at < end; at++) {
      if (this.#wireStep[at] !== to) continue;
      this.#lit[at] = this.#clock;
      this.#left[node] = this.#wireExit[at] as number;
      this.#isLit = true;
    }
  }

  /** The exit by which a node leads to a step; undefined where none does. */
  exitTo(node: number, to: number): string | undefined {
    const end = this.#firstWire[node + 1] as number;
    for (let at = this.#firstWire[node] as number; at < end; at++)
      if (this.#wireStep[at] === to) return this.plan.nodes[node]?.node.exits[this.#wireExit[at] as number]?.name;
    return undefined;
  }

  /** The same for somebody who comes in a tick: what was lit in that they are to see. */
  since(tick: number): number {
    return tick === this.#tick ? this.#tickBegan : this.next();
  }

  /** The clock as it is for somebody who has looked now: what is lit from here on they have not seen. */
  next(): number {
    if (this.#isLit) {
      this.#isLit = false;
      this.#clock++;
    }
    return this.#clock;
  }

  /** Wires that impulses have passed since then, as bits in base64; undefined where there are none. */
  litSince(clock: number): string | undefined {
    if (clock === this.#clock && !this.#isLit) return undefined;
    const lit = this.#lit;
    const bits = new Uint8Array((lit.length + 7) >> 3);
    let isAny = false;
    for (let at = 0; at < lit.length; at++) {
      if ((lit[at] as number) < clock) continue;
      bits[at >> 3] = (bits[at >> 3] as number) | (1 << (at & 7));
      isAny = true;
    }
    return isAny ? toBase64(bits) : undefined;
  }

  /** The number of the second that is told now; once it is over the next one is. */
  secondAt(tick: number, tickRate: number): number {
    if (tick - this.#since >= tickRate) this.#count(tick, tickRate);
    return this.#second;
  }

  /** What has become another in that second. */
  get changed(): GraphRun {
    return this.#changed;
  }

  /** All of it, for who was not told of the seconds before. */
  all(): GraphRun {
    const fires: number[] = [],
      last: number[] = [];
    for (let at = 0; at < this.#rates.length; at++) {
      if (this.#rates[at] !== 0) fires.push(at, this.#rates[at] as number);
      if (!Number.isNaN(this.#reached[at])) last.push(at, this.#reached[at] as number, this.#left[at] as number);
    }
    return { anew: true, ...runOf(fires, last) };
  }

  /** A second is over: how often each node was come to in it, and by the way where the last impulse went of those that have come to rest. */
  #count(tick: number, tickRate: number): void {
    const fires: number[] = [],
      last: number[] = [];
    const per = tickRate / (tick - this.#since);
    for (let at = 0; at < this.#fires.length; at++) {
      const all = this.#fires[at] as number,
        rate = Math.round((all - (this.#counted[at] as number)) * per);
      const isResting = all === this.#counted[at];
      this.#counted[at] = all;
      if (rate !== this.#rates[at]) {
        this.#rates[at] = rate;
        fires.push(at, rate);
      }
      if (this.#left[at] === this.#leftTold[at] && (!isResting || Object.is(this.#reached[at], this.#reachedTold[at]))) continue;
      this.#leftTold[at] = this.#left[at] as number;
      this.#reachedTold[at] = this.#reached[at] as number;
      last.push(at, this.#reached[at] as number, this.#left[at] as number);
    }
    this.#changed = runOf(fires, last);
    this.#since = tick;
    this.#second++;
  }
}

/** Wires from a node, each with the step that it leads to and the number of its exit. */
function wiresFrom({ to, many, node }: LinkedNode): readonly (readonly [step: number, exit: number])[] {
  return node.exits.flatMap(({ list }, exit) =>
    (list === true ? (many[exit] ?? []) : [to[exit] as number]).flatMap((step) => (step === END ? [] : [[step, exit] as const])),
  );
}

function runOf(fires: readonly number[], last: readonly number[]): GraphRun {
  return { ...(fires.length === 0 ? {} : { fires }), ...(last.length === 0 ? {} : { last }) };
}
