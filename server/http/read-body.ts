import { performance } from 'node:perf_hooks';
import { WorldwireError } from '../../engine/index.ts';
import type { Asker, Part } from '../limits/errand.ts';
import type { SpareTime } from '../limits/spare-time.ts';
import { jsonInParts } from '../schemas/json-in-parts.ts';
import { unreadableBody } from './bodies.ts';

/** Characters up to which a body is parsed at once, which takes a few milliseconds at most. */
const SHORT = 64 * 1024;

/**
 * Parses a body: a short one at once, a longer one in parts, in the time that worlds leave over, so that no tick waits for it. What is not plain in it,
 * such as a `__proto__` key, is told with its place before any schema looks at it.
 * @throws WorldwireError WW_BAD_REQUEST with the places of what is wrong
 */
export async function readBody(text: string, spare: SpareTime, asker: Asker): Promise<unknown> {
  const reading = jsonInParts(text, 'body');
  const part = (milliseconds: number): Part<unknown> => {
    const until = performance.now() + milliseconds;
    try {
      do {
        const next = reading.next();
        if (next.done === true) return { done: next.value };
      } while (performance.now() < until);
      return undefined;
    } catch (error) {
      throw error instanceof WorldwireError && error.code === 'WW_BAD_REQUEST' ? error : unreadableBody(error);
    }
  };
  if (text.length > SHORT) return spare.do(asker, { part });
  const read = part(Infinity);
  return read !== undefined && 'done' in read ? read.done : undefined;
}
