/** A world that is the server, and a world of fifty clients; and clients that nobody knows. */
import { expect, test } from 'vitest';
import { until } from '../../server/running.ts';
import { visit, type Visitor } from '../served-rig.ts';
import { freePort } from '../servers.ts';
import { runExamples, type Example } from './running-example.ts';

const ANSWERED = 'answered/IntValue/Value',
  COUNT = 'board/WebsocketServer/ClientCount',
  LISTENS = 'board/WebsocketServer/IsListening';

/** The board on a free port, and where it listens. */
async function board(): Promise<{ board: Example; fifty: Example; url: string; port: number }> {
  const port = await freePort();
  const worlds = await runExamples(['board', 'fifty'], { allowedListenPorts: [port], allowedUrlHosts: [`127.0.0.1:${port}`] });
  await worlds.board.set({ 'board/WebsocketServer/Port': port });
  await worlds.board.shows(LISTENS, true);
  return { ...worlds, url: `ws://127.0.0.1:${port}/board`, port };
}

/** Leads all players to the board. */
async function lead(fifty: Example, url: string): Promise<string[]> {
  const players = await until('fifty players', async () => {
    const found = await fifty.entities('tag=player');
    return found.length === 50 && found;
  });
  const fields = players.flatMap((id) => [
    [`${id}/WebsocketClient/ConnectRetryInterval`, 0.2],
    [`${id}/WebsocketClient/URL`, url],
  ]);
  await fifty.set(Object.fromEntries(fields) as { [path: string]: unknown });
  return players;
}
const seatsOf = (fifty: Example, players: readonly string[]): Promise<unknown[]> => Promise.all(players.map((id) => fifty.field(`${id}/IntValue/Value`)));
const words = ({ heard }: Visitor): Record<string, unknown>[] => heard.map((text) => JSON.parse(text) as Record<string, unknown>);
const errors = (visitor: Visitor): number => words(visitor).filter(({ error }) => error !== undefined).length;

test('fifty players have a seat each, and answer each beat', async () => {
  const { board: server, fifty, url } = await board();
  const players = await lead(fifty, url);
  await server.shows(COUNT, 50);
  await server.shows(ANSWERED, 50);
  const seats = await seatsOf(fifty, players);
  expect(new Set(seats).size).toBe(50);
  expect(seats).not.toContain(0);
  // All may have had their seats and answered before the first beat.
  const beats = (): Promise<unknown[]> => Promise.all(players.map((id) => fifty.field(`${id}/IntValue#2/Value`)));
  await until('each has followed a beat', async () => !(await beats()).includes(0));
  await server.shows(ANSWERED, 50);
  expect(await server.field('board/Flow/LastError')).toBe('');
  expect(await fifty.field('crowd/Flow/LastError')).toBe('');
});

test('players that lose the board stand up, and come again', async () => {
  const { board: server, fifty, url } = await board();
  const players = await lead(fifty, url);
  await server.shows(ANSWERED, 50);
  const before = await seatsOf(fifty, players);
  await server.set({ 'board/WebsocketServer/Enabled': false });
  await until('all stand', async () => (await seatsOf(fifty, players)).every((seat) => seat === 0));
  await server.set({ 'board/WebsocketServer/Enabled': true });
  await server.shows(ANSWERED, 50);
  const after = await seatsOf(fifty, players);
  expect(after.filter((seat) => before.includes(seat))).toEqual([]);
});

test('who answers twice counts once, and an answer to another beat not at all', async () => {
  const { board: server, url } = await board();
  const guest = visit(url);
  await until('a seat', () => guest.heard.length > 0);
  expect(words(guest)[0]).toEqual({ seat: expect.any(Number), beat: expect.any(Number) });
  guest.socket.on('message', (data) => {
    const { beat } = JSON.parse((data as Buffer).toString()) as { beat?: number };
    if (beat !== undefined) for (const here of [beat, beat, beat - 1, beat + 1]) guest.socket.send(JSON.stringify({ here }));
  });
  await server.shows(ANSWERED, 1);
  const seen = new Set<unknown>();
  const from = guest.heard.length;
  await until('three more beats', async () => {
    seen.add(await server.field(ANSWERED));
    return guest.heard.length >= from + 3;
  });
  expect([...seen].filter((count) => count !== 0 && count !== 1)).toEqual([]);
});

test.each([
  ['no JSON', 'hello'],
  ['JSON of another form', '{"here":"now"}'],
  ['a key that is none of a client', '{"__proto__":{"here":1}}'],
  ['bytes', Buffer.from('{"here":1}')],
])('who says %s is told so twice, and closed the third time, alone', async (_what, odd) => {
  const { board: server, url } = await board();
  const [guest, other] = [visit(url), visit(url)];
  await server.shows(COUNT, 2);
  other.socket.send('?');
  await until('one complaint', () => errors(other) === 1);
  for (let i = 0; i < 3; i++) guest.socket.send(odd);
  await until('its end', () => guest.closed);
  expect(guest.closed).toEqual({ code: 4000, reason: 'three messages that nobody understands' });
  expect(errors(guest)).toBe(2);
  // The other has its own count, and so has who comes next.
  other.socket.send('?');
  await until('another complaint', () => errors(other) === 2);
  const next = visit(url);
  await server.shows(COUNT, 2);
  next.socket.send(odd);
  await until('a first complaint', () => errors(next) === 1);
  expect([other.isOpen, next.isOpen]).toEqual([true, true]);
});

test('lets in nobody at another path, and no long message', async () => {
  const { board: server, url, port } = await board();
  const lost = visit(`ws://127.0.0.1:${port}/other`);
  expect(await until('a refusal', () => lost.refused)).toMatchObject({ status: 404 });
  const guest = visit(url);
  await server.shows(COUNT, 1);
  guest.socket.send('x'.repeat(1001));
  await until('its end', () => guest.closed);
  expect(guest.closed?.code).toBe(1009);
});
