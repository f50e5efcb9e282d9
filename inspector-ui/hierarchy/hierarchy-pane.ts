import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { keyWord } from '../actions/key-words.ts';
import { registerActions } from '../actions/registry.ts';
import { Follow, Listen } from '../cells/cell.ts';
import { pane, selected } from '../session/place.ts';
import '../session/presence.ts';
import { isAsForeseen } from '../session/ahead.ts';
import { session } from '../session/session.ts';
import { glyph } from '../controls/glyphs.ts';
import { openMenu } from '../controls/menu.ts';
import { controls } from '../controls/styles.ts';
import { plural } from '../controls/words.ts';
import { addBelow } from './actions.ts';
import { selectFound } from './by-rule.ts';
import './crumb-bar.ts';
import './entity-tree.ts';
import type { EntityTree, Found } from './entity-tree.ts';
import './pin-list.ts';
import './query-box.ts';
import type { QueryBox, QueryText } from './query-box.ts';
import { searched, usedQuery, wantedQuery } from './query-memory.ts';
import { paneMenu } from './row-menu.ts';

/** Milliseconds without a key after which a query is asked. */
const PAUSE = 150;

/** The left pane: a search box, and below it the tree of entities or what the search found. */
@customElement('ww-hierarchy-pane')
export class HierarchyPane extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: grid; grid-template: auto auto auto minmax(0, 1fr) / minmax(0, 1fr); min-height: 0; }
    .head { display: flex; align-items: center; gap: 4px; padding: 7px 6px 7px 10px; border-bottom: 1px solid var(--line); }
    ww-query-box { flex: 1; }
    .said { margin: 0; padding: 4px 12px; border-bottom: 1px solid var(--line); font: var(--small); color: var(--soft); overflow-wrap: anywhere; }
    .said.found { display: flex; align-items: baseline; gap: 8px; }
    .said.found button { margin-left: auto; }
    .said.fault { color: var(--denied-ink); }
    ww-entity-tree { grid-row: 4; }
  `,
  ];
  @state() private text = '';
  @state() private query = '';
  @state() private found: Found = { loaded: false, total: 0, fault: null };
  @query('ww-entity-tree') private tree!: EntityTree;
  @query('ww-query-box') private box!: QueryBox;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    new Follow(this, session.phase, session.adrift, session.me, session.past);
    new Listen(this, session.entered, () => {
      if (!isAsForeseen()) this.#search('');
    });
    new Listen(this, wantedQuery, () => {
      if (wantedQuery.value === null) return;
      this.#search(wantedQuery.value.text);
      usedQuery(this.query);
      pane.value = 'tree';
    });
    registerActions([
      { id: 'hierarchy.search', label: 'Search entities', group: 'Hierarchy', keys: ['Ctrl-F'], where: 'tree', run: () => this.#toSearch() },
      {
        id: 'hierarchy.selectFound',
        label: 'Select all that the search finds',
        group: 'Hierarchy',
        enabled: () => this.text.trim() !== '',
        run: () => this.#take(),
      },
    ]);
  }

  override willUpdate(): void {
    searched.value = this.query;
  }

  override render(): TemplateResult {
    const fault = this.#isAsked ? this.found.fault : null;
    return html`
      <div class="head" role="search" aria-label="Hierarchy">
        <ww-query-box .text=${this.text} .wrong=${fault === null ? -1 : placeOf(fault, this.query)} .described=${fault ?? ''} @query-text=${this.#typed}
          @query-go=${this.#go} @query-all=${() => this.#take()} @query-clear=${this.#cleared}></ww-query-box>
        <button class="icon" aria-label="Add entity" title="Add an entity below the selected one" ?disabled=${!session.mayEdit}
          @click=${() => void addBelow()}>${glyph('plus')}</button>
        <button class="icon" aria-haspopup="menu" aria-label="More of the hierarchy"
          @click=${(event: Event) => openMenu(event, paneMenu())}>${glyph('more')}</button>
      </div>
      ${this.#said()}
      <div><ww-pin-list></ww-pin-list>${this.query === '' ? html`<ww-crumb-bar></ww-crumb-bar>` : nothing}</div>
      <ww-entity-tree .query=${this.query} .asked=${this.#isAsked} @keydown=${this.#treeKey} @found=${this.#told} @reveal-selected=${this.#reveal}
        @leave-tree=${this.#leave}></ww-entity-tree>`;
  }

  /** Whether what is told is of the text as it stands, and not of one that it was before. */
  get #isAsked(): boolean {
    return this.text.trim() === this.query;
  }

  #said(): TemplateResult {
    const { loaded, total, fault } = this.found;
    if (this.query === '' || !this.#isAsked) return html`<div></div>`;
    if (fault !== null) return html`<p class="said fault" role="alert">${fault}</p>`;
    return loaded && total > 0
      ? html`<p class="said found"><span class="numbers" role="status">${plural(total, 'entity', 'entities')} found</span><button class="quiet"
          title=${`Select all that is found (${keyWord('Ctrl-Enter')})`} @click=${() => this.#take()}>Select all</button></p>`
      : html`<div></div>`;
  }

  readonly #told = ({ detail }: CustomEvent<Found>): void => {
    const { loaded, total, fault } = this.found;
    if (detail.loaded !== loaded || detail.total !== total || detail.fault !== fault) this.found = detail;
  };

  readonly #typed = ({ detail }: CustomEvent<QueryText>): void => {
    this.text = detail.text;
    clearTimeout(this.#timer);
    if (!detail.begun)
      this.#timer = setTimeout(() => {
        this.query = this.text.trim();
      }, PAUSE);
  };
  readonly #go = (): void => {
    clearTimeout(this.#timer);
    this.query = this.text.trim();
    usedQuery(this.query);
    void this.updateComplete.then(() => this.tree.take());
  };
  /** Selects all that is found; the tree takes the focus, for what is done with it. */
  #take(): void {
    clearTimeout(this.#timer);
    this.query = this.text.trim();
    if (this.query === '') return;
    usedQuery(this.query);
    void selectFound(this.query);
    void this.updateComplete.then(() => this.tree.focusTree());
  }
  readonly #cleared = (): void => this.#back();

  #search(text: string): void {
    clearTimeout(this.#timer);
    this.text = text;
    this.query = text;
  }

  /** Out of the search, to where the selected stands. */
  #back(): void {
    if (this.query !== '' && selected.value !== null) usedQuery(this.query);
    this.#search('');
    void this.updateComplete.then(() => this.tree.reveal(selected.value));
  }
  readonly #reveal = (): void => this.#back();
  readonly #leave = (): void => {
    if (this.query === '') return;
    this.#back();
    this.tree.focusTree();
  };

  readonly #treeKey = (event: KeyboardEvent): void => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'f') return;
    event.preventDefault();
    this.#toSearch();
  };
  #toSearch(): void {
    pane.value = 'tree';
    void this.updateComplete.then(() => this.box.focus());
  }
}

/** Where a fault says that the query is wrong, counted from 0 in the text as it was asked. */
function placeOf(fault: string, query: string): number {
  const place = /at character (\d+)/u.exec(fault)?.[1];
  return place === undefined ? -1 : Math.min(Number(place) - 1, Math.max(0, query.length - 1));
}
