import Type, { type TSchema } from 'typebox';
import { checkOf, type Check } from '../../engine/index.ts';
import type { PageToServer } from '../protocol.ts';
import { CommandSchema, Id, mapOf, MAX_OPERATIONS } from './operations.ts';

const exact = { additionalProperties: false } as const;
const World = Type.String({ minLength: 1, maxLength: 200 });
const ViewNumber = Type.Integer({ minimum: 0, maximum: 2147483647 });
const Rate = Type.Optional(Type.Number({ minimum: 0.1, maximum: 60 }));
const RequestId = Type.String({ minLength: 1, maxLength: 100 });
const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

const VIEWS = [
  Type.Object(
    {
      kind: Type.Literal('tree'),
      expanded: Type.Array(Id, { maxItems: 20_000 }),
      offset: Count,
      limit: Type.Integer({ minimum: 0, maximum: 1000 }),
      query: Type.Optional(Type.String({ maxLength: 2000 })),
      root: Type.Optional(Type.Union([Id, Type.Null()])),
    },
    exact,
  ),
  Type.Object({ kind: Type.Literal('entity'), entity: Id, rate: Rate }, exact),
  Type.Object({ kind: Type.Literal('log'), after: Type.Optional(Count), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 2000 })) }, exact),
  Type.Object({ kind: Type.Literal('status'), rate: Rate, userId: Type.Optional(Id) }, exact),
] as const;

const SCHEMAS = {
  hello: Type.Object({ version: Type.Number(), name: Type.Optional(Type.String({ maxLength: 80 })) }, exact),
  enter: Type.Object({ world: World }, exact),
  watch: Type.Object({ view: ViewNumber, what: Type.Union([...VIEWS]) }, exact),
  unwatch: Type.Object({ view: ViewNumber }, exact),
  edit: Type.Object(
    {
      operations: Type.Array(Type.Unknown(), { minItems: 1, maxItems: MAX_OPERATIONS }),
      requestId: RequestId,
      group: Type.Optional(RequestId),
      label: Type.Optional(Type.String({ maxLength: 200 })),
    },
    exact,
  ),
  command: Type.Object({ command: CommandSchema, requestId: RequestId }, exact),
  control: Type.Object(
    {
      action: Type.Enum(['pause', 'resume', 'step', 'save', 'undo', 'redo', 'speed']),
      requestId: RequestId,
      ticks: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
      speed: Type.Optional(Type.Number({ minimum: 0.01, maximum: 100 })),
    },
    exact,
  ),
  answer: Type.Object({ world: World, ask: Count, decision: Type.Enum(['once', 'always', 'deny', 'dismissed']) }, exact),
  spawn: Type.Object({ item: mapOf(Type.Unknown()), parent: Type.Union([Id, Type.Null()]), requestId: RequestId }, exact),
  item: Type.Object({ entity: Id }, exact),
  history: Type.Object({}, exact),
  ping: Type.Object({}, exact),
} as const satisfies { readonly [K in keyof PageToServer]: TSchema };

const EXPECTED: { readonly [K in keyof PageToServer]: string } = {
  hello: '{"version","name"?}',
  enter: '{"world"}',
  watch: '{"view","what":{"kind",…}}',
  unwatch: '{"view"}',
  edit: '{"operations":[…],"requestId","group"?,"label"?}',
  command: '{"command":{"command","entity","component","args"?},"requestId"}',
  control: '{"action","requestId","ticks"?,"speed"?}',
  answer: '{"world","ask","decision"}',
  spawn: '{"item","parent","requestId"}',
  item: '{"entity"}',
  history: '{}',
  ping: '{}',
};

/** What is wrong with a page's message, by its event. */
export const PAGE_CHECKS = Object.fromEntries(
  Object.entries(SCHEMAS).map(([event, schema]) => [event, checkOf(schema, EXPECTED[event as keyof PageToServer])]),
) as { readonly [K in keyof PageToServer]: Check };
