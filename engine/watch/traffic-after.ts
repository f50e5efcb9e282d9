import type { Answers, PassedEntry, TrafficFilter } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import type { InParts } from '../world/in-parts.ts';
import { tapsOf } from './taps.ts';
import { trafficTest } from './traffic-filter.ts';
import { passedEntry } from './traffic-list.ts';

const MOST_ENTRIES = 1_000,
  MOST_TEXT = 1024 * 1024,
  AT_ONCE = 64;

/** Asked for a part of the timeline. */
interface After {
  readonly filter: TrafficFilter;
  readonly hold?: string;
  readonly after: number;
  readonly limit: number;
}

/** What passed all connections after a number, in order, as far as it fits and as much as one answer holds. Throws WW_NOT_FOUND where nothing is kept. */
export function* trafficAfter(world: LiveWorld, { filter, hold, after, limit }: After): InParts<Answers['traffic']> {
  const { ring: now, frozen } = tapsOf(world);
  const ring = hold === undefined ? now : frozen.peek(hold);
  if (ring === undefined)
    throw new WorldwireError('WW_NOT_FOUND', hold === undefined ? 'This host keeps no timeline of the traffic.' : 'The timeline is not held still any more.');
  const test = trafficTest(world, filter);
  const entries: PassedEntry[] = [];
  let text = 0,
    looked = 0;
  for (let seq = Math.max(after + 1, ring.oldest); seq < ring.next; seq = Math.max(seq + 1, ring.oldest)) {
    if (test === undefined || test(ring, seq)) {
      const entry = passedEntry(world, ring, seq);
      entries.push(entry);
      text += entry.data.length;
      if (entries.length >= Math.min(limit, MOST_ENTRIES) || text >= MOST_TEXT) return { entries, next: seq + 1 < ring.next ? seq : null };
    }
    if (++looked % AT_ONCE === 0) yield;
  }
  return { entries, next: null };
}
