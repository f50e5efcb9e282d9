import { WorldwireError } from '../../engine/index.ts';
import { JsonTally, type TallyLimits } from '../schemas/json-tally.ts';
import { MAX_OPERATIONS } from '../schemas/operations.ts';
import { PLAIN_LIMITS } from '../schemas/plain.ts';

/** Characters up to which a message can hold nothing that takes long to parse. */
const SHORT = 16 * 1024;
/** What a message may hold: ten thousand operations of twenty values, or the changes of a revert. It stands in the list of its event. */
const LIMITS: TallyLimits = { depth: PLAIN_LIMITS.depth, values: 250_000, listed: 100_000, around: 1 };
/** Events whose lists have as many members as a batch has operations. */
const BATCHES: ReadonlySet<string> = new Set(['edit', 'commands']);
/** How a message of socket.io begins: with the number of its acknowledgement, and its event. */
const HEAD = /^2(\d*)\["(\w{1,40})",/;
/** Key of what stands for a message that was not parsed. */
const UNPARSED = 'unparsed';

/**
 * Counts what a message of socket.io holds before it is parsed. Where that is too much, gives what is to be parsed in its place: the same event with the
 * reason, for which it is then refused (`unparsedReason`). Undefined where it may be parsed; null where no answer to it could be found.
 */
export function tooMuchIn(text: string): string | null | undefined {
  if (text.length <= SHORT) return undefined;
  const [, number = '', event = ''] = HEAD.exec(text) ?? [];
  try {
    new JsonTally({ ...LIMITS, ...(BATCHES.has(event) ? { listed: MAX_OPERATIONS } : {}) }, 'message').add(Buffer.from(text.slice(text.indexOf('['))));
    return undefined;
  } catch (error) {
    return event === '' ? null : `2${number}${JSON.stringify([event, { [UNPARSED]: (error as Error).message }])}`;
  }
}

/** Why a message was not parsed, if this stands in its place. Whoever writes such a thing themselves is told their own words. */
export function unparsedReason(message: unknown): WorldwireError | undefined {
  if (typeof message !== 'object' || message === null || !Object.hasOwn(message, UNPARSED)) return undefined;
  const { [UNPARSED]: why } = message as { readonly [UNPARSED]: unknown };
  return new WorldwireError('WW_BAD_REQUEST', typeof why === 'string' ? why : undefined);
}
