/** Chance in flows: the world's own, so that what is drawn is the same in each run of a world and goes on from a snapshot. */
import { afterEach, expect, test } from 'vitest';
import { FLOW_NODES, snapshotWorld } from '../../../engine/index.ts';
import { running } from '../../../engine/flow/code/limits.ts';
import { simplexNoise } from '../../../engine/flow/values/simplex.ts';
import { Random } from '../../../engine/world/random.ts';
import { given } from './pure.ts';
import { flowing, flowRig, restored, rx, write } from './rig.ts';

afterEach(() => {
  running.as = 'compiled';
});

const BOUNDS: Readonly<Record<string, unknown>> = { bool: 0.5, int: -5, float: -2, Height: 3, BaseRadius: 2, string: 'abc' };
const NODES = FLOW_NODES.filter(({ category, read }) => category === 'Random' && read !== undefined);
const literals = (node: (typeof NODES)[number]) =>
  Object.fromEntries(
    node.inputs.map(({ name, type }) => {
      if (name === 'Length') return [name, 3];
      if (name === 'Chance') return [name, 0.5];
      if (type === 'floatQ') return [name, name === 'Min' ? [0, 0, 0, 1] : [1, 0, 0, 0]];
      if (/^float[234]$|^color$/.test(type))
        return [name, Array.from({ length: type === 'color' ? 4 : Number(type.slice(5)) }, () => (name === 'Min' ? -1 : 4))];
      if (name === 'Max') return [name, 7];
      return [name, BOUNDS[name] ?? BOUNDS[type]];
    }),
  );

test('all that is drawn is the same compiled and interpreted, and goes on from a snapshot', () => {
  const ids = NODES.map((_, at) => `r${at}`);
  const graph = {
    rx: rx('note'),
    ...Object.fromEntries(
      NODES.map((node, at) => [`r${at}`, { type: node.generic === undefined ? node.name : 'RandomEnum<StringComparison>', in: literals(node) }]),
    ),
    text: { type: 'FormatString', in: { Format: ids.map((_, at) => `{${at}}`).join(' '), Parameters: ids.map((from) => ({ from })) } },
    note: write('string', { from: 'text' }),
  };
  const [one, two] = (['compiled', 'interpreted'] as const).map((as) => {
    running.as = as;
    const rig = flowRig([flowing(graph)]);
    expect(rig.value('lamp', 'Flow', 'LastError')).toBe('');
    const drawn: unknown[] = [];
    for (let i = 0; i < 20; i++) {
      rig.hear('go');
      drawn.push(rig.value('lamp', 'StringValue', 'Value'));
    }
    expect(new Set(drawn).size).toBe(20);
    const other = restored(snapshotWorld(rig.world));
    rig.hear('go');
    other.hear('go');
    expect(other.value('lamp', 'StringValue', 'Value')).toBe(rig.value('lamp', 'StringValue', 'Value'));
    return drawn;
  });
  expect(two).toEqual(one);
});

const draw = (name: string, ...inputs: readonly unknown[]): unknown[] => {
  const node = NODES.find((each) => each.name.replace(/<.*/s, '') === name);
  const random = new Random('chance');
  const call = { world: { random: () => random.next() } };
  return Array.from({ length: 2000 }, () => node?.read?.(call as never, { type: 'NumberStyles' } as never, inputs as never));
};
const length = (vector: unknown): number => Math.hypot(...(vector as number[]));
const every = (name: string, inputs: readonly unknown[], holds: (value: never) => boolean): void => {
  const wrong = draw(name, ...inputs).find((value) => !holds(value as never));
  expect(wrong, name).toBe(undefined);
};

test('what is drawn lies where it is said to', () => {
  every('RandomInt', [-3, 3], (value: number) => Number.isInteger(value) && value >= -3 && value < 3);
  every('RandomInt', [-2_147_483_648, 2_147_483_647], (value: number) => (value | 0) === value);
  every('RandomInt', [5, 5], (value: number) => value === 5);
  every('RandomInt', [5, -5], (value: number) => value === 5);
  every('RandomFloat', [-1, 1], (value: number) => value >= -1 && value <= 1 && Math.fround(value) === value);
  every('RandomFloat', [NaN, 1], (value: number) => Number.isNaN(value));
  every('RandomBool', [0], (value: boolean) => !value);
  every('RandomBool', [1], (value: boolean) => value);
  every('RandomBool', [NaN], (value: boolean) => !value);
  every('RandomPointOnCircle', [], (value) => Math.abs(length(value) - 1) < 1e-6);
  every('RandomPointInCircle', [], (value) => length(value) < 1.000_001);
  every('RandomPointOnSphere', [], (value) => Math.abs(length(value) - 1) < 1e-6);
  every('RandomPointInSphere', [], (value) => length(value) < 1.000_001);
  every('RandomPointOnSquare', [], (value: number[]) => value.some((each) => Math.abs(each) === 1) && value.every((each) => Math.abs(each) <= 1));
  every('RandomPointOnCube', [], (value: number[]) => value.length === 3 && value.some((each) => Math.abs(each) === 1));
  every('RandomPointInCone', [2, 1], ([x, y, z]: [number, number, number]) => y >= 0 && y <= 2 && Math.hypot(x, z) <= 1 - y / 2 + 1e-6);
  every('RandomPointOnCone', [2, 1], ([x, y, z]: [number, number, number]) => y === 0 || Math.abs(Math.hypot(x, z) - (1 - y / 2)) < 1e-6);
  every('RandomPointOnCone', [0, 0], ([x, y, z]: [number, number, number]) => x === 0 && y === 0 && z === 0);
  every('RandomRotation', [], (value) => Math.abs(length(value) - 1) < 1e-6);
  every(
    'RandomSlerpFloatQ',
    [
      [0, 0, 0, 1],
      [0, 0, 0, -1],
    ],
    (value: number[]) => Math.abs(Math.abs(value[3] as number) - 1) < 1e-6,
  );
  every('RandomHue_Color', [], (value: number[]) => Math.max(...value.slice(0, 3)) === 1 && Math.min(...value.slice(0, 3)) === 0 && value[3] === 1);
  every('RandomString', ['ab', 5], (value: string) => /^[ab]{5}$/.test(value));
  every('RandomString', ['', 5], (value: string) => value === '');
  every('RandomString', ['ab', -5], (value: string) => value === '');
  every('RandomEnum', [], (value: string) => /^[A-Z][A-Za-z]+$/.test(value));
  every(
    'RandomLerpFloat2',
    [
      [0, 0],
      [1, 2],
    ],
    ([x, y]: [number, number]) => Math.abs(y - 2 * x) < 1e-6,
  );
});

test('noise is smooth, the same for the same place, and lies from -1 to 1; where there is no place it is 0', () => {
  const random = new Random('places');
  for (let count = 1; count <= 4; count++) {
    let most = 0;
    for (let i = 0; i < 2000; i++) {
      const place = Array.from({ length: count }, () => random.next() * 200 - 100),
        value = simplexNoise(place);
      most = Math.max(most, Math.abs(value));
      expect(Math.abs(value)).toBeLessThanOrEqual(1);
      expect(Math.abs(simplexNoise(place.map((each) => each + 1e-4)) - value)).toBeLessThan(0.01);
    }
    expect(most).toBeGreaterThan(0.5);
  }
  expect(given('SimplexNoise_1D', NaN)).toBe(0);
  expect(given('SimplexNoise_3D', [1, Infinity, 0])).toBe(0);
  expect(given('SimplexNoise_4D', [1e30, 0, 0, 0])).toBe(0);
  expect(given('SimplexNoise_2D', [0.5, -3.25])).toBe(given('SimplexNoise_2D', [0.5, -3.25]));
});
