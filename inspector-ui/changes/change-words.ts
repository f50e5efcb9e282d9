import type { ChangeRow, ComponentManifest, FieldManifest, Json } from '../../server/protocol.ts';
import { toEuler } from '../editors/euler.ts';
import { personName } from '../session/people-names.ts';
import type { GlyphName } from '../controls/glyphs.ts';

/** Each kind by its shape and its word. */
export const KINDS: { readonly [K in ChangeRow['kind']]: { readonly glyph: GlyphName; readonly word: string } } = {
  added: { glyph: 'plus', word: 'added' },
  removed: { glyph: 'minus', word: 'removed' },
  moved: { glyph: 'moved', word: 'moved' },
  changed: { glyph: 'edit', word: 'changed' },
};

/** Properties of an entity in the words of the page. */
const PROPERTIES: { readonly [what: string]: string } = {
  name: 'Name',
  tag: 'Tag',
  active: 'Active',
  persistent: 'Persistent',
  parent: 'Parent',
  order: 'Place among its siblings',
  orderOffset: 'Order Offset',
};

/** What of the entity it is, in words; empty where it is the entity itself. */
export function whatOf(row: ChangeRow): string {
  return PROPERTIES[row.what] ?? row.what;
}

/** Its name and those above it. */
export function pathOf(row: ChangeRow): string {
  return row.path.join(' / ');
}

/** The field that a change is of, if it is of one. */
export function fieldOf(row: ChangeRow, manifest: ReadonlyMap<string, ComponentManifest>): FieldManifest | undefined {
  const [key = '', name] = row.what.split('.');
  return manifest.get(key.replace(/#\d+$/, ''))?.fields.find((field) => field.name === name);
}

/** A value in short, as text. A rotation is told as degrees about its axes. */
export function valueText(value: Json, kind?: FieldManifest['kind']): string {
  if (value === null) return 'Ø';
  if (typeof value === 'string') return value === '' ? '“”' : value;
  if (typeof value === 'number') return String(Math.round(value * 1e4) / 1e4);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value) && kind === 'floatQ' && value.length === 4)
    return toEuler(value as number[])
      .map((degrees) => `${degrees}°`)
      .join(' ');
  if (Array.isArray(value) && value.every((each) => typeof each === 'number'))
    return value.map((each) => String(Math.round(Number(each) * 1e4) / 1e4)).join(' ');
  return JSON.stringify(value);
}

/** What it was and is, as text: for filters, copies and those who hear the page. Places among siblings are counted from 1. */
export function textOf(row: ChangeRow, side: 'before' | 'now', kind?: FieldManifest['kind']): string {
  const value = row[side];
  if (value === undefined) return '';
  if (row.what === 'order' && typeof value === 'number') return String(value + 1);
  if (row.what === 'parent' && value === null) return 'top';
  return valueText(value, kind);
}

/** All that is told of a change, as one line. */
export function lineOf(row: ChangeRow, kind?: FieldManifest['kind']): string {
  const values = row.before === undefined && row.now === undefined ? '' : `: ${textOf(row, 'before', kind)} → ${textOf(row, 'now', kind)}`;
  return `${KINDS[row.kind].word} ${pathOf(row)}${row.what === '' ? '' : `, ${whatOf(row)}`}${values} (${personName(row.author)})`;
}

/** Two long texts that begin alike are told from shortly before where they part. */
export function apart(before: string, now: string): readonly [string, string] {
  let same = 0;
  while (same < before.length && same < now.length && before[same] === now[same]) same++;
  const cut = same - 4;
  if (cut < 10 || Math.max(before.length, now.length) < 24) return [before, now];
  return [`…${before.slice(cut)}`, `…${now.slice(cut)}`];
}
