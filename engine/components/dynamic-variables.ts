import Type from 'typebox';
import { byName } from '../schema/by-name.ts';
import { defineComponent } from '../schema/component.ts';
import { json, type Json } from '../schema/field.ts';

const numbers = (count: number) => Type.Tuple(Array.from({ length: count }, () => Type.Number()));
const variable = Type.Union([
  Type.Object({ type: Type.Literal('bool'), value: Type.Boolean() }, { additionalProperties: false }),
  Type.Object({ type: Type.Literal('int'), value: Type.Integer({ minimum: -2147483648, maximum: 2147483647 }) }, { additionalProperties: false }),
  Type.Object({ type: Type.Literal('float'), value: Type.Number() }, { additionalProperties: false }),
  Type.Object({ type: Type.Literal('string'), value: Type.String({ maxLength: 1_000_000 }) }, { additionalProperties: false }),
  Type.Object({ type: Type.Literal('float2'), value: numbers(2) }, { additionalProperties: false }),
  Type.Object({ type: Type.Literal('float3'), value: numbers(3) }, { additionalProperties: false }),
  Type.Object({ type: Type.Enum(['float4', 'floatQ', 'color']), value: numbers(4) }, { additionalProperties: false }),
  Type.Object({ type: Type.Literal('entityRef'), value: Type.Union([Type.Null(), Type.String({ minLength: 1 })]) }, { additionalProperties: false }),
]);
const NAME = /^(?:[\p{L}_][\p{L}\p{N}_ .-]{0,127}\/)?[\p{L}_][\p{L}\p{N}_ .-]{0,127}$/u;

/** One named value with its type. */
export type DynamicVariable = {
  readonly type: 'bool' | 'int' | 'float' | 'string' | 'float2' | 'float3' | 'float4' | 'floatQ' | 'color' | 'entityRef';
  readonly value: Json;
};

/** Named, typed values in one place, edited one by one. */
export const DynamicVariables = defineComponent('DynamicVariables', {
  doc: 'A map of named values, each with its type, for what a scene wants to keep by name.',
  category: 'Data',
  disabled: 'Nothing: it is plain data.',
  fields: {
    Variables: json<{ readonly [name: string]: DynamicVariable }>(byName(variable, 257), 'variables by name, each {"type", "value"}', {
      default: {},
      editor: 'variables',
      doc: 'The values by name, each {"type", "value"}; docs/scenes.md shows one of every type.',
      accepts: (variables) => {
        const bad = Object.keys(variables).find((name) => !NAME.test(name));
        return bad === undefined
          ? null
          : {
              message: `${JSON.stringify(bad)} is no name`,
              expected:
                'names of a letter or _, then letters, digits, space, _ . or -, 128 characters at most; before it the name of its space and /, if it has one',
            };
      },
    }),
  },
});
