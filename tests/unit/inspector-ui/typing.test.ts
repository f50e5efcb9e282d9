import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SendDrafts } from '../../../inspector-ui/connection/send-drafts.ts';
import { caretIn } from '../../../inspector-ui/controls/keep-caret.ts';
import { rounded, strideOf } from '../../../inspector-ui/editors/number-drag.ts';
import { numbersIn } from '../../../inspector-ui/editors/numbers-in.ts';
import { readArguments, type Argument } from '../../../inspector-ui/entity/command-arguments.ts';

describe('keys of an input method', () => {
  const ROOT = join(import.meta.dirname, '../../../inspector-ui');
  const sources = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

  test('are decided on in one place, which hears every key before any other does', () => {
    const deciding = sources.filter(({ text }) => /\bisComposing\b|\bkeyCode\b|\.which\b/.test(text)).map(({ path }) => path);
    expect(deciding).toEqual(['actions/input-method.ts']);
    // At the window, while an event still goes down, only the guard listens; `addEventListener` alone is the window's too.
    const atWindow = sources
      .filter(({ text }) => /(?:window\.|globalThis\.|[^.\w])addEventListener\(\s*'(?:key|beforeinput)/.test(text))
      .map(({ path }) => path);
    expect(atWindow).toEqual(['actions/input-method.ts']);
    // It watches the going down of a key and nothing else, so nothing may be done when one is pressed or comes up.
    const doing = sources.filter(({ text }) => /'key(?:press|up)'|@keypress|on_?key(?:press|up|down)\b/.test(text)).map(({ path }) => path);
    expect(doing).toEqual([]);
    expect(sources.find(({ path }) => path === 'main.ts')?.text).toContain('guardInputMethods();');
  });
});

describe('a box in which nothing was typed follows what is', () => {
  test('and the cursor stays where it is: all marked, at the end, or so many letters in', () => {
    expect(caretIn({ text: '5', start: 0, end: 1 }, '17.25')).toEqual([0, 5]);
    expect(caretIn({ text: 'dusk', start: 4, end: 4 }, 'daylight')).toEqual([8, 8]);
    expect(caretIn({ text: 'dusk', start: 1, end: 2 }, 'daylight')).toEqual([1, 2]);
    expect(caretIn({ text: 'daylight', start: 6, end: 7 }, 'dusk')).toEqual([4, 4]);
    expect(caretIn({ text: '', start: 0, end: 0 }, 'dusk')).toEqual([4, 4]);
  });
});

describe('steps of a number', () => {
  test('change the digits that they are about, and leave the rest', () => {
    expect(rounded(0.1 + 0.2, 0.1, 0.1)).toBe(0.3);
    expect(rounded(0.123456789 + 0.1, 0.1, 0.123456789)).toBe(0.223456789);
    expect(rounded(0.3 - 0.1 - 0.2, 0.1, 0.3)).toBe(0);
    expect(rounded(1e-7 + 0.1, 0.1, 1e-7)).toBe(0.1000001);
    const stride = strideOf({ step: 0.7, whole: false }, { shiftKey: true, ctrlKey: false });
    expect(rounded(0.1 + stride, stride, 0.1)).toBe(0.17);
  });
});

describe('lists of numbers that are pasted', () => {
  test('are taken apart where their commas part numbers, and nothing is cut at one that may not', () => {
    expect(numbersIn('1,2,3')).toEqual([1, 2, 3]);
    expect(numbersIn('1,5 2,5 3,5')).toEqual([1.5, 2.5, 3.5]);
    expect(numbersIn('1,5; 2,5; 3,5')).toEqual([1.5, 2.5, 3.5]);
    expect(numbersIn('1,234,567 2')).toEqual([1_234_567, 2]);
    expect(numbersIn('[1,5]')).toEqual([1, 5]);
    for (const text of ['1,5', '1,000', '1,000, 2,000', '1,000,2,000', '1,000 2,000 3,000', '1, 2 m']) expect(numbersIn(text), text).toBe(null);
  });
});

describe('arguments of a command', () => {
  const number: Argument = { name: 'Count', type: 'integer', doc: '', required: false };

  test('are read when they are sent, by the rules of every other box', () => {
    expect(readArguments([number], { Count: '3*60' })).toEqual({ args: { Count: 180 } });
    expect(readArguments([number], { Count: '' })).toEqual({ args: {} });
    expect(readArguments([number], { Count: '1,000' })).toEqual({ fault: expect.stringContaining('Count: expected a number, and "1,000" may mean 1000 or 1') });
    expect(readArguments([number], { Count: '1.5' })).toEqual({ fault: 'Count: expected a whole number' });
    expect(readArguments([{ ...number, required: true }], {})).toEqual({ fault: expect.stringContaining('Count: expected a number') });
    expect(readArguments([{ ...number, type: 'string', required: true }], {})).toEqual({ args: { Count: '' } });
  });
});

describe('drafts of messages', () => {
  test('are kept for each connection, in bounds, and the oldest go first', () => {
    const drafts = new SendDrafts();
    drafts.keep('a', { mode: 'json', text: '{"a":', fault: 'This is no JSON' });
    drafts.keep('b', { mode: 'text', text: 'hello', fault: null });
    expect(drafts.of('a')).toEqual({ mode: 'json', text: '{"a":', fault: 'This is no JSON' });
    expect(drafts.of('b').text).toBe('hello');
    expect(drafts.of('c')).toEqual({ mode: 'text', text: '', fault: null });
    drafts.keep('b', { mode: 'text', text: '', fault: null });
    expect(drafts.of('b').text).toBe('');
    for (let n = 0; n < 200; n++) drafts.keep(`n${n}`, { mode: 'text', text: 'x', fault: null });
    expect(drafts.of('a').text).toBe('');
    expect(drafts.of('n0').text).toBe('x');
    drafts.keep('large', { mode: 'text', text: 'y'.repeat(5_000_000), fault: null });
    expect(drafts.of('n199').text).toBe('');
    expect(drafts.of('large').text.length).toBe(5_000_000);
  });
});
