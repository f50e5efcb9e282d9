import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { FieldValues } from '../../server/protocol.ts';
import { plainSigns } from '../controls/plain-signs.ts';
import { stateDot } from '../controls/states.ts';
import { badges, controls } from '../controls/styles.ts';
import { plural } from '../controls/words.ts';

/** Where listening stands, in the words and colours of connections. */
const SHOWN: { readonly [state: string]: { readonly as: string; readonly word: string } } = {
  Idle: { as: 'Idle', word: 'Not listening' },
  Starting: { as: 'Connecting', word: 'Starting' },
  Listening: { as: 'Open', word: 'Listening' },
  WaitingToRetry: { as: 'WaitingToRetry', word: 'Waiting to retry' },
};

/** Where a world listens, or why it does not. */
@customElement('ww-server-part')
export class ServerPart extends LitElement {
  static override styles = [
    controls,
    badges,
    css`
    :host { display: block; padding: 4px 14px 6px; }
    .now { display: flex; gap: 8px; align-items: start; height: 42px; padding-top: 3px; }
    .said { color: var(--soft); flex: 1; min-width: 0; overflow-wrap: anywhere; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2;
      overflow: hidden; user-select: text; }
  `,
  ];
  @property({ attribute: false }) values: FieldValues = {};

  override render(): TemplateResult {
    const { State: state, StateReason: reason, URL: url, ClientCount: count } = this.values;
    const shown = typeof state === 'string' ? SHOWN[state] : undefined;
    if (shown === undefined) return html``;
    const words = state === 'Listening' ? `${text(url)} · ${plural(Number(count), 'client')}` : plainSigns(text(reason).replace(/^waiting to try again: /, ''));
    return html`<div class="now"><span role="status" class="badge ${shown.as}">${stateDot(shown.as)}${shown.word}</span><span class="said"
      title=${words === '' ? nothing : words}>${words}</span></div>`;
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
