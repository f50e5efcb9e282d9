import Type, { type Static } from 'typebox';
import { WorldwireError } from '../errors.ts';
import { defineJob } from '../schema/job.ts';

/** Characters of an address that is fetched from, and of what is sent there; bytes, where bytes are sent. */
export const LONGEST_URL = 8192,
  LONGEST_BODY = 1 << 20;

/** Names of headers and their values, by turns. */
const HEADERS = Type.Array(Type.String({ maxLength: 1 << 16 }), { maxItems: 8192 });
/** Characters of so many bytes in base64. */
const inBase64 = (bytes: number): number => Math.ceil(bytes / 3) * 4;

const ARGS = Type.Object({
  /** Id of the entity and key of the component that it is for: what was allowed for this once was allowed to that. */
  entity: Type.String(),
  component: Type.String(),
  url: Type.String({ maxLength: LONGEST_URL }),
  method: Type.String({ minLength: 1, maxLength: 40 }),
  body: Type.String({ maxLength: LONGEST_BODY }),
  /** Of the body, which is sent as UTF-8. */
  mediaType: Type.String({ maxLength: 200 }),
  /** Where it is there, these headers are sent, and these bytes in base64 instead of `body`, or nothing; and the answer has a `raw` as well. */
  raw: Type.Optional(Type.Object({ headers: HEADERS, body: Type.Union([Type.String({ maxLength: inBase64(LONGEST_BODY) }), Type.Null()]) })),
});
const ANSWER = Type.Object({
  status: Type.Integer({ minimum: 100, maximum: 999 }),
  /** The body as text; empty where `raw` was asked for. */
  content: Type.String(),
  /** Where the answer leads on to: that is another request, which is asked for by itself. */
  redirect: Type.Optional(Type.String({ maxLength: 1 << 16 })),
  /** The answer as it came, its body in base64. */
  raw: Type.Optional(Type.Object({ statusText: Type.String({ maxLength: 1 << 16 }), headers: HEADERS, body: Type.String() })),
});
export type FetchArgs = Static<typeof ARGS>;
export type FetchAnswer = Static<typeof ANSWER>;

/**
 * One HTTP request, made by the machine of the server, whose owner has let the world send requests there; redirects are not followed. Who opens
 * worlds does it: the engine knows no network.
 */
export const FETCH = defineJob('fetch', {
  doc: 'One HTTP request, without redirects: the status, and the body as text, or as bytes with the headers.',
  args: ARGS,
  answer: ANSWER,
  run: () => {
    throw new WorldwireError('WW_UNKNOWN_JOB', 'this world is hosted by what makes no HTTP requests');
  },
});
