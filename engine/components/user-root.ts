import { defineComponent } from '../schema/component.ts';
import { userRef } from '../schema/field.ts';

/** Marks the entity of a user; what hangs below it is worn by that user. */
export const UserRoot = defineComponent('UserRoot', {
  doc: 'Marks the entity that stands for a user; what hangs below it is worn by that user. Made when somebody joins, and gone when they leave.',
  category: 'Users',
  single: true,
  disabled: 'Nothing: it is plain data.',
  fields: { User: userRef({ doc: 'Whom the entity stands for.' }) },
});
