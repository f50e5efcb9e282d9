import { portKey, type PortRow } from '../graph-model/ports.ts';
import type { Drawing, PortAt } from './drawing.ts';

/** The ports that a wire could lead to which stays at a port, by node: as far as their types tell, from what the graph is now. */
export function fittingPorts(drawing: Drawing, { port, row }: { readonly port: PortAt; readonly row: PortRow }): Map<string, Set<string>> {
  const { scene, store, catalogue } = drawing;
  const fitting = new Map<string, Set<string>>();
  // Nodes of one kind fit alike: what a port of them is for is asked once.
  const known = new Map<string, boolean>();
  for (const [id, shape] of scene.shapes) {
    const node = store.nodes.get(id),
      type = node === undefined ? undefined : catalogue.of(node);
    if (node === undefined || type === undefined) continue;
    if (id === port.node) continue;
    const kind = `${type.name} ${store.facts.get(id)?.of ?? ''}`;
    let keys: Set<string> | undefined;
    for (const other of shape.rows) {
      const key = portKey(other),
        asked = `${kind} ${key} ${other.type}`;
      let isFitting = known.get(asked);
      if (isFitting === undefined) known.set(asked, (isFitting = fits(drawing, row, port.node, other, id)));
      if (isFitting) (keys ??= new Set()).add(key);
    }
    if (keys !== undefined) fitting.set(id, keys);
  }
  return fitting;
}

function fits(drawing: Drawing, a: PortRow, nodeA: string, b: PortRow, nodeB: string): boolean {
  if (a.part === 'then' || a.part === 'to') return b.part === (a.part === 'then' ? 'to' : 'then');
  const [from, to, sink] = a.part === 'out' ? [a, b, nodeB] : [b, a, nodeA];
  if (from.part !== 'out') return false;
  const node = drawing.store.nodes.get(sink),
    type = node === undefined ? undefined : drawing.catalogue.of(node);
  if (type === undefined) return false;
  if (to.part === 'refs') return ['node', 'variable'].includes(type.refs.find(({ name }) => name === to.port)?.kind ?? '');
  if (to.part !== 'in') return false;
  const declared = type.inputs.find(({ name }) => name === (to.list?.name ?? to.port));
  return declared !== undefined && drawing.catalogue.fits(from.type, declared.type, type, drawing.store.facts.get(sink)?.of) !== undefined;
}
