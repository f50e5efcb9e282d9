import { LitElement, css, html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';

/** The edge between two panes: dragged, moved by arrow keys, and folded by a double click or Enter. Tells `resize` with the new size in pixels. */
@customElement('ww-splitter')
export class Splitter extends LitElement {
  static override styles = css`
    :host { position: relative; z-index: 2; display: block; touch-action: none; background: var(--line); transition: background var(--quick); }
    :host([axis='x']) { width: 1px; cursor: col-resize; }
    :host([axis='y']) { height: 1px; cursor: row-resize; }
    :host::after { content: ''; position: absolute; inset: 0; }
    :host([axis='x'])::after { inset: 0 -4px; }
    :host([axis='y'])::after { inset: -4px 0; }
    :host(:hover), :host([dragging]) { background: var(--accent); }
    :host(:focus-visible) { outline: 2px solid var(--accent); outline-offset: 0; }
  `;
  @property({ reflect: true }) axis: 'x' | 'y' = 'x';
  /** 1 where the pane grows with the coordinate, -1 where it shrinks. */
  @property({ type: Number }) sign = 1;
  @property({ type: Number }) size = 0;
  @property({ type: Number }) least = 160;
  @property({ type: Number }) most = 900;
  @property() label = 'Pane size';
  #from = { at: 0, size: 0 };

  constructor() {
    super();
    this.addEventListener('pointerdown', (event) => {
      this.setPointerCapture(event.pointerId);
      this.toggleAttribute('dragging', true);
      this.#from = { at: this.axis === 'x' ? event.clientX : event.clientY, size: this.size };
      event.preventDefault();
    });
    this.addEventListener('pointermove', (event) => {
      if (!this.hasPointerCapture(event.pointerId)) return;
      this.#tell(this.#from.size + this.sign * ((this.axis === 'x' ? event.clientX : event.clientY) - this.#from.at));
    });
    this.addEventListener('lostpointercapture', () => this.toggleAttribute('dragging', false));
    this.addEventListener('dblclick', () => this.dispatchEvent(new Event('fold')));
    this.addEventListener('keydown', (event) => {
      const by = { ArrowLeft: -16, ArrowUp: -16, ArrowRight: 16, ArrowDown: 16 }[event.key];
      if (by !== undefined) this.#tell(this.size + this.sign * by);
      else if (event.key === 'Enter') this.dispatchEvent(new Event('fold'));
      else return;
      event.preventDefault();
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.role = 'separator';
    this.tabIndex = 0;
  }

  override updated(_changed: PropertyValues): void {
    this.ariaOrientation = this.axis === 'x' ? 'vertical' : 'horizontal';
    this.ariaLabel = this.label;
    this.ariaValueNow = String(Math.round(this.size));
    this.ariaValueMin = String(this.least);
    this.ariaValueMax = String(this.most);
  }

  override render(): TemplateResult {
    return html``;
  }

  #tell(size: number): void {
    this.dispatchEvent(new CustomEvent('resize-pane', { detail: Math.round(Math.min(this.most, Math.max(this.least, size))) }));
  }
}
