import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { ROLES, visible } from '../../engine/index.ts';

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
      Type.Object({
        input: Type.Object({
          type: Type.Literal('join'),
          user: Type.Object({ userId: Type.String(), machineId: Type.String(), name: Type.String(), role: Type.Enum([...ROLES]) }),
        }),
      }),
      Type.Object({ input: Type.Object({ type: Type.String({ pattern: '^(?!(?:link|join)$)' }) }) }),
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

/** Characters of the longest name of a world: that of its file may be as long. */
const LONGEST_NAME = 255;
/** What steers a terminal or a line, turns the writing direction, or leads to another place of a disk or an address. */
const NOT_IN_NAMES = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u{202A}-\u{202E}\u{2066}-\u{2069}/\\]/u;

/**
 * Why a recorded world cannot be called so, in words; nothing where it can. More may stand in it than in a name that is asked for over HTTP,
 * since a world is called as its file is.
 */
export function nameFault(name: string): string | undefined {
  if (name !== '' && name !== '.' && name !== '..' && name.length <= LONGEST_NAME && !NOT_IN_NAMES.test(name)) return undefined;
  const shown = visible(JSON.stringify(name), 60);
  return `must be that of a world: 1 to ${LONGEST_NAME} characters without controls, / or \\, and not . or ..; found ${shown}`;
}

/** What a line that should be a recording's head has otherwise, in words; nothing where it is one. */
export function headFault(json: unknown): string | undefined {
  const fault = faultOf(Head, json);
  if (fault !== undefined) return fault;
  const name = nameFault((json as { readonly name: string }).name);
  return name === undefined ? undefined : `name ${name}`;
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
