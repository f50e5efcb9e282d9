import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { start } from './built.ts';
import { api, atEnd, serve, until } from './running.ts';

/** A connection that says this much, and then nothing. */
function caller(port: number, says = ''): { readonly socket: Socket; isGone: boolean } {
  const socket = connect(port, '127.0.0.1');
  const called = { socket, isGone: false };
  socket.on('error', () => undefined).on('close', () => (called.isGone = true));
  if (says !== '') socket.write(says);
  socket.resume();
  atEnd(() => void socket.destroy());
  return called;
}
const HALF_A_HEAD = 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n';

test.each([
  ['silent', ''],
  ['halfway through a head', HALF_A_HEAD],
])('many connections of one address that stay %s keep nobody out, and the log says so once', async (_, says) => {
  const state = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(state, { recursive: true, force: true, maxRetries: 3 }));
  const program = start(['run', '--port', '0', '--no-open'], { XDG_STATE_HOME: state, XDG_CONFIG_HOME: state }, 256);
  const address = new URL(await until('the address', () => /http:\/\/\S+\/\?token=\S+/.exec(program.out)?.[0]));
  const port = Number(address.port);
  const headers = { authorization: `Bearer ${address.searchParams.get('token') ?? ''}`, connection: 'close' };
  // The server holds 32 connections at this limit, 16 of which may be those of one address that has not said whose they are.
  const callers = Array.from({ length: 100 }, () => caller(port, says));
  const stays = (): number => callers.filter(({ isGone }) => !isGone).length;
  await until('the oldest to make way', () => stays() <= 16);
  for (let at = 0; at < 5; at += 1) expect((await fetch(new URL('/api/worlds', address), { headers })).status).toBe(200);
  expect((program.out + program.err).match(/16 connections of 127\.0\.0\.1, as many as one address may have/g)?.length).toBe(1);
});

test('a connection that says nothing ends long before one that has begun to say something', async () => {
  const server = await serve({ headersTimeout: 120_000, silence: 50 });
  // One that was heard: a machine that has much else to do may take longer than a silence until it reads.
  const slow = await until('an answer', async () => {
    const called = caller(server.port, `${HALF_A_HEAD}\r\n`);
    await new Promise((resolve) => called.socket.once('data', resolve).once('close', resolve));
    return called.isGone ? undefined : called;
  });
  slow.socket.write(HALF_A_HEAD);
  for (let at = 0; at < 3; at += 1) {
    const silent = caller(server.port);
    await until('the silent one to end', () => silent.isGone);
  }
  expect(slow.isGone).toBe(false);
  slow.socket.write('\r\n');
  await new Promise((resolve) => slow.socket.once('data', resolve));
  expect((await api(server, '/api/worlds')).status).toBe(200);
});
