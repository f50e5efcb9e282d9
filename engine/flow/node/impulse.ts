import type { DataType, Value } from '../values/data-type.ts';

/** An impulse that goes by its tag. */
export interface Impulse {
  readonly tag: string;
  /** Those that hang below this entity, and its own. */
  readonly below: string;
  readonly kind: 'sync' | 'async';
  /** What it carries, and of which type; empty where it carries nothing. */
  readonly type: DataType;
  readonly value: Value;
}
