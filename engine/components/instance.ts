import Type from 'typebox';
import { INSTANCE, markOf, readMark, type Marks } from '../instance-marks.ts';
import { byName } from '../schema/by-name.ts';
import { defineComponent } from '../schema/component.ts';
import { entityRef, json } from '../schema/field.ts';

/** Makes an entity follow another one, its source, in all that it does not have of its own. */
export const Instance = defineComponent(INSTANCE, {
  doc:
    'Makes the entity an instance of its source: it and all that hangs below it follow each edit of the source, but for what is overridden here. ' +
    'Its own are its name, its place, whether it is active, and Position and Rotation of its Transform.',
  category: 'Templates',
  single: true,
  disabled: 'Nothing: the entity follows its source all the same.',
  fields: {
    Source: entityRef({ doc: 'The entity that this one is an instance of. Placed with the instance; to follow another one, unlink it and place one of that.' }),
    Overrides: json<Marks>(byName(Type.Literal(true), 1000), 'marks of what is overridden, each true', {
      default: {},
      doc:
        'What differs from the source and does not follow it, as marks that edits leave: `Component.Field`, `name`, `+Component`, `-Component`, ' +
        'with `part/` in front for a part, and `part/-` for one that was removed. Taken back, or given to the source, by their own operations.',
      references: (marks, map) =>
        Object.fromEntries(
          Object.keys(marks).map((mark) => {
            const { part, what } = readMark(mark);
            return [markOf(part === '' ? '' : map(part), what), true as const];
          }),
        ),
      // Marks of what is not there any more say nothing that anybody has to look after.
      pointers: () => [],
    }),
  },
});
