/** Functions of our own: the same bits on every version of Node, and near what they are called. */
import { expect, test } from 'vitest';
import { acos, asin, atan, atan2, cos, exp, log, log10, pow, sin, tan } from '../../../engine/elementary.ts';

const ours = { acos, asin, atan, cos, exp, log, log10, sin, tan } as const;

/** Floats over their whole range, from a sequence of our own. */
function* floats(count: number): Generator<number> {
  const view = new DataView(new ArrayBuffer(4));
  let state = 12_345;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    view.setInt32(0, state);
    if (Number.isFinite(view.getFloat32(0))) yield view.getFloat32(0);
  }
}
function bits(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
}

const NAMES = ['sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'exp', 'log', 'log10'] as const;

test.each(NAMES)('%s is what the platform gives, to a thousandth of what a float tells, over all floats', (name) => {
  let worst = 0;
  for (const x of floats(20_000)) {
    const at = name === 'asin' || name === 'acos' ? x % 1 : x;
    const [found, wanted] = [ours[name](at), Math[name](at)];
    const off = Object.is(found, wanted) ? 0 : Math.abs((found - wanted) / wanted);
    worst = Number.isNaN(off) ? Infinity : Math.max(worst, off);
  }
  expect(worst).toBeLessThan(1e-13);
});

test('pow and atan2 as well', () => {
  const list = [...floats(4_000)];
  for (const [at, x] of list.entries()) {
    const y = list[list.length - 1 - at] as number;
    const [power, wanted] = [pow(Math.abs(x), y % 9), Math.abs(x) ** (y % 9)];
    if (!Object.is(power, wanted)) expect(Math.abs((power - wanted) / wanted), `${x} ${y}`).toBeLessThan(1e-12);
    const [angle, meant] = [atan2(y, x), Math.atan2(y, x)];
    if (!Object.is(angle, meant)) expect(Math.abs((angle - meant) / meant), `${y} ${x}`).toBeLessThan(1e-13);
  }
});

const EDGES = [0, -0, 1, -1, 2, -3, 0.5, Infinity, -Infinity, NaN];
test('at zeros, infinities and what is no number they are what IEEE 754 says', () => {
  for (const x of EDGES) {
    for (const name of NAMES) expect(Math.fround(ours[name](x)), `${name} ${x}`).toBe(Math.fround(Math[name](x)));
    for (const y of EDGES) {
      expect(Math.fround(atan2(x, y)), `atan2 ${x} ${y}`).toBe(Math.fround(Math.atan2(x, y)));
      // There JavaScript is alone: 1 to whatever power is 1.
      const wanted = x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : x ** y;
      expect(Math.fround(pow(x, y)), `pow ${x} ${y}`).toBe(Math.fround(wanted));
    }
  }
});

test('each has these bits, on every version of Node', () => {
  const points = [0.1, -1.7, 3.5, 1234.5, -98_765_432, 3.4028234663852886e38];
  const table = Object.fromEntries(NAMES.map((name) => [name, points.map((x) => bits(ours[name](name.startsWith('a') && name !== 'atan' ? x % 1 : x)))]));
  expect({
    ...table,
    pow: [bits(pow(1.1, 7.7)), bits(pow(10, -45))],
    atan2: [bits(atan2(-1, -2)), bits(atan2(3, 7))],
  }).toMatchInlineSnapshot(`
    {
      "acos": [
        "3ff787b22ce3f590",
        "4002c501446cd5f1",
        "3ff0c152382d7366",
        "3ff0c152382d7366",
        "3ff921fb54442d18",
        "3ff921fb54442d18",
      ],
      "asin": [
        "3fb9a49276037884",
        "bfe8d00e692afd95",
        "3fe0c152382d7366",
        "3fe0c152382d7366",
        "8000000000000000",
        "0000000000000000",
      ],
      "atan": [
        "3fb983e282e2cc4d",
        "bff0a00a3bce369e",
        "3ff4ae10fc6589a4",
        "3ff91ea9efa29309",
        "bff921fb518c6436",
        "3ff921fb54442d18",
      ],
      "atan2": [
        "c0056c6e7397f5ae",
        "3fd9e9bf3d20dc71",
      ],
      "cos": [
        "3fefd712f9a817c0",
        "bfc07df9f4a26c86",
        "bfedf77403c11a5f",
        "bfefa8f2ceb78372",
        "bfd025b03a2c9bf4",
        "3feb4bf2c79bdfce",
      ],
      "exp": [
        "3ff1aec7b35a00d4",
        "3fc7622c78a98a07",
        "40408ec721396bdb",
        "7ff0000000000000",
        "0000000000000000",
        "7ff0000000000000",
      ],
      "log": [
        "c0026bb1bbb55515",
        "7ff8000000000000",
        "3ff40b512eb53d60",
        "401c79436f818745",
        "7ff8000000000000",
        "40562e42feba39ef",
      ],
      "log10": [
        "bfefffffffffffff",
        "7ff8000000000000",
        "3fe1690163290f40",
        "4008bb5faece0c80",
        "7ff8000000000000",
        "404344135067e308",
      ],
      "pow": [
        "4000aa526ce4cc97",
        "3696d601ad376a74",
      ],
      "sin": [
        "3fb98eaecb8bcb2c",
        "bfefbbb7d72f98b6",
        "bfd6733b7eba621f",
        "3fc29c531dfd031b",
        "3feef6fafede8a4e",
        "bfe0b33665089575",
      ],
      "tan": [
        "3fb9af8877430b80",
        "401ec952123d33f2",
        "3fd7f9360c8212a6",
        "bfc2cf7f008a6a32",
        "c00eaeb50adf1312",
        "bfe393d94b4988c2",
      ],
    }
  `);
});

test('so many values of each have this sum, on every version of Node', () => {
  const sums = NAMES.map((name) => {
    let sum = 0;
    for (const x of floats(20_000)) {
      const value = ours[name](name === 'asin' || name === 'acos' ? x % 1 : x);
      sum = (Math.imul(sum, 31) + Number(`0x${bits(value).slice(8)}`)) | 0;
    }
    return [name, sum];
  });
  expect(Object.fromEntries(sums)).toMatchInlineSnapshot(`
    {
      "acos": -1641906325,
      "asin": -1451764958,
      "atan": 1257982598,
      "cos": 1435580115,
      "exp": 1593271492,
      "log": 1695110724,
      "log10": 1020846104,
      "sin": 149509502,
      "tan": 15770217,
    }
  `);
});
