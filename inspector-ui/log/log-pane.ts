import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { styled } from '../shell/styled.ts';
import type { LogEntry } from '../../server/protocol.ts';
import { Follow } from '../session/cell.ts';
import { nameOf, namesKnown } from '../session/names.ts';
import { select } from '../session/place.ts';
import { session } from '../session/session.ts';
import { personName } from '../shell/actions.ts';
import { glyph } from '../shell/glyphs.ts';
import { controls } from '../shell/styles.ts';
import { grouped, plural } from '../shell/words.ts';
import { LogWatch } from './log-watch.ts';

const LINE = 21;
type Show = 'all' | 'problems' | 'edits';

/** What has happened in the world, newest at the bottom. */
@customElement('ww-log-pane')
export class LogPane extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: grid; grid-template-rows: auto minmax(0, 1fr); min-height: 0; }
    .head { display: flex; align-items: center; gap: 6px; padding: 4px 10px 4px 14px; border-bottom: 1px solid var(--line); overflow: hidden; white-space: nowrap; }
    h2 { font: var(--text); font-weight: 650; margin: 0 4px 0 0; }
    .head button.pill { min-height: 22px; }
    .head button[aria-pressed='true'] { background: var(--accent-soft); border-color: color-mix(in srgb, var(--accent) 40%, var(--line)); color: var(--accent-ink); }
    .head input { max-width: 220px; }
    .problems { color: var(--retry-ink); }
    .scroll { overflow: auto; min-height: 0; font: var(--mono); overscroll-behavior: contain; }
    .lines { position: relative; }
    .line { position: absolute; left: 0; right: 0; height: 21px; display: grid; grid-template-columns: 78px 50px minmax(80px, 150px) minmax(0, 1fr); gap: 8px; align-items: center; padding: 0 14px; }
    .line:hover { background: var(--hover); }
    .tick { color: var(--faint); }
    .level { color: var(--faint); }
    .warn .level { color: var(--retry-ink); }
    .error .level, .error .text { color: var(--denied-ink); }
    .entity { font: inherit; color: var(--ref-ink); padding: 0; min-height: 0; justify-content: start; text-align: left; display: block; }
    .entity:hover { text-decoration: underline; background: none !important; }
    .empty { color: var(--soft); font: var(--text); padding: 14px; margin: 0; }
    @media (max-width: 600px) { .line { grid-template-columns: 44px minmax(60px, 90px) minmax(0, 1fr); padding: 0 8px; } .tick { display: none; } .head input { display: none; } }
  `,
  ];
  @state() private show: Show = 'all';
  @state() private filter = '';
  @state() private follow = true;
  @query('.scroll') private scroller!: HTMLElement;
  readonly #log = new LogWatch(this);
  readonly #resize = new ResizeObserver(() => this.requestUpdate());

  constructor() {
    super();
    new Follow(this, namesKnown, session.phase, session.status);
  }

  override firstUpdated(): void {
    this.#resize.observe(this.scroller);
  }

  override render(): TemplateResult {
    const { problems } = this.#log,
      shown = this.#shown();
    const count = Math.ceil((this.scroller?.clientHeight || 200) / LINE) + 6;
    const last = Math.max(0, shown.length - count);
    const first = this.follow ? last : Math.max(0, Math.min(last, Math.floor((this.scroller?.scrollTop ?? 0) / LINE) - 3));
    return html`<div class="head">
        <h2>Log</h2>
        <button class="pill" aria-pressed=${this.show === 'all'} @click=${() => this.#choose('all')}>all</button>
        <button class="pill ${problems > 0 ? 'problems' : ''}" aria-pressed=${this.show === 'problems'} @click=${() => this.#choose('problems')}>${plural(problems, 'problem')}</button>
        <button class="pill" aria-pressed=${this.show === 'edits'} @click=${() => this.#choose('edits')}>edits</button>
        <span class="grow"></span>
        <input type="search" aria-label="Filter the log" placeholder="filter" spellcheck="false" .value=${this.filter} @input=${(event: Event) => {
          this.filter = (event.target as HTMLInputElement).value;
        }} />
        <button class="pill" aria-pressed=${this.follow} title="Keep the newest line in view" @click=${this.#toggle}>${glyph('down')} follow</button>
      </div>
      <div class="scroll" role="log" aria-label="Log lines" aria-live="off" tabindex="0" @scroll=${this.#scrolled}>
        ${shown.length === 0 ? html`<p class="empty">${!this.#log.loaded ? '' : this.#log.entries.length === 0 ? 'Nothing has happened yet.' : 'No line fits.'}</p>` : nothing}
        <div class="lines" ${styled({ height: `${shown.length * LINE}px` })}>${repeat(
          shown.slice(first, first + count),
          (entry) => entry.seq,
          (entry, i) => this.#line(entry, first + i),
        )}</div>
      </div>`;
  }

  override updated(): void {
    if (this.follow && this.scroller.scrollTop + this.scroller.clientHeight < this.scroller.scrollHeight - 1)
      this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  #line(entry: LogEntry, index: number): TemplateResult {
    const name = entry.entity === null ? null : nameOf(entry.entity);
    return html`<div class="line ${entry.level}" ${styled({ transform: `translateY(${index * LINE}px)` })}>
      <span class="tick numbers">${grouped(entry.tick)}</span><span class="level">${entry.level}</span>
      ${
        entry.entity === null || name === null
          ? html`<span class="faint clip" title=${entry.source}>${personName(entry.source)}</span>`
          : html`<button class="entity clip" title=${entry.source} @click=${() => select(entry.entity, { show: true, open: true })}>${name}</button>`
      }
      <span class="text clip" title=${entry.message}>${entry.level === 'edit' && entry.entity !== null ? html`<span class="faint">${personName(entry.source)}:</span> ` : nothing}${entry.message}</span></div>`;
  }

  #shown(): readonly LogEntry[] {
    const { entries } = this.#log,
      wanted = this.filter.trim().toLowerCase();
    if (this.show === 'all' && wanted === '') return entries;
    return entries.filter(
      (entry) =>
        (this.show === 'all' || (this.show === 'edits' ? entry.level === 'edit' : entry.level === 'warn' || entry.level === 'error')) &&
        (wanted === '' || `${entry.message} ${entry.source} ${entry.entity === null ? '' : nameOf(entry.entity)}`.toLowerCase().includes(wanted)),
    );
  }

  #choose(show: Show): void {
    this.show = show;
  }
  #toggle(): void {
    this.follow = !this.follow;
  }
  #scrolled(): void {
    const atEnd = this.scroller.scrollTop + this.scroller.clientHeight >= this.scroller.scrollHeight - LINE;
    this.follow = atEnd;
    this.requestUpdate();
  }
}
