import { defineComponent } from '../schema/component.ts';
import { bool, color, float, int, string } from '../schema/field.ts';

const category = 'Data';
const disabled = 'Nothing: it is plain data.';

/** Holds true or false. */
export const BoolValue = defineComponent('BoolValue', { doc: 'Holds true or false.', category, disabled, fields: { Value: bool({ doc: 'The value.' }) } });
/** Holds a whole number. */
export const IntValue = defineComponent('IntValue', { doc: 'Holds a whole number.', category, disabled, fields: { Value: int({ doc: 'The value.' }) } });
/** Holds a number. */
export const FloatValue = defineComponent('FloatValue', {
  doc: 'Holds a number.',
  category,
  disabled,
  fields: { Value: float({ step: 0.1, doc: 'The value.' }) },
});
/** Holds text. */
export const StringValue = defineComponent('StringValue', {
  doc: 'Holds text.',
  category,
  disabled,
  fields: { Value: string({ multiline: true, doc: 'The value.' }) },
});
/** Holds a colour. */
export const ColorValue = defineComponent('ColorValue', {
  doc: 'Holds a colour.',
  category,
  disabled,
  fields: { Value: color({ doc: 'The value: red, green, blue, alpha.' }) },
});
