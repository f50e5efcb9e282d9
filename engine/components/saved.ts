import Type from 'typebox';
import { byName } from '../schema/by-name.ts';
import { defineComponent } from '../schema/component.ts';
import { json, type Objection } from '../schema/field.ts';
import type { Pointer } from '../schema/pointer.ts';

/** As long as a query may be. */
const LONGEST_QUERY = 1_000;
const LONGEST_NAME = 200;
/** Queries, and selections, of one component; and entities of one selection, as many as can be selected at once. */
const MOST = 1_000,
  MOST_SELECTED = 10_000;

type Queries = { readonly [name: string]: string };
type Selections = { readonly [name: string]: readonly string[] };

/** Queries that are asked again and again, with the scene. */
export const SavedQueries = defineComponent('SavedQueries', {
  doc: 'Holds queries by names, which the search of the inspector offers. They travel with the scene.',
  category: 'Utility',
  disabled: 'Nothing: it is plain data.',
  fields: {
    Queries: json<Queries>(byName(Type.String({ maxLength: LONGEST_QUERY }), LONGEST_NAME), 'queries by their names', {
      default: {},
      editor: 'stringMap',
      doc: 'What each finds, as the search of the hierarchy takes it: `c:WebsocketClient State!=Open`. Ids in it stay as they are where it is copied.',
      accepts: (queries) => tooMany(queries, 'queries'),
    }),
  },
});

/** Selections that are made again and again, with the scene. */
export const SavedSelections = defineComponent('SavedSelections', {
  doc: 'Holds selections by names, which the inspector selects again. They travel with the scene.',
  category: 'Utility',
  disabled: 'Nothing: it is plain data.',
  fields: {
    Selections: json<Selections>(
      byName(Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: MOST_SELECTED }), LONGEST_NAME),
      'lists of ids of entities by their names',
      {
        default: {},
        doc: 'Ids of the entities of each. What was removed is passed over; in a copy of all of it they are those of the copy.',
        accepts: (selections) => tooMany(selections, 'selections'),
        references: (selections, map) => Object.fromEntries(Object.entries(selections).map(([name, ids]) => [name, ids.map(map)])),
        pointers: pointersIn,
      },
    ),
  },
});

function tooMany(named: object, what: string): Objection | null {
  const count = Object.keys(named).length;
  return count > MOST ? { expected: `at most ${MOST} ${what}`, message: `it has ${count}` } : null;
}

function* pointersIn(selections: Selections): Iterable<Pointer> {
  for (const [name, ids] of Object.entries(selections)) for (const [at, entity] of ids.entries()) yield { inside: `${name}/${at}`, entity };
}
