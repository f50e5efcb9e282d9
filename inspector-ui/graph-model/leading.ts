import { genericOf, isGeneric } from '../../engine/flow/values/generic.ts';
import type { NodeType } from './catalogue.ts';
import type { PortAt } from './connecting.ts';
import type { KnownGraph } from './known-graph.ts';
import type { PortPart } from './ports.ts';

/** The port of a type of node that a wire from a port of the graph fits best, and what the node is for then. */
export interface BestPort {
  readonly part: PortPart;
  /** As wires name it: `A`, `Inputs.0`, '*'. */
  readonly port: string;
  readonly of: string | undefined;
  /** Larger is better: the same type before one that it becomes, the first port before the others. */
  readonly score: number;
}

const SAME = 30,
  GENERIC = 20,
  WIDER = 10;

/** Undefined where none fits. */
export function bestPort(known: KnownGraph, from: PortAt, type: NodeType): BestPort | undefined {
  let best: BestPort | undefined;
  for (const each of fittingPorts(known, from, type)) if (best === undefined || each.score > best.score) best = each;
  return best;
}

function* fittingPorts(known: KnownGraph, { node, part, port }: PortAt, type: NodeType): Generator<BestPort> {
  if (part === 'out') {
    const found = known.outputType({ node, port });
    if (found !== undefined) yield* inputsFor(known, found, type);
    if (known.type(node)?.holds === true) yield* refsTo(type, found ?? '');
  } else if (part === 'in') yield* outputsFor(known, known.input(node, port)?.is ?? '', type);
  else if (part === 'then') {
    const kind = known.exit(node, port)?.kind;
    // Where a chain may wait, both kinds of nodes fit; else one that waits is a fault, and comes last.
    for (const [at, { name, kind: takes, list }] of type.entrances.entries())
      yield {
        part: 'to',
        port: list === true ? `${name}.0` : name,
        of: undefined,
        score: SAME - at - (takes === 'Async' && kind === 'SyncImpulse' ? WIDER : 0),
      };
  } else if (part === 'to') {
    const takes = known.entrance({ node, port })?.kind;
    for (const [at, { name, kind, list }] of type.exits.entries())
      yield {
        part: 'then',
        port: list === true ? `${name}.0` : name,
        of: undefined,
        score: SAME - at - (takes === 'Async' && kind === 'SyncImpulse' ? WIDER : 0),
      };
  } else {
    const kind = known.ref(node, port)?.kind;
    if (kind === 'node' || (kind === 'variable' && type.holds === true)) {
      const of = known.of(node);
      yield { part: 'out', port: '*', of: of !== '' && type.generic !== undefined && known.catalogue.mayBe(type, of) ? of : undefined, score: SAME };
    }
  }
}

function* inputsFor(known: KnownGraph, found: string, type: NodeType): Generator<BestPort> {
  for (const [at, { name, type: wanted, list }] of type.inputs.entries()) {
    const fit = known.catalogue.fits(found, wanted, type, undefined);
    if (fit === undefined) continue;
    const isTold = isGeneric(wanted) && genericOf(wanted, found) === fit.of;
    yield { part: 'in', port: list === true ? `${name}.0` : name, of: fit.of, score: (wanted === found ? SAME : isTold ? GENERIC : WIDER) - at };
  }
}

function* outputsFor(known: KnownGraph, wanted: string, type: NodeType): Generator<BestPort> {
  for (const [at, { name, type: found, list }] of type.outputs.entries()) {
    const port = list === true ? `${name}.0` : name;
    if (!isGeneric(found)) {
      if (wanted === '' || isGeneric(wanted) || known.catalogue.leadsTo(found, wanted))
        yield { part: 'out', port, of: undefined, score: (found === wanted ? SAME : WIDER) - at };
      continue;
    }
    const told = wanted === '' || isGeneric(wanted) ? undefined : genericOf(found, wanted);
    if (told !== undefined && known.catalogue.mayBe(type, told)) yield { part: 'out', port, of: told, score: GENERIC - at };
    else if (wanted === '' || isGeneric(wanted)) yield { part: 'out', port, of: undefined, score: WIDER - at };
  }
}

function* refsTo(type: NodeType, held: string): Generator<BestPort> {
  for (const [at, { name, kind }] of type.refs.entries())
    if (kind === 'variable') {
      const of = held !== '' && type.generic !== undefined && type.generic.includes(held) ? held : undefined;
      if (of !== undefined || type.generic === undefined) yield { part: 'refs', port: name, of, score: WIDER - 1 - at };
    }
}
