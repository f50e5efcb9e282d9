/** Worlds that listen, in a whole server: in the main thread and in threads of their own, recorded, counted, and ended. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createDoor, createRegistry, restoreWorld } from '../../engine/index.ts';
import { replay, type RunningServer, type ServerOptions } from '../../server/index.ts';
import { SERVING } from '../unit/flow/graphs.ts';
import { readExposition } from './exposition.ts';
import { api, atEnd, serve, until } from './running.ts';

const restore = (snapshot: string) => createDoor(restoreWorld(snapshot, createRegistry()));

/** A port of this machine that is free, as far as anybody can know. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A world whose flow serves the clients of its server. */
const serving = (port: number) => ({
  format: 'worldwire/scene',
  version: 1,
  name: 'Serving',
  entities: [{ id: 'server', name: 'Server', components: { WebsocketServer: { Port: port, Path: '/board' }, Flow: { Graph: { nodes: SERVING } } } }],
});
async function listening(port: number, options: ServerOptions & { readonly record?: string } = {}): Promise<RunningServer> {
  const { record, ...more } = options;
  return serve({ worlds: [{ scene: serving(port) as never, name: 'serving', ...(record === undefined ? {} : { record }) }], ...more });
}
async function fields(server: RunningServer): Promise<Record<string, unknown>> {
  const { json } = await api(server, '/api/worlds/serving/entities/server');
  // Who asks too often is told so, and asks again.
  const components = json['components'] as unknown as Record<string, Record<string, unknown>> | undefined;
  return components?.['WebsocketServer'] ?? {};
}

interface Visitor {
  readonly socket: WebSocket;
  readonly heard: string[];
  closed?: { readonly code: number; readonly reason: string };
}
function visit(port: number): Visitor {
  const visitor: Visitor = { socket: new WebSocket(`ws://127.0.0.1:${port}/board`), heard: [] };
  visitor.socket.on('message', (data: Buffer) => visitor.heard.push(data.toString()));
  visitor.socket.on('close', (code, reason) => {
    visitor.closed = { code, reason: reason.toString() };
  });
  visitor.socket.on('error', () => undefined);
  atEnd(() => visitor.socket.terminate());
  return visitor;
}
const isListening = (server: RunningServer) => until('the world listens', async () => (await fields(server))['IsListening'] === true);

describe.each([false, true])('in a thread of its own: %s', (threads) => {
  test('a world serves its clients, is counted, and is lived through again without a socket', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
    atEnd(() => rm(folder, { recursive: true, force: true }));
    const port = await freePort(),
      record = join(folder, 'a.recording');
    const server = await listening(port, { threads, record, allowedListenPorts: [port] });
    await isListening(server);
    const one = visit(port),
      two = visit(port);
    await until('both are welcome', () => one.heard.length === 1 && two.heard.length === 1);
    one.socket.send('hi');
    two.socket.send(Buffer.from([1, 2, 3]));
    await until('both are answered', () => one.heard.length === 3 && two.heard.length === 2);
    expect(one.heard).toEqual(expect.arrayContaining(['welcome to /board', 'you said: hi']));
    expect(await fields(server)).toMatchObject({ IsListening: true, URL: `ws://127.0.0.1:${port}/board`, ClientCount: 2, LastError: '' });
    // What operators count: 2 heard, and 2 welcomes, an answer and a message to both.
    const metrics = async (): Promise<number[]> => {
      const response = await fetch(`${server.origin}/metrics`, { headers: { authorization: `Bearer ${server.token}` } });
      const samples = readExposition(await response.text()).get('worldwire_world_messages_total')?.samples ?? [];
      return ['in', 'out'].map((direction) => samples.find(({ labels }) => labels['direction'] === direction)?.value ?? -1);
    };
    await until('all messages are counted', async () => String(await metrics()) === '2,5');
    two.socket.send('bye');
    await until('one is closed, and the other told', () => two.closed !== undefined && one.heard.at(-1) === 'gone: as you say');
    expect(two.closed).toEqual({ code: 4000, reason: 'as you say' });
    await server.close();
    expect(one.closed ?? (await once(one.socket, 'close')).map(String)).toMatchObject({ code: 1001 });
    const result = await replay(record, restore);
    expect(result).toMatchObject({ torn: undefined, warnings: [] });
    expect(result.hash).toBe(result.expected);
  });

  test('a port that nobody has allowed is none, and says by what it would be; a port that is taken is had once it is free', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    atEnd(() => taken.close());
    const { port } = taken.address() as AddressInfo;
    const closed = await listening(port, { threads });
    await until('it says why', async () => String((await fields(closed))['LastError']).startsWith('WW_'));
    const told = await fields(closed);
    expect(told['IsListening']).toBe(false);
    expect(told['LastError']).toMatch(new RegExp(`^WW_LISTEN_\\w+: .*${port}.*--allow-listen ${port}`));
    await closed.close();

    const server = await listening(port, { threads, allowedListenPorts: [port] });
    await api(server, '/api/worlds/serving/operations', {
      operations: [{ op: 'setField', entity: 'server', component: 'WebsocketServer', field: 'RetryInterval', value: 0.1 }],
    });
    await until('it says that the port is taken', async () => String((await fields(server))['LastError']).startsWith('WW_PORT_IN_USE'));
    taken.close();
    await isListening(server);
    const visitor = visit(port);
    await until('it is welcome', () => visitor.heard.length === 1);
  });
});
