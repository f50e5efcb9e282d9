import { css, html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { glyph } from '../controls/glyphs.ts';
import { Editor, editorStyles } from './editor.ts';
import './text-box.ts';
import type { TextBox, TextChange } from './text-box.ts';

export const listStyles = [
  ...editorStyles,
  css`
  .list { display: grid; gap: 4px; }
  .line { display: grid; grid-template-columns: 1fr 26px; gap: 4px; align-items: center; }
  .line.pair { grid-template-columns: minmax(0, 2fr) minmax(0, 3fr) 26px; }
  .line.triple { grid-template-columns: minmax(0, 3fr) 84px minmax(0, 4fr) 26px; }
  /* In a narrow pane the value has a line of its own. */
  @container (max-width: 420px) {
    .line.triple { grid-template-columns: minmax(0, 1fr) 76px 26px; margin-bottom: 4px; }
    .line.triple > :nth-child(3) { grid-row: 2; grid-column: 1 / 3; }
  }
  .add { justify-self: start; color: var(--soft); font: var(--small); padding: 0 6px; }
  .none { color: var(--faint); font: var(--mono); min-height: 24px; display: flex; align-items: center; }
`,
];

/** A list of texts, edited line by line, so that two people do not overwrite each other's lines. */
@customElement('ww-strings-editor')
export class StringsEditor extends Editor<readonly string[]> {
  static override styles = listStyles;

  override render(): TemplateResult {
    const list = Array.isArray(this.value) ? this.value : [];
    return html`<div class="list" role="group" aria-label=${this.label}>
      ${list.map(
        (text, i) => html`<span class="line"><ww-text-box .label="${this.label} ${i + 1}" .value=${text} .locked=${this.locked}
          @text-change=${(event: CustomEvent<TextChange>) => this.#set(i, event.detail)}></ww-text-box>
        <button class="icon" aria-label="Remove ${this.label} ${i + 1}" ?hidden=${this.locked}
          @click=${() => this.#remove(i)}>${glyph('close')}</button></span>`,
      )}
      ${
        this.locked
          ? list.length === 0
            ? html`<span class="none">none</span>`
            : ''
          : html`<button class="add" aria-label="Add to ${this.label}"
          @click=${this.#add}>${glyph('plus')} Add</button>`
      }
    </div>`;
  }

  /** The line must still be the one that was begun with: meanwhile others may have taken lines away above it. */
  #set(index: number, { text, first }: TextChange): void {
    this.change(
      this.value.map((old, i) => (i === index ? text : old)),
      {
        patch: [
          { op: 'test', path: `/${index}`, value: first },
          { op: 'replace', path: `/${index}`, value: text },
        ],
      },
    );
  }
  #remove(index: number): void {
    this.change(
      this.value.filter((_, i) => i !== index),
      {
        patch: [
          { op: 'test', path: `/${index}`, value: this.value[index] ?? '' },
          { op: 'remove', path: `/${index}` },
        ],
      },
    );
  }
  #add(): void {
    this.change([...this.value, ''], { patch: [{ op: 'add', path: '/-', value: '' }] });
    void this.updateComplete.then(() => setTimeout(() => [...this.renderRoot.querySelectorAll<TextBox>('ww-text-box')].at(-1)?.focus(), 120));
  }
}
