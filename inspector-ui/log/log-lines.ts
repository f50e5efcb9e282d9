import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { LogEntry } from '../../server/protocol.ts';
import { actionOf } from '../actions/registry.ts';
import { Follow } from '../cells/cell.ts';
import { nameOf, namesKnown } from '../session/names.ts';
import { select } from '../session/place.ts';
import { personName } from '../session/people-names.ts';
import { glyph } from '../controls/glyphs.ts';
import { graphPlace } from './graph-place.ts';
import { showGraph } from '../session/shown-graph.ts';
import { plainSigns } from '../controls/plain-signs.ts';
import { styled } from '../controls/styled.ts';
import { controls } from '../controls/styles.ts';
import { isClose, wallParts, wholeWallWords } from '../controls/wall-words.ts';
import { grouped, initials, plural } from '../controls/words.ts';
import { LINE, ROW, lineAt, roomBelow } from './line-places.ts';
import { rowsOf } from './log-filter.ts';

/** As wide as the mark of who set something off. */
const MARK = '    ';

/** What stands in a line after whom it is about. */
export function saidIn(entry: LogEntry): string {
  return entry.level === 'edit' && entry.entity !== null ? `${personName(entry.source)}: ${entry.message}` : entry.message;
}
/** Whom a line is about: an entity, or who wrote it. */
export function subjectOf(entry: LogEntry): string {
  return (entry.entity === null ? null : nameOf(entry.entity)) ?? personName(entry.source);
}

/** Who set off what a line tells of, where that is somebody else than who wrote it; null where it says so itself. */
export function actingIn({ user }: LogEntry): string | null {
  return user === undefined ? null : personName(user);
}

/** How a line ends that tells of a refusal. */
const DENIED = '(WW_ACCESS_DENIED)';

/** Lines of a log, of which only those in view are in the page; each leads to its entity, and opens where it is long. */
@customElement('ww-log-lines')
export class LogLines extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); position: relative; min-height: 0; font: var(--mono); container-type: inline-size; }
    .log { display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; }
    .scroll { overflow: auto; min-height: 0; overscroll-behavior: contain; outline-offset: -2px; }
    .lines { position: relative; overflow: hidden; }
    .line { position: absolute; left: 0; right: 0; display: grid; grid-template-columns: var(--when, 12ch) 68px 42px minmax(80px, 150px) minmax(0, 1fr);
      gap: 0 10px; align-items: start; padding: 2px 14px; overflow: hidden; }
    .line > * { line-height: 17px; }
    .line:hover { background: var(--hover); }
    .scroll:focus .at { background: var(--selected); }
    .tick, .wall { color: var(--faint); white-space: nowrap; overflow: hidden; }
    .tick { text-align: right; }
    .level { color: var(--faint); }
    .edit .level { color: var(--accent-ink); }
    .warn .level { color: var(--retry-ink); }
    .error .level, .error .text { color: var(--denied-ink); }
    .entity { font: inherit; line-height: 17px; color: var(--ref-ink); padding: 0; min-height: 0; justify-content: start; text-align: left; display: block;
      border: 0; border-radius: 2px; }
    .entity:hover { text-decoration: underline; background: none !important; }
    .text { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .who { display: inline-grid; place-items: center; vertical-align: top; width: 17px; height: 17px; margin-right: 6px; border-radius: 50%; font-size: 9px;
      font-weight: 650; line-height: 1; color: var(--ink); background: var(--sunk); box-shadow: inset 0 0 0 1px var(--line-strong); }
    .who::after { content: attr(data-text); }
    .open .text { white-space: pre-wrap; word-break: break-all; text-overflow: clip; }
    .act { position: absolute; right: 12px; top: 1px; font: var(--small); min-height: 18px; padding: 0 8px; background: var(--panel); }
    .newest { position: absolute; right: 16px; bottom: 10px; background: var(--raised); border-color: var(--line-strong); box-shadow: var(--shadow);
      color: var(--accent-ink); }
    @container (max-width: 760px) { .line { grid-template-columns: var(--when, 12ch) 42px minmax(80px, 130px) minmax(0, 1fr); } .tick { display: none; } }
    @container (max-width: 480px) { .day { display: none; }
      .line { grid-template-columns: 8ch 34px minmax(56px, 90px) minmax(0, 1fr); gap: 0 8px; padding: 2px 10px; } }
  `,
  ];
  @property({ attribute: false }) lines: readonly LogEntry[] = [];
  @property({ type: Boolean }) wrap = false;
  /** Nothing comes in for now, so there is no newest line to keep in view. */
  @property({ type: Boolean }) held = false;
  @state() private follow = true;
  @state() private opened: ReadonlySet<number> = new Set();
  /** The line that the keyboard is at. */
  @state() private at: number | null = null;
  @query('.scroll') private scroller!: HTMLElement | null;
  #tops: Float64Array = new Float64Array(1);
  #unseen = 0;
  readonly #measure = document.createElement('canvas').getContext('2d');
  readonly #resize = new ResizeObserver(() => this.requestUpdate());

  constructor() {
    super();
    new Follow(this, namesKnown);
  }

  override firstUpdated(): void {
    this.#resize.observe(this);
    this.requestUpdate();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('lines');
    if (before !== undefined && !this.follow) {
      const last = before.at(-1)?.seq ?? -1;
      this.#unseen += this.lines.reduce((sum, { seq }) => sum + (seq > last ? 1 : 0), 0);
    }
    if (this.follow) this.#unseen = 0;
    this.#tops = this.#measureAll();
  }

  override render(): TemplateResult {
    const tops = this.#tops,
      view = this.scroller?.clientHeight || 240;
    const height = (tops[this.lines.length] ?? 0) + roomBelow(tops, view);
    const top = this.follow && !this.held ? Math.max(0, height - view) : Math.min(this.scroller?.scrollTop ?? 0, Math.max(0, height - view));
    const first = Math.max(0, lineAt(tops, top) - 4);
    let end = first;
    while (end < this.lines.length && (tops[end] as number) < top + view + LINE * 5) end += 1;
    const active = this.lines.findIndex(({ seq }) => seq === this.at);
    return html`<div class="log" role="log" aria-label="Log lines" aria-live="off"><div class="scroll" role="grid" aria-label="Lines"
      aria-rowcount=${this.lines.length} tabindex="0"
        aria-activedescendant=${active >= first && active < end ? `line-${this.at}` : nothing} @scroll=${this.#scrolled} @keydown=${this.#key}>
        <div class="lines" role="rowgroup" ${styled({ height: `${height}px`, '--when': this.#isDated ? '23ch' : '12ch' })}>${repeat(
          this.lines.slice(first, end),
          (entry) => entry.seq,
          (entry, i) => this.#line(entry, first + i),
        )}</div>
      </div></div>
      ${
        this.follow
          ? nothing
          : html`<button class="pill newest numbers"
          @click=${this.toNewest}>${glyph('down')}${this.#unseen > 0 ? `${plural(this.#unseen, 'new line')}` : 'Newest'}</button>`
      }`;
  }

  override updated(): void {
    if (this.follow && !this.held && this.scroller !== null) this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  readonly toNewest = (): void => {
    this.follow = true;
    this.requestUpdate();
  };

  #line(entry: LogEntry, index: number): TemplateResult {
    const name = entry.entity === null ? null : nameOf(entry.entity);
    const { seq, level } = entry;
    const open = this.wrap || this.opened.has(seq);
    const style = { transform: `translateY(${this.#tops[index] ?? 0}px)`, height: `${(this.#tops[index + 1] ?? 0) - (this.#tops[index] ?? 0)}px` };
    return html`<div class="line ${level} ${open ? 'open' : ''} ${seq === this.at ? 'at' : ''}" role="row" id="line-${seq}" aria-rowindex=${index + 1}
      ${styled(style)}
        @click=${(event: Event) => this.#clicked(event, seq)}>
      <span class="wall numbers" role="gridcell" title=${whenWords(entry)}>${this.#wall(entry, index)}</span><span class="tick numbers" role="gridcell"
        title=${whenWords(entry)}>${grouped(entry.tick)}</span><span class="level" role="gridcell">${level}</span>
      ${
        name === null
          ? html`<span class="faint clip" role="gridcell" title=${entry.source}>${personName(entry.source)}</span>`
          : html`<span class="clip" role="gridcell"><button class="entity clip" tabindex="-1" title="Go to ${name}"
            @click=${() => this.#go(entry)}>${name}</button></span>`
      }
      <span class="text" role="gridcell" title=${open ? nothing : plainSigns(entry.message)}>${
        level === 'edit' && entry.entity !== null
          ? html`<span
          class="faint">${personName(entry.source)}:</span> `
          : this.#who(entry)
      }${plainSigns(entry.message)}</span>${
        entry.message.endsWith(DENIED)
          ? html`<button class="boxed act" tabindex="-1" title="See what was decided, and take it back"
            @click=${this.#decisions}>Who may connect…</button>`
          : this.#graph(entry)
      }</div>`;
  }

  /** What a Flow has said leads into its graph, to the node that it names. */
  #graph(entry: LogEntry): TemplateResult | typeof nothing {
    const place = graphPlace(entry);
    if (place === undefined) return nothing;
    return html`<button class="boxed act" tabindex="-1" title="Opens the graph${place.node === undefined ? '' : ` at ${place.node}`}"
      @click=${() => showGraph(place)}>Show node</button>`;
  }

  /** A mark of whoever set it off; no part of the words. */
  #who(entry: LogEntry): TemplateResult | typeof nothing {
    const name = actingIn(entry);
    if (name === null) return nothing;
    return html`<span class="who" role="img" aria-label="set off by ${name}" title="Set off by ${name}" data-text=${initials(name)}></span>`;
  }

  /** Whether some of the lines are of another day: the oldest is, then. */
  get #isDated(): boolean {
    const wall = this.lines[0]?.wall;
    return wall !== undefined && wallParts(wall, false).day !== '';
  }

  /** The time of day, to the millisecond where the line before or after is close. */
  #wall({ wall }: LogEntry, index: number): TemplateResult | typeof nothing {
    if (wall === undefined) return nothing;
    const { day, time } = wallParts(wall, isClose(wall, this.lines[index - 1]?.wall) || isClose(wall, this.lines[index + 1]?.wall));
    return html`${day === '' ? nothing : html`<span class="day">${day}</span>`}${time}`;
  }

  readonly #decisions = (event: Event): void => {
    event.stopPropagation();
    void actionOf('access.list')?.run();
  };

  /** Where each line begins, and where the last one ends. */
  #measureAll(): Float64Array {
    const tops = new Float64Array(this.lines.length + 1);
    const perRow = this.#perRow();
    this.lines.forEach((entry, i) => {
      const rows = this.wrap || this.opened.has(entry.seq) ? rowsOf(`${entry.user === undefined ? '' : MARK}${plainSigns(saidIn(entry))}`, perRow) : 1;
      tops[i + 1] = (tops[i] as number) + LINE + (rows - 1) * ROW;
    });
    return tops;
  }
  /** Characters that fit beside the other columns. */
  #perRow(): number {
    if (this.#measure === null || !this.isConnected) return 80;
    const style = getComputedStyle(this);
    this.#measure.font = style.font;
    const width = this.#measure.measureText('0').width || 7.2;
    const narrow = this.clientWidth <= 560;
    const wide = narrow
      ? this.clientWidth - 20 - 40 - Math.min(96, Math.max(60, (this.clientWidth - 76) * 0.3)) - 16
      : this.clientWidth - 28 - 78 - 42 - 150 - 30;
    const shown = this.renderRoot.querySelector('.text')?.clientWidth ?? 0;
    return Math.floor(((shown > 0 ? shown : wide) - 12) / width);
  }

  #clicked(event: Event, seq: number): void {
    this.at = seq;
    // Text is being selected, or the entity was meant.
    if ((event.target as Element).closest('button') !== null || (getSelection()?.toString() ?? '') !== '') return;
    const line = (event.currentTarget as Element).querySelector('.text');
    if (this.opened.has(seq) || (line !== null && line.scrollWidth > line.clientWidth)) this.#open(seq, !this.opened.has(seq));
  }
  #open(seq: number, open: boolean): void {
    const next = new Set(this.opened);
    if (open) next.add(seq);
    else next.delete(seq);
    this.follow = this.follow && !open;
    this.opened = next;
  }
  #go(entry: LogEntry | undefined): void {
    if (entry?.entity !== null && entry !== undefined) select(entry.entity, { show: true, open: true });
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const last = this.lines.length - 1;
    const now = this.lines.findIndex(({ seq }) => seq === this.at);
    const page = Math.max(1, Math.floor((this.scroller?.clientHeight ?? 200) / LINE) - 1);
    const steps: { readonly [key: string]: number } = {
      ArrowDown: now + 1,
      ArrowUp: now < 0 ? last : now - 1,
      Home: 0,
      End: last,
      PageDown: now + page,
      PageUp: (now < 0 ? last : now) - page,
    };
    const entry = this.lines[now];
    const to = steps[event.key];
    if (to !== undefined) this.#moveTo(Math.max(0, Math.min(last, to)));
    else if (event.key === 'Enter') this.#go(entry);
    else if (entry !== undefined && (event.key === ' ' || event.key === 'ArrowRight' || event.key === 'ArrowLeft'))
      this.#open(entry.seq, event.key === ' ' ? !this.opened.has(entry.seq) : event.key === 'ArrowRight');
    else return;
    event.preventDefault();
  };
  #moveTo(index: number): void {
    const entry = this.lines[index],
      { scroller } = this;
    if (entry === undefined || scroller === null) return;
    this.at = entry.seq;
    const top = this.#tops[index] as number,
      bottom = this.#tops[index + 1] as number;
    this.follow = index === this.lines.length - 1;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (bottom > scroller.scrollTop + scroller.clientHeight)
      scroller.scrollTop = bottom - scroller.clientHeight + roomBelow(this.#tops.subarray(0, index + 2), scroller.clientHeight);
  }

  #scrolled(): void {
    const { scroller } = this;
    if (scroller === null) return;
    this.follow = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - LINE;
    this.requestUpdate();
  }
}

/** When it was, by all clocks. */
function whenWords({ wall, tick, time }: LogEntry): string {
  return `${wall === undefined ? '' : `${wholeWallWords(wall)} · `}tick ${grouped(tick)} · ${time.toFixed(3)} s of simulated time`;
}
