import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { PassedEntry } from '../../server/protocol.ts';
import { registerActions } from '../actions/registry.ts';
import { Follow, Listen } from '../cells/cell.ts';
import { openMenu } from '../controls/menu.ts';
import { styled } from '../controls/styled.ts';
import { middle } from '../session/place.ts';
import { session } from '../session/session.ts';
import { trafficScope } from '../session/traffic-scope.ts';
import './traffic-detail.ts';
import type { TrafficHead } from './traffic-head.ts';
import './traffic-head.ts';
import { ROW, trafficRow, whoOf } from './traffic-row.ts';
import { trafficStyles } from './traffic-styles.ts';
import { TrafficWindow } from './traffic-window.ts';

/** All that passes the connections of the world, or some of them, as one list in time; only the rows in view exist. */
@customElement('ww-traffic-pane')
export class TrafficPane extends LitElement {
  static override styles = trafficStyles;
  /** The entry that is read, and its place, counted from the newest. */
  @state() private chosen: PassedEntry | null = null;
  /** The one that is kept to be compared with another. */
  @state() private against: PassedEntry | null = null;
  @query('.scroll') private scroller!: HTMLElement;
  @query('ww-traffic-head') private head!: TrafficHead;
  readonly #window = new TrafficWindow(this);
  #place = 0;
  #drawn = 0;

  constructor() {
    super();
    new Follow(this, session.past, session.status);
    for (const cell of [session.entered, session.epoch]) new Listen(this, cell, () => this.#goOn());
    this.#window.onupdate = (more) => {
      // What came between the last word and the moment from which it is held has moved every place.
      if (this.chosen !== null) this.#place = this.#window.placeOf(this.chosen.seq) ?? this.#place;
      // While it is held, what is found comes above: who reads goes on reading the same lines.
      if (this.#window.hold !== undefined && more > 0) this.#stay(more);
    };
  }

  override firstUpdated(): void {
    this.#find();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    registerActions([
      { id: 'traffic.find', label: 'Traffic: find messages', group: 'Connection', enabled: () => middle.value === 'traffic', run: () => this.head.focus() },
      {
        id: 'traffic.hold',
        label: 'Traffic: hold it still, or go on',
        group: 'Connection',
        enabled: () => middle.value === 'traffic',
        run: () => this.#toggle(),
      },
      {
        id: 'traffic.all',
        label: 'Traffic of all connections',
        group: 'Connection',
        run: () => {
          trafficScope.value = null;
          middle.value = 'traffic';
        },
      },
    ]);
  }
  override updated(): void {
    const { scroller } = this;
    if (this.#window.hold === undefined) scroller.scrollTop = scroller.scrollHeight;
    this.#see();
  }

  /* ---------- what is drawn ---------- */

  override render(): TemplateResult {
    const { hold } = this.#window;
    return html`<ww-traffic-head .window=${this.#window} .drawn=${++this.#drawn} @find=${() => this.#find()} @toggle=${() => this.#toggle()}
        @enter=${() => this.#rows?.focus()}></ww-traffic-head>
      <div>${this.#bar()}</div>
      ${this.#list()}
      ${
        this.chosen === null
          ? html`<div></div>`
          : html`<ww-traffic-detail class="detail" .entry=${this.chosen} .against=${this.against} .hold=${hold} @close=${() => this.#close()}
          @only=${() => this.#only()} @around=${() => this.#around()} @keep=${() => this.#keep()}></ww-traffic-detail>`
      }`;
  }

  #bar(): TemplateResult | typeof nothing {
    const { fault } = this.#window;
    if (fault !== null) return html`<div class="bar"><p class="fault" role="alert">${fault}</p></div>`;
    if (session.past.value !== null)
      return html`<div class="bar"
        role="status">You look at the past: what passed the connections is shown in the sections of each; this list is of now.</div>`;
    if (this.#window.hold === undefined) return nothing;
    return html`<div class="bar" role="status">Held still as it was; what passes meanwhile is gathered all the same.
      ${this.against === null ? nothing : html`<span>⇄ choose another to compare with</span>`}<span class="grow"></span>
      <button class="boxed" @click=${() => this.#goOn()}>Go on (End)</button></div>`;
  }

  #list(): TemplateResult {
    const { total } = this.#window;
    const [first, last] = this.#seen();
    const places = Array.from({ length: Math.max(0, last - first) }, (_, at) => last - 1 - at);
    const rows = places.flatMap((place) => {
      const entry = this.#window.row(place);
      return entry === undefined ? [] : [{ place, entry }];
    });
    const { chosen, against } = this;
    return html`<div class="scroll" @scroll=${this.#scrolled} @wheel=${this.#wheel}>
      <div class="rows" role="listbox" tabindex="0" aria-label="Traffic of the connections"
        aria-activedescendant=${chosen !== null && rows.some(({ entry }) => entry.seq === chosen.seq) ? `t${chosen.seq}` : nothing}
        ${styled({ height: `${total * ROW}px` })} @keydown=${this.#keys} @click=${this.#click} @contextmenu=${this.#rowMenu}>${repeat(
          rows,
          ({ entry }) => entry.seq,
          ({ entry, place }) => trafficRow(entry, { place, total, chosen: entry.seq === chosen?.seq, kept: entry.seq === against?.seq }),
        )}</div>
      ${total === 0 && this.#window.isFresh && !this.#window.searching ? html`<p class="empty">${this.#nothing()}</p>` : nothing}</div>`;
  }

  #nothing(): string {
    const { kept } = this.#window;
    if (kept === null) return 'This server keeps no timeline of the traffic (trafficKeep is 0 in its configuration).';
    if (kept === undefined || kept[1] < kept[0]) return 'Nothing has passed a connection yet. What does is listed here.';
    return 'Nothing that is kept fits. Other words, kinds or connections may.';
  }

  /** The places in view, from the first to behind the last, counted from the newest. */
  #seen(): readonly [number, number] {
    const { total, hold } = this.#window;
    const height = this.scroller?.clientHeight || 400;
    const fromBottom = hold === undefined ? 0 : Math.max(0, total * ROW - (this.scroller?.scrollTop ?? 0) - height);
    return [Math.max(0, Math.floor(fromBottom / ROW) - 2), Math.min(total, Math.ceil((fromBottom + height) / ROW) + 2)];
  }

  #see(): void {
    const [first, last] = this.#seen();
    this.#window.see(first, last);
  }

  /* ---------- what is asked for ---------- */

  #find(place = 0): void {
    this.#window.show(this.head.filter, place);
    this.requestUpdate();
  }

  /* ---------- holding still ---------- */

  #toggle(): void {
    if (this.#window.hold === undefined) this.#hold();
    else this.#goOn();
  }

  #hold(): void {
    this.#window.setHold(true);
    this.requestUpdate();
  }

  #goOn(): void {
    this.#window.setHold(false);
    this.chosen = null;
    this.against = null;
    this.requestUpdate();
  }

  /** So many were found above what is seen. */
  #stay(more: number): void {
    const { scrollTop } = this.scroller;
    void this.updateComplete.then(() => {
      this.scroller.scrollTop = scrollTop + more * ROW;
    });
  }

  readonly #wheel = (event: WheelEvent): void => {
    // Who scrolls up wants to read: what is read must not run away.
    if (event.deltaY < 0 && this.#window.hold === undefined && this.#window.total * ROW > this.scroller.clientHeight) this.#hold();
  };
  readonly #scrolled = (): void => {
    const { scroller } = this;
    const away = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
    if (this.#window.hold === undefined && away > ROW * 2 && this.#window.isFresh) this.#hold();
    if (this.#window.hold !== undefined) this.requestUpdate();
  };

  /* ---------- one entry ---------- */

  #choose(place: number): void {
    const { total } = this.#window;
    if (total === 0) return;
    if (this.#window.hold === undefined) this.#hold();
    this.#place = Math.max(0, Math.min(total - 1, place));
    const entry = this.#window.row(this.#place);
    const top = (total - 1 - this.#place) * ROW;
    const { scroller } = this;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + ROW > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = top + ROW - scroller.clientHeight;
    if (entry !== undefined) this.chosen = entry;
    else this.#window.see(this.#place, this.#place + 1);
  }

  readonly #keys = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(this.scroller.clientHeight / ROW) - 1);
    const at = this.chosen === null ? -1 : this.#place;
    if (event.key === 'ArrowUp') this.#choose(at + 1);
    else if (event.key === 'ArrowDown') this.#choose(at < 0 ? 0 : at - 1);
    else if (event.key === 'PageUp') this.#choose(Math.max(at, 0) + page);
    else if (event.key === 'PageDown') this.#choose(at - page);
    else if (event.key === 'Home') this.#choose(this.#window.total - 1);
    else if (event.key === 'End') this.#goOn();
    else if (event.key === 'c' && this.chosen !== null) this.#keep();
    else if (event.key === 'o' && this.chosen !== null) this.#only();
    else if (event.key === 'Escape' && this.chosen !== null) this.#close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  readonly #click = (event: Event): void => {
    const place = placeOf(event);
    if (place !== undefined) this.#choose(place);
  };
  readonly #rowMenu = (event: MouseEvent): void => {
    const place = placeOf(event);
    if (place === undefined) return;
    this.#choose(place);
    openMenu(event, [
      { label: 'Only this connection', hint: 'O', run: () => this.#only() },
      { label: 'What passed around it', run: () => this.#around() },
      { label: 'Compare with another', hint: 'C', run: () => this.#keep() },
    ]);
  };

  #close(): void {
    this.chosen = null;
    this.#rows?.focus({ preventScroll: true });
  }
  #keep(): void {
    const { chosen } = this;
    if (chosen?.what !== 'in' && chosen?.what !== 'out') return;
    this.against = this.against?.seq === chosen.seq ? null : chosen;
  }
  #only(): void {
    const { chosen } = this;
    if (chosen === null) return;
    const { entity, component, client } = chosen;
    const who = whoOf(chosen);
    trafficScope.value = { of: [{ entity, component, ...(client === undefined ? {} : { client }) }], words: `${chosen.name}${who === '' ? '' : ` ${who}`}` };
  }
  /** All that passed before and after it: nothing is filtered, and it stands in the middle. */
  #around(): void {
    const { chosen } = this;
    const newest = this.#window.kept?.[1];
    if (chosen === null || newest === undefined) return;
    this.head.clear();
    const place = newest - chosen.seq;
    this.#find(place);
    this.#place = place;
    this.#seek(place);
  }

  /** Brings a place into the middle as soon as there are as many rows. */
  #seek(place: number): void {
    const end = Date.now() + 2_000;
    const look = (): void => {
      const { total, isFresh } = this.#window;
      if (isFresh && total > place) this.scroller.scrollTop = (total - 1 - place) * ROW - this.scroller.clientHeight / 2;
      else if (Date.now() < end) requestAnimationFrame(look);
    };
    void this.updateComplete.then(look);
  }

  get #rows(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.rows');
  }
}

function placeOf(event: Event): number | undefined {
  const row = event.composedPath().find((each): each is HTMLElement => each instanceof HTMLElement && each.dataset['place'] !== undefined);
  return row === undefined ? undefined : Number(row.dataset['place']);
}
