import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { Follow, Listen } from '../cells/cell.ts';
import { recall, remember } from '../cells/memory.ts';
import { nameOf } from '../session/names.ts';
import { session } from '../session/session.ts';
import { showTraffic } from '../session/traffic-scope.ts';
import type { ViewHandle } from '../session/view-book.ts';
import { glyph } from '../controls/glyphs.ts';
import { openMenu } from '../controls/menu.ts';
import { styled } from '../controls/styled.ts';
import { grouped } from '../controls/words.ts';
import { MessageBook, NO_FILTER, type Filter, type Line } from './message-book.ts';
import { copyAll, copyOne, saveAll } from './message-export.ts';
import { ROW, messageRow, wholeTime } from './message-row.ts';
import { listStyles } from './message-styles.ts';
import './message-view.ts';

const CLOCK = 'messages.clock';

/** The last messages of a connection in both directions, and its states between them: only the rows in view exist. */
@customElement('ww-message-list')
export class MessageList extends LitElement {
  static override styles = listStyles;
  @property() entity = '';
  @property() component = '';
  /** Number of the client of a WebsocketServer; 0 where the component is the connection. */
  @property({ type: Number }) client = 0;
  @state() private chosen: number | null = null;
  @state() private clock = recall(CLOCK) !== false;
  @state() private fault: string | null = null;
  @query('.scroll') private scroller!: HTMLElement | null;
  readonly #book = new MessageBook();
  #handle: ViewHandle | undefined;
  #of = '';
  /** The list stands at its end, and follows what comes. */
  #following = true;

  constructor() {
    super();
    new Follow(this, session.past);
    for (const change of [session.past, session.entered, session.epoch]) new Listen(this, change, () => this.#reset());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#watch();
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#handle?.close();
    this.#handle = undefined;
  }

  override willUpdate(_changed: PropertyValues): void {
    const of = `${this.entity} ${this.component} ${this.client}`;
    if (of === this.#of) return;
    this.#of = of;
    this.#reset();
    this.#watch();
  }

  #reset(): void {
    this.#book.reset();
    this.#book.pause(false);
    this.chosen = null;
    this.#following = true;
    this.requestUpdate();
  }

  #watch(): void {
    if (!this.isConnected || this.entity === '' || this.component === '') return;
    const client = this.client === 0 ? {} : { client: this.client };
    const what = { kind: 'messages', entity: this.entity, component: this.component, ...client } as const;
    if (this.#handle !== undefined) return this.#handle.change(what);
    this.#handle = session.watch(what, (update) => {
      if (update.kind === 'fault') this.fault = update.message;
      if (update.kind === 'gone') this.#reset();
      if (update.kind !== 'messages') return;
      this.fault = null;
      this.#book.take(update.entries, update.skipped);
      const { scroller } = this;
      // Who reads further up goes on reading the same lines.
      if (!this.#following && scroller !== null && this.#book.dropped > 0) scroller.scrollTop -= this.#book.dropped * ROW;
      this.requestUpdate();
    });
  }

  override updated(): void {
    if (this.#following && this.scroller !== null) this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /* ---------- what is drawn ---------- */

  override render(): TemplateResult {
    const { shown, paused, held } = this.#book;
    const chosen = this.chosen === null ? undefined : shown.find(({ key }) => key === this.chosen);
    return html`
      <div class="head">
        <h4>Messages</h4><span class="count numbers">${this.#counted()}</span><span class="grow"></span>
        <button class="small" aria-pressed=${paused} aria-label=${paused ? nothing : 'Pause messages'}
          title=${paused ? 'Go on, with what came meanwhile' : 'Hold the list still'}
          @click=${() => this.#pause(!paused)}>${glyph(paused ? 'play' : 'pause')}${
            paused ? `Resume${held === 0 ? '' : ` (${grouped(held)} new)`}` : 'Pause'
          }</button>
        <button class="small" aria-label="Clear messages" title="Empty this list; nothing else changes" ?disabled=${this.#book.count === 0}
          @click=${this.#clear}>Clear</button>
        <button class="icon" aria-haspopup="menu" aria-label="More of the messages" @click=${this.#menu}>${glyph('more')}</button>
      </div>
      <div class="filter">
        <input type="search" aria-label="Filter messages" placeholder="filter" spellcheck="false" autocomplete="off" .value=${live(this.#book.filter.text)}
          @input=${(event: Event) => this.#filter({ text: (event.target as HTMLInputElement).value })} @keydown=${this.#filterKey} />
        <select aria-label="Direction"
          @change=${(event: Event) => this.#filter({ direction: (event.target as HTMLSelectElement).value as Filter['direction'] })}>
          ${(['both', 'in', 'out'] as const).map(
            (value) => html`<option value=${value}
            .selected=${this.#book.filter.direction === value}>${{ both: '↓↑ both', in: '↓ received', out: '↑ sent' }[value]}</option>`,
          )}</select>
        <select aria-label="Kind of message" @change=${(event: Event) => this.#filter({ kind: (event.target as HTMLSelectElement).value as Filter['kind'] })}>
          ${(['any', 'text', 'json', 'binary'] as const).map(
            (value) => html`<option value=${value}
            .selected=${this.#book.filter.kind === value}>${{ any: 'any kind', text: 'text', json: 'JSON', binary: 'binary' }[value]}</option>`,
          )}</select>
      </div>
      ${this.#list(shown, chosen)}
      ${
        chosen === undefined || chosen.what === 'state' || chosen.what === 'gap'
          ? nothing
          : html`<ww-message-view .line=${chosen} .time=${wholeTime(chosen)}
          @close=${this.#closeView}></ww-message-view>`
      }`;
  }

  #counted(): string {
    const { shown, count, filter } = this.#book;
    if (count === 0) return '';
    const isWhole = filter.text === '' && filter.direction === 'both' && filter.kind === 'any';
    return isWhole ? grouped(count) : `${grouped(shown.length)} of ${grouped(count)}`;
  }

  #list(shown: readonly Line[], chosen: Line | undefined): TemplateResult {
    const height = this.scroller?.clientHeight || 180,
      top = this.#following ? Math.max(0, shown.length * ROW - height) : (this.scroller?.scrollTop ?? 0);
    const first = Math.max(0, Math.floor(top / ROW) - 6),
      last = Math.min(shown.length, Math.ceil((top + height) / ROW) + 6);
    const rows = shown.slice(first, last).map((line, at): [number, Line] => [first + at, line]);
    const at = chosen === undefined ? -1 : shown.indexOf(chosen);
    return html`<div class="scroll" @scroll=${this.#scrolled}>
      <div class="rows" role="listbox" tabindex="0" aria-label="Messages" aria-activedescendant=${at >= first && at < last ? `m${this.chosen}` : nothing}
        ${styled({ height: `${shown.length * ROW}px` })} @keydown=${this.#keys}>
        ${repeat(
          rows,
          ([, line]) => line.key,
          ([index, line]) =>
            messageRow(line, { index, shown, clock: this.clock, chosen: line.key === this.chosen }, { choose: this.#choose, menu: this.#lineMenu }),
        )}</div>${shown.length === 0 ? html`<p class="empty">${this.#nothing()}</p>` : nothing}</div>`;
  }

  #nothing(): string {
    if (this.fault !== null) return this.fault;
    if (this.#book.count > 0) return 'None of the messages fits the filter.';
    return session.past.value === null ? 'Nothing has been said over it yet. Messages show here as they come.' : 'No messages were seen here yet.';
  }

  /* ---------- what one does here ---------- */

  #scrolled(): void {
    const { scroller } = this;
    if (scroller === null) return;
    const following = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - ROW / 2;
    if (following !== this.#following || !following) {
      this.#following = following;
      this.requestUpdate();
    }
  }

  readonly #choose = (index: number): void => {
    const { shown } = this.#book;
    const line = shown[Math.max(0, Math.min(shown.length - 1, index))];
    if (line === undefined) return;
    this.#following = false;
    this.chosen = line.key;
    const top = shown.indexOf(line) * ROW,
      { scroller } = this;
    if (scroller === null) return;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + ROW > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = top + ROW - scroller.clientHeight;
  };

  #keys(event: KeyboardEvent): void {
    const { shown } = this.#book;
    const at = this.chosen === null ? -1 : shown.findIndex(({ key }) => key === this.chosen);
    const line = shown[at];
    const page = Math.max(1, Math.floor((this.scroller?.clientHeight ?? ROW) / ROW) - 1);
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'c' && line !== undefined && String(getSelection()) === '') copyOne(line);
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (event.key === 'ArrowDown') this.#choose(at + 1);
    else if (event.key === 'ArrowUp') this.#choose(at < 0 ? shown.length - 1 : at - 1);
    else if (event.key === 'PageDown') this.#choose(at + page);
    else if (event.key === 'PageUp') this.#choose(at - page);
    else if (event.key === 'Home') this.#choose(0);
    else if (event.key === 'End') {
      this.#choose(shown.length - 1);
      this.#following = true;
    } else if (event.key === 'Escape' && this.chosen !== null) this.#closeView();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #closeView(): void {
    this.chosen = null;
    this.renderRoot.querySelector<HTMLElement>('.rows')?.focus({ preventScroll: true });
  }

  #pause(paused: boolean): void {
    this.#book.pause(paused);
    this.requestUpdate();
  }
  #clear(): void {
    this.#book.clear();
    this.chosen = null;
    this.#following = true;
    this.requestUpdate();
  }
  #filter(change: Partial<Filter>): void {
    this.#book.show({ ...this.#book.filter, ...change });
    this.requestUpdate();
  }
  #filterKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || this.#book.filter.text === '') return;
    event.stopPropagation();
    this.#filter({ text: '' });
  }

  #menu(event: Event): void {
    const { shown } = this.#book;
    const name = `${this.entity}-${this.component}`;
    openMenu(event, [
      { label: 'Copy all', disabled: shown.length === 0, run: () => copyAll(shown) },
      { label: 'Save as a file', hint: 'JSONL', disabled: shown.length === 0, run: () => saveAll(shown, name) },
      null,
      {
        label: 'Time of day',
        on: this.clock,
        run: () => {
          this.clock = !this.clock;
          remember(CLOCK, this.clock);
        },
      },
      {
        label: 'In the traffic of all',
        run: () =>
          showTraffic(
            [{ entity: this.entity, component: this.component, ...(this.client === 0 ? {} : { client: this.client }) }],
            nameOf(this.entity) ?? this.entity,
          ),
      },
      { label: 'No filter', disabled: this.#book.filter === NO_FILTER, run: () => this.#filter(NO_FILTER) },
    ]);
  }

  readonly #lineMenu = (event: MouseEvent, line: Line): void => {
    this.chosen = line.key;
    this.#following = false;
    openMenu(event, [
      { label: 'Copy message', hint: 'Ctrl-C', run: () => copyOne(line) },
      {
        label: 'Send again…',
        run: () => this.dispatchEvent(new CustomEvent('send-again', { detail: line, bubbles: true, composed: true })),
      },
      null,
      { label: 'Copy all', run: () => copyAll(this.#book.shown) },
    ]);
  };
}
