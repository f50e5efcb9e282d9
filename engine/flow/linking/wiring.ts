import { castOf } from '../values/casting.ts';
import { leadsTo, type DataType } from '../values/data-type.ts';
import { quote, type GraphFaults } from './faults.ts';
import { real } from '../values/generic.ts';
import { placeIn, type GraphData } from '../node/graph.ts';
import { bareName } from '../node/node.ts';
import { END, type Exit, type Source, type Step } from '../node/node-types.ts';
import type { Named } from '../node/type-of.ts';

type Wire = Extract<Source, { readonly node: number }>;

/** Where the wires of a graph come from and lead to, looked up by name. */
export class Wiring {
  readonly steps: Step[] = [];
  readonly #data: GraphData;
  readonly #faults: GraphFaults;
  readonly #named: ReadonlyMap<string, Named>;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #types: ReadonlyMap<string, DataType | undefined>;
  readonly #stepOf = new Map<string, number>();

  constructor(
    data: GraphData,
    faults: GraphFaults,
    named: ReadonlyMap<string, Named>,
    numbers: ReadonlyMap<string, number>,
    types: ReadonlyMap<string, DataType | undefined>,
  ) {
    this.#data = data;
    this.#faults = faults;
    this.#named = named;
    this.#numbers = numbers;
    this.#types = types;
    for (const [id, { node }] of named) for (const { name, list } of node.entrances) if (list !== true) this.#enter(id, name, 0, `${id}.${name}`);
  }

  /** Where a wire comes from; undefined where it comes from nowhere, which is a fault. */
  from(inside: string, wanted: DataType, from: unknown): Wire | undefined {
    if (typeof from !== 'string') {
      this.#faults.add(inside, '{"from": "node.Port"}', `expected the name of a node, found ${quote(from)}`);
      return undefined;
    }
    const place = placeIn(from),
      number = this.#numbers.get(place.node),
      source = this.#named.get(place.node);
    if (number === undefined || source === undefined) {
      if (!Object.hasOwn(this.#data.nodes, place.node))
        this.#faults.add(
          inside,
          'a node of this graph',
          `the wire comes from ${quote(place.node)}, and no node has this id${this.#faults.hint(place.node, () => this.#numbers.keys())}`,
        );
      return undefined;
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
      return undefined;
    }
    const type = real(found.type, this.#types.get(place.node) ?? '');
    if (type !== '' && wanted !== '' && !leadsTo(type, wanted)) {
      this.#faults.add(inside, wanted, `${quote(from)} gives ${type}, and this input takes ${wanted}`);
      return undefined;
    }
    const which = found.list === true ? numbered?.which : undefined;
    return { node: number, output, cast: castOf(type, wanted), which };
  }

  /** The step that an exit leads to; END where nothing is wired, and of a list. */
  to(id: string, exit: Exit, to: string | readonly string[] | undefined): number {
    if (to === undefined || exit.list === true) return END;
    const inside = `nodes/${id}/then/${exit.name}`;
    if (typeof to === 'string') return this.#step(inside, to);
    this.#faults.add(inside, 'one node', `${exit.name} leads to one node, and a list of ${to.length} was given`);
    return END;
  }

  /** The steps that an exit leads to which is a list. */
  toAll(id: string, exit: Exit, to: string | readonly string[] | undefined): readonly number[] {
    if (to === undefined || exit.list !== true) return NONE;
    return (typeof to === 'string' ? [to] : to).map((each, at) => this.#step(`nodes/${id}/then/${exit.name}/${at}`, each));
  }

  #enter(id: string, entrance: string, which: number, name: string): number {
    const step = this.steps.push({ node: this.#numbers.get(id) as number, entrance, which }) - 1;
    this.#stepOf.set(name, step);
    return step;
  }

  #step(inside: string, to: string): number {
    const place = placeIn(to),
      target = this.#named.get(place.node);
    if (target === undefined) {
      if (!Object.hasOwn(this.#data.nodes, place.node))
        this.#faults.add(
          inside,
          'a node of this graph',
          `leads to ${quote(place.node)}, and no node has this id${this.#faults.hint(place.node, () => this.#numbers.keys())}`,
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
}
const NONE: readonly number[] = [];

/** A port of any number with its number: `Operations.2`. */
export function numberedPort(port: string): { readonly name: string; readonly which: number } | undefined {
  const [, name, which] = /^(.+)\.([0-9]{1,3})$/s.exec(port) ?? [];
  return name === undefined ? undefined : { name, which: Number(which) };
}
