import type { Answers, TextFound, TextPlace, TextSearch } from '../door.ts';
import { pointer } from '../editing/json-pointer.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import { OperationFault } from '../editing/lookups.ts';
import { refuseRenaming } from '../editing/users-stay.ts';
import type { NamedField } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import { driverOf } from '../world/driving.ts';
import { NONE } from '../world/entity-table.ts';
import { byCreationInParts, find } from '../world/find.ts';
import type { Held } from '../world/holding.ts';
import type { InParts } from '../world/in-parts.ts';
import { parseQuery } from '../world/query.ts';
import { followedIn } from './linked.ts';
import { TextFinder } from './text-finder.ts';

/** Texts that are told, and how long all of them may be together; all are counted. */
const MOST_ROWS = 10_000,
  MOST_CHARACTERS = 2_000_000;
/** Names of those above that are told, and characters of the longest name or tag. */
const MOST_ABOVE = 8,
  LONGEST_NAME = 1_000;
/** Characters that are looked through between two places where it may be left off, and texts within one structure that are looked at. */
const AT_ONCE = 4_000,
  MOST_INSIDE = 10_000;
const EVERYWHERE: readonly TextPlace[] = ['name', 'tag', 'uri', 'text', 'inside'];

/** A text of an entity, and what would keep it from being another. */
interface Text {
  readonly component: string;
  readonly field: string;
  readonly at?: string;
  readonly was: string;
  fault(now: string): string | undefined;
}

/** Texts in which something is found, entity by entity in order of creation. */
export function* texts(world: LiveWorld, search: TextSearch): InParts<Answers['texts']> {
  const finder = new TextFinder(search);
  const places = new Set(search.in ?? EVERYWHERE);
  const rows = yield* scope(world, search);
  const among = search.replace === undefined ? undefined : new Set(rows);
  const { entities } = world;
  const created = rows.map((row) => entities.created[row] as number);
  yield;
  const found: TextFound[] = [];
  let total = 0,
    of = 0,
    following = 0,
    characters = 0,
    looked = 0;
  for (const [index, row] of rows.entries()) {
    if (!entities.alive(row) || entities.created[row] !== created[index]) continue;
    let isFound = false;
    for (const text of textsOf(world, row, places)) {
      looked += (20 + text.was.length) * finder.weight;
      if (looked > AT_ONCE) {
        looked = 0;
        yield;
        if (!entities.alive(row) || entities.created[row] !== created[index]) break;
      }
      const result = finder.look(text.was);
      if (result === undefined || ('now' in result && result.now === text.was)) continue;
      const source = among === undefined ? undefined : followedIn(world, row, text.component === '' ? text.field : `${text.component}.${text.field}`);
      if (source !== undefined && among?.has(source) === true) {
        following++;
        continue;
      }
      total++;
      isFound = true;
      if (found.length >= Math.min(search.limit, MOST_ROWS) || characters > MOST_CHARACTERS) continue;
      const { component, field, at, was } = text;
      const { now, marks } = 'fault' in result ? { now: undefined, marks: [] } : result;
      const fault = 'fault' in result ? result.fault : now === undefined ? undefined : text.fault(now);
      const shown = 'fault' in result ? was.slice(0, LONGEST_NAME) : was;
      characters += shown.length + (now?.length ?? 0);
      found.push({
        entity: entities.id.get(row),
        name: entities.name.get(row),
        path: namesAbove(world, row),
        component,
        field,
        ...(at === undefined ? {} : { at }),
        was: shown,
        ...(now === undefined ? {} : { now }),
        marks,
        ...(fault === undefined ? {} : { fault }),
      });
    }
    if (isFound) of++;
  }
  return { total, entities: of, following, rows: found };
}

/** Rows of the entities that are looked through. */
function* scope(world: LiveWorld, { entities: ids, query }: TextSearch): InParts<readonly number[]> {
  if (ids === undefined) return yield* find(world, parseQuery(query ?? '', world.registry.components));
  const rows = [...new Set(ids)].map((id) => world.entities.rowOf(id)).filter((row) => row !== undefined);
  return yield* byCreationInParts(rows, world.entities.created);
}

function namesAbove({ entities }: LiveWorld, row: number): string[] {
  const names: string[] = [];
  for (let at = entities.parent[row] as number; at !== NONE && names.length < MOST_ABOVE; at = entities.parent[at] as number) names.push(entities.name.get(at));
  return names.reverse();
}

function* textsOf(world: LiveWorld, row: number, places: ReadonlySet<TextPlace>): Iterable<Text> {
  const { entities } = world;
  if (places.has('name')) yield { component: '', field: 'name', was: entities.name.get(row), fault: (now) => tooLong(now) ?? refusal(world, row) };
  if (places.has('tag')) yield { component: '', field: 'tag', was: entities.tag.get(row), fault: tooLong };
  if (!places.has('uri') && !places.has('text') && !places.has('inside')) return;
  for (const held of entities.held(row)) for (const field of held.component.fieldList) yield* textsIn(world, row, held, field, places);
}

function* textsIn(world: LiveWorld, row: number, held: Held, field: NamedField, places: ReadonlySet<TextPlace>): Iterable<Text> {
  const place = field.kind === 'uri' ? 'uri' : field.kind === 'string' ? 'text' : field.structured ? 'inside' : undefined;
  // Parts of a graph hang together by their texts, and are found and changed where it is drawn.
  if (place === undefined || !places.has(place) || field.options.parts !== undefined) return;
  // It may have gone between two parts of the work.
  if (!world.entities.held(row).includes(held)) return;
  const value = world.storeOf(held.component.name).get(held.row, field.name);
  const fixed = (): string | undefined => {
    if (field.options.readOnly === true) return 'the world writes this itself';
    const driver = driverOf(world, row, held.key, field.name);
    if (driver === undefined) return undefined;
    const at = world.entities.rowOf(driver.entity);
    return `driven by ${driver.component} of ${at === undefined ? driver.entity : world.entities.name.get(at)}`;
  };
  const text = { component: held.key, field: field.name };
  if (typeof value === 'string') {
    yield { ...text, was: value, fault: (now) => fixed() ?? misfit(field, now) };
    return;
  }
  if (place !== 'inside') return;
  const references = new Set<string>();
  field.references?.(value, (id) => {
    references.add(id);
    return id;
  });
  let left = MOST_INSIDE;
  for (const [path, was] of inside(value, [])) {
    if (left-- === 0) return;
    // What names an entity is no text, though it is written as one.
    if (!references.has(was)) yield { ...text, at: pointer(path), was, fault: (now) => fixed() ?? misfit(field, withText(value, path, now)) };
  }
}

/** All texts within a value with their places; names of members are none. */
function* inside(value: Json, path: readonly string[]): Iterable<readonly [readonly string[], string]> {
  if (typeof value === 'string') yield [path, value];
  else if (typeof value === 'object' && value !== null && path.length < 20)
    for (const [name, part] of Object.entries(value as Readonly<Record<string, Json>>)) yield* inside(part, [...path, name]);
}

function withText(value: Json, [name, ...deeper]: readonly string[], text: string): Json {
  if (name === undefined) return text;
  if (Array.isArray(value)) return (value as readonly Json[]).map((each, index) => (index === Number(name) ? withText(each, deeper, text) : each));
  const object = value as { readonly [name: string]: Json };
  return Object.fromEntries(Object.entries(object).map(([each, part]) => [each, each === name ? withText(part, deeper, text) : part]));
}

function misfit(field: NamedField, value: Json): string | undefined {
  return field.check(value)[0]?.message;
}
function tooLong(text: string): string | undefined {
  return text.length > LONGEST_NAME ? `longer than ${LONGEST_NAME} characters` : undefined;
}

/** Why an entity may not be named anew. */
function refusal(world: LiveWorld, row: number): string | undefined {
  try {
    refuseRenaming(world, row);
    return undefined;
  } catch (error) {
    if (error instanceof OperationFault) return error.message;
    throw error;
  }
}
