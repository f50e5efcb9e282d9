/** Texts with expressions in them: what they say for one among many, and what is said of those that cannot be read. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FUNCTIONS } from '../../../engine/template/functions.ts';
import type { Given, TemplateContext } from '../../../engine/template/context.ts';
import { parseExpression, parseTemplate, type Said } from '../../../engine/template/template.ts';
import type { Json } from '../../../engine/index.ts';

const FIELDS: { readonly [name: string]: Json } = {
  'FloatValue.Value': 2.5,
  'Transform.Position': [1, 2, 3],
  'WebsocketClient#2.URL': 'ws://there',
  'Map.Value': { deep: { er: 'x' } },
};
const GIVEN: { readonly [name: string]: Json } = { name: 'Lamp "A"', id: 'lamp', tag: '', value: 10, counter: 3, time: 1.5, tick: 60, now: 1_000 };

function context(index = 0, count = 1, chances: readonly number[] = [0.5]): TemplateContext {
  let drawn = 0;
  return {
    index,
    count,
    given: (name) => GIVEN[name] as Json,
    field: (component, field) => FIELDS[`${component}.${field}`],
    chance: () => chances[drawn++ % chances.length] as number,
  };
}
function said<T>(found: Said<T>): T {
  if ('fault' in found) throw new Error(found.fault.message);
  return found.value;
}
function template(text: string, of = context()): string {
  const parsed = parseTemplate(text);
  if ('fault' in parsed) throw new Error(parsed.fault.message);
  return said(parsed.template.say(of));
}
function expression(text: string, of = context()): Json {
  const parsed = parseExpression(text);
  if ('fault' in parsed) throw new Error(parsed.fault.message);
  return said(parsed.template.say(of));
}
function fault(text: string, given?: ReadonlySet<Given>): string {
  const parsed = parseTemplate(text, given);
  if ('template' in parsed) {
    const found = parsed.template.say(context());
    return 'fault' in found ? found.fault.message : `says ${found.value}`;
  }
  return parsed.fault.message;
}

test.each([
  ['Device {{n}} of {{count}}', 'Device 3 of 8'],
  ['{{i}} {{index}}', '2 2'],
  ['ws://host/{{pad(n, 3)}}', 'ws://host/003'],
  ['{{pad(-n, 4)}}', '-003'],
  ['{"name":{{json(name)}},"n":{{n}}}', '{"name":"Lamp \\"A\\"","n":3}'],
  ['{{fields.FloatValue.Value * 2}} {{fields.Transform.Position.y}} {{fields.WebsocketClient#2.URL}}', '5 2 ws://there'],
  ['{{fields.Transform.Position}} {{fields.Map.Value.deep.er}}', '[1,2,3] x'],
  ['{{0.1 + 0.2}} {{1 / 3}} {{-0}} {{2 ^ 10}} {{-2 ^ 2}}', '0.3 0.333333333333333 0 1024 -4'],
  ['{{"a" + 1}} {{"}}"}} {{upper("straße")}}', 'a1 }} STRASSE'],
  ['{{i % 2 == 0 ? "even" : "odd"}} {{n > 2 && !(i = 0) || false}}', 'even true'],
  ['{{round(2.345, 2)}} {{round(1234, -2)}} {{floor(-0.5)}} {{ceil(2.1)}} {{max(1, n, 2)}} {{min(4, 2)}}', '2.35 1200 -1 3 3 2'],
  ['{{sin(90)}} {{cos(90)}} {{cos(180)}} {{sin(-90)}} {{cos(60)}}', '1 0 -1 -1 0.5'],
  ['no braces } { here }}', 'no braces } { here }}'],
])('%s says %s for the third of eight', (text, wanted) => {
  expect(template(text, context(2, 8))).toBe(wanted);
});

test('lerp goes evenly from the first to the last, and one alone has the first', () => {
  expect([0, 1, 2, 3, 4].map((index) => expression('lerp(0, 10)', context(index, 5)))).toEqual([0, 2.5, 5, 7.5, 10]);
  expect(expression('lerp(3, 10)', context(0, 1))).toBe(3);
});

test('random gives whole numbers between whole ones, both included, and each choice its share', () => {
  const of = (chance: number): TemplateContext => context(0, 1, [chance]);
  expect([0, 0.5, 0.999_999].map((chance) => expression('random(1, 6)', of(chance)))).toEqual([1, 4, 6]);
  expect(expression('random(0.5, 1)', of(0.5))).toBe(0.75);
  expect(['random()', 'random(4)'].map((text) => expression(text, of(0.25)))).toEqual([0.25, 1]);
  expect([0, 0.4, 0.999_999].map((chance) => expression('choice("a", "b", "c")', of(chance)))).toEqual(['a', 'b', 'c']);
});

test('only the choice that is taken is reckoned out', () => {
  expect(expression('n == 1 ? 5 : 1 / 0')).toBe(5);
  expect(expression('choice(1, 1 / 0)', context(0, 1, [0]))).toBe(1);
});

test.each([
  ['{{nmae}}', 'at character 3: expected one of'],
  ['{{nmae}}', 'did you mean name?'],
  ['{{rnd(1)}}', 'at character 3: expected a function, and none is called rnd'],
  ['{{lerp(1)}}', 'expected what lerp takes: lerp(a, b)'],
  ['{{lerp}}', 'expected brackets after lerp: lerp(a, b)'],
  ['a{{1 +}}', 'at character 7: expected a number, a name or a "text"'],
  ['{{1', 'at character 4: expected a closing }}'],
  ['{{"a}}', 'at character 3: expected a closing "'],
  ['{{2 × 3}}', 'did you mean *?'],
  ['{{(1}}', 'expected a closing )'],
  ['{{1 2}}', 'at character 5: expected an operator or the end instead of 2'],
  ['{{fields.FloatValue}}', 'expected fields.Component.Field'],
  ['{{fields.Lamp.Value}}', 'expected an entity with Lamp.Value, and this has none'],
  ['{{fields.Transform.Position.w}}', 'expected a part of Transform.Position, and it has no w'],
  ['{{1 / 0}}', 'beyond all bounds'],
  ['{{"a" * 2}}', 'expected a number, and this is "a", which is none'],
  [`{{${'('.repeat(60)}1${')'.repeat(60)}}}`, 'expected fewer brackets'],
  [`{{${'1+'.repeat(600)}1}}`, 'expected an expression of at most 1000 characters'],
  ['{{constructor}}', 'nothing is called constructor'],
  ['{{toString()}}', 'none is called toString'],
  ['{{fields.Map.Value.constructor}}', 'it has no constructor'],
])('%s is answered with %s', (text, wanted) => {
  expect(fault(text)).toContain(wanted);
});

test('a name that means nothing where it is said is not known there', () => {
  expect(fault('{{counter}}', new Set<Given>(['name']))).toContain('nothing is called counter');
  expect(fault('{{name}}', new Set<Given>(['name']))).toBe('says Lamp "A"');
});

test('a template tells what it refers to, and whether chance is in it', () => {
  const parsed = parseTemplate('{{name}} {{fields.FloatValue.Value + fields.FloatValue.Value}} {{n > 1 ? random(1, 2) : 0}}');
  if ('fault' in parsed) throw new Error(parsed.fault.message);
  expect(parsed.template.refers).toEqual({ fields: [{ component: 'FloatValue', field: 'Value' }], given: new Set(['name']), chance: true });
  expect(parsed.template.isPlain).toBe(false);
});

test('many references to a long text end at a bound, and what they cost is told', () => {
  const long: TemplateContext = { ...context(), field: () => 'x'.repeat(10_000) };
  const parsed = parseTemplate('{{fields.A.B}}'.repeat(900));
  if ('fault' in parsed) throw new Error(parsed.fault.message);
  const found = parsed.template.say(long);
  expect('fault' in found && found.fault.message).toContain('at most 1000000 characters');
  expect(found.steps).toBeGreaterThan(10_000);
});

test('no text makes it throw, and what can be read says the same twice with the same chance', () => {
  const signs = ['{{', '}}', 'n', 'i', '+', '*', '/', '(', ')', '"', "'", '?', ':', ',', '.', ' ', '1', '0', 'fields.Map.Value', 'name'];
  const pieces = fc.constantFrom(...signs, ...Object.keys(FUNCTIONS));
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string({ maxLength: 3 })), { maxLength: 30 }), (parts) => {
      const parsed = parseTemplate(parts.join(''));
      if ('fault' in parsed) return parsed.fault.at >= 0 && parsed.fault.at <= parts.join('').length;
      const [once, again] = [1, 2].map(() => JSON.stringify(parsed.template.say(context(1, 3, [0.1, 0.7]))));
      return once === again;
    }),
    { numRuns: 2_000 },
  );
});

/** A sum, as a text and as what it comes to. */
type Sum = readonly [string, number];

test('a sum of whole numbers is what it is anywhere', () => {
  const sums = fc.letrec<{ sum: Sum }>((tie) => ({
    sum: fc.oneof(
      { maxDepth: 4 },
      fc.integer({ min: 0, max: 99 }).map((number): Sum => [String(number), number]),
      fc.tuple(tie('sum'), tie('sum')).map(([[a, x], [b, y]]): Sum => [`(${a} + ${b})`, x + y]),
      fc.tuple(tie('sum'), tie('sum')).map(([[a, x], [b, y]]): Sum => [`(${a} - ${b})`, x - y]),
      fc.tuple(tie('sum'), tie('sum')).map(([[a, x], [b, y]]): Sum => [`(${a}*${b})`, x * y]),
      fc.tuple(tie('sum'), tie('sum')).map(([[a, x], [b, y]]): Sum => [`min(${a}, -${b})`, Math.min(x, -y)]),
    ),
  })).sum;
  fc.assert(fc.property(sums, ([text, wanted]) => text.length > 900 || !Number.isSafeInteger(wanted) || expression(text) === wanted + 0));
});
