import { html, nothing, type TemplateResult } from 'lit';
import type { ComponentManifest, EditedField, EntityDetail, FieldManifest } from '../../server/protocol.ts';
import { valueWords } from '../controls/fault-words.ts';
import type { Doc } from './doc-tip.ts';

const KINDS: { readonly [kind: string]: string } = {
  bool: 'true or false',
  int: 'whole number',
  float: 'number',
  string: 'text',
  uri: 'address',
  userRef: 'user',
  entityRef: 'entity',
  componentRef: 'component',
  fieldRef: 'field of a component',
  float2: '2 numbers',
  float3: '3 numbers',
  float4: '4 numbers',
  floatQ: 'rotation (quaternion, shown as degrees)',
  color: 'colour (red, green, blue, alpha)',
  enumeration: 'one of several words',
  json: 'structure',
};

/** What there is to say of a field. */
export function fieldDoc(field: FieldManifest, type: string): Doc {
  const facts: (readonly [string, string | TemplateResult])[] = [
    ['kind', `${KINDS[field.kind] ?? field.kind}${field.target === undefined ? '' : `, a ${field.target}`}`],
    ...(field.unit === undefined ? [] : [['unit', field.unit] as const]),
    ...span('range', field.min, field.max),
    ...span('dragged within', field.softMin, field.softMax),
    ...(field.step === undefined ? [] : [['step', String(field.step)] as const]),
    ...(field.readOnly === true ? [] : [['default', valueWords(field.default) ?? JSON.stringify(field.default)] as const]),
    ...(field.labels === undefined ? [] : [['one of', field.labels.join(', ')] as const]),
    ...(field.readOnly === true ? [['edited by', 'the world alone'] as const] : []),
    ...(field.notSaved === true ? [['saved', 'no'] as const] : []),
  ];
  return {
    name: type === '' ? field.name : `${type}.${field.name}`,
    body: html`${field.doc === '' ? nothing : html`<p>${field.doc}</p>`}<dl>${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`,
    ...(type === '' ? {} : { page: type }),
  };
}

/** What there is to say of a component: what it is for, what stops without it, and which fields it drives now. */
export function componentDoc(manifest: ComponentManifest, drives: readonly string[]): Doc {
  return {
    name: manifest.name,
    body: html`<p>${manifest.doc}</p>
      <dl>
        ${manifest.disabled === '' ? nothing : html`<dt>disabled</dt><dd>${manifest.disabled}</dd>`}
        ${manifest.requires.length === 0 ? nothing : html`<dt>needs</dt><dd>${manifest.requires.join(', ')}</dd>`}
        ${drives.length === 0 ? nothing : html`<dt>drives</dt><dd>${drives.join(', ')}</dd>`}
        ${manifest.single ? html`<dt>on an entity</dt><dd>one at most</dd>` : nothing}
      </dl>`,
    page: manifest.name,
  };
}

/** Fields of its entity that a component drives, as `Component.Field`. */
export function drivenBy(driven: EntityDetail['driven'], { entity, component }: Pick<EditedField, 'entity' | 'component'>): string[] {
  return Object.entries(driven)
    .filter(([, source]) => source.entity === entity && source.component === component)
    .map(([field]) => field);
}

function span(name: string, low: number | undefined, high: number | undefined): (readonly [string, string])[] {
  if (low === undefined && high === undefined) return [];
  if (low !== undefined && high !== undefined) return [[name, `${low} to ${high}`]];
  return [[name, low === undefined ? `at most ${high}` : `at least ${low}`]];
}
