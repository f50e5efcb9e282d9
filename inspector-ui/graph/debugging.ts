import type { GraphTraced, TraceBreak, TraceStep } from '../../server/protocol.ts';
import { Cell } from '../cells/cell.ts';
import { recall, remember } from '../cells/memory.ts';
import { session } from '../session/session.ts';
import type { ViewHandle } from '../session/view-book.ts';
import type { GraphStore } from './graph-store.ts';

/** Breakpoints of one graph. */
const MOST = 32;

/**
 * Breakpoints of a graph, and the tick that one of them stopped: all that its chains did, step by step. Since the whole tick is known, going back is as good as
 * going on. Breakpoints are this page's own; while it has none of them nothing is traced.
 */
export class Debugging {
  /** By node, with their conditions; an empty text where it stops always. */
  readonly stops = new Cell<ReadonlyMap<string, string>>(new Map());
  readonly traced = new Cell<GraphTraced | null>(null);
  /** The step that is shown. */
  readonly at = new Cell(0);
  readonly fault = new Cell('');
  readonly #store: GraphStore;
  #handle: ViewHandle | undefined;

  constructor(store: GraphStore) {
    this.#store = store;
    const known = recall(this.#memory);
    if (Array.isArray(known)) {
      const pairs = (known as readonly unknown[]).filter(
        (each): each is readonly [string, string] => Array.isArray(each) && typeof each[0] === 'string' && typeof each[1] === 'string',
      );
      this.stops.value = new Map(pairs.slice(0, MOST));
    }
    this.#watch();
  }
  end(): void {
    this.#handle?.close();
    this.#handle = undefined;
  }

  get #memory(): string {
    return `stops.${session.world.value}.${this.#store.entity}.${this.#store.component}`;
  }
  get step(): TraceStep | undefined {
    return this.traced.value?.steps[this.at.value];
  }

  /** Sets a breakpoint at a node, or takes it away. */
  toggle(node: string): void {
    const next = new Map(this.stops.value);
    if (!next.delete(node)) next.set(node, '');
    this.#set(next);
  }
  /** Sets one with a condition; an empty one holds always. */
  when(node: string, condition: string): void {
    this.#set(new Map(this.stops.value).set(node, condition));
  }
  clear(): void {
    this.#set(new Map());
  }
  #set(stops: ReadonlyMap<string, string>): void {
    this.stops.value = new Map([...stops].slice(-MOST));
    remember(
      this.#memory,
      [...this.stops.value].map(([node, when]) => [node, when]),
    );
    this.#watch();
  }

  #watch(): void {
    this.fault.value = '';
    const breaks: readonly TraceBreak[] = [...this.stops.value].map(([node, when]) => ({ node, ...(when === '' ? {} : { when }) }));
    if (breaks.length === 0) {
      this.end();
      return;
    }
    const { entity, component } = this.#store;
    const what = { kind: 'trace', entity, component, breaks } as const;
    if (this.#handle !== undefined) {
      this.#handle.change(what);
      return;
    }
    this.#handle = session.watch(what, (update) => {
      if (update.kind === 'fault') this.fault.value = update.message;
      if (update.kind !== 'trace') return;
      this.traced.value = update;
      this.at.value = update.hit;
    });
  }

  /** Lets the world go on until the next breakpoint. */
  async goOn(): Promise<void> {
    this.traced.value = null;
    if (session.run.value?.paused === true) await session.control('resume');
  }
  /** One tick further, and stopped again. */
  async tick(): Promise<void> {
    this.traced.value = null;
    await session.control('step', { ticks: 1 });
  }

  go(to: number): void {
    const { value } = this.traced;
    if (value !== null) this.at.value = Math.max(0, Math.min(value.steps.length - 1, to));
  }
  /** The next step, whatever it stands in. */
  into(): void {
    this.go(this.at.value + 1);
  }
  back(): void {
    this.go(this.at.value - 1);
  }
  /** The next step that does not stand in this one. */
  over(): void {
    this.#find((step, now) => step.depth <= now.depth);
  }
  /** The next step outside of what this one stands in. */
  out(): void {
    this.#find((step, now) => step.depth < now.depth);
  }
  #find(fits: (step: TraceStep, now: TraceStep) => boolean): void {
    const { value } = this.traced,
      now = this.step;
    if (value === null || now === undefined) return;
    const next = value.steps.findIndex((step, index) => index > this.at.value && fits(step, now));
    this.go(next < 0 ? value.steps.length - 1 : next);
  }
}
