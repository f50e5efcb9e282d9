import { expect, test } from 'vitest';
import { roomBelow } from '../../../inspector-ui/log/line-places.ts';

const places = (...heights: number[]): Float64Array => {
  let top = 0;
  return Float64Array.from([0, ...heights.map((height) => (top += height))]);
};

test('the view of the end of the log begins with a whole line, however high it is', () => {
  const tops = places(...Array.from({ length: 10 }, () => 21));
  for (let view = 21; view < 300; view++) {
    const first = 210 + roomBelow(tops, view) - view;
    if (view >= 210) expect(roomBelow(tops, view)).toBe(0);
    else expect(first % 21, `${view} pixels`).toBe(0);
    expect(roomBelow(tops, view)).toBeLessThan(21);
  }
});

test('a line of many rows is cut between two of them where it has no room, and never leaves its own height empty', () => {
  const tops = places(21, 21 + 9 * 17, 21);
  for (let view = 42; view < 190; view++) {
    const room = roomBelow(tops, view);
    const hidden = 216 + room - view - 21;
    expect(room).toBeLessThan(21);
    if (hidden > 2 && hidden < 21 + 9 * 17) expect((hidden - 2) % 17, `${view} pixels`).toBe(0);
  }
  expect(roomBelow(places(21 + 9 * 17), 60)).toBeLessThan(17);
});
