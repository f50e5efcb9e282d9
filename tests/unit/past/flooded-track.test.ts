import { expect, test } from 'vitest';
import { JournalTrack } from '../../../server/past/journal-track.ts';
import type { JournalPast } from '../../../server/past/journal-past.ts';
import type { Happened } from '../../../server/journal/mark-lines.ts';
import { MARK_KINDS } from '../../../server/journal/mark-lines.ts';

/** Segments in each of which so many lines count marks that were left out, as where messages make a world complain without end. */
function flooded(segments: number, lines: number, ticks: number): { readonly track: JournalTrack; readonly end: number } {
  const chain = Array.from({ length: segments }, (_none, index) => ({ segment: index + 1, tick: index * lines * ticks, epoch: 'e', after: '' }));
  const happened = (_folder: string, numbers: readonly number[]): Promise<readonly (readonly Happened[])[]> =>
    Promise.resolve(
      numbers.map((number) =>
        Array.from({ length: lines }, (_none, line) => ({
          marks: [],
          more: { tick: ((number - 1) * lines + line) * ticks, counts: MARK_KINDS.map((kind) => (kind === 'problem' ? 3 : 0)) },
        })),
      ),
    );
  const past = { chain, folder: '', isOver: false } as unknown as JournalPast;
  return { track: new JournalTrack(past, async () => ({ happened, end: async () => undefined })), end: segments * lines * ticks };
}

test('counts of marks that were left out are put together past a bound, so that who looks from afar keeps no world waiting, and none is lost', async () => {
  const { track, end } = flooded(200, 5000, 30);
  const question = { from: 0, to: end, every: 1, around: 0 };
  await until(() => (track.timeline(question).read ?? 1) === 1);
  // As often as ten pages ask within a second.
  const begun = performance.now();
  const all = Array.from({ length: 10 }, () => track.timeline(question).counts.reduce((sum, { count }) => sum + count, 0));
  const took = performance.now() - begun;
  // What is written now is known by this process alone.
  expect(new Set(all)).toEqual(new Set([199 * 5000 * 3]));
  expect(took).toBeLessThan(1000);
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
