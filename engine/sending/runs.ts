import type { SendRun, SendSpec } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import { MOST_COUNT } from '../world/form.ts';
import type { Template } from '../template/template.ts';

export const SENDING = 'sends';
/** Sends that go on at one time, and those that are over and still told. */
export const MOST_RUNS = 100,
  MOST_OVER = 20;
/** Ids that all that go on may name, and clients that their rounds may be on the way to: what a snapshot holds of them stays some megabytes. */
const MOST_NAMED = 100_000,
  MOST_UNDER_WAY = 100_000;
/** Ids that are kept of one that is over. */
const KEPT_IDS = 100;

/** One whom a round is for: its entity, and the key of its WebsocketClient. */
export type Target = readonly [entity: string, component: string];

/** A send on its way: how far it has come, and what is left of its round. */
export class Run {
  readonly run: number;
  /** Of a saved one: its name, and the component that has it. */
  readonly of: { readonly name: string; readonly entity: string; readonly component: string } | undefined;
  readonly acting: string;
  spec: SendSpec;
  readonly began: number;
  round = 0;
  /** Tick in which the newest round began, and whom it is for, for as long as it goes on. */
  roundBegan = 0;
  targets: readonly Target[] = [];
  said = 0;
  /** How many that round was for, of whom so many have had their turn. */
  size = 0;
  /** Tick in which the next round is due; null where none is waited for. */
  next: number | null;
  sent = 0;
  bytes = 0;
  closed = 0;
  failed = 0;
  late = 0;
  fault: SendRun['fault'] = null;
  over: string | null = null;
  /** What its text says, as it was read last; no part of its state. */
  template: Template<string> | undefined;
  private templateOf: string | undefined;

  constructor(run: number, spec: SendSpec, acting: string, tick: number, of?: Run['of']) {
    this.run = run;
    this.spec = spec;
    this.acting = acting;
    this.began = tick;
    this.next = tick;
    this.of = of;
  }

  /** Whether its text was read as it is now. */
  get isRead(): boolean {
    return this.templateOf === this.spec.text;
  }

  /** Reads the text where it is another than before. */
  templateBy(read: (text: string) => Template<string> | undefined): Template<string> | undefined {
    if (this.templateOf !== this.spec.text) {
      this.templateOf = this.spec.text;
      this.template = read(this.spec.text);
    }
    return this.template;
  }

  get isSaying(): boolean {
    return this.said < this.targets.length;
  }

  end(why: string): void {
    this.over = why;
    this.next = null;
    this.targets = [];
  }
}

/** All sends of a world, in the order in which they began. */
export class Runs {
  last = 0;
  readonly all = new Map<number, Run>();
  /** Saved sends that are on and have had their time: by their place what they said then. They begin anew as soon as they say anything else. */
  readonly rested = new Map<string, SendSpec>();

  get going(): Run[] {
    return [...this.all.values()].filter(({ over }) => over === null);
  }

  /** Throws WW_LIMIT where too many go on already. */
  begin(spec: SendSpec, acting: string, tick: number, of?: Run['of']): Run {
    const going = this.going.length;
    if (going >= MOST_RUNS)
      throw new WorldwireError('WW_LIMIT', `${going} sends go on already, and a world takes ${MOST_RUNS}; stop one, or wait until one is over`);
    if (this.last >= MOST_COUNT) throw new WorldwireError('WW_LIMIT', `the world has begun ${this.last} sends, and counts no further`);
    const named = this.going.reduce((sum, each) => sum + idsOf(each.spec), idsOf(spec));
    if (named > MOST_NAMED)
      throw new WorldwireError('WW_LIMIT', `the sends that go on would name ${named} entities, and may name ${MOST_NAMED}; say by a query whom it is for`);
    const run = new Run(++this.last, spec, acting, tick, of);
    this.all.set(run.run, run);
    return run;
  }

  /** Whether there is room for a round to so many clients, beside those that are under way. */
  hasRoomFor(clients: number): boolean {
    const underWay = this.going.reduce((sum, { targets }) => sum + targets.length, 0);
    return underWay === 0 || underWay + clients <= MOST_UNDER_WAY;
  }

  /** Ends one, and forgets of those that are over the oldest. */
  end(run: Run, why: string): void {
    if (run.over !== null) return;
    run.end(why);
    if (run.of !== undefined && run.spec.on === true) this.rested.set(placeOf(run.of), run.spec);
    const { to } = run.spec;
    if (typeof to !== 'string' && to.length > KEPT_IDS) run.spec = { ...run.spec, to: to.slice(0, KEPT_IDS) };
    const over = [...this.all.values()].filter((each) => each.over !== null);
    for (const each of over.slice(0, Math.max(0, over.length - MOST_OVER))) this.all.delete(each.run);
  }
}

function idsOf({ to }: SendSpec): number {
  return typeof to === 'string' ? 0 : to.length;
}

/** Where a saved send is, as one text. */
export function placeOf({ entity, component, name }: NonNullable<Run['of']>): string {
  return JSON.stringify([entity, component, name]);
}
