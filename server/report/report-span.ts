import { logFile, segmentNames, snapshotFile, type SegmentNames } from '../journal/journal-folder.ts';
import { headOf } from '../journal/journal-chain.ts';
import { opened, type SegmentHead } from '../journal/journal-lines.ts';
import { timeOf } from '../journal/life-at.ts';
import { LifeReader } from '../journal/life-reader.ts';
import { logLines } from '../journal/packed-logs.ts';
import { readSnapshot } from '../journal/snapshot-file.ts';

/** A segment of a journal that goes into a report. */
export interface SpanSegment {
  readonly number: number;
  readonly head: SegmentHead | undefined;
  readonly hasSnapshot: boolean;
  /** Lines that are whole and stand for what was before them, head included. What is written after they were counted is none of the report. */
  lines: number;
}

/** The last stretch of a journal: from a state on that lies as far back as is asked for, or as there is. */
export interface Span {
  readonly segments: readonly SpanSegment[];
  /** Milliseconds since 1970 at which it ends. */
  readonly end: number;
  /** What of it cannot be read, in words. */
  readonly missing: readonly string[];
}

/** Looks for the last so many milliseconds of a journal. Undefined where it has no segment with a state. */
export async function lastSpan(folder: string, milliseconds: number): Promise<Span | undefined> {
  const all = (await segmentNames(folder)).filter(({ hasLog }) => hasLog);
  const heads = new Map<number, SegmentHead | undefined>();
  const headAt = async (number: number): Promise<SegmentHead | undefined> => {
    if (!heads.has(number)) {
      const head = await headOf(folder, number);
      heads.set(number, head === 'unbegun' ? undefined : head);
    }
    return heads.get(number);
  };
  const end = await endOf(folder, all);
  let first: SegmentNames | undefined;
  for (const segment of all.toReversed()) {
    if (!segment.hasSnapshot) continue;
    const head = await headAt(segment.number);
    if (head === undefined) continue;
    first = segment;
    if (timeOf(head) <= end - milliseconds) break;
  }
  if (first === undefined) return undefined;
  const segments: SpanSegment[] = [];
  const missing: string[] = [];
  const from = first.number;
  for (const { number, hasSnapshot } of all) {
    if (number < from) continue;
    segments.push({ number, head: await headAt(number), hasSnapshot, lines: await wholeLines(folder, number, missing) });
  }
  return { segments, end, missing };
}

/** When the last step was that is written. */
async function endOf(folder: string, all: readonly SegmentNames[]): Promise<number> {
  for (const { number } of all.toReversed()) {
    const reader = new LifeReader(folder);
    try {
      let head: SegmentHead | undefined;
      for await (const event of reader.through([number])) if (event.kind === 'head') head = event.head;
      if (head !== undefined) return Math.max(reader.place.wall, timeOf(head));
    } catch {
      // Of another version, or gone: the one before it tells.
    }
  }
  return Date.now();
}

async function wholeLines(folder: string, number: number, missing: string[]): Promise<number> {
  let lines = 0;
  try {
    for await (const { text, line } of sealedLines(folder, number, Infinity)) {
      if (text === undefined) missing.push(`segment ${number}, from line ${line} on: its checksum does not hold`);
      else lines = line;
    }
  } catch (error) {
    missing.push(`segment ${number}: ${(error as Error).message}`);
  }
  return lines;
}

/** The first lines of a segment, without their checksums, as far as those hold; one that does not has no text, and is the last. */
export async function* sealedLines(
  folder: string,
  number: number,
  most: number,
): AsyncGenerator<{ readonly text: string | undefined; readonly sum: string; readonly line: number }> {
  let before = '';
  for await (const { bytes, whole, line } of logLines(logFile(folder, number))) {
    // One that is being written, or was as its process ended, says nothing yet.
    if (line > most || !whole) return;
    const found = opened(before, bytes.toString('utf8'));
    yield { text: found?.text, sum: found?.sum ?? '', line };
    if (found === undefined) return;
    before = found.sum;
  }
}

/** The state that a segment begins with; undefined where it is not whole. */
export async function stateOf(folder: string, { number, hasSnapshot }: SpanSegment): Promise<unknown> {
  const text = hasSnapshot ? await readSnapshot(snapshotFile(folder, number)) : undefined;
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
