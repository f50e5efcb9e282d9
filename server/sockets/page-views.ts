import { conditionWords } from '../../engine/condition-words.ts';
import {
  WorldwireError,
  type Answer,
  type ConditionMet,
  type Halt,
  type LongQuestion,
  type View,
  type ViewUpdate,
  type WatchedValue,
} from '../../engine/index.ts';
import type { HostedWorld } from '../hosting/hosted-world.ts';
import type { Stop } from '../hosting/run-status.ts';
import type { Asker } from '../limits/errand.ts';
import { ConditionNotes } from './condition-notes.ts';
import { PagePast } from './page-past.ts';
import { valuesOf, type ViewShare } from './view-shares.ts';

interface Open {
  /** Its number in the world that runs; undefined while the past is shown. */
  number: number | undefined;
  what: View;
  stale: boolean;
}

/** Views that one page may have open. */
const MOST_VIEWS = 100;

/** Whether the page's user may have the world pause, who that is, and what is told once it has. */
export interface Pausing {
  readonly may: () => boolean;
  readonly who: () => Pick<Stop, 'userId' | 'name'>;
  readonly paused: () => void;
}

/** Sends updates to the page; `past` is the tick of the past that is shown from then on, null for the world as it is. */
export type SendUpdates = (updates: readonly ViewUpdate[], past?: number | null) => void;

/**
 * What a page looks at in a world, as it is or as it was. Updates of a step leave in one message. Where the page does not keep up, they are
 * left out instead of being piled up, and its views are opened anew, whole, when it has caught up.
 */
export class PageViews {
  readonly #world: HostedWorld;
  readonly #asker: Asker;
  readonly #send: SendUpdates;
  readonly #slow: () => boolean;
  readonly #share: ViewShare;
  readonly #pausing: Pausing;
  readonly #underway: (tick: number, share: number) => void;
  readonly #open = new Map<number, Open>();
  readonly #stop: () => void;
  readonly #notes: ConditionNotes;
  #pending: ViewUpdate[] = [];
  #anyStale = false;
  #past: PagePast | undefined;
  /** The version that it is of; undefined where it is of the past. */
  #version: number | undefined;
  #isOver = false;

  /**
   * @param asker who looks, whose time it takes
   * @param share what its views may hold
   * @param underway says how far it is on the way to a tick of the past that takes long
   */
  constructor(
    world: HostedWorld,
    asker: Asker,
    send: SendUpdates,
    slow: () => boolean,
    share: ViewShare,
    pausing: Pausing,
    underway: (tick: number, share: number) => void,
  ) {
    this.#world = world;
    this.#asker = asker;
    this.#send = send;
    this.#slow = slow;
    this.#share = share;
    this.#pausing = pausing;
    this.#underway = underway;
    this.#notes = new ConditionNotes(world);
    this.#stop = world.onStep(() => this.#flush());
  }

  /** The entity of the view that was opened last, of those that show one. */
  get looksAt(): string | null {
    let last: string | null = null;
    for (const { what } of this.#open.values()) if (what.kind === 'entity') last = what.entity;
    return last;
  }

  /** The tick of the past that is shown; null while the page shows the world as it is. */
  get past(): number | null {
    return this.#past?.tick ?? null;
  }

  /** Opens a view under the page's number, or changes what it shows. Throws WW_LIMIT; the view then shows what it did before. */
  watch(view: number, what: View): void {
    const before = this.#open.get(view);
    if (before !== undefined) {
      this.#share.take(valuesOf(what) - valuesOf(before.what));
      // Last in order again, since the page turned to it now.
      this.#open.delete(view);
      this.#open.set(view, before);
      before.what = what;
      this.#changed(view, before);
      return;
    }
    if (this.#open.size >= MOST_VIEWS) throw new WorldwireError('WW_LIMIT', `A page may have ${MOST_VIEWS} views open.`);
    this.#share.take(valuesOf(what));
    const open: Open = { number: undefined, what, stale: false };
    this.#open.set(view, open);
    if (this.past === null) this.#openLive(view, open);
    else this.#past?.watch(view);
  }

  /** Moves the window of a view of rows. */
  scroll(view: number, offset: number, limit: number): void {
    const open = this.#open.get(view);
    if (open === undefined || (open.what.kind !== 'tree' && open.what.kind !== 'table' && open.what.kind !== 'traffic')) return;
    open.what = { ...open.what, offset, limit };
    if (open.number === undefined) this.#past?.watch(view);
    else this.#world.views.scroll(open.number, offset, limit);
  }

  /** Asks the world that is shown. */
  ask<Q extends LongQuestion>(question: Q): Promise<Answer<Q>> {
    return this.#past !== undefined && this.past !== null ? this.#past.ask(question) : this.#world.answer(this.#asker, question);
  }

  /** Whether it looks at the past or is on its way there; `rests` while a world of the past waits for it to return. */
  get looksBack(): 'no' | 'rests' | 'yes' {
    if (this.#past === undefined) return 'no';
    return this.#past.isResting ? 'rests' : 'yes';
  }

  /** Shows the world as it was at a tick, or as it is (null); resolves with the tick shown. Rejects with WW_NOT_RECORDED and WW_LIMIT. */
  async goTo(tick: number | null): Promise<number | null> {
    if (tick === null) {
      const shown = this.past !== null;
      this.#past?.rest();
      if (shown) this.#openAll();
      return null;
    }
    if (this.#world.past.range === null) throw new WorldwireError('WW_NOT_RECORDED');
    if (this.#version !== undefined) this.forget();
    return this.#go(tick);
  }

  /** Shows the scene of a version, as of this tick. Rejects with WW_LIMIT, and as `readScene` does. */
  async goToVersion(tick: number, version: number, scene: string): Promise<number | null> {
    if (this.#version !== version) this.forget();
    this.#version = version;
    return this.#go(tick, scene);
  }

  /** The version whose scene is shown, or is about to be; undefined where none is. */
  get version(): number | undefined {
    return this.looksBack === 'yes' ? this.#version : undefined;
  }

  /** Lets go of a past of which nothing is shown any more, or which another one takes the place of. */
  forget(): void {
    this.#past?.end();
    this.#past = this.#version = undefined;
  }

  async #go(tick: number, scene?: string): Promise<number | null> {
    // Its page may have gone, or entered anew, as that was read which it wanted to see.
    if (this.#isOver) return null;
    this.#past ??= new PagePast({
      world: this.#world,
      ...(scene === undefined ? {} : { scene }),
      views: () => Array.from(this.#open, ([view, { what }]) => [view, what] as const),
      show: (updates, shown) => this.#showPast(updates, shown),
      left: () => this.#leavePast(),
      underway: this.#underway,
      slow: this.#slow,
    });
    const going = this.#past;
    await going.goTo(tick);
    // It may have been left, or ended, on the way.
    return going === this.#past ? this.past : null;
  }

  unwatch(view: number): void {
    const open = this.#open.get(view);
    if (open === undefined) return;
    this.#open.delete(view);
    this.#share.take(-valuesOf(open.what));
    if (open.number === undefined) this.#past?.unwatch(view);
    else this.#world.views.close(open.number);
  }

  /** Closes all. */
  end(): void {
    this.#isOver = true;
    this.#stop();
    this.#past?.end();
    this.#past = undefined;
    for (const view of this.#open.keys()) this.unwatch(view);
    this.#share.end();
  }

  #openLive(view: number, open: Open): void {
    const halted = (halt: Omit<Halt, 'view'>): void => this.#halted(view, open, halt);
    open.number = this.#world.views.open(open.what, (update) => this.#pending.push({ ...update, view }), this.#asker.who, halted);
  }

  /** What a view waits for came to be: whether its page may have the world pause is looked at now. Who may no more is told so, and sees nothing more by it. */
  #halted(view: number, open: Open, { node, met = [] }: Omit<Halt, 'view'>): void {
    if (this.#pausing.may()) {
      // What it shows may have been changed since the step began that came to this.
      const { what } = open;
      if (node !== undefined) {
        const { entity = '', component = '' } = what.kind === 'trace' ? what : {};
        this.#pause({ entity, component, node });
      }
      if (what.kind === 'values') for (const each of met) this.#met(what.fields[each.at], each);
      return;
    }
    if (open.number !== undefined) this.#world.views.close(open.number, true);
    this.#pending = this.#pending.filter((update) => update.view !== view);
    this.#pending.push({ view, tick: this.#world.tick, kind: 'fault', code: 'WW_FORBIDDEN', message: 'You may not have this world pause any more.' });
  }

  #pause(where: Omit<Stop, 'userId' | 'name'>): void {
    const { userId, name } = this.#pausing.who();
    this.#world.halt({ userId, name, ...where });
    this.#pausing.paused();
  }

  #met(field: WatchedValue | undefined, met: ConditionMet): void {
    if (field === undefined) return;
    if (field.when?.log === true) this.#notes.write(field, met, this.#pausing.who());
    if (field.when?.pause === true) this.#pause({ entity: field.entity, component: field.component, node: '', condition: conditionWords(field) });
  }

  #changed(view: number, open: Open): void {
    if (open.number === undefined) this.#past?.watch(view);
    else this.#world.views.change(open.number, open.what);
  }

  #showPast(updates: readonly ViewUpdate[], tick: number | undefined): void {
    for (const open of this.#open.values()) {
      if (open.number !== undefined) this.#world.views.close(open.number);
      open.number = undefined;
      open.stale = false;
    }
    this.#pending = [];
    this.#anyStale = false;
    const known = updates.filter((update) => this.#open.has(update.view));
    if (known.length > 0 || tick !== undefined) this.#send(known, tick);
  }

  /** The past is over. */
  #leavePast(): void {
    const shown = this.past !== null;
    this.#past = this.#version = undefined;
    if (shown) this.#openAll();
  }

  /** Shows the world as it is, whole. */
  #openAll(): void {
    this.#send([], null);
    for (const [view, open] of this.#open) if (open.number === undefined) this.#openLive(view, open);
  }

  #flush(): void {
    if (this.#pending.length === 0 && !this.#anyStale) return;
    const updates = this.#pending.splice(0);
    if (this.#slow()) {
      for (const update of updates) this.#outdate(update.view);
      return;
    }
    if (this.#anyStale) this.#refresh();
    const fresh = updates.filter((update) => this.#open.has(update.view));
    if (fresh.length === 0) return;
    const begun = performance.now();
    this.#send(fresh);
    this.#world.views.charge(this.#asker.who, performance.now() - begun);
  }

  #outdate(view: number): void {
    const open = this.#open.get(view);
    if (open === undefined) return;
    open.stale = true;
    this.#anyStale = true;
  }

  #refresh(): void {
    this.#anyStale = false;
    for (const [view, open] of this.#open) {
      if (!open.stale) continue;
      open.stale = false;
      this.#changed(view, open);
    }
  }
}
