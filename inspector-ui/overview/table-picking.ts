import type { ReactiveControllerHost } from 'lit';
import type { TableRow } from '../../server/protocol.ts';
import { select, selectAll, selection } from '../session/place.ts';
import { session } from '../session/session.ts';
import type { Place } from '../connection/connection-commands.ts';
import { Picks } from './table-picks.ts';
import type { TableWindow } from './table-window.ts';

/** Rows that can be picked at once: what the server tells of a range. */
const MOST = 10_000;

/**
 * How connections are picked: one by one, from one row to another, or all, those included that are not in the page. There is one selection on
 * the page: what is picked here is selected everywhere, and of what is selected elsewhere the rows are picked here, as they come into view.
 */
export class Picking {
  readonly picks = new Picks();
  readonly #host: ReactiveControllerHost;
  readonly #window: TableWindow;
  /** The type of component that the table is of. */
  readonly #type: string;
  /** Counts the wishes, so that rows that come late are not taken for the newest one. */
  #turn = 0;
  /** The selection that was made elsewhere; null while it is this table's own. */
  #theirs: readonly string[] | null = selection.value;

  constructor(host: ReactiveControllerHost, window: TableWindow, type: string) {
    this.#host = host;
    this.#window = window;
    this.#type = type;
  }

  /** One alone; its entity is shown. */
  one(place: Place, index: number): void {
    this.#turn += 1;
    this.picks.only({ entity: place.entity, component: place.component }, index);
    this.#publish(() => select(place.entity, { show: true }));
  }
  toggle(row: TableRow, index: number): void {
    this.#turn += 1;
    this.picks.toggle({ entity: row.entity, component: row.component }, index);
    this.#publish();
  }
  none(): void {
    this.#turn += 1;
    this.picks.clear();
    this.#publish();
  }

  /** Another world: what was picked means nothing here. */
  forget(): void {
    this.#turn += 1;
    this.picks.clear();
    this.#theirs = selection.value;
  }
  /** What is selected, or which rows are here, may have changed. */
  follow(): void {
    if (this.#telling) return;
    if (this.#mine !== selection.value && this.#theirs !== selection.value) {
      this.#turn += 1;
      this.#theirs = selection.value;
      const ids = new Set(this.#theirs);
      this.picks.set(this.picks.places.filter(({ entity }) => ids.has(entity)));
    }
    if (this.#theirs === null || this.#theirs.length === 0) return;
    const ids = new Set(this.#theirs);
    const here = [...this.#window.rows().values()].filter(({ entity }) => ids.has(entity));
    this.picks.add(here.map(({ entity, component }) => ({ entity, component })));
  }

  /** The selection as this table made it. */
  #mine: readonly string[] | null = null;
  #telling = false;
  #publish(how: () => void = () => selectAll(this.picks.places.map(({ entity }) => entity))): void {
    this.#telling = true;
    how();
    this.#telling = false;
    this.#theirs = null;
    this.#mine = selection.value;
    this.#host.requestUpdate();
  }

  async all(): Promise<void> {
    const places = await this.#places(0, this.#window.total - 1);
    if (places === undefined) return;
    this.picks.set(places);
    this.#publish();
  }

  /** From the anchor to a row. */
  async reach(index: number, adding = false): Promise<void> {
    this.picks.cursor = index;
    const { anchor } = this.picks;
    const places = await this.#places(Math.min(anchor, index), Math.max(anchor, index));
    if (places === undefined) return;
    if (adding) this.picks.add(places);
    else this.picks.set(places);
    this.#publish();
  }

  /** Moves the keyboard to a row: picks it, reaches to it, or only goes there. */
  go(index: number, how: 'pick' | 'reach' | 'move'): void {
    const row = this.#window.row(index);
    if (how === 'reach') void this.reach(index);
    else if (how === 'pick' && row !== undefined) this.one(row, index);
    else {
      this.picks.cursor = index;
      if (how === 'pick') void this.#far(index);
    }
    this.#host.requestUpdate();
  }

  /** Picks a row that is still to come. */
  async #far(index: number): Promise<void> {
    const [place] = (await this.#places(index, index)) ?? [];
    if (place !== undefined) this.one(place, index);
  }

  /** What stands from one row to another; undefined where something else was wished for meanwhile. */
  async #places(from: number, to: number): Promise<readonly Place[] | undefined> {
    const turn = ++this.#turn,
      { what } = this.#window;
    const known: Place[] = [];
    for (let index = from; index <= to; index++) {
      const row = this.#window.row(index);
      if (row === undefined) break;
      known.push({ entity: row.entity, component: row.component });
    }
    if (known.length === to - from + 1) return known;
    if (what === null) return undefined;
    const answer = await session.rows(what, from, Math.min(to, from + MOST - 1));
    if (turn !== this.#turn || !answer.ok) return undefined;
    return answer.rows.map(({ entity, component }) => ({ entity, component: component ?? this.#type }));
  }
}
