import type { Case } from './case.ts';
import { BYTE_CASES } from './bytes.ts';
import { CURVE_CASES } from './curves.ts';
import { FORMATTING_CASES } from './formatting.ts';
import { JSON_CASES } from './json.ts';
import { LOGIC_CASES } from './logic.ts';
import { MATH_CASES } from './math.ts';
import { NOISE_CASES } from './noise.ts';
import { OPERATOR_CASES } from './operators.ts';
import { PARSING_CASES } from './parsing.ts';
import { STRING_CASES } from './strings.ts';
import { VALUE_CASES } from './values.ts';
import { VECTOR_CASES } from './vectors.ts';

/** The cases of all pure nodes, by family. */
export const PURE: Readonly<Record<string, readonly Case[]>> = {
  bytes: BYTE_CASES,
  curves: CURVE_CASES,
  formatting: FORMATTING_CASES,
  json: JSON_CASES,
  logic: LOGIC_CASES,
  math: MATH_CASES,
  noise: NOISE_CASES,
  operators: OPERATOR_CASES,
  parsing: PARSING_CASES,
  strings: STRING_CASES,
  values: VALUE_CASES,
  vectors: VECTOR_CASES,
};
