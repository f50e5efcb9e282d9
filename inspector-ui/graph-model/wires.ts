import { isWire, placeIn, type GraphData, type NodeData, type Place } from './graph.ts';

/** A wire, from where it comes to where it leads. */
export interface Wire {
  readonly kind: 'data' | 'impulse' | 'node';
  readonly from: Place;
  readonly to: Place;
  /** Names it among all wires of the graph: where it is written. */
  readonly key: string;
}

/** The wires that are written at a node: of data those that end in it, of impulses those that begin there, and what it refers to. */
export function wiresAt(id: string, node: NodeData): readonly Wire[] {
  const wires: Wire[] = [];
  for (const [port, given] of Object.entries(node.in ?? {})) {
    if (Array.isArray(given)) {
      given.forEach((each, index) => {
        if (isWire(each)) wires.push({ kind: 'data', from: placeIn(each.from), to: { node: id, port: `${port}.${index}` }, key: `${id}/in/${port}/${index}` });
      });
    } else if (isWire(given)) wires.push({ kind: 'data', from: placeIn(given.from), to: { node: id, port }, key: `${id}/in/${port}` });
  }
  for (const [port, to] of Object.entries(node.then ?? {})) {
    if (typeof to === 'string') wires.push({ kind: 'impulse', from: { node: id, port }, to: placeIn(to), key: `${id}/then/${port}` });
    else if (Array.isArray(to))
      to.forEach((each: unknown, index) => {
        if (typeof each === 'string')
          wires.push({ kind: 'impulse', from: { node: id, port: `${port}.${index}` }, to: placeIn(each), key: `${id}/then/${port}/${index}` });
      });
  }
  for (const [name, ref] of Object.entries(node.refs ?? {})) {
    const other = typeof ref === 'object' && ref !== null && !Array.isArray(ref) ? (ref as { readonly node?: unknown }).node : undefined;
    if (typeof other === 'string') wires.push({ kind: 'node', from: { node: other, port: '*' }, to: { node: id, port: name }, key: `${id}/refs/${name}` });
  }
  return wires;
}

/** All wires, in text order. */
export function wiresOf({ nodes }: GraphData): readonly Wire[] {
  return Object.entries(nodes).flatMap(([id, node]) => wiresAt(id, node));
}
