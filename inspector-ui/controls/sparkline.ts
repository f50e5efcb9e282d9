import { LitElement, css, svg, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';

/** A small line of numbers over time, newest at the right. Decoration: what it shows is written beside it. */
@customElement('ww-sparkline')
export class Sparkline extends LitElement {
  static override styles = css`
    :host { display: inline-block; width: 140px; height: 24px; }
    svg { width: 100%; height: 100%; display: block; overflow: visible; }
    polyline { fill: none; stroke: var(--accent); stroke-width: 1.5; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
    line { stroke: var(--line-strong); stroke-width: 1; stroke-dasharray: 3 3; vector-effect: non-scaling-stroke; }
    rect { fill: var(--accent); opacity: .75; }
  `;
  @property({ attribute: false }) values: readonly number[] = [];
  @property({ type: Number }) slots = 60;
  /** The top of the scale is never below this. */
  @property({ type: Number }) least = 1;
  @property() kind: 'line' | 'bars' = 'line';
  /** What the numbers may come to at most, drawn as a line; the top of the scale is never below it. 0 for none. */
  @property({ type: Number }) bound = 0;
  /** By `root` a hundredth of the top stands at a tenth of the height, so that small numbers are told apart below a bound that is far off. */
  @property() scale: 'even' | 'root' = 'even';

  override render(): TemplateResult {
    const top = Math.max(this.least, this.bound, ...this.values);
    const shown = this.values.slice(-this.slots),
      offset = this.slots - shown.length;
    const y = (value: number): number => 23 - (this.scale === 'root' ? Math.sqrt(value / top) : value / top) * 21;
    return html`<svg viewBox="0 0 ${this.slots} 24" preserveAspectRatio="none" aria-hidden="true">${
      this.bound > 0 ? svg`<line x1="0" x2=${this.slots} y1=${y(this.bound)} y2=${y(this.bound)} />` : nothing
    }${
      this.kind === 'line'
        ? svg`<polyline points=${shown.map((value, i) => `${offset + i},${y(value).toFixed(1)}`).join(' ')} />`
        : shown.map((value, i) => svg`<rect x=${offset + i + 0.15} width=".7" y=${y(value)} height=${Math.max(value > 0 ? 1 : 0, 24 - y(value))} />`)
    }</svg>`;
  }
}
