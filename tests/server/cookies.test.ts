/** The session cookie: whose secret is believed, what a link can take away, and how it is kept behind TLS. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLog } from '../../server/log/log.ts';
import type { RunningServer } from '../../server/index.ts';
import { WIRE_VERSION, type Welcome } from '../../server/protocol.ts';
import { cookieKey } from '../../server/security/cookie-key.ts';
import { keyOf, sign } from '../../server/security/token.ts';
import { raided, TOKENS } from './raiders.ts';
import { ask, atEnd, connect, serve } from './running.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(path, { recursive: true, force: true }));
  return path;
}
const silent = createLog({ level: 'silent' });

/** The answer to who opens an address, with the cookies that it gave. */
async function visit(
  server: RunningServer,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string; cookie: string; given: string }> {
  const response = await fetch(server.origin + path, { headers, redirect: 'manual' });
  const given = response.headers.getSetCookie().find((cookie) => !/-way=/.test(cookie)) ?? '';
  return { status: response.status, text: await response.text(), cookie: given.split(';')[0] ?? '', given };
}
const valueOf = (cookie: string): string => cookie.slice(cookie.indexOf('=') + 1);
async function userOf(server: RunningServer, cookie: string): Promise<string> {
  const page = connect(server, { cookie, origin: server.origin });
  return ((await ask(page, 'hello', { version: WIRE_VERSION })) as unknown as Welcome).you.userId;
}

test('a secret that another page has put into the cookie does not become the secret of whoever comes', async () => {
  const server = await serve();
  const secret = 's'.repeat(32);
  const key = keyOf(server.token);
  // Alone, and as whoever has the token could sign it without the server.
  for (const planted of [
    secret,
    `${secret}.x.y`,
    `${secret}..`,
    `${secret}.${key}.${sign(key, secret)}`,
    `${secret}.${key}.${sign(server.token, `worldwire cookie ${secret}.${key}`)}`,
  ]) {
    const { cookie } = await visit(server, `/?token=${server.token}`, { cookie: `worldwire-${server.port}=${planted}` });
    expect(cookie).not.toBe('');
    expect(cookie).not.toContain(secret);
  }
  // Nor does the cookie of another server.
  const other = await serve();
  const foreign = valueOf((await visit(other, `/?token=${other.token}`)).cookie);
  const { cookie } = await visit(server, `/?token=${server.token}`, { cookie: `worldwire-${server.port}=${foreign}` });
  expect(cookie).not.toContain(foreign.split('.')[0]);
});

test('whoever puts a cookie of their own into a browser does not become the user of who comes there with more than they have', async () => {
  const server = await raided();
  const { cookie: planted } = await visit(server, `/?token=${TOKENS.Guest}`);
  for (const token of [TOKENS.Builder, server.token]) {
    const { cookie } = await visit(server, `/?token=${token}`, { cookie: planted, 'sec-fetch-site': 'none' });
    expect(await userOf(server, cookie)).not.toBe(await userOf(server, planted));
  }
  // With less, or as much, a browser is who it was.
  for (const token of [TOKENS.Spectator, TOKENS.Guest]) {
    const { cookie } = await visit(server, `/?token=${token}`, { cookie: planted, 'sec-fetch-site': 'none' });
    expect(await userOf(server, cookie)).toBe(await userOf(server, planted));
  }
});

test('the key is made once, for its owner alone, and a browser is the same user after a start with another token', async () => {
  const stateFolder = await folder();
  const [one, same] = await Promise.all([cookieKey(join(stateFolder, 'cookie-key'), silent), cookieKey(join(stateFolder, 'cookie-key'), silent)]);
  expect(one).toBe(same);
  expect((await stat(join(stateFolder, 'cookie-key'))).mode & 0o777).toBe(0o600);
  const first = await serve({ stateFolder });
  const { cookie } = await visit(first, `/?token=${first.token}`);
  const user = await userOf(first, cookie);
  await first.close();
  const again = await serve({ stateFolder, port: first.port });
  const second = (await visit(again, `/?token=${again.token}`, { cookie })).cookie;
  expect(await userOf(again, second)).toBe(user);
  await again.close();
  // Another state folder, or none, is another server.
  const elsewhere = await serve({ port: first.port });
  expect(await userOf(elsewhere, (await visit(elsewhere, `/?token=${elsewhere.token}`, { cookie })).cookie)).not.toBe(user);
});

test('a key that is damaged is told and left alone, and the server runs', async () => {
  const stateFolder = await folder();
  const file = join(stateFolder, 'cookie-key');
  await writeFile(file, 'short', { mode: 0o644 });
  const server = await serve({ stateFolder });
  expect((await visit(server, `/?token=${server.token}`)).status).toBe(303);
  expect(await readFile(file, 'utf8')).toBe('short');
});

const ELSEWHERE = { 'sec-fetch-site': 'cross-site', accept: 'text/html' };

test('a link of another page takes no cookie away that the browser did not show: it is asked again by a page of ours', async () => {
  const server = await raided();
  for (const headers of [
    ELSEWHERE,
    { 'sec-fetch-site': 'same-site', accept: 'text/html' },
    { accept: 'text/html,*/*' },
    { ...ELSEWHERE, referer: 'http://evil.example/' },
  ]) {
    for (const mark of ['', '&from=link']) {
      const { status, cookie, text } = await visit(server, `/?token=${TOKENS.Guest}${mark}`, headers);
      expect([status, cookie], JSON.stringify(headers)).toEqual([200, '']);
      expect(text).toContain(`href="/?token=${TOKENS.Guest}&amp;from=link"`);
      expect(text.includes('http-equiv="refresh"'), 'it does not go on without end').toBe(mark === '');
    }
    // Asked again, and nobody was here: they come in.
    const way = `worldwire-${server.port}-way=1`;
    const { status, cookie } = await visit(server, `/?token=${TOKENS.Guest}&from=link`, { ...headers, cookie: way });
    expect([status, cookie]).toEqual([303, expect.stringContaining(`worldwire-${server.port}=`)]);
  }
});

test('a link never makes less of who is here: for a lesser role they are asked, for the same they stay, a greater one they get', async () => {
  const server = await raided();
  const { cookie } = await visit(server, `/?token=${TOKENS.Builder}`);
  const link = (token: string, headers: Record<string, string>) => visit(server, `/?token=${token}&from=link`, { cookie, ...headers });
  for (const headers of [{ 'sec-fetch-site': 'same-origin' }, { accept: 'text/html' }, { 'sec-fetch-site': 'same-site' }, {}] as Record<string, string>[]) {
    const lesser = await link(TOKENS.Guest, headers);
    expect([lesser.status, lesser.cookie]).toEqual([200, '']);
    expect(lesser.text).toContain('You are here as Builder');
    expect(lesser.text).toContain(`<a href="/?token=${TOKENS.Guest}">become Guest</a>`);
    const same = await link(TOKENS.Builder, headers);
    expect([same.status, same.cookie]).toEqual([303, '']);
    const greater = await link(TOKENS.Moderator, headers);
    expect(greater.status).toBe(303);
    expect(await userOf(server, greater.cookie)).not.toBe(await userOf(server, cookie));
    for (const wrong of ['of-another-server-of-another-server', '']) {
      const refused = await link(wrong, headers);
      expect([refused.status, refused.cookie]).toEqual([401, '']);
      expect(refused.text).toContain('still here as Builder');
    }
  }
  // Typed, or chosen on the page that asks.
  for (const headers of [
    { 'sec-fetch-site': 'none' },
    { 'sec-fetch-site': 'same-origin' },
    { accept: 'text/html', referer: `${server.origin}/?token=${TOKENS.Guest}&from=link` },
  ] as Record<string, string>[]) {
    const chosen = await visit(server, `/?token=${TOKENS.Guest}`, { cookie, ...headers });
    expect([chosen.status, chosen.cookie]).toEqual([303, expect.stringContaining(valueOf(cookie).split('.')[0] ?? '')]);
  }
});

test('behind TLS the cookie is Secure and has a name that no other page can give; how that is known', async () => {
  const server = await serve({ allowedHosts: ['garden.example'], allowedOrigins: ['https://garden.example'] });
  const name = `__Host-worldwire-${server.port}`;
  for (const headers of [
    { 'x-forwarded-proto': 'https' },
    { 'x-forwarded-proto': 'https, http' },
    { forwarded: 'for=10.0.0.1;proto=https;by=10.0.0.2' },
  ] as Record<string, string>[]) {
    const { given, cookie } = await visit(server, `/?token=${server.token}`, headers);
    expect(given, JSON.stringify(headers)).toMatch(/; Secure/i);
    expect(cookie).toContain(`${name}=`);
    // Where some requests come without the proxy's word, such as those for sockets, it holds all the same.
    for (const more of [headers, {}]) expect((await fetch(`${server.origin}/api/worlds`, { headers: { cookie, ...more } })).status).toBe(200);
    // Another page can set the other name, and it is not looked at.
    const plain = cookie.replace(name, `worldwire-${server.port}`);
    expect((await fetch(`${server.origin}/api/worlds`, { headers: { cookie: plain, ...headers } })).status).toBe(401);
  }
  // By an origin of the configuration that has the name of the request.
  const [set] = await new Promise<string[]>((resolve, reject) => {
    request({ host: '127.0.0.1', port: server.port, path: `/?token=${server.token}`, headers: { host: 'garden.example' } }, (response) => {
      response.resume();
      resolve(response.headers['set-cookie'] ?? []);
    })
      .on('error', reject)
      .end();
  });
  expect(set).toMatch(/^__Host-worldwire-\d+=.*; Secure/i);
  for (const headers of [{}, { 'x-forwarded-proto': 'http' }, { 'x-forwarded-proto': 'http, https' }, { forwarded: 'proto=http' }] as Record<
    string,
    string
  >[]) {
    const { given } = await visit(server, `/?token=${server.token}`, headers);
    expect(given, JSON.stringify(headers)).not.toMatch(/Secure/i);
    expect(given).toContain(`worldwire-${server.port}=`);
  }
});
