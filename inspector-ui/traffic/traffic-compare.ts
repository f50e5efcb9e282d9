import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PassedEntry } from '../../server/protocol.ts';
import { fromBase64, hexLines } from '../connection/bytes.ts';
import { controls } from '../controls/styles.ts';
import { wallWords } from '../controls/wall-words.ts';
import { compared } from './lines-compared.ts';

const SIGNS = { same: ' ', before: '−', after: '+' } as const;
const WORDS = { same: '', before: 'only in the first: ', after: 'only in the second: ' } as const;
const PER_LINE = 16;

/** Two messages, line by line: JSON with its parts on lines of their own, bytes as hex. */
@customElement('ww-traffic-compare')
export class TrafficCompare extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; border: 1px solid var(--line); border-radius: var(--radius-small); margin-top: 6px; }
    header { display: flex; gap: 12px; flex-wrap: wrap; padding: 3px 9px; font: var(--small); color: var(--soft); border-bottom: 1px solid var(--line); }
    ol { list-style: none; margin: 0; padding: 5px 0; font: var(--mono); max-height: 260px; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
    li { padding: 0 9px; }
    .before { background: color-mix(in srgb, var(--denied) 12%, transparent); }
    .after { background: color-mix(in srgb, var(--open) 14%, transparent); }
  `,
  ];
  @property({ attribute: false }) first!: PassedEntry;
  @property({ attribute: false }) second!: PassedEntry;

  override render(): TemplateResult {
    const lines = compared(linesOf(this.first), linesOf(this.second));
    const differ = lines.filter(({ is }) => is !== 'same').length;
    return html`<header><span>− ${titleOf(this.first)}</span><span>+ ${titleOf(this.second)}</span><span role="status">${
      differ === 0 ? 'The same.' : `${differ} lines differ.`
    }</span></header>
      <ol tabindex="0" aria-label="Both messages, line by line">${lines.map(
        ({ is, text }) => html`<li class=${is}><span aria-hidden="true">${SIGNS[is]} </span><span class="unseen">${WORDS[is]}</span>${text}</li>`,
      )}</ol>`;
  }
}

function titleOf({ name, wall, real }: PassedEntry): string {
  return `${name}, ${wall === undefined ? `${(real / 1000).toFixed(3)} s` : wallWords(wall, { milliseconds: true })}`;
}

function linesOf({ binary, data }: PassedEntry): string {
  if (binary) return hexLines(fromBase64(data), PER_LINE);
  try {
    return JSON.stringify(JSON.parse(data), null, 2);
  } catch {
    return data;
  }
}
