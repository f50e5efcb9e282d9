import { isOwnOfRoot, markOf, ORDER } from '../instance-marks.ts';
import { sameJson } from '../same-json.ts';
import { NONE } from '../world/entity-table.ts';
import type { Editable } from './editable.ts';
import type { Reversal } from './history-entry.ts';
import type { Links } from './links.ts';
import { Mirror } from './mirror.ts';

type StepOf<O extends Reversal['op']> = Extract<Reversal, { op: O }>;

/** A change of a field in an instance: as the same patch, where that may do, and as the whole value. */
export interface CarriedField {
  readonly patch: Reversal | undefined;
  whole(): Reversal;
}

/** What a change of a field of a source comes to in its instances, where they have not overridden it. */
export function* carriedField(
  world: Editable,
  links: Links,
  step: StepOf<'setField' | 'patchField' | 'patchBack'>,
  row: number,
  sources: readonly number[],
): Iterable<CarriedField> {
  const { component: key, field } = step;
  const held = links.heldBy(row, key);
  if (held === undefined) return;
  const store = world.storeOf(held.component.name);
  const value = world.drives.keptOf(store, held.row, field);
  for (const source of sources) {
    if (source === row && isOwnOfRoot(`${key}.${field}`)) continue;
    const name = source === row ? '' : world.entities.id.get(row);
    const mark = markOf(name, `${key}.${field}`);
    const added = markOf(name, `+${key}`);
    for (const root of links.instancesOf(source)) {
      const marks = links.marksOf(root);
      if (Object.hasOwn(marks, mark) || Object.hasOwn(marks, added)) continue;
      const part = links.counterpart(root, source, row);
      const own = part === undefined ? undefined : links.heldBy(part, key);
      if (part === undefined || own === undefined) continue;
      const mirrored = new Mirror(world, links, root, source).value(held.component, field, value);
      if (same(world.drives.keptOf(store, own.row, field), mirrored)) continue;
      const entity = world.entities.id.get(part);
      const isAlike = step.op === 'patchField' && same(mirrored, value);
      yield {
        patch: isAlike ? { op: 'patchField', entity, component: key, field, patch: step.patch } : undefined,
        whole: () => ({ op: 'setField', entity, component: key, field, value: mirrored }),
      };
    }
  }
}

/** What a change of what a part of a source is comes to: its name, its tag, whether it is active and saved, its order offset. */
export function* carriedProperties(world: Editable, links: Links, step: StepOf<'updateEntity'>, row: number, sources: readonly number[]): Iterable<Reversal> {
  const { entities } = world;
  for (const source of sources) {
    for (const root of links.instancesOf(source)) {
      const mirror = new Mirror(world, links, root, source);
      const part = mirror.at(row);
      if (part === undefined) continue;
      const entity = entities.id.get(part);
      const follows = (what: string): boolean => !(source === row && isOwnOfRoot(what)) && !mirror.isMarked(row, what);
      const next: { -readonly [K in keyof StepOf<'updateEntity'>]: StepOf<'updateEntity'>[K] } = { op: 'updateEntity', entity };
      const [name, tag] = [entities.name.get(row), entities.tag.get(row)];
      const [active, persistent] = [entities.active[row] === 1, entities.persistent[row] === 1];
      if (step.name !== undefined && follows('name') && name !== entities.name.get(part)) next.name = name;
      if (step.tag !== undefined && follows('tag') && tag !== entities.tag.get(part)) next.tag = tag;
      if (step.active !== undefined && follows('active') && active !== (entities.active[part] === 1)) next.active = active;
      if (step.persistent !== undefined && follows('persistent') && persistent !== (entities.persistent[part] === 1)) next.persistent = persistent;
      if (Object.keys(next).length > 2) yield next;
      if (step.orderOffset === undefined || source === row) continue;
      const place = carriedPlace(world, mirror, row, part);
      if (place !== undefined) yield place;
    }
  }
}

/**
 * Where a part belongs by where that of the source hangs; undefined where it hangs there already, or has a place of its own. Where what it would hang
 * below was removed here, it goes as well.
 */
export function carriedPlace(world: Editable, mirror: Mirror, of: number, part: number): Reversal | undefined {
  const { entities } = world;
  if (mirror.isMarked(of, ORDER)) return undefined;
  const entity = entities.id.get(part);
  const parent = mirror.at(entities.parent[of] as number);
  if (parent === undefined) return { op: 'removeEntity', entity };
  const orderOffset = entities.orderOffset[of] as number;
  const siblings = entities.siblings(entities.parent[of] as number);
  const at = siblings.indexOf(of);
  const beside = (from: number, by: number): number => {
    for (let each = from + by; each >= 0 && each < siblings.length; each += by) {
      const row = mirror.at(siblings[each] as number);
      if (row !== undefined && row !== part && entities.parent[row] === parent && !mirror.isMarked(siblings[each] as number, ORDER)) return row;
    }
    return NONE;
  };
  const behind = beside(at, -1),
    before = beside(at, 1);
  const here = entities.siblings(parent);
  const place = here.indexOf(part);
  const isThere =
    place >= 0 &&
    entities.orderOffset[part] === orderOffset &&
    (behind === NONE || here.indexOf(behind) < place) &&
    (before === NONE || place < here.indexOf(before));
  if (isThere) return undefined;
  const id = (row: number): string | null => (row === NONE ? null : entities.id.get(row));
  return { op: 'placeEntity', entity, parent: entities.id.get(parent), orderOffset, behind: id(behind), before: id(before) };
}

function same(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null && sameJson(a as never, b as never));
}

/**
 * Where a part belongs among what hangs below its parent here: behind the part that it stands behind in the source. Those that have a place of their
 * own tell nothing.
 */
export function placeAmong(world: Editable, mirror: Mirror, of: number, parent: number): number {
  const { entities } = world;
  const siblings = entities.siblings(entities.parent[of] as number);
  const here = entities.siblings(parent);
  const at = siblings.indexOf(of);
  const isPlaced = (part: number | undefined, sibling: number): part is number =>
    part !== undefined && entities.parent[part] === parent && !mirror.isMarked(siblings[sibling] as number, ORDER);
  for (let before = at - 1; before >= 0; before--) {
    const part = mirror.at(siblings[before] as number);
    if (isPlaced(part, before)) return here.indexOf(part) + 1;
  }
  for (let next = at + 1; next < siblings.length; next++) {
    const part = mirror.at(siblings[next] as number);
    if (isPlaced(part, next)) return here.indexOf(part);
  }
  return here.length;
}
