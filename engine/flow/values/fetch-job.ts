import Type, { type Static } from 'typebox';
import { WorldwireError } from '../../errors.ts';
import { defineJob } from '../../schema/job.ts';

/** Characters of an address that is fetched from, and of what is sent there. */
export const LONGEST_URL = 8192,
  LONGEST_BODY = 1 << 20;

const ARGS = Type.Object({
  /** Id of the entity and key of the component that it is for: what was allowed for this once was allowed to that. */
  entity: Type.String(),
  component: Type.String(),
  url: Type.String({ maxLength: LONGEST_URL }),
  method: Type.Enum(['GET', 'POST']),
  body: Type.String({ maxLength: LONGEST_BODY }),
  /** Of the body, which is sent as UTF-8. */
  mediaType: Type.String({ maxLength: 200 }),
});
const ANSWER = Type.Object({
  status: Type.Integer({ minimum: 100, maximum: 999 }),
  content: Type.String(),
  /** Where the answer leads on to: that is another request, which is asked for by itself. */
  redirect: Type.Optional(Type.String({ maxLength: 1 << 16 })),
});
export type FetchArgs = Static<typeof ARGS>;
export type FetchAnswer = Static<typeof ANSWER>;

/**
 * One HTTP request, made by the machine of the server, whose owner has let the world send requests there; redirects are not followed. Who opens
 * worlds does it: the engine knows no network.
 */
export const FETCH = defineJob('fetch', {
  doc: 'One HTTP request, without redirects: the status, and the body as text.',
  args: ARGS,
  answer: ANSWER,
  run: () => {
    throw new WorldwireError('WW_UNKNOWN_JOB', 'this world is hosted by what makes no HTTP requests');
  },
});
