import { ARITHMETIC, type Kind, type Operation } from '../values/arithmetic.ts';
import type { DataType, Value } from '../values/data-type.ts';
import type { FlowNode } from './node-types.ts';

/** How many numbers a vector has; 1 for a number. */
const LENGTHS: Readonly<Record<DataType, number>> = { float2: 2, float3: 3, float4: 4, color: 4, floatQ: 4 };
export function lengthOf(type: DataType): number {
  return LENGTHS[type] ?? 1;
}
/** The kind of number that a type is made of. */
export function kindOf(type: DataType): Kind {
  return type === 'int' || type === 'long' || type === 'double' ? type : 'float';
}

/** Operations that JavaScript has signs for: an expression of them is as fast as one written by hand. */
const SIGNS: Partial<Record<Operation, string>> = { add: '+', sub: '-', mul: '*', div: '/', mod: '%' };
const OF_INT: Partial<Record<Operation, (a: string, b: string) => string>> = {
  add: (a, b) => `(${a}+${b}|0)`,
  sub: (a, b) => `(${a}-${b}|0)`,
  mul: (a, b) => `Math.imul(${a},${b})`,
};

/** An operation of numbers as an expression. */
export function expressionOf(kind: Kind, operation: Operation, args: readonly string[]): string {
  const [a = '', b = ''] = args,
    sign = SIGNS[operation];
  if (kind === 'int') return OF_INT[operation]?.(a, b) ?? `m.int.${operation}(${args.join(',')})`;
  if (sign === undefined || kind === 'long') return `m.${kind}.${operation}(${args.join(',')})`;
  return kind === 'float' ? `f(${a}${sign}${b})` : `(${a}${sign}${b})`;
}

/**
 * An operation for each component of vectors, or of numbers. An input that is a number where the others are vectors counts for all components.
 * @param types of each input; `T` is what the node is for
 */
export function byComponent(operation: Operation, output: DataType, types: readonly DataType[]): Required<Pick<FlowNode, 'eval' | 'emit'>> {
  const real = (type: DataType, generic: DataType): DataType => (type === 'T' ? generic : type);
  return {
    eval: (generic, inputs) => {
      const type = real(output, generic),
        length = lengthOf(type);
      const of = ARITHMETIC[kindOf(type)][operation] as (...given: readonly number[]) => number;
      if (length === 1) return of(...(inputs as readonly number[]));
      const isVector = types.map((each) => lengthOf(real(each, generic)) > 1);
      return Array.from({ length }, (_, at) =>
        of(...inputs.map((each, which) => (isVector[which] === true ? (each as readonly number[])[at] : each) as number)),
      );
    },
    emit: (generic, args) => {
      const type = real(output, generic),
        length = lengthOf(type),
        kind = kindOf(type);
      if (length === 1) return expressionOf(kind, operation, args);
      const isVector = types.map((each) => lengthOf(real(each, generic)) > 1);
      const components = Array.from({ length }, (_, at) =>
        expressionOf(
          kind,
          operation,
          args.map((each, which) => (isVector[which] === true ? `${each}[${at}]` : each)),
        ),
      );
      return `[${components.join(',')}]`;
    },
  };
}

/** An operation of any number of values, from the first to the last; what there is for none where there are none. */
export function overAll(operation: Operation, type: DataType, values: readonly Value[], nothing: Value): Value {
  const of = ARITHMETIC[kindOf(type)][operation] as (a: number, b: number) => number;
  if (values.length === 0) return nothing;
  return values.reduce((a, b) =>
    lengthOf(type) === 1 ? of(a as number, b as number) : (a as readonly number[]).map((each, at) => of(each, (b as readonly number[])[at] as number)),
  );
}
