import type { Json } from '../schema/field.ts';
import { refFault } from './check-ref.ts';
import { didYouMean } from '../nearest.ts';
import { leadsTo, literalFault, literalValue, needsCast, nothingOf, type DataType, type Value } from './data-type.ts';
import { GraphFaults, quote, type GraphFault } from './faults.ts';
import { isWire, MOST_NODES, placeIn, type GraphData, type InputData, type NodeData } from './graph.ts';
import type { Library } from './library.ts';
import { bareName, isPulledNode } from './node.ts';
import { orderOf } from './order.ts';
import { findUnwaiting } from './synchrony.ts';
import { real } from './generic.ts';
import { mayBe, typesOf, type Named } from './type-of.ts';
import { END, type Exit, type FlowNode, type Graph, type Input, type LinkedNode, type Ref, type Source, type Step } from './node-types.ts';

/** A graph without a fault; or what is wrong with it, and nothing of it runs. */
export type Linked = { readonly ok: true; readonly graph: Graph } | { readonly ok: false; readonly faults: readonly GraphFault[]; readonly count: number };

/** Looks up every name of a graph, and tells all that is wrong in it. Takes time and memory as long as the graph is. */
export function linkGraph(data: GraphData, library: Library): Linked {
  const linking = new Linking(data, library);
  return linking.run();
}

class Linking {
  readonly #data: GraphData;
  readonly #library: Library;
  readonly #faults = new GraphFaults();
  readonly #named = new Map<string, Named>();
  readonly #numbers = new Map<string, number>();
  readonly #steps: Step[] = [];
  readonly #stepOf = new Map<string, number>();
  readonly #literals: Value[] = [];
  readonly #initially: Value[] = [];
  readonly #stored: Value[] = [];
  #types = new Map<string, DataType | undefined>();

  constructor(data: GraphData, library: Library) {
    this.#data = data;
    this.#library = library;
  }

  run(): Linked {
    this.#name();
    this.#types = typesOf(this.#named);
    for (const [id, { node }] of this.#named) for (const { name, list } of node.entrances) if (list !== true) this.#enter(id, name, 0, `${id}.${name}`);
    const nodes = [...this.#named].map(([id, named]) => this.#link(id, named));
    const needs = nodes.map((node) => needsOf(node).filter((at) => isPulledNode((nodes[at] as LinkedNode).node)));
    this.#findCircles(nodes, needs);
    const tickers = nodes.filter(({ node }) => node.tick !== undefined).map(({ index, node }) => ({ index, refs: node.refs }));
    const graph: Graph = {
      nodes,
      steps: this.#steps,
      literals: this.#literals,
      numbers: Float64Array.from(this.#literals, (value) => (typeof value === 'number' ? value : 0)),
      initially: this.#initially,
      stored: this.#stored,
      tickers: [...tickers.filter(({ refs }) => !isDriving(refs)), ...tickers.filter(({ refs }) => isDriving(refs))].map(({ index }) => index),
      needs,
      byId: new Map(nodes.map((node) => [node.id, node])),
    };
    if (this.#faults.count === 0) findUnwaiting(graph, this.#faults);
    return this.#faults.count === 0 ? { ok: true, graph } : { ok: false, faults: this.#faults.list, count: this.#faults.count };
  }

  #name(): void {
    const entries = Object.entries(this.#data.nodes);
    if (entries.length > MOST_NODES) {
      this.#faults.add('nodes', `at most ${MOST_NODES} nodes`, `it has ${entries.length} nodes, and at most ${MOST_NODES} run in one graph`);
      return;
    }
    for (const [id, data] of entries) {
      const [, name = '', written] = /^([^<]*)(?:<(.*)>)?$/s.exec(data.type) ?? [];
      const node = this.#library.get(name);
      const inside = `nodes/${id}/type`;
      if (id === '' || id.includes('.') || id.includes('/'))
        this.#faults.add(`nodes/${id}`, 'an id without . and /', `${quote(id)} is no id of a node, since wires name a port behind a dot`);
      if (node === undefined) {
        const hint = this.#hint(name, () => this.#library.names);
        this.#faults.add(inside, 'the name of a node', `there is no node ${quote(name)}${hint}`);
        continue;
      }
      if (written !== undefined && node.generic === undefined)
        this.#faults.add(inside, quote(name), `${name} is for no type of its own, so <${written.slice(0, 60)}> does not belong there`);
      else if (written !== undefined && !mayBe(node, written, this.#library.isComponent))
        this.#faults.add(inside, node.generic?.join(', ') ?? '', `${name} cannot be for ${quote(written)}`);
      this.#numbers.set(id, this.#named.size);
      this.#named.set(id, { data, node, written });
    }
  }

  #link(id: string, { data, node }: Named): LinkedNode {
    const type = this.#types.get(id);
    if (type === undefined || (node.generic !== undefined && type !== '' && !mayBe(node, type, this.#library.isComponent)))
      this.#faults.add(
        `nodes/${id}/type`,
        `${bareName(node)}<${node.generic?.join('|')}>`,
        type === undefined ? `nothing tells which type ${bareName(node)} is for; write it behind its name` : `${bareName(node)} cannot be for ${quote(type)}`,
      );
    const known = type ?? '';
    this.#refuseOthers(id, 'in', data.in, node.inputs);
    this.#refuseOthers(id, 'then', data.then, node.exits);
    this.#refuseOthers(id, 'refs', data.refs, node.refs);
    const sources = node.inputs.map((each) => this.#source(id, each, own(data.in, each.name), known));
    const to = node.exits.map((exit) => this.#target(id, exit, own(data.then, exit.name)));
    const many = node.exits.map((exit) => this.#targets(id, exit, own(data.then, exit.name)));
    for (const ref of node.refs) this.#checkRef(id, ref, own(data.refs, ref.name), known);
    const slots = !isPulledNode(node) ? node.outputs.map((each) => this.#initially.push(nothingOf(real(each.type, known))) - 1) : [];
    const kept = this.#initially.length;
    for (let i = 0; i < (node.keeps ?? 0); i++) this.#initially.push(null);
    const stored = this.#stored.length;
    for (const each of node.stores ?? []) this.#stored.push(each === 'nothing' ? null : nothingOf(real(each, known)));
    const index = this.#numbers.get(id) as number;
    const valued = node.refs.find(({ kind }) => kind === 'value');
    const literal = valued === undefined ? null : this.#valueOf(valued, own(data.refs, valued.name), known);
    return { index, id, node, type: known, sources, to, many, slots, kept, stored, literal, peers: this.#peersOf(node, data), refs: { ...data.refs } };
  }

  #enter(id: string, entrance: string, which: number, name: string): number {
    const step = this.#steps.push({ node: this.#numbers.get(id) as number, entrance, which }) - 1;
    this.#stepOf.set(name, step);
    return step;
  }

  #valueOf({ type = 'string' }: Ref, given: Json | undefined, generic: DataType): Value {
    const wanted = real(type, generic);
    return given === undefined || literalFault(wanted, given) !== undefined ? nothingOf(wanted) : literalValue(wanted, given);
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
      const hint = this.#hint(name, () => names);
      const has = names.length === 0 ? `it has none` : `it has ${names.join(', ')}`;
      this.#faults.add(
        `nodes/${id}/${part}/${name}`,
        names.join(', ') || 'nothing',
        `${bareName((this.#named.get(id) as Named).node)} has no ${what} ${quote(name)}${hint}; ${has}`,
      );
    }
  }

  #source(id: string, each: Input, given: InputData | undefined, type: DataType): Source | readonly Source[] {
    const wanted = real(each.type, type),
      inside = `nodes/${id}/in/${each.name}`;
    if (each.list !== true) return this.#one(inside, each, wanted, given);
    if (given === undefined) return [];
    if (!Array.isArray(given)) return [this.#one(inside, each, wanted, given)];
    return (given as readonly InputData[]).map((one, at) => this.#one(`${inside}/${at}`, each, wanted, one));
  }

  #one(inside: string, each: Input, wanted: DataType, given: InputData | undefined): Source {
    if (given === undefined) return this.#literal(each.initially ?? nothingOf(wanted));
    if (isWire(given)) return this.#wire(inside, wanted, given.from);
    const fault = literalFault(wanted, given);
    if (fault !== undefined) this.#faults.add(inside, fault, `expected ${fault}, found ${quote(given)}`);
    return this.#literal(fault === undefined ? literalValue(wanted, given) : nothingOf(wanted));
  }

  #literal(value: Value): Source {
    return { literal: this.#literals.push(value) - 1 };
  }

  #wire(inside: string, wanted: DataType, from: unknown): Source {
    const nowhere = this.#literal(nothingOf(wanted));
    if (typeof from !== 'string') {
      this.#faults.add(inside, '{"from": "node.Port"}', `expected the name of a node, found ${quote(from)}`);
      return nowhere;
    }
    const place = placeIn(from),
      number = this.#numbers.get(place.node),
      source = this.#named.get(place.node);
    if (number === undefined || source === undefined) {
      if (!Object.hasOwn(this.#data.nodes, place.node))
        this.#faults.add(
          inside,
          'a node of this graph',
          `the wire comes from ${quote(place.node)}, and no node has this id${this.#hint(place.node, () => this.#numbers.keys())}`,
        );
      return nowhere;
    }
    const { outputs } = source.node;
    const numbered = numberedPort(place.port);
    const output =
      place.port === '*' && outputs.length === 1 ? 0 : outputs.findIndex(({ name, list }) => (list === true ? name === numbered?.name : name === place.port));
    const found = outputs[output];
    if (found === undefined || (found.list === true && numbered === undefined)) {
      const names = outputs.map(({ name, list }) => (name === '*' ? place.node : `${place.node}.${name}${list === true ? '.0' : ''}`));
      this.#faults.add(
        inside,
        names.join(', ') || 'another node',
        `the wire comes from ${quote(from)}, and ${bareName(source.node)} has ${outputs.length === 0 ? 'no outputs' : `the outputs ${names.join(', ')}`}`,
      );
      return nowhere;
    }
    const type = real(found.type, this.#types.get(place.node) ?? '');
    if (type !== '' && wanted !== '' && !leadsTo(type, wanted)) {
      this.#faults.add(inside, wanted, `${quote(from)} gives ${type}, and a wire into this input brings ${wanted}`);
      return nowhere;
    }
    const which = found.list === true ? numbered?.which : undefined;
    return { node: number, output, cast: needsCast(type, wanted) ? wanted : null, which };
  }

  #target(id: string, exit: Exit, to: string | readonly string[] | undefined): number {
    if (to === undefined || exit.list === true) return END;
    const inside = `nodes/${id}/then/${exit.name}`;
    if (typeof to === 'string') return this.#step(inside, to);
    this.#faults.add(inside, 'one node', `${exit.name} leads to one node, and a list of ${to.length} was given`);
    return END;
  }

  #targets(id: string, exit: Exit, to: string | readonly string[] | undefined): readonly number[] {
    if (to === undefined || exit.list !== true) return [];
    return (typeof to === 'string' ? [to] : to).map((each, at) => this.#step(`nodes/${id}/then/${exit.name}/${at}`, each));
  }

  #step(inside: string, to: string): number {
    const place = placeIn(to),
      target = this.#named.get(place.node);
    if (target === undefined) {
      if (!Object.hasOwn(this.#data.nodes, place.node))
        this.#faults.add(
          inside,
          'a node of this graph',
          `leads to ${quote(place.node)}, and no node has this id${this.#hint(place.node, () => this.#numbers.keys())}`,
        );
      return END;
    }
    const { entrances } = target.node;
    const only = place.port === '*' && entrances.length === 1 ? entrances[0] : undefined;
    const step = this.#stepOf.get(`${place.node}.${only?.name ?? place.port}`);
    if (step !== undefined) return step;
    const numbered = numberedPort(place.port);
    const listed = numbered === undefined ? undefined : entrances.find(({ name, list }) => list === true && name === numbered.name);
    if (listed !== undefined && numbered !== undefined) return this.#enter(place.node, listed.name, numbered.which, `${place.node}.${place.port}`);
    const names = entrances.map(({ name, list }) => (name === '*' ? place.node : `${place.node}.${name}${list === true ? '.0' : ''}`));
    this.#faults.add(
      inside,
      names.join(', ') || 'a node that takes impulses',
      `leads to ${quote(to)}, and ${bareName(target.node)} takes ${entrances.length === 0 ? 'no impulses' : `impulses at ${names.join(', ')}`}`,
    );
    return END;
  }

  #checkRef(id: string, ref: Ref, given: Json | undefined, type: DataType): void {
    const fault = refFault(ref, given, type, (other) => {
      if (!Object.hasOwn(this.#data.nodes, other)) return undefined;
      return { node: this.#named.get(other)?.node, type: this.#types.get(other) };
    });
    if (fault !== undefined) this.#faults.add(`nodes/${id}/refs/${ref.name}`, fault.expected, fault.message);
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
        this.#faults.add(`nodes/${ids[0]}/in`, 'no circle', `its value depends on itself: ${path.join(' needs ')}`);
      },
    );
  }

  #hint(wrong: string, names: () => Iterable<string>): string {
    return this.#faults.count < MOST_HINTS ? didYouMean(wrong, names()) : '';
  }
}

/** Faults of a graph with whose name others are compared, which takes as long as there are names. */
const MOST_HINTS = 20;

/** A name that is its own, and none of a prototype's. */
function own<T>(given: { readonly [name: string]: T } | undefined, name: string): T | undefined {
  return given !== undefined && Object.hasOwn(given, name) ? given[name] : undefined;
}
/** A port of any number with its number: `Operations.2`. */
function numberedPort(port: string): { readonly name: string; readonly which: number } | undefined {
  const [, name, which] = /^(.+)\.([0-9]{1,3})$/s.exec(port) ?? [];
  return name === undefined ? undefined : { name, which: Number(which) };
}
function isDriving(refs: readonly Ref[]): boolean {
  return refs.some(({ kind }) => kind === 'drive');
}
function needsOf({ sources }: LinkedNode): readonly number[] {
  return sources.flat().flatMap((source) => ('node' in source ? [source.node] : []));
}
