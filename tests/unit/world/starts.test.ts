import { expect, test } from 'vitest';
import { json, Type } from '../../../engine/index.ts';
import { Column } from '../../../engine/world/column.ts';
import { Starts } from '../../../engine/world/starts.ts';

test('a structure that says the same is the same: a restored world, which holds copies, keeps nothing apart that another does not', () => {
  const words = json<readonly string[]>(Type.Array(Type.String()), 'a list of words', { doc: 'Words.', default: [] });
  const column = new Column(words, 2);
  const starts = new Starts(words, { version: 0 }, { taken: 0, underWay: false });
  column.set(0, ['north', 'east']);
  starts.begin(0, column);
  column.set(0, ['north', 'east']);
  starts.again(0, column);
  expect(starts.isApart(0)).toBe(false);
  column.set(0, ['south']);
  starts.again(0, column);
  expect(starts.kept(0).column.get(starts.kept(0).row)).toEqual(['north', 'east']);
  column.set(0, ['north', 'east']);
  starts.again(0, column);
  expect(starts.isApart(0)).toBe(false);
});
