import { logFile, segmentNames } from './journal-folder.ts';
import { headIn, opened, type SegmentHead } from './journal-lines.ts';
import { logLines } from './packed-logs.ts';

/** A segment of lives that go on from each other. */
export type ChainLink = Pick<SegmentHead, 'segment' | 'tick' | 'epoch' | 'after'>;

/** Heads that are read at a time, so that many segments take the disk from nobody. */
const AT_A_TIME = 16;

/** The head of a segment; undefined where it has none that can be read, `unbegun` where its process ended before one was written. */
export async function headOf(folder: string, segment: number): Promise<SegmentHead | 'unbegun' | undefined> {
  try {
    for await (const { bytes, whole } of logLines(logFile(folder, segment))) return whole ? headIn(opened('', bytes.toString('utf8'))?.text ?? '') : 'unbegun';
    return 'unbegun';
  } catch {
    return undefined;
  }
}

/**
 * The segments before one of all lives, oldest first, as far as each goes on from the one before and all that reached the world is in it. That a
 * line stands where the next says that it does is found as they are lived through.
 */
export async function chainBefore(folder: string, last: SegmentHead): Promise<ChainLink[]> {
  const numbers = (await segmentNames(folder)).filter((each) => each.hasLog && each.number < last.segment).map(({ number }) => number);
  const links: ChainLink[] = [];
  let next: SegmentHead = last;
  for (let end = numbers.length; end > 0; end -= AT_A_TIME) {
    const part = numbers.slice(Math.max(0, end - AT_A_TIME), end);
    const heads = await Promise.all(part.map((number) => headOf(folder, number)));
    for (const [index, head] of [...heads.entries()].toReversed()) {
      if (head === 'unbegun') continue;
      const isBefore = head !== undefined && head.segment === part[index] && head.mode === 'all' && head.tick <= next.tick;
      // Within a life no number is left out.
      if (!isBefore || next.after === '' || (head.epoch === next.epoch && head.segment !== next.segment - 1)) return links.toReversed();
      links.push(linkOf(head));
      next = head;
    }
  }
  return links.toReversed();
}

export function linkOf({ segment, tick, epoch, after }: SegmentHead): ChainLink {
  return { segment, tick, epoch, after };
}
