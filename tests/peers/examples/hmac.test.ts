/** The example of a handshake with HMAC: its own service, and servers that cheat. */
import { createHmac } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { signedClock } from '../../../worlds/services/hmac.ts';
import { startServer, type Guest, type TestServer } from '../servers.ts';
import { until } from '../../server/running.ts';
import { runExamples, type Example } from './running-example.ts';

const KEY = Buffer.from('light bulbs are warm and bright!');
const CHALLENGE = Buffer.alloc(32, 7).toString('base64');
const STATUS = 'status/StringValue/Value',
  HEARD = 'heard/StringValue/Value',
  FORGED = 'forged/IntValue/Value';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** The example, led to a server of the test. */
async function messenger({ port }: { readonly port: number }, key = KEY): Promise<Example> {
  const { hmac } = await runExamples(['hmac'], { allowedUrlHosts: [`127.0.0.1:${port}`] });
  await hmac.set({
    'messenger/WebsocketClient/URL': `ws://127.0.0.1:${port}/`,
    'messenger/WebsocketClient/ConnectRetryInterval': 0.2,
    'key/StringValue/Value': key.toString('base64'),
  });
  return hmac;
}

/** A server that says what the test has it say, and the example at it. */
async function scripted(): Promise<{ server: TestServer; hmac: Example; next: () => Promise<Guest> }> {
  const server = await startServer();
  ends.push(() => server.close());
  const hmac = await messenger(server);
  let met = 0;
  return { server, hmac, next: () => until('the messenger', () => server.guests[met]).then((guest) => (met++, guest)) };
}
const say = ({ socket }: Guest, what: object | string): void => socket.send(typeof what === 'string' ? what : JSON.stringify(what));
const heard = (guest: Guest): Promise<unknown> => until('an answer', () => guest.messages[0] && (JSON.parse(guest.messages[0].data.toString()) as object));
const word = (n: number, text: string, challenge = CHALLENGE, key: Uint8Array = KEY): object => ({
  n,
  text,
  mac: createHmac('sha256', key).update(`server:${challenge}:${n}:${text}`).digest('hex'),
});

async function welcomed(): Promise<{ server: TestServer; hmac: Example; guest: Guest; next: () => Promise<Guest> }> {
  const { server, hmac, next } = await scripted();
  const guest = await next();
  say(guest, { challenge: CHALLENGE });
  await heard(guest);
  say(guest, { welcome: true });
  await hmac.shows(STATUS, 'signed in');
  return { server, hmac, guest, next };
}

test('proves that it has the key, and hears what is signed with it', async () => {
  const service = await signedClock(0, KEY);
  ends.push(() => service.close());
  const hmac = await messenger(service);
  await hmac.shows(STATUS, 'signed in');
  await hmac.shows(HEARD, /^\d\d:\d\d:\d\d$/);
  expect(await hmac.field(FORGED)).toBe(0);
});

test('with a wrong key it is refused, tells so, and tries again once the key changes', async () => {
  const service = await signedClock(0, KEY);
  ends.push(() => service.close());
  const hmac = await messenger(service, Buffer.from('another key'));
  await hmac.shows(STATUS, /does not take this key/);
  expect(await hmac.field('messenger/WebsocketClient/State')).toBe('Idle');
  await hmac.set({ 'key/StringValue/Value': 'no base64!' });
  await hmac.shows(STATUS, 'the key is no base64');
  await hmac.set({ 'key/StringValue/Value': KEY.toString('base64') });
  await hmac.shows(STATUS, 'signed in');
});

test('a server that is away later is not taken for one that refuses the key', async () => {
  const { server, hmac, next } = await scripted();
  const guest = await next();
  guest.socket.close(4401, 'no');
  await hmac.shows(STATUS, /does not take this key/);
  await server.close();
  await hmac.set({ 'key/StringValue/Value': 'AAAA' });
  await hmac.shows(STATUS, /^not connected: .*listens/);
});

test('answers the challenge and nothing else: its name, and the HMAC in hex', async () => {
  const { hmac, next } = await scripted();
  await hmac.set({ 'name/StringValue/Value': 'a "lamp"' });
  const guest = await next();
  say(guest, { challenge: CHALLENGE });
  expect(await heard(guest)).toEqual({
    user: 'a "lamp"',
    proof: createHmac('sha256', KEY).update('client:').update(Buffer.from(CHALLENGE, 'base64')).digest('hex'),
  });
});

test.each([
  ['no JSON', 'hello'],
  ['no challenge', '{"welcome":true}'],
  ['a challenge that is no base64', '{"challenge":"!"}'],
  ['a challenge so short that it may come again', '{"challenge":"AAAA"}'],
])('a server that begins with %s gets no proof, and is left', async (_what, first) => {
  const { hmac, next } = await scripted();
  const guest = await next();
  say(guest, first);
  say(guest, { challenge: CHALLENGE });
  say(guest, { welcome: true });
  say(guest, word(1, 'on'));
  await guest.left;
  await hmac.shows(STATUS, /does not keep to the handshake/);
  expect(guest.messages).toEqual([]);
  expect(await hmac.field(HEARD)).toBe('');
});

test('hears no word that is forged, of another handshake, or told before', async () => {
  const { hmac, guest } = await welcomed();
  say(guest, word(5, 'on'));
  await hmac.shows(HEARD, 'on');
  const forged = [
    { ...word(6, 'off'), text: 'OFF' },
    { ...word(6, 'off'), n: 7 },
    { n: 6, text: 'off' },
    word(5, 'on'),
    word(4, 'off'),
    word(6, 'off', Buffer.alloc(32, 8).toString('base64')),
    word(6, 'off', CHALLENGE, Buffer.from('guessed')),
    { ...word(6, 'off'), n: '6' },
    'off',
    '{"__proto__":{"text":"off"}}',
  ];
  for (const each of forged) say(guest, each);
  await hmac.shows(FORGED, forged.length);
  expect(await hmac.field(HEARD)).toBe('on');
  say(guest, word(6, 'off'));
  await hmac.shows(HEARD, 'off');
  expect(await hmac.field(FORGED)).toBe(forged.length);
});

test('comes again after a loss, and proves itself anew', async () => {
  const { hmac, guest, next } = await welcomed();
  say(guest, word(1, 'one'));
  await hmac.shows(HEARD, 'one');
  guest.socket.terminate();
  await hmac.shows(STATUS, /^not connected|^connected/);
  const again = await next();
  // A word of the handshake before is none of this one.
  say(again, { challenge: Buffer.alloc(32, 9).toString('base64') });
  await heard(again);
  say(again, { welcome: true });
  await hmac.shows(STATUS, 'signed in');
  say(again, word(2, 'two'));
  await hmac.shows(FORGED, 1);
  say(again, word(1, 'three', Buffer.alloc(32, 9).toString('base64')));
  await hmac.shows(HEARD, 'three');
});
