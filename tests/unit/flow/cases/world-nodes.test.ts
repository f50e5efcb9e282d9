/** Every node that reads a world, or acts in one, by a table of its own, in a real world, compiled and interpreted. */
import { describe, expect, test } from 'vitest';
import { Sum } from './bits.ts';
import { played, type Play } from './stage.ts';
import { PLAYS } from './plays.ts';

/** The sum of all that the nodes of a family tell: every version of Node has the same. Where a scene is added the sum is another. */
const BITS: Readonly<Record<string, string>> = {
  chains: 'beb77cc51da132a3',
  chances: 'fc69552a76b98db6',
  dynamic: 'be5b33b48a05fae0',
  firing: 'd787b2972661ea3e',
  network: '1f7ec0bf2c9cfeac',
  slots: 'cd083d4cd46b18ae',
  transforms: '499f08032578efdc',
  variables: '9fdbb6242f267436',
};

describe.each(Object.entries(PLAYS))('%s', (family, plays) => {
  const told: Record<string, readonly string[]> = {};
  const compiled = (name: string): readonly string[] => (told[name] ??= played(plays[name] as Play, 'compiled'));
  test.each(Object.entries(plays))('%s', (name, play) => {
    const all = compiled(name);
    const wrong = play.scenes.flatMap(([type, setting, tells], at) => {
      const wanted = tells.replaceAll('@', `e${at}`),
        found = all[at];
      return found === wanted || wanted === '…'
        ? []
        : [`${type} ${JSON.stringify({ ...setting.in, ...setting.refs })} told ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`];
    });
    expect(wrong.join('\n')).toBe('');
    expect(played(play, 'interpreted')).toEqual(all);
  });
  test('their bits are the same on every version of Node', () => {
    const sum = new Sum();
    for (const name of Object.keys(plays)) sum.add(compiled(name));
    expect(sum.text()).toBe(BITS[family]);
  });
});
