import { svg, html, type TemplateResult } from 'lit';

const PATHS = {
  play: 'M5 3.500v9l7-4.500z',
  pause: 'M5.500 4v8M10.500 4v8',
  step: 'M4 3.500v9l6-4.500zM12 4v8',
  undo: 'M6 4L3 7l3 3M3.500 7H10a3 3 0 0 1 0 6H8',
  redo: 'M10 4l3 3-3 3M12.500 7H6a3 3 0 0 0 0 6h2',
  down: 'M4.500 6.500L8 10l3.500-3.500',
  right: 'M6.500 4.500L10 8l-3.500 3.500',
  more: 'M3.500 8h.01M8 8h.01M12.500 8h.01',
  plus: 'M8 3.500v9M3.500 8h9',
  close: 'M4.500 4.500l7 7M11.500 4.500l-7 7',
  search: 'M7 11.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9zM10.500 10.500l3 3',
  jump: 'M4 12l8-8M6 4h6v6',
  sun: 'M8 10.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM8 2v1.500M8 12.500V14M2 8h1.500M12.500 8H14M3.800 3.800l1 1M11.200 11.200l1 1M12.200 3.800l-1 1M4.800 11.200l-1 1',
  moon: 'M12.500 9.500A5 5 0 0 1 6.500 3.500a5 5 0 1 0 6 6z',
  contrast: 'M8 13.500a5.500 5.500 0 1 0 0-11 5.500 5.500 0 0 0 0 11zM8 2.500v11',
  trash: 'M3.500 5h9M6.500 5V3.500h3V5M5 5l.5 7.500h5L11 5',
  left: 'M2.500 3.500h11v9h-11zM6 3.500v9',
  rightPane: 'M2.500 3.500h11v9h-11zM10 3.500v9',
  bottomPane: 'M2.500 3.500h11v9h-11zM2.500 9.500h11',
  tree: 'M3.500 4h3M3.500 4v8M3.500 8h3M3.500 12h3M9 4h3.500M9 8h3.500M9 12h3.500',
  world: 'M8 13.500a5.500 5.500 0 1 0 0-11 5.500 5.500 0 0 0 0 11zM2.500 8h11M8 2.500c3.500 3.500 3.500 7.500 0 11-3.500-3.500-3.500-7.500 0-11z',
  entity: 'M8 2.500l5 2.750v5.500L8 13.500l-5-2.750v-5.500zM3 5.250L8 8l5-2.750M8 8v5.500',
  log: 'M3.500 4.500h9M3.500 8h9M3.500 11.500h5.500',
  save: 'M3 3h8l2 2v8H3zM5.500 3v3.500h4.500V3M5 13V9.500h6V13',
} as const;

export type GlyphName = keyof typeof PATHS;

/** A drawing of 16 by 16, in the colour of the text around it. It says nothing by itself: its button carries the words. */
export function glyph(name: GlyphName): TemplateResult {
  return html`<svg class="glyph" viewBox="0 0 16 16" aria-hidden="true">${svg`<path d=${PATHS[name]} />`}</svg>`;
}
