import fc from 'fast-check';
import { immutableJSONPatch, type JSONPatchDocument } from 'immutable-json-patch';
import { describe, expect, test } from 'vitest';
import { fromEuler, toEuler } from '../../../inspector-ui/editors/euler.ts';
import { brightnessOf, fromHex, toHex } from '../../../inspector-ui/editors/color-hex.ts';
import { diff } from '../../../inspector-ui/editors/json-diff.ts';
import { jsonText } from '../../../inspector-ui/editors/json-text.ts';
import { numbersIn } from '../../../inspector-ui/editors/numbers-in.ts';
import { asText, copyable, fromText, settings } from '../../../inspector-ui/entity/component-copy.ts';
import type { ComponentManifest, Json } from '../../../server/protocol.ts';
import { samples } from '../../samples.ts';

describe('rotations as degrees', () => {
  test('a turn about one axis reads as that many degrees', () => {
    expect(toEuler([0, 0, 0, 1])).toEqual([0, 0, 0]);
    expect(toEuler([0, Math.SQRT1_2, 0, Math.SQRT1_2])).toEqual([0, 90, 0]);
    expect(toEuler([Math.sin(Math.PI / 12), 0, 0, Math.cos(Math.PI / 12)])).toEqual([30, 0, 0]);
    expect(toEuler([0, 0, Math.sin(Math.PI / 8), Math.cos(Math.PI / 8)])).toEqual([0, 0, 45]);
  });

  test('degrees and back are the same rotation', () => {
    const angle = fc.double({ min: -180, max: 180, noNaN: true });
    fc.assert(
      fc.property(angle, angle, angle, (x, y, z) => {
        const turned = fromEuler([x, y, z]),
          again = fromEuler(toEuler(turned));
        const dot = turned.reduce((sum, part, i) => sum + part * (again[i] ?? 0), 0);
        // Shown to a ten-thousandth of a degree.
        expect(Math.abs(dot)).toBeGreaterThan(0.999999999);
      }),
      samples(100),
    );
  });
});

describe('an edit of a structure is sent in parts', () => {
  test('only what changed is in the patch, so that two people do not overwrite each other', () => {
    expect(diff({ a: { x: 1, y: 2 }, 'b/c': 1, gone: true }, { a: { x: 1, y: 3 }, 'b/c': 1, fresh: [1] })).toEqual([
      { op: 'remove', path: '/gone' },
      { op: 'replace', path: '/a/y', value: 3 },
      { op: 'add', path: '/fresh', value: [1] },
    ]);
    expect(diff([1], [2])).toBe(null);
  });

  test('the patch leads from the one to the other', () => {
    // The engine takes no `__proto__`.
    const map = (fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })) as fc.Arbitrary<{ [key: string]: Json }>).filter(
      (value) => !JSON.stringify(value).includes('__proto__'),
    );
    // As the engine's own library applies it.
    const reached = (before: Json, after: Json): unknown => {
      const steps = diff(before, after);
      return steps === null ? after : immutableJSONPatch(before, steps as unknown as JSONPatchDocument);
    };
    fc.assert(
      fc.property(map, map, (before, after) => {
        expect(reached(before, after)).toEqual(after);
      }),
      samples(100),
    );
  });
});

describe('what people write for several numbers and for colours', () => {
  test('a list is read however its numbers are parted', () => {
    for (const text of ['1, 2, 3', '[1 2 3]', '(1; 2; 3)', '1\t2\t3', '{"x": 1, "y": 2, "z": 3}', 'x=1 y=2 z=3']) expect(numbersIn(text)).toEqual([1, 2, 3]);
    expect(numbersIn('1')).toBe(null);
    expect(numbersIn('1, two')).toBe(null);
    expect(numbersIn('-1.5 −2')).toEqual([-1.5, -2]);
  });

  test('a colour goes to hex and back, and its alpha is written where it is not opaque', () => {
    expect(toHex([1, 0.5, 0, 1])).toBe('#ff8000');
    expect(toHex([1, 1, 1, 0.5])).toBe('#ffffff80');
    expect(fromHex('#f80')).toEqual([1, 0.5333, 0]);
    expect(fromHex('ff880080')?.[3]).toBeCloseTo(0.502, 3);
    expect(fromHex('#12345')).toBe(null);
    expect(fromHex('red')).toBe(null);
    fc.assert(
      fc.property(fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)), (bytes) => {
        const hex = `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
        expect(toHex([...(fromHex(hex) ?? []), 1])).toBe(hex);
      }),
      samples(100),
    );
  });

  test('of a colour brighter than 1 the hex is its hue at full brightness', () => {
    expect(brightnessOf([4, 2, 0, 1])).toBe(4);
    expect(toHex([4, 2, 0, 1])).toBe('#ff8000');
    expect(brightnessOf([0.2, 0.1, 0, 1])).toBe(1);
  });
});

describe('a component is copied as text', () => {
  const manifest = {
    fields: [{ name: 'Speed' }, { name: 'State', readOnly: true }, { name: 'Count', notSaved: true }],
  } as unknown as ComponentManifest;

  test('it reads back as it was, and nothing else does', () => {
    expect(fromText(asText({ type: 'Spinner', values: { Speed: [0, 1, 0] } }))).toEqual({ type: 'Spinner', values: { Speed: [0, 1, 0] } });
    for (const text of [
      '',
      'null',
      '{}',
      '[1]',
      '{"format":"worldwire/component"}',
      '{"format":"worldwire/component","type":"A","values":[1]}',
      '{"format":"worldwire/scene","type":"A","values":{}}',
    ])
      expect(fromText(text)).toBe(null);
  });

  test('only what can be set is copied, and only what is another is set', () => {
    expect(copyable(manifest, { Speed: 1, State: 'Open', Count: 3, Stranger: 1 })).toEqual({ Speed: 1 });
    const at = { entity: 'lamp', component: 'Spinner' };
    expect(settings(manifest, at, { Speed: 1 }, { Speed: 1 })).toEqual([]);
    expect(settings(manifest, at, { Speed: 1 }, { Speed: 2, State: 'x' })).toEqual([{ op: 'setField', ...at, field: 'Speed', value: 2 }]);
    // What something drives refuses edits, and would take the whole batch along.
    expect(settings(manifest, at, null, { Speed: 2 }, ['Spinner.Speed'])).toEqual([]);
  });
});

describe('a structure as text', () => {
  test('what fits into a line stands in one', () => {
    expect(jsonText({ a: 1, b: { c: [1, 2, 3], on: true } })).toBe('{ "a": 1, "b": { "c": [1, 2, 3], "on": true } }');
    expect(jsonText({ name: 'a name that takes most of a line', list: [1, 2, 3] })).toBe(
      '{\n  "name": "a name that takes most of a line",\n  "list": [1, 2, 3]\n}',
    );
    expect(jsonText({})).toBe('{}');
    expect(jsonText([])).toBe('[]');
  });

  test('it reads back as it was', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.stringify(JSON.parse(jsonText(value as Json)))).toBe(JSON.stringify(JSON.parse(JSON.stringify(value))));
      }),
      samples(100),
    );
  });
});
