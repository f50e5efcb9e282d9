import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { Brake } from '../../server/sockets/brake.ts';
import { ask, atEnd, openPage, serve, until } from './running.ts';

test('who sends too much is not read from for a while, and nothing of what they sent is lost', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  atEnd(() => server.close());
  const heard: { at: number; text: string }[] = [];
  const begun = performance.now();
  server.on('connection', (socket) => {
    const brake = new Brake(() => ({ socket }));
    socket.on('message', (data: Buffer) => {
      heard.push({ at: performance.now() - begun, text: data.subarray(0, 8).toString().trim() });
      brake.press();
    });
  });
  const sender = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  atEnd(() => sender.terminate());
  await once(sender, 'open');
  for (let index = 0; index < 300; index++) sender.send(String(index).padEnd(1000));
  await until('all of it', () => heard.length === 300);
  expect(heard.map(({ text }) => Number(text))).toEqual(Array.from({ length: 300 }, (_, index) => index));
  // Some 300 kB come in several pieces, with a pause after each.
  const longest = Math.max(...heard.map(({ at }, index) => at - (heard[index - 1]?.at ?? at)));
  expect(longest).toBeGreaterThan(40);
});

test('a server ends at once although a page is just not heard', async () => {
  const server = await serve({ eventsPerSecond: 5 });
  const page = await openPage(server, 'Ann', 'small');
  await Promise.all(Array.from({ length: 100 }, () => ask(page, 'ping', {})));
  const begun = performance.now();
  await server.close();
  expect(performance.now() - begun).toBeLessThan(10_000);
});

test('a transport that cannot be paused is left as it is', () => {
  for (const transport of [undefined, null, {}, { socket: null }, { socket: {} }]) expect(() => new Brake(() => transport).press()).not.toThrow();
});

test('of ten thousand events at once each is answered, and the page goes on', async () => {
  const page = await openPage(await serve({ eventsPerSecond: 50 }), 'Ann', 'small');
  const answers = await Promise.all(Array.from({ length: 10_000 }, () => ask(page, 'ping', {})));
  expect(answers.filter((answer) => !answer.ok).every((answer) => answer['code'] === 'WW_RATE_LIMITED')).toBe(true);
  expect(answers.filter((answer) => answer.ok).length).toBeLessThan(2000);
  await until('the page to be heard again', async () => (await ask(page, 'ping', {})).ok);
});
