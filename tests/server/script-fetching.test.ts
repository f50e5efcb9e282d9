/** Scripts that fetch, on a running server: its desk is asked, a real HTTP server answers, and a replay asks nobody. */
import { mkdtemp, rm } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDoor, createRegistry, restoreWorld } from '../../engine/index.ts';
import { quickJs } from '../../sandbox/quickjs.ts';
import { replay, type ServerOptions } from '../../server/index.ts';
import { startWeb, type TestWeb } from '../peers/web.ts';
import { api, atEnd, serve, until } from './running.ts';

const Source = `
  let at = 0;
  print('0: ready');
  Script.impulse.connect(({ value }) => {
    const number = ++at;
    fetch(value, { method: 'POST', body: 'n' + number, headers: { 'X-Mine': 'a' } })
      .then(async (r) => print(number + ': ' + r.status + ' ' + await r.text()), (e) => print(number + ': ' + e.code));
  });`;
const SCENE = {
  format: 'worldwire/scene',
  version: 1,
  name: 'Small',
  entities: [{ id: 'lamp', name: 'Lamp', components: { Script: { Source, AccessReason: 'for the lamp' } } }],
};

async function web(answer: RequestListener): Promise<TestWeb> {
  const server = await startWeb(answer);
  atEnd(() => server.close());
  return server;
}

async function running(allowed: readonly TestWeb[], record?: string, options: ServerOptions = {}) {
  const server = await serve({
    allowedUrlHosts: allowed.map(({ port }) => `127.0.0.1:${port}`),
    worlds: [{ scene: SCENE as never, name: 'small', ...(record === undefined ? {} : { record }) }],
    ...options,
  });
  const said = (number: number): Promise<string> =>
    until(`what came of ${number}`, async () => {
      const { json } = await api(server, '/api/worlds/small/log?limit=1000');
      const entries = json['entries'] as unknown as readonly { readonly message: string }[];
      return entries.map(({ message }) => message).find((message) => message.startsWith(`${number}: `));
    });
  await said(0);
  let asked = 0;
  return {
    server,
    /** Has a URL fetched, and gives what came of it. */
    fetched: async (url: string): Promise<string> => {
      const number = ++asked;
      await api(server, '/api/worlds/small/impulses/fetch', { value: url });
      return said(number);
    },
    asks: (port: number) => until(`a question for ${port}`, () => server.desk.prompts().find((prompt) => prompt.port === port)),
  };
}

test.each([[false], [true]])('what a script fetches is answered, and a replay has the answers without asking anybody (in a thread: %s)', async (threads) => {
  const folder = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'a.recording');
  const peer = await web((request, response) => void response.writeHead(request.url === '/' ? 200 : 404).end(`this is ${request.url}`));
  const { server, fetched } = await running([peer], file, { threads });
  expect(await fetched(peer.url('/'))).toBe('1: 200 this is /');
  expect(await fetched(peer.url('/none'))).toBe('2: 404 this is /none');
  await server.close();
  expect(peer.asked.map(({ line, body, headers }) => [line, body, headers['x-mine']])).toEqual([
    ['POST /', 'n1', 'a'],
    ['POST /none', 'n2', 'a'],
  ]);
  const replayed = await replay(file, (snapshot) => createDoor(restoreWorld(snapshot, createRegistry({ sandbox: quickJs }))));
  expect(replayed.hash).toBe(replayed.expected);
  expect(peer.asked).toHaveLength(2);
});

test('the desk is asked, a refusal sends nothing, and what is taken back ends what is under way', async () => {
  const [secret, slow] = [await web((_request, response) => void response.end('secret')), await web(() => undefined)];
  const { server, fetched, asks } = await running([]);
  // For connections it is allowed, and that is none for requests.
  server.desk.settle('Websocket', '127.0.0.1', secret.port, 'allow', 'host', true);
  const answer = fetched(secret.url('/'));
  const prompt = await asks(secret.port);
  expect(prompt).toMatchObject({ scope: 'HTTP', url: secret.url('/'), reason: 'for the lamp', entity: 'lamp', component: 'Script' });
  server.desk.decide('small', prompt.ask, 'deny', 'host');
  expect(await answer).toBe('1: WW_ACCESS_DENIED');
  expect(await fetched(secret.url('/again'))).toBe('2: WW_ACCESS_DENIED');
  expect(secret.asked).toEqual([]);

  server.desk.settle('HTTP', '127.0.0.1', slow.port, 'allow', 'host', true);
  const waits = fetched(slow.url('/'));
  await until('it is sent', () => slow.asked.length === 1);
  server.desk.settle('HTTP', '127.0.0.1', slow.port, 'deny', 'host', true);
  expect(await waits).toBe('3: WW_ACCESS_WITHDRAWN');
});

test('where an answer leads on to what is not allowed, nothing is sent there', async () => {
  const inner = await web((_request, response) => void response.end('secret'));
  const outer = await web((_request, response) => void response.writeHead(307, { Location: inner.url('/admin') }).end());
  const { server, fetched, asks } = await running([outer]);
  const answer = fetched(outer.url('/'));
  const prompt = await asks(inner.port);
  expect(prompt).toMatchObject({ scope: 'HTTP', reason: `led on by 127.0.0.1:${outer.port}: for the lamp` });
  server.desk.decide('small', prompt.ask, 'deny', 'host');
  expect(await answer).toBe('1: WW_ACCESS_DENIED');
  expect(inner.asked).toEqual([]);
});
