import { css, html, svg, type TemplateResult } from 'lit';
import type { TimeMark } from '../../server/protocol.ts';

type Kind = TimeMark['kind'];

/** The kinds of what happens, in the order of their lanes, each with its words. */
export const KINDS: readonly { readonly kind: Kind; readonly word: string; readonly one: string }[] = [
  { kind: 'edit', word: 'Edits', one: 'Edit' },
  { kind: 'problem', word: 'Problems', one: 'Problem' },
  { kind: 'connection', word: 'Connections', one: 'Connection' },
  { kind: 'save', word: 'Saves', one: 'Save' },
  { kind: 'people', word: 'People', one: 'Person' },
  { kind: 'restart', word: 'Restarts', one: 'Restart' },
];

/** Each kind has a shape of its own, for those who cannot see its colour. */
const SHAPES: { readonly [K in Kind]: TemplateResult } = {
  edit: svg`<path d="M5 .5L9.500 5 5 9.500.500 5z" />`,
  problem: svg`<path d="M5 .6L9.600 9H.4z" />`,
  connection: svg`<circle cx="5" cy="5" r="4.200" />`,
  save: svg`<path d="M1 1h8v8H1z" />`,
  people: svg`<path d="M5 .5a2.200 2.200 0 1 1 0 4.400 2.200 2.200 0 1 1 0-4.400zM.8 9.500a4.200 4 0 0 1 8.400 0z" />`,
  restart: svg`<path d="M3.800 0h2.400v10H3.800z" />`,
};

export const markColors = css`
  .edit { --mark: var(--accent); }
  .problem { --mark: var(--retry); }
  .connection { --mark: var(--open); }
  .save { --mark: var(--ink); }
  .people { --mark: var(--ref-ink); }
  .restart { --mark: var(--ask-ink); }
  svg.mark { width: 9px; height: 9px; fill: var(--mark); display: block; overflow: visible; }
`;

export function markShape(kind: Kind): TemplateResult {
  return html`<svg class="mark ${kind}" viewBox="0 0 10 10" aria-hidden="true">${SHAPES[kind]}</svg>`;
}
