import { html, type TemplateResult } from 'lit';
import type { FieldKind, FieldManifest } from '../../server/protocol.ts';
import type { EditorBinding } from './editor.ts';
import './bool-editor.ts';
import './color-editor.ts';
import './component-ref-editor.ts';
import './entity-ref-editor.ts';
import './enum-editor.ts';
import './json-editor.ts';
import './number-editor.ts';
import './rotation-editor.ts';
import './string-map-editor.ts';
import './strings-editor.ts';
import './text-editor.ts';
import './uri-editor.ts';
import './user-ref-editor.ts';
import './variables-editor.ts';
import './vector-editor.ts';

type Draw = (binding: EditorBinding) => TemplateResult;

/** Structures that are not the same are each edited on its own. */
const differing: Draw = (b) => html`<input readonly class="mixed" aria-label=${b.field.name} placeholder="mixed" />`;
const json: Draw = (b) =>
  html`<ww-json-editor .field=${b.field} .value=${b.value} .locked=${b.locked} .invalid=${b.invalid} .mixed=${b.mixed === true}></ww-json-editor>`;
const number: Draw = (b) =>
  html`<ww-number-editor .field=${b.field} .value=${b.value as number} .locked=${b.locked} .invalid=${b.invalid}
    .mixed=${b.mixed === true} .many=${b.many === true}></ww-number-editor>`;
const vector: Draw = (b) =>
  html`<ww-vector-editor .field=${b.field} .value=${b.value as number[]} .locked=${b.locked} .invalid=${b.invalid}
    .mixed=${b.mixed === true} .many=${b.many === true}></ww-vector-editor>`;
const reference: Draw = (b) =>
  html`<ww-component-ref-editor .field=${b.field} .value=${b.value as null} .locked=${b.locked} .invalid=${b.invalid}
    .mixed=${b.mixed === true}></ww-component-ref-editor>`;

const BY_KIND: { readonly [kind in FieldKind]: Draw } = {
  bool: (b) =>
    html`<ww-bool-editor .field=${b.field} .value=${b.value as boolean} .locked=${b.locked} .invalid=${b.invalid} .mixed=${b.mixed === true}></ww-bool-editor>`,
  int: number,
  float: number,
  string: (b) =>
    html`<ww-text-editor .field=${b.field} .value=${b.value as string} .locked=${b.locked} .invalid=${b.invalid}
      .mixed=${b.mixed === true} .many=${b.many === true}></ww-text-editor>`,
  uri: (b) =>
    html`<ww-uri-editor .field=${b.field} .value=${b.value as string | null} .locked=${b.locked} .invalid=${b.invalid}
      .mixed=${b.mixed === true} .many=${b.many === true}></ww-uri-editor>`,
  userRef: (b) =>
    html`<ww-user-ref-editor .filled=${b.filled ?? ''} .field=${b.field} .value=${b.value as null} .locked=${b.locked} .invalid=${b.invalid}
      .mixed=${b.mixed === true}></ww-user-ref-editor>`,
  entityRef: (b) =>
    html`<ww-entity-ref-editor .field=${b.field} .value=${b.value as string | null} .locked=${b.locked} .invalid=${b.invalid}
      .mixed=${b.mixed === true}></ww-entity-ref-editor>`,
  componentRef: reference,
  fieldRef: reference,
  float2: vector,
  float3: vector,
  float4: vector,
  floatQ: (b) =>
    html`<ww-rotation-editor .field=${b.field} .value=${b.value as number[]} .locked=${b.locked} .invalid=${b.invalid}
      .mixed=${b.mixed === true}></ww-rotation-editor>`,
  color: (b) =>
    html`<ww-color-editor .field=${b.field} .value=${b.value as number[]} .locked=${b.locked} .invalid=${b.invalid}
      .mixed=${b.mixed === true}></ww-color-editor>`,
  enumeration: (b) =>
    html`<ww-enum-editor .field=${b.field} .value=${b.value as string} .locked=${b.locked} .invalid=${b.invalid} .mixed=${b.mixed === true}></ww-enum-editor>`,
  json: (b) => (b.mixed === true ? differing(b) : BY_STRUCTURE[b.field.editor ?? 'json'](b)),
};
const BY_STRUCTURE: { readonly [editor in NonNullable<FieldManifest['editor']>]: Draw } = {
  json,
  strings: (b) =>
    html`<ww-strings-editor .field=${b.field} .value=${b.value as string[]} .locked=${b.locked} .invalid=${b.invalid}
      .mixed=${b.mixed === true}></ww-strings-editor>`,
  stringMap: (b) =>
    html`<ww-string-map-editor .field=${b.field} .value=${b.value as { [name: string]: string }} .locked=${b.locked} .invalid=${b.invalid}
      .mixed=${b.mixed === true}></ww-string-map-editor>`,
  variables: (b) =>
    html`<ww-variables-editor .draw=${editorFor} .field=${b.field} .value=${b.value as { [name: string]: never }} .locked=${b.locked} .invalid=${b.invalid}
      .mixed=${b.mixed === true}></ww-variables-editor>`,
};

/** The editor of a field, chosen by its kind alone; a kind that this page does not know is edited as JSON. */
export function editorFor(binding: EditorBinding): TemplateResult {
  const draw = (BY_KIND as { readonly [kind: string]: Draw | undefined })[binding.field.kind] ?? json;
  return draw(binding);
}
