/** What stands before anybody is known: places, and what a connection may say until it has said who it is. */
import type { ClientRequest } from 'node:http';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { RunningServer } from '../../server/index.ts';
import { WIRE_VERSION } from '../../server/protocol.ts';
import { joinedTerminal } from '../peers/agents/terminal.ts';
import { comeIn, goesOn, raided, TOKENS } from './raiders.ts';
import { ask, atEnd, until } from './running.ts';

interface Raw {
  readonly socket: WebSocket;
  readonly heard: string[];
  /** Status of a refused upgrade, or the code of the close. */
  ended: number | undefined;
}

/** A WebSocket as anybody may open one, without a library that behaves. */
function raw(server: RunningServer, headers: Record<string, string> = {}, query = '', from = '127.0.0.1'): Raw {
  const url = `${server.origin.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket${query}`;
  const socket = new WebSocket(url, { headers, localAddress: from, perMessageDeflate: false });
  const one: Raw = { socket, heard: [], ended: undefined };
  socket.on('message', (data: Buffer) => one.heard.push(data.toString()));
  socket.on('unexpected-response', (request: ClientRequest, { statusCode }: { statusCode?: number }) => {
    one.ended = statusCode ?? 0;
    request.destroy();
  });
  socket.on('error', () => undefined);
  socket.on('close', (code: number) => {
    one.ended ??= code;
  });
  atEnd(() => socket.terminate());
  return one;
}
/** The same, once the server has greeted it. */
async function greeted(...given: Parameters<typeof raw>): Promise<Raw> {
  const one = raw(...given);
  await until('the greeting', () => one.heard.length > 0 || one.ended !== undefined);
  return one;
}
/** All in as few pieces as the system makes of them. */
function sayAtOnce({ socket }: Raw, texts: readonly string[]): void {
  const { _socket: below } = socket as unknown as { _socket: { cork(): void; uncork(): void } };
  below.cork();
  for (const text of texts) socket.send(text);
  below.uncork();
}
const refusals = ({ heard }: Raw): number => heard.filter((text) => text.startsWith('44')).length;

test('a connection ends with its first refusal: of thousands of attempts on it one is answered, or none', async () => {
  const server = await raided();
  const once = await greeted(server);
  once.socket.send('40{"token":"x"}');
  await until('it to be ended', () => once.ended !== undefined);
  expect(once.heard.at(-1)).toContain('WW_UNAUTHENTICATED');
  const many = await greeted(server);
  sayAtOnce(many, Array(5000).fill('40{"token":"x"}'));
  await until('it to be ended', () => many.ended !== undefined);
  expect(refusals(many)).toBeLessThanOrEqual(1);
  // With a token that holds, too, another attempt ends it.
  const twice = await greeted(server, { authorization: `Bearer ${TOKENS.Guest}` });
  sayAtOnce(twice, ['40{}', '40{}']);
  await until('it to be ended', () => twice.ended !== undefined);
  const elsewhere = await greeted(server, { authorization: `Bearer ${TOKENS.Guest}` });
  elsewhere.socket.send('40{}');
  await until('it to be let in', () => elsewhere.heard.some((text) => text.startsWith('40')));
  elsewhere.socket.send('40/other,');
  await until('it to be ended', () => elsewhere.ended !== undefined);
});

test.each([
  ['an event', ['42["hello",{}]']],
  ['another namespace', ['40/other,{}']],
  ['bytes', ['451-["relay",{"_placeholder":true,"num":0}]']],
  ['a CONNECT of more than any of ours', [`40{"token":"${'x'.repeat(20_000)}"}`]],
])('who says %s before who they are is put out without an answer', async (_what, texts) => {
  const server = await raided();
  const one = await greeted(server);
  sayAtOnce(one, texts);
  await until('it to be ended', () => one.ended !== undefined);
  expect(one.heard).toHaveLength(1);
});

test('pings and fragments count as what is said: neither is a way to go on without saying who one is', async () => {
  const server = await raided();
  for (const say of [
    (socket: WebSocket) => socket.ping('x'.repeat(100)),
    (socket: WebSocket) => socket.send('x'.repeat(100), { fin: false }),
    (socket: WebSocket) => socket.send('6'),
  ]) {
    const one = await greeted(server);
    for (let time = 0; time < 3000 && one.ended === undefined; time += 1) say(one.socket);
    await until('it to be ended', () => one.ended !== undefined);
  }
  await goesOn(server);
});

test('who says nothing keeps no place for long', async () => {
  const server = await raided({ pageTimeout: 300 });
  const one = await greeted(server);
  await until('it to be ended', () => one.ended !== undefined);
  const known = await greeted(server, { authorization: `Bearer ${TOKENS.Guest}` });
  await until('the one with a token, too', () => known.ended !== undefined);
});

test('however many strangers come, from one address or several, who is known comes in: by token in the head, by cookie, by `worldwire join`', async () => {
  // None of them is put out for having said nothing, however long it takes until all have come.
  const server = await raided({ pageTimeout: 60_000 });
  const crowd = ['127.0.0.1', '127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5'].flatMap((address) =>
    Array.from({ length: 100 }, () => raw(server, {}, '', address)),
  );
  await until('each to be in or refused', () => crowd.every(({ heard, ended }) => heard.length > 0 || ended !== undefined));
  expect(crowd.filter(({ ended }) => ended === 429).length).toBeGreaterThanOrEqual(250);
  const late = raw(server, {}, '', '127.0.0.6');
  await until('another stranger to be refused', () => late.ended === 429);
  const told = await fetch(`${server.origin}/socket.io/?EIO=4&transport=websocket`);
  expect([told.status, await told.text()]).toEqual([429, expect.stringContaining('Authorization: Bearer')]);
  const anna = await joinedTerminal({ url: `${server.origin}/?token=${TOKENS.Guest}` });
  expect(anna.screen.text).toContain('joined "');
  expect((await comeIn(server, 'Guest')).connected).toBe(true);
  const program = await greeted(server, { authorization: `Bearer ${TOKENS.Guest}` });
  expect(program.ended).toBeUndefined();
  for (const { socket } of crowd) socket.terminate();
  await until('room for strangers', async () => (await greeted(server)).ended === undefined);
});

test('a session does not go on over another connection, and there is no polling', async () => {
  const server = await raided();
  const head = { authorization: `Bearer ${TOKENS.Guest}` };
  const one = await greeted(server, head);
  const { sid } = JSON.parse((one.heard[0] ?? '').slice(1)) as { sid: string };
  const other = raw(server, head, `&sid=${sid}`);
  await until('it to be refused', () => other.ended === 400);
  for (const method of ['GET', 'POST']) {
    const polled = await fetch(`${server.origin}/socket.io/?EIO=4&transport=polling&sid=${sid}`, { method, headers: head });
    expect([polled.status, await polled.json()]).toEqual([426, expect.objectContaining({ code: 'WW_BAD_REQUEST' })]);
  }
});

test('the role is looked at before what an event holds: a Spectator is refused what they may not say, however much it is', async () => {
  const server = await raided();
  const page = await comeIn(server, 'Spectator');
  // Nested deeper than any message may be, which is found only where it is walked through.
  let deep: unknown = 1;
  for (let level = 0; level < 1000; level += 1) deep = [deep];
  for (const event of [
    'edit',
    'command',
    'commands',
    'spawn',
    'revert',
    'control',
    'answer',
    'answers',
    'decided',
    'decisions',
    'decide',
    'role',
    'remove',
    'joinCommand',
  ])
    expect(await ask(page, event, { deep }), event).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
  expect(await ask(page, 'presence', { deep })).toMatchObject({ ok: false, code: 'WW_BAD_REQUEST' });
});

test('who may only look is read from more slowly when they say too much, and goes on; others do not feel it', async () => {
  const server = await raided();
  const calm = await comeIn(server, 'Spectator');
  const one = await greeted(server, { authorization: `Bearer ${TOKENS.Spectator}` });
  one.socket.send('40{}');
  await until('it to be let in', () => one.heard.some((text) => text.startsWith('40')));
  one.socket.send(`420["hello",{"version":${WIRE_VERSION}}]`);
  // Somewhat more than may be said at once, so that the last waits until that is made up for, however fast the machine is.
  const begun = performance.now();
  const big = JSON.stringify(['presence', { selection: ['x'.repeat(900_000)], editing: null }]);
  for (let number = 1; number <= 6; number += 1) one.socket.send(`42${number}${big}`);
  for (let time = 0; time < 20; time += 1) expect(await ask(calm, 'ping', {})).toEqual({ ok: true });
  await until('all to be answered', () => one.heard.some((text) => text.startsWith('436')));
  expect(performance.now() - begun).toBeGreaterThan(1500);
  expect(one.ended).toBeUndefined();
});

test('what is left unfinished is held of each user up to a bound, and given back when its connection ends', async () => {
  const server = await raided();
  const calm = await comeIn(server, 'Spectator');
  const come = async (): Promise<Raw> => {
    const one = await greeted(server, { authorization: `Bearer ${TOKENS.Spectator}` });
    one.socket.send('40{}');
    await until('it to be let in', () => one.heard.some((text) => text.startsWith('40')));
    return one;
  };
  // A program with a role's token is one user, over all its connections.
  const many = await Promise.all(Array.from({ length: 25 }, come));
  for (const { socket } of many) socket.send('x'.repeat(900_000), { fin: false });
  const left = (): number => many.filter(({ ended }) => ended === undefined).length;
  await until('some to be ended', () => left() < many.length);
  await until('what remains to fit', () => left() <= 17);
  expect(left()).toBeGreaterThan(10);
  expect(await ask(calm, 'ping', {})).toEqual({ ok: true });
  for (const { socket } of many) socket.terminate();
  const again = await come();
  again.socket.send('x'.repeat(900_000), { fin: false });
  again.socket.ping();
  await new Promise((resolve) => {
    again.socket.once('pong', resolve);
  });
  expect(again.ended).toBeUndefined();
});
