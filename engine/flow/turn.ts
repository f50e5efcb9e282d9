import type { World } from '../world/world.ts';
import type { Chain } from './chain.ts';
import type { Code } from './code.ts';
import { END, WAIT, type Call, type Errands, type Graph } from './node-types.ts';

/** Fuel of all chains of a Flow in a tick that cannot wait: the one that uses it up has no end that anybody could wait for, and is ended. */
export const SYNC_FUEL = 200_000;
/** Fuel of all chains of a Flow in a tick that can wait: where it is used up, they go on in the next. */
export const ASYNC_FUEL = 100_000;
/** What a chain takes to be begun, or set going again. */
export const CHAIN_COST = 10;
/** How deep chains may begin each other, and how many calls may stand in each other. */
export const MOST_BEGUN = 64,
  MOST_CALLS = 10_000;

/** Leaves a node for which there is not enough fuel; nobody but the turn sees it. */
const SPENT = new Error('a node was left, since its fuel is used up');

/** What runs in a turn of a flow, and where it takes part in. */
export interface Running {
  readonly world: World;
  /** Row of the Flow. */
  readonly row: number;
  readonly graph: Graph;
  readonly code: Code;
  /** Fuel of a chain in one tick that it begins. */
  readonly asyncFuel: number;
  /** A chain waits from now on. */
  readonly waits: (chain: Chain) => void;
  /** What nodes have done outside of the world. */
  readonly errands: () => Errands;
  /** Something of a node failed. */
  readonly tell: Call['tell'];
}

/** Why a chain was ended before its end, and in which node. */
export interface Ended {
  readonly code: 'WW_FLOW_FUEL' | 'WW_FLOW_TOO_DEEP';
  readonly node: number;
  /** What the node was to do takes more fuel than there was left. */
  readonly isTooMuch?: boolean;
}

/** Runs chains of one flow, one within the other where they begin each other. */
export class Turn implements Call {
  readonly world: World;
  readonly graph: Graph;
  readonly row: number;
  chain: Chain;
  readonly #running: Running;
  #fuel: number;
  /** Whether it began with all the fuel that chains which can wait have in a tick. */
  readonly #isWhole: boolean;
  #errands: Errands | undefined;
  #begun = 0;
  #ended: Ended | undefined;

  /** @param fuel what the whole turn may take, of which each chain that it begins has its part */
  constructor(running: Running, chain: Chain, fuel: number) {
    this.#running = running;
    this.world = running.world;
    this.graph = running.graph;
    this.row = running.row;
    this.chain = chain;
    this.#fuel = fuel;
    this.#isWhole = fuel >= running.asyncFuel - CHAIN_COST;
  }

  /** Fuel that is left; below 0 where more was taken. */
  get fuel(): number {
    return this.#fuel;
  }

  /** Why it ended before its end; undefined where it did not. */
  get ended(): Ended | undefined {
    return this.#ended;
  }

  get errands(): Errands {
    return (this.#errands ??= this.#running.errands());
  }

  tell(error: Parameters<Call['tell']>[0]): void {
    this.#running.tell(error);
  }

  spend(units: number): void {
    this.#fuel -= units;
    if (this.#fuel <= 0) throw SPENT;
  }

  start(step: number): void {
    if (this.#begun >= MOST_BEGUN) {
      this.#ended ??= { code: 'WW_FLOW_TOO_DEEP', node: this.graph.steps[step]?.node ?? 0 };
      return;
    }
    const by = this.chain,
      left = this.#fuel - CHAIN_COST;
    const share = Math.min(this.#running.asyncFuel, Math.max(0, left >> 1));
    this.chain = { acting: by.acting, isAsync: true, values: by.values.slice(), stack: [], at: step, due: Infinity, order: 0 };
    this.#fuel = share;
    this.#begun++;
    try {
      this.run();
    } finally {
      this.#begun--;
      this.#fuel += left - share;
      this.chain = by;
    }
  }

  /** Runs the chain on from where it stands, to its end or to where it waits. */
  run(): void {
    const { chain, graph } = this,
      { code } = this.#running;
    let at = chain.at,
      node = 0,
      phase = 0;
    for (let isFirst = true; ; isFirst = false) {
      if (at === WAIT) {
        chain.at = END;
        this.#running.waits(chain);
        return;
      }
      if (at === END && chain.stack.length === 0) return;
      const from = at;
      try {
        if (at === END) {
          phase = chain.stack.pop() as number;
          node = chain.stack.pop() as number;
          this.#fuel -= code.resumeCost(node);
          at = code.resume(this, node, phase);
        } else {
          node = graph.steps[at]?.node ?? 0;
          this.#fuel -= code.costOf(at);
          at = code.run(this, at);
        }
      } catch (error) {
        if (error !== SPENT) throw error;
        if (from === END) chain.stack.push(node, phase);
        this.#runOut(from, node, true, isFirst);
        return;
      }
      if (this.#ended !== undefined) return;
      if (chain.stack.length > 2 * MOST_CALLS) {
        this.#ended = { code: 'WW_FLOW_TOO_DEEP', node };
        return;
      }
      if (this.#fuel > 0 || at === WAIT || (at === END && chain.stack.length === 0)) continue;
      this.#runOut(at, node, false, false);
      return;
    }
  }

  /**
   * There is no fuel left: a chain that can wait goes on in the next tick, another is ended.
   * @param isLeft the node was left before it had done anything
   * @param isFirst the chain has come no further than where it began, so that with the same fuel it would not in the next tick either
   */
  #runOut(at: number, node: number, isLeft: boolean, isFirst: boolean): void {
    const { chain } = this;
    if (!chain.isAsync || (isFirst && this.#begun === 0 && this.#isWhole)) {
      this.#ended = { code: 'WW_FLOW_FUEL', node, isTooMuch: isLeft };
      return;
    }
    chain.at = at;
    chain.due = this.world.tick + 1;
    this.#running.waits(chain);
  }
}
