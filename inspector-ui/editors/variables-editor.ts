import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { FieldKind, FieldManifest, Json } from '../../server/protocol.ts';
import { glyph } from '../shell/glyphs.ts';
import { Editor, type EditorBinding, type EditorChange } from './editor.ts';
import { pointer } from './json-diff.ts';
import { listStyles } from './strings-editor.ts';
import './text-box.ts';

const FRESH: { readonly [type: string]: Json } = {
  bool: false,
  int: 0,
  float: 0,
  string: '',
  float2: [0, 0],
  float3: [0, 0, 0],
  float4: [0, 0, 0, 0],
  floatQ: [0, 0, 0, 1],
  color: [1, 1, 1, 1],
  entityRef: null,
};

interface Variable {
  readonly [key: string]: Json;
  readonly type: string;
  readonly value: Json;
}

/** Named values, each with its type and the editor of that type. */
@customElement('ww-variables-editor')
export class VariablesEditor extends Editor<{ readonly [name: string]: Variable }> {
  static override styles = listStyles;
  /** The editor of each type; given by the registry, which knows this one too. */
  @property({ attribute: false }) draw!: (binding: EditorBinding) => TemplateResult;
  @state() private adding = false;

  override render(): TemplateResult {
    const lines = Object.entries(this.value);
    return html`<div class="list" role="group" aria-label=${this.label}>
      ${repeat(
        lines,
        ([name]) => name,
        ([name, variable]) => this.#line(name, variable),
      )}
      ${
        this.adding
          ? html`<span class="line triple"><input id="new" aria-label="New name in ${this.label}" placeholder="name" spellcheck="false" aria-invalid=${this.invalid ? 'true' : nothing} @keydown=${this.#newKey} @change=${this.#create} @blur=${(
              event: Event,
            ) => {
              this.adding = Object.hasOwn(this.value, (event.target as HTMLInputElement).value.trim());
            }} /></span>`
          : ''
      }
      ${this.locked ? (lines.length === 0 ? html`<span class="none">none</span>` : '') : html`<button class="add" aria-label="Add to ${this.label}" @click=${this.#begin}>${glyph('plus')} Add</button>`}
    </div>`;
  }

  #line(name: string, variable: Variable): TemplateResult {
    const field: FieldManifest = { name, kind: variable.type as FieldKind, doc: `Variable ${name}`, label: name, default: null, expected: '' };
    return html`<span class="line triple">
      <ww-text-box .label="${this.label} name ${name}" .value=${name} .locked=${this.locked} @text-change=${(event: CustomEvent<string>) => this.#rename(name, event.detail)}></ww-text-box>
      <select aria-label="Type of ${name}" .value=${live(variable.type)} ?disabled=${this.locked} @change=${(event: Event) => this.#put(name, retyped((event.target as HTMLSelectElement).value, variable))}>
        ${Object.keys(FRESH).map((type) => html`<option value=${type} ?selected=${type === variable.type}>${type}</option>`)}</select>
      <span @editor-change=${(event: CustomEvent<EditorChange>) => this.#inner(event, name, variable)}>${this.draw({ field, value: variable.value, locked: this.locked, invalid: false })}</span>
      <button class="icon" aria-label="Remove ${name} from ${this.label}" ?hidden=${this.locked} @click=${() => this.change(without(this.value, name), { patch: [{ op: 'remove', path: `/${pointer(name)}` }] })}>${glyph('close')}</button></span>`;
  }

  #inner(event: CustomEvent<EditorChange>, name: string, variable: Variable): void {
    event.stopPropagation();
    const { value, group } = event.detail;
    this.change(
      { ...this.value, [name]: { ...variable, value } },
      { patch: [{ op: 'replace', path: `/${pointer(name)}/value`, value }], ...(group === undefined ? {} : { group }) },
    );
  }
  #put(name: string, variable: Variable): void {
    this.change({ ...this.value, [name]: variable }, { patch: [{ op: 'add', path: `/${pointer(name)}`, value: variable }] });
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
    else this.#put(name, { type: 'float', value: 0 });
  }
  #rename(name: string, text: string): void {
    const next = text.trim();
    if (next === '' || Object.hasOwn(this.value, next)) {
      this.fault(next === '' ? 'expected a name' : `there is a ${next} already`);
      return;
    }
    const renamed = Object.fromEntries(Object.entries(this.value).map(([key, variable]) => [key === name ? next : key, variable]));
    this.change(renamed, { patch: [{ op: 'move', from: `/${pointer(name)}`, path: `/${pointer(next)}` }] });
  }
}

/** A variable of another type keeps its value where that still fits. */
function retyped(type: string, { value }: Variable): Variable {
  const fresh = FRESH[type] ?? null;
  if (type === 'int' && typeof value === 'number') return { type, value: Math.round(value) };
  if (type === 'string' && typeof value !== 'object') return { type, value: String(value) };
  const fits = Array.isArray(fresh) ? Array.isArray(value) && value.length === fresh.length : fresh !== null && typeof value === typeof fresh;
  return { type, value: fits ? value : fresh };
}

function without<T>(map: { readonly [name: string]: T }, name: string): { [name: string]: T } {
  return Object.fromEntries(Object.entries(map).filter(([key]) => key !== name));
}
