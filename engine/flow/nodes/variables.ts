import { WorldwireError } from '../../errors.ts';
import type { FieldRef } from '../../schema/field.ts';
import { ARITHMETIC } from '../values/arithmetic.ts';
import { kindOf } from '../node/by-component.ts';
import { put } from '../node/call.ts';
import { outputType } from '../code/code.ts';
import { FIELD_VALUE_TYPES, NUMBER_TYPES, OBJECT_TYPES, TEXT_TYPES, VALUE_TYPES, type DataType, type Value } from '../values/data-type.ts';
import { nodeAt } from '../node/linked.ts';
import { mayWrite } from './field-texts.ts';
import { fieldOf, heldBy } from '../node/lookup.ts';
import { defineNode, input, itself, next, SYNC } from '../node/node.ts';
import type { Call, FlowNode, Me } from '../node/node-types.ts';

const category = 'Variables';
const VARIABLE = { name: 'Variable', kind: 'variable' } as const;
const WHERE = 'a field of a component, or a node of this graph that holds a value';

/** Writes a field; false where it is gone, is another than the value fits, or is written by something else. */
export function writeField(call: Call, me: Me, ref: unknown, value: Value): boolean {
  const { type } = me;
  const found = fieldOf(call.world, ref as FieldRef | undefined, type);
  if (found === undefined || !mayWrite(call, me, value, () => found.value)) return false;
  try {
    call.world.setValue(found.store, found.row, found.field, heldBy(call.world, ref as FieldRef, type, value) as never);
  } catch (error) {
    if (!(error instanceof WorldwireError)) throw error;
    return false;
  }
  return true;
}

/** The node that a variable is, where it is one of the graph. */
function nodeOf({ graph }: Call, me: Me, ref: unknown): Me | undefined {
  const peer = ref === undefined ? me.peers['Variable'] : graph.plan.numberOf.get(String((ref as { readonly node?: unknown } | null)?.node));
  return peer === undefined ? undefined : nodeAt(graph, peer);
}
/** What a node holds a value of. */
function holds(node: Me): DataType {
  return outputType(node, 0);
}
/** Writes what `Variable` refers to. @param ref where it comes by a wire */
function setVariable(call: Call, me: Me, value: Value, ref?: Value): boolean {
  const node = nodeOf(call, me, ref);
  if (node === undefined) return writeField(call, me, ref ?? me.refs['Variable'], value);
  return holds(node) === me.type && node.node.set?.(call, node, value) === true;
}
function getVariable(call: Call, me: Me, ref?: Value): Value | undefined {
  const node = nodeOf(call, me, ref);
  if (node === undefined) return fieldOf(call.world, (ref ?? me.refs['Variable']) as FieldRef | undefined, me.type)?.value;
  return holds(node) === me.type ? node.node.get?.(call, node) : undefined;
}

const INDIRECT = input('Variable', 'IVariable<T>');
const INTO_INDIRECT = 'what Variable leads to';

function writing(name: string, generic: readonly DataType[], isIndirect: boolean): FlowNode {
  return defineNode({
    name: `${name}<T>`,
    doc: `Writes ${isIndirect ? INTO_INDIRECT : WHERE}. Seen at once; OnFail where it is gone, is of another type, or is written by something else.`,
    category: 'Actions',
    generic,
    entrances: SYNC,
    refs: isIndirect ? [] : [VARIABLE],
    inputs: [...(isIndirect ? [INDIRECT] : []), input('Value', 'T')],
    exits: next('OnWritten', 'OnFail'),
    acts: {
      '*': (call, me, first = null, second = null) =>
        (isIndirect ? first !== null && setVariable(call, me, second, first) : setVariable(call, me, first)) ? (me.to[0] as number) : (me.to[1] as number),
    },
  });
}

function latch(name: string, generic: readonly DataType[], isIndirect: boolean): FlowNode {
  const to =
    (which: 0 | 1) =>
    (call: Call, me: Me, one: Value = null, two: Value = null, three: Value = null) => {
      const value = isIndirect ? [two, three][which] : [one, two][which];
      const isWritten = isIndirect ? one !== null && setVariable(call, me, value ?? null, one) : setVariable(call, me, value ?? null);
      return me.to[isWritten ? which : 2] as number;
    };
  return defineNode({
    name: `${name}<T>`,
    doc: `Writes SetValue at Set and ResetValue at Reset: ${isIndirect ? INTO_INDIRECT : WHERE}.`,
    category: 'Actions',
    generic,
    entrances: [
      { name: 'Set', kind: 'Sync' },
      { name: 'Reset', kind: 'Sync' },
    ],
    refs: isIndirect ? [] : [VARIABLE],
    inputs: [...(isIndirect ? [INDIRECT] : []), input('SetValue', 'T'), input('ResetValue', 'T')],
    exits: next('OnSet', 'OnReset', 'OnFail'),
    acts: { Set: to(0), Reset: to(1) },
  });
}

function counting(name: string, by: 1 | -1, isIndirect: boolean): FlowNode {
  return defineNode({
    name: `${name}<T>`,
    doc: `Makes a number one ${by > 0 ? 'more' : 'less'}: ${isIndirect ? INTO_INDIRECT : WHERE}.`,
    category: 'Actions',
    generic: [...NUMBER_TYPES, 'long'],
    entrances: SYNC,
    refs: isIndirect ? [] : [VARIABLE],
    inputs: isIndirect ? [INDIRECT] : [],
    exits: next('OnWritten', 'OnFail'),
    acts: {
      '*': (call, me, ref) => {
        const now = ref === null ? undefined : getVariable(call, me, ref);
        if (typeof now !== 'number' && typeof now !== 'bigint') return me.to[1] as number;
        const add = ARITHMETIC[kindOf(me.type)].add as (a: Value, b: Value) => Value;
        const value = add(now, typeof now === 'bigint' ? BigInt(by) : by);
        return me.to[setVariable(call, me, value, ref) ? 0 : 1] as number;
      },
    },
  });
}

/** A value of a chain: each chain that begins has its own, and tasks begin with that of the chain that began them. */
const local = (name: string, generic: readonly DataType[]): FlowNode =>
  defineNode({
    name: `${name}<T>`,
    doc: 'A value of one chain, written by ValueWrite and its like: nothing as the chain begins, and a task begins with that of the chain that began it.',
    category,
    generic,
    outputs: itself('T'),
    set: (call, me, value) => {
      put(call, me, 0, value);
      return true;
    },
    get: (call, me) => call.chain.values[me.slots[0] as number] as Value,
  });

/** A value of the Flow, which all its chains share. */
const stored = (name: string, generic: readonly DataType[], isKept: boolean): FlowNode =>
  defineNode({
    name: `${name}<T>`,
    doc: isKept
      ? 'A value that all chains of its Flow share, and that is saved with the scene. A duplicate begins with it.'
      : 'A value that all chains of its Flow share. It belongs to the running world, and is not saved with the scene.',
    category,
    generic,
    outputs: itself('T'),
    stores: ['T'],
    ...(isKept ? { persists: true } : {}),
    read: (call, me) => call.stored[me.stored] as Value,
    get: (call, me) => call.stored[me.stored] as Value,
    set: (call, me, value) => {
      return isKept ? call.persist(me, value) : call.store(me, 0, value);
    },
  });
/** The same for one type of its own. */
const storedOf = (name: string, type: DataType): FlowNode => {
  const { generic: _generic, ...node } = stored(name, [], true);
  return { ...node, name, outputs: itself(type), stores: [type] };
};

const toggle = (which: (now: boolean) => boolean) => (call: Call, me: Me) => {
  const value = which(call.stored[me.stored] === true);
  call.persist(me, value);
  return me.to[value ? 0 : 1] as number;
};

/** Holds a literal. */
const constant = (name: string, generic: readonly DataType[], doc: string, ref: string): FlowNode =>
  defineNode({
    name: `${name}<T>`,
    doc,
    category: 'Constants',
    generic,
    refs: [{ name: ref, kind: 'value', type: 'T' }],
    outputs: itself('T'),
    read: (_call, me) => me.literal,
  });
const CONSTANTS = [
  ['ValueInput', VALUE_TYPES, 'Value'],
  ['ValueConstant', VALUE_TYPES, 'Value'],
  ['ValueObjectInput', TEXT_TYPES, 'Value'],
  ['ObjectConstant', TEXT_TYPES, 'Value'],
  ['GlobalToValueOutput', VALUE_TYPES, 'Global'],
  ['GlobalToObjectOutput', TEXT_TYPES, 'Global'],
] as const;

const REFERENCES = [
  ['ReferenceAsVariable', ['Slot', 'component'], 'Reference', 'SyncRef<T>'],
  ['ReferenceInterfaceAsVariable', ['Slot', 'component'], 'Reference', 'ISyncRef<T>'],
  ['UserRefAsVariable', undefined, 'UserRef', 'UserRef'],
] as const;

export const VARIABLE_NODES: readonly FlowNode[] = [
  local('LocalValue', VALUE_TYPES),
  local('LocalObject', OBJECT_TYPES),
  stored('StoredValue', VALUE_TYPES, false),
  stored('StoredObject', OBJECT_TYPES, false),
  stored('DataModelValueFieldStore', VALUE_TYPES, true),
  stored('DataModelObjectFieldStore', TEXT_TYPES, true),
  stored('DataModelObjectRefStore', ['Slot', 'component'], true),
  storedOf('DataModelUserRefStore', 'User'),
  storedOf('DataModelTypeStore', 'Type'),
  defineNode({
    name: 'DataModelBooleanToggle',
    doc: 'True or false, saved with the scene: made true at Set, false at Reset, and the other of the two at Toggle.',
    category,
    outputs: itself('bool'),
    entrances: ['Set', 'Reset', 'Toggle'].map((name) => ({ name, kind: 'Sync' })),
    exits: next('OnSet', 'OnReset'),
    stores: ['bool'],
    persists: true,
    read: (call, me) => call.stored[me.stored] as Value,
    acts: { Set: toggle(() => true), Reset: toggle(() => false), Toggle: toggle((now) => !now) },
  }),
  writing('ValueWrite', VALUE_TYPES, false),
  writing('ObjectWrite', OBJECT_TYPES, false),
  writing('ValueIndirectWrite', VALUE_TYPES, true),
  writing('ObjectIndirectWrite', OBJECT_TYPES, true),
  latch('ValueWriteLatch', VALUE_TYPES, false),
  latch('ObjectWriteLatch', OBJECT_TYPES, false),
  latch('ValueIndirectWriteLatch', VALUE_TYPES, true),
  latch('ObjectIndirectWriteLatch', OBJECT_TYPES, true),
  counting('ValueIncrement', 1, false),
  counting('ValueDecrement', -1, false),
  counting('ValueIndirectIncrement', 1, true),
  counting('ValueIndirectDecrement', -1, true),
  defineNode({
    name: 'FieldAsVariable<T>',
    doc: 'A field as what an indirect write writes.',
    category,
    generic: [...FIELD_VALUE_TYPES, ...TEXT_TYPES],
    inputs: [input('Field', 'IField<T>')],
    outputs: itself('IVariable<T>'),
    eval: (_type, [field = null]) => field,
  }),
  ...REFERENCES.map(([name, generic, port, type]) =>
    defineNode({
      name: generic === undefined ? name : `${name}<T>`,
      doc: `A field that names ${generic === undefined ? 'a user' : 'an entity or a component'} as what an indirect write writes.`,
      category,
      ...(generic === undefined ? {} : { generic }),
      inputs: [input(port, type)],
      outputs: itself(`IVariable<${generic === undefined ? 'User' : 'T'}>`),
      eval: (_type, [field = null]) => field,
    }),
  ),
  defineNode({
    name: 'ReferenceToOutput<T>',
    doc: 'A node of this graph that holds a value, as what an indirect write writes: `ReferenceToOutput<IVariable<int>>`.',
    category,
    generic: ['variable'],
    refs: [{ name: 'Reference', kind: 'node' }],
    outputs: itself('T'),
    read: (_call, me) => (me.refs['Reference'] ?? null) as unknown as Value,
  }),
  ...CONSTANTS.map(([name, generic, ref]) => constant(name, generic, 'A value that stands in the graph, and that no wire leads to.', ref)),
];
