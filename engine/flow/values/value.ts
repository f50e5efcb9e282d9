import type { ComponentRef, FieldRef, Json } from '../../schema/field.ts';

/** The names of types, as the original has them; each component type is a type of references to it. */
export type DataType = string;

/**
 * What flows over data wires. Texts may be null, as the original's are; users and slots are ids, components and fields are named by their entity,
 * so that each value is data and outlives what it names. Whole numbers of 64 bits, moments and lengths of time are `bigint`s.
 */
export type Value = Json | Uint8Array | ComponentRef | FieldRef | bigint | Boxed;

/** A value with its type, as an `object` is that may be any. Null is none. */
export class Boxed {
  readonly type: DataType;
  readonly value: Exclude<Value, Boxed>;

  constructor(type: DataType, value: Exclude<Value, Boxed>) {
    this.type = type;
    this.value = value;
  }
}

/** A value of a type as one that may be any; what may be null is of the type that it has where it is not. */
export function boxed(type: DataType, value: Value): Value {
  if (value === null || value instanceof Boxed) return value;
  return new Boxed(type.endsWith('?') ? type.slice(0, -1) : type, value);
}
