import { placeOfEntity, shown, type Findings } from './findings.ts';
import type { SceneEntity } from './scene.ts';

/** Position that stands for the top. */
const TOP = -1;

/** Finds every entity's parent, and the order of children where it is not that of (orderOffset, creation). */
export function arrange(
  entities: readonly SceneEntity[],
  positions: ReadonlyMap<string, number>,
  roots: unknown,
  findings: Findings,
): { parents: Int32Array; order: Map<number, readonly number[]> } {
  const parents = new Int32Array(entities.length).fill(TOP);
  /** Parents that list their children. */
  const listing: number[] = [];
  let lastId: string | undefined,
    lastPosition = TOP,
    backward = false;
  for (let i = 0; i < entities.length; i++) {
    const { parent, children } = entities[i] as SceneEntity;
    if (children !== undefined) listing.push(i);
    if (typeof parent !== 'string') continue;
    if (parent !== lastId) {
      const position = positions.get(parent);
      if (position === undefined) {
        findings.fault(
          `${placeOfEntity(i, entities[i])}/parent`,
          'the id of an entity of this scene',
          `no entity has the id ${shown(parent)}; expected the id of an entity of this scene`,
          'WW_UNKNOWN_ENTITY',
        );
        continue;
      }
      lastId = parent;
      lastPosition = position;
    }
    parents[i] = lastPosition;
    // Where every parent comes before its children there can be no cycle.
    if (lastPosition >= i) backward = true;
  }
  if (backward) findCycles(entities, parents, findings);
  return {
    parents,
    order: listing.length > 0 || roots !== undefined ? orders(entities, positions, parents, listing, roots, findings) : new Map<number, readonly number[]>(),
  };
}

function findCycles(entities: readonly SceneEntity[], parents: Int32Array, findings: Findings): void {
  /** 0: not seen, else the number of the walk that saw it. */
  const seen = new Int32Array(parents.length);
  for (let start = 0; start < parents.length; start++) {
    let at = start;
    while (at !== TOP && seen[at] === 0) {
      seen[at] = start + 1;
      at = parents[at] as number;
    }
    if (at === TOP || seen[at] !== start + 1) continue;
    const cycle = [shown(entities[at]?.id)];
    for (let next = parents[at] as number; next !== at && cycle.length < 10; next = parents[next] as number) cycle.push(shown(entities[next]?.id));
    findings.fault(
      `${placeOfEntity(at, entities[at])}/parent`,
      'a parent outside of its own descendants',
      `it is its own ancestor (${cycle.join(' in ')}); expected a parent outside of its own descendants`,
      'WW_CYCLE',
    );
  }
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function orders(
  entities: readonly SceneEntity[],
  positions: ReadonlyMap<string, number>,
  parents: Int32Array,
  listing: readonly number[],
  roots: unknown,
  findings: Findings,
): Map<number, readonly number[]> {
  const children = new Map<number, number[]>();
  if (roots !== undefined) children.set(TOP, []);
  for (const parent of listing) children.set(parent, []);
  for (let i = 0; i < parents.length; i++) children.get(parents[i] as number)?.push(i);

  const order = new Map<number, readonly number[]>();
  for (const [parent, created] of children) {
    const list: unknown = parent === TOP ? roots : entities[parent]?.children;
    const place = parent === TOP ? 'roots' : `${placeOfEntity(parent, entities[parent])}/children`;
    const what = parent === TOP ? 'an entity at the top' : 'a child of this entity';
    if (!isList(list)) {
      findings.fault(place, 'a list of ids', `expected a list of ids, found ${shown(list)}`);
      continue;
    }
    const arranged = new Set<number>();
    for (let i = 0; i < list.length; i++) {
      const position = typeof list[i] === 'string' ? positions.get(list[i] as string) : undefined;
      if (position === undefined || parents[position] !== parent)
        findings.fault(`${place}/${i}`, `the id of ${what}`, `expected the id of ${what}, found ${shown(list[i])}`);
      else if (arranged.has(position)) findings.fault(`${place}/${i}`, 'each id once', `${shown(list[i])} is listed already; expected each id once`);
      else arranged.add(position);
    }
    for (const position of created) arranged.add(position);
    const offset = (position: number): number => {
      const value = entities[position]?.orderOffset;
      return typeof value === 'number' ? value : 0;
    };
    const sorted = [...arranged].sort((a, b) => offset(a) - offset(b));
    const usual = created.toSorted((a, b) => offset(a) - offset(b));
    if (sorted.some((position, i) => position !== usual[i])) order.set(parent, sorted);
  }
  return order;
}
