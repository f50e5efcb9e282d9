import type { FieldManifest, Json } from '../../server/protocol.ts';
import type { Catalogue, RefPort } from '../graph-model/catalogue.ts';
import { own, type NodeData } from '../graph-model/graph.ts';
import { genericType, type NodeFacts, type PortRow } from '../graph-model/ports.ts';
import { real } from '../../engine/flow/values/generic.ts';

/* What stands at a port is edited as a field of that type is, with the same editors. */

type Kind = FieldManifest['kind'];
/** By type the kind of field that holds the same literals, and what it holds where nothing is given. */
const KINDS: Readonly<Record<string, readonly [Kind, Json]>> = {
  bool: ['bool', false],
  int: ['int', 0],
  HttpStatusCode: ['int', 0],
  float: ['float', 0],
  double: ['float', 0],
  string: ['string', ''],
  Uri: ['uri', null],
  float2: ['float2', [0, 0]],
  float3: ['float3', [0, 0, 0]],
  float4: ['float4', [0, 0, 0, 0]],
  floatQ: ['floatQ', [0, 0, 0, 1]],
  color: ['color', [1, 1, 1, 1]],
  DateTime: ['string', ''],
  TimeSpan: ['string', '0:00:00'],
  Guid: ['string', '00000000-0000-0000-0000-000000000000'],
  Type: ['string', ''],
  bytes: ['string', ''],
  User: ['string', ''],
};

export interface LiteralField {
  readonly field: FieldManifest;
  readonly empty: Json;
}

/** The field by which a literal of a type is edited; undefined where it has none. */
export function literalField(name: string, type: string, catalogue: Catalogue): LiteralField | undefined {
  const known = catalogue.type(type);
  if (known?.literal !== true && type !== 'User') return undefined;
  const [kind, empty]: readonly [Kind, Json] = known?.words === undefined ? (KINDS[type] ?? ['json', null]) : ['enumeration', known.words[0] ?? ''];
  const unit = /seconds|duration|interval/i.test(name) && kind === 'float' ? { unit: 's' } : {};
  const labels = known?.words === undefined ? {} : { labels: known.words };
  return { field: { name, label: name, kind, doc: `${name}, of type ${type}`, default: empty, expected: type, ...unit, ...labels }, empty };
}

/** The field by which a reference of a node is edited. */
export function refField(node: NodeData, ref: RefPort, facts: NodeFacts | undefined, catalogue: Catalogue): LiteralField {
  const of = genericType(node, facts);
  const type = ref.type === undefined ? '' : of === '' ? ref.type : real(ref.type, of);
  const made = (kind: Kind, target?: string): LiteralField => ({
    field: {
      name: ref.name,
      label: ref.name,
      kind,
      doc: `What ${ref.name} refers to`,
      default: null,
      expected: 'a reference',
      ...(target === undefined ? {} : { target }),
    },
    empty: null,
  });
  switch (ref.kind) {
    case 'string':
      return { ...made('string'), empty: '' };
    case 'value':
      return literalField(ref.name, type, catalogue) ?? made('json');
    case 'entity':
      return made('entityRef');
    case 'component':
      return made('componentRef', isComponent(type) ? type : undefined);
    case 'field':
    case 'variable':
    case 'drive':
      return made('fieldRef');
    case 'element': {
      const held = of === '' ? type : of;
      if (held === 'Slot') return made('entityRef');
      return /^(?:IField|IValue|SyncRef|IVariable)</.test(held) ? made('fieldRef') : made('componentRef', isComponent(held) ? held : undefined);
    }
    case 'node':
      return made('string');
  }
}
function isComponent(type: string): boolean {
  return /^[A-Z][A-Za-z0-9]*$/.test(type) && type !== 'T' && type !== 'Slot' && type !== 'User';
}

/** What an editor of a reference is given, of how a graph writes it. */
export function asEdited(value: Json | undefined, { field, empty }: LiteralField): Json {
  if (value === undefined || value === null) return empty;
  if (field.kind === 'entityRef')
    return typeof value === 'object' && !Array.isArray(value) ? (own(value as { readonly [key: string]: Json }, 'entity') ?? null) : null;
  return value;
}
/** And back. */
export function asWritten(value: Json, row: PortRow, { field }: LiteralField): Json {
  if (row.part === 'refs' && field.kind === 'entityRef') return value === null ? null : { entity: value };
  return value;
}
