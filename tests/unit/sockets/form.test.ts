import Type from 'typebox';
import { expect, test } from 'vitest';
import { PAGE_CHECKS } from '../../../server/schemas/page.ts';
import { formOf } from '../../../server/schemas/form.ts';

test('a schema is written as the form that an error names', () => {
  const kind = (word: string) => Type.Object({ kind: Type.Literal(word), more: Type.Number() });
  expect(
    formOf(
      Type.Object({
        at: Type.Integer(),
        what: Type.Union([kind('tree'), kind('table')]),
        verdict: Type.Optional(Type.Enum(['once', 'always'])),
        list: Type.Array(Type.Object({ id: Type.String(), note: Type.Optional(Type.String()) })),
        names: Type.Optional(Type.Array(Type.String())),
        field: Type.Union([Type.Object({ name: Type.String() }), Type.Null()]),
        parent: Type.Union([Type.String(), Type.Null()]),
      }),
    ),
  ).toBe('{"at","what":{"kind":"tree"|"table",…},"verdict"?:"once"|"always","list":[{"id","note"?}],"names"?:[…],"field":{"name"}|null,"parent"}');
});

test('each message of a page that is no object is answered with the form of its own schema', () => {
  const expected = Object.fromEntries(Object.entries(PAGE_CHECKS).map(([event, check]) => [event, check(5)[0]?.expected]));
  expect(expected).toMatchObject({
    scroll: '{"view","offset","limit"}',
    presence: '{"selection":[…],"editing":{"entity","component","field"}|null,"graph"?:{"entity","component","at"?:[…],"nodes":[…],"wire"?}}',
    decide: '{"scope":"Websocket"|"HTTP","host","port","decision":"allow"|"deny"|"forget"}',
    difference: '{}',
  });
  for (const [event, form] of Object.entries(expected)) expect([event, form?.[0], form?.at(-1)]).toEqual([event, '{', '}']);
});
