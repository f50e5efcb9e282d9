/**
 * Nodes that are needed for one, each after what it needs itself. Goes without recursion, since a chain of nodes may be as long as a graph.
 * @param needs what a node needs, in order
 * @param found the nodes of a circle, where there is one
 */
export function orderOf(first: readonly number[], needs: (node: number) => readonly number[], found: (circle: readonly number[]) => void): number[] {
  const order: number[] = [],
    state = new Map<number, 1 | 2>();
  for (const root of first) {
    const path: number[] = [],
      places: number[] = [];
    if (state.has(root)) continue;
    path.push(root);
    places.push(0);
    state.set(root, 1);
    while (path.length > 0) {
      const node = path[path.length - 1] as number,
        wanted = needs(node),
        at = places[places.length - 1] as number;
      const next = wanted[at];
      if (next === undefined) {
        path.pop();
        places.pop();
        state.set(node, 2);
        order.push(node);
        continue;
      }
      places[places.length - 1] = at + 1;
      const known = state.get(next);
      if (known === 1) {
        found(path.slice(path.indexOf(next)));
        return order;
      }
      if (known === 2) continue;
      path.push(next);
      places.push(0);
      state.set(next, 1);
    }
  }
  return order;
}
