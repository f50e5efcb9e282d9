import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { glyph } from '../controls/glyphs.ts';
import { controls } from '../controls/styles.ts';
import { plural } from '../controls/words.ts';
import { findNodes, type Found } from '../graph-model/finding.ts';
import { session } from '../session/session.ts';
import { showGraph } from '../session/shown-graph.ts';
import type { ViewHandle } from '../session/view-book.ts';
import type { Drawing } from './drawing.ts';

/** Rows of each list. */
const MOST = 60,
  MOST_ELSEWHERE = 30;
/** Milliseconds that somebody may pause while typing before the world is asked. */
const PAUSE = 200;

interface Elsewhere {
  readonly entity: string;
  readonly component: string;
  readonly name: string;
}

/** Finds nodes by what they are, are called, say or hold: in this graph, and other graphs of the world that hold it. */
@customElement('ww-graph-find')
export class GraphFind extends LitElement {
  static override styles = [
    controls,
    css`
    :host { position: absolute; right: 14px; top: 12px; width: min(340px, calc(100% - 28px)); max-height: 70%; display: flex; flex-direction: column;
      z-index: 5;
      background: var(--raised); border: 1px solid var(--line-strong); border-radius: 10px; box-shadow: var(--shadow); overflow: hidden; }
    .query { display: flex; align-items: center; gap: 4px; padding: 4px 4px 4px 10px; border-bottom: 1px solid var(--line); flex: none; }
    .query input { border: 0; background: none; padding: 0; outline: none; }
    .list { overflow: auto; overscroll-behavior: contain; padding: 4px 0; }
    .row { width: 100%; justify-content: flex-start; border-radius: 0; min-height: 28px; padding: 2px 10px; }
    .row small { margin-left: auto; color: var(--faint); font: var(--mono); max-width: 50%; }
    h3 { margin: 6px 10px 2px; font: 600 12px/1.4 var(--sans); color: var(--soft); }
    p { margin: 6px 10px; color: var(--soft); }
  `,
  ];
  @property({ attribute: false }) drawing!: Drawing;
  @property({ type: Number }) seen = 0;
  @property() words = '';
  @state() private elsewhere: readonly Elsewhere[] = [];
  @query('input') private input!: HTMLInputElement;
  #handle: ViewHandle | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#handle?.close();
    this.#handle = undefined;
  }
  override firstUpdated(): void {
    this.input.focus();
  }
  override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (!changed.has('words')) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), PAUSE);
  }

  override render(): TemplateResult {
    const { drawing, words } = this;
    const found = findNodes(drawing.store.data, words, (type) => drawing.catalogue.get(type)?.title);
    return html`<div class="query" role="search"><input aria-label="Find in graphs" placeholder="find a node, a value, a tag…" autocomplete="off"
      spellcheck="false"
        .value=${words} @input=${(event: Event) => {
          this.words = (event.target as HTMLInputElement).value;
        }} @keydown=${(event: KeyboardEvent) => this.#key(event, found)} /><button class="icon" aria-label="Close"
          @click=${this.#close}>${glyph('close')}</button></div>
      ${
        words.trim() === ''
          ? nothing
          : html`<div class="list" data-scrolls>${
              found.length === 0
                ? html`<p role="status">Nothing in this graph holds “${words}”.</p>`
                : html`<p class="unseen" role="status">${plural(found.length, 'node')} found</p>${found.slice(0, MOST).map(
                    (each) =>
                      html`<button class="row" @click=${() => this.#go(each.id)}><span class="clip">${drawing.title(each.id)}</span><small
                        class="clip">${each.where === 'id' || each.where === 'type' || each.where === 'title' ? each.id : each.says}</small></button>`,
                  )}${found.length > MOST ? html`<p>and ${plural(found.length - MOST, 'other')}</p>` : nothing}`
            }${
              this.elsewhere.length === 0
                ? nothing
                : html`<h3>Other graphs of this world</h3>${this.elsewhere.map(
                    (flow) =>
                      html`<button class="row" @click=${() => showGraph({ ...flow, find: words })}>${flow.name}<small>${flow.component}</small></button>`,
                  )}`
            }</div>`
      }`;
  }

  #key(event: KeyboardEvent, found: readonly Found[]): void {
    event.stopPropagation();
    if (event.key === 'Escape') this.#close();
    else if (event.key === 'Enter' && found[0] !== undefined) this.#go(found[0].id);
    else if (event.key === 'ArrowDown') {
      event.preventDefault();
      this.renderRoot.querySelector<HTMLElement>('.row')?.focus();
    }
  }
  #go(id: string): void {
    this.drawing.select([id]);
    this.drawing.lens?.reveal(id);
  }
  readonly #close = (): void => void this.dispatchEvent(new CustomEvent('panel-closed', { bubbles: true, composed: true }));

  /** Which other graphs hold it: by the world's own search, which looks through their text. */
  #ask(): void {
    this.#handle?.close();
    this.#handle = undefined;
    this.elsewhere = [];
    const words = this.words.trim();
    if (words.length < 2 || words.length > 200) return;
    const wanted = `Flow.Graph~${JSON.stringify(JSON.stringify(words).slice(1, -1)).replaceAll('\\\\', '\\')}`;
    this.#handle = session.watch(
      { kind: 'table', component: 'Flow', columns: ['name'], offset: 0, limit: MOST_ELSEWHERE, query: wanted, rate: 1 },
      (update) => {
        if (update.kind !== 'table') return;
        const { store } = this.drawing;
        this.elsewhere = update.rows
          .filter(({ entity, component }) => entity !== store.entity || component !== store.component)
          .map(({ entity, component, values: [name] }) => ({ entity, component, name: typeof name === 'string' ? name : entity }));
      },
    );
  }
}
