/** Graphs that fetch, on a running server: its desk is asked, a real HTTP server answers, and a replay asks nobody. */
import { mkdtemp, rm } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDoor, createRegistry, restoreWorld } from '../../engine/index.ts';
import { replay, type RunningServer, type ServerOptions } from '../../server/index.ts';
import { startServer } from '../peers/servers.ts';
import { startWeb, type TestWeb } from '../peers/web.ts';
import { FETCHING } from '../unit/flow/graphs.ts';
import { atEnd, serve, until } from './running.ts';

function scene(peer: string) {
  const components = { WebsocketClient: { URL: peer, HandlingUser: { userId: 'host' } }, Flow: { Graph: FETCHING } };
  return { format: 'worldwire/scene', version: 1, name: 'Small', entities: [{ id: 'lamp', name: 'Lamp', components }] };
}

async function web(answer: RequestListener): Promise<TestWeb> {
  const server = await startWeb(answer);
  atEnd(() => server.close());
  return server;
}

async function running(allowed: readonly TestWeb[], record?: string, options: ServerOptions = {}) {
  const peer = await startServer();
  atEnd(() => peer.close());
  const places = [peer, ...allowed].map(({ port }) => `127.0.0.1:${port}`);
  const server = await serve({
    allowedUrlHosts: places,
    worlds: [{ scene: scene(peer.url()) as never, name: 'small', ...(record === undefined ? {} : { record }) }],
    ...options,
  });
  const guest = await until('the lamp', () => peer.guests[0]);
  const said = () => guest.messages.map(({ data }) => data.toString());
  return {
    server,
    said,
    /** Has a URL fetched, and gives what came of it. */
    fetched: (url: string) => {
      const before = said().length;
      guest.socket.send(url);
      return until(`what came of ${url}`, () => said()[before]);
    },
    asks: (host: string, port: number) =>
      until(`a question for ${port}`, () => server.desk.prompts().find((prompt) => prompt.host === host && prompt.port === port)),
    guest,
  };
}

test.each([[false], [true]])('what a graph fetches is answered, and a replay has the answers without asking anybody (in a thread: %s)', async (threads) => {
  const folder = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'a.recording');
  const api = await web((request, response) => void response.writeHead(request.url === '/' ? 200 : 404).end(`this is ${request.url}`));
  const { server, fetched } = await running([api], file, { threads });
  expect(await fetched(api.url('/'))).toBe('200 this is /');
  expect(await fetched(api.url('/none'))).toBe('404 this is /none');
  await server.close();
  expect(api.asked).toHaveLength(2);
  const replayed = await replay(file, (snapshot) => createDoor(restoreWorld(snapshot, createRegistry())));
  expect(replayed.hash).toBe(replayed.expected);
  expect(api.asked).toHaveLength(2);
});

test('the desk is asked for requests alone, a refusal sends nothing, and an allowance sends what waits', async () => {
  const [api, other] = [await web((_request, response) => void response.end('secret')), await web((_request, response) => void response.end('other'))];
  const { server, fetched, asks } = await running([]);
  // For connections it is allowed, and that is none for requests.
  server.desk.settle('Websocket', '127.0.0.1', api.port, 'allow', 'host', true);
  const answer = fetched(api.url('/'));
  const prompt = await asks('127.0.0.1', api.port);
  expect(prompt).toMatchObject({ scope: 'HTTP', url: api.url('/'), reason: 'GET_String fetches from it', entity: 'lamp', component: 'Flow' });
  server.desk.decide('small', prompt.ask, 'deny', 'host');
  expect(await answer).toBe('denied');
  expect(await fetched(api.url('/again'))).toBe('denied');
  expect(api.asked).toEqual([]);

  const allowed = fetched(other.url('/'));
  server.desk.decide('small', (await asks('127.0.0.1', other.port)).ask, 'once', 'host');
  expect(await allowed).toBe('200 other');
  // For this once it is the same host and port, whatever is fetched from there.
  expect(await fetched(other.url('/more'))).toBe('200 other');
  expect(server.desk.prompts()).toEqual([]);
});

test('a redirect to what is not allowed sends nothing there until it is', async () => {
  const inner = await web((_request, response) => void response.end('secret'));
  const outer = await web((_request, response) => void response.writeHead(302, { Location: inner.url('/admin') }).end());
  const { server, fetched, asks } = await running([outer]);
  const answer = fetched(outer.url('/'));
  const prompt = await asks('127.0.0.1', inner.port);
  expect(prompt).toMatchObject({ url: inner.url('/admin'), warning: expect.stringContaining('own machine') as string });
  expect(prompt.reason).toContain(`led on by 127.0.0.1:${outer.port}`);
  expect(inner.asked).toEqual([]);
  server.desk.decide('small', prompt.ask, 'deny', 'host');
  expect(await answer).toBe('denied');
  expect(inner.asked).toEqual([]);
});

test.each([
  ['denied', (server: RunningServer, port: number) => void server.desk.settle('HTTP', '127.0.0.1', port, 'deny', 'host')],
  ['taken back', (server: RunningServer, port: number) => void server.desk.forget('HTTP', '127.0.0.1', port)],
])('a request whose place is %s while its answer comes in ends at once, brings nothing in, and is not sent again by itself', async (_how, withdraw) => {
  const [slow, other] = [await web((_request, response) => void response.write('a part')), await web((_request, response) => void response.write('a part'))];
  const { server, said, guest } = await running([]);
  for (const { port } of [slow, other]) server.desk.settle('HTTP', '127.0.0.1', port, 'allow', 'host', true);
  guest.socket.send(slow.url('/'));
  guest.socket.send(other.url('/'));
  await until('both requests', () => slow.asked.length === 1 && other.asked.length === 1);
  server.desk.settle('Websocket', '127.0.0.1', slow.port, 'deny', 'host');
  expect([await slow.open(), await other.open()], 'which is none of requests').toEqual([1, 1]);
  withdraw(server, slow.port);
  expect(await until('what came of it', () => said()[0])).toBe('denied');
  await until('its end', async () => (await slow.open()) === 0);
  expect([slow.asked.length, await other.open()], 'that of another place goes on').toEqual([1, 1]);
  const { components } = await server.worlds.get('small').ask({ ask: 'entity', entity: 'lamp' });
  expect(components['Flow']?.['LastError']).toMatch(/^WW_ACCESS_WITHDRAWN: the node "get": 127\.0\.0\.1:\d+ was asked, and its answer is not taken in/);
});

test('cloud metadata and other guarded addresses are refused whatever anybody says', async () => {
  const { fetched, server } = await running([]);
  expect(await fetched('http://169.254.169.254/latest/meta-data')).toBe('denied');
  expect(server.desk.prompts()).toEqual([]);
});

test('a world that ends ends its requests', async () => {
  const slow = await web(() => undefined);
  const { server, guest } = await running([slow]);
  guest.socket.send(slow.url('/'));
  await until('the request', () => slow.asked[0]);
  await server.close();
  await until('its end', async () => (await slow.open()) === 0);
});
