import type { FieldValues } from '../door.ts';
import { INSTANCE, partId } from '../instance-marks.ts';
import { mapReferences } from '../editing/remap.ts';
import { sameJson } from '../same-json.ts';
import type { Component, NamedField } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import { heldOf, type Held } from '../world/holding.ts';
import type { Rows } from '../world/row-pages.ts';
import type { Numbers } from '../world/views.ts';
import type { SavedColumn, SceneCapture } from './capture.ts';
import { COMMA, fieldWriters, INDENT, type FieldWriter } from './field-writers.ts';
import { mergedOrder } from './merged-order.ts';
import type { SavedPart } from './parts.ts';
import { bytesOf, TextBuffer } from './text-buffer.ts';
import { blockText, quoted } from './text.ts';

interface PartField {
  readonly field: NamedField;
  readonly column: SavedColumn;
  readonly write: FieldWriter;
  /** Its default as text, which a part has to say where its source has another value. */
  readonly usual: string;
}

const SPACE = bytesOf(' ');
/** What the root of an instance says as any other entity does. */
const ROOTS_OWN: ReadonlySet<string> = new Set(['Transform.Position', 'Transform.Rotation']);

/** Writes what follows a source: no more of it than what differs, and nothing at all of a part that is as in the source. */
export class PartWriter {
  readonly #capture: SceneCapture;
  readonly #out = new TextBuffer();
  readonly #fields = new Map<Component, readonly PartField[]>();

  constructor(capture: SceneCapture) {
    this.#capture = capture;
  }

  /** The line of an entity without its end, or empty where nothing has to be said. */
  text(row: number, part: SavedPart): string {
    const capture = this.#capture;
    const { of, root } = part;
    const isRoot = row === root;
    const line: string[] = [`    { "id": ${quoted(capture.id.get(row))}`];
    const say = (key: string, value: Json): void => void line.push(`, ${quoted(key)}: ${blockText(value, INDENT)}`);
    const name = capture.name.get(row);
    if (isRoot ? name !== '' : name !== capture.name.get(of)) say('name', name);
    const parent = capture.parent[row] as number;
    if (isRoot) {
      if (parent !== -1 && row !== capture.root) say('parent', capture.id.get(parent));
    } else if (capture.id.get(parent) !== this.#mapped(part, capture.id.get(capture.parent[of] as number))) say('parent', capture.id.get(parent));
    if (capture.tag.get(row) !== capture.tag.get(of)) say('tag', capture.tag.get(row));
    const flags = { active: capture.active, persistent: capture.persistent };
    for (const [key, column] of Object.entries(flags)) {
      if (column[row] !== (isRoot ? 1 : column[of])) say(key, column[row] === 1);
    }
    if (capture.orderOffset[row] !== (isRoot ? 0 : capture.orderOffset[of])) say('orderOffset', capture.orderOffset[row] as number);
    const spawnedBy = capture.spawnedBy.get(row);
    if (isRoot ? typeof spawnedBy === 'string' : spawnedBy !== capture.spawnedBy.get(root)) say('spawnedBy', spawnedBy);
    if (part.children !== null)
      say(
        'children',
        part.children.map((child) => capture.id.get(child)),
      );
    const extras = capture.extras.get(row);
    const like = isRoot ? undefined : capture.extras.get(of);
    for (const [key, value] of Object.entries(extras?.keys ?? {})) if (!same(value, like?.keys?.[key])) say(key, value);
    const components = this.#components(row, part, extras?.fields, like?.fields);
    for (const [key, value] of Object.entries(extras?.components ?? {}))
      if (!same(value, like?.components?.[key])) components.push(`${quoted(key)}: ${blockText(value, INDENT)}`);
    if (components.length > 0) line.push(`, "components": {\n${INDENT}${components.join(`,\n${INDENT}`)}\n    } }`);
    else line.push(' }');
    return !isRoot && line.length === 2 && components.length === 0 ? '' : line.join('');
  }

  #components(row: number, part: SavedPart, unknown: Unknown, like: Unknown): string[] {
    const { components, instances } = this.#capture;
    const written: string[] = [];
    const list = new Map(heldOf(components.get(row), row).map((held) => [held.key, held]));
    for (const key of mergedOrder([...list.keys()], [...part.shared.keys()])) {
      const held = list.get(key) as Held;
      const fields = this.#fieldsOf(held.component);
      if (((fields[0] as PartField).column as Numbers)[held.row] === 0) continue;
      const beside = part.shared.get(held.key);
      const more = Object.entries(unknown?.[held.key] ?? {}).filter(([name, value]) => beside === undefined || !same(value, like?.[held.key]?.[name]));
      const lacking = held.component.name === INSTANCE && row === part.root ? instances?.lacking.get(row) : undefined;
      const text = this.#component(held, part, row, beside, more, lacking);
      if (text !== '' || beside === undefined) written.push(`${quoted(held.key)}: ${text === '' ? '{}' : `{${text} }`}`);
    }
    return written;
  }

  #component(
    held: Held,
    part: SavedPart,
    row: number,
    beside: number | undefined,
    more: readonly [string, Json][],
    lacking: readonly string[] | undefined,
  ): string {
    const out = this.#out;
    let lead = SPACE;
    const begin = (): void => {
      out.bytes(lead);
      lead = COMMA;
    };
    for (const { field, column, write, usual } of this.#fieldsOf(held.component)) {
      if (lacking !== undefined && field.name === 'Overrides') {
        const marks = { ...((column as Rows<Json>).get(held.row) as object), ...Object.fromEntries(lacking.map((mark) => [mark, true])) };
        begin();
        out.raw(`"Overrides": ${blockText(marks, INDENT)}`);
        continue;
      }
      const follows = beside !== undefined && !(row === part.root && ROOTS_OWN.has(`${held.component.name}.${field.name}`));
      if (follows && this.#isSame(held.component, field, column, held.row, beside, part)) continue;
      if (write(held.row, out, lead)) lead = COMMA;
      else if (follows) {
        begin();
        out.raw(`${quoted(field.name)}: ${usual}`);
      }
    }
    for (const [name, value] of more) {
      begin();
      out.raw(`${quoted(name)}: ${blockText(value, INDENT)}`);
    }
    return out.take();
  }

  #isSame(component: Component, field: NamedField, column: SavedColumn, row: number, of: number, part: SavedPart): boolean {
    if (field.storage !== 'object') {
      const numbers = column as Numbers;
      const { width } = field;
      for (let i = 0; i < width; i++) if (!Object.is(numbers[row * width + i], numbers[of * width + i])) return false;
      return true;
    }
    const values = column as Rows<Json>;
    const usual = field.default as Json;
    const mine = values.get(row) ?? usual,
      theirs = values.get(of) ?? usual;
    if (mine === theirs && field.references === undefined) return true;
    return same(
      mine,
      field.references === undefined || component.name === INSTANCE ? theirs : mapReferences(component, field, theirs, (id) => this.#mapped(part, id)),
    );
  }

  /** An id of the source as it is in the instance. */
  #mapped(part: SavedPart, id: string): string {
    const { id: ids } = this.#capture;
    if (id === ids.get(part.source)) return ids.get(part.root);
    return part.names.has(id) ? partId(ids.get(part.root), id) : id;
  }

  #fieldsOf(component: Component): readonly PartField[] {
    let fields = this.#fields.get(component);
    if (fields === undefined) {
      const columns = this.#capture.stores.get(component) as readonly SavedColumn[];
      const writers = fieldWriters(component, columns);
      fields = component.fieldList
        .filter(({ options }) => options.saved !== false)
        .map((field, at) => ({
          field,
          column: columns[at] as SavedColumn,
          write: writers[at] as FieldWriter,
          usual: blockText(field.default as Json, INDENT),
        }));
      this.#fields.set(component, fields);
    }
    return fields;
  }
}

type Unknown = { readonly [component: string]: FieldValues } | undefined;

function same(a: unknown, b: unknown): boolean {
  return a === b || sameJson(a, b);
}
