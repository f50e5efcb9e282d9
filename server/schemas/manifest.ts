import Type from 'typebox';
import type { CommandManifest, ComponentManifest, EventManifest, FieldManifest } from '../../engine/index.ts';
import { AnyJson } from './facts.ts';
import { mapOf } from './operations.ts';
import { tied } from './tied.ts';

const Key = Type.String();
const Flag = Type.Optional(Type.Literal(true));
const Limit = Type.Optional(Type.Number());
const Kind = Type.Enum([
  'bool',
  'int',
  'float',
  'string',
  'uri',
  'userRef',
  'entityRef',
  'componentRef',
  'fieldRef',
  'float2',
  'float3',
  'float4',
  'floatQ',
  'color',
  'enumeration',
  'json',
]);

const { field, command, event } = tied<{ readonly field: FieldManifest; readonly command: CommandManifest; readonly event: EventManifest }>()({
  field: Type.Object({
    name: Key,
    kind: Kind,
    doc: Key,
    label: Key,
    default: AnyJson,
    expected: Key,
    unit: Type.Optional(Key),
    min: Limit,
    max: Limit,
    softMin: Limit,
    softMax: Limit,
    step: Limit,
    labels: Type.Optional(Type.Array(Key)),
    readOnly: Flag,
    notSaved: Flag,
    category: Type.Optional(Key),
    multiline: Flag,
    target: Type.Optional(Key),
    editor: Type.Optional(Type.Enum(['json', 'strings', 'stringMap', 'variables'])),
  }),
  command: Type.Object({ name: Key, label: Key, doc: Key, args: Type.Optional(AnyJson) }),
  event: Type.Object({ name: Key, doc: Key, payload: mapOf(Key), types: mapOf(Key) }),
});

/** The manifest of a component type, as a page gets it. */
export const { manifest: MANIFEST } = tied<{ readonly manifest: ComponentManifest }>()({
  manifest: Type.Object({
    name: Key,
    doc: Key,
    category: Key,
    disabled: Key,
    requires: Type.Array(Key),
    drives: Type.Array(Key),
    single: Type.Boolean(),
    fields: Type.Array(field),
    commands: Type.Array(command),
    events: Type.Array(event),
  }),
});
