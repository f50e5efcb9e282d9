import type { Json, Operation } from '../../server/protocol.ts';
import type { EditorChange } from '../editors/editor.ts';
import { MOST_DETAILS, detailsOf } from '../session/details.ts';
import { session } from '../session/session.ts';
import { editWords } from '../controls/fault-words.ts';
import { editByExpression } from './by-expression.ts';
import { onSeveral } from './component-actions.ts';
import type { SendChange } from './field-row.ts';

interface At {
  readonly entities: readonly string[];
  readonly component: string;
  readonly field: string;
}

/** Sends edits of a field, of one entity or of several at once: one batch, and so one step of undo. `before` is undefined where they differ. */
export function sender(where: () => At, before: () => unknown): SendChange {
  return async (change) => {
    const at = where(),
      was = before();
    if (change.expression !== undefined) return expressed(at, change.expression);
    // Of values that differ each is changed from what it is; those have to be asked for.
    if (change.each !== undefined && was === undefined && at.entities.length > 1) return each(at, change.each);
    const { value, patch, group } = change,
      began = group === undefined ? was : change.from;
    const operations = at.entities.map((entity): Operation => {
      const place = { entity, component: at.component, field: at.field };
      return patch === undefined ? { op: 'setField', ...place, value } : { op: 'patchField', ...place, patch };
    });
    const name = `${at.component}.${at.field}`,
      several = onSeveral(at.entities);
    const words = patch === undefined && began !== undefined ? editWords(name, began, value) : name;
    return session.edit(operations, { ...(group === undefined ? {} : { group }), label: `${words.slice(0, 200 - several.length)}${several}` });
  };
}

/** What an expression says for each; a part of a value is set alone, and leaves the others. */
async function expressed({ entities, component, field }: At, { text, part }: NonNullable<EditorChange['expression']>): ReturnType<SendChange> {
  const manifest = session.manifest.value.get(component.split('#')[0] ?? '')?.fields.find(({ name }) => name === field);
  if (manifest === undefined) return { ok: false, code: 'WW_UNKNOWN_FIELD', message: `${component} has no field ${field}` };
  return editByExpression({
    entities,
    field: part === undefined ? manifest : { ...manifest, kind: 'float' },
    text,
    present: ({ components }) => {
      const value = components[component]?.[field];
      return part === undefined ? value : Array.isArray(value) ? (value[part] as Json | undefined) : undefined;
    },
    operation: (entity, said, detail) => {
      const whole = detail?.components[component]?.[field];
      const value = part === undefined || !Array.isArray(whole) ? said : (whole as readonly Json[]).with(part, said);
      return { op: 'setField', entity, component, field, value };
    },
    keeps: part !== undefined,
    label: `${component}.${field}${onSeveral(entities)}`,
  });
}

async function each({ entities, component, field }: At, change: NonNullable<EditorChange['each']>): ReturnType<SendChange> {
  if (entities.length > MOST_DETAILS)
    return {
      ok: false,
      code: 'WW_LIMIT',
      message: `Each of ${entities.length} differs; at most ${MOST_DETAILS} can be changed from what they are. Select fewer, or set all to one value.`,
    };
  const details = await detailsOf(entities);
  const operations = [...details].flatMap(([entity, detail]): Operation[] => {
    const present = detail.components[component]?.[field];
    return present === undefined ? [] : [{ op: 'setField', entity, component, field, value: change(present) }];
  });
  if (operations.length === 0) return { ok: false, code: 'WW_UNKNOWN_ENTITY', message: 'None of them is there any more.' };
  return session.edit(operations, { label: `${component}.${field}${onSeveral(entities)}` });
}
