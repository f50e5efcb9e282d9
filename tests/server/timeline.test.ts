import { expect, test } from 'vitest';
import { MarkWriter } from '../../server/past/mark-writer.ts';
import type { Happened } from '../../server/journal/mark-lines.ts';
import { addTo, drawn, emptyTrack, marksOf, MOST_SAMPLES, type Track } from '../../server/past/timeline.ts';

test('a closed connection is a change of a connection; an attempt that came to nothing is a problem', () => {
  const line = (seq: number, level: 'info' | 'warn' | 'error', source: string, message: string): object => ({
    seq,
    tick: seq,
    time: 0,
    wall: 1000 * seq,
    level,
    entity: 'lamp',
    source,
    message,
  });
  const lines = [
    line(1, 'info', 'WebsocketClient', 'open in 3 ms'),
    line(2, 'warn', 'WebsocketClient', 'closed 1001 by the server: off for lunch, retry in 3.0 s'),
    line(3, 'warn', 'WebsocketClient#2', 'could not connect: connect ECONNREFUSED, retry in 5.0 s (WW_CONNECT_FAILED)'),
    line(4, 'warn', 'changes', 'more than 10000 differences'),
    line(5, 'error', 'spinner', 'spinner failed'),
  ];
  const marks = marksOf({ inputs: [] }, { tick: 5, timed: false, took: 1, log: lines as never, messagesIn: 0, messagesOut: 0 });
  expect(marks.map(({ kind }) => kind)).toEqual(['connection', 'connection', 'problem', 'problem', 'problem']);
  expect(marks.map(({ wall }) => wall)).toEqual([1000, 2000, 3000, 4000, 5000]);
});

test('saves, who comes and goes, and restarts are marked', () => {
  const author = { userId: 'host', role: 'Admin' } as const;
  const entry = { seq: 1, tick: 7, time: 0, level: 'info', entity: 'root', source: 'ann', message: 'Ann joined as Admin' } as const;
  const inputs = [
    { author, input: { type: 'takenUp', reason: 'the server was restarted' } },
    { author, input: { type: 'join', user: { userId: 'ann', machineId: 'm', name: 'Ann', role: 'Admin' } } },
    { author, input: { type: 'saved' } },
  ] as const;
  const marks = marksOf(
    { inputs },
    { tick: 7, wall: 5, timed: true, took: 1, log: [entry, { ...entry, source: 'somebody else' }], messagesIn: 0, messagesOut: 0 },
  );
  expect(marks).toEqual([
    { tick: 7, wall: 5, kind: 'restart', entity: null, source: 'host', text: 'the server was restarted' },
    { tick: 7, wall: 5, kind: 'save', entity: null, source: 'host', text: 'saved' },
    { tick: 7, kind: 'people', entity: 'root', source: 'ann', text: 'Ann joined as Admin' },
  ]);
});

const mark = (tick: number) => ({ tick, kind: 'edit', entity: null, source: 'ann', text: `at ${tick}` }) as const;

test('of many marks in a moment some are written in words, and the others are counted', () => {
  const lines: Happened[] = [];
  const writer = new MarkWriter(60, (line) => lines.push(structuredClone(line)));
  for (let tick = 1; tick <= 600; tick++)
    writer.add(
      { inputs: [] },
      {
        tick,
        timed: true,
        took: 2,
        log: [{ seq: tick, tick, time: 0, level: 'edit', entity: null, source: 'ann', message: `at ${tick}` }],
        messagesIn: tick,
        messagesOut: 0,
      },
    );
  writer.end();
  const track = emptyTrack();
  for (const line of lines) addTo(track, line);
  expect(lines.length).toBeLessThan(10);
  expect(track.marks.length).toBeLessThanOrEqual(80);
  expect(track.samples).toEqual([
    { tick: 1, ticks: 300, tickTime: 2, messagesIn: 299, messagesOut: 0 },
    { tick: 301, ticks: 300, tickTime: 2, messagesIn: 300, messagesOut: 0 },
  ]);
  expect(drawn([track], { from: 0, to: 600, every: 1000, around: 0 }).counts).toEqual([{ tick: 0, kind: 'edit', count: 600 }]);
});

test('an answer stays small however long a stretch is and however much happened in it, and leaves out nothing of its counts', () => {
  const track: Track = { samples: [], marks: [], more: [{ tick: 500_000, counts: [7, 0, 0, 0, 0, 0] }] };
  for (let tick = 0; tick < 5_184_000; tick += 300) {
    track.samples.push({ tick, ticks: 300, tickTime: tick === 300_000 ? 9 : 1, messagesIn: 5, messagesOut: 2 });
    track.marks.push(mark(tick + 1));
  }
  const all = drawn([track], { from: 0, to: 5_184_000, every: 1, around: 300_001 });
  expect(JSON.stringify(all).length).toBeLessThan(200_000);
  expect(all.samples.length).toBeLessThanOrEqual(MOST_SAMPLES + 1);
  expect(all.samples.reduce((sum, { messagesIn }) => sum + messagesIn, 0)).toBe(17_280 * 5);
  expect(all.counts.reduce((sum, { count }) => sum + count, 0)).toBe(17_280 + 7);
  expect(all.marks).toHaveLength(120);
  expect(all.marks[59]).toEqual(mark(300_001));
  const near = drawn([track], { from: 299_000, to: 302_000, every: 30, around: 0 });
  expect(near.every).toBe(30);
  expect(near.samples.some(({ tickTime }) => tickTime === 9)).toBe(true);
});
