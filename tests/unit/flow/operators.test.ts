/** Operators and mathematics: what the original gives, the same compiled and interpreted. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FLOW_NODES } from '../../../engine/index.ts';
import { samples } from '../../samples.ts';
import { given } from './pure.ts';

const f = Math.fround;
const MAX = 2_147_483_647,
  MIN = -2_147_483_648;

test.each([
  ['ValueAdd<int>', [MAX, 1], MIN],
  ['ValueAdd<float>', [0.1, f(0.2)], f(0.1 + f(0.2))],
  ['ValueAdd<double>', [0.1, 0.2], 0.1 + 0.2],
  [
    'ValueAdd<float3>',
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
    [5, 7, 9],
  ],
  ['ValueSub<int>', [MIN, 1], MAX],
  ['ValueMul<int>', [65_537, 65_537], 131_073],
  [
    'ValueMul<color>',
    [
      [1, 2, 3, 4],
      [2, 2, 2, 2],
    ],
    [2, 4, 6, 8],
  ],
  ['ValueDiv<int>', [7, -2], -3],
  ['ValueDiv<int>', [7, 0], 0],
  ['ValueDiv<int>', [MIN, -1], MIN],
  ['ValueDiv<float>', [1, 0], Infinity],
  ['ValueMod<int>', [-7, 3], -1],
  ['ValueMod<int>', [7, 0], 0],
  ['ValueMod<float>', [-7.5, 2], -1.5],
  ['ValueNegate<int>', [MIN], MIN],
  ['ValueNegate<float>', [0], -0],
  ['ValueInc<int>', [MAX], MIN],
  ['ValueDec<float2>', [[1, 2]], [0, 1]],
  ['ValueSquare<int>', [-5], 25],
  ['ValueCube<float>', [1.5], 3.375],
  ['ValueOneMinus<float>', [0.25], 0.75],
  ['ValueReciprocal<int>', [2], 0],
  ['ValueReciprocal<float>', [4], 0.25],
  [
    'ValueFilterInvalid<float2>',
    [
      [NaN, 3],
      [1, 2],
    ],
    [1, 3],
  ],
  ['ValueAbs<int>', [MIN], MIN],
  ['ValueAbs<float>', [-2.5], 2.5],
  [
    'ValueMin<float2>',
    [
      [1, 4],
      [2, 3],
    ],
    [1, 3],
  ],
  ['ValueMax<int>', [1, 4], 4],
  ['ValueClamp<float>', [5, 0, 1], 1],
  ['ValueClamp<int>', [-5, 0, 10], 0],
  ['ValueRepeat<int>', [-1, 3], 2],
  ['ValueRepeat<int>', [5, 0], 0],
  ['ValueRepeat<float>', [-0.5, 2], 1.5],
  ['ValueLerp<float>', [10, 20, 0.25], 12.5],
  ['ValueLerp<float>', [10, 20, 7], 20],
  ['ValueLerp<int>', [0, 10, 0.26], 2],
  ['ValueLerpUnclamped<float3>', [[0, 0, 0], [1, 2, 3], 2], [2, 4, 6]],
  ['ValueInverseLerp<int>', [10, 20, 15], 0.5],
  ['ValueMultiLerp<float>', [0.75, [0, 10, 20]], 15],
  ['ValueMultiLerp<float>', [2, [0, 10]], 10],
  ['ValueMultiLerp<float2>', [0.5, []], [0, 0]],
  ['ValuePlusMinus<int>', [5, 2], [7, 3]],
  ['ValueAddMulti<int>', [[1, 2, 3]], 6],
  [
    'ValueAddMulti<float2>',
    [
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [4, 6],
  ],
  ['ValueSubMulti<int>', [[10, 2, 3]], 5],
  ['ValueDivMulti<float>', [[12, 2, 3]], 2],
  ['ValueMulMulti<int>', [[]], 0],
  ['ValueMinMulti<float>', [[3, 1, 2]], 1],
  ['ValueMaxMulti<int>', [[3, 1, 2]], 3],
  ['ValueGreaterOrEqual<float>', [1, 1], true],
  ['ValueLessOrEqual<int>', [2, 1], false],
  ['ValueGreaterThan<double>', [NaN, 1], false],
  ['ObjectGreaterThan<string>', ['b', 'a'], true],
  ['ObjectLessOrEqual<string>', [null, 'a'], true],
  ['AND_Bool', [true, false], false],
  ['NAND_Bool', [true, true], false],
  ['OR_Bool', [false, true], true],
  ['NOR_Bool', [false, false], true],
  ['XOR_Bool', [true, true], false],
  ['XNOR_Bool', [true, true], true],
  ['AND_Int', [12, 10], 8],
  ['NAND_Int', [12, 10], -9],
  ['OR_Int', [12, 10], 14],
  ['XNOR_Int', [12, 10], ~6],
  ['AND_Multi_Bool', [[true, true, false]], false],
  ['AND_Multi_Bool', [[]], false],
  ['NOR_Multi_Bool', [[false, false]], true],
  ['XOR_Multi_Int', [[1, 2, 4]], 7],
  ['NAND_Multi_Int', [[7, 6, 4]], ~4],
  ['NOT_Int', [0], -1],
  ['NOT_Bool', [false], true],
  ['ShiftLeft_Int', [1, 33], 2],
  ['ShiftRight_Int', [-8, 1], -4],
  ['RotateLeft_Int', [MIN, 1], 1],
  ['RotateRight_Int', [1, 1], MIN],
  ['Add_Float_Float3', [1, [1, 2, 3]], [2, 3, 4]],
  ['Sub_Float2_Float', [[5, 6], 1], [4, 5]],
  ['Mul_Color_Float', [[1, 2, 3, 4], 2], [2, 4, 6, 8]],
  ['Div_Float_Float2', [1, [2, 4]], [0.5, 0.25]],
  ['Pack_Color', [1, 2, 3, 4], [1, 2, 3, 4]],
  ['Unpack_Float3', [[1, 2, 3]], [1, 2, 3]],
  [
    'Dot_Float3',
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
    32,
  ],
  [
    'Cross_Float3',
    [
      [1, 0, 0],
      [0, 1, 0],
    ],
    [0, 0, 1],
  ],
  ['Magnitude_Float2', [[3, 4]], 5],
  ['SqrMagnitude_Float4', [[1, 1, 1, 1]], 4],
  [
    'Distance_Float3',
    [
      [0, 0, 0],
      [0, 3, 4],
    ],
    5,
  ],
  ['Distance_Float', [2, -1], 3],
  ['Normalized_Float2', [[0, 5]], [0, 1]],
  ['Normalized_Float2', [[0, 0]], [0, 0]],
  [
    'Project_Float2',
    [
      [2, 3],
      [2, 0],
    ],
    [2, 0],
  ],
  [
    'Reflect_Float3',
    [
      [1, -1, 0],
      [0, 1, 0],
    ],
    [1, 1, 0],
  ],
  [
    'Angle_Float2',
    [
      [1, 0],
      [0, 2],
    ],
    90,
  ],
  [
    'Angle_Float3',
    [
      [0, 0, 0],
      [0, 2, 0],
    ],
    0,
  ],
  [
    'VectorDeltaAngle_Float2',
    [
      [1, 0],
      [0, -1],
    ],
    -90,
  ],
  [
    'Mul_FloatQ_Float3',
    [
      [0, 0, 1, 0],
      [1, 2, 3],
    ],
    [-1, -2, 3],
  ],
  [
    'Angle_floatQ',
    [
      [0, 0, 0, 1],
      [0, 0, 1, 0],
    ],
    180,
  ],
  ['IsNaN_Float3', [[1, NaN, 2]], true],
  ['IsInfinity_Float', [-Infinity], true],
  ['Approximately_Float', [1, f(1.1), f(0.2)], true],
  ['Approximately_Float2', [[1, 1], [1, 2], 0.5], false],
  ['ApproximatelyNot_Float2', [[1, 1], [1, 2], 0.5], true],
  ['ZeroOneFloat3', [true], [1, 1, 1]],
  ['ZeroOneInt', [false], 0],
  ['Sin_Float', [f(Math.PI / 2)], 1],
  ['Cos_Float2', [[0, f(Math.PI)]], [1, -1]],
  ['Pow_Float', [2, 10], 1024],
  ['Pow_Float', [-8, f(1 / 3)], NaN],
  ['Pow_Float_Float2', [2, [3, -1]], [8, 0.5]],
  ['LogN_Float', [8, 2], 3],
  ['Log10_Float', [1000], 3],
  ['Exp_Float', [1], f(Math.E)],
  ['Sqrt_Float', [2], f(Math.SQRT2)],
  ['NthRoot_Float', [27, 3], 3],
  ['Atan2_Float', [-1, 0], f(-Math.PI / 2)],
  ['Round_Float', [2.5], 2],
  ['Round_Float', [3.5], 4],
  ['Round_Float', [-0.4], -0],
  ['Floor_Float2', [[-1.5, 1.5]], [-2, 1]],
  ['Sign_Float', [-3], -1],
  ['Sign_Int', [MIN], -1],
  ['Repeat01_Float', [-0.25], 0.75],
  ['Clamp01_Color', [[2, -1, 0.5, 1]], [1, 0, 0.5, 1]],
  ['PingPong_Float', [2.5, 2], 1.5],
  ['PingPong_Int', [5, 3], 1],
  ['Avg_Float', [1, 2], 1.5],
  [
    'AvgMulti_Float2',
    [
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [2, 3],
  ],
  ['AvgMulti_Float', [[]], 0],
  ['CosineLerp_Float', [0, 10, 0.5], 5],
  ['MultiCosineLerp_Float', [0.5, [1, 2, 3]], 2],
  [
    'InverseLerp_Float2',
    [
      [0, 0],
      [2, 4],
      [1, 1],
    ],
    [0.5, 0.25],
  ],
  ['IsBetween_Int', [3, 3, 4], true],
  [
    'IsBetween_Float2',
    [
      [0, 5],
      [0, 0],
      [1, 1],
    ],
    false,
  ],
  ['FloorToInt_Float', [-1.5], -2],
  ['RoundToInt_Float', [1e20], MAX],
  ['CeilToInt_Float', [NaN], 0],
  ['GreatestCommonDivisor_Int', [-12, 18], 6],
  ['LeastCommonMultiple_Int', [4, 6], 12],
  ['LeastCommonMultiple_Int', [0, 6], 0],
  ['FactorialFloat', [5], 120],
  ['FactorialFloat', [MAX], Infinity],
  ['Remap_Float', [0, 10, 100, 200, 5], 150],
  ['Remap11_01_Float', [-1], 0],
  ['SmoothStep_Float', [0.5], 0.5],
  ['SmootherStep_Float', [2], 1],
  ['Cast_float_To_int', [-1.9], -1],
  ['Cast_double_To_float', [0.1], f(0.1)],
  ['Cast_color_To_float4', [[1, 2, 3, 4]], [1, 2, 3, 4]],
])('%s of %j is %j', (name, inputs, expected) => {
  expect(given(name, ...(inputs as never[]))).toEqual(expected);
});

const number = fc.oneof(fc.float(), fc.constantFrom(0, -0, 0.5, 1, -1, 1e10, -1e10, NaN, Infinity, -Infinity).map(f));
const VALUES: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  bool: fc.boolean(),
  int: fc.oneof(fc.integer(), fc.constantFrom(0, 1, -1, MAX, MIN)),
  long: fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.constantFrom(0n, 1n, -1n, 2n ** 63n - 1n, -(2n ** 63n))),
  float: number,
  double: fc.double(),
  string: fc.option(fc.string({ maxLength: 4 })),
  float2: fc.tuple(number, number),
  float3: fc.tuple(number, number, number),
  float4: fc.tuple(number, number, number, number),
  color: fc.tuple(number, number, number, number),
  floatQ: fc.tuple(number, number, number, number),
};
const FAMILIES = ['Operators', 'Math', 'Casts'];

test('each node of numbers does the same compiled and interpreted, and a float is one at every output', () => {
  let tried = 0;
  for (const node of FLOW_NODES.filter(({ category, outputs }) => FAMILIES.includes(category) && outputs.length > 0))
    for (const type of node.generic ?? ['']) {
      const arbitraries = node.inputs.map((each) => VALUES[each.type === 'T' ? type : each.type]);
      if (arbitraries.includes(undefined)) continue;
      tried++;
      const inputs = arbitraries.map((each, at) => (node.inputs[at]?.list === true ? fc.array(each as fc.Arbitrary<unknown>, { maxLength: 4 }) : each));
      fc.assert(
        fc.property(fc.tuple(...(inputs as fc.Arbitrary<unknown>[])), (values) => {
          const found = given(type === '' ? node.name : node.name.replace('<T>', `<${type}>`), ...(values as never[]));
          const list = node.outputs.length > 1 ? (found as unknown[]) : [found];
          for (const [at, output] of node.outputs.entries()) {
            const gives = output.type === 'T' ? type : output.type;
            const value = list[at];
            if (gives === 'bool') expect(typeof value).toBe('boolean');
            else if (gives === 'int') expect((value as number) | 0, node.name).toBe(value);
            else if (gives === 'long') expect(BigInt.asIntN(64, value as bigint), node.name).toBe(value);
            else if (gives === 'double') expect(typeof value).toBe('number');
            else for (const each of [value].flat()) expect(f(each as number), node.name).toBe(each);
          }
        }),
        samples(100),
      );
    }
  expect(tried).toBeGreaterThan(350);
});
