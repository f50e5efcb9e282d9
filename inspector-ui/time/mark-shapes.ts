import { css, html, svg, type TemplateResult } from 'lit';
import type { TimeMark } from '../../server/protocol.ts';

type Kind = TimeMark['kind'];

/** The kinds of what happens, in the order of their lanes, each with its words. */
export const KINDS: readonly { readonly kind: Kind; readonly word: string; readonly one: string }[] = [
  { kind: 'edit', word: 'Edits', one: 'Edit' },
  { kind: 'problem', word: 'Problems', one: 'Problem' },
  { kind: 'connection', word: 'Connections', one: 'Connection' },
];

/** Each kind has a shape of its own, for those who cannot see its colour. */
const SHAPES: { readonly [K in Kind]: TemplateResult } = {
  edit: svg`<path d="M5 .5L9.500 5 5 9.500.500 5z" />`,
  problem: svg`<path d="M5 .6L9.600 9H.4z" />`,
  connection: svg`<circle cx="5" cy="5" r="4.200" />`,
};

export const markColors = css`
  .edit { --mark: var(--accent); }
  .problem { --mark: var(--retry); }
  .connection { --mark: var(--open); }
  svg.mark { width: 9px; height: 9px; fill: var(--mark); display: block; overflow: visible; }
`;

export function markShape(kind: Kind): TemplateResult {
  return html`<svg class="mark ${kind}" viewBox="0 0 10 10" aria-hidden="true">${SHAPES[kind]}</svg>`;
}
