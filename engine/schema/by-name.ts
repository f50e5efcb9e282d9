import Type, { type TSchema } from 'typebox';

/**
 * Schema of values by name. `Type.Record` will not do: it leaves a value unchecked whose name does not fit.
 * @param most greatest length of a name, in characters
 */
export function byName(value: TSchema, most: number): TSchema {
  return Type.Object({}, { additionalProperties: value, propertyNames: Type.String({ maxLength: most }) });
}
