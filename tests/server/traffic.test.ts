/** The timeline of all connections through a server: real messages, rights, files, and what a filter may be. */
import { expect, test } from 'vitest';
import type { PassedEntry, Role, ViewUpdate } from '../../server/protocol.ts';
import type { RunningServer } from '../../server/index.ts';
import { startServer, type TestServer } from '../peers/servers.ts';
import { comeIn, raided, TOKENS } from './raiders.ts';
import { api, ask, atEnd, until, type Page } from './running.ts';

type Traffic = Extract<ViewUpdate, { kind: 'traffic' }>;

interface World {
  readonly server: RunningServer;
  readonly peer: TestServer;
}
/** A world with two connections to a server of the test's own, both open. */
async function connected(options: object = {}): Promise<World> {
  const peer = await startServer();
  atEnd(() => peer.close());
  const client = (path: string) => ({ WebsocketClient: { URL: peer.url(path), HandlingUser: { userId: 'host' } } });
  const scene = {
    format: 'worldwire/scene',
    version: 1,
    name: 'Talk',
    tickRate: 60,
    entities: [
      { id: 'ann', name: 'Ann', components: client('/ann') },
      { id: 'ben', name: 'Ben', components: client('/ben') },
    ],
  };
  const server = await raided({
    worlds: [{ scene: scene as never, name: 'talk' }],
    allowedUrlHosts: [`127.0.0.1:${peer.port}`],
    ...options,
  } as never);
  await until('both to be there', () => peer.guests.length === 2);
  return { server, peer };
}
async function looker(server: RunningServer, role: Role, filter: object = {}): Promise<{ readonly page: Page; readonly last: () => Traffic | undefined }> {
  const page = await comeIn(server, role, { world: 'talk' });
  let last: Traffic | undefined;
  page.on('updates', ({ updates }) => {
    last = updates.findLast((update): update is Traffic => update.kind === 'traffic') ?? last;
  });
  expect(await ask(page, 'watch', { view: 1, what: { kind: 'traffic', filter, offset: 0, limit: 100 } })).toEqual({ ok: true });
  return { page, last: () => last };
}
const say = async (server: RunningServer, entity: string, message: string): Promise<void> => {
  const command = { command: 'Send', entity, component: 'WebsocketClient', args: { Data: message } };
  expect((await api(server, '/api/worlds/talk/commands', command)).status).toBe(200);
};
const lines = (text: string): readonly PassedEntry[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as PassedEntry);
const file = (server: RunningServer, query: string, token = server.token): Promise<Response> =>
  fetch(`${server.origin}/api/worlds/talk/traffic?${query}`, { headers: { authorization: `Bearer ${token}` } });

test.each([false, true])(
  'messages and handshakes of all connections stand in one list, also those from before anybody looked (in a thread: %s)',
  async (threads) => {
    const { server, peer } = await connected({ threads });
    peer.guests[0]?.socket.send('early');
    await until('it to be heard', async () => (await (await file(server, 'format=jsonl')).text()).includes('early'));
    const one = await looker(server, 'Spectator');
    await until('what was there', () => one.last()?.rows.some(({ data }) => data === 'early'));
    for (const guest of peer.guests) guest.socket.send(Buffer.from([1, 2, 3]));
    const told = await until('the bytes of both', () => {
      const last = one.last();
      return (last?.rows.filter(({ binary }) => binary).length ?? 0) === 2 ? last : undefined;
    });
    expect(
      told.rows
        .filter(({ what }) => what === 'handshake')
        .map(({ name, data }) => `${name} ${data.split(':')[0]}`)
        .sort(),
    ).toEqual(['Ann Connecting', 'Ann Open', 'Ben Connecting', 'Ben Open']);
    expect(told.rows.map(({ seq }) => seq)).toEqual(told.rows.map((_, at) => (told.rows[0]?.seq ?? 0) + at));
  },
);

test('a file holds what fits: as JSON lines, and as HAR as Chromium writes it', async () => {
  const { server, peer } = await connected();
  await say(server, 'ann', '{"temp":21}');
  await say(server, 'ben', '{"temp":3}');
  await until('both to be sent', () => peer.guests.every(({ messages }) => messages.length === 1));
  const filter = encodeURIComponent(JSON.stringify({ what: ['out'], json: [{ path: ['temp'], is: '>', value: 20 }] }));
  const reply = await file(server, `format=jsonl&filter=${filter}`);
  expect(reply.headers.get('content-type')).toBe('application/jsonl; charset=utf-8');
  expect(lines(await reply.text())).toMatchObject([{ what: 'sent', entity: 'ann', name: 'Ann', component: 'WebsocketClient', text: '{"temp":21}', size: 11 }]);
  const har = (await (await file(server, 'format=har')).json()) as {
    log: { entries: { request: { url: string }; _webSocketMessages: { type: string; opcode: number; data: string }[] }[] };
  };
  expect(har.log.entries.map(({ request }) => request.url).sort()).toEqual([peer.url('/ann'), peer.url('/ben')]);
  expect(
    har.log.entries
      .flatMap(({ _webSocketMessages: messages }) => messages)
      .map(({ type, opcode, data }) => [type, opcode, data])
      .toSorted((a, b) => (String(a[2]) < String(b[2]) ? -1 : 1)),
  ).toEqual([
    ['send', 1, '{"temp":21}'],
    ['send', 1, '{"temp":3}'],
  ]);
});

test('a filter that is not well formed is told what was expected, by page and by HTTP', async () => {
  const { server } = await connected();
  const page = await comeIn(server, 'Spectator', { world: 'talk' });
  const what = (filter: object) => ({ kind: 'traffic', filter, offset: 0, limit: 10 });
  expect(await ask(page, 'watch', { view: 1, what: what({ what: ['both'] }) })).toMatchObject({ ok: false, code: 'WW_BAD_REQUEST' });
  expect(await ask(page, 'watch', { view: 1, what: what({ text: Array.from({ length: 11 }, () => 'a') }) })).toMatchObject({ ok: false });
  for (const [filter, said] of [
    ['{', 'filter is no JSON'],
    ['{"what":["both"]}', 'what'],
    ['{"match":"("}', 'the expression /(/ cannot be read'],
  ] as const) {
    const reply = await file(server, `filter=${encodeURIComponent(filter)}`);
    expect(reply.status).toBe(400);
    expect(((await reply.json()) as { message: string }).message).toContain(said);
  }
});

test('who may only look sees the last quarter of an hour, whatever their filter asks', async () => {
  const { server } = await connected();
  const one = await looker(server, 'Spectator', { reach: 1e9 });
  await until('something', () => (one.last()?.total ?? 0) > 0);
  expect(await ask(one.page, 'passed', { seqs: [1] })).toMatchObject({ ok: true, entries: [{ seq: 1 }] });
  expect((await file(server, '', TOKENS.Spectator)).status).toBe(200);
  expect((await fetch(`${server.origin}/api/worlds/talk/traffic`)).status).toBe(401);
});

test('a server that keeps no timeline says so', async () => {
  const { server } = await connected({ trafficKeep: 0 });
  const reply = await file(server, '');
  expect([reply.status, ((await reply.json()) as { code: string }).code]).toEqual([404, 'WW_NOT_FOUND']);
  const one = await looker(server, 'Builder');
  await until('the word', () => one.last()?.kept === null);
});
