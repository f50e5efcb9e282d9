import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { controls } from '../controls/styles.ts';
import type { NodeType } from '../graph-model/catalogue.ts';
import type { PortAt } from '../graph-model/connecting.ts';
import { searchNodes, type FoundNode } from './search-nodes.ts';
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
    li small { margin-left: auto; color: var(--faint); font: var(--small); white-space: nowrap; }
    li .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .doc { padding: 7px 10px; border-top: 1px solid var(--line); color: var(--soft); font: var(--small); max-height: 5.6em; overflow: auto; }
    .none { padding: 10px; color: var(--soft); }
  `,
  ];
  @property({ attribute: false }) drawing!: Drawing;
  /** The port that a wire was dragged from: only what it can lead to is offered. */
  @property({ attribute: false }) from: PortAt | undefined;
  /** Only nodes that may take this one's place, by their names. */
  @property({ attribute: false }) among: ReadonlySet<string> | undefined;
  @state() private words = '';
  @state() private at = 0;
  @query('input') private input!: HTMLInputElement;
  #found: readonly FoundNode[] = [];

  override willUpdate(changed: PropertyValues): void {
    if (!changed.has('at') || changed.size > 1) {
      const found = searchNodes(this.drawing.known, this.words, this.from);
      this.#found = (this.among === undefined ? found : found.filter(({ node }) => this.among?.has(node.name))).slice(0, MOST);
    }
    this.at = Math.min(this.at, Math.max(0, this.#found.length - 1));
  }

  override render(): TemplateResult {
    const chosen = this.#found[this.at];
    return html`<div class="query"><input role="combobox" aria-expanded="true" aria-controls="nodes" aria-label="Search for a node" autocomplete="off"
        spellcheck="false" placeholder=${this.from === undefined ? 'add a node…' : 'add a node that fits…'}
          aria-activedescendant=${chosen === undefined ? nothing : `n${this.at}`}
        .value=${this.words} @input=${this.#typed} @keydown=${this.#key} @blur=${this.#left} /></div>
      <ul id="nodes" role="listbox" aria-label="Nodes">${this.#found.map((found, at) => this.#row(found, at))}</ul>
      ${
        chosen === undefined
          ? html`<div class="none"
            role="status">No node has “${this.words}” in its name, category or documentation${this.from === undefined ? '' : ' and fits this wire'}.</div>`
          : html`<div class="doc" role="status">${chosen.node.doc}</div>`
      }`;
  }

  override firstUpdated(): void {
    this.input.focus();
  }
  override updated(): void {
    this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }

  #row({ node }: FoundNode, at: number): TemplateResult {
    const hue = node.pure ? this.drawing.catalogue.hue(node.outputs[0]?.type ?? '') : 'impulse';
    return html`<li id="n${at}" role="option" aria-selected=${at === this.at} @pointerdown=${(event: Event) => event.preventDefault()}
      @click=${() => this.#choose(node)}
      @pointermove=${() => {
        this.at = at;
      }}><i class=${hue}></i><span class="name">${node.title ?? spaced(node.name)}</span><small>${node.category}</small></li>`;
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
      if (found !== undefined) this.#choose(found.node);
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
