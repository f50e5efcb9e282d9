import { performance } from 'node:perf_hooks';
import { WorldwireError } from '../../engine/index.ts';
import { IN_MEMORY, type FieldHistory, type FieldQuestion } from './field-change.ts';
import type { Turns } from '../doors/paced-copy.ts';
import { glimpse } from './field-glimpse.ts';
import type { GhostDoor } from './ghost.ts';
import type { Ghosts } from './ghosts.ts';
import type { JournalPast } from './journal-past.ts';
import type { Found, SearchProgress } from './journal-search.ts';
import type { MemoryPast } from './memory-past.ts';
import { MemorySearch } from './memory-search.ts';

/** In what is looked for a change. */
export type SearchedPast = { readonly of: 'journal'; readonly journal: JournalPast } | { readonly of: 'memory'; readonly memory: MemoryPast };

/** What a search needs beside that. */
interface Searched {
  readonly ghosts: Ghosts;
  /** Asks the world as it is. */
  readonly ask: Turns['ask'];
}

/** For whom something is looked for. */
export interface Searching {
  readonly userId: string;
  /** Whether they do not want it any more: what has been found by then is the answer. */
  readonly isOver: () => boolean;
  /** Told now and then of the tick back to which all is looked through, and how much of all that is, from 0 to 1. */
  readonly told?: (from: number, share: number) => void;
  /** Milliseconds that a step takes in the world: where the newest segment is long by that, what changes all the time is told without living it through. */
  readonly cost?: number;
  /** Milliseconds after which the answer is what has been found by then. Default 10 minutes. */
  readonly longest?: number;
}

/** Milliseconds of a ghost between two looks at whether the answer is still wanted. */
const SLICE = 60;
/** Milliseconds of living through for which nobody waits without need. */
const LONG = 500;
/** Milliseconds that a search may take. */
const LONGEST = 10 * 60_000;

/**
 * Finds out when a field changed last, and who did it. The world goes on meanwhile: what is told is of the ticks up to the one at which it began.
 * Rejects with WW_LIMIT, WW_NOT_RECORDED, WW_UNKNOWN_COMPONENT and WW_UNKNOWN_FIELD.
 */
export async function searchField(past: SearchedPast, { ghosts, ask }: Searched, question: FieldQuestion, searching: Searching): Promise<FieldHistory> {
  const { isOver, told, longest = LONGEST } = searching;
  if (question.before !== undefined && (question.before.segment === IN_MEMORY) !== (past.of === 'memory'))
    throw new WorldwireError('WW_NOT_RECORDED', 'What this goes on from is kept no longer where it was found. Ask anew when the field changed last.');
  const end = performance.now() + longest;
  if (question.before === undefined && question.until === undefined && waiting(past) * (searching.cost ?? 0) > LONG) {
    const glimpsed = await glimpse(ask, question, { segment: newest(past), step: Number.MAX_SAFE_INTEGER - 1, part: 0 });
    if (glimpsed !== undefined) return { ...glimpsed, of: past.of };
  }
  const ghost = await ghosts.seeker(searching.userId);
  try {
    const on = past.of === 'journal' ? await inJournal(past.journal, ghost, question) : inMemory(past.memory, ghost, question);
    let progress = await on();
    for (; progress.found === undefined && !isOver() && performance.now() < end; progress = await on()) told?.(progress.from, progress.share);
    return { ...(progress.found ?? given(progress, question)), of: past.of };
  } finally {
    await ghost.end();
  }
}

/** Ticks of the newest stretch. */
function waiting(past: SearchedPast): number {
  const { to, from } =
    past.of === 'journal'
      ? { to: past.journal.to, from: past.journal.chain.at(-1)?.tick }
      : { to: past.memory.range?.to ?? 0, from: past.memory.segments.at(-1)?.tick };
  return from === undefined ? 0 : to - from;
}

function newest(past: SearchedPast): number {
  return past.of === 'journal' ? (past.journal.chain.at(-1)?.segment ?? IN_MEMORY) : IN_MEMORY;
}

async function inJournal(journal: JournalPast, ghost: GhostDoor, question: FieldQuestion): Promise<() => Promise<SearchProgress>> {
  await journal.known();
  await journal.written();
  const { folder, chain, to } = journal;
  if (chain.length === 0) throw new WorldwireError('WW_NOT_RECORDED');
  let errand: Parameters<GhostDoor['search']>[0] = { folder, chain: [...chain], to, question };
  return async () => {
    const going = ghost.search(errand, SLICE);
    errand = undefined;
    return going;
  };
}

function inMemory(memory: MemoryPast, ghost: GhostDoor, question: FieldQuestion): () => Promise<SearchProgress> {
  const search = new MemorySearch(memory, ghost, question);
  return () => search.on();
}

/** What is told by one who gives up. */
function given({ from, next }: SearchProgress, { before }: FieldQuestion): Found & { readonly unfinished: true } {
  const place = next ?? before;
  return { changes: [], from, to: from, holes: [], unfinished: true, ...(place === undefined ? {} : { next: place }) };
}
