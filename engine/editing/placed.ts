import type { EntityData } from '../door.ts';
import { fieldOfMark, GONE, INSTANCE, isOwnOfRoot, markOf, ORDER, readMark } from '../instance-marks.ts';
import { sameJson } from '../same-json.ts';
import { carriedPlace, placeAmong } from './carried.ts';
import { editPath } from './edit-path.ts';
import type { Editable } from './editable.ts';
import type { Reversal } from './history-entry.ts';
import type { PuttingBack } from './instances.ts';
import type { Links, Part } from './links.ts';
import { OperationFault } from './lookups.ts';
import { Mirror } from './mirror.ts';

/** What is to be done, one after the other: each sees what the one before has come to. */
export type Completing = Reversal | { readonly mark: { readonly root: number; readonly add: readonly string[]; readonly drop?: readonly string[] } };

/** Something in which an instance and its source differ, and that nobody has marked: of which entities, and what of them, as marks say it. */
interface Difference {
  readonly entity: string;
  readonly of: string;
  readonly what: string;
}
type Unmarked = (difference: Difference) => 'mark' | 'follow' | 'leave';

/**
 * What instances need that an operation has brought: all of their source that they do not have yet. What they were given is their own.
 * @param isSpawned whether it is an item's spawning
 * @param from of which instance that was a part of which a duplicate was made
 */
export function* completed(world: Editable, links: Links, step: Reversal, row: number, isSpawned: boolean, from: Part | undefined): Iterable<Completing> {
  const { entities } = world;
  if (step.op === 'addComponent') {
    // What is there already is its own.
    if (step.component === INSTANCE && links.partAt(row)?.root === row)
      yield* whole(world, links, row, ({ what }) => (what.startsWith('-') ? 'follow' : 'mark'));
    else if (step.component === INSTANCE && links.sourceOf(row) === undefined) refuseMissing(links, row);
    return;
  }
  if (step.op === 'duplicateEntity' && from !== undefined && from.name !== '') {
    // What the outer instance has marked of an inner one is known to nobody any more, where the inner one stands for itself.
    for (const each of entities.subtree(row)) if (links.partAt(each)?.root === each) yield* whole(world, links, each, () => 'mark');
    return;
  }
  if (step.op !== 'addEntity') return;
  const given = new Map<number, EntityData>();
  if (step.entity !== undefined) pair(world, step.entity, row, given);
  for (const [each, data] of given) {
    if (!entities.alive(each) || links.sourceIdOf(each) === null || (links.partAt(each)?.root ?? each) !== each) continue;
    if (isSpawned && links.sourceOf(each) === undefined) {
      // What comes from elsewhere without its source is there whole, and follows nobody here.
      yield { op: 'removeComponent', entity: entities.id.get(each), component: INSTANCE };
      continue;
    }
    // Where marks came along, as in what is pasted, they say what is its own, and all else follows the source as it is by now.
    const isMarked = isSpawned || data.components?.[INSTANCE]?.['Overrides'] !== undefined;
    yield* whole(world, links, each, ({ entity, what }) => (!isMarked && isGiven(given.get(entities.rowOf(entity) as number), what) ? 'mark' : 'follow'));
  }
}

/** What an instance has to be given, or to be marked with, after things were put back. @param unmarked marks that are gone by that */
export function* settled(world: Editable, links: Links, root: number, back: PuttingBack, unmarked: ReadonlySet<string>): Iterable<Completing> {
  const part = links.partAt(root);
  if (part?.root !== root) return;
  const { entities } = world;
  const id = entities.id.get(root);
  const stale = Object.keys(links.marksOf(root)).filter((mark) => {
    const { part: name, what } = readMark(mark);
    const of = name === '' ? part.source : entities.rowOf(name);
    const at = of === undefined ? undefined : links.counterpart(root, part.source, of);
    return at !== undefined && (what === GONE || (what.startsWith('-') && links.heldBy(at, what.slice(1)) !== undefined));
  });
  if (stale.length > 0) yield { mark: { root, add: [], drop: stale } };
  const isFresh = back.fresh.has(id);
  /** Parts that are there again, with all that is below them. */
  const there = new Set<string>();
  for (const mark of unmarked) {
    const { part: name, what } = readMark(mark);
    const of = what === GONE ? entities.rowOf(name) : undefined;
    if (of !== undefined) for (const row of entities.subtree(of)) there.add(entities.id.get(row));
  }
  yield* whole(world, links, root, ({ entity, of, what }) => {
    const path = pathOf(entity, what);
    if (what.startsWith('-')) return back.isOthers(path) ? 'mark' : 'follow';
    const name = entity === id ? '' : of;
    const field = fieldOfMark(what);
    const isBack = isFresh || there.has(name) || unmarked.has(markOf(name, what)) || (field !== undefined && unmarked.has(markOf(name, `-${field.key}`)));
    if (!isBack) return 'leave';
    if (isFresh && back.isOthers(path)) return 'mark';
    return back.isBehind(path, pathOf(of, what)) ? 'follow' : 'leave';
  });
}

/** Where edits of something are known by. */
function pathOf(entity: string, what: string): string {
  if (what === GONE) return editPath(entity);
  if (what.startsWith('-')) return editPath(entity, what.slice(1));
  const field = fieldOfMark(what);
  return field === undefined ? editPath(entity, `@${what}`) : editPath(entity, field.key, field.field);
}

function isGiven(data: EntityData | undefined, what: string): boolean {
  if (data === undefined) return false;
  const field = fieldOfMark(what);
  if (field === undefined) return (data as Readonly<Record<string, unknown>>)[what] !== undefined;
  return data.components?.[field.key]?.[field.field] !== undefined;
}

/** The data that each entity was made of. */
function pair(world: Editable, data: EntityData, row: number, into: Map<number, EntityData>): void {
  const { entities } = world;
  const waiting: (readonly [EntityData, number])[] = [[data, row]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [of, at] = next;
    into.set(at, of);
    const rows = [...(entities.children.get(at) ?? [])].sort((a, b) => (entities.created[a] as number) - (entities.created[b] as number));
    (of.children ?? []).forEach((child, i) => {
      const below = rows[i];
      if (below !== undefined) waiting.push([child, below]);
    });
  }
}

function refuseMissing(links: Links, row: number): void {
  const id = links.sourceIdOf(row);
  if (id !== null)
    throw new OperationFault('WW_UNKNOWN_ENTITY', 'entity', `no entity has the id ${id}, so that none can be its instance`, 'the id of an entity');
}

/** Makes an instance what its source is, but for what it has of its own. */
function* whole(world: Editable, links: Links, root: number, unmarked: Unmarked): Iterable<Completing> {
  const source = links.sourceOf(root);
  if (source === undefined) return refuseMissing(links, root);
  yield* part(world, links, new Mirror(world, links, root, source), source, root, unmarked);
}

function* part(world: Editable, links: Links, mirror: Mirror, of: number, at: number, unmarked: Unmarked): Iterable<Completing> {
  const { entities } = world;
  const { root } = mirror;
  const isRoot = of === mirror.source;
  const name = isRoot ? '' : entities.id.get(of);
  const entity = entities.id.get(at);
  const becomes = (what: string): ReturnType<Unmarked> => unmarked({ entity, of: entities.id.get(of), what });
  const follows = (what: string): boolean => !(isRoot && isOwnOfRoot(what)) && !mirror.isMarked(of, what);
  const marked = (what: string): Completing => ({ mark: { root, add: [markOf(name, what)] } });
  const like: Record<string, string | boolean> = {
    name: entities.name.get(of),
    tag: entities.tag.get(of),
    active: entities.active[of] === 1,
    persistent: entities.persistent[of] === 1,
  };
  const mine: typeof like = {
    name: entities.name.get(at),
    tag: entities.tag.get(at),
    active: entities.active[at] === 1,
    persistent: entities.persistent[at] === 1,
  };
  for (const what of Object.keys(like)) {
    if (!follows(what) || like[what] === mine[what]) continue;
    const next = becomes(what);
    if (next === 'mark') yield marked(what);
    else if (next === 'follow') yield { op: 'updateEntity', entity, [what]: like[what] };
  }
  if (!isRoot && follows(ORDER)) {
    const place = carriedPlace(world, mirror, of, at);
    const next = place === undefined ? 'leave' : becomes(ORDER);
    if (next === 'mark') yield marked(ORDER);
    else if (next === 'follow' && place !== undefined) yield place;
  }
  for (const held of entities.held(of)) {
    const { key, component } = held;
    if (!follows(`+${key}`) || mirror.isMarked(of, `-${key}`)) continue;
    const own = links.heldBy(at, key);
    if (own === undefined) {
      if (becomes(`-${key}`) === 'mark') yield marked(`-${key}`);
      else yield { op: 'restoreComponents', entity, components: [mirror.component(held)] };
      continue;
    }
    const store = world.storeOf(component.name);
    for (const field of component.fieldList) {
      if (field.options.readOnly === true || !follows(`${key}.${field.name}`)) continue;
      const value = mirror.value(component, field.name, world.drives.keptOf(store, held.row, field.name));
      if (sameJson(world.drives.keptOf(store, own.row, field.name), value)) continue;
      const next = becomes(`${key}.${field.name}`);
      if (next === 'mark') yield marked(`${key}.${field.name}`);
      else if (next === 'follow') yield { op: 'setField', entity, component: key, field: field.name, value };
    }
  }
  // What it has beside is its own from the beginning.
  for (const { key } of entities.held(at)) if (links.heldBy(of, key) === undefined && follows(`+${key}`)) yield marked(`+${key}`);
  for (const child of (entities.children.get(of) ?? []).slice()) {
    const there = mirror.at(child);
    if (there !== undefined) yield* part(world, links, mirror, child, there, unmarked);
    else if (mirror.isMarked(child, GONE) || entities.rowOf(mirror.idOf(child)) !== undefined) continue;
    else if (unmarked({ entity: mirror.idOf(child), of: entities.id.get(child), what: GONE }) === 'mark')
      yield { mark: { root, add: [markOf(entities.id.get(child), GONE)] } };
    else yield { op: 'restoreEntities', at: placeAmong(world, mirror, child, at), entities: mirror.subtree(child) };
  }
}
