import { boxed, type Value } from '../../../../engine/flow/values/value.ts';
import { INF, MAX, MIN, of, type Case } from './case.ts';
import { nothingOf, OBJECTS, samplesOf, VALUES } from './samples.ts';

/* Nodes that hand values on, choose between them and compare them: the same of every type. */

const both = (make: (word: 'Value' | 'Object', type: string) => readonly Case[]): readonly Case[] => [
  ...VALUES.flatMap((type) => make('Value', type)),
  ...OBJECTS.flatMap((type) => make('Object', type)),
];

/** Each value beside the next, and the first behind the last. */
const pairs = (type: string): readonly (readonly [unknown, unknown])[] => {
  const all = samplesOf(type);
  return all.map((each, at) => [each, all[(at + 1) % all.length]]);
};

function passing(word: string, type: string): readonly Case[] {
  const all = samplesOf(type),
    nothing = nothingOf(type);
  return [
    ...all.flatMap((value) => [...of(`${word}Relay<${type}>`, [value, value]), ...of(`ContinuouslyChanging${word}Relay<${type}>`, [value, value])]),
    ...pairs(type).flatMap(([a, b]) => [
      ...of(`${word}Conditional<${type}>`, [a, b, true, a], [a, b, false, b]),
      ...of(`${word}Multiplex<${type}>`, [1, [a, b], [b, 2]]),
      ...of(`${word}Demultiplex<${type}>`, [a, b, 1, [b, a, b]]),
    ]),
    ...of(
      `${word}Multiplex<${type}>`,
      [0, all, [all[0], all.length]],
      [0, [], [nothing, 0]],
      ...[-1, 99, MAX, MIN].map((at) => [at, all, [nothing, all.length]]),
    ),
    ...of(`${word}Demultiplex<${type}>`, ...[-1, 3, MAX, MIN].map((at) => [all[0], all[1], at, [all[1], all[1], all[1]]])),
  ];
}

/** As == of IEEE 754 has it: 0 is -0, and what is no number is not even the same as itself, in vectors too. */
function comparing(word: string, type: string): readonly Case[] {
  const all = samplesOf(type);
  const compared = (a: unknown, b: unknown, same: boolean): readonly Case[] => [
    ...of(`${word}Equals<${type}>`, [a, b, same]),
    ...of(`${word}NotEquals<${type}>`, [a, b, !same]),
  ];
  return [
    ...all.flatMap((value) => compared(value, again(value), isSame(value))),
    ...pairs(type).flatMap(([a, b]) => compared(a, b, false)),
    ...all.flatMap((value, at) => of(`IndexOfFirst${word}Match<${type}>`, [value, all, isSame(value) ? [at, true] : [-1, false]])),
    ...of(
      `IndexOfFirst${word}Match<${type}>`,
      [all[0], [], [-1, false]],
      [all[0], all.slice(1), [-1, false]],
      [all[0], [all[1], all[0], all[0]], isSame(all[0]) ? [1, true] : [-1, false]],
    ),
  ];
}
const isSame = (value: unknown): boolean => ![value].flat().some(Number.isNaN);
/** The same value in another place of memory. */
function again(value: unknown): unknown {
  if (Array.isArray(value)) return [...(value as readonly unknown[])];
  if (value instanceof Uint8Array) return value.slice();
  if (typeof value !== 'object' || value === null) return value;
  return Object.assign(Object.create(Object.getPrototypeOf(value) as object), value) as unknown;
}

const ofNull = (type: string): readonly Case[] =>
  pairs(type).flatMap(([a, b]) => [
    ...of(`NullCoalesce<${type}>`, [a, b, a ?? b], [null, a, a]),
    ...of(`IsNull<${type}>`, [a, a === null]),
    ...of(`NotNull<${type}>`, [a, a !== null]),
    ...of(`MultiNullCoalesce<${type}>`, [[a, b], a ?? b], [[null, null, a], a], [[], null]),
  ]);

const nullable = (type: string): readonly Case[] => [
  ...samplesOf(type).flatMap((value) => [
    ...of(`PackNullable<${type}>`, [value, true, value], [value, false, null]),
    ...of(`UnpackNullable<${type}>`, [value, [value, true]]),
  ]),
  ...of(`UnpackNullable<${type}>`, [null, [nothingOf(type), false]]),
];

/** A box keeps the type; another is taken out of none. */
const boxes = (type: string): readonly Case[] => [
  ...samplesOf(type).flatMap((value) => [
    ...of(`Box<${type}>`, [value, boxed(type, value as Value)]),
    ...of(`Unbox<${type}>`, [boxed(type, value as Value), value ?? nothingOf(type)]),
  ]),
  ...of(`Unbox<${type}>`, [null, nothingOf(type)], [boxed(type === 'int' ? 'long' : 'int', type === 'int' ? 5n : 5), nothingOf(type)]),
];

export const VALUE_CASES: readonly Case[] = [
  ...both(passing),
  ...both(comparing),
  ...of('ValueEquals<float>', [0, -0, true], [NaN, INF, false]),
  ...of('ValueNotEquals<float>', [0, -0, false]),
  ...of('ValueEquals<float3>', [[0, 1, -0], [-0, 1, 0], true], [[1, 2, 3], [1, 2, 4], false]),
  ...of('IndexOfFirstValueMatch<float3>', [
    [0, 1, -0],
    [
      [1, 1, 0],
      [0, 1, 0],
    ],
    [1, true],
  ]),
  // The order of keys is no part of JSON.
  ...of('ObjectEquals<json>', [{ a: 1, b: 2 }, { b: 2, a: 1 }, true], [{ a: 1 }, { a: 1, b: null }, false], [[1, 2], [2, 1], false]),
  ...of('ObjectEquals<object>', [boxed('int', 1), boxed('long', 1n), false]),
  ...OBJECTS.flatMap(ofNull),
  ...VALUES.flatMap(nullable),
  ...[...VALUES, ...OBJECTS.filter((type) => type !== 'object')].flatMap(boxes),
  ...of('Unbox<Slot>', [boxed('User', 'anna'), null]),
  ...of('GetType', [boxed('float3', [0, 0, 0]), 'float3'], [boxed('string', ''), 'string'], [null, null]),
  ...of(
    'NiceTypeName',
    ['IField<int>', 'IField<int>'],
    ['IField<int>', '(', null, 'IField(int'],
    ['IField<int>', '', '', 'IFieldint'],
    ['IField<int>', null, '>', 'IFieldint>'],
    ['IField<int>', '😀', '$&', 'IField😀int$&'],
    ['IField<int>', '<<', '😀', 'IField<<int😀'],
    ['int', '(', ')', 'int'],
    [null, null],
  ),
  ...of('EmptyGUID', ['00000000-0000-0000-0000-000000000000']),
  ...of('InvariantCulture', ['']),
  ...of('CurrentCulture', ['']),
  ...of('EmptyString', ['']),
  ...of('NullString', [null]),
  ...of('NewLine', ['\n']),
  // What comes into these is a reference already: a variable is what it refers to.
  ...['bool', 'int', 'float', 'double', 'float2', 'float3', 'float4', 'floatQ', 'color', 'string', 'Uri'].flatMap((type) =>
    of(`FieldAsVariable<${type}>`, ...['IntValue', 'FloatValue'].map((component) => [FIELD(component), FIELD(component)]), [null, null]),
  ),
  ...['ReferenceAsVariable', 'ReferenceInterfaceAsVariable'].flatMap((name) =>
    ['Slot', 'WebsocketClient'].flatMap((type) => of(`${name}<${type}>`, [FIELD('Holder'), FIELD('Holder')], [null, null])),
  ),
  ...of('UserRefAsVariable', [FIELD('UserRoot'), FIELD('UserRoot')], [null, null]),
];
function FIELD(component: string): unknown {
  return { entity: 'lamp', component, field: 'Value' };
}
