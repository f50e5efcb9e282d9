import Type from 'typebox';
import type { SendSpec } from '../door.ts';
import { byName } from '../schema/by-name.ts';
import { defineComponent, type Advice } from '../schema/component.ts';
import { json, type Objection } from '../schema/field.ts';
import type { Pointer } from '../schema/pointer.ts';
import { SavedSendForm, specFaults } from './spec.ts';

export type Sends = { readonly [name: string]: SendSpec };
const MOST_SENDS = 1_000;

/** Messages that are said to many, by their names. */
export const SavedSends = defineComponent('SavedSends', {
  doc: 'Holds messages that are said to many clients, each its own: by name, with whom they are for and when. They travel with the scene.',
  category: 'Network',
  disabled: 'None of them runs. One that is on begins anew when it is enabled.',
  fields: {
    Sends: json<Sends>(byName(SavedSendForm, 200), 'sends by their names', {
      default: {},
      doc:
        'Each with `text` (what is said, with expressions in double braces), `to` (a query or ids of entities), `every` seconds or `at` seconds after it ' +
        'began, `times`, `rate` (messages a second at most), `within` (seconds for an answer), `by` (what tells answers apart) and `on` (it runs by itself).',
      accepts: (sends) => {
        const objections: Objection[] = [];
        if (Object.keys(sends).length > MOST_SENDS)
          objections.push({ expected: `at most ${MOST_SENDS} sends`, message: `it has ${Object.keys(sends).length}` });
        for (const [name, spec] of Object.entries(sends))
          for (const { path, expected, message } of specFaults(spec)) objections.push({ inside: `${name}/${path}`, expected, message });
        return objections;
      },
      references: (sends, map) =>
        Object.fromEntries(Object.entries(sends).map(([name, spec]) => [name, typeof spec.to === 'string' ? spec : { ...spec, to: spec.to.map(map) }])),
      pointers: pointersIn,
    }),
  },
  commands: {
    Send: {
      label: 'Send…',
      doc: 'Begins one of the sends now, whether it is on or not. Answers with the number of its run.',
      args: Type.Object({ Name: Type.String({ maxLength: 200, description: 'Name of the send.' }) }, { additionalProperties: false }),
    },
    Stop: {
      label: 'Stop…',
      doc: 'Stops what runs of it; with a name that alone. One that is on begins anew when it is edited, or the component enabled.',
      args: Type.Object(
        { Name: Type.Optional(Type.String({ maxLength: 200, description: 'Name of the send. Absent: all of them.' })) },
        { additionalProperties: false },
      ),
    },
  },
  advise: ({ Sends: sends }) => {
    const advice: Advice[] = [];
    for (const [name, spec] of Object.entries((sends ?? {}) as Sends))
      if (spec.on === true && spec.every === undefined && spec.at === undefined)
        advice.push({
          field: 'Sends',
          expected: 'every or at',
          message: `${JSON.stringify(name)} is on and says it once, as the world begins; say when by every or at`,
        });
    return advice;
  },
});

function* pointersIn(sends: Sends): Iterable<Pointer> {
  for (const [name, spec] of Object.entries(sends)) {
    if (typeof spec.to === 'string') continue;
    for (const [at, entity] of spec.to.entries()) yield { inside: `${name}/to/${at}`, entity };
  }
}
