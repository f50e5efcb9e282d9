import type { World } from '../../world/world.ts';
import { newChain, type Chain } from '../node/chain.ts';
import type { Value } from '../values/data-type.ts';
import { END, WAIT, type Call, type Code, type Errands, type Graph, type Me } from '../node/node-types.ts';
import type { Impulse } from '../node/impulse.ts';
import { sizeOf } from '../values/weigh.ts';

/** What a chain takes to be begun, or set going again. */
export const CHAIN_COST = 10;
/** Values of a chain that are copied for a unit as it begins, and values saved with the scene that are written anew for one. */
const COPIED = 64,
  PERSISTED = 4;
/** What a chain of a graph takes to be begun: its values are its own. */
export function beginCost({ plan }: Graph): number {
  return CHAIN_COST + Math.floor(plan.initially.length / COPIED);
}
/** How deep chains may begin each other, and how many calls may stand in each other. */
export const MOST_BEGUN = 64,
  MOST_CALLS = 10_000;

/** Fuel that is left; below 0 where more was taken. */
export interface Tank {
  left: number;
  /** What is held back of it while a chain is under way, since all flows of the world together have used up much; undefined while none is. */
  held?: number | undefined;
}

/** Fuel of a value for which it is named where a chain ends without. */
const DEAR = 10;

/** Leaves a node for which there is not enough fuel; nobody but the turn sees it. */
const SPENT = new Error('a node was left, since its fuel is used up'),
  SPENT_BY_ALL = new Error('a node was left, since what all flows may change in a tick is used up');

/** Where the turns of flows take part in, for whichever flow they serve. */
export interface Running {
  readonly world: World;
  /** Fuel of a chain in one tick that it begins. */
  readonly asyncFuel: number;
  /** What is left to all flows of the world for changes of its structure. */
  changes(): Tank;
  removing: Call['removing'];
  /** A chain waits from now on. */
  waits(chain: Chain): void;
  /** Sets off those who hear a tag, for a chain. @param spend takes fuel for looking them up, before anything is done */
  impulse(by: Chain, impulse: Impulse, spend: (units: number) => void): ReturnType<Call['impulse']>;
  persist(me: Me, value: Value): void;
  /** A store of the flow, one of these, is to hold so many characters or bytes more, or less: false where that is too much for the world. */
  hold(stored: readonly Value[], by: number, me: Me): boolean;
  /** What nodes have done outside of the world. */
  errands(): Errands;
  /** Something of a node failed. */
  tell: Call['tell'];
}

/** Whose turn it is: a flow, by its graph as it is now. */
export interface Served {
  /** Row of the Flow. */
  readonly row: number;
  readonly graph: Graph;
  readonly code: Code;
  readonly stored: Value[];
}

/** Why a chain was ended before its end, and in which node. */
export interface Ended {
  readonly code: 'WW_FLOW_FUEL' | 'WW_FLOW_TOO_DEEP';
  readonly node: number;
  /** What the node was to do takes more fuel than there was left. */
  readonly isTooMuch?: 'for the flow' | 'for the world';
  /** The node whose value took the fuel there, or the most of it at a time, where that is much. */
  readonly pulled?: number | undefined;
}

/** Runs chains of one flow, one within the other where they begin each other; then those of another. */
export class Turn<R extends Running = Running> implements Call {
  readonly world: World;
  /** Where it takes part in. */
  readonly running: R;
  graph: Graph;
  row: number;
  stored: Value[];
  chain: Chain;
  which = 0;
  #code: Code;
  #tank: Tank;
  /** Whether it began with all the fuel that chains which can wait have in a tick. */
  #isWhole = false;
  #errands: Errands | undefined;
  #begun = 0;
  #ended: Ended | undefined;
  #isStopped = false;
  /** The dearest value that was pulled in this chain, what it took, and whether a value was it for which fuel did not suffice. */
  #dearest: number | undefined;
  #dearestUnits = 0;
  #isForValue = false;

  constructor(running: R, { row, graph, code, stored }: Served, chain: Chain, tank: Tank) {
    this.running = running;
    this.world = running.world;
    this.graph = graph;
    this.#code = code;
    this.row = row;
    this.stored = stored;
    this.chain = chain;
    this.#tank = tank;
    this.serve({ row, graph, code, stored }, chain, tank);
  }

  /** Begins anew for a flow. @param tank what the whole turn may take, of which each chain that it begins has its part; others may take of it meanwhile */
  serve({ row, graph, code, stored }: Served, chain: Chain, tank: Tank): void {
    this.graph = graph;
    this.#code = code;
    this.row = row;
    this.stored = stored;
    this.#tank = tank;
    this.#isWhole = tank.left >= this.running.asyncFuel - CHAIN_COST;
    this.#errands = undefined;
    this.#isStopped = false;
    this.begin(chain);
  }

  /** Why it ended before its end; undefined where it did not. */
  get ended(): Ended | undefined {
    return this.#ended;
  }

  /** Fuel that is left; below 0 where more was taken. */
  get fuel(): number {
    return this.#tank.left;
  }

  get errands(): Errands {
    return (this.#errands ??= this.running.errands());
  }

  tell(error: Parameters<Call['tell']>[0]): void {
    this.running.tell(error);
  }

  spend(units: number, of?: 'world', pulled?: number): void {
    if (pulled !== undefined && units > this.#dearestUnits) {
      this.#dearestUnits = units;
      this.#dearest = pulled;
    }
    this.#isForValue = pulled !== undefined;
    this.#tank.left -= units;
    if (this.#tank.left <= 0) throw SPENT;
    if (of === undefined) return;
    const changes = this.running.changes();
    changes.left -= units;
    if (changes.left <= 0) throw SPENT_BY_ALL;
  }

  removing<T>(entities: readonly number[], isTold: boolean, act: () => T): T {
    return this.running.removing(entities, isTold, act);
  }

  /** Nothing of it goes on, since its Flow is gone. */
  stop(): void {
    this.#isStopped = true;
  }

  start(step: number): void {
    if (this.#begun >= MOST_BEGUN) {
      this.#ended ??= { code: 'WW_FLOW_TOO_DEEP', node: this.graph.plan.steps[step]?.node ?? 0 };
      return;
    }
    const by = this.chain,
      tank = this.#tank,
      left = tank.left - beginCost(this.graph);
    const share = Math.min(this.running.asyncFuel, Math.max(0, left >> 1));
    this.chain = newChain(by.acting, true, by.values.slice(), step, by.isOfGuest);
    tank.left = left - share;
    this.#tank = { left: share };
    this.#begun++;
    try {
      this.run();
    } finally {
      this.#begun--;
      tank.left += this.#tank.left;
      this.#tank = tank;
      this.chain = by;
    }
  }

  impulse(impulse: Impulse): ReturnType<Call['impulse']> {
    return this.running.impulse(this.chain, impulse, (units) => this.spend(units));
  }

  store(me: Me, at: number, value: Value): boolean {
    const { stored } = this;
    if (!this.#mayStore(me.stored + at, value, me)) return false;
    stored[me.stored + at] = value;
    return true;
  }

  persist(me: Me, value: Value): boolean {
    // They are one field, which is written anew.
    this.spend(Math.floor(this.graph.plan.persisting / PERSISTED));
    if (!this.#mayStore(me.stored, value, me)) return false;
    this.running.persist(me, value);
    return true;
  }

  /** Counts what a store is to hold, of which numbers need no counting. */
  #mayStore(at: number, value: Value, me: Me): boolean {
    const before = this.stored[at] as Value;
    if (typeof value === 'number' && typeof before === 'number') return true;
    const by = sizeOf(value) - sizeOf(before);
    return by === 0 || this.running.hold(this.stored, by, me);
  }

  /** What a node does in a tick: the step that it sets off. Takes its fuel. */
  tick(node: number): number {
    this.#tank.left -= this.#code.tickCost(node);
    try {
      return this.#code.tick(this, node);
    } catch (error) {
      if (error !== SPENT) throw error;
      this.#ended = { code: 'WW_FLOW_FUEL', node, isTooMuch: 'for the flow', pulled: this.#dearest };
      return END;
    }
  }

  /** The same of a node that only looks, which nothing is counted for; undefined where it takes fuel all the same, and is to have its `tick`. */
  look(node: number): number | undefined {
    try {
      return this.#code.tick(this, node);
    } catch (error) {
      if (error !== SPENT) throw error;
      return undefined;
    }
  }

  /** The user that a node was given to act for. */
  actsFor(node: number): Value {
    try {
      return this.#code.actsFor(this, node);
    } catch (error) {
      if (error !== SPENT) throw error;
      return null;
    }
  }

  /** Begins another chain in it. */
  begin(chain: Chain): void {
    this.chain = chain;
    this.#ended = undefined;
    this.#dearest = undefined;
    this.#dearestUnits = 0;
  }

  /** Runs the chain on from where it stands, to its end or to where it waits. */
  run(): void {
    const { chain, graph } = this,
      code = this.#code;
    let at = chain.at,
      node = 0,
      phase = 0;
    for (let isFirst = true; ; isFirst = false) {
      if (at === WAIT) {
        chain.at = END;
        this.running.waits(chain);
        return;
      }
      if (at === END && chain.stack.length === 0) return;
      const from = at;
      try {
        if (at === END) {
          phase = chain.stack.pop() as number;
          node = chain.stack.pop() as number;
          this.#tank.left -= code.resumeCost(node);
          at = code.resume(this, node, phase);
        } else {
          const step = graph.plan.steps[at];
          node = step?.node ?? 0;
          this.which = step?.which ?? 0;
          this.#tank.left -= code.costOf(at);
          at = code.run(this, at);
        }
      } catch (error) {
        if (error !== SPENT && error !== SPENT_BY_ALL) throw error;
        if (from === END) chain.stack.push(node, phase);
        // With the fuel of a whole tick it would come no further in the next one either.
        const isHopeless = error === SPENT && isFirst && this.#begun === 0 && this.#isWhole;
        this.#runOut(from, node, error === SPENT ? 'for the flow' : 'for the world', isHopeless);
        return;
      }
      if (this.#ended !== undefined || this.#isStopped) return;
      if (chain.stack.length > 2 * MOST_CALLS) {
        this.#ended = { code: 'WW_FLOW_TOO_DEEP', node };
        return;
      }
      if (this.#tank.left > 0 || at === WAIT || (at === END && chain.stack.length === 0)) continue;
      this.#runOut(at, node, undefined, false);
      return;
    }
  }

  /**
   * There is no fuel left: a chain that can wait goes on in the next tick, another is ended.
   * @param isTooMuch the node was left before it had done anything
   */
  #runOut(at: number, node: number, isTooMuch: Ended['isTooMuch'], isHopeless: boolean): void {
    const { chain } = this;
    if (!chain.isAsync || isHopeless) {
      const isDear = isTooMuch === undefined ? this.#dearestUnits >= DEAR : this.#isForValue;
      this.#ended = { code: 'WW_FLOW_FUEL', node, ...(isTooMuch === undefined ? {} : { isTooMuch }), ...(isDear ? { pulled: this.#dearest } : {}) };
      return;
    }
    chain.at = at;
    chain.due = this.world.tick + 1;
    this.running.waits(chain);
  }
}
