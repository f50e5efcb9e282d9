import type { World } from '../world/world.ts';

/** Compares entities by their places in the hierarchy: parents before children, siblings in their order. Serves one sorting. */
export function hierarchyOrder({ entities }: World): (a: number, b: number) => number {
  const paths = new Map<number, readonly number[]>();
  const places = new Map<number, ReadonlyMap<number, number>>();
  const pathOf = (row: number): readonly number[] => {
    let path = paths.get(row);
    if (path === undefined) paths.set(row, (path = entities.pathOf(row)));
    return path;
  };
  /** Where a row stands among its siblings. */
  const place = (parent: number, row: number): number => {
    let known = places.get(parent);
    if (known === undefined) {
      const siblings = parent < 0 ? entities.roots : (entities.children.get(parent) ?? []);
      places.set(parent, (known = new Map(siblings.map((each, at) => [each, at]))));
    }
    return known.get(row) ?? 0;
  };
  return (a, b) => {
    if (a === b) return 0;
    const one = pathOf(a),
      two = pathOf(b);
    const at = one.findIndex((row, depth) => row !== two[depth]);
    // One of them is above the other.
    if (at < 0 || at >= two.length) return one.length - two.length;
    const parent = at === 0 ? -1 : (one[at - 1] as number);
    return place(parent, one[at] as number) - place(parent, two[at] as number);
  };
}
