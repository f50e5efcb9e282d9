/** What is read in parts is what parsing it whole gives, and what is wrong in it is told alike, with its place. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson, WorldwireError } from '../../../engine/index.ts';
import { jsonInParts } from '../../../server/schemas/json-in-parts.ts';
import { notPlain } from '../../../server/schemas/plain.ts';
import { samples } from '../../samples.ts';

interface Told {
  readonly value?: unknown;
  readonly code?: string;
  readonly message?: string;
  readonly places?: readonly unknown[];
}

function told(read: () => unknown): Told {
  try {
    return { value: read() };
  } catch (error) {
    if (!(error instanceof WorldwireError)) throw error;
    return { code: error.code, message: error.message, places: error.faults.map(({ path, line, column }) => [path, line, column]) };
  }
}
const whole = (text: string): Told => told(() => parseJson(text, 'body'));
function inParts(text: string, piece: number): Told {
  return told(() => {
    const reading = jsonInParts(text, 'body', piece);
    for (;;) {
      const next = reading.next();
      if (next.done === true) return next.value;
    }
  });
}

/** JSON with blanks of all kinds between its parts. */
const blanks = fc.constantFrom('', '', '', ' ', '\n', '\r\n', '\t', '  \n ');
const written = fc.tuple(fc.jsonValue({ maxDepth: 6 }), fc.array(blanks, { minLength: 4, maxLength: 12 })).map(([value, spaces]) => {
  let at = 0;
  return JSON.stringify(value).replace(/"(?:[^"\\]|\\.)*"|[[\]{},:]/g, (token) => `${token}${token.length > 1 ? '' : (spaces[at++ % spaces.length] ?? '')}`);
});
const piece = fc.integer({ min: 1, max: 40 });

test('whatever the text, and however small the pieces, it is what it is when it is parsed whole', () => {
  fc.assert(
    fc.property(written, piece, (text, size) => {
      const value: unknown = JSON.parse(text);
      if (notPlain(value) !== undefined) return;
      expect(inParts(text, size)).toEqual({ value });
      expect(inParts(`\ufeff ${text}`, size)).toEqual({ value });
    }),
    samples(3_000),
  );
});

test('a text that is no JSON is refused with the place that parsing it whole tells, and one is never taken for the other', () => {
  const harm = fc.tuple(fc.nat(10_000), fc.constantFrom('', ',', ']', '}', '[', '{', '"', ':', '1', 'x', '\\', '\u0001', '\u00a0', ' '), fc.nat(3));
  fc.assert(
    fc.property(written, piece, fc.array(harm, { minLength: 1, maxLength: 2 }), (text, size, harms) => {
      let harmed = text;
      for (const [at, by, gone] of harms) {
        const from = at % (harmed.length + 1);
        harmed = `${harmed.slice(0, from)}${by}${harmed.slice(from + gone)}`;
      }
      const before = whole(harmed),
        now = inParts(harmed, size);
      if (before.code === undefined && notPlain(before.value) !== undefined) return;
      // Of several faults one may be told before the other.
      if (before.code === undefined) expect(now).toEqual(before);
      else expect(['WW_SCENE_SYNTAX', 'WW_BAD_REQUEST'], harmed).toContain(now.code);
      if (before.places?.length === 1 && harms.length === 1 && !before.message?.includes('stands twice')) expect(now.places, harmed).toEqual(before.places);
    }),
    samples(3_000),
  );
});

test('a key that stands twice is told with what leads to it, within a piece and across pieces', () => {
  const filler = '"some text that fills a piece"';
  const list = `[${filler},${filler},{"b":1,"b":2}]`;
  expect(inParts(`{"a":${list}}`, 40).places).toEqual(whole(`{"a":${list}}`).places);
  const far = inParts(`{"a":{"k":1,"x":${filler},"y":${filler},"k":2}}`, 20);
  expect(far).toMatchObject({ code: 'WW_SCENE_SYNTAX', message: expect.stringMatching(/^body:1:\d+: a\/k: the key "k" stands twice/) as string });
  expect(far.places).toEqual([['a/k', 1, expect.any(Number) as number]]);
  expect(inParts(`{"k":[${filler}],"l":[${filler}],"k":[${filler}]}`, 5)).toMatchObject({ code: 'WW_SCENE_SYNTAX' });
});

test('what is not plain is refused with its place in the whole', () => {
  const many = Array.from({ length: 30 }, () => '0').join(',');
  for (const [text, message] of [
    [`{"a":[${many},{"b":{"__proto__":1}}]}`, 'The body holds a key that is not allowed at /a/30/b/__proto__.'],
    [`{"a":{"long":[${many}],"__proto__":[${many}]}}`, 'The body holds a key that is not allowed at /a/__proto__.'],
    [`{"a":[${many},[1e999]]}`, 'The body holds a number that is not finite at /a/30/0.'],
    [`{"a":${'['.repeat(700)}${']'.repeat(700)},"b":1}`, /^The body holds (?:something )?nested deeper than 600 levels/],
  ] as const)
    expect(inParts(text, 10)).toMatchObject({
      code: 'WW_BAD_REQUEST',
      message: typeof message === 'string' ? message : (expect.stringMatching(message) as string),
    });
});

test('between two parts no more than a piece is gone through, whatever the form of the text', () => {
  const size = 32 * 1024;
  const texts: Record<string, string> = {
    'many small objects': `{"operations":[${Array.from({ length: 300_000 }, () => '{}').join(',')}]}`,
    'one object of many keys': `{"a":{${Array.from({ length: 100_000 }, (_, at) => `"k${at}":{}`).join(',')}}}`,
    'much that is nested': `{"a":${'[{"a":'.repeat(250)}${`[${Array.from({ length: 200_000 }, (_, at) => at).join(',')}]`}${'}]'.repeat(250)}}`,
    operations: JSON.stringify({
      operations: Array.from({ length: 10_000 }, (_, at) => ({ op: 'addEntity', entity: { id: `e${at}`, name: `Entity ${at}`, tag: 'x'.repeat(100) } })),
    }),
  };
  for (const [name, text] of Object.entries(texts)) {
    const reading = jsonInParts(text, 'body');
    let parts = 0;
    while (reading.next().done !== true) parts++;
    expect(parts, name).toBeGreaterThanOrEqual(Math.floor(text.length / size));
  }
});
