import { request as httpRequest } from 'node:http';
import { connect as tcp } from 'node:net';
import { expect, test } from 'vitest';
import { addressBook } from '../../server/security/addresses.ts';
import { parseCookies } from '../../server/security/cookies.ts';
import { freshKey } from '../../server/security/cookie-key.ts';
import { Sessions } from '../../server/security/sessions.ts';
import { Standing } from '../../server/security/standing.ts';
import { makeToken, sameSecret } from '../../server/security/token.ts';
import { Tokens } from '../../server/security/tokens.ts';
import type { RunningServer } from '../../server/index.ts';
import { WIRE_VERSION } from '../../server/protocol.ts';
import { ask, atEnd, connect, serve, signIn, until } from './running.ts';

/** A request with headers that fetch would not let through. */
function raw(
  server: RunningServer,
  path: string,
  headers: Record<string, string>,
  method = 'GET',
  body?: string,
): Promise<{ status: number; text: string; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port: server.port, path, method, headers, setHost: false }, (response) => {
      let text = '';
      response
        .setEncoding('utf8')
        .on('data', (part: string) => {
          text += part;
        })
        .on('end', () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }));
    });
    request.on('error', reject).end(body);
  });
}
const own = (server: RunningServer): string => `127.0.0.1:${server.port}`;
const codeOf = (text: string): unknown => (JSON.parse(text) as { code: unknown }).code;

test('a token holds at least 128 bits and no two are alike', () => {
  const tokens = Array.from({ length: 100 }, makeToken);
  expect(new Set(tokens).size).toBe(100);
  for (const token of tokens) expect(Buffer.from(token, 'base64url').length).toBeGreaterThanOrEqual(16);
});

test('secrets of different length are compared without throwing', () => {
  expect(sameSecret('a', 'abc')).toBe(false);
  expect(sameSecret('', '')).toBe(true);
  expect(sameSecret('abc', 'abc')).toBe(true);
});

test('cookies that are malformed are passed over', () => {
  expect([...parseCookies('a=1; ;; =x; b; c=2; a=3; d="q"=')]).toEqual([
    ['a', '1'],
    ['c', '2'],
    ['d', '"q"='],
  ]);
  expect(parseCookies(undefined).size).toBe(0);
});

test('a session cookie is worth nothing to a server with another token', () => {
  const key = freshKey();
  const one = new Sessions(new Tokens([{ token: 'one', role: 'Admin' }]), new Standing(), key);
  const other = new Sessions(new Tokens([{ token: 'other', role: 'Admin' }]), new Standing(), key);
  const cookie = one.exchange('one', undefined) ?? '';
  expect(one.fromCookie(cookie)?.role).toBe('Admin');
  expect(other.fromCookie(cookie)).toBeUndefined();
  expect(one.fromCookie(`${cookie}x`)).toBeUndefined();
  expect(one.fromCookie(`${cookie}.`)).toBeUndefined();
});

test('a browser stays the same user when it signs in again, even to a new token', () => {
  const key = freshKey();
  const before = new Sessions(new Tokens([{ token: 'one', role: 'Admin' }]), new Standing(), key);
  const after = new Sessions(new Tokens([{ token: 'two', role: 'Admin' }]), new Standing(), key);
  const first = before.exchange('one', undefined) ?? '';
  const second = after.exchange('two', first) ?? '';
  expect(second).not.toBe(first);
  expect(after.fromCookie(second)?.userId).toBe(before.fromCookie(first)?.userId);
  expect(after.fromCookie(second)?.userId).not.toContain(first.split('.')[0]);
});

test('the address book answers for loopback names with its port, for listed names, and for nothing else', () => {
  const book = addressBook(() => 4600, '127.0.0.1', ['worlds.example', 'other.example:8443'], ['https://page.example']);
  for (const host of [
    '127.0.0.1:4600',
    'localhost:4600',
    'LOCALHOST:4600',
    'localhost.:4600',
    '[::1]:4600',
    'worlds.example',
    'worlds.example:99',
    'other.example:8443',
  ])
    expect(book.host(host), host).toBe(true);
  for (const host of [
    undefined,
    '',
    'localhost',
    '127.0.0.1:4601',
    'evil.example:4600',
    'other.example',
    '127.0.0.1:4600@evil.example',
    'a b',
    '127.0.0.1:99999',
    '[::1',
    'x'.repeat(500),
  ])
    expect(book.host(host), String(host)).toBe(false);
  expect(book.origin('http://localhost:4600', 'localhost:4600')).toBe(true);
  expect(book.origin('https://page.example', 'localhost:4600')).toBe(true);
  for (const origin of [
    'null',
    '',
    'http://localhost:4601',
    'http://127.0.0.1:4600',
    'http://evil.example',
    'file://',
    'http://localhost:4600.evil.example',
    'https://worlds.example.evil',
  ])
    expect(book.origin(origin, 'localhost:4600'), origin).toBe(false);
});

test('the printed address gives a cookie that scripts cannot read, and leads to an address without the token', async () => {
  const server = await serve();
  const response = await fetch(server.url, { redirect: 'manual' });
  expect(response.status).toBe(303);
  expect(response.headers.get('location')).toBe('/');
  const cookie = response.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(new RegExp(`^worldwire-${server.port}=`));
  expect(cookie).toMatch(/HttpOnly/i);
  expect(cookie).toMatch(/SameSite=Strict/i);
  expect(cookie).not.toContain(server.token);
});

test('without a token, with a wrong one, or with one in pieces, nobody comes in', async () => {
  const server = await serve();
  for (const headers of [
    {},
    { authorization: 'Bearer wrong' },
    { authorization: 'Bearer' },
    { authorization: `Basic ${server.token}` },
    { authorization: `Bearer ${server.token}x` },
    { cookie: `worldwire-${server.port}=${server.token}` },
    { cookie: ';;=;' },
  ]) {
    const answer = await raw(server, '/api/worlds', { host: own(server), ...headers });
    expect(answer.status, JSON.stringify(headers)).toBe(401);
    expect(codeOf(answer.text)).toBe('WW_UNAUTHENTICATED');
  }
  for (const path of ['/', '/?token=wrong', '/?token=', '/?token=a&token=b', `/?token=${'x'.repeat(5000)}`])
    expect((await raw(server, path, { host: own(server) })).status, path).toBe(401);
  expect((await raw(server, '/healthz', { host: own(server) })).text).toBe('{"status":"ok"}');
});

test('no spelling of an address leads around the token', async () => {
  const server = await serve();
  const cookie = await signIn(server);
  for (const path of [
    '/%61pi/worlds',
    '/api%2fworlds',
    '//api/worlds',
    '/API/worlds',
    '/./api/worlds',
    '/x/../api/worlds',
    '/api/./worlds',
    '/api/worlds/',
    '/api/worlds;a',
    '/api//worlds',
    '/api/docs/json',
    '/%61pi/docs/json',
    '/api/docs/static/../json',
    '/api\\worlds',
    '/api/worlds%00',
    '/api/worlds?token=x',
    'http://127.0.0.1/api/worlds',
  ]) {
    const answer = await raw(server, path, { host: own(server) });
    expect([400, 401, 403, 404], `${path} → ${answer.status}`).toContain(answer.status);
    expect(answer.text, path).not.toContain('tickRate');
    expect(answer.text, path).not.toContain('openapi');
  }
  // The same with a session, to know that the addresses above are not all just nowhere.
  expect((await raw(server, '/%61pi/worlds', { host: own(server), cookie })).text).toContain('tickRate');
});

test('a foreign or malformed Host is refused, with the token too', async () => {
  const server = await serve();
  for (const host of ['evil.example', `evil.example:${server.port}`, '', 'a b', '127.0.0.1', `127.0.0.1:${server.port}@evil.example`]) {
    const answer = await raw(server, '/api/worlds', { host, authorization: `Bearer ${server.token}` });
    expect(['400 WW_BAD_REQUEST', '400 ', '403 WW_BAD_HOST'], host).toContain(
      `${answer.status} ${answer.text.startsWith('{') ? String(codeOf(answer.text)) : ''}`,
    );
  }
});

test('what comes with a cookie and changes something must come from our own page', async () => {
  const server = await serve();
  const cookie = await signIn(server);
  const send = (headers: Record<string, string>) =>
    raw(server, '/api/worlds/small/pause', { host: own(server), 'content-type': 'application/json', cookie, ...headers }, 'POST', '{}');
  for (const headers of [{}, { origin: 'null' }, { origin: 'http://evil.example' }, { origin: `http://localhost:${server.port}` }, { origin: '' }]) {
    const answer = await send(headers);
    expect(answer.status, JSON.stringify(headers)).toBe(403);
    expect(codeOf(answer.text)).toBe('WW_BAD_ORIGIN');
  }
  expect((await send({ origin: server.origin })).status).toBe(200);
});

test('a socket is refused for a foreign Origin, for `null`, for none beside a cookie, and for a foreign Host', async () => {
  const server = await serve();
  const cookie = await signIn(server);
  for (const headers of [
    { cookie, origin: 'http://evil.example' },
    { cookie, origin: 'null' },
    { cookie },
    { origin: server.origin, host: 'evil.example', cookie },
  ]) {
    const page = connect(server, headers as Record<string, string>);
    await expect(
      new Promise((resolve, reject) => {
        page.on('connect', () => resolve(`connected with ${JSON.stringify(headers)}`));
        page.on('connect_error', reject);
      }),
      JSON.stringify(headers),
    ).rejects.toThrow(/error/);
  }
  // Asked without an upgrade, it says whether one would be let in: a library shows nothing of the answer to a WebSocket.
  const asked = '/socket.io/?EIO=4&transport=websocket';
  expect((await raw(server, asked, { host: 'evil.example', cookie })).status).toBe(403);
  expect((await raw(server, asked, { host: own(server), cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await raw(server, asked, { host: own(server), cookie, 'sec-fetch-site': 'same-origin' })).status).toBe(426);
  const good = connect(server, { cookie, origin: server.origin });
  await until('the own page to be connected', () => good.connected);
});

test('a socket without a session is told so by its code', async () => {
  const server = await serve();
  const page = connect(server, { origin: server.origin });
  const error = await new Promise<Error & { data?: { code: string } }>((resolve) => {
    page.on('connect_error', resolve);
  });
  expect(error.data?.code).toBe('WW_UNAUTHENTICATED');
});

test('a Spectator looks and changes nothing, over HTTP and over the socket', async () => {
  const server = await serve();
  const token = 'spectator-token-spectator-token';
  const headers = { host: own(server), authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  expect((await raw(server, '/api/worlds', headers)).status).toBe(200);
  for (const [path, body] of [
    ['operations', '{"operations":[{"op":"removeEntity","entity":"lamp"}]}'],
    ['undo', '{}'],
    ['pause', '{}'],
    ['save', '{}'],
    ['step', '{}'],
    ['commands', '{"command":"Connect","entity":"lamp","component":"WebsocketClient"}'],
  ] as const) {
    const answer = await raw(server, `/api/worlds/small/${path}`, headers, 'POST', body);
    expect(answer.status, path).toBe(403);
    expect(codeOf(answer.text)).toBe('WW_FORBIDDEN');
  }
  expect((await raw(server, '/api/worlds/small', headers, 'DELETE')).status).toBe(403);
  const page = connect(server, { cookie: await signIn(server, token), origin: server.origin });
  await ask(page, 'hello', { version: WIRE_VERSION });
  expect(await ask(page, 'enter', { world: 'small' })).toMatchObject({ ok: true });
  expect(await ask(page, 'edit', { operations: [{ op: 'removeEntity', entity: 'lamp' }], requestId: '1' })).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
  expect(await ask(page, 'control', { action: 'pause', requestId: '2' })).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
  expect(await ask(page, 'answer', { world: 'small', ask: 1, decision: 'always' })).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
});

test('bytes that are no HTTP, and upgrades to nowhere, do not end the server', async () => {
  const server = await serve();
  const lines = [
    'GARBAGE\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    'GET /%zz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n',
    'GET //[ HTTP/1.1\r\nhost: x\r\n\r\n',
    `GET /socket.io/?EIO=4&transport=websocket&sid=__proto__ HTTP/1.1\r\nhost: ${own(server)}\r\n\r\n`,
    `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nhost: ${own(server)}\r\nconnection: upgrade\r\n` +
      'upgrade: websocket\r\nsec-websocket-key: x\r\nsec-websocket-version: 13\r\n\r\n',
    `GET /elsewhere HTTP/1.1\r\nhost: ${own(server)}\r\nconnection: upgrade\r\n` +
      'upgrade: websocket\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\n\r\n',
    `GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nhost: ${own(server)}\r\norigin: \u0001\r\ncookie: \r\n\r\n`,
  ];
  for (const line of lines) {
    await new Promise<void>((resolve) => {
      const socket = tcp(server.port, '127.0.0.1', () => socket.end(line, 'latin1'));
      socket
        .on('error', () => resolve())
        .on('close', () => resolve())
        .resume();
      atEnd(() => socket.destroy());
    });
  }
  expect((await raw(server, '/healthz', { host: own(server) })).status).toBe(200);
});

test('every route is closed to strangers but those few that are meant to be open', async () => {
  const server = await serve();
  const closed: string[] = [];
  const others: string[] = [];
  const above: string[] = [];
  for (const line of server.app.printRoutes({ commonPrefix: false, includeMeta: false }).trimEnd().split('\n')) {
    // A line of the tree, which is set in as deep as its branch: `│   └── /:world (GET, HEAD, DELETE)`.
    const [, branch = '', part = '', methods = ''] = /^(.*── )(\S+) \((.+)\)$/.exec(line) ?? [];
    above.splice(branch.length / 4 - 1, Infinity, part);
    const route = above.join('');
    // HEAD is what GET is, without a body that would say who refuses.
    for (const method of methods.split(', ').filter((each) => each !== 'HEAD')) {
      const response = await fetch(server.origin + route.replaceAll(/:\w+/g, 'x').replace('*', 'none.js'), { method });
      if ((await response.text()).includes('"code":"WW_UNAUTHENTICATED"')) closed.push(`${method} ${route}`);
      else others.push(`${method} ${route} ${response.status}`);
    }
  }
  expect(closed).toContain('GET /metrics');
  expect(closed).toContain('DELETE /api/worlds/:world');
  // The page's own addresses tell a stranger, as a page, that a token is missing; files that are not there are not found.
  expect(new Set(others)).toEqual(
    new Set(['GET /healthz 200', 'GET / 401', 'GET /reference.html 401', 'GET /assets/:name 404', 'GET /* 404', 'GET /api/docs/* 404']),
  );
});

test('every answer forbids foreign scripts, frames and sniffing', async () => {
  const server = await serve();
  for (const path of ['/', '/healthz', '/api/worlds', '/api/docs']) {
    const { headers } = await raw(server, path, { host: own(server), authorization: `Bearer ${server.token}` });
    const policy = String(headers['content-security-policy']);
    expect(policy, path).toContain("script-src 'self'");
    expect(policy).not.toMatch(/script-src[^;]*(unsafe|https?:|\*)/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
  }
});
