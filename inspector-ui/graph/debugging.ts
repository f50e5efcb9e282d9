import type { GraphTraced, Stop, TraceBreak, TraceStep } from '../../server/protocol.ts';
import { sameJson } from '../../engine/same-json.ts';
import { Cell } from '../cells/cell.ts';
import { recall, remember } from '../cells/memory.ts';
import { session } from '../session/session.ts';
import type { ViewHandle } from '../session/view-book.ts';
import type { GraphStore } from './graph-store.ts';

/** Breakpoints of one graph. */
const MOST = 32;

/**
 * Breakpoints of a graph, and the tick that one of them stopped: all that its chains did, step by step. Since the whole tick is known, going back is as good as
 * going on. Breakpoints are this page's own; while it has none of them nothing is traced. Where the world stands at anybody's in this graph, also before this
 * page came, the tick is asked for as well.
 */
export class Debugging {
  /** By node, with their conditions; an empty text where it stops always. */
  readonly stops = new Cell<ReadonlyMap<string, string>>(new Map());
  readonly traced = new Cell<GraphTraced | null>(null);
  /** The step that is shown. */
  readonly at = new Cell(0);
  readonly fault = new Cell('');
  /** Breakpoints in this graph at which the world stands, whosever they are. */
  readonly standing = new Cell<readonly Stop[]>([]);
  /** Nodes whose conditions could not be looked at, with the first tick in which that was so. */
  readonly unchecked = new Cell<ReadonlyMap<string, number>>(new Map());
  readonly #store: GraphStore;
  #handle: ViewHandle | undefined;
  /** The tick that was let go here. */
  #left = -1;
  #stoodIn = -1;
  readonly #ends: readonly (() => void)[];

  constructor(store: GraphStore) {
    this.#store = store;
    const known = recall(this.#memory);
    if (Array.isArray(known)) {
      const pairs = (known as readonly unknown[]).filter(
        (each): each is readonly [string, string] => Array.isArray(each) && typeof each[0] === 'string' && typeof each[1] === 'string',
      );
      this.stops.value = new Map(pairs.slice(0, MOST));
    }
    const { standing } = this;
    standing.value = this.#standing();
    this.#watch();
    this.#ends = [session.run.subscribe(() => this.#ran()), session.past.subscribe(() => this.#ran()), session.me.subscribe(() => this.#ran())];
  }
  end(): void {
    for (const end of this.#ends) end();
    this.#close();
  }
  #close(): void {
    this.#handle?.close();
    this.#handle = undefined;
  }

  /** Whether the world stands at the tick that is shown. */
  get isStanding(): boolean {
    const run = session.run.value;
    return session.past.value !== null || (run?.paused === true && run.tick <= (this.traced.value?.at ?? -1));
  }

  #standing(): readonly Stop[] {
    const { entity, component } = this.#store;
    if (session.past.value !== null || !session.may('control')) return [];
    return (session.run.value?.stops ?? []).filter((stop) => stop.entity === entity && stop.component === component);
  }

  /** How the world runs is told some times a second: only where it comes to stand at something else is anything asked for. */
  #ran(): void {
    const next = this.#standing(),
      tick = next.length === 0 ? -1 : (session.run.value?.tick ?? -1);
    if (tick === this.#stoodIn && sameJson(next, this.standing.value)) return;
    this.#stoodIn = tick;
    this.standing.value = next;
    this.#watch();
  }

  get #memory(): string {
    return `stops.${session.world.value}.${this.#store.entity}.${this.#store.component}`;
  }
  /** What is said of a breakpoint at a node; empty where there is none. */
  wordsAt(node: string): string {
    if (!this.stops.value.has(node)) return '';
    return this.unchecked.value.has(node) ? 'breakpoint whose condition was not looked at each time' : 'breakpoint';
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
    this.unchecked.value = new Map();
    remember(
      this.#memory,
      [...this.stops.value].map(([node, when]) => [node, when]),
    );
    this.#watch();
  }

  #watch(): void {
    this.fault.value = '';
    const breaks: readonly TraceBreak[] = [...this.stops.value].map(([node, when]) => ({ node, ...(when === '' ? {} : { when }) }));
    if (breaks.length === 0 && this.standing.value.length === 0) {
      this.#close();
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
      if (update.kind === 'unchecked') this.unchecked.value = new Map([...Object.entries(update.nodes), ...this.unchecked.value]);
      if (update.kind === 'trace') this.#show(update);
    });
  }

  /** What was let go here, or is shown already, is told again where the view is opened anew. */
  #show(traced: GraphTraced): void {
    const shown = this.traced.value;
    if (traced.at === this.#left || (shown?.at === traced.at && shown.hit === traced.hit && shown.steps.length === traced.steps.length)) return;
    this.traced.value = traced;
    this.at.value = traced.hit;
  }
  #let(): void {
    this.#left = session.past.value === null ? (this.traced.value?.at ?? -1) : -1;
    this.traced.value = null;
  }

  /** Lets the world go on until the next breakpoint. */
  async goOn(): Promise<void> {
    this.#let();
    if (session.run.value?.paused === true) await session.control('resume');
  }
  /** One tick further, and stopped again. */
  async tick(): Promise<void> {
    this.#let();
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
