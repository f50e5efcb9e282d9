import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { HistoryRow } from '../../server/protocol.ts';
import { Follow, Listen } from '../cells/cell.ts';
import { nameOf, namesKnown } from '../session/names.ts';
import { session } from '../session/session.ts';
import type { ViewHandle } from '../session/view-book.ts';
import { personName } from '../session/people-names.ts';
import { keptWords, stepWords } from './taken-words.ts';
import { glyph } from '../controls/glyphs.ts';
import { tell, toldIfRefused } from '../controls/notices.ts';
import { controls } from '../controls/styles.ts';
import { wallWords, wholeWallWords } from '../controls/wall-words.ts';
import { grouped, initials, plural } from '../controls/words.ts';

const LISTED = 300;

/**
 * The edits that can be undone, newest first: whose, what, when. One of one's own, clicked, is undone with all that one did after it, or done again
 * with all before it.
 */
@customElement('ww-history-list')
export class HistoryList extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: grid; grid-template: minmax(0, 1fr) auto / minmax(0, 1fr); width: min(380px, calc(100vw - 24px)); max-height: min(420px, 70vh);
      min-height: 0; }
    ol { list-style: none; margin: 0; padding: 4px; overflow: auto; min-height: 0; overscroll-behavior: contain; }
    li > * { display: grid; grid-template-columns: 20px minmax(0, 1fr) auto; gap: 0 9px; align-items: center; width: 100%; padding: 3px 8px; min-height: 40px;
      border-radius: var(--radius); text-align: left; border: 0; justify-content: stretch; }
    .badge { width: 20px; height: 20px; border-radius: 50%; display: grid; place-items: center; font-size: 9px; font-weight: 650; color: var(--ink);
      background: var(--sunk); box-shadow: inset 0 0 0 1px var(--line-strong); grid-row: 1 / 3; }
    .mine .badge { background: var(--accent); color: var(--on-accent); box-shadow: none; }
    /* All of an edit, the new value at its end included. */
    .label { color: var(--ink); line-height: 1.35; overflow-wrap: anywhere; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 4;
      overflow: hidden; }
    .of { color: var(--soft); }
    .by { color: var(--faint); font: var(--small); line-height: 1.3; grid-column: 2; }
    .sign { grid-row: 1 / 3; grid-column: 3; color: var(--faint); display: grid; place-items: center; width: 20px; visibility: hidden; }
    button:hover .sign, button:focus-visible .sign, .reached .sign { visibility: visible; }
    .reached > button { background: var(--hover); }
    .undone .label { color: var(--faint); text-decoration: line-through; text-decoration-color: var(--line-strong); }
    .undone .badge { color: var(--faint); background: var(--sunk); box-shadow: inset 0 0 0 1px var(--line); }
    p { margin: 0; padding: 18px 16px; color: var(--soft); text-align: center; line-height: 1.6; }
    p.foot { padding: 6px 12px; border-top: 1px solid var(--line); text-align: left; font: var(--small); }
  `,
  ];
  @state() private entries: readonly HistoryRow[] | null = null;
  @state() private total = 0;
  /** The edit that the mouse or the keyboard is at: all that would go along is shown. */
  @state() private at: number | null = null;
  @state() private busy = false;
  @query('ol') private list!: HTMLElement | null;
  #view: ViewHandle | undefined;

  constructor() {
    super();
    new Follow(this, namesKnown, session.status, session.people, session.me, session.run, session.past, session.adrift);
    new Listen(this, session.entered, () => {
      this.entries = null;
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#view = session.watch({ kind: 'history', limit: LISTED }, (update) => {
      if (update.kind !== 'history') return;
      this.entries = update.entries;
      this.total = update.total;
    });
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#view?.close();
  }

  override render(): TemplateResult | typeof nothing {
    if (this.entries === null) return nothing;
    if (this.entries.length === 0) return html`<p>Nobody has edited this world since it was loaded.</p>`;
    const reached = new Set((this.#along(this.at) ?? []).map(({ seq }) => seq));
    const rows = this.entries.toReversed();
    const stop = rows.find((row) => row.seq === this.at && this.#isMine(row)) ?? rows.find((row) => this.#isMine(row));
    return html`<ol aria-label="Edits, newest first" @keydown=${this.#key} @mouseleave=${() => {
      this.at = null;
    }}>${repeat(
      rows,
      ({ seq }) => seq,
      (row) => this.#row(row, reached.has(row.seq), row === stop),
    )}</ol>
      ${this.total > this.entries.length ? html`<p class="foot numbers">${plural(this.total - this.entries.length, 'older edit')} not listed.</p>` : nothing}`;
  }

  #row(row: HistoryRow, reached: boolean, stop: boolean): TemplateResult {
    const mine = this.#isMine(row);
    const name = personName(row.author);
    const who = mine ? 'you' : name;
    const about = row.entity === null ? null : nameOf(row.entity);
    // Many labels name it already.
    const of = about === null || about === row.entity || row.label.includes(about) ? '' : `${about} · `;
    const inside = html`<span class="badge" aria-hidden="true">${initials(name)}</span><span class="label" title=${of + row.label}>${
      of === '' ? nothing : html`<span class="of">${of}</span>`
    }${row.label}</span><span class="sign">${glyph(row.undone ? 'redo' : 'undo')}</span>
      <span class="by clip numbers">${who}${row.undone ? ', undone' : ''} · <span title=${this.#when(row)}>${
        row.wall === undefined ? nothing : html`${wallWords(row.wall)} · `
      }tick ${grouped(row.tick)}</span></span>`;
    const marks = `${mine ? 'mine' : ''} ${row.undone ? 'undone' : ''} ${reached ? 'reached' : ''}`;
    if (!mine) return html`<li class=${marks}><div>${inside}</div></li>`;
    const count = this.#along(row.seq)?.length ?? 1;
    const does = row.undone
      ? count > 1
        ? `Do again ${count} edits: up to this one`
        : 'Do this again'
      : count > 1
        ? `Undo ${count} edits: this one and yours after it`
        : 'Undo this';
    return html`<li class=${marks}><button tabindex=${stop ? 0 : -1} data-seq=${row.seq} title=${does} aria-description=${does}
      ?disabled=${this.busy || !session.mayEdit}
      @click=${() => void this.#goTo(row)} @mouseenter=${() => this.#reach(row.seq)} @focus=${() => this.#reach(row.seq)}>${inside}</button></li>`;
  }

  #reach(seq: number): void {
    this.at = seq;
  }
  #isMine(row: HistoryRow): boolean {
    return row.author === session.me.value?.userId;
  }

  #when({ wall, tick }: HistoryRow): string {
    return `${wall === undefined ? '' : wholeWallWords(wall)}${this.#ago(tick)}`;
  }

  /** How long ago, in simulated time. */
  #ago(tick: number): string {
    const run = session.run.value;
    const rate = session.status.value?.tickRate;
    if (run === null || rate === undefined) return '';
    const seconds = Math.max(0, ((session.past.value ?? run.tick) - tick) / rate);
    if (seconds < 1) return ' · now';
    if (seconds < 60) return ` · ${Math.floor(seconds)} s ago`;
    return seconds < 3600 ? ` · ${Math.floor(seconds / 60)} min ago` : ` · ${Math.floor(seconds / 3600)} h ago`;
  }

  /** The edits of one's own that go with one: when it is undone, or done again. */
  #along(seq: number | null): readonly HistoryRow[] | undefined {
    const mine = (this.entries ?? []).filter((row) => this.#isMine(row));
    const at = mine.findIndex((row) => row.seq === seq);
    const row = mine[at];
    if (row === undefined) return undefined;
    return row.undone ? mine.slice(0, at + 1).filter((each) => each.undone) : mine.slice(at).filter((each) => !each.undone);
  }

  /** Undoes, or does again, one after another, and tells what came of it. */
  async #goTo(row: HistoryRow): Promise<void> {
    const along = this.#along(row.seq) ?? [];
    this.busy = true;
    let done = 0,
      kept = '',
      said = row.label;
    const [way, back] = row.undone ? (['redo', 'undo'] as const) : (['undo', 'redo'] as const);
    while (done < along.length) {
      const answer = await session.control(way);
      if (!toldIfRefused(answer)) break;
      kept = keptWords(answer, personName) || kept;
      const step = 'step' in answer ? answer.step : undefined;
      const past = step !== undefined && (row.undone ? step.seq > row.seq : step.seq < row.seq);
      // Steps that others stand in the way of were passed over, and this is one behind those that were meant.
      if (past) await session.control(back);
      else done++;
      if (step !== undefined) said = stepWords(step);
      if (past || step?.seq === row.seq) break;
    }
    this.busy = false;
    if (done > 0) tell(`${row.undone ? 'Done again' : 'Undone'}: ${done === 1 && along.length === 1 ? said : plural(done, 'edit')}${kept}`);
    await this.updateComplete;
    this.list?.querySelector<HTMLElement>(`[data-seq='${row.seq}']`)?.focus({ preventScroll: true });
  }

  readonly #key = (event: KeyboardEvent): void => {
    const buttons = [...(this.list?.querySelectorAll<HTMLElement>('button') ?? [])];
    const now = buttons.findIndex((button) => button.dataset['seq'] === String(this.at));
    const steps: { readonly [key: string]: number } = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: buttons.length - 1 };
    const to = steps[event.key];
    if (to === undefined) return;
    event.preventDefault();
    buttons[Math.max(0, Math.min(buttons.length - 1, to))]?.focus();
  };
}
