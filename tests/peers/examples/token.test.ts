/** A token from an API, shown to a feed: with its own service, and with APIs and feeds that do not keep to it. */
import type { RequestListener, ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { thermometer } from '../../../worlds/services/token.ts';
import { until } from '../../server/running.ts';
import { startServer, type Guest, type TestServer } from '../servers.ts';
import { startWeb, type TestWeb } from '../web.ts';
import { runExamples, type Example } from './running-example.ts';

const STATUS = 'status/StringValue/Value',
  PASSWORD = 'password/StringValue/Value',
  IGNORED = 'ignored/IntValue/Value';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

/** The example, led to an API and a feed on ports of the test. */
async function example(api: number, feed: number, more: { readonly [path: string]: unknown } = {}): Promise<Example> {
  const { token } = await runExamples(['token'], { allowedUrlHosts: [`127.0.0.1:${api}`, `127.0.0.1:${feed}`] });
  await token.set({
    'api/StringValue/Value': `http://127.0.0.1:${api}`,
    'feed/StringValue/Value': `ws://127.0.0.1:${feed}/feed`,
    'pause/FloatValue/Value': 0.1,
    'thermometer/WebsocketClient/ConnectRetryInterval': 0.2,
    ...more,
  });
  return token;
}

interface Pair {
  readonly token: Example;
  readonly web: TestWeb;
  readonly feed: TestServer;
  /** The next who comes to the feed, with the token that they show. */
  readonly next: () => Promise<Guest & { readonly shown: unknown }>;
}

/** The example with an API and a feed that do as the test says. */
async function pair(answer: RequestListener, serve?: (guest: Guest) => void): Promise<Pair> {
  const web = await startWeb(answer);
  ends.push(() => web.close());
  const feed = await startServer(serve === undefined ? {} : { serve });
  ends.push(() => feed.close());
  let met = 0;
  const next = async (): Promise<Guest & { readonly shown: unknown }> => {
    const guest = await until('somebody at the feed', () => feed.guests[met]);
    met += 1;
    const first = await until('a token', () => guest.messages[0]);
    return Object.assign(guest, { shown: JSON.parse(first.data.toString()) as unknown });
  };
  return { token: await example(web.port, feed.port), web, feed, next };
}
const logins = ({ asked }: TestWeb): string[] => asked.filter(({ line }) => line === 'POST /login').map(({ body }) => body);
const say = (response: ServerResponse, what: unknown, status = 200): void =>
  void response.writeHead(status).end(typeof what === 'string' ? what : JSON.stringify(what));

test('gets a token, shows it to the feed and in an address, and gets another one when it is over', async () => {
  // It ages by the test's word: on a busy machine a token would be over before it is shown.
  let now = 0;
  const service = await thermometer(0, 60, () => now);
  ends.push(() => service.close());
  const token = await example(service.port, service.port);
  await token.shows('lowest/FloatValue/Value', /^[12]\d/);
  now += 60_001;
  await token.shows(STATUS, 'the token is over; a new one is asked for');
  await token.shows(STATUS, 'signed in');
  expect(await token.field(IGNORED)).toBe(0);
});

test('hears what the feed says for as long as the token is good', async () => {
  const service = await thermometer(0, 600);
  ends.push(() => service.close());
  const token = await example(service.port, service.port);
  await token.shows(STATUS, 'signed in');
  await token.shows('celsius/FloatValue/Value', /^[12]\d/);
});

test('with a wrong password it is refused, asks no more, and signs in once that is right', async () => {
  const service = await thermometer(0);
  ends.push(() => service.close());
  const token = await example(service.port, service.port, { [PASSWORD]: 'open "barley"' });
  await token.shows(STATUS, /does not take User and Password/);
  await token.set({ [PASSWORD]: 'open sesame' });
  await token.shows(STATUS, 'signed in');
});

test('quotes what it sends: names and tokens are texts in JSON and in addresses, whatever stands in them', async () => {
  const odd = 'a"b\\c&d=e#f?g/ü';
  const { token, web, next } = await pair((request, response) => say(response, request.method === 'POST' ? { token: odd } : { celsius: 4 }));
  const guest = await next();
  expect(guest.shown).toEqual({ token: odd });
  await token.set({ [PASSWORD]: 'x","user":"admin' });
  await until('both sign-ins', () => logins(web).length >= 2);
  expect(JSON.parse(logins(web).at(-1) ?? '')).toEqual({ user: 'lamp', password: 'x","user":"admin' });
  const again = await next();
  again.socket.send('{"ok":true}');
  await token.shows('lowest/FloatValue/Value', 4);
  const { line } = web.asked.at(-1) ?? { line: '' };
  expect([...new URL(line.replace('GET ', 'http://x')).searchParams]).toEqual([['token', odd]]);
});

test.each([
  ['no JSON', 200, 'welcome', /without a token \(200\)/],
  ['a token that is no text', 200, '{"token":7}', /without a token \(200\)/],
  ['a fault of its own', 500, '{"token":"x"}', /without a token \(500\)/],
  ['a request to try later', 503, '', /without a token \(503\)/],
])('an API that answers with %s is asked again after a pause', async (_what, status, body, said) => {
  let isWell = false;
  const { token, web, next } = await pair((_request, response) => (isWell ? say(response, { token: 'good' }) : say(response, body, status)));
  await token.shows(STATUS, said);
  await until('another try', () => logins(web).length >= 2);
  isWell = true;
  expect((await next()).shown).toEqual({ token: 'good' });
});

test('an API that hangs up is asked again, and one that the owner does not allow is not asked at all', async () => {
  const { token, web } = await pair((request) => void request.socket.destroy());
  await token.shows(STATUS, 'the API does not answer; it is asked again');
  await until('another try', () => logins(web).length >= 2);
  await token.set({ 'api/StringValue/Value': 'http://169.254.169.254' });
  await token.shows(STATUS, /does not let the world ask/);
  await token.set({ 'api/StringValue/Value': 'no address' });
  await token.shows(STATUS, /^the API does not answer/);
});

test('a feed that takes no token is shown a new one after a pause', async () => {
  let given = 0;
  const { token, next } = await pair(
    (_request, response) => say(response, { token: `t${(given += 1)}` }),
    ({ socket }) => void socket.once('message', () => socket.close(4401, 'no')),
  );
  await token.shows(STATUS, 'the feed does not take the token; a new one is asked for');
  const shown: unknown[] = [];
  for (let i = 0; i < 3; i++) shown.push((await next()).shown);
  expect(new Set(shown.map((each) => JSON.stringify(each))).size).toBe(3);
});

test('what the feed says beside is counted and changes nothing', async () => {
  const { token, next } = await pair((_request, response) => say(response, { token: 'good' }));
  const { socket } = await next();
  for (const odd of ['hello', '{}', '{"celsius":"hot"}', '{"celsius":null}', '[21]', '{"ok":"yes"}']) socket.send(odd);
  socket.send(Buffer.from('{"celsius":99}'));
  socket.send('{"celsius":21.5}');
  await token.shows('celsius/FloatValue/Value', 21.5);
  expect(await token.field(IGNORED)).toBe(6);
});

test('shows the same token again after a loss for which it is not to blame', async () => {
  let given = 0;
  const { token, next } = await pair((_request, response) => say(response, { token: `t${(given += 1)}` }));
  const guest = await next();
  guest.socket.terminate();
  const again = await next();
  expect(again.shown).toEqual(guest.shown);
  again.socket.send('{"ok":true}');
  await token.shows(STATUS, 'signed in');
});

test('takes no answer to an older question', async () => {
  const held: ServerResponse[] = [];
  const { token, web, next } = await pair((_request, response) => void held.push(response));
  await until('the first question', () => held.length >= 1);
  await token.set({ [PASSWORD]: 'newer' });
  const newest = await until('the newest question', () => held[logins(web).findIndex((body) => body.includes('newer'))]);
  say(newest, { token: 'new' });
  const guest = await next();
  expect(guest.shown).toEqual({ token: 'new' });
  for (const response of held) if (response !== newest) say(response, { token: 'old' });
  await until('the old answers to be sent', () => held.every(({ writableFinished }) => writableFinished));
  // What may be left is the question to the address of the scene, which nobody here allows: it was asked where the world began before it was edited.
  await token.shows('thermometer/Flow/Waiting', /^[01]$/);
  guest.socket.terminate();
  expect((await next()).shown).toEqual({ token: 'new' });
  // A press asks for another one, for whom the machine of the same user connects as before.
  await token.command('thermometer', 'Flow', 'Call', { Node: 'press' });
  say(await until('one more', () => held.find(({ writableEnded }) => !writableEnded)), { token: 'pressed' });
  expect((await next()).shown).toEqual({ token: 'pressed' });
  expect(await token.field('thermometer/WebsocketClient/HandlingUser')).toMatchObject({ userId: 'host' });
});
