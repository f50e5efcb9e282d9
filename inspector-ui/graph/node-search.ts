import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { controls } from '../controls/styles.ts';
import { docOf, type NodeType } from '../graph-model/catalogue.ts';
import type { PortAt } from '../graph-model/connecting.ts';
import { searchNodes, type FoundType } from '../graph-model/searching.ts';
import { kindredOf } from '../graph-model/kindred.ts';
import { spaced } from '../graph-model/ports.ts';
import type { Drawing } from './drawing.ts';
import { hues } from './node-styles.ts';

/** Rows that are drawn. */
const MOST = 40;

/** What was chosen: a node's type, with what it is for where that follows. */
export interface ChosenNode {
  readonly type: string;
}

/** The search for a node to add, where one stands: by name, category, types of ports and words of the documentation. */
@customElement('ww-node-search')
export class NodeSearch extends LitElement {
  static override styles = [
    controls,
    hues,
    css`
    :host { position: absolute; z-index: 6; width: 320px; max-width: calc(100% - 16px); background: var(--raised); border: 1px solid var(--line-strong);
      border-radius: 10px; box-shadow: var(--shadow); overflow: hidden; }
    .query { padding: 8px 10px; border-bottom: 1px solid var(--line); }
    .query input { border: 0; background: none; padding: 0; outline: none; font: var(--mono); }
    ul { list-style: none; margin: 0; padding: 4px 0; max-height: 264px; overflow: auto; overscroll-behavior: contain; }
    li { display: flex; align-items: center; gap: 8px; padding: 3px 10px; min-height: 28px; cursor: pointer; }
    li[aria-selected='true'] { background: var(--selected); }
    li i { width: 8px; height: 8px; border-radius: 50%; background: var(--hue); flex: none; }
    li i.impulse { border-radius: 0; clip-path: polygon(0 0, 100% 50%, 0 100%); }
    li small { min-width: 0; margin-left: auto; color: var(--faint); font: var(--small); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
    li .name { flex: none; max-width: calc(100% - 16px); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .doc { padding: 7px 10px; border-top: 1px solid var(--line); color: var(--soft); font: var(--small); max-height: 5.6em; overflow: auto; }
    .none { padding: 10px; color: var(--soft); }
  `,
  ];
  @property({ attribute: false }) drawing!: Drawing;
  /** The port that a wire was dragged from: only what it can lead to is offered. */
  @property({ attribute: false }) from: PortAt | undefined;
  /** The node whose place is to be taken: only those kindred to it are offered. */
  @property() swap: string | undefined;
  /** Where it stands, in pixels. */
  @property({ attribute: false }) place = { x: 0, y: 0 };
  @state() private words = '';
  @state() private at = 0;
  @query('input') private input!: HTMLInputElement;
  #found: readonly FoundType[] = [];

  override willUpdate(changed: PropertyValues): void {
    if (!changed.has('at') || changed.size > 1) this.#found = this.#search().slice(0, MOST);
    this.at = Math.min(this.at, Math.max(0, this.#found.length - 1));
    if (changed.has('place')) Object.assign(this.style, { left: `${this.place.x}px`, top: `${this.place.y}px` });
  }

  /** Of those that may take a node's place those that keep most of it come first, while nothing is typed. */
  #search(): readonly FoundType[] {
    const { known } = this.drawing;
    if (this.swap === undefined) return searchNodes(known, this.words, this.from);
    const kin = kindredOf(known, this.swap);
    const names = new Map(kin.map(({ type }, index) => [type.name, index]));
    const found = known.catalogue.nodes
      .filter(({ name }) => names.has(name))
      .map((type) => ({ type, shown: type.title ?? spaced(type.name), at: [], score: -(names.get(type.name) ?? 0) }));
    if (this.words.trim() === '') return found.toSorted((a, b) => b.score - a.score);
    return searchNodes(known, this.words).filter(({ type }) => names.has(type.name));
  }

  override render(): TemplateResult {
    const chosen = this.#found[this.at];
    const what = this.swap !== undefined ? 'swap it for…' : this.from === undefined ? 'add a node…' : 'add a node that fits…';
    return html`<div class="query"><input role="combobox" aria-expanded="true" aria-controls="nodes" aria-label="Search for a node" autocomplete="off"
        spellcheck="false" placeholder=${what} aria-activedescendant=${chosen === undefined ? nothing : `n${this.at}`}
        .value=${this.words} @input=${this.#typed} @keydown=${this.#key} @blur=${this.#left} /></div>
      <ul id="nodes" role="listbox" aria-label="Nodes" data-scrolls>${this.#found.map((found, at) => this.#row(found, at))}</ul>
      ${
        chosen === undefined
          ? html`<div class="none" role="status">Nothing here has “${this.words}” in its name, category, ports or documentation${
              this.from === undefined ? '' : ' and fits this wire'
            }.</div>`
          : html`<div class="doc" role="status">${chosen.best === undefined ? nothing : html`<b>${this.#port(chosen)}</b>`}${docOf(chosen.type)}</div>`
      }`;
  }

  /** Where the wire in hand would lead to. */
  #port({ best }: FoundType): string {
    const of = best?.of === undefined || best.of === '' ? '' : `for ${best.of}`,
      // The only one of its kind has no name that would tell anything.
      port = best === undefined || best.port === '*' ? '' : `to ${best.port}`;
    return of === '' && port === '' ? '' : `${[port, of].filter((word) => word !== '').join(', ')}: `;
  }

  override firstUpdated(): void {
    this.input.focus();
  }
  override updated(): void {
    this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }

  #row({ type, shown }: FoundType, at: number): TemplateResult {
    const hue = type.pure ? this.drawing.catalogue.hue(type.outputs[0]?.type ?? '') : 'impulse';
    // Several are called alike by the original, as the two Writes: their own names tell them apart.
    const hasTwin = this.#found.some((other) => other.shown === shown && other.type !== type);
    return html`<li id="n${at}" role="option" aria-selected=${at === this.at} @pointerdown=${(event: Event) => event.preventDefault()}
      @click=${() => this.#choose(type)} @pointermove=${() => {
        this.at = at;
      }}><i class=${hue}></i><span class="name">${shown}</span><small>${hasTwin ? type.name : type.category}</small></li>`;
  }

  readonly #typed = (event: Event): void => {
    this.words = (event.target as HTMLInputElement).value;
    this.at = 0;
  };
  readonly #key = (event: KeyboardEvent): void => {
    event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      this.at = Math.max(0, Math.min(this.#found.length - 1, this.at + step));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const found = this.#found[this.at];
      if (found !== undefined) this.#choose(found.type);
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      this.#end();
    }
  };
  readonly #left = (): void => this.#end(false);
  #choose(node: NodeType): void {
    this.dispatchEvent(new CustomEvent<ChosenNode>('node-chosen', { detail: { type: node.name }, bubbles: true, composed: true }));
  }
  #end(giveBack = true): void {
    this.dispatchEvent(new CustomEvent('search-ended', { detail: { giveBack }, bubbles: true, composed: true }));
  }
}
