import { real } from '../../engine/flow/values/generic.ts';
import type { Catalogue, NodeType } from './catalogue.ts';
import { own, typeParts, type NodeData } from './graph.ts';

/* The ports of a node as rows, from above to below: what comes in on the left, then what goes out on the right. */

/** The parts of a node that ports belong to: `in` data inputs, `then` impulse outputs, `refs`; `to` impulse inputs and `out` data outputs are not written. */
export type PortPart = 'in' | 'then' | 'refs' | 'to' | 'out';
export interface PortRow {
  readonly part: PortPart;
  /** As wires and data name it: `Data`, `Inputs.0`, '*' for the node itself. */
  readonly port: string;
  readonly label: string;
  /** Of data and references its type; of impulses their kind. */
  readonly type: string;
  /** Of a list: its name, and which of it this row is; the last row, which has no wire yet, is where the next comes. */
  readonly list?: { readonly name: string; readonly index: number; readonly isNext: boolean };
}
export type PortSide = 'left' | 'right';

/** What is wrong with a node, or with `warning` only odd: then the graph runs all the same. */
export interface NodeFault {
  readonly inside: string;
  readonly message: string;
  readonly expected: string;
  readonly warning?: boolean;
}
export function isFault({ warning }: NodeFault): boolean {
  return warning !== true;
}

/** What the server has found out about a node. */
export interface NodeFacts {
  /** The type that a generic node is for. */
  readonly of?: string;
  /** By input how its value is made another on the way. */
  readonly casts?: { readonly [input: string]: string };
  readonly waits?: boolean;
  readonly faults?: readonly NodeFault[];
}

export function sideOf(part: PortPart): PortSide {
  return part === 'then' || part === 'out' ? 'right' : 'left';
}
export function isImpulse(part: PortPart): boolean {
  return part === 'then' || part === 'to';
}
/** Names a port of a node among all its ports. */
export function portKey({ part, port }: { readonly part: PortPart; readonly port: string }): string {
  return `${part}:${port}`;
}

/** What a node is for: as the server says, else as it is written. */
export function genericType(node: NodeData, facts: NodeFacts | undefined): string {
  return facts?.of ?? typeParts(node.type).of ?? '';
}

export function portRows(node: NodeData, type: NodeType | undefined, facts: NodeFacts | undefined): readonly PortRow[] {
  if (type === undefined) return rowsOfData(node);
  const of = genericType(node, facts);
  const typed = (name: string): string => (of === '' ? name : real(name, of));
  const rows: PortRow[] = [];
  for (const { name, kind, list } of type.entrances)
    rows.push(
      ...(list === true
        ? listRows('to', name, kind, listed(node, 'to', name))
        : [{ part: 'to' as const, port: name, label: name === '*' ? '' : name, type: kind }]),
    );
  for (const { name, type: is } of type.refs) rows.push({ part: 'refs', port: name, label: name, type: typed(is ?? '') });
  for (const { name, type: is, list } of type.inputs)
    rows.push(
      ...(list === true ? listRows('in', name, typed(is), listed(node, 'in', name)) : [{ part: 'in' as const, port: name, label: name, type: typed(is) }]),
    );
  for (const { name, kind, list } of type.exits)
    rows.push(...(list === true ? listRows('then', name, kind, listed(node, 'then', name)) : [{ part: 'then' as const, port: name, label: name, type: kind }]));
  for (const { name, type: is, list } of type.outputs)
    rows.push(
      ...(list === true
        ? listRows('out', name, typed(is), listed(node, 'out', name))
        : [{ part: 'out' as const, port: name, label: name === '*' ? '' : name, type: typed(is) }]),
    );
  return rows;
}

/** How many a port of any number has as it is written. What leads into it from elsewhere is not seen here. */
function listed(node: NodeData, part: PortPart, name: string): number {
  const given = part === 'in' ? own(node.in, name) : part === 'then' ? own(node.then, name) : undefined;
  // Of entrances and outputs the node itself does not tell how many are used: `portRows` is given that by `withUsed`.
  return given === undefined ? 0 : Array.isArray(given) ? given.length : 1;
}

function listRows(part: PortPart, name: string, type: string, count: number): readonly PortRow[] {
  return Array.from({ length: count + 1 }, (_, index) => ({
    part,
    port: `${name}.${index}`,
    label: index === count ? `${name} +` : `${name} ${index}`,
    type,
    list: { name, index, isNext: index === count },
  }));
}

/** Rows with room for those places of ports of any number that wires from elsewhere name: `many.Operations.2`. */
export function withUsed(rows: readonly PortRow[], used: readonly string[]): readonly PortRow[] {
  const most = new Map<string, number>();
  for (const port of used) {
    const [, name, index] = /^(.+)\.([0-9]{1,3})$/.exec(port) ?? [];
    if (name !== undefined) most.set(name, Math.max(most.get(name) ?? -1, Number(index)));
  }
  if (most.size === 0) return rows;
  return rows.flatMap((row) => {
    const last = row.list?.isNext === true && (row.part === 'to' || row.part === 'out') ? most.get(row.list.name) : undefined;
    return last === undefined ? [row] : listRows(row.part, row.list?.name ?? '', row.type, last + 1);
  });
}

/** Of a node that nobody knows: what it is given, and what leads away from it. */
function rowsOfData(node: NodeData): readonly PortRow[] {
  const of = (part: PortPart, names: readonly string[]): readonly PortRow[] => names.map((name) => ({ part, port: name, label: name, type: '' }));
  return [
    { part: 'to', port: '*', label: '', type: 'Sync' },
    ...of('refs', Object.keys(node.refs ?? {})),
    ...of('in', Object.keys(node.in ?? {})),
    ...of('then', Object.keys(node.then ?? {})),
    { part: 'out', port: '*', label: '', type: '' },
  ];
}

/** Words of a node's name: "Websocket Text Message Receiver". */
export function titleOf(node: NodeData, catalogue: Catalogue): string {
  if (node.title !== undefined && node.title !== '') return node.title;
  const { name, of } = typeParts(node.type);
  const shown = catalogue.get(name)?.title ?? spaced(name);
  return of === undefined ? shown : `${shown}<${of}>`;
}
export function spaced(name: string): string {
  return name
    .replaceAll('_', ' ')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2');
}
