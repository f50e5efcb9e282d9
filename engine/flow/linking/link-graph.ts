import type { Json } from '../../schema/field.ts';
import { likenessOf } from '../node/alike.ts';
import { cellsOf } from './cells.ts';
import { refFault } from './check-ref.ts';
import { literalFault, literalValue, nothingOf, type DataType, type Value } from '../values/data-type.ts';
import { GraphFaults, quote, type GraphFault } from './faults.ts';
import { real } from '../values/generic.ts';
import type { GivenLiteral } from '../node/given-literal.ts';
import { graphBy } from './graph-of.ts';
import { isWire, MOST_NODES, type GraphData, type InputData, type NodeData } from '../node/graph.ts';
import type { Library } from '../node/library.ts';
import { NodeOfGraph } from '../node/linked.ts';
import { bareName, isPulledNode } from '../node/node.ts';
import type { FlowNode, Graph, Input, LinkedNode, Plan, Ref, Source } from '../node/node-types.ts';
import { orderOf } from '../code/order.ts';
import { own } from './own.ts';
import { findUnwaiting } from './synchrony.ts';
import { mayBe, readType, typesOf, type Named } from '../node/type-of.ts';
import { wireMeant } from './wire-meant.ts';
import { Wiring } from './wiring.ts';

/** A graph without a fault; or what is wrong with it, and nothing of it runs. */
export type Linked = { readonly ok: true; readonly graph: Graph } | { readonly ok: false; readonly faults: readonly GraphFault[]; readonly count: number };

/**
 * Looks up every name of a graph, and tells all that is wrong in it. Takes time and memory as long as the graph is; where somebody has one that is alike,
 * that is its plan, and what is its own is looked at alone.
 */
export function linkGraph(data: GraphData, library: Library): Linked {
  const likeness = likenessOf(data);
  const known = library.plans.like(data, likeness);
  const alike = known === undefined ? undefined : graphBy(known, data);
  if (alike !== undefined) return { ok: true, graph: alike };
  const linking = new Linking(data, likeness, library);
  const plan = linking.run();
  const graph = plan === undefined ? undefined : graphBy(plan, data);
  if (plan === undefined || graph === undefined) return { ok: false, faults: linking.faults.list, count: linking.faults.count };
  library.plans.share(plan);
  return { ok: true, graph };
}

/** A graph looked up as far as it goes, for those who are shown it whether it runs or not. */
export interface LookedUp extends Pick<Plan, 'nodes' | 'steps'> {
  readonly ok: boolean;
  readonly faults: readonly GraphFault[];
  readonly count: number;
}
const NO_FAULTS: readonly GraphFault[] = [];

export function lookUp(data: GraphData, library: Library): LookedUp {
  const likeness = likenessOf(data);
  const known = library.plans.like(data, likeness);
  if (known !== undefined && graphBy(known, data) !== undefined) return { ok: true, nodes: known.nodes, steps: known.steps, faults: NO_FAULTS, count: 0 };
  const linking = new Linking(data, likeness, library);
  const plan = linking.run();
  const { nodes, steps, faults } = linking;
  return { ok: plan !== undefined && graphBy(plan, data) !== undefined, nodes, steps, faults: faults.list, count: faults.count };
}

class Linking {
  readonly faults = new GraphFaults();
  /** Its nodes, once it has run. */
  nodes: readonly LinkedNode[] = [];
  readonly #data: GraphData;
  readonly #likeness: number;
  readonly #library: Library;
  readonly #named = new Map<string, Named>();
  readonly #numbers = new Map<string, number>();
  readonly #types: ReadonlyMap<string, DataType | undefined>;
  readonly #wiring: Wiring;
  readonly #given: GivenLiteral[] = [];
  /** How many of those are numbers. */
  #numbersGiven = 0;
  readonly #constants: Value[] = [];
  readonly #initially: Value[] = [];
  readonly #stored: Value[] = [];

  constructor(data: GraphData, likeness: number, library: Library) {
    this.#data = data;
    this.#likeness = likeness;
    this.#library = library;
    this.#name();
    this.#types = typesOf(this.#named);
    this.#wiring = new Wiring(data, this.faults, this.#named, this.#numbers, this.#types);
  }

  get steps(): Plan['steps'] {
    return this.#wiring.steps;
  }

  /** Undefined where there are faults. */
  run(): Plan | undefined {
    const nodes = [...this.#named].map(([id, named]) => this.#link(id, named));
    this.nodes = nodes;
    const needs = nodes.map((node) => needsOf(node).filter((at) => isPulledNode((nodes[at] as LinkedNode).node)));
    this.#findCircles(nodes, needs);
    const tickers = nodes.filter(({ node }) => node.tick !== undefined).map(({ index, node }) => ({ index, refs: node.refs }));
    let others = 0;
    const plan = {
      sample: this.#data,
      likeness: this.#likeness,
      nodes,
      own: nodes.map(({ node }) => (node.refs.length === 0 ? -1 : others++)),
      given: this.#given,
      steps: this.#wiring.steps,
      constants: this.#constants,
      initially: this.#initially,
      stored: this.#stored,
      tickers: [...tickers.filter(({ refs }) => !isDriving(refs)), ...tickers.filter(({ refs }) => isDriving(refs))].map(({ index }) => index),
      needs,
      numberOf: this.#numbers,
      persisting: nodes.filter(({ node }) => node.persists === true).length,
      codes: {},
    };
    if (this.faults.count === 0) findUnwaiting(plan, this.faults);
    return this.faults.count === 0 ? { ...plan, cells: cellsOf(plan) } : undefined;
  }

  #name(): void {
    const entries = Object.entries(this.#data.nodes);
    if (entries.length > MOST_NODES) {
      this.faults.add('nodes', `at most ${MOST_NODES} nodes`, `it has ${entries.length} nodes, and at most ${MOST_NODES} run in one graph`);
      return;
    }
    for (const [id, data] of entries) {
      const { name, written, isWhole } = readType(data.type);
      const node = this.#library.get(name);
      const inside = `nodes/${id}/type`;
      if (id === '' || id.includes('.') || id.includes('/'))
        this.faults.add(`nodes/${id}`, 'an id without . and /', `${quote(id)} is no id of a node, since wires name a port behind a dot`);
      if (node === undefined) {
        const hint = this.faults.hintOfNode(name, () => this.#library.names);
        this.faults.add(inside, 'the name of a node', `there is no node ${quote(name)}${hint}`);
        continue;
      }
      if (!isWhole) this.faults.add(inside, `${name}<…>`, `${quote(data.type)} has a bracket too few or too many`);
      else if (written !== undefined && node.generic === undefined)
        this.faults.add(inside, quote(name), `${name} is for no type of its own, so <${written.slice(0, 60)}> does not belong there`);
      else if (written !== undefined && !mayBe(node, written, this.#library.isComponent))
        this.faults.add(
          inside,
          node.generic?.join(', ') ?? '',
          `${name} cannot be for ${quote(written)}${this.faults.hint(written, () => node.generic ?? [])}`,
        );
      this.#numbers.set(id, this.#named.size);
      this.#named.set(id, { data, node, written });
    }
  }

  #link(id: string, { data, node, written }: Named): LinkedNode {
    const type = this.#types.get(id);
    // What is written behind the name was looked at where it was read.
    if (type === undefined || (written === undefined && node.generic !== undefined && type !== '' && !mayBe(node, type, this.#library.isComponent)))
      this.faults.add(
        `nodes/${id}/type`,
        `${bareName(node)}<${node.generic?.join('|')}>`,
        type === undefined ? `nothing tells which type ${bareName(node)} is for; write it behind its name` : `${bareName(node)} cannot be for ${quote(type)}`,
      );
    const known = type ?? '';
    this.#refuseOthers(id, 'in', data.in, node.inputs);
    this.#refuseOthers(id, 'then', data.then, node.exits);
    this.#refuseOthers(id, 'refs', data.refs, node.refs);
    const index = this.#numbers.get(id) as number;
    const sources = node.inputs.map((each) => this.#source(id, index, each, own(data.in, each.name), known));
    const to = node.exits.map((exit) => this.#wiring.to(id, exit, own(data.then, exit.name)));
    const many = node.exits.map((exit) => this.#wiring.toAll(id, exit, own(data.then, exit.name)));
    for (const ref of node.refs) this.#checkRef(id, ref, own(data.refs, ref.name), known);
    const slots = !isPulledNode(node) ? node.outputs.map((each) => this.#initially.push(nothingOf(real(each.type, known))) - 1) : [];
    const kept = this.#initially.length;
    for (let i = 0; i < (node.keeps ?? 0); i++) this.#initially.push(null);
    const stored = this.#stored.length;
    for (const each of node.stores ?? []) this.#stored.push(each === 'nothing' ? null : nothingOf(real(each, known)));
    return new NodeOfGraph({ index, id, node, type: known, sources, to, many, slots, kept, stored, peers: this.#peersOf(node, data) });
  }

  #peersOf(node: FlowNode, data: NodeData): Readonly<Record<string, number>> {
    const peers: Record<string, number> = {};
    for (const { name } of node.refs) {
      const ref = own(data.refs, name);
      const other = typeof ref === 'object' && ref !== null && !Array.isArray(ref) ? own(ref as { readonly [key: string]: Json }, 'node') : undefined;
      const number = typeof other === 'string' ? this.#numbers.get(other) : undefined;
      if (number !== undefined) peers[name] = number;
    }
    return peers;
  }

  /** Ports that a node does not have are told where they stand. */
  #refuseOthers(id: string, part: 'in' | 'then' | 'refs', given: object | undefined, ports: readonly { readonly name: string }[]): void {
    const what = { in: 'input', then: 'impulse output', refs: 'reference' }[part];
    for (const name of Object.keys(given ?? {})) {
      if (ports.some((port) => port.name === name)) continue;
      const names = ports.map((port) => port.name);
      const hint = this.faults.hint(name, () => names);
      const { node } = this.#named.get(id) as Named;
      const has = elsewhere(node, part, name) ?? (names.length === 0 ? `it has none` : `it has ${names.join(', ')}`);
      this.faults.add(`nodes/${id}/${part}/${name}`, names.join(', ') || 'nothing', `${bareName(node)} has no ${what} ${quote(name)}${hint}; ${has}`);
    }
  }

  #source(id: string, node: number, each: Input, given: InputData | undefined, type: DataType): Source | readonly Source[] {
    const wanted = real(each.type, type),
      inside = `nodes/${id}/in/${each.name}`;
    const one = (where: string, value: InputData | undefined, which: number): Source => {
      if (value === undefined) return this.#constant(each.initially ?? nothingOf(wanted));
      if (isWire(value)) return this.#wiring.from(where, wanted, value.from) ?? this.#constant(nothingOf(wanted));
      return this.#literal(where, { node, input: each.name, which, type: wanted }, value);
    };
    if (each.list !== true) return one(inside, given, -1);
    if (given === undefined) return [];
    if (!Array.isArray(given)) return [one(inside, given, -1)];
    return (given as readonly InputData[]).map((value, at) => one(`${inside}/${at}`, value, at));
  }

  #literal(inside: string, place: Omit<GivenLiteral, 'isNumber'>, given: Json): Source {
    const fault = literalFault(place.type, given);
    if (fault !== undefined) {
      this.faults.add(inside, fault, `expected ${fault}, found ${quote(given)}${wireMeant(given, this.#data)}`);
      return this.#constant(nothingOf(place.type));
    }
    const isNumber = typeof literalValue(place.type, given) === 'number';
    this.#given.push({ ...place, isNumber });
    return { literal: isNumber ? this.#numbersGiven++ : this.#given.length - this.#numbersGiven - 1, isNumber };
  }

  #constant(value: Value): Source {
    return { constant: this.#constants.push(value) - 1 };
  }

  #checkRef(id: string, ref: Ref, given: Json | undefined, type: DataType): void {
    const fault = refFault(ref, given, type, (other) => {
      if (!Object.hasOwn(this.#data.nodes, other)) return undefined;
      return { node: this.#named.get(other)?.node, type: this.#types.get(other) };
    });
    if (fault !== undefined) this.faults.add(`nodes/${id}/refs/${ref.name}`, fault.expected, fault.message);
  }

  /** Circles are looked for once in the whole, so that one that nobody pulls is told as well. */
  #findCircles(nodes: readonly LinkedNode[], needs: readonly (readonly number[])[]): void {
    const pure = nodes.filter(({ node }) => isPulledNode(node)).map(({ index }) => index);
    orderOf(
      pure,
      (at) => needs[at] as readonly number[],
      (circle) => {
        const ids = circle.map((at) => (nodes[at] as LinkedNode).id);
        const path = [...ids, ids[0]].slice(0, 20).map(quote);
        this.faults.add(`nodes/${ids[0]}/in`, 'no circle', `its value depends on itself: ${path.join(' needs ')}`);
      },
    );
  }
}

/** Where a name belongs that stands in the wrong part of a node. */
function elsewhere(node: FlowNode, part: 'in' | 'then' | 'refs', name: string): string | undefined {
  const has = (ports: readonly { readonly name: string }[]): boolean => ports.some((port) => port.name === name);
  if (part !== 'in' && has(node.inputs)) return `${name} is an input, and stands in "in", with a wire as {"from": "node"} or a literal`;
  if (part !== 'refs' && has(node.refs)) return `${name} is a reference, and stands in "refs"`;
  return part !== 'then' && has(node.exits) ? `${name} is an impulse output, and stands in "then"` : undefined;
}

function isDriving(refs: readonly Ref[]): boolean {
  return refs.some(({ kind }) => kind === 'drive');
}
function needsOf({ sources }: LinkedNode): readonly number[] {
  return sources.flat().flatMap((source) => ('node' in source ? [source.node] : []));
}
