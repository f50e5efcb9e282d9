import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { FieldKind, FieldManifest, Json } from '../../server/protocol.ts';
import type { EditorBinding, EditorChange } from './editor.ts';
import { pointer } from './json-diff.ts';
import { MapEditor } from './map-editor.ts';

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
export class VariablesEditor extends MapEditor<Variable> {
  /** The editor of each type; given by the registry, which knows this one too. */
  @property({ attribute: false }) draw!: (binding: EditorBinding) => TemplateResult;
  protected override readonly boxes = 'triple';

  protected override fresh(): Variable {
    return { type: 'float', value: 0 };
  }
  protected override rest(name: string, variable: Variable): TemplateResult {
    const field: FieldManifest = { name, kind: variable.type as FieldKind, doc: `Variable ${name}`, label: name, default: null, expected: '' };
    return html`<select aria-label="Type of ${name}" .value=${live(variable.type)} ?disabled=${this.locked}
      @change=${(event: Event) => this.put(name, retyped((event.target as HTMLSelectElement).value, variable))}>
        ${Object.keys(FRESH).map((type) => html`<option value=${type} ?selected=${type === variable.type}>${type}</option>`)}</select>
      <span @editor-change=${(event: CustomEvent<EditorChange>) => this.#inner(event, name, variable)}>${this.draw({
        field,
        value: variable.value,
        locked: this.locked,
        invalid: false,
      })}</span>`;
  }

  #inner(event: CustomEvent<EditorChange>, name: string, variable: Variable): void {
    event.stopPropagation();
    const { value, group } = event.detail;
    this.change(
      { ...this.value, [name]: { ...variable, value } },
      { patch: [{ op: 'replace', path: `/${pointer(name)}/value`, value }], ...(group === undefined ? {} : { group }) },
    );
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
