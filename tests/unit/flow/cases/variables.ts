import { givenOf, literalsOf, nothing, ALL, wordOf } from './literals.ts';
import { color, componentRef, defineComponent, double, entityRef, float2, float4, strings } from '../../../../engine/index.ts';
import { VALUES } from './samples.ts';
import type { Play, Scene } from './stage.ts';

/* What graphs hold: constants, variables of a chain, of a Flow and of the scene, and what writes them. */

/** Has a field of each kind that no other component here has. */
const Every = defineComponent('Every', {
  doc: 'Has all kinds of fields.',
  category: 'Test',
  disabled: 'Nothing.',
  fields: {
    Double: double({ doc: 'A double.' }),
    Two: float2({ doc: 'A vector.' }),
    Four: float4({ doc: 'A vector.' }),
    Color: color({ doc: 'A colour.' }),
    Words: strings({ doc: 'A list.' }),
    Entity: entityRef({ doc: 'An entity.' }),
    Client: componentRef({ doc: 'A client.' }),
  },
});

const FIELDS: Readonly<Record<string, string>> = { bool: 'BoolValue', int: 'IntValue', float: 'FloatValue', string: 'StringValue' };
const field = (type: string, more: object = {}): object => ({ entity: '@', component: FIELDS[type], field: 'Value', ...more });

/** Nodes that hold a value of a type, and the node by which it is written. */
const holders = (type: string): readonly string[] => [
  ...(VALUES.includes(type)
    ? [`LocalValue<${type}>`, `StoredValue<${type}>`, `DataModelValueFieldStore<${type}>`]
    : [`LocalObject<${type}>`, `StoredObject<${type}>`]),
  ...(type === 'string' || type === 'Uri' ? [`DataModelObjectFieldStore<${type}>`] : []),
  ...(type === 'Slot' || type === 'WebsocketClient' ? [`DataModelObjectRefStore<${type}>`] : []),
  ...(type === 'User' ? ['DataModelUserRefStore'] : []),
  ...(type === 'Type' ? ['DataModelTypeStore'] : []),
];

/** Before anything is written each holds what its type has for nothing; what is written is there at once. */
const HELD: readonly Scene[] = ALL.flatMap((type) =>
  holders(type).flatMap((holder): readonly Scene[] => [
    [holder, {}, `is(${nothing(type)})`],
    ...givenOf(type).map(([given, text]): Scene => [
      holder,
      {
        by: ['write'],
        beside: { write: { type: `${wordOf(type)}Write<${type}>`, refs: { Variable: { node: 'it' } }, in: { Value: given }, then: { OnWritten: 'is' } } },
      },
      `is(${text})`,
    ]),
  ]),
);

/** What writes a variable, by its name and by what leads to it. */
const WRITTEN: readonly Scene[] = ALL.flatMap((type) => {
  const word = wordOf(type),
    v = { type: `Stored${word}<${type}>` },
    to = { type: `ReferenceToOutput<IVariable<${type}>>`, refs: { Reference: { node: 'v' } } };
  const [first, ...more] = givenOf(type) as readonly [readonly [unknown, string], ...(readonly [unknown, string])[]];
  return [first, ...more].flatMap(([given, text]): readonly Scene[] => [
    [`${word}Write<${type}>`, { refs: { Variable: { node: 'v' } }, in: { Value: given }, beside: { v }, tells: ['v'] }, `OnWritten(${text})`],
    [`${word}IndirectWrite<${type}>`, { in: { Variable: { from: 'to' }, Value: given }, beside: { v, to }, tells: ['v'] }, `OnWritten(${text})`],
    [
      `${word}WriteLatch<${type}>`,
      { refs: { Variable: { node: 'v' } }, in: { SetValue: given, ResetValue: first[0] }, by: ['Set', 'Reset', 'Set'], beside: { v }, tells: ['v'] },
      `OnSet(${text}) OnReset(${first[1]}) OnSet(${text})`,
    ],
    [
      `${word}IndirectWriteLatch<${type}>`,
      { in: { Variable: { from: 'to' }, SetValue: first[0], ResetValue: given }, by: ['Reset', 'Set', 'Reset'], beside: { v, to }, tells: ['v'] },
      `OnReset(${text}) OnSet(${first[1]}) OnReset(${text})`,
    ],
  ]);
});

/** Where there is nothing to write to, or nothing leads there, OnFail. */
const UNWRITTEN: readonly Scene[] = ['int', 'string'].flatMap((type): readonly Scene[] => {
  const word = wordOf(type),
    lost = field(type, { entity: 'nowhere' });
  return [
    [`${word}Write<${type}>`, { refs: { Variable: lost } }, 'OnFail'],
    [`${word}IndirectWrite<${type}>`, {}, 'OnFail'],
    [`${word}WriteLatch<${type}>`, { refs: { Variable: lost }, by: ['Set', 'Reset'] }, 'OnFail OnFail'],
    [`${word}IndirectWriteLatch<${type}>`, { by: ['Set', 'Reset'] }, 'OnFail OnFail'],
  ];
});

/** Counted up and down: whole numbers wrap, floats stay where one is less than what they tell. */
const COUNTED: readonly (readonly [type: string, from: unknown, up: string, down: string])[] = [
  ['int', 5, '6', '4'],
  ['int', 2_147_483_647, '-2147483648', '2147483646'],
  ['int', -2_147_483_648, '-2147483647', '2147483647'],
  ['long', '9223372036854775807', '-9223372036854775808', '9223372036854775806'],
  ['long', '-9223372036854775808', '-9223372036854775807', '9223372036854775807'],
  ['float', 0.5, '1.5', '-0.5'],
  ['float', 16_777_216, '16777216', '16777215'],
  ['float', 3.4028234663852886e38, '3.4028235E+38', '3.4028235E+38'],
  ['float', { from: 'nan' }, 'NaN', 'NaN'],
  ['float', { from: 'inf' }, 'Infinity', 'Infinity'],
  ['float', { from: 'minusInf' }, '-Infinity', '-Infinity'],
  ['float', { from: 'minusZero' }, '1', '-1'],
  ['double', 16_777_216, '16777217', '16777215'],
  ['double', 1.7976931348623157e308, '1.7976931348623157E+308', '1.7976931348623157E+308'],
  ['double', { from: 'nan' }, 'NaN', 'NaN'],
];
const COUNTS: readonly Scene[] = [
  ...COUNTED.flatMap(([type, from, up, down]) =>
    (['Increment', 'Decrement'] as const).flatMap((word): readonly Scene[] => {
      const beside = {
        v: { type: `StoredValue<${type}>` },
        set: { type: `ValueWrite<${type}>`, refs: { Variable: { node: 'v' } }, in: { Value: from }, then: { OnWritten: 'it' } },
        to: { type: `ReferenceToOutput<IVariable<${type}>>`, refs: { Reference: { node: 'v' } } },
      };
      const gives = `OnWritten(${word === 'Increment' ? up : down})`;
      return [
        [`Value${word}<${type}>`, { refs: { Variable: { node: 'v' } }, beside, by: ['set'], tells: ['v'] }, gives],
        [`ValueIndirect${word}<${type}>`, { in: { Variable: { from: 'to' } }, beside, by: ['set'], tells: ['v'] }, gives],
      ];
    }),
  ),
  ...['Increment', 'Decrement'].flatMap((word): readonly Scene[] => [
    [`Value${word}<int>`, { refs: { Variable: field('int', { entity: 'nowhere' }) } }, 'OnFail'],
    [`ValueIndirect${word}<int>`, {}, 'OnFail'],
  ]),
];

/** What stands in the graph, and what each has where nothing stands there. */
const STANDING: readonly Scene[] = [
  ...VALUES.flatMap((type) =>
    ['ValueInput', 'ValueConstant'].flatMap((name): readonly Scene[] =>
      literalsOf(type).map(([given, text]) => [`${name}<${type}>`, { refs: { Value: given } }, `is(${text})`]),
    ),
  ),
  ...VALUES.flatMap((type): readonly Scene[] =>
    literalsOf(type).map(([given, text]) => [`GlobalToValueOutput<${type}>`, { refs: { Global: given } }, `is(${text})`]),
  ),
  ...['string', 'Uri'].flatMap((type) =>
    ['ValueObjectInput', 'ObjectConstant'].flatMap((name): readonly Scene[] =>
      literalsOf(type).map(([given, text]) => [`${name}<${type}>`, { refs: { Value: given } }, `is(${text})`]),
    ),
  ),
  ...['string', 'Uri'].flatMap((type): readonly Scene[] =>
    literalsOf(type).map(([given, text]) => [`GlobalToObjectOutput<${type}>`, { refs: { Global: given } }, `is(${text})`]),
  ),
  ...['ValueInput<int>', 'ValueConstant<int>', 'GlobalToValueOutput<int>'].map((type): Scene => [type, {}, 'is(0)']),
  ...['ValueObjectInput<string>', 'ObjectConstant<string>', 'GlobalToObjectOutput<string>'].map((type): Scene => [type, {}, 'is(∅)']),
  ['TypeObjectInput', { refs: { Type: 'IField<int>' } }, 'is(IField<int>)'],
  ['TypeObjectInput', { refs: { Type: null } }, 'is(∅)'],
  ['RefObjectInput<Slot>', { refs: { Target: { entity: '@' } } }, 'is(@)'],
  ['RefObjectInput<Slot>', { refs: { Target: { entity: 'nowhere' } } }, 'is(∅)'],
  ['RefObjectInput<WebsocketClient>', { refs: { Target: { entity: '@', component: 'WebsocketClient' } } }, 'is(@/WebsocketClient)'],
  ['RefObjectInput<WebsocketClient>', { refs: { Target: { entity: 'nowhere', component: 'WebsocketClient' } } }, 'is(∅)'],
  ['RefObjectInput<IField<int>>', { refs: { Target: field('int') } }, 'is(@/IntValue/Value)'],
  ['RefObjectInput<IField<int>>', { refs: { Target: field('int', { entity: 'nowhere' }) } }, 'is(∅)'],
  ['ElementSource<WebsocketClient>', { refs: { Source: { entity: '@', component: 'WebsocketClient' } } }, 'is(@/WebsocketClient)'],
  ['ElementSource<WebsocketClient>', { refs: { Source: { entity: 'nowhere', component: 'WebsocketClient' } } }, 'is(∅)'],
  ['ElementSource<IField<int>>', { refs: { Source: field('int') } }, 'is(@/IntValue/Value)'],
  ['ElementSource<IField<string>>', { refs: { Source: field('string', { entity: 'nowhere' }) } }, 'is(∅)'],
  ['SlotSource', { refs: { Source: { entity: '@' } } }, 'is(@)'],
  ['SlotSource', { refs: { Source: { entity: 'nowhere' } } }, 'is(∅)'],
  ['ReferenceToOutput<IVariable<int>>', { refs: { Reference: { node: 'v' } }, beside: { v: { type: 'StoredValue<int>' } }, tells: [] }, 'is()'],
  ['ReferenceToOutput<IVariable<int>>', {}, 'is(∅)'],
];

/** What a field holds; each of these components has one of its type. */
const SOURCES: readonly Scene[] = (
  [
    ['bool', 'BoolValue', true, 'True', 'Value'],
    ['int', 'IntValue', -2_147_483_648, '-2147483648', 'Value'],
    ['float', 'FloatValue', 3.4028234663852886e38, '3.4028235E+38', 'Value'],
    ['string', 'StringValue', '😀', '😀', 'Value'],
    ['string', 'StringValue', '', '', 'Value'],
    ['Uri', 'WebsocketClient', 'ws://a.example/', 'ws://a.example/', 'URL'],
    ['float3', 'Transform', [1, -2, 3], '[1; -2; 3]', 'Position'],
    ['floatQ', 'Transform', [0, 0, 1, 0], '[0; 0; 1; 0]', 'Rotation'],
    ['double', 'Every', 0.1, '0.1', 'Double'],
    ['float2', 'Every', [1, -2], '[1; -2]', 'Two'],
    ['float4', 'Every', [1, -2, 3, 4], '[1; -2; 3; 4]', 'Four'],
    ['color', 'Every', [1, 0.5, 0, 1], '[1; 0.5; 0; 1]', 'Color'],
  ] as const
).flatMap(([type, component, value, text, name]): readonly Scene[] => {
  const node = `${wordOf(type) === 'Object' ? 'ObjectValueSource' : 'ValueSource'}<${type}>`;
  const holder = { id: '@held', name: 'held', components: { [component]: { [name]: value } } };
  return [
    [node, { refs: { Source: { entity: '@held', component, field: name } }, around: [holder] }, `is(${text})`],
    [node, { refs: { Source: { entity: 'nowhere', component, field: name } } }, `is(${nothing(type)})`],
    [
      node,
      { refs: { Source: { entity: '@', component: 'WebsocketClient', field: type === 'string' || type === 'Uri' ? 'IsConnected' : 'State' } } },
      `is(${nothing(type)})`,
    ],
  ];
});

const TOGGLE: readonly Scene[] = [
  ['DataModelBooleanToggle', { by: ['Reset'] }, 'OnReset(False)'],
  ['DataModelBooleanToggle', { by: ['Toggle', 'Toggle', 'Toggle'] }, 'OnSet(True) OnReset(False) OnSet(True)'],
  ['DataModelBooleanToggle', { by: ['Set', 'Set', 'Reset', 'Reset'] }, 'OnSet(True) OnSet(True) OnReset(False) OnReset(False)'],
  ['DataModelBooleanToggle', { by: ['Toggle'], flow: { Values: { it: true } } }, 'OnReset(False)'],
];

/** Fields are driven in each tick, of their own type. */
const DRIVEN: readonly Scene[] = (
  [
    ['bool', 'BoolValue', 'Value', true, true],
    ['int', 'IntValue', 'Value', -2_147_483_648, -2_147_483_648],
    ['float', 'FloatValue', 'Value', 16_777_217, 16_777_216],
    ['float3', 'Transform', 'Position', [1, -2, 3], [1, -2, 3]],
    ['floatQ', 'Transform', 'Rotation', [0, 0, 1, 0], [0, 0, 1, 0]],
    ['double', 'Every', 'Double', 0.1, 0.1],
    ['float2', 'Every', 'Two', [1, -2], [1, -2]],
    ['float4', 'Every', 'Four', [1, -2, 3, 4], [1, -2, 3, 4]],
    ['color', 'Every', 'Color', [1, 0.5, 0, 1], [1, 0.5, 0, 1]],
    ['string', 'StringValue', 'Value', '😀', '😀'],
    ['string', 'StringValue', 'Value', null, ''],
    ['Uri', 'WebsocketClient', 'URL', 'ws://a.example/', 'ws://a.example/'],
    ['Uri', 'WebsocketClient', 'URL', null, null],
  ] as const
).map(([type, component, name, given, held]): Scene => [
  `${wordOf(type)}FieldDrive<${type}>`,
  {
    refs: { Drive: { entity: '@held', component, field: name } },
    in: { Value: given },
    around: [{ id: '@held', name: 'held', components: { [component]: {} } }],
    sees: (rig, id) => rig.value(`${id}held`, component, name),
  },
  JSON.stringify(held),
]);
/** What a field refers to; no field holds bytes, and one of another kind stays as it is. */
const REFERENCES: readonly Scene[] = (
  [
    ['User', 'UserRoot', 'User', { from: 'host' }, '{"userId":"host","machineId":null}'],
    ['User', 'UserRoot', 'User', null, 'null'],
    ['Slot', 'Every', 'Entity', { from: 'me' }, '"@"'],
    ['Slot', 'Every', 'Entity', { from: 'gone' }, 'null'],
    ['WebsocketClient', 'Every', 'Client', { from: 'client' }, '{"entity":"@","component":"WebsocketClient"}'],
    ['WebsocketClient', 'Every', 'Client', null, 'null'],
    ['json', 'Every', 'Words', ['a', '😀'], '["a","😀"]'],
    ['bytes', 'Every', 'Words', 'AP8=', '[]'],
  ] as const
).map(([type, component, name, Target, tells]): Scene => [
  `ReferenceDrive<${type}>`,
  {
    refs: { Drive: { entity: '@held', component, field: name } },
    in: { Target },
    around: [{ id: '@held', name: 'held', components: { [component]: {} } }],
    sees: (rig, id) => rig.value(`${id}held`, component, name),
  },
  tells,
]);

export const VARIABLE_PLAYS: Readonly<Record<string, Play>> = {
  'what is held': { scenes: HELD },
  'what is written': { scenes: [...WRITTEN, ...UNWRITTEN] },
  'what is counted': { scenes: COUNTS },
  'what stands in a graph': { scenes: [...STANDING, ...SOURCES], more: { components: [Every] } },
  'what is toggled': { scenes: TOGGLE },
  'what is driven': { scenes: [...DRIVEN, ...REFERENCES], more: { components: [Every] } },
};
