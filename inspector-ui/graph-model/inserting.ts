import type { Json } from '../../server/protocol.ts';
import { connected, isRefused, type PortAt, type Refused } from './connecting.ts';
import { own, typeParts, type GraphData, type GraphEdit } from './graph.ts';
import { baseName, KnownGraph } from './known-graph.ts';
import { withNode, type NewNode } from './nodes.ts';
import { editOf } from './patching.ts';
import type { Wire } from './wires.ts';

/** Puts a node of the graph into a wire: what the wire carries comes in by the first port that takes it, and goes on from the first that gives it. */
export function insertIntoWire(known: KnownGraph, id: string, wire: Wire): GraphEdit | Refused {
  const graph = inserted(known, id, wire);
  return isRefused(graph) ? graph : editOf(known.graph, graph, known.catalogue, `Insert ${id}`);
}

/** Adds a node in a wire. */
export function addIntoWire(known: KnownGraph, added: NewNode, wire: Wire): (GraphEdit & { readonly id: string }) | Refused {
  const found = wire.kind === 'data' ? known.outputType(wire.from) : undefined;
  const type = known.catalogue.get(added.type);
  const isTold = type?.generic === undefined || typeParts(added.type).of !== undefined;
  const of = found !== undefined && found !== '' && !isTold && known.catalogue.mayBe(type, found) ? `${type.name}<${found}>` : added.type;
  const { graph, id } = withNode(known, { ...added, type: of });
  const whole = inserted(new KnownGraph(graph, known.catalogue, known.facts), id, wire);
  return isRefused(whole) ? whole : { ...editOf(known.graph, whole, known.catalogue, `Insert ${id}`, [id]), id };
}

/** Puts a relay into a wire: the node that passes on what it carries, whose place is where the wire bends. */
export function addRelay(known: KnownGraph, wire: Wire, at: readonly number[]): (GraphEdit & { readonly id: string }) | Refused {
  const type = relayFor(known, wire);
  return type === undefined ? { refused: 'There is no relay for what this wire carries.' } : addIntoWire(known, { type, at }, wire);
}

const RELAYS = { Impulse: 'ContinuationRelay', SyncImpulse: 'CallRelay', AsyncImpulse: 'AsyncCallRelay' } as const;
function relayFor(known: KnownGraph, wire: Wire): string | undefined {
  const { catalogue } = known;
  if (wire.kind === 'node') return undefined;
  if (wire.kind === 'impulse') {
    const relay = RELAYS[known.exit(wire.from.node, wire.from.port)?.kind ?? 'Impulse'];
    return catalogue.get(relay)?.name;
  }
  const found = known.outputType(wire.from) ?? '';
  return ['ValueRelay', 'ObjectRelay'].find((name) => {
    const type = catalogue.get(name);
    return type !== undefined && catalogue.mayBe(type, found);
  });
}

function inserted(known: KnownGraph, id: string, wire: Wire): GraphData | Refused {
  const type = known.type(id),
    node = known.node(id);
  if (type === undefined || node === undefined || wire.kind === 'node') return { refused: 'Nothing can be put into this wire.' };
  if (wire.from.node === id || wire.to.node === id) return { refused: `${id} has an end of this wire.` };
  const isData = wire.kind === 'data';
  const from: PortAt = { ...wire.from, part: isData ? 'out' : 'then' },
    to: PortAt = { ...wire.to, part: isData ? 'in' : 'to' };
  // What is taken already is given up last.
  const taken = new Set(known.around(id).flatMap((each) => (each.to.node === id ? [baseName(each.to.port)] : [])));
  const isTaken = (name: string): number => Number(taken.has(name) || Object.hasOwn(node.in ?? {}, name));
  const ins = isData ? type.inputs.toSorted((a, b) => isTaken(a.name) - isTaken(b.name)) : type.entrances;
  const outs = isData ? type.outputs : type.exits.toSorted((a, b) => Number(a.kind !== 'Impulse') - Number(b.kind !== 'Impulse'));
  for (const input of ins) {
    const first = connected(known, from, { node: id, part: isData ? 'in' : 'to', port: nameOf(input, isData ? own(node.in, input.name) : undefined) });
    if (isRefused(first)) continue;
    const half = new KnownGraph(first, known.catalogue, known.facts);
    for (const output of outs) {
      const second = connected(half, { node: id, part: isData ? 'out' : 'then', port: nameOf(output, isData ? undefined : own(node.then, output.name)) }, to);
      if (!isRefused(second)) return second;
    }
  }
  return { refused: `${typeParts(node.type).name} takes and gives nothing of what this wire carries.` };
}
/** Of a list the place behind what stands in it already. */
function nameOf({ name, list }: { readonly name: string; readonly list?: boolean }, given: Json | undefined): string {
  return list === true && name !== '*' ? `${name}.${given === undefined ? 0 : Array.isArray(given) ? given.length : 1}` : name;
}
