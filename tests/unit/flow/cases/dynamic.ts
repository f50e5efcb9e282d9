import { literalsOf, nothing } from './literals.ts';
import type { Play, Scene } from './stage.ts';

/* Variables by their names, in the space above. */

const TYPES = ['bool', 'int', 'float', 'float2', 'float3', 'float4', 'floatQ', 'color', 'string', 'Slot'] as const;
const wordOf = (type: string): string => (type === 'string' || type === 'Slot' ? 'Object' : 'Value');
/** What a variable of a type holds, and how that is written. */
const heldBy = (type: string): readonly [value: unknown, text: string] =>
  type === 'Slot' ? ['@top', '@top'] : (literalsOf(type).find(([value]) => value !== null) as readonly [unknown, string]);
/** A space with a variable `n` of a type, and one of another. */
const space = (type: string, value: unknown = heldBy(type)[0]): object => ({
  id: '@top',
  name: 'top',
  components: {
    DynamicVariableSpace: { SpaceName: 'S' },
    DynamicVariables: {
      Variables: {
        'n': { type: type === 'Slot' ? 'entityRef' : type, value },
        'y': { type: 'bool', value: true },
        'x': { type: type === 'int' ? 'float' : 'int', value: 7 },
      },
    },
  },
});
const top = { top: { type: 'SlotSource', refs: { Source: { entity: '@top' } } } };
const variables: NonNullable<Scene[1]['sees']> = (rig, id) => {
  const all = rig.value(`${id}top`, 'DynamicVariables', 'Variables') as Record<string, { value: unknown } | undefined>;
  return Object.fromEntries(Object.entries(all).map(([key, each]) => [key, each?.value]));
};

const SCENES: readonly Scene[] = TYPES.flatMap((type): readonly Scene[] => {
  const word = wordOf(type),
    [value, text] = heldBy(type),
    around = [space(type)],
    beside = top;
  const read = (given: object, tells: string): Scene => [
    `ReadDynamic${word}Variable<${type}>`,
    { in: { Source: { from: 'top' }, ...given }, around, beside },
    tells,
  ];
  const none = `is(False,${nothing(type)})`;
  const act = (name: string, given: object, tells: string, more: object = {}): Scene => [
    `${name}<${type}>`,
    { in: { Target: { from: 'top' }, ...given }, around, beside, ...more },
    tells,
  ];
  const other = JSON.stringify({ 'n': value, 'y': true, 'x': 7 });
  const without = JSON.stringify({ 'y': true, 'x': 7 });
  const given = type === 'Slot' ? { from: 'top' } : value;
  const scenes: readonly Scene[] = [
    read({ Path: 'n' }, `is(True,${text})`),
    read({ Path: 'S/n' }, `is(True,${text})`),
    ...['x', 'Other/n', 'N', '', 'S/', '/', '😀', null].map((Path) => read({ Path }, none)),
    read({ Source: { from: 'gone' }, Path: 'n' }, none),
    read({ Source: null, Path: 'n' }, none),
    read({ Source: { from: 'root' }, Path: 'n' }, none),
    act(`WriteDynamic${word}Variable`, { Path: 'n', Value: given }, `OnSuccess | ${other}`, {
      around: [space(type, type === 'Slot' ? null : value)],
      sees: variables,
    }),
    ...['x', 'Other/n', '', '😀', null].map((Path) => act(`WriteDynamic${word}Variable`, { Path, Value: given }, 'OnNotFound')),
    act(`WriteDynamic${word}Variable`, { Target: { from: 'gone' }, Path: 'n', Value: given }, 'OnNotFound'),
    act(`CreateDynamic${word}Variable`, { Path: 'm', InitialValue: given }, `OnCreated | ${JSON.stringify({ 'n': value, 'y': true, 'x': 7, 'm': value })}`, {
      sees: variables,
    }),
    act(`CreateDynamic${word}Variable`, { Path: 'S/n', InitialValue: given }, 'OnAlreadyExists'),
    ...['Other/m', '', 'S/', '😀/m', null].map((Path) => act(`CreateDynamic${word}Variable`, { Path, InitialValue: given }, 'OnNotFound')),
    act(`CreateDynamic${word}Variable`, { Target: { from: 'me' }, Path: 'm' }, 'OnNotFound'),
    ...[`CreateDynamic${word}Variable`, `WriteOrCreateDynamic${word}Variable`].map((name) => act(name, { Path: '😀' }, 'OnFailed')),
    act(`WriteOrCreateDynamic${word}Variable`, { Path: 'n', Value: given }, `OnWritten | ${other}`, { sees: variables }),
    act(`WriteOrCreateDynamic${word}Variable`, { Path: 'm', Value: given }, `OnCreated | ${JSON.stringify({ 'n': value, 'y': true, 'x': 7, 'm': value })}`, {
      sees: variables,
    }),
    ...['Other/m', '', '😀/m', null].map((Path) => act(`WriteOrCreateDynamic${word}Variable`, { Path, Value: given }, 'OnNotFound')),
    act('DeleteDynamicVariable', { Path: 'n' }, `OnDeleted | ${without}`, { sees: variables }),
    ...['x', '', '😀', null].map((Path) => act('DeleteDynamicVariable', { Path }, 'OnNotFound')),
    act(
      'ClearDynamicVariablesOfType',
      { SpaceName: 'S' },
      type === 'bool' ? 'OnCleared(2)' : `OnCleared(1) | ${without}`,
      type === 'bool' ? {} : { sees: variables },
    ),
    act('ClearDynamicVariablesOfType', { SpaceName: 'Other' }, 'OnNotFound(0)'),
    act('ClearDynamicVariablesOfType', { Target: { from: 'gone' } }, 'OnNotFound(0)'),
    [`DynamicVariable${word}Input<${type}>`, { refs: { VariableName: 'S/n' }, above: around, entity: { parent: '@top' } }, `is(${text},True)`],
    [`DynamicVariable${word}Input<${type}>`, { refs: { VariableName: 'x' }, above: around, entity: { parent: '@top' } }, `is(${nothing(type)},False)`],
    [`DynamicVariable${word}Input<${type}>`, { refs: { VariableName: 'n' } }, `is(${nothing(type)},False)`],
    [
      `DynamicVariable${word}InputWithEvents<${type}>`,
      { refs: { VariableName: 'S/n' }, above: around, entity: { parent: '@top' } },
      `OnSpaceLinked(${text},True)`,
    ],
    [`DynamicVariable${word}InputWithEvents<${type}>`, { refs: { VariableName: 'n' } }, ''],
  ];
  // All is tried with two types, and of each node the first with all.
  return type === 'int' || type === 'string' ? scenes : [...new Map(scenes.toReversed().map((scene) => [scene[0], scene])).values()];
});
const CLEARED: readonly Scene[] = [
  ['ClearDynamicVariables', { in: { Target: { from: 'top' }, SpaceName: 'S' }, around: [space('int')], beside: top }, 'OnCleared(3)'],
  ['ClearDynamicVariables', { in: { Target: { from: 'top' } }, around: [space('int')], beside: top }, 'OnCleared(3)'],
  ['ClearDynamicVariables', { in: { Target: { from: 'top' }, SpaceName: '😀' }, around: [space('int')], beside: top }, 'OnNotFound(0)'],
  ['ClearDynamicVariables', { in: { Target: { from: 'gone' } } }, 'OnNotFound(0)'],
  ['ReadDynamicValueVariable<bool>', { in: { Source: { from: 'top' }, Path: 'S/y' }, around: [space('int')], beside: top }, 'is(True,True)'],
];

export const DYNAMIC_PLAYS: Readonly<Record<string, Play>> = {
  'what is found by its name': { scenes: [...SCENES, ...CLEARED] },
  'what leaves its space': {
    scenes: [
      [
        'DynamicVariableValueInputWithEvents<int>',
        { refs: { VariableName: 'S/n' }, above: [space('int', 5)], entity: { parent: '@top' } },
        'OnSpaceLinked(5,True) OnSpaceUnlinked(0,False)',
      ],
    ],
    drive: (rig) => {
      rig.tick(2);
      rig.edited([{ op: 'setField', entity: 'e0top', component: 'DynamicVariableSpace', field: 'SpaceName', value: 'Other' }]);
      rig.tick(2);
    },
  },
};
