import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { registerActions } from '../actions/registry.ts';
import type { ChangeRow } from '../../server/protocol.ts';
import { Follow, Listen } from '../cells/cell.ts';
import { middle } from '../session/place.ts';
import { session } from '../session/session.ts';
import type { ViewHandle } from '../session/view-book.ts';
import { glyph } from '../controls/glyphs.ts';
import { controls } from '../controls/styles.ts';
import { grouped, plural } from '../controls/words.ts';
import './change-list.ts';
import { CHANGES_SHOWN, changesShown, type ChangesShown } from './changes-shown.ts';
import { fieldOf, lineOf } from './change-words.ts';
import './history-list.ts';
import './versions-view.ts';
import { MOST_CHANGES, takeAllBack, takeBack } from './take-back.ts';

/** How many are listed before somebody asks for more. */
const USUAL = 1_000;

const MODES: { readonly [S in ChangesShown]: string } = { changes: 'Since loaded', history: 'Edit by edit', versions: 'Versions' };
registerActions([
  {
    id: 'changes.shown',
    label: 'Changes: what differs, edit by edit, or versions',
    group: 'View',
    run: () => {
      if (middle.value === 'changes') changesShown.value = CHANGES_SHOWN[(CHANGES_SHOWN.indexOf(changesShown.value) + 1) % CHANGES_SHOWN.length] ?? 'changes';
      middle.value = 'changes';
    },
  },
]);

/** What has been changed since the world was loaded, and by whom; each can be taken back. */
@customElement('ww-changes-pane')
export class ChangesPane extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: grid; grid-template: auto minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; container-type: inline-size; background: var(--panel); }
    .head { display: flex; align-items: center; flex-wrap: wrap; gap: 6px 8px; padding: 10px 12px 8px 14px; border-bottom: 1px solid var(--line);
      white-space: nowrap; }
    h2 { font-size: 15px; font-weight: 650; margin: 0 8px 0 0; }
    h2 span { color: var(--faint); font-weight: 400; }
    .modes { display: flex; gap: 2px; margin-right: auto; }
    .modes button { font: var(--small); padding: 2px 9px; color: var(--soft); }
    .modes button[aria-pressed='true'] { background: var(--accent-soft); color: var(--accent-ink); }
    .head input { width: 160px; flex: 0 1 auto; }
    .body { display: grid; grid-template: minmax(0, 1fr) auto / minmax(0, 1fr); min-height: 0; }
    ww-history-list { max-height: none; width: auto; }
    .more { padding: 6px 14px; border-top: 1px solid var(--line); font: var(--small); color: var(--soft); display: flex; gap: 10px; align-items: center; }
    .empty { margin: 15vh auto 0; max-width: 340px; text-align: center; color: var(--soft); line-height: 1.7; padding: 0 16px; }
    .empty svg { width: 26px; height: 26px; color: var(--faint); display: block; margin: 0 auto 10px; stroke-width: 1.1; }
    .empty button { color: var(--accent-ink); }
    @container (max-width: 660px) { .head { padding: 8px 8px 6px 10px; } .head input { flex: 1 1 80px; width: auto; } h2 { display: none; }
      .modes { flex: 1 0 100%; } }
  `,
  ];
  @state() private rows: readonly ChangeRow[] | null = null;
  @state() private total = 0;
  @state() private limit = USUAL;
  @state() private filter = '';
  @state() private picked: ReadonlySet<number> = new Set();
  @state() private busy = false;
  @query('input') private box!: HTMLInputElement | null;
  #view: ViewHandle | undefined;

  constructor() {
    super();
    new Follow(this, changesShown, session.manifest, session.status, session.people, session.past, session.me, session.phase, session.adrift);
    new Listen(this, session.entered, () => this.#anew());
    new Listen(this, session.epoch, () => this.#anew());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#view = session.watch({ kind: 'changes', limit: this.limit }, (update) => {
      if (update.kind !== 'changes') return;
      this.rows = update.rows;
      this.total = update.total;
      if (this.picked.size > 0) {
        const left = new Set(update.rows.map(({ change }) => change));
        this.picked = new Set([...this.picked].filter((change) => left.has(change)));
      }
    });
    registerActions([
      {
        id: 'changes.filter',
        label: 'Filter the changes',
        group: 'View',
        enabled: () => middle.value === 'changes' && changesShown.value === 'changes',
        run: () => this.box?.focus(),
      },
    ]);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#view?.close();
  }

  #anew(): void {
    this.rows = null;
    this.total = 0;
    this.picked = new Set();
    this.limit = USUAL;
    this.#view?.change({ kind: 'changes', limit: USUAL });
  }

  override render(): TemplateResult {
    const locked = !session.mayEdit || this.busy;
    const list = changesShown.value === 'changes';
    const count = this.picked.size;
    return html`<div class="head" role="toolbar" aria-label="Changes">
        <h2>Changes${this.rows === null || changesShown.value === 'versions' ? nothing : html` <span class="numbers">${grouped(this.total)}</span>`}</h2>
        <span class="modes" role="group" aria-label="Show">${CHANGES_SHOWN.map(
          (each) =>
            html`<button aria-pressed=${changesShown.value === each} @click=${() => {
              changesShown.value = each;
            }}>${MODES[each]}</button>`,
        )}</span>
        ${
          !list || this.total === 0
            ? nothing
            : html`<input type="search" aria-label="Filter the changes" placeholder="filter" spellcheck="false" .value=${this.filter} @input=${this.#typed} />
          ${
            count > 0
              ? html`<button class="boxed numbers" ?disabled=${locked}
              @click=${() => void this.#take([...this.picked])}>${glyph('undo')}Take back ${grouped(count)}</button>`
              : nothing
          }
          <button class="boxed" ?disabled=${locked} @click=${() => void this.#all()}>Take all back…</button>`
        }
      </div>
      ${list ? this.#list(locked) : this.#other()}`;
  }

  #other(): TemplateResult {
    return changesShown.value === 'history' ? html`<div class="body"><ww-history-list></ww-history-list></div>` : html`<ww-versions-view></ww-versions-view>`;
  }

  #list(locked: boolean): TemplateResult {
    if (this.rows === null) return html`<div class="body"></div>`;
    if (this.total === 0)
      return html`<div class="body"><p
        class="empty">${glyph('save')}Nothing has been changed since this world was loaded. What you edit is listed here, and can be taken back.</p></div>`;
    const rows = this.#found(this.rows);
    const hidden = this.total - this.rows.length;
    return html`<div class="body">
      ${
        rows.length === 0 && this.rows.length > 0
          ? html`<p class="empty">No change fits. <button @click=${() => {
              this.filter = '';
            }}>Show all</button></p>`
          : html`<ww-change-list .changes=${rows} .picked=${this.picked} ?locked=${locked} @picked=${(event: CustomEvent<ReadonlySet<number>>) => {
              this.picked = event.detail;
            }} @take-back=${(event: CustomEvent<readonly number[]>) => void this.#take(event.detail)}></ww-change-list>`
      }
      ${
        hidden > 0
          ? html`<div class="more" role="status">${
              this.limit < MOST_CHANGES
                ? html`The newest ${grouped(this.rows.length)} of ${grouped(this.total)}. <button class="boxed"
              @click=${this.#more}>List more</button>`
                : `${plural(hidden, 'more change')} cannot be listed.`
            }</div>`
          : nothing
      }</div>`;
  }

  #found(rows: readonly ChangeRow[]): readonly ChangeRow[] {
    const words = this.filter
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    if (words.length === 0) return rows;
    return rows.filter((row) => {
      const line = lineOf(row, fieldOf(row, session.manifest.value)?.kind).toLowerCase();
      return words.every((word) => line.includes(word));
    });
  }

  readonly #typed = (event: Event): void => {
    this.filter = (event.target as HTMLInputElement).value;
  };
  readonly #more = (): void => {
    this.limit = MOST_CHANGES;
    this.#view?.change({ kind: 'changes', limit: MOST_CHANGES });
  };

  async #take(changes: readonly number[]): Promise<void> {
    const wanted = new Set(changes);
    this.busy = true;
    await takeBack((this.rows ?? []).filter(({ change }) => wanted.has(change)));
    this.busy = false;
  }
  async #all(): Promise<void> {
    this.busy = true;
    await takeAllBack();
    this.busy = false;
  }
}
