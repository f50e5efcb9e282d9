import { real } from '../values/generic.ts';
import type { DataType, Value } from '../values/data-type.ts';
import type { Chain } from '../node/chain.ts';
import type { LinkedNode, Plan } from '../node/node-types.ts';

/** A port of a graph at which somebody looks. */
interface SeenPort {
  readonly name: string;
  readonly isInput: boolean;
  /** Number of the input or output, and which one it is of a list; -1 where it is none, or all of it. */
  readonly at: number;
  readonly which: number;
  readonly type: DataType;
  readonly isList: boolean;
}
/** What a port held, and when. */
export interface SeenValue {
  readonly port: SeenPort;
  readonly value: Value | readonly Value[];
  readonly tick: number;
}

/** Values that are noted in a tick of nodes that have acted: those in a long loop act thousands of times, and as many ports of one may be looked at. */
const MOST_NOTED = 10_000;

/** The ports of a graph at which anybody looks, with what they held last. */
export class SeenPorts {
  readonly #plan: Plan;
  readonly #byNode = new Map<number, SeenPort[]>();
  readonly #values: Map<string, SeenValue>;
  #tick = -1;
  #left = 0;

  /** @param known what ports of the graph as it was before held */
  constructor(plan: Plan, names: Iterable<string>, known?: SeenPorts) {
    this.#plan = plan;
    this.#values = new Map();
    for (const name of names) {
      const found = portOf(plan, name);
      if (found === undefined) continue;
      const [node, port] = found;
      const others = this.#byNode.get(node);
      if (others === undefined) this.#byNode.set(node, [port]);
      else others.push(port);
      const before = known?.valueOf(name);
      if (before?.port.type === port.type) this.#values.set(name, before);
    }
  }

  valueOf(name: string): SeenValue | undefined {
    return this.#values.get(name);
  }

  /** How many ports of a node are looked at. */
  at(node: number): number {
    return this.#byNode.get(node)?.length ?? 0;
  }

  /** A node was pulled. */
  pulled(node: number, value: Value | readonly Value[], inputs: readonly (Value | readonly Value[])[], tick: number): void {
    for (const port of this.#byNode.get(node) ?? []) {
      if (port.isInput) this.#note(port, inputs[port.at], tick);
      else {
        const { node: described } = this.#plan.nodes[node] as LinkedNode;
        const one = described.outputs.length > 1 ? ((value as readonly Value[])[port.at] ?? null) : value;
        this.#note(port, port.which < 0 ? one : (described.element?.(one, port.which) ?? null), tick);
      }
    }
  }

  /** A node that acts was given these of its inputs; undefined for all. */
  given(node: number, inputs: readonly number[] | undefined, values: readonly (Value | readonly Value[])[], tick: number): void {
    for (const port of this.#byNode.get(node) ?? []) {
      const place = !port.isInput ? -1 : inputs === undefined ? port.at : inputs.indexOf(port.at);
      if (place >= 0) this.#note(port, values[place], tick);
    }
  }

  /** A node may have set its outputs. */
  acted(node: number, { values }: Chain, tick: number): void {
    const ports = this.#byNode.get(node);
    if (ports === undefined) return;
    if (tick !== this.#tick) [this.#tick, this.#left] = [tick, MOST_NOTED];
    if ((this.#left -= ports.length) < 0) return;
    const { slots, node: described } = this.#plan.nodes[node] as LinkedNode;
    for (const port of ports) {
      if (port.isInput) continue;
      const value = values[slots[port.at] ?? -1];
      if (value !== undefined) this.#note(port, port.which < 0 ? value : (described.element?.(value, port.which) ?? null), tick);
    }
  }

  #note(port: SeenPort, value: Value | readonly Value[] | undefined, tick: number): void {
    if (value === undefined) return;
    const one = port.isInput && port.which >= 0 ? (value as readonly Value[])[port.which] : value;
    if (one !== undefined) this.#values.set(port.name, { port, value: one, tick });
  }
}

/** A port by its name: `node.Port`, `node` or `node<Port`; undefined where there is none. */
function portOf(plan: Plan, name: string): readonly [node: number, port: SeenPort] | undefined {
  const dot = name.indexOf('.');
  const id = dot < 0 ? name : name.slice(0, dot),
    output = plan.numberOf.get(id);
  if (output !== undefined) {
    const { node, type } = plan.nodes[output] as LinkedNode;
    const [port, which] = placeIn(dot < 0 ? '*' : name.slice(dot + 1));
    const at = dot < 0 && node.outputs.length === 1 ? 0 : node.outputs.findIndex((each) => each.name === port && (each.list === true) === which >= 0);
    const found = node.outputs[at];
    if (found !== undefined) return [output, { name, isInput: false, at, which, type: real(found.type, type), isList: false }];
  }
  const mark = name.lastIndexOf('<'),
    input = mark < 0 ? undefined : plan.numberOf.get(name.slice(0, mark));
  if (input === undefined) return undefined;
  const { node, type } = plan.nodes[input] as LinkedNode;
  const [port, which] = placeIn(name.slice(mark + 1));
  const at = node.inputs.findIndex((each) => each.name === port && (which < 0 || each.list === true));
  const found = node.inputs[at];
  return found === undefined ? undefined : [input, { name, isInput: true, at, which, type: real(found.type, type), isList: found.list === true && which < 0 }];
}

/** A name of a port, and which one it is of a list: -1 for none. Each has one spelling, so that no port is many. */
function placeIn(port: string): readonly [name: string, which: number] {
  const [, name, which] = /^(.+)\.(0|[1-9][0-9]{0,2})$/s.exec(port) ?? [];
  return name === undefined ? [port, -1] : [name, Number(which)];
}
