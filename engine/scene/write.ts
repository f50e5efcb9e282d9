import type { Component, NamedField } from '../schema/component.ts';
import type { Json, UserRef } from '../schema/field.ts';
import type { ColumnData } from '../world/column.ts';
import { NONE } from '../world/entity-table.ts';
import { isUsual, type SceneCapture } from './capture.ts';
import { fieldCheckOf } from './component-checks.ts';
import { SCENE_FORMAT, SCENE_VERSION } from './scene.ts';
import { blockText, floatText, lineText, numberText, quoted } from './text.ts';

/** Writes one field of a row, `"URL": "ws://…"`; empty where it has its default. */
type FieldWriter = (row: number) => string;

/**
 * Makes the text of a captured scene, in parts, so that a world can go on in between. A line for each entity, and one for each
 * of its components. What has its default, is not saved or not persistent is left out. The same state gives the same bytes.
 */
export class SceneWriter {
  readonly #capture: SceneCapture;
  /** Indexes into the capture's rows, in order of creation; without those that are not saved. */
  #order: Uint32Array | undefined;
  #at = 0;
  readonly #writers = new Map<Component, readonly FieldWriter[]>();

  constructor(capture: SceneCapture) {
    this.#capture = capture;
  }

  /** The next part, of about so many entities. After the last one `done` is true. */
  next(count: number): { readonly text: string; readonly done: boolean } {
    let text = '';
    if (this.#order === undefined) {
      this.#order = savedInOrder(this.#capture);
      text = this.#head();
    }
    const order = this.#order, end = Math.min(order.length, this.#at + Math.max(1, count));
    for (let i = this.#at; i < end; i++) text += (i === 0 ? '\n' : ',\n') + this.#entity(order[i] as number);
    this.#at = end;
    if (end < order.length) return { text, done: false };
    return { text: `${text}${order.length === 0 ? '' : '\n  '}]\n}\n`, done: true };
  }

  #head(): string {
    const { head } = this.#capture, { $schema, ...extras } = head.extras;
    const lines = [
      ...($schema === undefined ? [] : [`"$schema": ${blockText($schema, '  ')}`]),
      `"format": ${quoted(SCENE_FORMAT)}`,
      `"version": ${SCENE_VERSION}`,
      ...(head.id === undefined ? [] : [`"id": ${quoted(head.id)}`]),
      `"name": ${quoted(head.name)}`,
      `"tickRate": ${numberText(head.tickRate)}`,
      ...Object.entries(extras).map(([key, value]) => `${quoted(key)}: ${blockText(value, '  ')}`),
    ];
    const roots = this.#childrenOf(NONE);
    if (roots !== null) lines.push(`"roots": ${roots}`);
    return `{\n  ${lines.join(',\n  ')},\n  "entities": [`;
  }

  /** Ids of an entity's saved children, where their order has to be told. */
  #childrenOf(parent: number): string | null {
    const { order, orderOffset, created, persistent, id } = this.#capture;
    const saved = order.get(parent)?.filter((child) => persistent[child] === 1);
    return saved === undefined || isUsual(saved, orderOffset, created) ? null : `[${saved.map((child) => quoted(id[child] as string)).join(', ')}]`;
  }

  #entity(index: number): string {
    const capture = this.#capture, row = capture.rows[index] as number;
    let text = `    { "id": ${quoted(capture.id[row] as string)}`;
    const name = capture.name[row] as string, parent = capture.parent[row] as number, tag = capture.tag[row] as string, spawnedBy = capture.spawnedBy[row];
    if (name !== '') text += `, "name": ${quoted(name)}`;
    if (parent !== NONE && row !== capture.root) text += `, "parent": ${quoted(capture.id[parent] as string)}`;
    if (tag !== '') text += `, "tag": ${quoted(tag)}`;
    if (capture.active[row] === 0) text += ', "active": false';
    if (capture.persistent[row] === 0) text += ', "persistent": false';
    if (capture.orderOffset[row] !== 0) text += `, "orderOffset": ${String(capture.orderOffset[row])}`;
    if (typeof spawnedBy === 'string') text += `, "spawnedBy": ${quoted(spawnedBy)}`;
    if (capture.order.size > 0) {
      const children = this.#childrenOf(row);
      if (children !== null) text += `, "children": ${children}`;
    }
    const extras = capture.extras[row];
    if (extras?.keys !== undefined) for (const [key, value] of Object.entries(extras.keys)) text += `, ${quoted(key)}: ${lineText(value)}`;

    let components = '';
    const end = capture.heldFrom[index + 1] as number;
    for (let i = capture.heldFrom[index] as number; i < end; i++) components += this.#component(i, extras?.fields);
    if (extras?.components !== undefined) for (const [key, value] of Object.entries(extras.components)) components += `,\n      ${quoted(key)}: ${blockText(value, '      ')}`;
    return components === '' ? `${text} }` : `${text}, "components": {${components.slice(1)}\n    } }`;
  }

  #component(index: number, unknown: { readonly [key: string]: { readonly [field: string]: Json } } | undefined): string {
    const { component, key, row } = this.#capture.held[index] as SceneCapture['held'][number];
    let writers = this.#writers.get(component);
    if (writers === undefined) {
      writers = writersOf(component, this.#capture.stores.get(component) as readonly ColumnData[]);
      this.#writers.set(component, writers);
    }
    if (isTemporary(this.#capture, component, row)) return '';
    let fields = '';
    for (let i = 0; i < writers.length; i++) {
      const field = (writers[i] as FieldWriter)(row);
      if (field !== '') fields += fields === '' ? field : `, ${field}`;
    }
    const more = unknown?.[key];
    if (more !== undefined) for (const [name, value] of Object.entries(more)) fields += `${fields === '' ? '' : ', '}${quoted(name)}: ${blockText(value, '      ')}`;
    return fields === '' ? `,\n      "${key}": {}` : `,\n      "${key}": { ${fields} }`;
  }
}

/** The whole text of a captured scene. */
export function writeScene(capture: SceneCapture): string {
  return new SceneWriter(capture).next(Number.MAX_SAFE_INTEGER).text;
}

/** Whether a component is not persistent: field 0 of every type. */
function isTemporary(capture: SceneCapture, component: Component, row: number): boolean {
  return (capture.stores.get(component)?.[0] as Uint8Array)[row] === 0;
}

/** Indexes of the entities that are saved, in order of creation. An entity is not if it or an ancestor is not persistent. */
function savedInOrder(capture: SceneCapture): Uint32Array {
  const { rows, created, persistent, parent, root } = capture;
  /** By row: 1 saved, 2 not. */
  const saved = new Uint8Array(persistent.length);
  if (root !== null) saved[root] = 1;
  const path: number[] = [];
  const isSaved = (row: number): boolean => {
    let at = row;
    while (at !== NONE && saved[at] === 0 && persistent[at] === 1) { path.push(at); at = parent[at] as number; }
    if (at !== NONE && saved[at] === 0) saved[at] = 2;
    const state = at === NONE ? 1 : saved[at] as number;
    for (let each = path.pop(); each !== undefined; each = path.pop()) saved[each] = state;
    return saved[row] === 1;
  };
  const kept = new Uint32Array(rows.length);
  let count = 0, sorted = true;
  for (let i = 0; i < rows.length; i++) {
    if (!isSaved(rows[i] as number)) continue;
    if (count > 0 && (created[rows[kept[count - 1] as number] as number] as number) > (created[rows[i] as number] as number)) sorted = false;
    kept[count++] = i;
  }
  const order = kept.subarray(0, count);
  return sorted ? order : order.sort((a, b) => (created[rows[a] as number] as number) - (created[rows[b] as number] as number));
}

function writersOf(component: Component, columns: readonly ColumnData[]): FieldWriter[] {
  return component.fieldList.filter((field) => field.options.saved !== false).map((field, i) => writerOf(field, columns[i] as ColumnData));
}

function writerOf(field: NamedField, data: ColumnData): FieldWriter {
  const prefix = `${quoted(field.name)}: `;
  if (field.storage === 'object') return objectWriter(field, prefix, data as readonly Json[]);
  const numbers = data as Float32Array;
  if (field.width > 1) return vectorWriter(field, prefix, numbers);
  if (field.kind === 'bool') {
    const usual = field.default === true ? 1 : 0, text = `${prefix}${usual === 1 ? 'false' : 'true'}`;
    return (row) => (numbers[row] === usual ? '' : text);
  }
  if (field.labels !== undefined) {
    const usual = field.labels.indexOf(field.default as string), texts = field.labels.map((label) => prefix + quoted(label));
    return (row) => (numbers[row] === usual ? '' : texts[numbers[row] as number] ?? '');
  }
  const { low, high, lowText, highText } = limitsOf(field);
  const isFloat = field.storage === 'f32', usual = isFloat ? Math.fround(field.default as number) : field.default as number;
  return (row) => {
    const value = numbers[row] as number;
    // A number that JSON cannot hold reads back as the default.
    if (Object.is(value, usual) || !Number.isFinite(value)) return '';
    if (value < low) return prefix + lowText;
    if (value > high) return prefix + highText;
    return prefix + (isFloat ? floatText(value) : numberText(value));
  };
}

/**
 * Limits of a field's numbers. A system may write past them, and what is saved has to load again. A limit that is no Float32
 * lies beside the one that it is stored as, whose shortest decimal may lie past it: there the limit itself is written.
 */
function limitsOf(field: NamedField): { low: number; high: number; lowText: string; highText: string } {
  const { low, high } = fieldCheckOf(field);
  const texts = { lowText: numberText(low), highText: numberText(high) };
  if (field.storage !== 'f32') return { low, high, ...texts };
  const low32 = Math.fround(low), high32 = Math.fround(high);
  return { low: low32 === low ? low : above(low32), high: high32 === high ? high : -above(-high32), ...texts };
}

/** A number by which to tell a Float32 from all greater ones: greater than it, and less than the next. */
function above(value: number): number {
  return value + Math.max(Math.abs(value) * 2 ** -30, 2 ** -160);
}

function vectorWriter(field: NamedField, prefix: string, numbers: Float32Array): FieldWriter {
  const { width } = field, usual = Float32Array.from(field.default as readonly number[]), start = `${prefix}[`, { low, high, lowText, highText } = limitsOf(field);
  const part = (value: number): string => (value < low ? lowText : value > high ? highText : floatText(value));
  return (row) => {
    const from = row * width;
    let same = true;
    for (let i = 0; i < width; i++) {
      const value = numbers[from + i] as number;
      if (!Number.isFinite(value)) return '';
      if (!Object.is(value, usual[i])) same = false;
    }
    if (same) return '';
    let text = start + part(numbers[from] as number);
    for (let i = 1; i < width; i++) text += `, ${part(numbers[from + i] as number)}`;
    return `${text}]`;
  };
}

function objectWriter(field: NamedField, prefix: string, values: readonly Json[]): FieldWriter {
  const usual = field.default as Json;
  if (field.kind === 'string' || field.kind === 'uri' || field.kind === 'entityRef') {
    return (row) => {
      const value = values[row] as string | null | undefined;
      return value === usual || value === undefined ? '' : prefix + (value === null ? 'null' : quoted(value));
    };
  }
  const usualText = lineText(usual);
  return (row) => {
    const value = values[row];
    if (value === undefined || value === usual) return '';
    const plain = field.kind === 'userRef' ? withoutMachine(value as unknown as UserRef | null) : value;
    return lineText(plain) === usualText ? '' : prefix + blockText(plain, '      ');
  };
}

/** A user whose newest machine serves is written by the user's id alone. */
function withoutMachine(user: UserRef | null): Json {
  return user === null || user.machineId !== null ? user as unknown as Json : { userId: user.userId };
}
