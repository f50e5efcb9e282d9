import type { Answers, Halt, LogEntry, RowsView, View, ViewRequest, ViewUpdate } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import { Patience, type InParts } from '../world/in-parts.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import { firstRows } from './first-rows.ts';
import { openView } from './kinds.ts';
import { Missed } from './missed.ts';
import { Pool } from './pool.ts';
import type { RowsSource } from './rows-source.ts';
import type { Body, Watch } from './watch.ts';

interface Open {
  readonly what: View;
  readonly who: string;
  watch: Watch;
  lookedAt: number;
  lookedAtTick: number;
  /** The first step that it has not looked at. */
  since: number;
  /** It was to look, and there was no time for it. */
  isOwed: boolean;
  /** It shows one thing, which an edit has touched since it looked. */
  isEdited: boolean;
  /** It has told something, so that whoever looks sees more than an empty pane. */
  hasTold: boolean;
}

/** Milliseconds of looks in one step where the host does not say. */
const USUAL = Infinity;
/** Of what somebody's looks have taken, so much counts after each step. */
const FADING = 0.98;
/** Of what the looks of a step may take, so much is kept for those at what edits have touched and somebody has before them. */
const CLOSE_SHARE = 0.5;
/** Milliseconds that one look may take on end, of those that can be left off. */
const SLICE = 1.5;
/** Real milliseconds after which a view that waits for its time is owed a look all the same, and between two such looks. */
const STARVED = 1_000,
  STARVED_APART = 100;

/**
 * All that is watched of a world. Who looks, pays: what nobody watches is never compared. All looks of a step share the time that the host allows:
 * whoever has had least of it looks first, and who has no turn looks in a later step, at all that has come until then. One long look, as of a page that
 * comes in, can take the time of many steps; so that what others see does not stand still meanwhile, a view that has waited for a second has a slice.
 * An edit is to be seen at once: what shows one thing that it has touched looks before all else, whoever looks, in a part of the time that no debt takes
 * away.
 */
export class Watchers {
  private readonly views = new Map<number, Open>();
  private readonly faults: { readonly view: number; readonly body: Body }[] = [];
  private readonly pool = new Pool();
  private readonly missed = new Missed();
  private readonly now: (() => number) | undefined;
  private readonly spent = new Map<string, number>();
  /** Milliseconds that the looks before took more than they were allowed. */
  private debt = 0;
  /** Real time of the last look at a view that had waited too long. */
  private fed = -Infinity;

  /** @param now a clock in milliseconds; without one all look whenever they are due */
  constructor(now?: () => number) {
    this.now = now;
  }

  get count(): number {
    return this.views.size;
  }

  /** Opens, moves or ends a view. One that cannot be opened tells its fault with the next updates. */
  take(world: LiveWorld, request: ViewRequest): void {
    this.open(world, request);
    world.isLookedAt = this.views.size > 0;
  }

  private open(world: LiveWorld, request: ViewRequest): void {
    const before = this.views.get(request.view);
    if (request.type === 'scroll') {
      if (before?.watch.scroll === undefined) return;
      before.watch.scroll(request.offset, request.limit);
      before.lookedAt = before.lookedAtTick = -Infinity;
      return;
    }
    this.views.delete(request.view);
    before?.watch.end?.(world, request.type === 'close' && request.refused === true);
    if (request.type === 'close') return;
    const { what, who = '' } = request;
    try {
      const watch = openView(world, what, this.pool);
      this.views.set(request.view, {
        what,
        who,
        watch,
        lookedAt: -Infinity,
        lookedAtTick: -Infinity,
        since: this.missed.next,
        isOwed: false,
        isEdited: false,
        hasTold: false,
      });
    } catch (error) {
      if (!(error instanceof WorldwireError)) throw error;
      this.faults.push({ view: request.view, body: { kind: 'fault', code: error.code, message: error.message } });
    }
  }

  /** The rows of a view as they are counted: those of an open view that shows the same, else counted for this once. Throws as opening it does. */
  *rowsOf(world: LiveWorld, what: RowsView): InParts<RowsSource> {
    for (const { watch } of this.views.values()) {
      if (watch.rows?.shows(what) !== true) continue;
      yield* watch.rows.settling(world);
      return watch.rows;
    }
    const { rows } = openView(world, what, this.pool);
    if (rows === undefined) throw new WorldwireError('WW_BAD_REQUEST', `a view of ${what.kind} has no rows to count`);
    yield* rows.settling(world);
    return rows;
  }

  /** What a view of the hierarchy would tell first; see `firstRows`. */
  firstRows(world: LiveWorld, what: Extract<View, { kind: 'tree' }>, unfoldTops: boolean): InParts<Answers['firstRows']> {
    return firstRows(world, what, unfoldTops, this.pool);
  }

  /** Views whose holders have waited for what came to be in this step. */
  halted(world: LiveWorld): readonly Halt[] {
    const halted: Halt[] = [];
    for (const [view, { watch }] of this.views) {
      const halt = watch.halts?.(world);
      if (halt !== undefined) halted.push({ view, ...halt });
    }
    return halted;
  }

  /** Somebody's updates have taken time on their way as well. */
  charge(who: string, milliseconds: number): void {
    this.spent.set(who, (this.spent.get(who) ?? 0) + milliseconds);
    this.debt += milliseconds;
  }

  /**
   * What has changed for whom, after a step.
   * @param whole for all, since the world may have moved on unseen
   * @param allowed milliseconds that all looks together may take
   */
  updates(world: LiveWorld, log: readonly LogEntry[], whole = false, allowed = USUAL): ViewUpdate[] {
    if (this.views.size === 0 && this.faults.length === 0 && this.debt === 0 && this.spent.size === 0) {
      this.missed.add(world.touched, world.touchedBy, false);
      return [];
    }
    const out: ViewUpdate[] = this.faults.map(({ view, body }) => ({ view, tick: world.tick, ...body }) as ViewUpdate);
    this.faults.length = 0;
    const due: [number, Open][] = [];
    for (const entry of this.views) if (whole || this.isDue(world, entry[1])) due.push(entry);
    const { now } = this;
    const isBounded = now !== undefined && !whole;
    const spent = ({ who }: Open): number => this.spent.get(who) ?? 0;
    // Two that have never looked compare as NaN, which is no order.
    const inTurn = (a: Open, b: Open): number =>
      spent(a) - spent(b) || a.lookedAtTick - b.lookedAtTick || Number(a.watch.isHeavy === true) - Number(b.watch.isHeavy === true);
    let left = isBounded ? allowed - this.debt : Infinity;
    const lookAt = ([view, open]: [number, Open], milliseconds: number): number => {
      const begun = now?.() ?? 0;
      this.look(world, view, open, { log, whole, patience: new Patience(isBounded ? now : undefined, milliseconds) }, out);
      if (!isBounded) return 0;
      const took = now() - begun;
      left -= took;
      this.spent.set(open.who, (this.spent.get(open.who) ?? 0) + took);
      return took;
    };
    let rest = due;
    if (isBounded) {
      due.sort(([, a], [, b]) => inTurn(a, b));
      let close = allowed * CLOSE_SHARE;
      rest = due.filter((entry) => {
        const [, open] = entry;
        open.isEdited ||= open.watch.isClose === true && open.watch.concerns(world);
        const isFirst = close > 0 && open.isEdited;
        if (isFirst) close -= lookAt(entry, SLICE);
        return !isFirst;
      });
    }
    // Whoever has just come waits for no debt of others' looks: one view a step that has shown nothing yet has a slice all the same.
    let isOneLeft = isBounded;
    for (const entry of rest) {
      const [, open] = entry;
      if (left <= 0) {
        const isStarved = open.hasTold && world.real - open.lookedAt >= STARVED && world.real - this.fed >= STARVED_APART;
        if (!isOneLeft || (open.hasTold && !isStarved) || open.watch.isHeavy === true) {
          open.isOwed = true;
          continue;
        }
        isOneLeft = false;
        if (isStarved) this.fed = world.real;
      }
      lookAt(entry, left > 0 ? Math.min(left, SLICE) : SLICE);
    }
    this.debt = isBounded ? Math.max(0, -left) : 0;
    this.fade();
    const { next } = this.missed;
    let isNeeded = false;
    for (const open of this.views.values()) {
      if (open.isOwed) isNeeded = true;
      else open.since = next + 1;
    }
    this.missed.add(world.touched, world.touchedBy, isNeeded);
    return out;
  }

  private isDue(world: LiveWorld, { watch, isOwed, lookedAt, lookedAtTick }: Open): boolean {
    if (isOwed || watch.isBusy === true) return true;
    return world.real - lookedAt >= watch.period || world.tick - lookedAtTick >= world.tickRate || watch.concerns(world);
  }

  private look(world: LiveWorld, view: number, open: Open, look: Pick<Parameters<Watch['look']>[1], 'log' | 'whole' | 'patience'>, out: ViewUpdate[]): void {
    const { since } = open;
    const author = (id: string): string | undefined => this.missed.authorSince(since, id, world.touchedBy);
    let touched = this.missed.since(since, world.touched);
    if (touched === undefined) {
      // More was edited than is kept for who waits: it begins anew.
      open.watch.end?.(world);
      if (!this.reopen(world, view, open)) return;
      touched = world.touched;
    }
    open.isOwed = open.isEdited = false;
    open.lookedAt = world.real;
    open.lookedAtTick = world.tick;
    const told = open.watch.look(world, { ...look, touched, author });
    if (told === undefined) return;
    open.hasTold = true;
    for (const body of Array.isArray(told) ? (told as readonly Body[]) : [told as Body]) out.push({ view, tick: world.tick, ...body } as ViewUpdate);
  }

  /** Opens a view anew. False where what it asks for is refused by now, which is told with the next updates. */
  private reopen(world: LiveWorld, view: number, open: Open): boolean {
    try {
      open.watch = openView(world, open.what, this.pool);
      return true;
    } catch (error) {
      if (!(error instanceof WorldwireError)) throw error;
      this.views.delete(view);
      this.faults.push({ view, body: { kind: 'fault', code: error.code, message: error.message } });
      return false;
    }
  }

  private fade(): void {
    for (const [who, spent] of this.spent) {
      if (spent < 0.01) this.spent.delete(who);
      else this.spent.set(who, spent * FADING);
    }
  }
}
