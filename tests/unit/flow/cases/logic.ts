import { of, type Case, type Row } from './case.ts';
import { numbers } from './rows.ts';

/** A, B, and what is of them by AND, OR and XOR; the others are those turned around. */
const BOOLS = numbers`false false → [false false false], false true → [false true true], true false → [false true true], true true → [true true false]`;
const INTS = numbers`
  12 10 → [8 14 6], 0 0 → [0 0 0], -1 0 → [0 -1 -1], 0 -1 → [0 -1 -1], -1 -1 → [-1 -1 0], MAX MIN → [0 -1 -1], MIN MAX → [0 -1 -1], MAX MAX → [MAX MAX 0],
  MIN MIN → [MIN MIN 0], 5 -2 → [4 -1 -5]
`;
/** Any number of them; nothing is set of none, whichever way round. */
const MANY_BOOLS = numbers`
  [true] → [true true true], [false] → [false false false], [true true true] → [true true true], [true false true] → [false true false],
  [false false false] → [false false false], [true true] → [true true false]
`;
const MANY_INTS = numbers`[7] → [7 7 7], [7 6 4] → [4 7 5], [1 2 4] → [0 7 7], [-1 MAX MIN] → [0 -1 0], [MIN MAX] → [0 -1 -1]`;

const WAYS = ['AND', 'OR', 'XOR'] as const;
const TURNED = ['NAND', 'NOR', 'XNOR'] as const;
const pick = (rows: readonly Row[], at: number, turn: (value: unknown) => unknown): Row[] =>
  rows.map((row) => [...row.slice(0, -1), turn((row.at(-1) as readonly unknown[])[at])]);
const same = (value: unknown): unknown => value;
const not = (value: unknown): unknown => value !== true;
/** What all bits turned around are: less one, with the other sign. */
const notBits = (value: unknown): unknown => -(value as number) - 1;

export const LOGIC_CASES: readonly Case[] = [
  ...[WAYS, TURNED].flatMap((words, isTurned) =>
    words.flatMap((word, at) => [
      ...of(`${word}_Bool`, ...pick(BOOLS, at, isTurned === 1 ? not : same)),
      ...of(`${word}_Int`, ...pick(INTS, at, isTurned === 1 ? notBits : same)),
      ...of(`${word}_Multi_Bool`, [[], false], ...pick(MANY_BOOLS, at, isTurned === 1 ? not : same)),
      ...of(`${word}_Multi_Int`, [[], 0], ...pick(MANY_INTS, at, isTurned === 1 ? notBits : same)),
    ]),
  ),
  ...of('NOT_Bool', [true, false], [false, true]),
  ...of('NOT_Int', ...numbers`0 → -1, -1 → 0, 5 → -6, MAX → MIN, MIN → MAX`),
  // Of how far the lowest five bits count, as in C#.
  ...of('ShiftLeft_Int', ...numbers`1 4 → 16, 1 31 → MIN, 1 32 → 1, 1 33 → 2, 1 -1 → MIN, MAX 1 → -2, MIN 1 → 0, 1 MAX → MIN, 1 MIN → 1, 0 5 → 0`),
  ...of('ShiftRight_Int', ...numbers`16 4 → 1, -8 1 → -4, -1 31 → -1, 7 32 → 7, -8 -31 → -4, MAX 30 → 1, MIN 31 → -1, MIN MAX → -1, 5 MIN → 5`),
  ...of('RotateLeft_Int', ...numbers`1 1 → 2, MIN 1 → 1, 1 31 → MIN, 1 32 → 1, 1 -1 → MIN, MAX 1 → -2, 5 0 → 5, 1 MAX → MIN, 1 MIN → 1`),
  ...of('RotateRight_Int', ...numbers`2 1 → 1, 1 1 → MIN, 1 31 → 2, 1 32 → 1, 1 -1 → 2, MAX 1 → -1073741825, 5 0 → 5, 1 MAX → 2, MIN MIN → MIN`),
];
