import { DynamicVariables, type DynamicVariable } from '../../components/dynamic-variables.ts';
import { WorldwireError } from '../../errors.ts';
import type { Json } from '../../schema/field.ts';
import { put } from '../node/call.ts';
import { nothingOf, type DataType, type Value } from '../values/data-type.ts';
import { calls, defineNode, input, next, output, SYNC } from '../node/node.ts';
import { END, type Call, type FlowNode, type Me } from '../node/node-types.ts';
import { climb, rowOf, TOP } from '../node/slots.ts';
import { nameIn, sizeOfVariables, variableSystem, type Variables } from './variable-index.ts';
import { lookUp, mayHold, spaceOver, typeIn, valueOf, variablesIn, variablesOf, type FoundVariable } from './variable-spaces.ts';
import { OPERATION } from '../node/weight.ts';
import { change } from './slots-write.ts';

const category = 'Variables/Dynamic';
const VALUES: readonly DataType[] = ['bool', 'int', 'float', 'float2', 'float3', 'float4', 'floatQ', 'color'];
const OBJECTS: readonly DataType[] = ['string', 'Slot'];
const KINDS = [
  { word: 'Value', generic: VALUES },
  { word: 'Object', generic: OBJECTS },
] as const;
/** What is written or created costs by the variables that stand beside it, since they are one field. */
const A_UNIT = 16;

type Given = Value | undefined;

/** The entity that a node is given; undefined where it is gone, or the root, above which no space can be. */
function entityAt(call: Call, slot: Given): number | undefined {
  const row = rowOf(call.world, slot);
  return row === TOP ? undefined : row;
}

function setVariables(call: Call, me: Me, row: number, variables: Variables): boolean {
  const store = call.world.store(DynamicVariables);
  call.spend(Math.ceil(Object.keys(variables).length / A_UNIT), 'world');
  if (!mayHold(call, me, sizeOfVariables(variables) - call.world.stateOf(variableSystem).sizeOf(row))) return false;
  try {
    call.world.setValue(store, row, 'Variables', variables as never);
    return true;
  } catch (error) {
    if (!(error instanceof WorldwireError)) throw error;
    return false;
  }
}

/** Writes all that are one. */
function write(call: Call, me: Me, found: readonly FoundVariable[], value: Value): boolean {
  const variable = { type: typeIn(me.type), value } as DynamicVariable;
  return found.every(({ row, key }) => setVariables(call, me, row, { ...variablesOf(call.world, row), [key]: variable }));
}

/** Puts a variable at an entity; false where the world refuses it. */
function create(call: Call, me: Me, at: number, key: string, value: Value, isTemporary: boolean): boolean {
  const { world } = call;
  const variable: Variables = { [key]: { type: typeIn(me.type), value: value as Json } as DynamicVariable };
  const entity = world.entities.id.get(at);
  call.spend(OPERATION, 'world');
  if (!mayHold(call, me, sizeOfVariables(variable))) return false;
  if (isTemporary) {
    const child = { name: key.slice(0, 64), persistent: false, components: { DynamicVariables: { Variables: variable } } };
    return change(call, me, [{ op: 'addEntity', parent: entity, entity: child as never }]) !== undefined;
  }
  const held = world.entities.held(at).find(({ component }) => component === (DynamicVariables as object));
  if (held !== undefined) return setVariables(call, me, held.row, { ...variablesOf(world, held.row), ...variable });
  return change(call, me, [{ op: 'addComponent', entity, component: 'DynamicVariables', values: { Variables: variable } as never }]) !== undefined;
}

function reading({ word, generic }: (typeof KINDS)[number]): FlowNode {
  return defineNode({
    name: `ReadDynamic${word}Variable<T>`,
    doc: 'What the variable Path holds in the space that is over Source: `Name`, or `Space/Name`.',
    category,
    generic,
    inputs: [input('Source', 'Slot'), input('Path', 'string')],
    outputs: [output('FoundValue', 'bool'), output('Value', 'T')],
    read: (call, { type }, [source, path]) => {
      const entity = entityAt(call, source as Given);
      const [first] = entity === undefined || typeof path !== 'string' ? [] : lookUp(call, entity, path, type);
      return first === undefined ? [false, nothingOf(type)] : [true, valueOf(call.world, first)];
    },
  });
}

function writing({ word, generic }: (typeof KINDS)[number]): FlowNode {
  return defineNode({
    name: `WriteDynamic${word}Variable<T>`,
    doc: 'Writes the variable Path of the space that is over Target: all of its name and type there. OnNotFound where there is none.',
    category,
    generic,
    entrances: SYNC,
    inputs: [input('Target', 'Slot'), input('Path', 'string'), input('Value', 'T')],
    exits: next('OnNotFound', 'OnSuccess', 'OnFailed'),
    acts: {
      '*': (call, me, target, path, value = null) => {
        const entity = entityAt(call, target);
        const found = entity === undefined || typeof path !== 'string' ? [] : lookUp(call, entity, path, me.type);
        if (found.length === 0) return me.to[0] as number;
        return me.to[write(call, me, found, value) ? 1 : 2] as number;
      },
    },
  });
}

/** @param isWriting whether one that is there already is written */
function creating({ word, generic }: (typeof KINDS)[number], isWriting: boolean): FlowNode {
  const [value, there] = isWriting ? ['Value', 'OnWritten'] : ['InitialValue', 'OnAlreadyExists'];
  return defineNode({
    name: `${isWriting ? 'WriteOrCreate' : 'Create'}Dynamic${word}Variable<T>`,
    doc:
      `Makes a variable Path in the space that is over Target${isWriting ? ', or writes it where it is there already' : ''}: at the entity of the space, at ` +
      'Target with CreateDirectlyOnTarget, and with CreateNonPersistent at a child of it that is in no saved scene. OnNotFound where there is no space.',
    category,
    generic,
    entrances: SYNC,
    inputs: [
      input('Target', 'Slot'),
      input('Path', 'string'),
      input('CreateDirectlyOnTarget', 'bool'),
      input('CreateNonPersistent', 'bool'),
      input(value, 'T'),
    ],
    exits: next('OnNotFound', 'OnCreated', there, 'OnFailed'),
    acts: {
      '*': (call, me, target, path, isDirect, isTemporary, given = null) => {
        const entity = entityAt(call, target);
        const { space, name } = nameIn(typeof path === 'string' ? path : '');
        const over = entity === undefined || name === '' ? undefined : spaceOver(call, entity, space);
        if (entity === undefined || over === undefined) return me.to[0] as number;
        const found = variablesIn(call, over, name, me.type);
        if (found.length > 0) return me.to[!isWriting || write(call, me, found, given) ? 2 : 3] as number;
        const at = isDirect === true ? entity : over;
        return me.to[create(call, me, at, path as string, given, isTemporary === true) ? 1 : 3] as number;
      },
    },
  });
}

/** Takes variables out of a space. Gives how many there were. @param isMeant which of them */
function clear(call: Call, me: Me, space: number, isMeant: (key: string, type: string) => boolean): number {
  const { world } = call;
  const store = world.store(DynamicVariables);
  call.spend(store.count, 'world');
  let count = 0;
  for (const row of store.rows()) {
    const entity = store.owner[row] as number;
    if (climb(call, entity, (at) => at === space) !== space) continue;
    const variables = variablesOf(world, row);
    const left = Object.entries(variables).filter(([key, { type }]) => !(isMeant(key, type) && spaceOver(call, entity, nameIn(key).space) === space));
    const gone = Object.keys(variables).length - left.length;
    if (gone > 0 && setVariables(call, me, row, Object.fromEntries(left))) count += gone;
  }
  return count;
}
function clearing(name: string, doc: string, generic: readonly DataType[] | undefined): FlowNode {
  return defineNode({
    name,
    doc,
    category,
    ...(generic === undefined ? {} : { generic }),
    entrances: SYNC,
    inputs: [input('Target', 'Slot'), input('SpaceName', 'string')],
    outputs: [output('ClearedCount', 'int')],
    exits: next('OnNotFound', 'OnCleared'),
    acts: {
      '*': (call, me, target, name) => {
        const entity = entityAt(call, target);
        const space = entity === undefined ? undefined : spaceOver(call, entity, typeof name === 'string' && name !== '' ? name : undefined);
        if (space === undefined) return me.to[0] as number;
        const held = typeIn(me.type);
        put(
          call,
          me,
          0,
          clear(call, me, space, (_key, type) => generic === undefined || type === held),
        );
        return me.to[1] as number;
      },
    },
  });
}

/** The variable of a node that stands for one, from its Flow's own entity. */
function own(call: Call, me: Me): readonly FoundVariable[] {
  const name = me.refs['VariableName'];
  return typeof name === 'string' && name !== '' ? lookUp(call, call.world.storeOf('Flow').owner[call.row] as number, name, me.type) : [];
}
/** Id of the entity whose space the variable of a node belongs to; null where there is none. */
function linked(call: Call, me: Me): string | null {
  const { VariableName: path } = me.refs;
  const { space, name } = nameIn(typeof path === 'string' ? path : '');
  const over = name === '' ? undefined : spaceOver(call, call.world.storeOf('Flow').owner[call.row] as number, space);
  return over === undefined ? null : call.world.entities.id.get(over);
}
function standing({ word, generic }: (typeof KINDS)[number], hasEvents: boolean): FlowNode {
  return defineNode({
    name: `DynamicVariable${word}Input${hasEvents ? 'WithEvents' : ''}<T>`,
    doc:
      'The variable VariableName in the space that is over the entity of its Flow. ValueWrite and its like can write it.' +
      (hasEvents
        ? ' OnSpaceLinked comes in the tick in which it has come to be in a space, OnSpaceUnlinked in that in which it is in none, or in another.'
        : ''),
    category,
    generic,
    refs: [{ name: 'VariableName', kind: 'string' }],
    outputs: [output('Value', 'T'), output('HasValue', 'bool')],
    read: (call, me) => {
      const [first] = own(call, me);
      return first === undefined ? [nothingOf(me.type), false] : [valueOf(call.world, first), true];
    },
    get: (call, me) => {
      const [first] = own(call, me);
      return first === undefined ? nothingOf(me.type) : valueOf(call.world, first);
    },
    set: (call, me, value) => {
      const found = own(call, me);
      return found.length > 0 && write(call, me, found, value);
    },
    ...(hasEvents
      ? {
          inputs: [input('DetectingUser', 'User')],
          exits: calls('OnSpaceLinked', 'OnSpaceUnlinked'),
          stores: ['nothing'],
          actsFor: (_me: Me, user: Given) => user ?? null,
          tick: (call: Call, me: Me) => {
            const before = call.stored[me.stored] as Value,
              now = linked(call, me);
            if (before === now) return END;
            // From one space to another it leaves the one in this tick, and comes to the other in the next.
            if (!call.store(me, 0, before === null ? now : null)) return END;
            return me.to[before === null ? 0 : 1] as number;
          },
        }
      : {}),
  });
}

export const DYNAMIC_VARIABLE_NODES: readonly FlowNode[] = [
  ...KINDS.map(reading),
  ...KINDS.map(writing),
  ...KINDS.map((kind) => creating(kind, false)),
  ...KINDS.map((kind) => creating(kind, true)),
  ...KINDS.map((kind) => standing(kind, false)),
  ...KINDS.map((kind) => standing(kind, true)),
  defineNode({
    name: 'DeleteDynamicVariable<T>',
    doc: 'Takes the variable Path of a type out of the space that is over Target: all of its name there. OnNotFound where there is none.',
    category,
    generic: [...VALUES, ...OBJECTS],
    entrances: SYNC,
    inputs: [input('Target', 'Slot'), input('Path', 'string')],
    exits: next('OnNotFound', 'OnDeleted'),
    acts: {
      '*': (call, me, target, path) => {
        const entity = entityAt(call, target);
        const found = entity === undefined || typeof path !== 'string' ? [] : lookUp(call, entity, path, me.type);
        if (found.length === 0) return me.to[0] as number;
        for (const { row, key } of found) {
          const { [key]: _gone, ...left } = variablesOf(call.world, row);
          if (!setVariables(call, me, row, left)) return END;
        }
        return me.to[1] as number;
      },
    },
  }),
  clearing('ClearDynamicVariables', 'Takes all variables out of the space that is over Target, of a name where one is given.', undefined),
  clearing('ClearDynamicVariablesOfType<T>', 'Takes all variables of a type out of the space that is over Target, of a name where one is given.', [
    ...VALUES,
    ...OBJECTS,
  ]),
];
