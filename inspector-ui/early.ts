import type { FirstRows, FirstRowsQuestion, Json } from '../server/protocol.ts';
import type { Early } from './session/ahead.ts';

/*
 * The page's first line, a file of its own that imports nothing: it asks for the top of the hierarchy by what is remembered here, so that the
 * answer is on its way while everything else is fetched and evaluated. `session/ahead.ts` takes it from there.
 */

/** Pixels of a row where rows are lowest, rows beyond what is in view, and how many are asked for at most. */
const LOWEST = 22,
  SPARE = 40,
  MOST = 480;

/** As `cells/memory.ts` remembers it. */
function recall(key: string): Json | undefined {
  try {
    return JSON.parse(localStorage.getItem(`worldwire.${key}`) ?? 'null') as Json;
  } catch {
    return null;
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function question(): FirstRowsQuestion {
  const limit = Math.min(MOST, Math.ceil(innerHeight / LOWEST) + SPARE);
  const world = recall('world');
  if (typeof world !== 'string' || world === '') return { limit };
  const place = recall(`place.${world}`) as { readonly expanded?: Json; readonly root?: Json } | null;
  if (!isTexts(place?.expanded)) return { limit, world };
  return { limit, world, expanded: place.expanded, root: typeof place.root === 'string' ? place.root : null };
}

async function ask(asked: FirstRowsQuestion): Promise<FirstRows | null> {
  try {
    const reply = await fetch('./api/first-rows', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(asked) });
    return reply.ok ? ((await reply.json()) as FirstRows) : null;
  } catch {
    return null;
  }
}

const asked = question();
const early: Early = { question: asked, coming: ask(asked), answer: null };
globalThis.worldwireEarly = early;
void early.coming.then((answer) => {
  early.answer = answer;
});
