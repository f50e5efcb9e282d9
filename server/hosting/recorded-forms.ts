import Type from 'typebox';
import { Compile } from 'typebox/compile';

const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** The head of a recording; its version is looked at apart, since a later one may have other keys. */
const Head = Compile(
  Type.Object({
    format: Type.Literal('worldwire/recording'),
    version: Count,
    world: Type.String(),
    name: Type.String(),
    epoch: Type.String(),
    tickRate: Type.Number({ exclusiveMinimum: 0 }),
    engine: Type.String(),
    node: Type.String(),
    started: Type.String(),
    snapshot: Type.String(),
  }),
);

const Author = Type.Object({ userId: Type.String(), role: Type.String() });

/** A record. What an input holds is the world's to check; here it has a type, and one of a link has a list of events. */
const Record = Compile(
  Type.Object({
    seq: Count,
    world: Type.String(),
    author: Author,
    requestId: Type.Optional(Type.String()),
    payload: Type.Union([
      Type.Object({ input: Type.Object({ type: Type.Literal('link'), events: Type.Array(Type.Object({ type: Type.String() })) }) }),
      Type.Object({ input: Type.Object({ type: Type.String({ pattern: '^(?!link$)' }) }) }),
      Type.Object({
        step: Type.Enum(['tick', 'pass']),
        real: Type.Number(),
        wall: Type.Optional(Type.Number()),
        inputs: Count,
      }),
      Type.Object({ end: Type.Object({ hash: Type.String(), tick: Count, reason: Type.Optional(Type.String()) }) }),
    ]),
  }),
);

interface Form {
  Check(value: unknown): boolean;
  Errors(value: unknown): Iterable<{ readonly instancePath: string; readonly message: string }>;
}

/** What a line that should be a recording's head has otherwise, in words; nothing where it is one. */
export function headFault(json: unknown): string | undefined {
  return faultOf(Head, json);
}

/** The same for a record. */
export function recordFault(json: unknown): string | undefined {
  return faultOf(Record, json);
}

function faultOf(form: Form, json: unknown): string | undefined {
  if (form.Check(json)) return undefined;
  const [first] = form.Errors(json);
  return first === undefined ? 'it has another form' : `${first.instancePath === '' ? 'it' : first.instancePath.slice(1)} ${first.message}`;
}
