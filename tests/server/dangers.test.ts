/**
 * What a program that opens sockets on request has to fear, each tried on a running server over real sockets, where it is tried:
 *
 * | danger | tests |
 * | --- | --- |
 * | foreign, missing or `null` Origin, foreign or malformed Host, no, wrong or old token, half-open sockets | here, security, raw-requests |
 * | a Spectator's edit, an edit of IsConnected, a Guest's edit of HandlingUser, joining as another, a role raised by oneself | dangers-roles, roles, users |
 * | a thousand prompts, 10,000 events a second, an event of 100 MB | dangers-floods, brake |
 * | a thousand inspectors that join at once | dangers-crowds |
 * | wrong types, `__proto__` | dangers-values, http |
 * | names that lead elsewhere the second time, one good and one bad address, redirects to the machine itself | access-dialling |
 * | an agent that lies | dangers-agents, relay |
 */
import { connect as tcp, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { RunningServer } from '../../server/index.ts';
import { WIRE_VERSION } from '../../server/protocol.ts';
import { api, ask, atEnd, connect, signIn, until } from './running.ts';
import { comeIn, goesOn, raided, TOKENS } from './raiders.ts';

const FOREIGN_HOSTS = ['evil.example', '127.0.0.1.evil.example', '[::1', 'a b', '127.0.0.1:99999', '0', '127.0.0.1@evil.example', '%31%32%37.0.0.1'];

/** What a WebSocket's handshake is answered with: `open`, or the status and the code. */
function upgrade(server: RunningServer, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/socket.io/?EIO=4&transport=websocket`, { headers });
    atEnd(() => socket.terminate());
    socket.on('open', () => resolve('open'));
    socket.on('error', (error) => resolve(error.message));
    socket.on('unexpected-response', (_request, response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve(`${response.statusCode} ${/WW_\w+/.exec(text)?.[0] ?? text.slice(0, 80)}`));
    });
  });
}

test('a foreign Origin, `null`, none beside a cookie, and a foreign or malformed Host open no socket, whatever else is right', async () => {
  const server = await raided();
  const cookie = await signIn(server);
  const authorization = `Bearer ${server.token}`;
  for (const origin of ['http://evil.example', 'null', 'https://127.0.0.1', `http://localhost.evil.example:${server.port}`, 'file://', 'http://', 'x']) {
    expect(await upgrade(server, { cookie, origin }), `${origin} with a cookie`).toBe('403 WW_BAD_ORIGIN');
    expect(await upgrade(server, { authorization, origin }), `${origin} with the token`).toBe('403 WW_BAD_ORIGIN');
  }
  expect(await upgrade(server, { cookie }), 'none').toMatch(/^40\d WW_BAD_ORIGIN$/);
  for (const host of FOREIGN_HOSTS) {
    const answer = await upgrade(server, { authorization, host });
    expect(['403 WW_BAD_HOST', '400 ', '400 WW_BAD_REQUEST'], host).toContain(answer);
  }
  expect(await upgrade(server, { cookie, origin: server.origin })).toBe('open');
  expect(await upgrade(server, { authorization })).toBe('open');
  await goesOn(server);
});

test('no token, a wrong one, and one of before a restart let nobody in: not by header, cookie or socket', async () => {
  const before = await raided({ token: 'the-token-of-before-the-restart' });
  const old = { token: before.token, cookie: await signIn(before), guest: await signIn(before, TOKENS.Guest) };
  const page = await comeIn(before, 'Admin', { cookie: old.cookie });
  await before.close();
  await until('the page to be put out', () => !page.connected);
  const server = await raided({ port: before.port, token: 'the-token-of-after-the-restart', tokens: [] });
  for (const headers of [
    {},
    { authorization: 'Bearer' },
    { authorization: `Bearer ${old.token}` },
    { authorization: `Bearer ${server.token}x` },
    { authorization: `Bearer ${server.token.slice(1)}` },
    { authorization: `Basic ${server.token}` },
    { cookie: old.cookie },
    { cookie: old.guest },
    { cookie: `worldwire-${server.port}=${server.token}` },
  ] as Record<string, string>[]) {
    const answer = await fetch(`${server.origin}/api/worlds`, { headers });
    expect([answer.status, ((await answer.json()) as { code: string }).code], JSON.stringify(headers)).toEqual([401, 'WW_UNAUTHENTICATED']);
    const socket = connect(server, { origin: server.origin, ...headers });
    const error = await new Promise<Error & { data?: { code: string } }>((resolve) => {
      socket.on('connect_error', resolve);
      socket.on('connect', () => resolve(new Error('was let in')));
    });
    expect(error.data?.code, JSON.stringify(headers)).toBe('WW_UNAUTHENTICATED');
  }
  expect((await fetch(`${server.origin}/?token=${old.token}`, { redirect: 'manual' })).headers.get('set-cookie')).toBeNull();
  expect((await api(server, '/api/worlds')).status).toBe(200);
  await goesOn(server);
});

/** So many TCP connections that have said what is given, and then nothing. */
async function silent(server: RunningServer, count: number, text: string): Promise<{ readonly open: number }> {
  const sockets: Socket[] = [];
  let closed = 0;
  await Promise.all(
    Array.from({ length: count }, () => {
      const socket = tcp(server.port, '127.0.0.1');
      sockets.push(socket);
      atEnd(() => socket.destroy());
      socket.on('error', () => undefined).on('close', () => (closed += 1));
      // Whatever comes is read, so that the end of it is seen; nothing is answered, and half of it stays open.
      socket.resume();
      return new Promise((resolve) => {
        socket.on('connect', () => {
          socket.write(text);
          resolve(undefined);
        });
        socket.on('close', resolve);
      });
    }),
  );
  return {
    get open() {
      return sockets.length - closed;
    },
  };
}
const head = (server: RunningServer, more: string): string =>
  `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nAuthorization: Bearer ${server.token}\r\n${more}`;

test('sockets that are half open, in whatever state they stay silent, keep nobody out and are hung up on', async () => {
  const server = await raided({ headersTimeout: 500, pageTimeout: 3000 });
  const stages = {
    'that say nothing': '',
    'that stop in the middle of a head': head(server, 'X-Never'),
    'that stop in the middle of a body':
      `POST /api/worlds HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nAuthorization: Bearer ${server.token}\r\n` +
      'Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
  };
  for (const [what, text] of Object.entries(stages)) {
    const held = await silent(server, 200, text);
    const page = await comeIn(server, 'Guest');
    expect(await ask(page, 'ping', {}), what).toEqual({ ok: true });
    await goesOn(server);
    await until(`sockets ${what} to be hung up on`, () => held.open === 0);
    page.disconnect();
  }
  // Strangers have places of their own: a hundred of an address, and so many at once with thirty a second more.
  const begun = performance.now();
  const refusals: string[] = [];
  let opened = 0;
  const joining = Array.from({ length: 200 }, () => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/socket.io/?EIO=4&transport=websocket`);
    atEnd(() => socket.terminate());
    // They are there, as their answers to pings say.
    socket.on('message', (data: Buffer) => data.toString() === '2' && socket.send('3'));
    socket.on('open', () => (opened += 1)).on('error', () => undefined);
    socket.on('unexpected-response', (request, response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => refusals.push(`${response.statusCode} ${/WW_\w+/.exec(text)?.[0]}`));
      response.on('close', () => {
        request.destroy();
        socket.terminate();
      });
    });
    return socket;
  });
  await until('each to be let in or told why not', () => opened + refusals.length === joining.length);
  const seconds = (performance.now() - begun) / 1000;
  for (const refusal of refusals) expect(['429 WW_RATE_LIMITED', '429 WW_LIMIT']).toContain(refusal);
  expect(opened).toBeGreaterThanOrEqual(100);
  // As long as none has had the time after which they are hung up on, no place has become free.
  expect(opened).toBeLessThanOrEqual(seconds < 3 ? 100 : 100 + 30 * seconds);
  const page = await comeIn(server, 'Guest');
  expect(await ask(page, 'ping', {})).toEqual({ ok: true });
  await until('those who never say who they are to be hung up on', () => joining.every((socket) => socket.readyState === WebSocket.CLOSED));
  expect(await ask(page, 'ping', {})).toEqual({ ok: true });
  // Their places are free again.
  await until('a stranger to be let in', async () => (await upgrade(server, {})) === 'open');
  await goesOn(server);
});

test('a page whose machine falls silent leaves the world, and what it carried ends', async () => {
  const server = await raided({ pageTimeout: 300 });
  const url = `ws://127.0.0.1:${server.port}/socket.io/?EIO=4&transport=websocket`;
  const page = new WebSocket(url, { headers: { authorization: `Bearer ${server.token}` } });
  atEnd(() => page.terminate());
  const steps = [
    `40${JSON.stringify({ token: TOKENS.Guest, secret: 's'.repeat(32), machine: 'm'.repeat(32) })}`,
    `420${JSON.stringify(['hello', { version: WIRE_VERSION, name: 'Silent' }])}`,
    `421${JSON.stringify(['enter', { world: 'raided' }])}`,
  ];
  page.on('message', (data: Buffer) => {
    const kind = data.toString('latin1', 0, 2);
    // It never answers a ping, which is `2`.
    if (kind.startsWith('0') || kind === '40' || kind === '43') page.send(steps.shift() ?? '5');
  });
  const users = async (): Promise<string[]> =>
    ((await api(server, '/api/worlds/raided/users')).json['users'] as unknown as { name: string }[]).map(({ name }) => name);
  await until('them to be in the world', async () => (await users()).includes('Silent'));
  await until('them to have left it', async () => !(await users()).includes('Silent'));
  await until('their socket to be closed', () => page.readyState === WebSocket.CLOSED);
  const { entries } = (await api(server, '/api/worlds/raided/log')).json as unknown as { entries: { message: string }[] };
  expect(entries.map(({ message }) => message)).toContain('Silent left: gave no sign of life any more');
  await goesOn(server);
});
