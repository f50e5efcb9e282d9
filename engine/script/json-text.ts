import { WorldwireError } from '../errors.ts';
import type { Json } from '../schema/field.ts';

/** How deep lists and objects may lie within each other: what goes through them calls itself, as deep as the thread's stack happens to let it. */
const DEEPEST = 200;

/** Reads JSON that comes out of a sandbox. Throws WW_BAD_REQUEST where it is none, and where it is deeper than anything that is handled here. */
export function readJson(text: string): Json {
  if (text.length > DEEPEST && isDeep(text))
    throw new WorldwireError('WW_BAD_REQUEST', `lists and objects lie more than ${DEEPEST} deep within each other, which is the most`);
  try {
    return JSON.parse(text) as Json;
  } catch {
    // What the parser says differs between versions of Node, and would come into the world.
    throw new WorldwireError('WW_BAD_REQUEST', 'expected JSON, and got what is none');
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/** Whether too many brackets are open at a time, those within texts left out. */
function isDeep(text: string): boolean {
  let depth = 0;
  let isWithin = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) isWithin = !isWithin;
    else if (isWithin) at += code === BACKSLASH ? 1 : 0;
    else if (OPENING.has(code)) {
      if (++depth > DEEPEST) return true;
    } else if (CLOSING.has(code)) depth--;
  }
  return false;
}
