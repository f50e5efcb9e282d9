import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ClientRow } from '../../server/protocol.ts';
import { Listen } from '../cells/cell.ts';
import { glyph } from '../controls/glyphs.ts';
import { stateDot, wordOf } from '../controls/states.ts';
import { styled } from '../controls/styled.ts';
import { badges, controls } from '../controls/styles.ts';
import { about, grouped, plural } from '../controls/words.ts';
import { session } from '../session/session.ts';
import type { ViewHandle } from '../session/view-book.ts';
import { sizeWords } from './bytes.ts';
import { noteReal, realNow, spanWords } from './real-time.ts';

const ROW = 44;
/** Rows that are asked for at once, and how many of them stand before those in view. */
const CHUNK = 100,
  BEFORE = 30;

/** Clients of a WebsocketServer, or of all: who is connected, from where, since when, and what they carry. Only those in view are asked for. */
@customElement('ww-client-list')
export class ClientList extends LitElement {
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
    .who .dot { grid-row: span 2; }
    .line { display: flex; gap: 8px; min-width: 0; white-space: nowrap; overflow: hidden; }
    .line.small { font: var(--small); color: var(--soft); }
    .line .clip { overflow: hidden; text-overflow: ellipsis; }
    .empty { color: var(--soft); font: var(--small); margin: 4px 0; }
    .fault { margin: 3px 0 0; }
  `,
  ];
  /** Of which server; without one, of all. */
  @property() entity = '';
  @property() component = '';
  @property({ type: Boolean }) locked = false;
  /** Number of the client that is shown beside the list. */
  @property({ type: Number }) chosen = 0;
  /** How many there are; null before the first answer. */
  @state() private total: number | null = null;
  @state() private rows: readonly ClientRow[] = [];
  @state() private fault: string | null = null;
  @query('.scroll') private scroller!: HTMLElement | null;
  #offset = 0;
  #asked = 0;
  #handle: ViewHandle | undefined;
  #of = '';
  #second: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    for (const change of [session.past, session.entered, session.epoch]) new Listen(this, change, () => this.#reset());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#second = setInterval(() => this.requestUpdate(), 1000);
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
    this.#reset();
    this.#watch();
  }

  #reset(): void {
    this.total = null;
    this.rows = [];
    this.fault = null;
    this.#asked = 0;
  }

  #watch(): void {
    if (!this.isConnected) return;
    const of = this.entity === '' ? {} : { entity: this.entity, component: this.component };
    const what = { kind: 'clients', ...of, offset: this.#asked, limit: CHUNK } as const;
    if (this.#handle !== undefined) return this.#handle.change(what);
    this.#handle = session.watch(what, (update) => {
      if (update.kind === 'gone') this.#reset();
      if (update.kind !== 'clients') return;
      noteReal(update.real, update.wall);
      const was = this.total ?? 0;
      this.total = update.total;
      this.rows = update.rows;
      this.#offset = update.offset;
      if ((was === 0) !== (this.total === 0)) this.dispatchEvent(new CustomEvent('clients', { detail: this.total }));
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
    return html`<div class="head"><h4>Clients</h4><span class="count numbers">${total === null || total === 0 ? '' : grouped(total)}</span></div>
      ${total === null ? html`<p class="empty" aria-busy="true">Loading…</p>` : this.#list(total)}
      ${this.fault === null ? nothing : html`<p class="fault" role="alert">${this.fault}</p>`}`;
  }

  #list(total: number): TemplateResult {
    if (total === 0) return html`<p class="empty">Nobody is connected.</p>`;
    return html`<div class="scroll" role="group" aria-label=${plural(total, 'client', 'clients')} tabindex="-1" @scroll=${this.#scrolled}>
      <div class="all" ${styled({ height: `${total * ROW}px` })}>${repeat(
        this.rows,
        ({ client }) => client,
        (row, at) => this.#row(row, (this.#offset + at) * ROW),
      )}</div></div>`;
  }

  #row(row: ClientRow, top: number): TemplateResult {
    const { client, state: stands, path, protocol, address, came, messagesIn, messagesOut, bytesIn, bytesOut, buffered } = row;
    const now = realNow();
    const word = stands === 'Gone' ? 'Gone' : wordOf(stands);
    const carried = `↓ ${about(messagesIn)} ↑ ${about(messagesOut)} · ${sizeWords(bytesIn + bytesOut)}`;
    return html`<div class="row ${client === this.chosen ? 'chosen' : ''}" ${styled({ top: `${top}px` })}>
      <button class="who" aria-pressed=${client === this.chosen} title="${word} · ${path}${protocol === '' ? '' : ` · ${protocol}`}"
        @click=${() => this.#choose(row)}>${stateDot(stands === 'Gone' ? 'Closing' : stands)}
        <span class="line"><b class="numbers">Client ${client}</b>${stands === 'Open' ? nothing : html`<span>${word}</span>`}<span
          class="clip">${address}</span><span class="clip">${path}</span></span>
        <span class="line small numbers"><span>${carried}</span>${buffered === 0 ? nothing : html`<span>${sizeWords(buffered)} waiting</span>`}${
          now === null ? nothing : html`<span>since ${spanWords(Math.max(0, now - came))}</span>`
        }${this.entity === '' ? html`<span class="clip">${row.name}</span>` : nothing}</span></button>
      <button class="icon" aria-label="Close client ${client}" title="Close this connection" ?disabled=${this.locked || stands !== 'Open'}
        @click=${() => void this.#close(row)}>${glyph('close')}</button></div>`;
  }

  #choose(row: ClientRow): void {
    this.dispatchEvent(new CustomEvent<ClientRow>('choose', { detail: row }));
  }

  async #close({ entity, component, client }: ClientRow): Promise<void> {
    const answer = await session.command({ command: 'Close', entity, component, args: { Client: client } });
    this.fault = answer.ok ? null : (answer.errors?.[0]?.message ?? answer.message);
  }
}
