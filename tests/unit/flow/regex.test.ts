/** Patterns of scenes are matched in a time that the text tells, whatever the pattern. */
import { expect, test } from 'vitest';
import { given } from './pure.ts';
import { flowing, flowRig, rx, write } from './rig.ts';

test('names of groups are texts as any other', () => {
  const named = (given('RegexMatch', 'ab', '(?P<__proto__>a)(?P<constructor>b)', 0) as readonly unknown[])[4];
  expect(Object.entries(named as object)).toEqual([
    ['__proto__', 'a'],
    ['constructor', 'b'],
  ]);
});

test('a pattern that holds others up for years is over at once, and a great one over a long text is paid for', () => {
  expect((given('RegexMatch', `${'a'.repeat(100_000)}c`, '(a*)*[bd]', 0) as readonly unknown[])[0]).toBe(false);
  const match = { type: 'RegexMatch', in: { Str: { from: 'rx.Data' }, Pattern: '(?:(?:a?){30}){30}[bd]' } };
  const { hear, value } = flowRig([flowing({ rx: rx('w'), match, w: write('bool', { from: 'match.IsValid' }) })]);
  hear('aaab');
  expect(value('lamp', 'BoolValue', 'Value')).toBe(true);
  hear('a'.repeat(100_000));
  expect(value('lamp', 'Flow', 'LastError')).toMatch(/^WW_FLOW_FUEL: .*"w"/);
});
