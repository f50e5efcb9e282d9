import type { Component } from '../schema/component.ts';
import type { ColumnData } from '../world/column.ts';
import { Archetype, heldOf, type Held } from '../world/holding.ts';
import type { EntityExtras } from '../world/entity-extras.ts';
import { NONE } from '../world/entity-table.ts';
import { isUsual, type SceneCapture } from './capture.ts';
import { COMMA, INDENT, fieldWriters, type FieldWriter } from './field-writers.ts';
import { SCENE_FORMAT, SCENE_VERSION } from './scene.ts';
import { TextBuffer, bytesOf } from './text-buffer.ts';
import { blockText, numberText, quoted } from './text.ts';

/** Writes the components of one key. Field 0 of every type is `persistent`. */
interface ComponentWriter {
  readonly key: string;
  readonly persistent: Uint8Array;
  /** What stands before its fields, as the first component of its entity and as a further one. */
  readonly first: Uint8Array;
  readonly next: Uint8Array;
  readonly fields: readonly FieldWriter[];
}

/** What stands between the parts of an entity. */
const LINE = bytesOf('\n'),
  NEXT_LINE = bytesOf(',\n'),
  ID = bytesOf('    { "id": '),
  NAME = bytesOf(', "name": '),
  PARENT = bytesOf(', "parent": '),
  TAG = bytesOf(', "tag": ');
const INACTIVE = bytesOf(', "active": false'),
  TEMPORARY = bytesOf(', "persistent": false'),
  OFFSET = bytesOf(', "orderOffset": '),
  SPAWNED_BY = bytesOf(', "spawnedBy": ');
/** What stands before the first component of an entity, and before a further one. */
const FIRST = `, "components": {\n${INDENT}`,
  NEXT = `,\n${INDENT}`;
/**
 * Bytes after which a part ends. A text of twice as many is one for which the collector's memory is asked of the operating system each time, and
 * given back, which took as long as all the rest of writing it.
 */
const FULL = 64 * 1024;
const SPACE = bytesOf(' '),
  EMPTY = bytesOf('}'),
  CLOSE = bytesOf(' }'),
  END = bytesOf('\n    } }');

/**
 * Makes the text of a captured scene, in parts, so that a world can go on in between. A line for each entity, and one for each
 * of its components. What has its default, is not saved or not persistent is left out. The same state gives the same bytes.
 */
export class SceneWriter {
  readonly #capture: SceneCapture;
  readonly #out = new TextBuffer();
  /** Rows of the entities that are saved, in order of creation. */
  #order: Uint32Array | undefined;
  #at = 0;
  readonly #writers = new Map<string, ComponentWriter>();
  #last: ComponentWriter | undefined;

  constructor(capture: SceneCapture) {
    this.#capture = capture;
  }

  /** The next part, of at most so many entities, fewer where their text is long. After the last one `done` is true. */
  next(count: number): { readonly text: string; readonly done: boolean } {
    const out = this.#out;
    if (this.#order === undefined) {
      this.#order = savedInOrder(this.#capture);
      out.raw(this.#head());
    }
    const order = this.#order,
      end = Math.min(order.length, this.#at + Math.max(1, count));
    do {
      if (this.#at >= end) break;
      out.bytes(this.#at === 0 ? LINE : NEXT_LINE);
      this.#entity(order[this.#at++] as number);
    } while (out.length < FULL);
    const done = this.#at === order.length;
    if (done) out.raw(order.length === 0 ? ']\n}\n' : '\n  ]\n}\n');
    return { text: out.take(), done };
  }

  #head(): string {
    const { head } = this.#capture,
      { $schema, ...extras } = head.extras;
    const lines = [
      ...($schema === undefined ? [] : [`"$schema": ${blockText($schema, '  ')}`]),
      `"format": ${quoted(SCENE_FORMAT)}`,
      `"version": ${SCENE_VERSION}`,
      ...(head.id === undefined ? [] : [`"id": ${quoted(head.id)}`]),
      `"name": ${quoted(head.name)}`,
      `"tickRate": ${numberText(head.tickRate)}`,
      ...Object.entries(extras).map(([key, value]) => `${quoted(key)}: ${blockText(value, '  ')}`),
    ];
    const roots = this.#capture.root === null ? this.#childrenOf(NONE) : null;
    if (roots !== null) lines.push(`"roots": ${roots}`);
    return `{\n  ${lines.join(',\n  ')},\n  "entities": [`;
  }

  /** Ids of an entity's saved children, where their order has to be told. */
  #childrenOf(parent: number): string | null {
    const { order, orderOffset, created, persistent, id } = this.#capture;
    const saved = order.get(parent)?.filter((child) => persistent[child] === 1);
    return saved === undefined || isUsual(saved, orderOffset, created) ? null : `[${saved.map((child) => quoted(id.get(child))).join(', ')}]`;
  }

  #entity(row: number): void {
    const capture = this.#capture,
      out = this.#out;
    const name = capture.name.get(row),
      parent = capture.parent[row] as number,
      tag = capture.tag.get(row),
      spawnedBy = capture.spawnedBy.get(row);
    out.bytes(ID);
    out.quoted(capture.id.get(row));
    if (name !== '') {
      out.bytes(NAME);
      out.quoted(name);
    }
    if (parent !== NONE && row !== capture.root) {
      out.bytes(PARENT);
      out.quoted(capture.id.get(parent));
    }
    if (tag !== '') {
      out.bytes(TAG);
      out.quoted(tag);
    }
    if (capture.active[row] === 0) out.bytes(INACTIVE);
    if (capture.persistent[row] === 0) out.bytes(TEMPORARY);
    if (capture.orderOffset[row] !== 0) {
      out.bytes(OFFSET);
      out.number(capture.orderOffset[row] as number);
    }
    if (typeof spawnedBy === 'string') {
      out.bytes(SPAWNED_BY);
      out.quoted(spawnedBy);
    }
    if (capture.order.size > 0) {
      const children = this.#childrenOf(row);
      if (children !== null) out.raw(`, "children": ${children}`);
    }
    const extras = capture.extras.get(row);
    if (extras?.keys !== undefined) for (const [key, value] of Object.entries(extras.keys)) out.raw(`, ${quoted(key)}: ${blockText(value, INDENT)}`);

    let any = false;
    const holding = capture.components.get(row);
    if (holding instanceof Archetype) {
      const { components } = holding;
      for (let i = 0; i < components.length; i++) {
        const component = components[i] as Component;
        if (this.#component(component, component.name, row, row, any, extras?.fields)) any = true;
      }
    } else if (holding !== undefined) for (const held of holding) if (this.#component(held.component, held.key, held.row, row, any, extras?.fields)) any = true;
    for (const [key, value] of Object.entries(extras?.components ?? {})) {
      out.raw(`${any ? ',' : ', "components": {'}\n${INDENT}${quoted(key)}: ${blockText(value, INDENT)}`);
      any = true;
    }
    out.bytes(any ? END : CLOSE);
  }

  /** Writes a component, unless it is not persistent. `entity`: the row of the one that holds it; `any`: whether another one stands before it. */
  #component(component: Component, key: string, row: number, entity: number, any: boolean, unknown: EntityExtras['fields']): boolean {
    const out = this.#out;
    const { persistent, first, next, fields } = this.#last?.key === key ? this.#last : this.#writerOf(component, key);
    if (persistent[row] === 0) return this.#mention(component, key, entity, any);
    out.bytes(any ? next : first);
    let lead = SPACE;
    for (let i = 0; i < fields.length; i++) if ((fields[i] as FieldWriter)(row, out, lead)) lead = COMMA;
    const more = unknown?.[key];
    if (more !== undefined) {
      for (const [name, value] of Object.entries(more)) {
        out.bytes(lead);
        out.raw(`${quoted(name)}: ${blockText(value, INDENT)}`);
        lead = COMMA;
      }
    }
    out.bytes(lead === SPACE ? EMPTY : CLOSE);
    return true;
  }

  /**
   * Writes of a component that is not saved no more than that, and only where one that is saved needs it: whoever reads the scene would else add one that
   * is saved, and write another file.
   */
  #mention(component: Component, key: string, entity: number, any: boolean): boolean {
    const { components, stores } = this.#capture;
    const held = heldOf(components.get(entity), entity);
    const isSaved = (each: Held): boolean => (stores.get(each.component) as readonly ColumnData[])[0]?.[each.row] === 1;
    const alike = held.filter((each) => each.component === component);
    if (alike[0]?.key !== key || alike.some(isSaved)) return false;
    const needing = held.filter(isSaved).map((each) => each.component);
    const needed = new Set<string>();
    for (const { requires } of needing) {
      for (const name of requires) {
        const other = needed.has(name) ? undefined : held.find((each) => each.component.name === name);
        needed.add(name);
        if (other !== undefined) needing.push(other.component);
      }
    }
    if (!needed.has(component.name)) return false;
    this.#out.raw(`${any ? NEXT : FIRST}"${key}": { "persistent": false }`);
    return true;
  }

  #writerOf(component: Component, key: string): ComponentWriter {
    let writer = this.#writers.get(key);
    if (writer === undefined) {
      const columns = this.#capture.stores.get(component) as readonly ColumnData[];
      writer = {
        key,
        persistent: columns[0] as Uint8Array,
        fields: fieldWriters(component, columns),
        first: bytesOf(`${FIRST}"${key}": {`),
        next: bytesOf(`${NEXT}"${key}": {`),
      };
      this.#writers.set(key, writer);
    }
    this.#last = writer;
    return writer;
  }
}

/** The whole text of a captured scene. */
export function writeScene(capture: SceneCapture): string {
  const writer = new SceneWriter(capture),
    parts: string[] = [];
  for (let done = false; !done;) {
    const part = writer.next(PART);
    parts.push(part.text);
    done = part.done;
  }
  return parts.join('');
}

/** Entities at a time where nobody waits in between: what fits the processor's cache. */
const PART = 2_000;

/** Whether all entities are saved, and lie in order of creation. This is found out in a fraction of the time that sorting them out takes. */
function areUsual({ rows, created, persistent }: SceneCapture): boolean {
  let last = -Infinity;
  for (const row of rows) {
    const here = created[row] as number;
    if (persistent[row] === 0 || here < last) return false;
    last = here;
  }
  return true;
}

/** Rows of the entities that are saved, in order of creation. An entity is not if it or an ancestor is not persistent. */
function savedInOrder(capture: SceneCapture): Uint32Array {
  const { rows, created, persistent, parent, root } = capture;
  if (root === null && areUsual(capture)) return rows;
  /** By row: 1 saved, 2 not. */
  const saved = new Uint8Array(persistent.length);
  if (root !== null) saved[root] = 1;
  const path: number[] = [];
  const isSaved = (row: number): boolean => {
    let at = row;
    while (at !== NONE && saved[at] === 0 && persistent[at] === 1) {
      path.push(at);
      at = parent[at] as number;
    }
    if (at !== NONE && saved[at] === 0) saved[at] = 2;
    const state = at === NONE ? 1 : (saved[at] as number);
    for (let each = path.pop(); each !== undefined; each = path.pop()) saved[each] = state;
    return saved[row] === 1;
  };
  const kept = new Uint32Array(rows.length);
  let count = 0,
    sorted = true;
  for (const row of rows) {
    if (!isSaved(row)) continue;
    if (count > 0 && (created[kept[count - 1] as number] as number) > (created[row] as number)) sorted = false;
    kept[count++] = row;
  }
  const order = kept.subarray(0, count);
  return sorted ? order : order.sort((a, b) => (created[a] as number) - (created[b] as number));
}
