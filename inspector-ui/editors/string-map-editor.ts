import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { glyph } from '../shell/glyphs.ts';
import { Editor } from './editor.ts';
import { pointer } from './json-diff.ts';
import { listStyles } from './strings-editor.ts';
import './text-box.ts';

type Texts = { readonly [name: string]: string };

/** Texts by name, edited line by line. */
@customElement('ww-string-map-editor')
export class StringMapEditor extends Editor<Texts> {
  static override styles = listStyles;
  /** A line that has no name yet. */
  @state() private adding = false;

  override render(): TemplateResult {
    const lines = Object.entries(this.value);
    return html`<div class="list" role="group" aria-label=${this.label}>
      ${repeat(
        lines,
        ([name]) => name,
        ([name, text]) => html`<span class="line pair">
        <ww-text-box .label="${this.label} name ${name}" .value=${name} .locked=${this.locked} @text-change=${(event: CustomEvent<string>) => this.#rename(name, event.detail)}></ww-text-box>
        <ww-text-box .label="${this.label} ${name}" .value=${text} .locked=${this.locked} @text-change=${(event: CustomEvent<string>) => this.#set(name, event.detail)}></ww-text-box>
        <button class="icon" aria-label="Remove ${name} from ${this.label}" ?hidden=${this.locked} @click=${() => this.#remove(name)}>${glyph('close')}</button></span>`,
      )}
      ${
        this.adding
          ? html`<span class="line pair"><input id="new" aria-label="New name in ${this.label}" placeholder="name" spellcheck="false" aria-invalid=${this.invalid ? 'true' : nothing} @keydown=${this.#newKey} @change=${this.#create} @blur=${(
              event: Event,
            ) => {
              this.adding = Object.hasOwn(this.value, (event.target as HTMLInputElement).value.trim());
            }} /><span></span></span>`
          : ''
      }
      ${this.locked ? (lines.length === 0 ? html`<span class="none">none</span>` : '') : html`<button class="add" aria-label="Add to ${this.label}" @click=${this.#begin}>${glyph('plus')} Add</button>`}
    </div>`;
  }

  #begin(): void {
    this.adding = true;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('#new')?.focus());
  }
  #newKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    (event.target as HTMLInputElement).value = '';
    this.adding = false;
    this.fault(null);
  }
  #create(event: Event): void {
    const box = event.target as HTMLInputElement,
      name = box.value.trim();
    // A name that will not do stays in its box, beside the words that say why.
    this.adding = Object.hasOwn(this.value, name);
    if (!this.adding) box.value = '';
    if (this.adding) this.fault(`there is a ${name} already`);
    else if (name === '') this.fault(null);
    else this.change({ ...this.value, [name]: '' }, { patch: [{ op: 'add', path: `/${pointer(name)}`, value: '' }] });
  }
  #set(name: string, text: string): void {
    this.change({ ...this.value, [name]: text }, { patch: [{ op: 'add', path: `/${pointer(name)}`, value: text }] });
  }
  #rename(name: string, text: string): void {
    const next = text.trim();
    if (next === '' || Object.hasOwn(this.value, next)) {
      this.fault(next === '' ? 'expected a name' : `there is a ${next} already`);
      return;
    }
    this.change(Object.fromEntries(Object.entries(this.value).map(([key, value]) => [key === name ? next : key, value])), {
      patch: [{ op: 'move', from: `/${pointer(name)}`, path: `/${pointer(next)}` }],
    });
  }
  #remove(name: string): void {
    this.change(Object.fromEntries(Object.entries(this.value).filter(([key]) => key !== name)), { patch: [{ op: 'remove', path: `/${pointer(name)}` }] });
  }
}
