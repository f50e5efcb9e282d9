import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { styled } from '../controls/styled.ts';
import type { ConnectionState, TreeRow } from '../../server/protocol.ts';
import { Follow, Listen } from '../cells/cell.ts';
import { learnName, nameOf, namesKnown } from '../session/names.ts';
import { select, selected } from '../session/place.ts';
import { session } from '../session/session.ts';
import { TreeWindow } from '../session/tree-window.ts';
import { stateDot, wordOf } from '../controls/states.ts';
import { badges, controls } from '../controls/styles.ts';
import { grouped } from '../controls/words.ts';
import { StatesSeen } from './states-seen.ts';

const CARD = { least: 150, height: 46, gap: 8 };
const CELL = { least: 15, height: 15, gap: 4 };
/** Rows asked for at once; a server gives at most 500. */
const CHUNK = 400;

const seen = new StatesSeen();
session.entered.subscribe(() => seen.clear());

/** What of the overview is in view, in pixels of the screen, and how far it is scrolled. */
export interface Frame {
  /** How many are in each group: they move those below. */
  readonly counts: string;
  readonly scrolled: number;
  readonly top: number;
  readonly bottom: number;
  readonly width: number;
}

/** The connections in one state: cards while they are few, cells when they are many. Only those in view are asked for. */
@customElement('ww-state-group')
export class StateGroup extends LitElement {
  static override styles = [
    controls,
    badges,
    css`
    :host { display: block; margin-bottom: 16px; }
    :host([hidden]) { display: none; }
    h3 { display: flex; gap: 7px; align-items: center; margin: 0 0 7px; font: var(--small); font-weight: 600; color: var(--state-ink); }
    h3 span { color: var(--faint); font-weight: 400; }
    .grid { position: relative; outline-offset: 4px; }
    [role='option'] { position: absolute; cursor: pointer; }
    .card { display: flex; align-items: center; gap: 8px; padding: 0 10px; border-radius: 8px;
      border: 1px solid color-mix(in srgb, var(--state) 45%, var(--line)); background: color-mix(in srgb, var(--state) 9%, var(--panel)); }
    .card:hover { background: color-mix(in srgb, var(--state) 16%, var(--panel)); }
    .card.inactive { border-style: dashed; }
    .card.gone { border-style: dotted; background: var(--sunk); color: var(--faint); }
    .cell.gone { opacity: .45; }
    .cell { border-radius: 4px; background: color-mix(in srgb, var(--state) 42%, var(--panel)); border: 1px solid var(--state); }
    .cell:hover { background: var(--state); }
    .cell.Denied, .cell.WaitingToRetry, .cell.AwaitingAccess { border-radius: 2px; background: var(--state); }
    .cell.ghost { background: var(--sunk); border-color: var(--line); }
    [aria-selected='true'] { outline: 2px solid var(--accent); outline-offset: 1px; z-index: 1; }
    .grid:focus-visible { outline: none; }
    .grid:focus-visible .here { outline: 2px solid var(--ink); outline-offset: 1px; z-index: 2; }
    .card .words { display: grid; min-width: 0; line-height: 1.3; }
    .card .where { font-size: 11px; color: var(--faint); }
    /* Where it is, is not part of its name, and so not of its text. */
    .where::after { content: attr(data-text); }
  `,
  ];
  @property() state: ConnectionState = 'Open';
  @property() word = '';
  @property({ type: Number }) count = 0;
  @property({ type: Boolean }) small = false;
  /** Each card keeps its place, and shows the state that it has come into; nothing new comes in. */
  @property({ type: Boolean }) held = false;
  @property({ attribute: false }) frame: Frame = { counts: '', scrolled: 0, top: 0, bottom: 800, width: 600 };
  readonly #windows = new Map<number, TreeWindow>();
  #here = 0;
  readonly #standing = seen.group();
  /** What stood at each place when it was held, and how many there were. */
  #holding: { readonly rows: Map<number, TreeRow>; readonly count: number } | null = null;
  #shown = { first: 0, last: 0 };

  constructor() {
    super();
    new Follow(this, selected, namesKnown, seen.changed);
    new Listen(this, session.entered, () => this.#keep(0, 0));
  }

  get #size(): typeof CARD {
    return this.small ? CELL : CARD;
  }
  get #columns(): number {
    return Math.max(1, Math.floor((this.frame.width + this.#size.gap) / (this.#size.least + this.#size.gap)));
  }

  override willUpdate(_changed: PropertyValues): void {
    if (!this.held) this.#holding = null;
    else if (this.#holding === null) this.#holding = { rows: new Map(this.#rowsNow()), count: this.#total };
    const { height, gap } = this.#size,
      columns = this.#columns,
      lines = Math.ceil((this.#holding?.count ?? this.count) / columns);
    const top = this.isConnected ? this.getBoundingClientRect().top + 24 : 0;
    const first = Math.max(0, Math.floor((this.frame.top - top) / (height + gap)) - 2),
      last = Math.min(lines, Math.ceil((this.frame.bottom - top) / (height + gap)) + 2);
    this.#shown = { first: first * columns, last: Math.max(0, last) * columns };
    this.#keep(Math.floor((first * columns) / CHUNK), last <= first ? 0 : Math.ceil((last * columns) / CHUNK));
  }

  /** Looks at these chunks of the results, and at no others. */
  #keep(from: number, to: number): void {
    for (const [chunk, window] of this.#windows) {
      if (chunk >= from && chunk < to) continue;
      window.show(null);
      this.removeController(window);
      this.#windows.delete(chunk);
    }
    for (let chunk = from; chunk < to; chunk++) {
      let window = this.#windows.get(chunk);
      if (window === undefined) this.#windows.set(chunk, (window = new TreeWindow(this)));
      window.show({ expanded: [], offset: chunk * CHUNK, limit: CHUNK, query: `c:WebsocketClient State=${this.state}` });
    }
  }

  #rowsNow(): (readonly [number, TreeRow])[] {
    return [...this.#windows.values()].flatMap((window) => window.rows());
  }
  #row(index: number): TreeRow | undefined {
    return this.#windows.get(Math.floor(index / CHUNK))?.row(index);
  }
  /** How many there are, as the results say, or until they come the world's count. */
  get #total(): number {
    for (const window of this.#windows.values()) if (window.loaded) return window.total;
    return this.count;
  }

  override render(): TemplateResult {
    const { height, gap } = this.#size,
      columns = this.#columns;
    const count = this.#holding?.count ?? this.#total;
    this.#standing.show(this.#rowsNow().map(([, row]) => row));
    const width = this.small ? CELL.least : (this.frame.width - gap * (columns - 1)) / columns;
    const places: [number, TreeRow | undefined][] = [];
    for (let i = this.#shown.first; i < Math.min(count, this.#shown.last); i++)
      places.push([i, this.#holding?.rows.get(i) ?? (this.#holding === null ? this.#row(i) : undefined)]);
    // Only what stands there can be named as what the keyboard is at: a cell that is still to come, or out of view, has no element with that id.
    const active = places.some(([i, row]) => i === this.#here && row !== undefined) ? `c${this.#here}` : nothing;
    return html`<h3 id="word" class=${this.state}>${stateDot(this.state)}${this.word} <span class="numbers">${grouped(this.#total)}</span></h3>
      <div class="grid" role="listbox" tabindex="0" aria-labelledby="word" aria-activedescendant=${active}
        ${styled({ height: `${Math.ceil(count / columns) * (height + gap) - gap}px` })} @keydown=${this.#keys}>
        ${repeat(
          places,
          ([i, row]) => row?.id ?? `#${i}`,
          ([i, row]) =>
            this.#place(i, row, {
              left: `${(i % columns) * (width + gap)}px`,
              top: `${Math.floor(i / columns) * (height + gap)}px`,
              width: `${width}px`,
              height: `${height}px`,
            }),
        )}</div>`;
  }

  #place(index: number, row: TreeRow | undefined, at: { left: string; top: string; width: string; height: string }): TemplateResult {
    if (row === undefined)
      return html`<div class=${this.small ? 'cell ghost' : 'card ghost'} role="presentation" ${styled({ position: 'absolute', ...at })}></div>`;
    learnName(row.id, row.name);
    const state = this.#holding === null ? (row.state ?? this.state) : (seen.of(row.id) ?? row.state ?? this.state);
    // It has gone from here, and where to is not in view.
    const isGone = this.#holding !== null && state === this.state && !this.#standing.has(row.id);
    const where = row.parent === null || this.small ? '' : (nameOf(row.parent) ?? '');
    return html`<div id="c${index}" role="option"
      class="${this.small ? 'cell' : 'card'} ${state} ${row.inactive ? 'inactive' : ''} ${isGone ? 'gone' : ''} ${index === this.#here ? 'here' : ''}"
      aria-label="${row.name}, ${wordOf(state)}" aria-selected=${row.id === selected.value} title=${row.name}
      ${styled(at)} @click=${() => {
        this.#here = index;
        select(row.id, { show: true, open: true });
      }}>${
        this.small
          ? ''
          : html`${stateDot(state)}<span class="words"><span class="clip">${row.name}</span>${
              where === '' ? nothing : html`<span class="where clip" data-text=${where}></span>`
            }</span>`
      }</div>`;
  }

  #keys(event: KeyboardEvent): void {
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: this.#columns, ArrowUp: -this.#columns, Home: -Infinity, End: Infinity }[event.key];
    if (by === undefined && event.key !== 'Enter') return;
    event.preventDefault();
    this.#here = Math.max(0, Math.min(this.#total - 1, this.#here + (by ?? 0)));
    const row = this.#holding?.rows.get(this.#here) ?? this.#row(this.#here);
    if (row !== undefined) select(row.id, { show: true, open: event.key === 'Enter' });
    this.requestUpdate();
    void this.updateComplete.then(() => this.renderRoot.querySelector(`#c${this.#here}`)?.scrollIntoView({ block: 'nearest' }));
  }
}
