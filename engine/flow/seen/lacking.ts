import type { NodeFacts, NodeFault } from '../../door.ts';
import { parseKey } from '../../schema/component-key.ts';
import type { Pointer } from '../../schema/pointer.ts';
import { lacksComponent, lacksEntity, lacksField, otherField, type Lack } from '../../schema/reference-words.ts';
import type { World } from '../../world/world.ts';
import type { GraphData } from '../node/graph.ts';
import { pointersOf } from '../linking/pointers.ts';
import { LIBRARY } from '../nodes.ts';

/** References that are told of one graph. */
const MOST = 100;

/**
 * What a graph refers to and the world lacks, for those who look at it. It is looked for where somebody looks and the world's structure is another than it was;
 * what the graph refers to is found once.
 */
export class Lacking {
  readonly #pointers: readonly Pointer[];
  readonly #facts: ReadonlyMap<string, NodeFacts>;
  #structure = -1;
  #words = '';
  #told: ReadonlyMap<string, NodeFacts>;

  /** @param facts what follows of the graph's nodes by themselves */
  constructor(data: GraphData, facts: ReadonlyMap<string, NodeFacts>) {
    this.#pointers = [...pointersOf(data, LIBRARY)];
    this.#facts = this.#told = facts;
  }

  /** The facts, with what is lacking now: another object where that is another. */
  facts(world: World): ReadonlyMap<string, NodeFacts> {
    if (this.#structure === world.structure) return this.#told;
    this.#structure = world.structure;
    const lacks: (readonly [id: string, fault: NodeFault])[] = [];
    for (const pointer of this.#pointers) {
      if (lacks.length >= MOST) break;
      const lack = lackOf(world, pointer);
      if (lack !== undefined) lacks.push(placed(pointer.inside, lack));
    }
    const words = JSON.stringify(lacks);
    if (words === this.#words) return this.#told;
    this.#words = words;
    this.#told = lacks.length === 0 ? this.#facts : withLacks(this.#facts, lacks);
    return this.#told;
  }
}

function lackOf(world: World, { entity, component, field, holds }: Pointer): Lack | undefined {
  const row = world.entities.rowOf(entity);
  if (row === undefined) return lacksEntity(entity);
  if (component === undefined) return undefined;
  const all = world.entities.held(row);
  const held = all.find(({ key }) => key === component);
  if (held === undefined) {
    // One of a type that nobody here knows is kept as it was written.
    const type = parseKey(component)?.type;
    if (type !== undefined && !world.registry.components.has(type)) return undefined;
    return lacksComponent(
      entity,
      component,
      all.map(({ key }) => key),
    );
  }
  if (field === undefined) return undefined;
  const { fieldList } = held.component;
  const found = fieldList.find(({ name }) => name === field),
    at = { entity, component, field };
  if (found === undefined)
    return lacksField(
      at,
      fieldList.map(({ name }) => name),
    );
  return holds === undefined || holds.kinds.includes(found.kind) ? undefined : otherField(at, found.kind, holds.type);
}

/** `nodes/tx/refs/Client`: the node, and the place in it. */
function placed(inside: string, { message, expected }: Lack): readonly [id: string, fault: NodeFault] {
  const [, id = '', ...place] = inside.split('/');
  return [id, { inside: place.join('/'), message, expected, warning: true }];
}

function withLacks(facts: ReadonlyMap<string, NodeFacts>, lacks: readonly (readonly [string, NodeFault])[]): ReadonlyMap<string, NodeFacts> {
  const all = new Map(facts);
  for (const [id, fault] of lacks) {
    const { faults = [], ...rest } = all.get(id) ?? {};
    if (!faults.some(({ inside }) => inside === fault.inside)) all.set(id, { ...rest, faults: [...faults, fault] });
  }
  return all;
}
