import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { Follow, Listen } from '../session/cell.ts';
import { expanded, selected } from '../session/place.ts';
import { session } from '../session/session.ts';
import { glyph } from '../shell/glyphs.ts';
import { openMenu } from '../shell/menu.ts';
import { controls } from '../shell/styles.ts';
import { addChild, pickAndSpawn } from './actions.ts';
import './entity-tree.ts';
import type { EntityTree } from './entity-tree.ts';

/** The left pane: a search box, and below it the tree of entities or what the search found. */
@customElement('ww-hierarchy-pane')
export class HierarchyPane extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: grid; grid-template-rows: auto minmax(0, 1fr); min-height: 0; }
    .head { display: flex; align-items: center; gap: 4px; padding: 7px 6px 7px 10px; border-bottom: 1px solid var(--line); }
    .search { position: relative; flex: 1; min-width: 0; }
    .search svg { position: absolute; left: 7px; top: 6px; color: var(--faint); pointer-events: none; }
    .search input { padding-left: 28px; padding-right: 26px; min-height: 28px; }
    .search input::-webkit-search-cancel-button { display: none; }
    .search button { position: absolute; right: 1px; top: 1px; }
  `,
  ];
  @state() private text = '';
  @state() private query = '';
  @query('ww-entity-tree') private tree!: EntityTree;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    new Follow(this, session.phase, session.me);
    new Listen(this, session.entered, () => this.#search(''));
  }

  override render(): TemplateResult {
    return html`
      <div class="head">
        <div class="search" role="search">${glyph('search')}
          <input type="search" aria-label="Search entities" placeholder='name, or c:Type Field=value' spellcheck="false" autocomplete="off" .value=${this.text} @input=${this.#input} @keydown=${this.#keys} />
          ${this.text === '' ? nothing : html`<button class="icon" aria-label="Clear the search" @click=${() => this.#search('')}>${glyph('close')}</button>`}
        </div>
        <button class="icon" aria-label="Add entity" title="Add an entity at the top of the world" ?disabled=${!session.mayEdit} @click=${() => void addChild(null)}>${glyph('plus')}</button>
        <button class="icon" aria-haspopup="menu" aria-label="More of the hierarchy" @click=${this.#menu}>${glyph('more')}</button>
      </div>
      <ww-entity-tree .query=${this.query}></ww-entity-tree>`;
  }

  #input(event: Event): void {
    this.text = (event.target as HTMLInputElement).value;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.query = this.text.trim();
    }, 150);
  }
  #search(text: string): void {
    clearTimeout(this.#timer);
    this.text = text;
    this.query = text;
  }
  #keys(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.#search('');
    else if (event.key === 'ArrowDown' || event.key === 'Enter') {
      this.query = this.text.trim();
      this.tree.take();
    } else return;
    event.preventDefault();
  }

  #menu(event: Event): void {
    const locked = !session.mayEdit;
    openMenu(event, [
      { label: 'Add entity at the top', disabled: locked, run: () => void addChild(null) },
      { label: 'Spawn item at the top…', disabled: locked, run: () => pickAndSpawn(null) },
      null,
      {
        label: 'Fold everything',
        run: () => {
          expanded.value = new Set();
        },
      },
      {
        label: 'Show the selected',
        disabled: selected.value === null,
        run: () => {
          this.#search('');
          void this.updateComplete.then(() => this.tree.reveal(selected.value));
        },
      },
    ]);
  }
}
