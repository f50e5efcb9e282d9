import { describe, expect, test } from 'vitest';
import { isKey, keyParts } from '../../../inspector-ui/actions/key-words.ts';
import { fuzzy } from '../../../inspector-ui/controls/fuzzy.ts';

/** Those that fit, the best first. */
function found(wanted: string, texts: readonly string[]): readonly string[] {
  return texts
    .flatMap((text) => {
      const fit = fuzzy(text, wanted);
      return fit === undefined ? [] : [{ text, score: fit.score }];
    })
    .sort((a, b) => b.score - a.score)
    .map(({ text }) => text);
}

describe('what is typed into the palette', () => {
  test('fits by the beginnings of words before their insides, and the shorter text first', () => {
    expect(found('lan', ['Shy lantern', 'Balance', 'Lanterns', 'Fold all components'])).toEqual(['Lanterns', 'Shy lantern', 'Balance']);
    expect(found('step', ['Step 10 ticks', 'Step one tick', 'One step'])[2]).toBe('One step');
  });

  test('fits by some letters of each word, in any order of words', () => {
    expect(found('rn pse', ['Run or pause', 'Reset the layout'])).toEqual(['Run or pause']);
    expect(found('pause run', ['Run or pause'])).toEqual(['Run or pause']);
    expect(found('wsc', ['WebsocketClient'])).toEqual(['WebsocketClient']);
  });

  test('tells which letters fit', () => {
    expect(fuzzy('West lantern', 'lan')?.at).toEqual([5, 6, 7]);
  });
});

describe('a key as it is written', () => {
  const press = (key: string, held: Partial<KeyboardEvent> = {}): KeyboardEvent =>
    ({ key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held }) as KeyboardEvent;

  test('is met by its key with what is held, and by no other', () => {
    expect(isKey(press('z', { ctrlKey: true }), 'Ctrl-Z')).toBe(true);
    expect(isKey(press('z', { metaKey: true }), 'Ctrl-Z')).toBe(true);
    expect(isKey(press('Z', { ctrlKey: true, shiftKey: true }), 'Ctrl-Z')).toBe(false);
    expect(isKey(press('Z', { ctrlKey: true, shiftKey: true }), 'Ctrl-Shift-Z')).toBe(true);
    expect(isKey(press('z'), 'Ctrl-Z')).toBe(false);
  });

  test('a sign is itself, whether Shift made it or not', () => {
    expect(isKey(press('?', { shiftKey: true }), '?')).toBe(true);
    expect(isKey(press('?'), '?')).toBe(true);
  });

  test('a digit is found by its place where Alt or Shift make another sign of it', () => {
    expect(isKey(press('¡', { altKey: true, code: 'Digit1' }), 'Alt-1')).toBe(true);
    expect(isKey(press('!', { ctrlKey: true, shiftKey: true, code: 'Digit1' }), 'Ctrl-Shift-1')).toBe(true);
  });

  test('is shown in the parts that stand on the keyboard', () => {
    // What is held has other names on a Mac.
    expect(keyParts('Alt-ArrowUp').slice(1)).toEqual(['↑']);
    expect(keyParts('Ctrl--').slice(1)).toEqual(['-']);
  });
});
