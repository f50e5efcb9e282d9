import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '../editors/code-box.ts';
import { glyph } from '../controls/glyphs.ts';
import { controls } from '../controls/styles.ts';
import { wallWords } from '../controls/wall-words.ts';
import { grouped } from '../controls/words.ts';
import { fromBase64, hexLines } from './bytes.ts';
import { isJson, type Line } from './message-book.ts';
import { copyOne } from './message-export.ts';

type Look = 'text' | 'json' | 'hex';
const LOOKS: readonly { readonly look: Look; readonly label: string }[] = [
  { look: 'text', label: 'Text' },
  { look: 'json', label: 'JSON' },
  { look: 'hex', label: 'Hex' },
];
/** Bytes to a line of hex, in a narrow pane and in a wide one. */
const NARROW = 8,
  WIDE = 16,
  WIDE_FROM = 500;

/** One message, all that is kept of it: as text, as JSON with its parts apart, or as bytes. */
@customElement('ww-message-view')
export class MessageView extends LitElement {
  static override styles = [
    controls,
    css`
    :host { display: block; border: 1px solid var(--line); border-radius: var(--radius-small); margin-top: 6px; background: var(--panel); }
    header { display: flex; align-items: center; gap: 8px; padding: 2px 2px 2px 9px; border-bottom: 1px solid var(--line); font: var(--small);
      color: var(--soft); }
    .looks { display: flex; gap: 2px; }
    .looks button { font: var(--small); min-height: 22px; padding: 1px 7px; color: var(--soft); }
    .looks button[aria-pressed='true'] { background: var(--accent-soft); color: var(--accent-ink); }
    pre { margin: 0; padding: 7px 9px; font: var(--mono); max-height: 240px; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 2; }
    pre.hex { white-space: pre; overflow-wrap: normal; }
    .cut { margin: 0; padding: 3px 9px; font: var(--small); color: var(--faint); border-top: 1px solid var(--line); }
    .bad { color: var(--denied-ink); }
  `,
  ];
  @property({ attribute: false }) line!: Line;
  @property() time = '';
  /** What was chosen by hand; else what fits the message. */
  @state() private wish: Look | null = null;

  override willUpdate(changed: PropertyValues): void {
    const before = changed.get('line') as Line | undefined;
    // A choice stays for messages of the same sort.
    if (before !== undefined && before.binary !== this.line.binary) this.wish = null;
  }

  override render(): TemplateResult {
    const { line } = this;
    const json = isJson(line) && !line.cut;
    const look = this.wish !== null && (this.wish !== 'json' || json) ? this.wish : line.binary ? 'hex' : json ? 'json' : 'text';
    return html`<section aria-label="Message">
      <header><span class="numbers clip">${line.what === 'in' ? '↓ received' : '↑ sent'} · ${grouped(line.size)} ${line.size === 1 ? 'byte' : 'bytes'}
        · <span title=${this.time}>${
          line.wall === undefined ? nothing : html`${wallWords(line.wall, { milliseconds: true })} · `
        }tick ${grouped(line.tick)}</span></span><span
            class="grow"></span>
        <span class="looks" role="group" aria-label="Show as">${LOOKS.map(
          (each) =>
            html`<button aria-pressed=${each.look === look} ?disabled=${each.look === 'json' && !json}
              title=${each.look === 'json' && !json ? 'It is no JSON' : nothing} @click=${() => {
                this.wish = each.look;
              }}>${each.label}</button>`,
        )}</span>
        <button class="icon" aria-label="Copy message" title="Copy message (Ctrl-C)" @click=${() => copyOne(line)}>${glyph('copy')}</button>
        <button class="icon" aria-label="Close message" title="Close (Esc)"
          @click=${() => this.dispatchEvent(new Event('close'))}>${glyph('close')}</button></header>
      ${this.#body(look)}
      ${line.cut ? html`<p class="cut">The first 16 KiB of it; the rest is not kept.</p>` : nothing}</section>`;
  }

  #body(look: Look): TemplateResult {
    const { line } = this;
    if (look === 'json')
      return html`<ww-code-box .text=${JSON.stringify(JSON.parse(line.data), null, 2)} language="json" label="Message as JSON" .locked=${true}></ww-code-box>`;
    const text =
      look === 'hex'
        ? hexLines(bytesOf(line), this.clientWidth >= WIDE_FROM ? WIDE : NARROW)
        : line.binary
          ? new TextDecoder().decode(bytesOf(line))
          : line.data;
    return html`<pre class=${look} tabindex="0" role="textbox" aria-readonly="true" aria-label="Message as ${look}">${text}</pre>`;
  }
}

function bytesOf(line: Line): Uint8Array {
  return line.binary ? fromBase64(line.data) : new TextEncoder().encode(line.data);
}
