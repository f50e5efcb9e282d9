import { html, svg, type TemplateResult } from 'lit';

/** Boxes on a ground, in outline. */
export function art(dashed: boolean): TemplateResult {
  const box = (x: number, y: number, size: number): TemplateResult =>
    svg`<rect class=${dashed ? 'box dashed' : 'box'} x=${x} y=${y} width=${size} height=${size} rx="5" />`;
  return html`<svg class="art" viewBox="0 0 132 84" aria-hidden="true">
    <g class="ground">${[0, 1, 2, 3, 4, 5, 6].map((i) => svg`<path d=${`M${46 + i * 6.7} 34L${i * 22} 84`} />`)}${[38, 46, 58, 74].map(
      (y) => svg`<path
      d=${`M${46 - (y - 34) * 0.92} ${y}H${86 + (y - 34) * 0.92}`} />`,
    )}</g>
    ${box(28, 30, 24)}${box(66, 20, 16)}${box(92, 38, 28)}</svg>`;
}
