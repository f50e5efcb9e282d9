import { createDoor, restoreWorld, type LogEntry, type Registry } from '../../engine/index.ts';
import { snapshotFile } from '../journal/journal-folder.ts';
import { LifeReader } from '../journal/life-reader.ts';
import { readSnapshot } from '../journal/snapshot-file.ts';
import type { Span } from './report-span.ts';

/** Entries of the world's log that go into a report, the newest. */
const MOST_LOG = 20_000;

/** What a stretch of a journal comes to as it is lived through. */
export interface SpanLife {
  readonly tick: number | undefined;
  readonly isEnded: boolean;
  /** The log that the world wrote in it; older entries are left out. */
  readonly log: readonly LogEntry[];
  readonly older: number;
  readonly missing: readonly string[];
}

/** Lives a stretch of a journal through, with every peer switched off, for what the world had to say. */
export async function lifeOf(folder: string, { segments }: Span, registry: Registry): Promise<SpanLife> {
  const missing: string[] = [],
    log: LogEntry[] = [];
  let tick: number | undefined,
    isEnded = false,
    older = 0;
  const [first] = segments,
    last = segments.at(-1);
  const text = first === undefined ? undefined : await readSnapshot(snapshotFile(folder, first.number));
  if (first === undefined || last === undefined || text === undefined)
    return { tick, isEnded, log, older, missing: ['the state that the journal begins with is not whole, so nothing is known of the log'] };
  const door = createDoor(restoreWorld(text, registry));
  try {
    tick = first.head?.tick;
    const reader = new LifeReader(folder, undefined, missing);
    for await (const event of reader.through(segments.map(({ number }) => number))) {
      isEnded = event.kind === 'end';
      if (event.kind === 'steps')
        for (const step of event.steps) {
          try {
            const result = door.step(step);
            tick = result.tick;
            log.push(...result.log);
          } catch {
            // The world that wrote it down had it fail as well, and went on.
          }
          if (log.length > 2 * MOST_LOG) older += log.splice(0, log.length - MOST_LOG).length;
        }
      // What has come since it was looked through is no part of it.
      if (reader.place.segment === last.number && reader.place.lines >= last.lines) break;
    }
    older += log.splice(0, Math.max(0, log.length - MOST_LOG)).length;
    return { tick, isEnded, log, older, missing };
  } finally {
    door.end();
  }
}
