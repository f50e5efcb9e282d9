import type { WorldwireError } from '../../engine/index.ts';
import { sceneDifference, textDifference, type FileDifference, type FileDifferenceRow } from '../saving/scene-difference.ts';
import { childrenOf, entitiesOf, parentOf, type SavedScene, type Value } from './scene-order.ts';

/** How a version differs from another, or from the world as it is. Where one of them is no scene any more, `fault` says why. */
export interface VersionDifference {
  readonly rows: readonly VersionDifferenceRow[];
  /** How many there are; the first 500 are told. */
  readonly total: number;
  readonly fault?: string;
  /** The lines that differ: `-` the version's, `+` the other's. */
  readonly text: { readonly lines: readonly string[]; readonly more: number };
}
export interface VersionDifferenceRow {
  /** Id of the entity; empty for the scene itself. */
  readonly entity: string;
  /** Names from the top down to it. */
  readonly path: readonly string[];
  /** `Component.field`, a component, or a property; empty for the entity as a whole. */
  readonly what: string;
  /** In the version and in what it is compared with, as text, cut where it is long; null where it is not there, or has its default. */
  readonly before: string | null;
  readonly after: string | null;
}

/** What is told of siblings that stand in another order. */
export const ORDER = 'order of children';

/** How two scenes differ, both as a save would write them. In which order entities were made is no difference; in which order siblings stand is. */
export function versionDifference(version: SavedScene, other: SavedScene): Pick<VersionDifference, 'rows' | 'total'> {
  const [before, after] = comparable(version, other);
  const { rows, total }: FileDifference = sceneDifference(before, after);
  return { rows: rows.map(rowOf), total };
}

/** The same as lines of their texts, where they can be compared by what they mean as well and where they cannot. */
export async function differenceOf(before: string, after: string, read: (text: string) => Promise<string>): Promise<VersionDifference> {
  try {
    const [version, other] = [await read(before), await read(after)];
    return { ...versionDifference(JSON.parse(version) as SavedScene, JSON.parse(other) as SavedScene), text: textDifference(version, other) };
  } catch (error) {
    return { rows: [], total: 0, fault: (error as WorldwireError).message, text: textDifference(before, after) };
  }
}

function rowOf({ entity, path, what, file, world }: FileDifferenceRow): VersionDifferenceRow {
  return { entity, path, what, before: file, after: world };
}

/** Both scenes without what tells the order of siblings, and with that order told of each whose siblings stand in another one. */
function comparable(version: SavedScene, other: SavedScene): [SavedScene, SavedScene] {
  const theirs = entitiesOf(version),
    ours = entitiesOf(other);
  const orders = { version: childrenOf(version, theirs), other: childrenOf(other, ours) };
  const stays = (id: string): boolean => {
    const [a, b] = [theirs.get(id), ours.get(id)];
    return a !== undefined && b !== undefined && parentOf(a) === parentOf(b);
  };
  const another = new Set<string>();
  for (const [parent, list] of orders.version) {
    const [a, b] = [list, orders.other.get(parent) ?? []].map((each) => each.filter(stays).join('\n'));
    if (a !== b) another.add(parent);
  }
  const told = (entities: ReadonlyMap<string, Value>, order: ReadonlyMap<string, string[]>, parent: string): object => {
    if (!another.has(parent)) return {};
    return {
      [ORDER]: (order.get(parent) ?? [])
        .filter(stays)
        .map((id) => nameIn(entities.get(id), id))
        .join(', '),
    };
  };
  const of = (scene: SavedScene, entities: Map<string, Value>, order: Map<string, string[]>): SavedScene => {
    const { roots: _roots, entities: _entities, ...head } = scene as Value;
    // Entities stand as they do in the other, so that when they were made makes no difference.
    const ids = [...[...theirs.keys()].filter((id) => entities.has(id)), ...[...entities.keys()].filter((id) => !theirs.has(id))];
    return {
      ...head,
      ...told(entities, order, ''),
      entities: ids.map((id) => {
        // What is brought back names whoever did that.
        const { children: _children, spawnedBy: _spawnedBy, ...entity } = entities.get(id) as Value;
        return { ...entity, ...told(entities, order, id) };
      }),
    };
  };
  return [of(version, theirs, orders.version), of(other, ours, orders.other)];
}

function nameIn(entity: Value | undefined, id: string): string {
  const name = entity?.['name'];
  return typeof name === 'string' && name !== '' ? name : id;
}
