import { fingerprint } from '../fingerprint.ts';
import type { Json } from '../schema/field.ts';
import { VERSION } from '../version.ts';
import { literalOf, plainTypes, type PlainType } from './values/data-type.ts';
import { isGeneric } from './values/generic.ts';
import { bareName } from './node/node.ts';
import type { Entrance, Exit, FlowNode, Input, Output, Ref } from './node/node-types.ts';
import { FLOW_NODES } from './nodes.ts';
import { TITLES } from './titles.ts';

type Port<P extends Input | Output | Exit | Entrance> = Pick<P, 'name'> & { readonly list?: true };

/** A node as it is offered to those who draw graphs. `T` in types of its ports is what a generic one is for; `*` as a name is the node itself. */
export interface CatalogueNode {
  /** Without the type that it may be for: `ValueAdd`. */
  readonly name: string;
  /** What a generic one may be for. `component` stands for all component types, `any` for all types, `field` and `variable` for references to fields. */
  readonly generic?: readonly string[];
  readonly category: string;
  readonly doc: string;
  /** What the original shows on it, where that is known. */
  readonly title?: string;
  readonly inputs: readonly (Port<Input> & { readonly type: string; readonly initially?: Json })[];
  readonly outputs: readonly (Port<Output> & { readonly type: string })[];
  readonly exits: readonly (Port<Exit> & Pick<Exit, 'kind'>)[];
  readonly entrances: readonly (Port<Entrance> & Pick<Entrance, 'kind'>)[];
  readonly refs: readonly Ref[];
  /** It does something in each tick. */
  readonly ticks?: true;
  /** A user may set it off, by the command `Call`. */
  readonly called?: true;
  readonly chance?: true;
  /** It sets chains off: an event does, or an impulse with a tag. */
  readonly triggers?: true;
  /** It holds a value that others write, who refer to it. */
  readonly holds?: true;
  /** Its outputs follow from its inputs alone. */
  readonly pure: boolean;
}
export type CatalogueType = PlainType;
/** All nodes and plain types that there are. */
export interface NodeCatalogue {
  /** Another one where anything in it is another. */
  readonly version: string;
  readonly nodes: readonly CatalogueNode[];
  readonly types: readonly CatalogueType[];
}

const flag = <K extends string>(name: K, is: boolean): { readonly [k in K]?: true } => (is ? ({ [name]: true } as { readonly [k in K]: true }) : {});
const listed = ({ list }: { readonly list?: boolean }): { readonly list?: true } => flag('list', list === true);

function catalogueNode(node: FlowNode): CatalogueNode {
  const name = bareName(node),
    title = TITLES.get(name);
  return {
    name,
    ...(node.generic === undefined ? {} : { generic: node.generic }),
    category: node.category,
    doc: node.doc,
    ...(title === undefined ? {} : { title }),
    inputs: node.inputs.map((each) => ({
      name: each.name,
      type: each.type,
      ...listed(each),
      ...(each.initially === undefined || isGeneric(each.type) ? {} : { initially: literalOf(each.type, each.initially) }),
    })),
    outputs: node.outputs.map((each) => ({ name: each.name, type: each.type, ...listed(each) })),
    exits: node.exits.map((each) => ({ name: each.name, kind: each.kind, ...listed(each) })),
    entrances: node.entrances.map((each) => ({ name: each.name, kind: each.kind, ...listed(each) })),
    refs: node.refs.map(({ name: ref, kind, type }) => ({ name: ref, kind, ...(type === undefined ? {} : { type }) })),
    ...flag('ticks', node.tick !== undefined),
    ...flag('called', node.isCalled === true),
    ...flag('chance', node.chance === true),
    ...flag('triggers', node.triggers !== undefined || node.hears !== undefined),
    ...flag('holds', node.set !== undefined),
    pure: node.eval !== undefined,
  };
}

let made: NodeCatalogue | undefined;

/** All that graphs are made of, for editors and for the reference: told by the descriptions of the nodes themselves. Made once. */
export function nodeCatalogue(): NodeCatalogue {
  if (made !== undefined) return made;
  const nodes = FLOW_NODES.map(catalogueNode),
    types = plainTypes();
  return (made = { version: `${VERSION}-${fingerprint([nodes, types])}`, nodes, types });
}
