import type { GraphRun } from '../../server/protocol.ts';
import { Cell } from '../cells/cell.ts';
import type { Catalogue } from '../graph-model/catalogue.ts';
import type { NodeLife } from './graph-node.ts';
import type { GraphStore } from './graph-store.ts';
import { timeLeft } from './time-left.ts';

/** How long a wire stays lit after an impulse, in milliseconds: so long that an eye sees it, and two looks at the graph go by. */
const GLOW = 260;

/** Impulses a second from which on one more or less is no other rate. */
const STEADY = 20;

/** Milliseconds between two tellings of how long chains wait still. */
const CLOCK = 250;

/** When the last impulse came to a node, and where it went on. */
export interface LastImpulse {
  readonly tick: number;
  /** The exit by which it left; null where by none. */
  readonly exit: string | null;
}

/** What a graph does while somebody looks: which wires are lit, how often nodes fire, what waits where. */
export class GraphLife {
  /** Counts up whenever lit wires are others. */
  readonly lit = new Cell<ReadonlySet<string>>(new Set());
  /** By node; another map whenever one is another. */
  readonly nodes = new Cell<ReadonlyMap<string, NodeLife>>(new Map());
  readonly last = new Map<string, LastImpulse>();
  /** Impulses a second of all nodes. */
  fires = 0;
  readonly #store: GraphStore;
  readonly #catalogue: Catalogue;
  /** Wires by their number, as the scene tells them. */
  readonly #wires: () => readonly string[];
  readonly #until = new Map<string, number>();
  readonly #fires = new Map<string, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Runs while a node says how long it waits still. */
  #clock: ReturnType<typeof setInterval> | undefined;
  readonly #ends: (() => void)[];

  constructor(store: GraphStore, catalogue: Catalogue, wires: () => readonly string[]) {
    this.#store = store;
    this.#catalogue = catalogue;
    this.#wires = wires;
    this.#ends = [store.onRun((run) => this.#ran(run)), store.state.subscribe(() => this.#tell())];
  }

  end(): void {
    for (const end of this.#ends) end();
    clearTimeout(this.#timer);
    clearInterval(this.#clock);
  }

  #ran({ anew, lit, fires, last }: GraphRun): void {
    if (anew === true) {
      this.#fires.clear();
      this.last.clear();
    }
    if (lit !== undefined) this.#light(lit);
    const ids = fires === undefined && last === undefined ? [] : [...this.#store.nodes.keys()];
    for (let at = 0; at + 1 < (fires?.length ?? 0); at += 2) {
      const id = ids[fires?.[at] ?? -1],
        rate = fires?.[at + 1] ?? 0;
      if (id === undefined) continue;
      if (rate === 0) this.#fires.delete(id);
      else if (!isTheSame(rate, this.#fires.get(id) ?? 0)) this.#fires.set(id, rate);
    }
    for (let at = 0; at + 2 < (last?.length ?? 0); at += 3) {
      const id = ids[last?.[at] ?? -1];
      const node = id === undefined ? undefined : this.#store.nodes.get(id);
      if (id === undefined || node === undefined) continue;
      this.last.set(id, { tick: last?.[at + 1] ?? 0, exit: this.#catalogue.of(node)?.exits[last?.[at + 2] ?? -1]?.name ?? null });
    }
    if (fires !== undefined || anew === true) this.#tell();
  }

  #light(bits: string): void {
    const wires = this.#wires();
    const bytes = atob(bits);
    const until = performance.now() + GLOW;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes.charCodeAt(at);
      for (let bit = 0; byte >> bit > 0; bit++) {
        const key = (byte >> bit) & 1 ? wires[at * 8 + bit] : undefined;
        if (key !== undefined) this.#until.set(key, until);
      }
    }
    this.#dim();
  }
  #dim(): void {
    const now = performance.now();
    let next = Infinity;
    for (const [key, until] of this.#until)
      if (until <= now) this.#until.delete(key);
      else next = Math.min(next, until);
    const lit = this.lit.value;
    if (lit.size !== this.#until.size || [...this.#until.keys()].some((key) => !lit.has(key))) this.lit.value = new Set(this.#until.keys());
    clearTimeout(this.#timer);
    if (next !== Infinity) this.#timer = setTimeout(() => this.#dim(), next - now + 8);
  }

  #tell(): void {
    const waits = new Map<string, string>();
    const state = this.#store.state.value;
    if (state?.waiting.some(({ ticks }) => ticks !== null) === true) this.#clock ??= setInterval(() => this.#tell(), CLOCK);
    else {
      clearInterval(this.#clock);
      this.#clock = undefined;
    }
    for (const { node, ticks, for: what } of state?.waiting ?? [])
      if (!waits.has(node)) waits.set(node, ticks === null ? `waits${what === undefined ? '' : ` for ${what}`}` : `waits ${timeLeft(this.#store, ticks)}`);
    const nodes = new Map<string, NodeLife>();
    let fires = 0;
    for (const [id, rate] of this.#fires) {
      fires += rate;
      nodes.set(id, { fires: rate, waits: waits.get(id) ?? '' });
    }
    for (const [id, words] of waits) if (!nodes.has(id)) nodes.set(id, { fires: 0, waits: words });
    this.fires = fires;
    const before = this.nodes.value;
    let isOther = nodes.size !== before.size;
    // A node whose life is the same keeps the same object, and is not drawn anew.
    for (const [id, life] of nodes) {
      const old = before.get(id);
      if (old !== undefined && old.fires === life.fires && old.waits === life.waits) nodes.set(id, old);
      else isOther = true;
    }
    if (isOther) this.nodes.value = nodes;
  }
}

/** Whether a count differs from the one before it by no more than where its second began and ended: a node of each tick is counted 59, 60 or 61 times. */
function isTheSame(fires: number, before: number): boolean {
  return Math.abs(fires - before) <= (before >= STEADY ? 1 : 0);
}
