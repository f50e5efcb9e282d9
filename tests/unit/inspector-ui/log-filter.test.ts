import { expect, test } from 'vitest';
import { chosenLines, countLevels, rowsOf, sourcesOf, type LogFilter } from '../../../inspector-ui/log/log-filter.ts';
import type { LogEntry, LogLevel } from '../../../server/protocol.ts';

const line = (seq: number, level: LogLevel, entity: string | null, source: string, message: string): LogEntry => ({
  seq,
  tick: seq,
  time: 0,
  level,
  entity,
  source,
  message,
});
const LINES = [
  line(1, 'info', 'lamp', 'network', 'open in 14 ms'),
  line(2, 'warn', 'buoy', 'network', 'closed 1006 by the server'),
  line(3, 'edit', 'lamp', 'u-1', 'Lamp.Name → Light'),
  line(4, 'error', null, 'spinner', 'a system failed'),
];
const ALL: LogFilter = { levels: new Set(['debug', 'info', 'warn', 'error', 'edit']), text: '', entities: null, source: null, after: -1 };
const chosen = (filter: Partial<LogFilter>): number[] => chosenLines(LINES, { ...ALL, ...filter }, ({ message }) => message).map(({ seq }) => seq);

test('lines are chosen by level, text, entity and source, and what was put away stays away', () => {
  expect(chosen({})).toEqual([1, 2, 3, 4]);
  expect(chosen({ levels: new Set(['warn', 'error']) })).toEqual([2, 4]);
  expect(chosen({ text: 'SERVER closed' })).toEqual([2]);
  expect(chosen({ entities: new Set(['lamp']) })).toEqual([1, 3]);
  expect(chosen({ entities: new Set() })).toEqual([]);
  expect(chosen({ source: 'network' })).toEqual([1, 2]);
  expect(chosen({ after: 2, levels: new Set(['edit', 'info']) })).toEqual([3]);
});

test('levels are counted, and sources listed once', () => {
  expect([...countLevels(LINES, 1)]).toEqual([
    ['warn', 1],
    ['edit', 1],
    ['error', 1],
  ]);
  expect(sourcesOf(LINES)).toEqual(['network', 'u-1', 'spinner']);
});

test('a long line takes as many rows as its characters do', () => {
  expect(rowsOf('', 10)).toBe(1);
  expect(rowsOf('0123456789', 10)).toBe(1);
  expect(rowsOf('0123456789+', 10)).toBe(2);
  expect(rowsOf('first\nsecond', 10)).toBe(2);
  expect(rowsOf('日本語日本語', 10)).toBe(2);
  expect(rowsOf('anything', 0)).toBe(1);
});
