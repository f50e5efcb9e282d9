import { expect, test } from 'vitest';
import { TypedLines } from '../../../inspector-ui/script/typed-lines.ts';

test('the arrows bring back what was typed before, and at the end what one was about to type', () => {
  const typed = new TypedLines(['first', 'second']);
  expect(typed.step(1, 'abo')).toBeNull();
  expect(typed.step(-1, 'abo')).toBe('second');
  expect(typed.step(-1, 'second')).toBe('first');
  expect(typed.step(-1, 'first'), 'there is none before the first').toBeNull();
  expect(typed.step(1, 'first')).toBe('second');
  expect(typed.step(1, 'second')).toBe('abo');
});

test('a line that is sent again stands once, last; and of very many the newest are kept', () => {
  const typed = new TypedLines(['first', 'second']);
  typed.add('first');
  expect(typed.step(-1, '')).toBe('first');
  expect(typed.step(-1, '')).toBe('second');
  expect(typed.step(-1, '')).toBeNull();
  for (let at = 0; at < 300; at++) typed.add(`line ${at}`);
  let count = 0;
  while (typed.step(-1, '') !== null) count += 1;
  expect(count).toBe(100);
});
