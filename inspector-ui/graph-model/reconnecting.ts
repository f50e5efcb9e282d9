import type { Json } from '../../server/protocol.ts';
import { connected, isRefused, type PortAt, type Refused } from './connecting.ts';
import { cut } from './disconnecting.ts';
import { Draft } from './draft.ts';
import type { GraphData, GraphEdit } from './graph.ts';
import { KnownGraph, numbered } from './known-graph.ts';
import { editOf } from './patching.ts';
import type { Wire } from './wires.ts';

/** Takes a wire off where it ends, and leads it from a port that it comes from to another one. */
export function reconnect(known: KnownGraph, wire: Wire, from: PortAt, to: PortAt): GraphEdit | Refused {
  const graph = movedInList(known, wire, to) ?? anew(known, wire, from, to);
  return isRefused(graph) ? graph : editOf(known.graph, graph, known.catalogue, `Connect ${from.node} to ${to.node}`);
}

function anew(known: KnownGraph, wire: Wire, from: PortAt, to: PortAt): GraphData | Refused {
  const draft = new Draft(known.graph);
  cut(draft, [wire]);
  return connected(new KnownGraph(draft.graph(), known.catalogue, known.facts), from, to);
}

/** Within one list a wire goes to another place, and what stands between makes room for it: nothing is lost. Undefined where it leads out of its list. */
function movedInList(known: KnownGraph, wire: Wire, to: PortAt): GraphData | Refused | undefined {
  const was = numbered(wire.to.port),
    next = numbered(to.port);
  if (wire.kind !== 'data' || to.part !== 'in' || to.node !== wire.to.node || was === undefined || next === undefined || was.name !== next.name)
    return undefined;
  const draft = new Draft(known.graph);
  const list = draft.given(to.node, 'in', was.name);
  if (!Array.isArray(list)) return undefined;
  const rest = [...(list as readonly Json[])];
  const held = rest.splice(was.index, 1);
  const at = Math.min(next.index, rest.length);
  if (at === was.index) return { refused: `The wire is the last of ${was.name} already: there is nothing that it could come behind.` };
  rest.splice(at, 0, ...held);
  draft.give(to.node, 'in', was.name, rest);
  return draft.graph();
}
