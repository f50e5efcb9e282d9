import { parseKey } from '../../schema/component-key.ts';
import type { Json } from '../../schema/field.ts';
import type { Pointer } from '../../schema/pointer.ts';
import type { DataType } from '../values/data-type.ts';
import { isGeneric, real } from '../values/generic.ts';
import type { GraphData } from '../node/graph.ts';
import type { Library } from '../node/library.ts';
import { kindsFor } from '../node/lookup.ts';
import type { Ref } from '../node/node-types.ts';
import { fieldType, readType, typesOf, type Named } from '../node/type-of.ts';

/** What the nodes of a graph refer to in their scene, each with its place, and fields with what they are to hold. */
export function* pointersOf(graph: GraphData, library: Library): Generator<Pointer> {
  const types = new TypesOfNodes(graph, library);
  for (const [id, { type, refs = {} }] of Object.entries(graph.nodes))
    for (const [name, ref] of Object.entries(refs)) {
      if (typeof ref !== 'object' || ref === null || Array.isArray(ref)) continue;
      const { entity, component, field } = ref as { readonly [key: string]: Json };
      if (typeof entity !== 'string' || entity === '') continue;
      const declared = library.get(readType(type).name)?.refs.find((each) => each.name === name);
      const ofNode = (): DataType | undefined => types.of(id);
      const inside = `nodes/${id}/refs/${name}`;
      // A component of another type than is wanted is told by the check of the graph, whether it is there or not.
      if (typeof component !== 'string' || (field === undefined && declared !== undefined && !mayName(declared, component, ofNode))) yield { inside, entity };
      else if (typeof field !== 'string') yield { inside, entity, component };
      else {
        const held = declared === undefined ? undefined : heldBy(declared, ofNode);
        const kinds = held === undefined ? [] : kindsFor(held, declared?.kind === 'drive');
        yield { inside, entity, component, field, ...(held === undefined || kinds.length === 0 ? {} : { holds: { type: held, kinds } }) };
      }
    }
}

function mayName({ type }: Ref, component: string, ofNode: () => DataType | undefined): boolean {
  const known = type === undefined ? '' : real(type, isGeneric(type) ? (ofNode() ?? '') : '');
  return known === '' || parseKey(component)?.type === known;
}

/** What the field is to hold that a node refers to; undefined where it refers to something else, or nobody knows. */
function heldBy({ kind, type }: Ref, ofNode: () => DataType | undefined): DataType | undefined {
  const known = type === undefined || isGeneric(type) ? ofNode() : '';
  if (known === undefined) return undefined;
  if (kind === 'field' || kind === 'variable' || kind === 'drive') return type === undefined ? known : fieldType(real(type, known));
  return kind === 'component' || kind === 'element' ? fieldType(real(type ?? '', known)) : undefined;
}

/** The types that the nodes of a graph are for; those that are not written are found once one is asked for. */
class TypesOfNodes {
  readonly #graph: GraphData;
  readonly #library: Library;
  #found: ReadonlyMap<string, DataType | undefined> | undefined;

  constructor(graph: GraphData, library: Library) {
    this.#graph = graph;
    this.#library = library;
  }

  of(id: string): DataType | undefined {
    const { written } = readType(this.#graph.nodes[id]?.type ?? '');
    return written ?? (this.#found ??= typesOf(this.#named())).get(id);
  }

  #named(): ReadonlyMap<string, Named> {
    const named = new Map<string, Named>();
    for (const [id, data] of Object.entries(this.#graph.nodes)) {
      const { name, written } = readType(data.type),
        node = this.#library.get(name);
      if (node !== undefined) named.set(id, { data, node, written });
    }
    return named;
  }
}
