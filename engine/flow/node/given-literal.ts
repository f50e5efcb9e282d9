import type { DataType } from '../values/data-type.ts';

/** A literal that a graph gives to an input. */
export interface GivenLiteral {
  readonly node: number;
  readonly input: string;
  /** -1 where the input takes one. */
  readonly which: number;
  readonly type: DataType;
  readonly isNumber: boolean;
}
