/** Sending to many through a server: to real sockets over HTTP, by rights, and as a page sees it. */
import { expect, test } from 'vitest';
import type { SendRow, ViewUpdate } from '../../server/protocol.ts';
import type { RunningServer } from '../../server/index.ts';
import { startServer, type TestServer } from '../peers/servers.ts';
import { comeIn, raided, TOKENS } from './raiders.ts';
import { api, ask, atEnd, until } from './running.ts';

async function devices(count: number, options: object = {}): Promise<{ readonly server: RunningServer; readonly peer: TestServer }> {
  const peer = await startServer({ serve: ({ socket }) => socket.on('message', (data, binary) => socket.send(data, { binary })) });
  atEnd(() => peer.close());
  const entities = Array.from({ length: count }, (_, at) => ({
    id: `d${at}`,
    name: `Device ${at}`,
    components: { WebsocketClient: { URL: peer.url('/echo'), HandlingUser: { userId: 'host' } } },
  }));
  const scene = { format: 'worldwire/scene', version: 1, name: 'Talk', tickRate: 60, entities };
  const server = await raided({ worlds: [{ scene: scene as never, name: 'talk' }], allowedUrlHosts: [`127.0.0.1:${peer.port}`], ...options } as never);
  await until('all to be there', () => peer.guests.length === count);
  return { server, peer };
}
const SENDS = '/api/worlds/talk/sends';
async function rows(server: RunningServer, run?: number): Promise<readonly SendRow[]> {
  const { json } = await api(server, run === undefined ? SENDS : `${SENDS}?run=${run}`);
  return json['sends'] as never;
}

test.each([false, true])('each is told its own over a real socket, and what they answer is counted (in a thread: %s)', async (threads) => {
  const { server } = await devices(20, { threads });
  // As the sockets are open on the other side a moment before the world has heard of it.
  await until('the world to know', async () => ((await api(server, '/api/worlds/talk')).json as { connections?: { Open?: number } }).connections?.Open === 20);
  const { status, json } = await api(server, SENDS, { text: '{"from":{{json(name)}},"n":{{n}}}', to: 'name~Device', by: '$.n', within: 20 });
  expect(status).toBe(200);
  const run = Number(json['run']);
  await until('all to have answered', async () => (await rows(server, run))[0]?.answers?.answered === 20);
  const [row] = await rows(server, run);
  expect(row).toMatchObject({ run, over: 'done', sent: 20, failed: 0, closed: 0, answers: { silent: 0 } });
  expect(row?.answers?.groups.map(({ said }) => Number(said)).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
});

test('it is stopped by its number, and all at once', async () => {
  const { server, peer } = await devices(1);
  const begin = async (): Promise<number> => Number((await api(server, SENDS, { text: 'x', to: '', every: 0.02 })).json['run']);
  const [first] = [await begin(), await begin(), await begin()];
  await until('something to be said', () => peer.guests.length === 1);
  expect((await api(server, `${SENDS}/${first}`, undefined, { method: 'DELETE' })).json).toMatchObject({ stopped: 1 });
  expect((await api(server, `${SENDS}/${first}`, undefined, { method: 'DELETE' })).status).toBe(409);
  expect((await api(server, SENDS, undefined, { method: 'DELETE' })).json).toMatchObject({ stopped: 2 });
  expect((await rows(server)).map(({ over }) => over)).not.toContain(null);
});

test.each([
  [{ text: '{{nam}}', to: '' }, 'text'],
  [{ text: 'x' }, 'to'],
  [{ text: 'x', to: '', every: 0 }, 'every'],
  [{ text: 'x', to: '', hurry: true }, 'hurry'],
  [{ text: 'x', to: '', every: 1, at: [2] }, 'at'],
])('%j is refused, and the answer names what is wrong', async (send, place) => {
  const { server } = await devices(0);
  const { status, json } = await api(server, SENDS, send);
  expect(status).toBe(400);
  expect(JSON.stringify(json['errors'])).toContain(place);
  expect(await rows(server)).toEqual([]);
});

test.each(['Spectator', 'Guest'] as const)('a %s sees what is sent, and sends and stops nothing', async (role) => {
  const { server } = await devices(1);
  await api(server, SENDS, { text: 'x', to: '', every: 1 });
  const token = TOKENS[role];
  expect((await api(server, SENDS, undefined, { token })).json['sends']).toHaveLength(1);
  expect((await api(server, SENDS, { text: 'y', to: '' }, { token })).status).toBe(403);
  expect((await api(server, SENDS, undefined, { token, method: 'DELETE' })).status).toBe(403);
  const page = await comeIn(server, role, { world: 'talk' });
  expect(await ask(page, 'send', { send: { text: 'y', to: '' }, requestId: 'r' })).toMatchObject({ ok: false });
  expect(await ask(page, 'stopSends', { requestId: 'r' })).toMatchObject({ ok: false });
  expect(await ask(page, 'watch', { view: 1, what: { kind: 'sendPreview', send: { text: 'y', to: '' } } })).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
  expect(await ask(page, 'watch', { view: 1, what: { kind: 'sends' } })).toMatchObject({ ok: true });
  expect(await rows(server)).toMatchObject([{ over: null, spec: { text: 'x' } }]);
});

test('what somebody has begun ends with their right to it: by another role, and as they are removed', async () => {
  const { server } = await devices(1);
  const admin = await comeIn(server, 'Admin', { world: 'talk' });
  const begin = async (): Promise<{ readonly userId: string; readonly run: number }> => {
    const page = await comeIn(server, 'Builder', { world: 'talk' });
    const answer = (await ask(page, 'send', { send: { text: 'x', to: '', every: 1 }, requestId: 'one' })) as unknown as { readonly run: number };
    const row = (await rows(server)).find(({ run }) => run === answer.run);
    page.disconnect();
    return { userId: row?.acting ?? '', run: answer.run };
  };
  const ended = (run: number) => async () => (await rows(server)).find((row) => row.run === run)?.over?.endsWith('may not send any more') === true;
  const first = await begin();
  expect(await ask(admin, 'role', { userId: first.userId, role: 'Guest' })).toMatchObject({ ok: true });
  await until('the first to end', ended(first.run));
  expect(await ask(admin, 'role', { userId: first.userId, role: 'Builder' })).toMatchObject({ ok: true });
  const second = await begin();
  expect(await ask(admin, 'remove', { userId: second.userId, back: false })).toMatchObject({ ok: true });
  await until('the second to end', ended(second.run));
});

test('a page sees what would be said before it is, and then what came of it', async () => {
  const { server } = await devices(5);
  const page = await comeIn(server, 'Builder', { world: 'talk' });
  const told: ViewUpdate[] = [];
  page.on('updates', ({ updates }) => told.push(...(updates as readonly ViewUpdate[])));
  const last = <K extends ViewUpdate['kind']>(kind: K) => told.findLast((update): update is Extract<ViewUpdate, { kind: K }> => update.kind === kind);
  const send = { text: 'I am {{name}}, {{n}} of {{count}}', to: '' };
  await ask(page, 'watch', { view: 1, what: { kind: 'sendPreview', send } });
  await until('the preview', () => last('sendPreview')?.open === 5);
  expect(last('sendPreview')?.said.map((each) => 'text' in each && each.text)).toEqual([
    'I am Device 0, 1 of 5',
    'I am Device 1, 2 of 5',
    'I am Device 4, 5 of 5',
  ]);
  await ask(page, 'watch', { view: 2, what: { kind: 'sends' } });
  const answer = await ask(page, 'send', { send, requestId: 'one' });
  expect(answer).toMatchObject({ ok: true, run: 1 });
  expect(await ask(page, 'send', { send, requestId: 'one' })).toEqual(answer);
  await until('the answers', () => last('sends')?.rows[0]?.answers?.answered === 5);
  expect(last('sends')?.rows).toHaveLength(1);
  expect(last('sends')?.rows[0]?.answers?.groups).toEqual([]);
  await ask(page, 'watch', { view: 2, what: { kind: 'sends', run: 1 } });
  await until('what was said', () => last('sends')?.rows[0]?.answers?.groups.length === 5);
  expect(last('sends')?.rows[0]?.answers?.groups[0]).toMatchObject({ said: 'I am {{name}}, 1 of 5', count: 1, entities: [expect.any(String)] });
  await ask(page, 'watch', { view: 1, what: { kind: 'sendPreview', send: { text: '{{', to: '' } } });
  await until('the fault', () => last('fault')?.view === 1);
});
