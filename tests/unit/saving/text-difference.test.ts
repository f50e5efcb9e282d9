import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textDifference } from '../../../server/saving/scene-difference.ts';
import { samples } from '../../samples.ts';

test('of two texts only the lines that differ are told, whatever ends their lines', () => {
  expect(textDifference('a\r\nb\r\nc\r\n', 'a\nB\nc\n')).toEqual({ lines: ['- b', '+ B'], more: 0 });
  expect(textDifference('a\nb\nc', 'a\nb\nc')).toEqual({ lines: [], more: 0 });
  expect(textDifference('a\nb\nc\nd', 'x\nb\nd').lines).toEqual(['- a', '+ x', '- c']);
});

test('of very much only the first is told, and how much more there is', () => {
  const many = (letter: string) => Array.from({ length: 2_000 }, (_each, at) => `${letter}${at}`).join('\n');
  const { lines, more } = textDifference(many('a'), many('b'));
  expect(lines).toHaveLength(400);
  expect(more).toBe(3_600);
});

test('what is told leads from the one text to the other', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(text, text, (file, world) => {
      const { lines } = textDifference(file.join('\n'), world.join('\n'));
      const count = (of: readonly string[], letter: string) => of.filter((each) => each === letter).length;
      for (const letter of ['a', 'b', 'c']) expect(count(world, letter) - count(file, letter)).toBe(count(lines, `+ ${letter}`) - count(lines, `- ${letter}`));
    }),
    samples(100),
  );
});
