import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const PAGE = join(import.meta.dirname, '../../../inspector-ui');
/** What text of the page needs at least against its ground (WCAG 2, AA). */
const ENOUGH = 4.5;

type Colour = readonly [number, number, number];
const colourOf = (hex: string): Colour => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Colour;

/** The tokens that are plain colours, by day and by night. */
const TOKENS: Readonly<Record<string, readonly [Colour, Colour]>> = Object.fromEntries(
  Array.from(readFileSync(join(PAGE, 'tokens.css'), 'utf8').matchAll(/--([\w-]+): light-dark\((#[\da-f]{6}), (#[\da-f]{6})\)/g), ([, name, day, night]) => [
    name,
    [colourOf(day as string), colourOf(night as string)],
  ]),
);
const GROUNDS = ['bg', 'panel', 'sunk', 'raised', 'hover', 'selected', 'accent-soft'];
const TEXTS = Object.keys(TOKENS).filter((name) => name.endsWith('-ink') || ['ink', 'soft', 'faint'].includes(name));
const STATES = ['open', 'connecting', 'retry', 'ask', 'denied', 'idle'];

function light(colour: Colour): number {
  const [red, green, blue] = colour.map((part) => (part / 255 <= 0.03928 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4)) as unknown as Colour;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(one: Colour, other: Colour): number {
  const [dark = 0, bright = 0] = [light(one), light(other)].toSorted((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}
const mixed = (one: Colour, part: number, other: Colour): Colour => one.map((each, at) => each * part + (other[at] ?? 0) * (1 - part)) as unknown as Colour;

describe.each([
  ['by day', 0],
  ['by night', 1],
] as const)('what is written can be read, %s', (_when, at) => {
  const token = (name: string): Colour => {
    const found = TOKENS[name]?.[at];
    if (found === undefined) throw new Error(`tokens.css has no plain colour --${name}`);
    return found;
  };
  const tooClose = (pairs: readonly (readonly [string, Colour, Colour])[]): string[] =>
    pairs.filter(([, text, ground]) => contrast(text, ground) < ENOUGH).map(([what, text, ground]) => `${what}: ${contrast(text, ground).toFixed(2)}`);

  test('every colour of text on what it is written on', () => {
    expect(TEXTS.length).toBeGreaterThan(10);
    // The colours of states stand on a selected row in a badge only, which brings its own ground.
    const isBadge = (text: string, ground: string): boolean => STATES.includes(text.replace('-ink', '')) && ['selected', 'accent-soft'].includes(ground);
    const pairs = TEXTS.flatMap((text) =>
      GROUNDS.filter((ground) => !isBadge(text, ground)).map((ground) => [`${text} on ${ground}`, token(text), token(ground)] as const),
    );
    expect(tooClose([...pairs, ['on-accent on accent', token('on-accent'), token('accent')]])).toEqual([]);
  });

  test('the word of a badge on its own ground, and what stands on a card of a connection, also under the mouse', () => {
    const [, badge] = /\.badge \{[^}]*color-mix\(in srgb, var\(--state\) (\d+)%, var\(--panel\)\)/.exec(source('controls/styles.ts')) ?? [];
    const [, card] = /\.card:hover \{ background: color-mix\(in srgb, var\(--state\) (\d+)%, var\(--panel\)\)/.exec(source('overview/state-group.ts')) ?? [];
    expect([badge, card]).not.toContain(undefined);
    const on = (state: string, part: string | undefined): Colour => mixed(token(state), Number(part) / 100, token('panel'));
    const words = STATES.map((state) => [`a badge of ${state}`, token(`${state}-ink`), on(state, badge)] as const);
    const cards = STATES.flatMap((state) => ['ink', 'faint'].map((text) => [`${text} on a card of ${state}`, token(text), on(state, card)] as const));
    expect(tooClose([...words, ...cards])).toEqual([]);
  });
});

const source = (file: string): string => readFileSync(join(PAGE, file), 'utf8');

test('nothing that is written is faded, but for what is switched off', () => {
  const files = readdirSync(PAGE, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(ts|css)$/.test(file));
  const faded = files.flatMap((file) =>
    Array.from(source(file).matchAll(/^\s*([^\n{]+?) \{[^}]*[ ;{]opacity: (0?\.\d+)/gm), ([, rule]) => `${file}: ${rule?.trim()}`),
  );
  expect(faded.toSorted()).toEqual([
    'controls/sparkline.ts: rect',
    'controls/styles.ts: button:disabled',
    'controls/switch-styles.ts: input.switch:disabled',
    'hierarchy/tree-styles.ts: .row.inactive .dot',
    'overview/state-group.ts: .cell.gone',
  ]);
});
