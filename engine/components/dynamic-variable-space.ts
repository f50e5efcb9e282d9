import { defineComponent } from '../schema/component.ts';
import { bool, string } from '../schema/field.ts';

/** Gathers the dynamic variables below an entity under a name. */
export const DynamicVariableSpace = defineComponent('DynamicVariableSpace', {
  doc:
    'Gathers the variables of its entity and of all that hangs below it, by their names and types. A variable belongs to the nearest space above it: ' +
    '`Name` to any that takes such, `Space/Name` to one of that name. Variables of one space, name and type are one: what is written is written to all.',
  category: 'Data',
  single: true,
  disabled: 'Nothing: it is plain data.',
  fields: {
    SpaceName: string({ maxLength: 128, doc: 'Its name, for variables that name their space: `Space/Name`.' }),
    OnlyDirectBinding: bool({ doc: 'Whether only variables belong to it that name it; those without the name of a space go to the next one above.' }),
  },
});
