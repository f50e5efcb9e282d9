import { defineComponent } from '../schema/component.ts';
import { string } from '../schema/field.ts';

/** A note to whoever looks. */
export const Comment = defineComponent('Comment', {
  doc: 'A note to whoever looks at the entity.',
  category: 'Utility',
  disabled: 'Nothing: it is plain data.',
  fields: { Text: string({ multiline: true, doc: 'The note.' }) },
});
