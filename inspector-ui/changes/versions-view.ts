import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Version } from '../../server/protocol.ts';
import { Follow, Listen } from '../cells/cell.ts';
import { session } from '../session/session.ts';
import { glyph } from '../controls/glyphs.ts';
import { controls } from '../controls/styles.ts';
import { wallWords, wholeWallWords } from '../controls/wall-words.ts';
import { grouped } from '../controls/words.ts';
import './version-detail.ts';
import { changeWords, whenOf, WHY, whoWords } from './version-words.ts';

/** Milliseconds after which the list is asked for anew while it is shown, since states are kept by themselves. */
const AGAIN = 30_000;
/** How many are drawn before somebody asks for more. */
const DRAWN = 200;

/** The versions of the world's scene, the newest first, and beside them the one that is chosen. */
@customElement('ww-versions-view')
export class VersionsView extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: grid; grid-template: minmax(0, 1fr) / minmax(220px, 34%) minmax(0, 1fr); min-height: 0; container-type: inline-size; }
    .side { display: grid; grid-template: minmax(0, 1fr) auto / minmax(0, 1fr); min-height: 0; border-right: 1px solid var(--line); }
    ol { list-style: none; margin: 0; padding: 4px; overflow: auto; min-height: 0; overscroll-behavior: contain; }
    li button { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: 0 8px; width: 100%; padding: 5px 8px; text-align: left; border: 0;
      border-radius: var(--radius); align-items: baseline; justify-content: stretch; line-height: 1.35; height: auto; white-space: normal; }
    li button[aria-pressed='true'] { background: var(--accent-soft); }
    .number { color: var(--faint); min-width: 26px; font-variant-numeric: tabular-nums; }
    .why { color: var(--ink); }
    .state .why { color: var(--soft); }
    .when { color: var(--faint); font: var(--small); font-variant-numeric: tabular-nums; }
    .who, .what { grid-column: 2 / -1; font: var(--small); color: var(--soft); overflow-wrap: anywhere; }
    .what { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; color: var(--faint); }
    .more { padding: 6px 12px; border-top: 1px solid var(--line); font: var(--small); color: var(--soft); }
    .empty, .choose { margin: 14vh auto 0; max-width: 340px; text-align: center; color: var(--soft); line-height: 1.7; padding: 0 16px; grid-column: 1 / -1; }
    .empty svg { width: 26px; height: 26px; color: var(--faint); display: block; margin: 0 auto 10px; stroke-width: 1.1; }
    .choose { grid-column: 2; }
    .back { display: none; }
    @container (max-width: 600px) {
      :host { grid-template: minmax(0, 1fr) / minmax(0, 1fr); }
      .side { border-right: 0; }
      .choose { display: none; }
      .inner { display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; }
      .inner.chosen { grid-template: auto minmax(0, 1fr) / minmax(0, 1fr); }
      .chosen .side { display: none; }
      .chosen .back { display: block; padding: 6px 10px 0; }
    }
    @container (min-width: 600.02px) { .inner { display: contents; } }
  `,
  ];
  @state() private versions: readonly Version[] | null = null;
  @state() private total = 0;
  @state() private fault = '';
  @state() private chosen: number | null = null;
  @state() private limit = DRAWN;
  @query('ol') private list!: HTMLElement | null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #saved = -1;

  constructor() {
    super();
    new Follow(this, session.me, session.people, session.status);
    new Listen(this, session.entered, () => this.#anew());
    new Listen(this, session.epoch, () => this.#anew());
    new Listen(this, session.run, () => this.#looked());
    // A page that comes back has met the server before it is in the world, and asks once it is.
    new Listen(this, session.phase, () => void this.#look());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => void this.#look(), AGAIN);
    this.#anew();
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  #anew(): void {
    this.versions = this.chosen = null;
    this.fault = '';
    this.limit = DRAWN;
    this.#saved = session.run.value?.file.savedEdits ?? -1;
    void this.#look();
  }

  /** Each save makes one, a moment after it. */
  #looked(): void {
    const saved = session.run.value?.file.savedEdits ?? -1;
    if (saved === this.#saved) return;
    this.#saved = saved;
    void this.#look();
    setTimeout(() => void this.#look(), 500);
  }

  async #look(): Promise<void> {
    if (!this.isConnected || session.phase.value !== 'online' || !session.may('control')) return;
    const answer = await session.versions();
    if (!answer.ok) {
      if (this.versions === null) this.fault = answer.message;
      return;
    }
    this.versions = answer.versions.toReversed();
    this.total = answer.total;
    this.fault = '';
  }

  override render(): TemplateResult {
    if (!session.may('control')) return html`<p class="empty">Your role may not look at what this scene was before.</p>`;
    if (this.fault !== '') return html`<p class="empty fault" role="alert">${this.fault}</p>`;
    const { versions } = this;
    if (versions === null) return html`${nothing}`;
    if (versions.length === 0)
      return html`<p class="empty">${glyph('save')}No version of this scene is kept yet. Each save makes one, and what is edited in between is kept from time
        to time, where the world has a file.</p>`;
    const chosen = versions.find(({ number }) => number === this.chosen);
    return html`<div class="inner ${chosen === undefined ? '' : 'chosen'}">
      <div class="side">
        <ol aria-label="Versions" @keydown=${this.#key}>${repeat(
          versions.slice(0, this.limit),
          ({ number }) => number,
          (version) => this.#line(version),
        )}</ol>
        ${
          versions.length > this.limit
            ? html`<div class="more"><button class="boxed" @click=${() => {
                this.limit = versions.length;
              }}>List all ${grouped(versions.length)}</button></div>`
            : this.total > versions.length
              ? html`<div class="more">The newest ${grouped(versions.length)} of ${grouped(this.total)}.</div>`
              : nothing
        }
      </div>
      ${
        chosen === undefined
          ? html`<p class="choose">Choose a version to see how it differs from now, to look at it, and to take back from it.</p>`
          : html`<div class="back"><button class="boxed" @click=${this.#unchoose}>${glyph('back')}All versions</button></div>
            <ww-version-detail .version=${chosen} .all=${versions} @taken=${() => void this.#look()}></ww-version-detail>`
      }</div>`;
  }

  #line(version: Version): TemplateResult {
    const { number, why, edits } = version;
    const what = changeWords(version);
    return html`<li class=${why}><button aria-pressed=${this.chosen === number} data-number=${number} @click=${() => {
      this.chosen = number;
    }}>
      <span class="number">${number}</span><span class="why">${WHY[why]}</span><span class="when"
        title=${wholeWallWords(whenOf(version))}>${wallWords(whenOf(version))}</span>
      ${edits === 0 && why === 'file' ? nothing : html`<span class="who">${whoWords(version)}</span>`}
      ${what === '' ? nothing : html`<span class="what">${what}</span>`}
    </button></li>`;
  }

  readonly #unchoose = async (): Promise<void> => {
    const before = this.chosen;
    this.chosen = null;
    await this.updateComplete;
    this.list?.querySelector<HTMLElement>(`[data-number='${before}']`)?.focus();
  };

  readonly #key = (event: KeyboardEvent): void => {
    const buttons = [...(this.list?.querySelectorAll<HTMLElement>('button') ?? [])];
    const now = buttons.indexOf(this.shadowRoot?.activeElement as HTMLElement);
    const steps: { readonly [key: string]: number } = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: buttons.length - 1 };
    const to = steps[event.key];
    if (to === undefined) return;
    event.preventDefault();
    buttons[Math.max(0, Math.min(buttons.length - 1, to))]?.focus();
  };
}
