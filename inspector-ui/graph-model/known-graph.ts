import { genericOf, isGeneric, real } from '../../engine/flow/values/generic.ts';
import type { Catalogue, DataPort, EntrancePort, ExitPort, NodeType, RefPort } from './catalogue.ts';
import { isWire, own, placeIn, typeParts, type GraphData, type NodeData, type Place } from './graph.ts';
import type { NodeFacts } from './ports.ts';
import { wiresOf, type Wire } from './wires.ts';

/** How many nodes a type is followed back through, so that no circle of wires holds anybody up. */
const FURTHEST = 200;

/** A port of any number with its place: `Inputs.2`. */
export function numbered(port: string): { readonly name: string; readonly index: number } | undefined {
  const [, name, index] = /^(.+)\.([0-9]{1,4})$/s.exec(port) ?? [];
  return name === undefined ? undefined : { name, index: Number(index) };
}
/** A port's name without its place in a list. */
export function baseName(port: string): string {
  return numbered(port)?.name ?? port;
}

/** A graph with what is known of its nodes: what they are, what the server has found out, and what they are for where that follows from the wires. */
export class KnownGraph {
  readonly graph: GraphData;
  readonly catalogue: Catalogue;
  readonly facts: { readonly [id: string]: NodeFacts };
  readonly #of = new Map<string, string>();
  #wires: readonly Wire[] | undefined;
  #around: Map<string, Wire[]> | undefined;

  constructor(graph: GraphData, catalogue: Catalogue, facts: { readonly [id: string]: NodeFacts } = {}) {
    this.graph = graph;
    this.catalogue = catalogue;
    this.facts = facts;
  }

  node(id: string): NodeData | undefined {
    return own(this.graph.nodes, id);
  }
  type(id: string): NodeType | undefined {
    const node = this.node(id);
    return node === undefined ? undefined : this.catalogue.of(node);
  }
  get wires(): readonly Wire[] {
    return (this.#wires ??= wiresOf(this.graph));
  }
  /** All wires that a node has an end of, wherever they are written. */
  around(id: string): readonly Wire[] {
    if (this.#around === undefined) {
      this.#around = new Map();
      for (const wire of this.wires)
        for (const end of wire.from.node === wire.to.node ? [wire.from.node] : [wire.from.node, wire.to.node]) {
          const known = this.#around.get(end);
          if (known === undefined) this.#around.set(end, [wire]);
          else known.push(wire);
        }
    }
    return this.#around.get(id) ?? [];
  }

  /** What a generic node is for: as it is written, as the server says, or as its wires tell; empty where nothing tells. */
  of(id: string, steps = FURTHEST): string {
    const known = this.#of.get(id);
    if (known !== undefined) return known;
    const node = this.node(id),
      type = this.type(id);
    const told = node === undefined || type?.generic === undefined ? '' : (typeParts(node.type).of ?? own(this.facts, id)?.of ?? this.#told(node, type, steps));
    if (steps > 0) this.#of.set(id, told);
    return told;
  }

  #told(node: NodeData, type: NodeType, steps: number): string {
    if (steps === 0) return '';
    for (const { name, type: declared } of type.inputs) {
      if (!isGeneric(declared)) continue;
      const given = own(node.in, name);
      for (const each of Array.isArray(given) ? (given as readonly unknown[]) : [given]) {
        const from = isWire(each) ? this.outputType(placeIn(each.from), steps - 1) : undefined;
        const told = from === undefined || from === '' ? undefined : genericOf(declared, from);
        if (told !== undefined) return told;
      }
    }
    for (const { name, kind } of type.refs) {
      const ref = own(node.refs, name) as { readonly node?: unknown; readonly component?: unknown; readonly field?: unknown } | null | undefined;
      if (typeof ref !== 'object' || ref === null) continue;
      if (typeof ref.node === 'string') return this.of(ref.node, steps - 1);
      if (kind === 'component' && typeof ref.component === 'string' && ref.field === undefined) return ref.component.replace(/#.*$/s, '');
    }
    return '';
  }

  input(id: string, port: string): (DataPort & { readonly is: string }) | undefined {
    const name = baseName(port);
    const found = this.type(id)?.inputs.find((each) => (each.list === true ? each.name === name : each.name === port));
    return found === undefined ? undefined : { ...found, is: this.#real(found.type, id) };
  }
  /** The output that a wire names: '*' is the only one, whatever its name. */
  output({ node, port }: Place): DataPort | undefined {
    const outputs = this.type(node)?.outputs ?? [];
    if (port === '*' && outputs.length === 1) return outputs[0];
    return outputs.find(({ name, list }) => name === (list === true ? baseName(port) : port));
  }
  /** The type of what comes out of a place; empty where that is not known, undefined where nothing comes out there. */
  outputType(place: Place, steps = FURTHEST): string | undefined {
    const found = this.output(place);
    if (found === undefined) return undefined;
    const of = isGeneric(found.type) ? this.of(place.node, steps) : '';
    return isGeneric(found.type) ? (of === '' ? '' : real(found.type, of)) : found.type;
  }
  exit(id: string, port: string): ExitPort | undefined {
    return this.type(id)?.exits.find(({ name, list }) => name === (list === true ? baseName(port) : port));
  }
  /** The impulse input that a wire names: '*' is the only one, whatever its name. */
  entrance({ node, port }: Place): EntrancePort | undefined {
    const entrances = this.type(node)?.entrances ?? [];
    if (port === '*' && entrances.length === 1) return entrances[0];
    return entrances.find(({ name, list }) => name === (list === true ? baseName(port) : port));
  }
  ref(id: string, name: string): RefPort | undefined {
    return this.type(id)?.refs.find((each) => each.name === name);
  }

  #real(type: string, id: string): string {
    if (!isGeneric(type)) return type;
    const of = this.of(id);
    return of === '' ? type : real(type, of);
  }
}
