import type { Json } from '../../server/protocol.ts';
import { isWire, own, typeParts, type GraphData, type NodeData } from './graph.ts';
import type { KnownGraph } from './known-graph.ts';

/** Where in a node what was looked for stands. */
export interface Found {
  readonly id: string;
  /** `text` is what a comment or a note says, `value` a literal or a reference. */
  readonly where: 'id' | 'title' | 'type' | 'text' | 'value';
  /** What stands there. */
  readonly says: string;
}
const WHERE: readonly Found['where'][] = ['id', 'title', 'type', 'text', 'value'];
/** Characters of what is told, and levels of a literal that are looked into. */
const LONGEST = 200,
  DEEPEST = 8;

/** The nodes in which a text stands: in the id, the title, the type, a note, a literal or a reference. By where it stands, then in the order of the text. */
export function findNodes({ nodes }: GraphData, wanted: string, titles: (type: string) => string | undefined = () => undefined): readonly Found[] {
  const needle = wanted.trim().toLowerCase();
  if (needle === '') return [];
  const found: Found[] = [];
  for (const [id, node] of Object.entries(nodes))
    for (const { where, says } of textsOf(id, node, titles))
      if (says.toLowerCase().includes(needle)) {
        found.push({ id, where, says: says.slice(0, LONGEST) });
        break;
      }
  return found.toSorted((a, b) => WHERE.indexOf(a.where) - WHERE.indexOf(b.where));
}

function* textsOf(id: string, node: NodeData, titles: (type: string) => string | undefined): Generator<Omit<Found, 'id'>> {
  yield { where: 'id', says: id };
  if (node.title !== undefined) yield { where: 'title', says: node.title };
  yield { where: 'type', says: node.type };
  const shown = titles(node.type);
  if (shown !== undefined) yield { where: 'type', says: shown };
  if (node.text !== undefined) yield { where: 'text', says: node.text };
  for (const given of [...Object.values(node.in ?? {}), ...Object.values(node.refs ?? {})])
    for (const says of wordsIn(given, 0)) yield { where: 'value', says };
}
function* wordsIn(value: Json, depth: number): Generator<string> {
  if (depth > DEEPEST || value === null || isWire(value)) return;
  if (typeof value !== 'object') yield String(value);
  else for (const each of Object.values(value)) yield* wordsIn(each as Json, depth + 1);
}

/** What a node sends or hears: a tag, and of which kind the impulse is. `tag` is undefined where it is wired, and so known only as it runs. */
export interface Signal {
  readonly does: 'sends' | 'hears';
  readonly tag: string | undefined;
  /** Those of one kind meet: `AsyncDynamicImpulse…WithValue<int>` as `Async WithValue int`. */
  readonly kind: string;
}

/** What a trigger or a receiver of dynamic impulses has to do with others; undefined of other nodes. */
export function signalOf(known: KnownGraph, id: string): Signal | undefined {
  const node = known.node(id);
  const [, async = '', end, carries = ''] = /^(Async)?DynamicImpulse(Trigger|Receiver)(With[A-Za-z]+)?$/.exec(typeParts(node?.type ?? '').name) ?? [];
  if (node === undefined || end === undefined) return undefined;
  const tag = end === 'Trigger' ? own(node.in, 'Tag') : own(node.refs, 'Tag');
  return {
    does: end === 'Trigger' ? 'sends' : 'hears',
    tag: typeof tag === 'string' ? tag : tag === undefined || tag === null ? '' : undefined,
    kind: `${async} ${carries} ${carries === '' ? '' : known.of(id)}`,
  };
}

/** The nodes of a graph that hear what a trigger sends, or send what a receiver hears. */
export function partnersOf(known: KnownGraph, { does, tag, kind }: Signal): readonly string[] {
  if (tag === undefined) return [];
  return Object.keys(known.graph.nodes).filter((id) => {
    const other = signalOf(known, id);
    return other !== undefined && other.does !== does && other.kind === kind && other.tag === tag;
  });
}

/** A variable that a node has to do with: a node that holds a value, or a dynamic variable by its path. */
export type Variable = { readonly node: string } | { readonly path: string };

/** The variable that a node holds, reads or writes; undefined where there is none, or it is known only as it runs. */
export function variableOf(known: KnownGraph, id: string): Variable | undefined {
  const node = known.node(id),
    type = known.type(id);
  if (node === undefined || type === undefined) return undefined;
  if (type.holds === true && type.refs.length === 0) return { node: id };
  for (const { name, kind } of type.refs) {
    const ref = own(node.refs, name);
    if (kind === 'variable' && typeof ref === 'object' && ref !== null && !Array.isArray(ref)) {
      const other = own(ref as { readonly [key: string]: Json }, 'node');
      if (typeof other === 'string') return { node: other };
    }
    if (name === 'VariableName' && typeof ref === 'string' && ref !== '') return { path: ref };
  }
  const path = /Dynamic[A-Za-z]*Variable/.test(type.name) ? (own(node.in, 'Path') ?? own(node.in, 'VariableName')) : undefined;
  return typeof path === 'string' && path !== '' ? { path } : undefined;
}

/** The nodes of a graph that have to do with a variable: those that hold, read and write it. */
export function usersOf(known: KnownGraph, variable: Variable): readonly string[] {
  const ids = Object.keys(known.graph.nodes);
  if ('node' in variable) {
    const readers = new Set(known.around(variable.node).flatMap(({ kind, to }) => (kind === 'data' ? [to.node] : [])));
    return ids.filter((id) => {
      const other = variableOf(known, id);
      return readers.has(id) || (other !== undefined && 'node' in other && other.node === variable.node);
    });
  }
  const { path } = variable;
  return ids.filter((id) => {
    const other = variableOf(known, id);
    if (other === undefined || !('path' in other) || withoutSpace(other.path) !== withoutSpace(path)) return false;
    return !path.includes('/') || !other.path.includes('/') || other.path === path;
  });
}
/** `Space/Name` and `Name` may be one variable. */
function withoutSpace(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
