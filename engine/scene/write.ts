import type { Component } from '../schema/component.ts';
import type { InParts } from '../world/in-parts.ts';
import type { Numbers } from '../world/views.ts';
import { Archetype, heldOf, type Held } from '../world/holding.ts';
import type { EntityExtras } from '../world/entity-extras.ts';
import { NONE } from '../world/entity-table.ts';
import { isUsual, type SavedColumn, type SceneCapture } from './capture.ts';
import { COMMA, INDENT, fieldWriters, type FieldWriter } from './field-writers.ts';
import { COPIED_AS_ONE, COPIED_ROWS } from '../world/copying.ts';
import { savedInOrder } from './saved-order.ts';
import { SCENE_FORMAT, SCENE_VERSION } from './scene.ts';
import { TextBuffer, bytesOf } from './text-buffer.ts';
import { blockText, numberText, quoted } from './text.ts';
import { PartWriter } from './write-part.ts';

/** Writes the components of one key. Field 0 of every type is `persistent`. */
interface ComponentWriter {
  readonly key: string;
  readonly persistent: Numbers;
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

function* ready(capture: SceneCapture): InParts<Uint32Array> {
  yield* capture.copying.all();
  return yield* savedInOrder(capture);
}

/**
 * Makes the text of a captured scene, in parts, so that a world can go on in between. A line for each entity, and one for each
 * of its components. What has its default, is not saved or not persistent is left out. The same state gives the same bytes.
 */
export class SceneWriter {
  readonly #capture: SceneCapture;
  readonly #out = new TextBuffer();
  /** What is to be done before anything can be written. */
  readonly #ready: InParts<Uint32Array>;
  /** Rows of the entities that are saved, in order of creation. */
  #order: Uint32Array | undefined;
  #at = 0;
  /** Whether any entity was written. */
  #any = false;
  readonly #partWriter: PartWriter;
  readonly #writers = new Map<string, ComponentWriter>();
  #last: ComponentWriter | undefined;

  constructor(capture: SceneCapture) {
    this.#capture = capture;
    this.#partWriter = new PartWriter(capture);
    this.#ready = ready(capture);
  }

  /**
   * The next part, of at most so many entities, fewer where their text is long. After the last one `done` is true. Of a large world the first ones are
   * empty, while the capture is still being copied.
   */
  next(count: number): { readonly text: string; readonly done: boolean } {
    const out = this.#out;
    if (this.#order === undefined) {
      this.#order = this.#goOn(Math.ceil((count * COPIED_AS_ONE) / COPIED_ROWS));
      if (this.#order === undefined) return { text: '', done: false };
      out.raw(this.#head());
    }
    const order = this.#order,
      end = Math.min(order.length, this.#at + Math.max(1, count));
    do {
      if (this.#at >= end) break;
      const row = order[this.#at++] as number;
      const part = this.#capture.instances?.parts.get(row);
      const text = part === undefined ? undefined : this.#partWriter.text(row, part);
      if (text === '') continue;
      out.bytes(this.#any ? NEXT_LINE : LINE);
      this.#any = true;
      if (text === undefined) this.#entity(row);
      else out.raw(text);
    } while (out.length < FULL);
    const done = this.#at === order.length;
    if (done) out.raw(this.#any ? '\n  ]\n}\n' : ']\n}\n');
    return { text: out.take(), done };
  }

  /** What is not written yet is not wanted any more. */
  drop(): void {
    this.#capture.copying.drop();
  }

  #goOn(parts: number): Uint32Array | undefined {
    for (let part = 0; part < Math.max(1, parts); part++) {
      const next = this.#ready.next();
      if (next.done === true) return next.value;
    }
    return undefined;
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
    const isSaved = (each: Held): boolean => ((stores.get(each.component) as readonly SavedColumn[])[0] as Numbers)[each.row] === 1;
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
      const columns = this.#capture.stores.get(component) as readonly SavedColumn[];
      writer = {
        key,
        persistent: columns[0] as Numbers,
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
