import type { Json } from '../../schema/field.ts';
import { isPlainType, type DataType } from '../values/data-type.ts';
import { genericOf, isGeneric, real } from '../values/generic.ts';
import { isWire, placeIn, type NodeData } from './graph.ts';
import { type FlowNode } from './node-types.ts';

/** A node with its declaration, before its type is known. */
export interface Named {
  readonly data: NodeData;
  readonly node: FlowNode;
  /** As it is written behind the name; undefined where the node has to tell by what is wired. */
  readonly written: DataType | undefined;
}

/** A node's type as it is written: its name, and the type behind that, if any. `isWhole` is false where a bracket is missing, or stands too often. */
export function readType(type: string): { readonly name: string; readonly written: DataType | undefined; readonly isWhole: boolean } {
  const at = type.search(/[<>]/);
  if (at < 0) return { name: type, written: undefined, isWhole: true };
  const rest = type.slice(at + 1),
    isWhole = type[at] === '<' && rest.endsWith('>') && isPaired(rest.slice(0, -1));
  return { name: type.slice(0, at), written: isWhole ? rest.slice(0, -1) : rest, isWhole };
}

/** Whether each bracket that is opened is closed. */
function isPaired(text: string): boolean {
  let open = 0;
  for (const letter of text) {
    if (letter === '<') open++;
    else if (letter === '>' && --open < 0) return false;
  }
  return open === 0;
}

/** Whether a generic node may be for a type. */
export function mayBe(node: FlowNode, type: DataType, components: (name: string) => boolean): boolean {
  const { generic = [] } = node;
  const held = generic.includes('field') ? fieldType(type) : undefined;
  if (held !== undefined && (isPlainType(held) || components(held))) return true;
  if (generic.includes('variable') && /^IVariable<.+>$/s.test(type)) return true;
  return generic.includes(type) || (generic.includes('component') && components(type)) || (generic.includes('any') && (isPlainType(type) || components(type)));
}

/** What a field holds, of a type that is a reference to a field: `IField<int>`, `IValue<int>`, `SyncRef<Slot>`; undefined where it is none. */
export function fieldType(type: DataType): DataType | undefined {
  if (type === 'UserRef') return 'User';
  return !type.endsWith('>') ? undefined : /^(?:IField|IValue|SyncRef|ISyncRef)<([^<>]+)>$/s.exec(type)?.[1];
}

/**
 * The types that generic nodes are for, each found once: as written, else by what comes into an input of that type, or what is referred to.
 * Undefined where nothing tells. Goes without recursion.
 */
export function typesOf(nodes: ReadonlyMap<string, Named>): Map<string, DataType | undefined> {
  const types = new Map<string, DataType | undefined>();
  for (const start of nodes.keys()) {
    const path = [start],
      under = new Set(path);
    while (path.length > 0) {
      const id = path[path.length - 1] as string;
      const told = types.has(id) ? { type: types.get(id) } : tell(id, nodes, types, under);
      if ('type' in told) {
        types.set(id, told.type);
        under.delete(id);
        path.pop();
      } else {
        under.add(told.first);
        path.push(told.first);
      }
    }
  }
  return types;
}

/** The type of a node, or the node that has to be known first. */
function tell(
  id: string,
  nodes: ReadonlyMap<string, Named>,
  types: ReadonlyMap<string, DataType | undefined>,
  under: ReadonlySet<string>,
): { readonly type: DataType | undefined } | { readonly first: string } {
  const named = nodes.get(id);
  if (named === undefined || named.node.generic === undefined) return { type: '' };
  if (named.written !== undefined) return { type: named.written };
  const { node, data } = named;
  let literal: DataType | undefined;
  for (const { name, type } of node.inputs) {
    if (!isGeneric(type) || data.in === undefined || !Object.hasOwn(data.in, name)) continue;
    const given = data.in[name] as Json;
    for (const each of Array.isArray(given) ? (given as readonly Json[]) : [given]) {
      if (!isWire(each)) {
        if (type === 'T') literal ??= literalType(each);
        continue;
      }
      const from = placeIn(String(each.from)),
        source = nodes.get(from.node);
      const port = from.port.replace(/\.[0-9]+$/, '');
      const output = source?.node.outputs.find((one) => one.name === port || (from.port === '*' && source.node.outputs.length === 1));
      if (source === undefined || output === undefined) continue;
      let found: DataType | undefined = output.type;
      if (isGeneric(output.type)) {
        const known = types.get(from.node);
        if (known === undefined && !types.has(from.node) && !under.has(from.node)) return { first: from.node };
        found = known === undefined ? undefined : real(output.type, known);
      }
      const told = found === undefined ? undefined : genericOf(type, found);
      if (told !== undefined) return { type: told };
    }
  }
  for (const { name, kind } of node.refs) {
    const ref = data.refs !== undefined && Object.hasOwn(data.refs, name) ? data.refs[name] : undefined;
    if (kind === 'value' && ref !== undefined) literal ??= literalType(ref);
    if (typeof ref !== 'object' || ref === null || Array.isArray(ref)) continue;
    const { component, field, node: other } = ref as { readonly component?: Json; readonly field?: Json; readonly node?: Json };
    if (typeof other === 'string' && nodes.has(other)) {
      if (types.has(other)) return { type: types.get(other) };
      if (!under.has(other)) return { first: other };
    }
    // What a field holds is another thing than what it is a field of.
    if (typeof component === 'string' && field === undefined && kind === 'component') return { type: component.replace(/#.*$/s, '') };
  }
  return { type: literal };
}

function literalType(literal: Json): DataType | undefined {
  if (typeof literal === 'boolean') return 'bool';
  if (typeof literal === 'string') return 'string';
  return typeof literal === 'number' ? 'float' : undefined;
}
