import type { TreeRow } from '../../server/protocol.ts';
import { select, selectAll, selected, selection } from '../session/place.ts';
import { session } from '../session/session.ts';
import type { TreeWindow } from '../session/tree-window.ts';
import { tell } from '../controls/notices.ts';
import { grouped } from '../controls/words.ts';
import { learnRow } from './lineage.ts';

/** The server names at most so many rows at once. */
const MOST = 10_000;

interface Host {
  readonly window: TreeWindow;
  /** Scrolls so that a row is in view. */
  bring(index: number): void;
  requestUpdate(): void;
}

/** The row that the keyboard is at, and what it selects: one, a stretch from an anchor, or one more. */
export class TreeCursor {
  /** Its place, counted from the first visible row. */
  index = 0;
  readonly #host: Host;
  #id: string | null = null;
  #anchor: { readonly id: string | null; readonly index: number } = { id: null, index: 0 };
  /** What is to be done once the row at the cursor has arrived. */
  #due: (() => void) | null = null;
  /** Counts what is asked for, so that a late answer is not taken for the newest. */
  #asked = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  get row(): TreeRow | undefined {
    return this.#host.window.row(this.index);
  }

  reset(): void {
    this.index = 0;
    this.#id = null;
    this.#due = null;
    this.#anchor = { id: null, index: 0 };
  }

  /** To a row, which alone is selected then. */
  go(index: number): void {
    this.#to(index);
    this.#anchor = { id: this.#id, index: this.index };
    this.#select();
  }

  /** To a row, and nothing is selected by that. */
  walk(index: number): void {
    this.#to(index);
    this.#due = null;
  }

  /** The cursor stands where somebody else has brought the selection. */
  stand(index: number): void {
    this.index = index;
    this.#id = this.row?.id ?? null;
    this.#anchor = { id: this.#id, index };
  }

  /** Selects all from the anchor to a row. */
  async extend(index: number): Promise<void> {
    const anchor = this.#anchorIndex();
    this.#to(index);
    await this.#stretch(anchor, this.index, this.index < anchor);
  }

  /** Adds the row at the cursor to the selection, or takes it out. */
  toggle(index = this.index): void {
    this.#to(index);
    const id = this.row?.id;
    if (id === undefined) return;
    this.#anchor = { id, index: this.index };
    const others = selection.value.filter((each) => each !== id);
    selectAll(others.length === selection.value.length ? [...others, id] : others);
  }

  async all(): Promise<void> {
    this.#anchor = { id: null, index: 0 };
    await this.#stretch(0, this.#host.window.total - 1, false);
  }

  /** Selects all rows that are not selected, and no others. */
  async invert(): Promise<void> {
    const before = new Set(selection.value);
    this.#anchor = { id: null, index: 0 };
    const ids = await this.#idsOf(0, this.#host.window.total - 1);
    if (ids !== null) selectAll(ids.filter((id) => !before.has(id)));
  }

  /** To the entity that the row at the cursor hangs below, unless that is the root shown. */
  async toParent(root: string | null): Promise<void> {
    const { window } = this.#host,
      parent = this.row?.parent ?? null;
    if (parent === null || parent === root || window.what === null) return;
    const known = window.indexOf(parent);
    if (known >= 0) {
      this.go(known);
      return;
    }
    const answer = await session.locate({ ...window.what, offset: 0, limit: 0 }, { entity: parent });
    if (answer.ok && answer.index !== null) this.go(answer.index);
  }

  /** Letters with which no row begins, as they were told. */
  #inVain = '';

  /**
   * To the next row whose name begins so, loaded or not; a longer word may still be that of the row here.
   *
   * @param vain what is done instead where no row begins so; true where there was something to do, and nothing is told
   */
  async find(letters: string, vain: () => boolean): Promise<void> {
    const { what } = this.#host.window,
      mine = ++this.#asked;
    if (what === null) return;
    const answer = await session.locate({ ...what, offset: 0, limit: 0 }, { prefix: letters, after: letters.length > 1 ? this.index - 1 : this.index });
    if (mine !== this.#asked || !answer.ok) return;
    if (answer.index === null && vain()) {
      this.#inVain = '';
      return;
    }
    if (answer.index !== null) this.go(answer.index);
    // One word for all the letters that follow: they fit no better.
    else if (this.#inVain === '' || !letters.startsWith(this.#inVain)) tell(`No row begins with “${letters}”.`);
    this.#inVain = answer.index === null ? letters : '';
  }

  /** Back to the one at the cursor. */
  one(): void {
    const id = selected.value ?? this.row?.id ?? null;
    select(id);
    const at = id === null ? -1 : this.#host.window.indexOf(id);
    if (at >= 0) this.stand(at);
  }

  /** Rows have come, gone or moved: the cursor stays with its entity. */
  follow(): void {
    const { window } = this.#host;
    // It waits for the row that a key has brought it to, and goes nowhere else meanwhile.
    const due = this.#due;
    if (due !== null) {
      this.index = Math.max(0, Math.min(this.index, window.total - 1));
      if (this.row === undefined) return;
      this.#due = null;
      due();
      return;
    }
    const at = this.#id === null ? -1 : window.indexOf(this.#id);
    const other = selected.value === null ? -1 : window.indexOf(selected.value);
    if (at >= 0) this.index = at;
    else if (other >= 0) this.stand(other);
    else if (this.index >= window.total) this.index = Math.max(0, window.total - 1);
    if (this.row !== undefined) this.#id = this.row.id;
  }

  /** Something else has been selected elsewhere on the page. */
  chosen(): void {
    const id = selected.value;
    if (id === null || id === this.#id) return;
    const at = this.#host.window.indexOf(id);
    if (at >= 0) this.stand(at);
    else this.#id = id;
  }

  #to(index: number): void {
    this.index = Math.max(0, Math.min(this.#host.window.total - 1, index));
    this.#id = this.row?.id ?? null;
    this.#due = null;
    this.#host.bring(this.index);
    this.#host.requestUpdate();
  }

  #select(): void {
    const id = this.row?.id;
    if (id === undefined) {
      this.#due = () => this.go(this.index);
      return;
    }
    this.#anchor = { id, index: this.index };
    select(id);
  }

  #anchorIndex(): number {
    const { id, index } = this.#anchor;
    const at = id === null ? -1 : this.#host.window.indexOf(id);
    return at >= 0 ? at : Math.min(index, Math.max(0, this.#host.window.total - 1));
  }

  /** Selects a stretch of rows; what is not here is asked of the server. The row at the cursor comes last: its fields are shown. */
  async #stretch(one: number, other: number, upward: boolean): Promise<void> {
    const ids = await this.#idsOf(Math.min(one, other), Math.max(one, other));
    if (ids !== null) selectAll(upward ? [...ids.slice(1), ...ids.slice(0, 1)] : ids);
  }

  /** Who stands from one row to another; null where that is too many, or something else is asked for by now. */
  async #idsOf(from: number, to: number): Promise<string[] | null> {
    if (to - from >= MOST) {
      tell(`At most ${grouped(MOST)} entities can be selected at once.`, true);
      return null;
    }
    const mine = ++this.#asked;
    const { window } = this.#host;
    let ids: string[] | null = [];
    for (let i = from; i <= to && ids !== null; i++) {
      const row = window.row(i);
      if (row === undefined) ids = null;
      else ids.push(row.id);
    }
    if (ids === null) {
      const { what } = window;
      if (what === null) return null;
      const answer = await session.rows({ ...what, offset: 0, limit: 0 }, from, to);
      if (mine !== this.#asked || !answer.ok) return null;
      ids = answer.rows.map((row, i) => {
        if (row.parent !== undefined) learnRow(row.entity, row.parent, from + i);
        return row.entity;
      });
    }
    return ids;
  }
}
