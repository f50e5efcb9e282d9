import type { Json } from '../../server/protocol.ts';
import type { Catalogue, RefPort } from '../graph-model/catalogue.ts';
import { isWire, own, type NodeData } from '../graph-model/graph.ts';
import type { PortRow } from '../graph-model/ports.ts';
import { nameOf } from '../session/names.ts';
import { givenAt } from './geometry.ts';

/** What stands in a row's box: `isSet` is false where it is what the input holds by itself. */
export interface Given {
  readonly words: string;
  readonly isSet: boolean;
  readonly isRef: boolean;
}

/** What a type has where nothing is given. */
const NOTHING: Readonly<Record<string, string>> = {
  bool: 'false',
  int: '0',
  long: '0',
  float: '0',
  double: '0',
  float2: '0, 0',
  float3: '0, 0, 0',
  float4: '0, 0, 0, 0',
};

/** What is said in the box of a row; undefined where it has none, since a wire leads there or it takes nothing else. */
export function givenWords(node: NodeData, row: PortRow, catalogue: Catalogue): Given | undefined {
  const given = givenAt(node, row);
  if (given === undefined) return undefined;
  const { value } = given as { readonly value: Json | undefined };
  if (row.part === 'refs') {
    const ref = catalogue.of(node)?.refs.find(({ name }) => name === row.port);
    return { words: value === undefined ? '' : refWords(value, ref), isSet: value !== undefined && value !== null, isRef: true };
  }
  if (value !== undefined) return { words: valueWords(value), isSet: true, isRef: false };
  if (catalogue.type(row.type)?.literal !== true) return undefined;
  // The next place of a list holds nothing yet, not even what its type has by itself; what is typed there becomes the last of the list.
  if (row.list?.isNext === true) return { words: '', isSet: false, isRef: false };
  const initially = own(initials(node, catalogue), row.port);
  return { words: initially === undefined ? (NOTHING[row.type] ?? '') : valueWords(initially), isSet: false, isRef: false };
}

function initials(node: NodeData, catalogue: Catalogue): { readonly [port: string]: Json } {
  const known: { [port: string]: Json } = Object.create(null) as object as { [port: string]: Json };
  for (const { name, initially } of catalogue.of(node)?.inputs ?? []) if (initially !== undefined) known[name] = initially;
  return { ...known };
}

/** A literal in few letters. */
export function valueWords(value: Json): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 59)}…` : value);
  if (typeof value === 'number') return shortNumber(value);
  if (value === null) return 'nothing';
  if (Array.isArray(value) && value.length <= 4 && value.every((each) => typeof each === 'number'))
    return (value as readonly number[]).map(shortNumber).join(', ');
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
export function shortNumber(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e9 ? String(value) : String(Number(value.toPrecision(6)));
}

/** What a node refers to, by the names that people gave. */
export function refWords(value: Json, ref: RefPort | undefined): string {
  if (ref?.kind === 'value') return valueWords(value);
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value === null ? 'nothing' : valueWords(value);
  const { entity, component, field, node } = value as { readonly [key: string]: Json };
  if (typeof node === 'string') return node;
  if (typeof entity !== 'string') return 'nothing';
  const name = nameOf(entity) ?? `${entity} (gone)`;
  if (typeof component !== 'string') return name;
  return typeof field === 'string' ? `${name} ${component}.${field}` : `${name} ${component}`;
}

const PARTS = { in: 'input', out: 'output', to: 'impulse input', then: 'impulse output', refs: 'reference' } as const;
/** A port as it is read out: "input Data, string, from join". @param given what stands in its box */
export function portWords(node: NodeData, { part, port, label, type, list }: PortRow, given: string | undefined): string {
  const name = label === '' ? (port === '*' ? 'itself' : port) : label;
  const written = part === 'in' ? own(node.in, list?.name ?? port) : undefined;
  const value = list === undefined ? written : Array.isArray(written) ? (written as readonly unknown[])[list.index] : undefined;
  const to = part === 'then' ? own(node.then, list?.name ?? port) : undefined;
  const leads = typeof to === 'string' ? to : to?.[list?.index ?? 0];
  const rest = isWire(value) ? `from ${value.from}` : leads !== undefined ? `to ${leads}` : given === undefined || given === '' ? '' : given;
  return [`${PARTS[part]} ${name}`, part === 'to' || part === 'then' ? '' : type, rest].filter((each) => each !== '').join(', ');
}
