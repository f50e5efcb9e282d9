import { connect } from 'node:net';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { api, atEnd, serve, until } from './running.ts';

/** What a server answers to bytes as they are, until it hangs up. */
function send(server: RunningServer, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(server.port, '127.0.0.1', () => {
      if (text !== '') socket.write(text);
    });
    atEnd(() => socket.destroy());
    let answer = '';
    socket.on('data', (part) => {
      answer += part.toString();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
}
const host = (server: RunningServer): string => `Host: 127.0.0.1:${server.port}\r\n`;
const bearer = (server: RunningServer): string => `Authorization: Bearer ${server.token}\r\n`;
const statusOf = (answer: string): number => Number(answer.split(' ')[1]);
const codeOf = (answer: string): unknown => (JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as { code?: unknown }).code;

test('a request that names two hosts is refused, whichever of them is ours', async () => {
  const server = await serve();
  for (const hosts of [`${host(server)}Host: evil.example\r\n`, `Host: evil.example\r\n${host(server)}`]) {
    const answer = await send(server, `GET /api/worlds HTTP/1.1\r\nConnection: close\r\n${hosts}${bearer(server)}\r\n`);
    expect([statusOf(answer), codeOf(answer)]).toEqual([403, 'WW_BAD_HOST']);
  }
});

test('what is no HTTP, or too long a head, is answered with a code and a hang-up', async () => {
  const server = await serve();
  const garbage = await send(server, '\u0016\u0003\u0001\r\n\r\n');
  expect([statusOf(garbage), codeOf(garbage)]).toEqual([400, 'WW_BAD_REQUEST']);
  const long = await send(server, `GET / HTTP/1.1\r\n${host(server)}X: ${'x'.repeat(100_000)}\r\n\r\n`);
  expect([statusOf(long), codeOf(long)]).toEqual([431, 'WW_TOO_LARGE']);
});

test('who sends a head drop by drop is hung up on', async () => {
  const server = await serve({ headersTimeout: 300 });
  const socket = connect(server.port, '127.0.0.1', () => {
    socket.write(`GET /api/worlds HTTP/1.1\r\n${host(server)}`);
    const drip = setInterval(() => socket.write('X: y\r\n'), 50);
    atEnd(() => clearInterval(drip));
  });
  atEnd(() => socket.destroy());
  let answer = '';
  socket.on('data', (part) => {
    answer += part.toString();
  });
  socket.on('error', () => undefined);
  await new Promise((resolve) => {
    socket.on('close', resolve);
  });
  expect(statusOf(answer)).toBe(408);
  expect((await api(server, '/healthz')).status).toBe(200);
});

test('who connects and says nothing is hung up on', async () => {
  const server = await serve({ headersTimeout: 300 });
  expect(statusOf(await send(server, ''))).toBe(408);
});

test('an upgrade that is refused is told why', async () => {
  const server = await serve();
  const upgrade = (headers: string): Promise<string> =>
    send(
      server,
      `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
        `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${headers}\r\n`,
    );
  const foreign = await upgrade(`Host: evil.example\r\n${bearer(server)}`);
  expect([statusOf(foreign), codeOf(foreign)]).toEqual([403, 'WW_BAD_HOST']);
  for (const origin of ['http://evil.example', 'null']) {
    const answer = await upgrade(`${host(server)}Origin: ${origin}\r\n${bearer(server)}`);
    expect([statusOf(answer), codeOf(answer)], origin).toEqual([403, 'WW_BAD_ORIGIN']);
  }
});

test('a body with a key that reaches prototypes is refused with its place', async () => {
  const server = await serve();
  const body = '{"operations":[{"op":"setField","value":{"__proto__":{"admin":true}}}]}';
  const answer = await send(
    server,
    `POST /api/worlds/small/operations HTTP/1.1\r\nConnection: close\r\n${host(server)}${bearer(server)}Content-Type: application/json\r\n` +
      `Content-Length: ${body.length}\r\n\r\n${body}`,
  );
  expect([statusOf(answer), codeOf(answer)]).toEqual([400, 'WW_BAD_REQUEST']);
  expect(answer).toContain('/operations/0/value/__proto__');
  expect(({} as { admin?: unknown }).admin).toBeUndefined();
});

test('an address that is neither of the API nor of the page is not found, however it is written', async () => {
  const server = await serve();
  for (const path of ['//api/worlds', `/api/worlds/${'x'.repeat(2000)}`]) {
    const { status, json } = await api(server, path);
    expect([status, json['code']], path.slice(0, 20)).toEqual([404, 'WW_NOT_FOUND']);
  }
});

test('no line of the log holds a token, however it was sent', async () => {
  const lines: string[] = [];
  const server = await serve({ log: pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }) });
  for (const name of ['token', '%74oken', 'TOKEN', 'x=1&token']) await fetch(`${server.origin}/?${name}=${server.token}`, { redirect: 'manual' });
  await api(server, `/api/worlds?token=${server.token}`);
  await send(server, `GET /?token=${server.token} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`);
  await send(server, `nonsense ${server.token}\r\n\r\n`);
  expect(lines.length).toBeGreaterThan(5);
  expect(lines.join('\n')).not.toContain(server.token);
});

test('every answer carries the same headers for a browser, also where it is given below the routes', async () => {
  const server = await serve();
  const headersOf = (answer: string): Map<string, string> =>
    new Map(
      answer
        .slice(0, answer.indexOf('\r\n\r\n'))
        .split('\r\n')
        .slice(1)
        .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    );
  const close = `Connection: close\r\n`;
  const good = headersOf(await send(server, `GET /healthz HTTP/1.1\r\n${close}${host(server)}\r\n`));
  const safe = [...good].filter(
    ([name]) => !['content-type', 'content-length', 'date', 'connection', 'cache-control'].includes(name) && !name.startsWith('x-ratelimit'),
  );
  expect(safe.map(([name]) => name)).toEqual(
    expect.arrayContaining(['content-security-policy', 'x-content-type-options', 'x-frame-options', 'referrer-policy']),
  );
  const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';
  const at = '/socket.io/?EIO=4&transport=websocket';
  for (const [request, status] of [
    ['\u0016\u0003\u0001\r\n\r\n', 400],
    [`GET / HTTP/1.1\r\n${host(server)}X: ${'x'.repeat(100_000)}\r\n\r\n`, 431],
    [`GET /%zz HTTP/1.1\r\n${close}${host(server)}\r\n`, 400],
    [`GET / HTTP/1.1\r\n${close}\r\n`, 403],
    [`POST /api/worlds HTTP/1.1\r\n${close}${host(server)}Expect: something\r\n\r\n`, 417],
    [`GET /nothing.js HTTP/1.1\r\n${close}${host(server)}\r\n`, 404],
    [`GET ${at} HTTP/1.1\r\n${close}${host(server)}\r\n`, 426],
    [`GET ${at} HTTP/1.1\r\n${upgrade}Host: evil.example\r\n\r\n`, 403],
    [`GET ${at} HTTP/1.1\r\n${upgrade}${host(server)}Origin: http://evil.example\r\n\r\n`, 403],
    [`GET /elsewhere HTTP/1.1\r\n${upgrade}${host(server)}\r\n`, 404],
    [`GET /socket.io/?EIO=3&transport=websocket HTTP/1.1\r\n${upgrade}${host(server)}\r\n`, 400],
    [`GET ${at} HTTP/1.1\r\n${upgrade.replace('dGhlIHNhbXBsZSBub25jZQ==', 'x')}${host(server)}\r\n`, 400],
  ] as const) {
    const answer = await send(server, request);
    expect(statusOf(answer), request.slice(0, 80)).toBe(status);
    const headers = headersOf(answer);
    for (const [name, value] of safe) expect(headers.get(name), `${name} for ${request.slice(0, 80)}`).toBe(value);
    expect(codeOf(answer), request.slice(0, 80)).toMatch(/^WW_/);
  }
});

test('the page is asked for anew each time, by whichever name, and the files that it names never are', async () => {
  const server = await serve();
  for (const path of ['/', '/index.html', '/reference.html']) {
    const response = await fetch(server.origin + path, { headers: { authorization: `Bearer ${server.token}` } });
    expect([response.status, response.headers.get('cache-control')], path).toEqual([200, 'no-cache']);
    // What it names is called by what it holds, and is fetched once.
    const named = [...(await response.text()).matchAll(/(?:src|href)="\.(\/assets\/[^"]+)"/g)].map((found) => found[1] ?? '');
    expect(named.length, path).toBeGreaterThan(2);
    for (const file of named) {
      const { status, headers } = await fetch(server.origin + file);
      expect([status, headers.get('cache-control')], file).toEqual([200, 'public, max-age=31536000, immutable']);
    }
  }
});

test('of the folder of those files nothing is sent that the build did not write there', async () => {
  const server = await serve();
  const page = await (await fetch(server.origin, { headers: { authorization: `Bearer ${server.token}` } })).text();
  const script = /"\.(\/assets\/index-[^"]+\.js)"/.exec(page)?.[1] ?? '';
  const whole = await fetch(server.origin + script);
  expect([whole.status, whole.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
  const text = await whole.text();
  expect(Buffer.byteLength(text)).toBe(Number(whole.headers.get('content-length')));
  const head = await fetch(server.origin + script, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, whole.headers.get('content-length'), '']);
  for (const name of ['nothing.js', '.hidden.js', '..%2findex.html', '..%2f..%2fserver%2findex.js', 'a%00.js', 'constructor', `${'x'.repeat(400)}.js`]) {
    const refused = await fetch(`${server.origin}/assets/${name}`);
    expect([refused.status, ((await refused.json()) as { code?: string }).code], name).toEqual([404, 'WW_NOT_FOUND']);
  }
});

test.each([
  ['values', '{"operations":[{"op":"addEntity","entity":{"children":[', '{},', 'The body holds more than 1000000 values.'],
  ['levels', '{"operations":', '[', 'The body holds something nested deeper than 600 levels.'],
  ['operations', '{"operations":[', '{},', 'The body holds more than 10000 members in one of its lists; send them in several.'],
])('a body with too many %s is refused as soon as it has so many, and its end is not waited for', async (_, begin, member, message) => {
  const server = await serve();
  const socket = connect(server.port, '127.0.0.1', () => {
    socket.write(
      `POST /api/worlds/small/operations HTTP/1.1\r\n${host(server)}${bearer(server)}Content-Type: application/json\r\nContent-Length: 8000000\r\n\r\n`,
    );
    // Somewhat less than half of it, and then nothing any more.
    socket.write(begin + member.repeat(Math.floor(3_100_000 / member.length)));
  });
  atEnd(() => socket.destroy());
  let answer = '';
  socket.on('data', (part) => {
    answer += part.toString();
  });
  socket.on('error', () => undefined);
  await until('the refusal', () => answer.includes('}'));
  expect(statusOf(answer)).toBe(400);
  expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4))).toMatchObject({ code: 'WW_BAD_REQUEST', message });
  expect((await api(server, '/api/worlds/small')).status).toBe(200);
});
