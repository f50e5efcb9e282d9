import type { ReactiveControllerHost } from 'lit';
import type { TableRow } from '../../server/protocol.ts';
import { select } from '../session/place.ts';
import { session } from '../session/session.ts';
import { Picks, type Place } from './table-picks.ts';
import type { TableWindow } from './table-window.ts';

/** Rows that can be picked at once: what the server tells of a range. */
const MOST = 10_000;

/** How connections are picked: one by one, from one row to another, or all, those included that are not in the page. */
export class Picking {
  readonly picks = new Picks();
  readonly #host: ReactiveControllerHost;
  readonly #window: TableWindow;
  /** The type of component that the table is of. */
  readonly #type: string;
  /** Counts the wishes, so that rows that come late are not taken for the newest one. */
  #turn = 0;

  constructor(host: ReactiveControllerHost, window: TableWindow, type: string) {
    this.#host = host;
    this.#window = window;
    this.#type = type;
  }

  /** One alone; its entity is shown. */
  one(place: Place, index: number): void {
    this.#turn += 1;
    this.picks.only({ entity: place.entity, component: place.component }, index);
    select(place.entity, { show: true });
    this.#host.requestUpdate();
  }
  toggle(row: TableRow, index: number): void {
    this.#turn += 1;
    this.picks.toggle({ entity: row.entity, component: row.component }, index);
    this.#host.requestUpdate();
  }
  none(): void {
    this.#turn += 1;
    this.picks.clear();
    this.#host.requestUpdate();
  }

  async all(): Promise<void> {
    const places = await this.#places(0, this.#window.total - 1);
    if (places === undefined) return;
    this.picks.set(places);
    this.#host.requestUpdate();
  }

  /** From the anchor to a row. */
  async reach(index: number, adding = false): Promise<void> {
    this.picks.cursor = index;
    const { anchor } = this.picks;
    const places = await this.#places(Math.min(anchor, index), Math.max(anchor, index));
    if (places === undefined) return;
    if (adding) this.picks.add(places);
    else this.picks.set(places);
    this.#host.requestUpdate();
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
