import { LitElement, css, svg, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';

/** A small line of numbers over time, newest at the right. Decoration: what it shows is written beside it. */
@customElement('ww-sparkline')
export class Sparkline extends LitElement {
  static override styles = css`
    :host { display: inline-block; width: 140px; height: 24px; }
    svg { width: 100%; height: 100%; display: block; overflow: visible; }
    polyline { fill: none; stroke: var(--accent); stroke-width: 1.5; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
    rect { fill: var(--accent); opacity: .75; }
  `;
  @property({ attribute: false }) values: readonly number[] = [];
  @property({ type: Number }) slots = 60;
  /** The top of the scale is never below this. */
  @property({ type: Number }) least = 1;
  @property() kind: 'line' | 'bars' = 'line';

  override render(): TemplateResult {
    const top = Math.max(this.least, ...this.values);
    const shown = this.values.slice(-this.slots),
      offset = this.slots - shown.length;
    const y = (value: number): number => 23 - (value / top) * 21;
    return html`<svg viewBox="0 0 ${this.slots} 24" preserveAspectRatio="none" aria-hidden="true">${
      this.kind === 'line'
        ? svg`<polyline points=${shown.map((value, i) => `${offset + i},${y(value).toFixed(1)}`).join(' ')} />`
        : shown.map((value, i) => svg`<rect x=${offset + i + 0.15} width=".7" y=${y(value)} height=${Math.max(value > 0 ? 1 : 0, 24 - y(value))} />`)
    }</svg>`;
  }
}
