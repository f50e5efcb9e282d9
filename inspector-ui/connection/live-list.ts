import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { View, ViewUpdate } from '../../server/protocol.ts';
import { Listen } from '../cells/cell.ts';
import { styled } from '../controls/styled.ts';
import { badges, controls } from '../controls/styles.ts';
import { grouped } from '../controls/words.ts';
import { session } from '../session/session.ts';
import type { ViewHandle } from '../session/view-book.ts';
import { noteReal } from './real-time.ts';

const ROW = 44;
/** Rows that are asked for at once, and how many of them stand before those in view. */
const CHUNK = 100,
  BEFORE = 30;

/** What a view of such a list tells. */
type Told = Extract<ViewUpdate, { readonly kind: 'clients' | 'sockets' }>;
/** A window of rows, of so many in all. */
export interface RowsTold<R> extends Pick<Told, 'total' | 'offset' | 'real' | 'wall'> {
  readonly rows: readonly R[];
}

/** A list of what a component has that is no component of its own, or of what all have, as it is now. Only what is in view is asked for. */
export abstract class LiveList<R> extends LitElement {
  static override styles = [
    controls,
    badges,
    css`
    :host { display: block; }
    .head { display: flex; align-items: center; gap: 8px; min-height: 26px; }
    h4 { font: var(--text); font-weight: 600; margin: 0; }
    .count { color: var(--faint); font: var(--small); }
    .scroll { max-height: 220px; overflow: auto; border: 1px solid var(--line); border-radius: 6px; background: var(--panel); }
    .all { position: relative; }
    .row { position: absolute; left: 0; right: 0; height: 44px; display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: center; gap: 4px;
      padding: 0 6px 0 0; }
    .row.chosen { background: var(--accent-soft); }
    .who { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 8px; align-items: center; text-align: left; padding: 3px 8px; min-height: 40px;
      border-radius: 0; }
    .who:only-child { grid-column: 1 / -1; }
    .row:has(> .who:only-child) { padding: 0; }
    .who .dot { grid-row: span 2; }
    .line { display: flex; gap: 8px; min-width: 0; white-space: nowrap; overflow: hidden; }
    .line.small { font: var(--small); color: var(--soft); }
    .line .clip { overflow: hidden; text-overflow: ellipsis; }
    .empty { color: var(--soft); font: var(--small); margin: 4px 0; }
    .fault { margin: 3px 0 0; }
  `,
  ];
  /** Of which component; without one, of all. */
  @property() entity = '';
  @property() component = '';
  @property({ type: Boolean }) locked = false;
  /** Number of what is shown beside the list. */
  @property({ type: Number }) chosen = 0;
  /** How many there are; null before the first answer. */
  @state() protected total: number | null = null;
  @state() protected rows: readonly R[] = [];
  @state() protected fault: string | null = null;
  @query('.scroll') private scroller!: HTMLElement | null;
  protected abstract readonly kind: Told['kind'];
  protected abstract readonly heading: string;
  protected abstract readonly nobody: string;
  #offset = 0;
  #asked = 0;
  #handle: ViewHandle | undefined;
  #of = '';
  #second: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    for (const change of [session.past, session.entered, session.epoch]) new Listen(this, change, () => this.reset());
  }

  /** What an update tells of them; undefined where it is of another kind. */
  protected abstract taken(update: ViewUpdate): RowsTold<R> | undefined;
  /** How many there are, in words. */
  protected abstract counted(total: number): string;
  protected abstract keyOf(row: R): unknown;
  /** A row of the list, but for where it stands. */
  protected abstract drawn(row: R): { readonly isChosen: boolean; readonly content: TemplateResult };
  /** Rows have come, or a second has passed. */
  protected noted(): void {}

  override connectedCallback(): void {
    super.connectedCallback();
    this.#second = setInterval(() => {
      this.noted();
      this.requestUpdate();
    }, 1000);
    this.#watch();
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#second);
    this.#handle?.close();
    this.#handle = undefined;
  }

  override willUpdate(_changed: PropertyValues): void {
    const of = `${this.entity} ${this.component}`;
    if (of === this.#of) return;
    this.#of = of;
    this.reset();
    this.#watch();
  }

  protected reset(): void {
    this.total = null;
    this.rows = [];
    this.fault = null;
    this.#asked = 0;
  }

  #watch(): void {
    if (!this.isConnected) return;
    const of = this.entity === '' ? {} : { entity: this.entity, component: this.component };
    const what: View = { kind: this.kind, ...of, offset: this.#asked, limit: CHUNK };
    if (this.#handle !== undefined) return this.#handle.change(what);
    this.#handle = session.watch(what, (update) => {
      if (update.kind === 'gone') this.reset();
      const told = this.taken(update);
      if (told === undefined) return;
      noteReal(told.real, told.wall);
      const was = this.total ?? 0;
      this.total = told.total;
      this.rows = told.rows;
      this.#offset = told.offset;
      this.noted();
      if ((was === 0) !== (this.total === 0)) this.dispatchEvent(new CustomEvent(this.kind, { detail: this.total }));
    });
  }

  readonly #scrolled = (): void => {
    const top = Math.floor((this.scroller?.scrollTop ?? 0) / ROW),
      bottom = top + Math.ceil((this.scroller?.clientHeight ?? 0) / ROW);
    if (top >= this.#asked && (bottom <= this.#asked + CHUNK || this.#asked + CHUNK >= (this.total ?? 0))) return;
    this.#asked = Math.max(0, top - BEFORE);
    this.#watch();
  };

  override render(): TemplateResult {
    const { total } = this;
    return html`<div class="head"><h4>${this.heading}</h4><span class="count numbers">${total === null || total === 0 ? '' : grouped(total)}</span></div>
      ${total === null ? html`<p class="empty" aria-busy="true">Loading…</p>` : this.#list(total)}
      ${this.fault === null ? nothing : html`<p class="fault" role="alert">${this.fault}</p>`}`;
  }

  #list(total: number): TemplateResult {
    if (total === 0) return html`<p class="empty">${this.nobody}</p>`;
    return html`<div class="scroll" role="group" aria-label=${this.counted(total)} tabindex="-1" @scroll=${this.#scrolled}>
      <div class="all" ${styled({ height: `${total * ROW}px` })}>${repeat(
        this.rows,
        (row) => this.keyOf(row),
        (row, at) => {
          const { isChosen, content } = this.drawn(row);
          return html`<div class="row ${isChosen ? 'chosen' : ''}" ${styled({ top: `${(this.#offset + at) * ROW}px` })}>${content}</div>`;
        },
      )}</div></div>`;
  }
}
