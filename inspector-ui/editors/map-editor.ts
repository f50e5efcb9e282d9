import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Json } from '../../server/protocol.ts';
import { glyph } from '../controls/glyphs.ts';
import { Editor } from './editor.ts';
import { pointer } from './json-diff.ts';
import { listStyles } from './strings-editor.ts';
import './text-box.ts';
import type { TextChange } from './text-box.ts';

/** Values by name, a line each: names are added, changed and removed here; how a line goes on after its name is each map's own. */
export abstract class MapEditor<V extends Json> extends Editor<{ readonly [name: string]: V }> {
  static override styles = listStyles;
  /** A line that has no name yet. */
  @state() private adding = false;

  /** How many boxes a line has, its name's included. */
  protected abstract readonly boxes: 'pair' | 'triple';
  /** What stands under a new name. */
  protected abstract fresh(): V;
  /** The boxes of a line after its name. */
  protected abstract rest(name: string, value: V): TemplateResult;

  override render(): TemplateResult {
    const lines = Object.entries(this.value);
    return html`<div class="list" role="group" aria-label=${this.label}>
      ${repeat(
        lines,
        ([name]) => name,
        ([name, value]) => this.#line(name, value),
      )}
      ${
        this.adding
          ? html`<span class="line ${this.boxes}"><input id="new" aria-label="New name in ${this.label}" placeholder="name" spellcheck="false"
            aria-invalid=${this.invalid ? 'true' : nothing} @keydown=${this.#newKey} @change=${this.#create} @blur=${(event: Event) => {
              this.adding = Object.hasOwn(this.value, (event.target as HTMLInputElement).value.trim());
            }} />${this.boxes === 'pair' ? html`<span></span>` : nothing}</span>`
          : nothing
      }
      ${
        this.locked
          ? lines.length === 0
            ? html`<span class="none">none</span>`
            : nothing
          : html`<button class="add" aria-label="Add to ${this.label}"
          @click=${this.#begin}>${glyph('plus')} Add</button>`
      }
    </div>`;
  }

  #line(name: string, value: V): TemplateResult {
    return html`<span class="line ${this.boxes}">
      <ww-text-box .label="${this.label} name ${name}" .value=${name} .locked=${this.locked}
        @text-change=${(event: CustomEvent<TextChange>) => this.#rename(name, event.detail.text)}></ww-text-box>
      ${this.rest(name, value)}
      <button class="icon" aria-label="Remove ${name} from ${this.label}" ?hidden=${this.locked}
        @click=${() => this.#remove(name)}>${glyph('close')}</button></span>`;
  }

  protected put(name: string, value: V): void {
    this.change({ ...this.value, [name]: value }, { patch: [{ op: 'add', path: `/${pointer(name)}`, value }] });
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
    else this.put(name, this.fresh());
  }
  #rename(name: string, text: string): void {
    const next = text.trim();
    if (next === '' || Object.hasOwn(this.value, next)) {
      this.fault(next === '' ? 'expected a name' : `there is a ${next} already`);
      return;
    }
    const renamed = Object.fromEntries(Object.entries(this.value).map(([key, value]) => [key === name ? next : key, value]));
    this.change(renamed, { patch: [{ op: 'move', from: `/${pointer(name)}`, path: `/${pointer(next)}` }] });
  }
  #remove(name: string): void {
    const left = Object.fromEntries(Object.entries(this.value).filter(([key]) => key !== name));
    this.change(left, { patch: [{ op: 'remove', path: `/${pointer(name)}` }] });
  }
}
