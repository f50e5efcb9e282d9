import { expect, test } from 'vitest';
import { TimelineLog } from '../../server/past/timeline.ts';

test('a closed connection is a change of a connection; an attempt that came to nothing is a problem', () => {
  const log = new TimelineLog(60);
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
  log.add({ tick: 5, timed: false, took: 1, log: lines as never, messagesIn: 0, messagesOut: 0 });
  const { marks } = log.since(0);
  expect(marks.map(({ kind }) => kind)).toEqual(['connection', 'connection', 'problem', 'problem', 'problem']);
  expect(marks.map(({ wall }) => wall)).toEqual([1000, 2000, 3000, 4000, 5000]);
});
