import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { controls } from '../controls/styles.ts';
import { COMMENT, type NodeData } from '../graph-model/graph.ts';
import type { NodeShape } from './geometry.ts';

/** A frame around nodes, with its title; or a comment, with what it says. */
@customElement('ww-graph-frame')
export class GraphFrame extends LitElement {
  static override styles = [
    controls,
    css`
    :host { position: absolute; left: 0; top: 0; display: block; border: 1px dashed var(--line-strong); border-radius: 12px; outline: none;
      background: color-mix(in srgb, var(--tint, var(--accent)) 5%, transparent); font: var(--small); user-select: none; }
    :host([selected]) { border-color: var(--accent); border-style: solid; box-shadow: 0 0 0 3px var(--selected); }
    :host(:focus-visible) { outline: 2px solid var(--accent); outline-offset: 2px; }
    :host([comment]) { border: 1px solid var(--line); border-radius: 8px; background: color-mix(in srgb, var(--tint, var(--glow)) 40%, var(--panel));
      overflow: hidden; }
    .title { display: inline-block; padding: 6px 12px; font-weight: 600; color: var(--soft); cursor: grab; max-width: 100%; }
    .text { padding: 8px 11px; white-space: pre-wrap; overflow-wrap: anywhere; color: var(--ink); height: 100%; overflow: hidden; }
    textarea { width: 100%; height: 100%; border: 0; background: none; padding: 8px 11px; font: var(--small); resize: none; display: block; }
    .corner { position: absolute; right: 0; bottom: 0; width: 16px; height: 16px; cursor: nwse-resize; border-right: 2px solid var(--line-strong);
      border-bottom: 2px solid var(--line-strong); border-bottom-right-radius: inherit; }
  `,
  ];
  @property() node = '';
  @property({ attribute: false }) data!: NodeData;
  @property({ attribute: false }) shape!: NodeShape;
  @property({ type: Boolean, reflect: true }) selected = false;
  @property({ type: Boolean }) locked = false;
  @state() private writing = false;

  /** Has somebody write what a comment says. */
  write(): void {
    if (this.locked || this.data.type !== COMMENT) return;
    this.writing = true;
    void this.updateComplete.then(() => this.renderRoot.querySelector('textarea')?.focus());
  }

  override willUpdate(changed: PropertyValues<this>): void {
    Object.assign(this.style, { width: `${this.shape.w}px`, height: `${this.shape.h}px` });
    this.toggleAttribute('comment', this.data.type === COMMENT);
    if (!changed.has('data')) return;
    const { color } = this.data;
    if (color !== undefined && /^#[0-9a-f]{6}$/i.test(color)) this.style.setProperty('--tint', color);
    else this.style.removeProperty('--tint');
  }

  override render(): TemplateResult {
    const { title = '', text = '' } = this.data;
    return html`${
      this.writing
        ? html`<textarea data-editing data-scrolls aria-label="Comment" maxlength="10000" .value=${text} @keydown=${this.#key}
            @blur=${this.#written}></textarea>`
        : this.data.type === COMMENT
          ? html`<div class="text" data-head>${text === '' ? html`<span class="faint">A comment: double click to write</span>` : text}</div>`
          : html`<span class="title clip" data-head>${title === '' ? 'Frame' : title}</span>`
    }${this.locked ? nothing : html`<span class="corner" data-corner></span>`}`;
  }

  readonly #key = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey))) (event.target as HTMLElement).blur();
  };
  readonly #written = (event: Event): void => {
    this.writing = false;
    const { value } = event.target as HTMLTextAreaElement;
    const send = (name: string, detail: object): void => void this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
    if (value !== (this.data.text ?? '')) send('text-change', { node: this.node, text: value });
    send('edit-closed', {});
  };
}
