import { cut, redirect } from './disconnecting.ts';
import { Draft } from './draft.ts';
import { isWire, placeText, type GraphData, type GraphEdit, type Place } from './graph.ts';
import { KnownGraph } from './known-graph.ts';
import { editOf } from './patching.ts';
import { setEach } from './each-given.ts';

/** Takes all wires from nodes. What went through one of them goes on without it, where what came in is what goes out. */
export function detachNodes(known: KnownGraph, ids: readonly string[]): GraphEdit {
  let at = known;
  for (const id of ids) at = new KnownGraph(detached(at, id), known.catalogue, known.facts);
  return editOf(known.graph, at.graph, known.catalogue, ids.length === 1 ? `Detach ${ids[0]}` : `Detach ${ids.length} nodes`);
}

function detached(known: KnownGraph, id: string): GraphData {
  const draft = new Draft(known.graph);
  const around = known.around(id);
  const sources = around.filter((wire) => wire.kind === 'data' && wire.to.node === id && wire.from.node !== id).map(({ from }) => from);
  const next = nextPlace(known, id);
  // Members of lists are found by their places, so that those which are led elsewhere come first, and those which go come last.
  const gone = around.filter((wire) => {
    if (wire.from.node === id && wire.to.node === id) return false;
    if (wire.kind === 'data' && wire.from.node === id) {
      const source = sources.find((from) => leads(known, from, wire.to));
      if (source !== undefined) redirect(draft, wire, placeText(source));
      return source === undefined;
    }
    if (wire.kind === 'impulse' && wire.to.node === id) {
      if (next !== undefined) redirect(draft, wire, placeText(next));
      return next === undefined;
    }
    return wire.kind === 'node' && wire.from.node === id;
  });
  cut(draft, gone);
  setEach(draft, id, 'in', (given) => (isWire(given) ? undefined : given));
  setEach(draft, id, 'then', () => undefined);
  setEach(draft, id, 'refs', (given) => (typeof given === 'object' && given !== null && Object.hasOwn(given, 'node') ? undefined : given));
  return draft.graph();
}

function leads(known: KnownGraph, from: Place, to: Place): boolean {
  const found = known.outputType(from),
    type = known.type(to.node),
    sink = known.input(to.node, to.port);
  if (found === undefined || type === undefined || sink === undefined) return false;
  return known.catalogue.fits(found, sink.type, type, known.of(to.node)) !== undefined;
}

/** Where an impulse that comes to a node goes on: by the first of its exits that lead somewhere, those at which the node is done before its calls. */
function nextPlace(known: KnownGraph, id: string): Place | undefined {
  const out = known.around(id).filter((wire) => wire.kind === 'impulse' && wire.from.node === id && wire.to.node !== id);
  const order = (known.type(id)?.exits ?? []).toSorted((a, b) => Number(a.kind !== 'Impulse') - Number(b.kind !== 'Impulse'));
  for (const exit of order) {
    const wire = out.find(({ from }) => known.exit(id, from.port) === exit);
    if (wire !== undefined) return wire.to;
  }
  return out[0]?.to;
}
