import { expect, test } from 'vitest';
import { Outgoing } from '../../../server/links/outgoing.ts';

function waiting(...sizes: number[]): Outgoing {
  const outgoing = new Outgoing();
  for (const size of sizes) outgoing.add(size);
  return outgoing;
}

test('all has gone out when the socket holds nothing', () => {
  const outgoing = waiting(10, 0, 300);
  expect(outgoing.taken(0, 0)).toEqual({ messages: 3, bytes: 310 });
  expect(outgoing.count).toBe(0);
  expect(outgoing.bytes).toBe(0);
});

test('of what the socket holds, only whole messages count as gone out, the oldest first', () => {
  // 16, 308 and 70014 bytes on the network.
  const outgoing = waiting(10, 300, 70_000);
  expect(outgoing.taken(16 + 308 + 70_014, 0)).toEqual({ messages: 0, bytes: 0 });
  expect(outgoing.taken(308 + 70_014 + 1, 0)).toEqual({ messages: 0, bytes: 0 });
  expect(outgoing.taken(308 + 70_014, 0)).toEqual({ messages: 1, bytes: 10 });
  expect(outgoing.taken(1, 0)).toEqual({ messages: 1, bytes: 300 });
  expect(outgoing.taken(0, 0)).toEqual({ messages: 1, bytes: 70_000 });
});

test('the newest that never reached the socket stay', () => {
  const outgoing = waiting(10, 20, 30);
  expect(outgoing.taken(0, 2)).toEqual({ messages: 1, bytes: 10 });
  expect(outgoing.rest()).toEqual({ messages: 2, bytes: 50 });
  expect(outgoing.count).toBe(0);
});

test('many pass through without piling up', () => {
  const outgoing = new Outgoing();
  let sent = 0;
  for (let i = 0; i < 10_000; i += 1) {
    outgoing.add(100);
    // One always waits.
    sent += outgoing.taken(106, 0).messages;
  }
  expect(sent).toBe(9_999);
  expect(outgoing.taken(0, 0)).toEqual({ messages: 1, bytes: 100 });
});
