import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FUNCTION_NAMES, reckon } from '../../../inspector-ui/editors/arithmetic.ts';
import { samples } from '../../samples.ts';

const value = (text: string, options: Parameters<typeof reckon>[1] = {}): number => {
  const found = reckon(text, options);
  if ('fault' in found) throw new Error(`${text}: ${found.fault}`);
  return found.value;
};
const fault = (text: string, options: Parameters<typeof reckon>[1] = {}): string => {
  const found = reckon(text, options);
  return 'fault' in found ? found.fault : `none, but ${found.value}`;
};

/** A sum as text, and what it comes to, worked out beside it without reading the text. */
interface Sum {
  readonly text: string;
  readonly value: number;
  /** How tightly its outermost sign binds: 0 plus and minus, 1 times and by, 2 a sign in front, 3 power, 4 a number or brackets. */
  readonly binds: number;
}
const number: fc.Arbitrary<Sum> = fc.double({ min: 0, max: 1e6, noNaN: true, noDefaultInfinity: true }).map((n) => ({ text: String(n), value: n, binds: 4 }));
const held = (sum: Sum, least: number): string => (sum.binds < least ? `(${sum.text})` : sum.text);
const spaced = fc.constantFrom('', ' ', '  ');

const { sum } = fc.letrec<{ sum: Sum }>((tie) => ({
  sum: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    number,
    fc.tuple(tie('sum'), fc.constantFrom('+', '-', '−'), tie('sum'), spaced).map(([a, sign, b, s]): Sum => ({
      text: `${held(a, 0)}${s}${sign}${s}${held(b, 1)}`,
      value: sign === '+' ? a.value + b.value : a.value - b.value,
      binds: 0,
    })),
    fc.tuple(tie('sum'), fc.constantFrom('*', '×', '/', '÷'), tie('sum'), spaced).map(([a, sign, b, s]): Sum => ({
      text: `${held(a, 1)}${s}${sign}${s}${held(b, 2)}`,
      value: sign === '*' || sign === '×' ? a.value * b.value : a.value / b.value,
      binds: 1,
    })),
    tie('sum').map((a): Sum => ({ text: `-${held(a, 2)}`, value: -a.value, binds: 2 })),
    fc.tuple(tie('sum'), fc.constantFrom(2, 3), spaced).map(([a, n, s]): Sum => ({ text: `${held(a, 4)}${s}^${s}${n}`, value: a.value ** n, binds: 3 })),
    tie('sum').map((a): Sum => ({ text: `(${a.text})`, value: a.value, binds: 4 })),
    tie('sum').map((a): Sum => ({ text: `abs(${a.text})`, value: Math.abs(a.value), binds: 4 })),
  ),
}));

describe('a number is typed as a sum', () => {
  test('sums, products, powers and brackets bind as on paper', () => {
    expect(value('3*60')).toBe(180);
    expect(value('(1+2)/4')).toBe(0.75);
    expect(value('2^10')).toBe(1024);
    expect(value('2^3^2')).toBe(512);
    expect(value('-2^2')).toBe(-4);
    expect(value('2^-1')).toBe(0.5);
    expect(value('2**3')).toBe(8);
    expect(value('sqrt(2)')).toBeCloseTo(Math.SQRT2, 12);
    expect(value('2*pi')).toBeCloseTo(2 * Math.PI, 12);
    expect(value('sin(90) + max(1, 2.5, 2)')).toBe(3.5);
    expect(value('0.1 + 0.2')).toBe(0.3);
    expect(value('1,5')).toBe(1.5);
    expect(value('1e-3')).toBe(0.001);
    expect(value('−4')).toBe(-4);
    expect(value('50%')).toBe(0.5);
    expect(value('50%', { unit: '%' })).toBe(50);
  });

  test('a comma is read where it can mean one thing only, and else refused with both that it may mean', () => {
    expect(value('1,50')).toBe(1.5);
    expect(value('0,125')).toBe(0.125);
    expect(value('1,0000')).toBe(1);
    expect(value(',125')).toBe(0.125);
    expect(value('1,234,567')).toBe(1_234_567);
    expect(value('1,234.5')).toBe(1234.5);
    expect(value('+=1,234.5', { present: 1 })).toBe(1235.5);
    expect(value('max(1, 200)')).toBe(200);
    expect(fault('1,000')).toBe('expected a number, and "1,000" may mean 1000 or 1: write it without the comma, or with a point');
    expect(fault('12,000 ms', { unit: 's' })).toContain('may mean 12000 or 12');
    expect(fault('-12,345')).toContain('may mean 12345 or 12.345');
    expect(fault('2*(1,000)')).toContain('may mean 1000 or 1');
    expect(fault('max(1,000)')).toContain('may be 1000 or several numbers');
    for (const text of ['1 000', '1.000.000', '1.234,5', '1,000,00', '1,23,456', "1'000", '1_000']) expect(fault(text), text).toMatch(/^expected a number/);
  });

  test('whatever is written comes to what it would on paper', () => {
    fc.assert(
      fc.property(sum, ({ text, value: wanted }) => {
        const found = reckon(text);
        if (!Number.isFinite(wanted)) expect('fault' in found).toBe(true);
        // What is divided by nothing may hide inside of a finite sum: 1 / (1 / 0).
        else if ('fault' in found) expect(text).toMatch(/[/÷]/);
        else expect(Math.abs(found.value - wanted)).toBeLessThanOrEqual(Math.abs(wanted) * 1e-9 + 1e-9);
      }),
      samples(500),
    );
  });

  test('every number reads back as itself', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (n) => {
        expect(Math.fround(value(String(n)))).toBe(n === 0 ? 0 : n);
      }),
    );
  });

  test('no text whatever leads to anything but a number or words', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789.,+-*/^()%eE piosqrtmaxin=×°'.split('')) })), (text) => {
        const found = reckon(text, { present: 2, unit: 's' });
        if ('fault' in found) expect(found.fault).toMatch(/^expected a number/);
        else expect(Number.isFinite(found.value)).toBe(true);
      }),
      samples(1_000),
    );
    expect(fault('('.repeat(5_000))).toMatch(/too many brackets/);
    expect(fault('-'.repeat(5_000))).toMatch(/too many brackets/);
  });

  test('a sign and = in front changes the present value, of each of several by itself', () => {
    expect(value('+=5', { present: 10 })).toBe(15);
    expect(value('-= 2*3', { present: 10 })).toBe(4);
    expect(value('*=2', { present: 10 })).toBe(20);
    expect(value('/=4', { present: 10 })).toBe(2.5);
    expect(value('*=50%', { present: 10 })).toBe(5);
    const found = reckon('*=2', { present: 1 });
    expect('relative' in found && found.relative !== undefined ? [1, 2, 3].map(found.relative) : null).toEqual([2, 4, 6]);
    expect(fault('/=0', { present: 1 })).toContain('divided by 0');
  });

  test('a unit that measures the same as the field is taken, another is not', () => {
    expect(value('5 ms', { unit: 's' })).toBe(0.005);
    expect(value('2 min', { unit: 's' })).toBe(120);
    expect(value('1h + 30min', { unit: 's' })).toBe(5400);
    expect(value('3 km', { unit: 'm' })).toBe(3000);
    expect(value('1 MiB', { unit: 'bytes' })).toBe(1_048_576);
    expect(value('1 turn/min', { unit: '°/s' })).toBe(6);
    expect(value('0.5 turns', { unit: '°' })).toBe(180);
    expect(fault('5 kg', { unit: 's' })).toBe('expected a number in s; what is "kg"?');
    expect(fault('5 s')).toContain('what is "s"');
  });

  test.each([
    ['NaN'],
    ['1e999'],
    [''],
    ['  '],
    ['1 +'],
    ['(1'],
    ['1)'],
    ['sqrt'],
    ['sqrt()'],
    ['1 2'],
    ['alert(1)'],
    ['constructor'],
    ['__proto__(1)'],
    ['1/0'],
  ])('%j is no number, and is said to be none', (text) => {
    expect(fault(text)).toMatch(/^expected a number/);
  });
});

describe('the list of sums in the documentation', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/inspector.md'), 'utf8').split('## Numbers')[1] ?? '';
  const rows = [...page.matchAll(/^\| `([^`]+)` \|([^|]*)\| ([^|]+) \| ([^|]+) \|$/gm)].map(
    ([, text = '', unit = '', present = '', becomes = '']) => [text, unit.trim(), Number(present), becomes.trim()] as const,
  );

  test.each(rows)('%s in a field of "%s" that was %d becomes %s', (text, unit, present, becomes) => {
    if (becomes.startsWith('refused')) expect(fault(text, { present, unit })).toContain(becomes.replace('refused: it ', ''));
    else expect(value(text, { present, unit })).toBeCloseTo(Number(becomes), 12);
  });

  test('names every function and every sign', () => {
    const typed = rows.map(([text]) => text).join(' ');
    for (const name of FUNCTION_NAMES) expect(typed, name).toContain(`${name}(`);
    for (const sign of ['+=', '-=', '*=', '/=', '^', '%', '(', ',']) expect(typed).toContain(sign);
  });
});
