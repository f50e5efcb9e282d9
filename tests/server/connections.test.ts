import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocketServer, type ServerOptions as WsOptions } from 'ws';
import type { RunningServer } from '../../server/index.ts';
import type { SocketInfo } from '../../server/protocol.ts';
import { api, atEnd, openPage, serve, until } from './running.ts';

/** A real WebSocket server whose handshakes carry these headers; it echoes what it gets. */
async function peer(headers: readonly string[] = [], options: WsOptions = {}): Promise<{ url: string; host: string; server: WebSocketServer }> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, ...options });
  await once(server, 'listening');
  server.on('headers', (lines) => lines.push(...headers));
  server.on('connection', (socket) => socket.on('message', (data, binary) => socket.send(data, { binary })));
  atEnd(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `ws://127.0.0.1:${port}/echo`, host: `127.0.0.1:${port}`, server };
}

async function worldWith(host: string, fields: object): Promise<RunningServer> {
  const scene = {
    format: 'worldwire/scene',
    version: 1,
    name: 'One lamp',
    entities: [
      { id: 'lamp', name: 'Lamp', components: { WebsocketClient: { HandlingUser: { userId: 'host' }, ...fields } } },
      { id: 'idle', name: 'Idle', components: { WebsocketClient: {} } },
    ],
  };
  return serve({ worlds: [{ scene, name: 'one' }], allowedUrlHosts: [host] });
}

async function socketOf(server: RunningServer, entity = 'lamp'): Promise<SocketInfo | null> {
  const { status, json } = await api(server, `/api/worlds/one/entities/${entity}/connections/WebsocketClient`);
  expect(status).toBe(200);
  return json['socket'] as unknown as SocketInfo | null;
}

test('a connection is told of as its socket knows it: handshake, address, round trip', async () => {
  const { url, host, server: remote } = await peer(['X-Served-By: a test'], { handleProtocols: () => 'echo.v1' });
  const server = await worldWith(host, { URL: url, Protocols: ['echo.v1'] });
  const socket = await until('an answered ping', async () => {
    const found = await socketOf(server);
    return found !== null && found.roundTrip !== null ? found : undefined;
  });
  expect(socket).toMatchObject({ url, remote: host, status: 101, statusText: 'Switching Protocols', protocol: 'echo.v1', extensions: '', queued: 0 });
  expect(socket.headers).toContainEqual(['X-Served-By', 'a test']);
  expect(socket.headers.map(([name]) => name.toLowerCase())).toContain('sec-websocket-accept');
  expect(socket.connection).toBeGreaterThan(0);
  expect(socket.took).toBeGreaterThan(0);
  expect(socket.roundTrip).toBeGreaterThan(0);
  expect(Math.abs(Date.now() - Date.parse(socket.openedAt))).toBeLessThan(60_000);
  expect(remote.clients.size).toBe(1);
});

test('the page is told the same', async () => {
  const { url, host } = await peer();
  const server = await worldWith(host, { URL: url });
  const page = await openPage(server, 'Anna', 'one');
  const asked = (entity: string): Promise<{ ok: boolean; socket?: SocketInfo | null; code?: string }> =>
    page.timeout(20_000).emitWithAck('connection', { entity, component: 'WebsocketClient' }) as never;
  const answer = await until('an open socket', async () => {
    const found = await asked('lamp');
    return found.socket ? found : undefined;
  });
  expect(answer.socket).toMatchObject({ url, status: 101 });
  expect(await asked('idle')).toEqual({ ok: true, socket: null });
  expect(await asked('nobody')).toMatchObject({ ok: false, code: 'WW_UNKNOWN_ENTITY' });
});

test('what would let somebody in is not shown, and headers are bounded', async () => {
  const many = Array.from({ length: 120 }, (_, i) => `X-Number-${i}: ${'v'.repeat(30)}`);
  const { url, host } = await peer([
    'Set-Cookie: sid=topsecret',
    'Authorization: Bearer topsecret',
    'X-Api-Key: topsecret',
    `X-Long: ${'a'.repeat(3_000)}`,
    ...many,
  ]);
  const server = await worldWith(host, { URL: url });
  const socket = await until('an open socket', async () => (await socketOf(server)) ?? undefined);
  expect(JSON.stringify(socket)).not.toContain('topsecret');
  expect(socket.headers).toContainEqual(['Set-Cookie', '…']);
  expect(socket.headers).toContainEqual(['Authorization', '…']);
  expect(socket.headers).toContainEqual(['X-Api-Key', '…']);
  expect(socket.headers.find(([name]) => name === 'X-Long')?.[1]).toBe(`${'a'.repeat(1_000)}…`);
  expect(socket.headers.length).toBeLessThanOrEqual(100);
});

test('there is none to tell of where none is open, and no such entity or connection is said to be none', async () => {
  const { url, host } = await peer();
  const server = await worldWith(host, { URL: url });
  expect(await socketOf(server, 'idle')).toBeNull();
  expect(await api(server, '/api/worlds/one/entities/nobody/connections/WebsocketClient')).toMatchObject({ status: 404, json: { code: 'WW_UNKNOWN_ENTITY' } });
  expect(await api(server, '/api/worlds/one/entities/lamp/connections/Spinner')).toMatchObject({ status: 400, json: { code: 'WW_UNKNOWN_COMPONENT' } });
});

test('whoever looks at a silent connection does not keep it alive', async () => {
  const { url, host } = await peer();
  const server = await worldWith(host, { URL: url, IdleTimeout: 1.5, Keepalive: false, ConnectRetryInterval: 0 });
  await until('an open socket', async () => (await socketOf(server)) ?? undefined);
  // Asked all the time, and every ping is answered; still nothing was heard that counts.
  await until('the end of it', async () => (await socketOf(server)) === null);
  const { json } = await api(server, '/api/worlds/one/entities/lamp');
  expect(JSON.stringify(json['components'])).toContain('IdleTimeout');
});

test('messages and states reach the page, in both directions', async () => {
  const { url, host } = await peer();
  const server = await worldWith(host, { URL: url });
  const page = await openPage(server, 'Anna', 'one');
  const seen: string[] = [];
  const trail: string[] = [];
  page.on('updates', ({ updates }) => {
    for (const update of updates) {
      if (update.kind === 'messages') seen.push(...update.entries.map(({ what, data, state }) => `${what} ${state ?? data}`));
      if (update.kind === 'trail') trail.splice(0, trail.length, ...update.steps.map(({ state }) => state));
    }
  });
  const send = (event: string, message: object): Promise<unknown> => page.timeout(20_000).emitWithAck(event as 'watch', message as never);
  await send('watch', { view: 1, what: { kind: 'messages', entity: 'lamp', component: 'WebsocketClient' } });
  await send('watch', { view: 2, what: { kind: 'trail', entity: 'lamp', component: 'WebsocketClient' } });
  await until('it to be open', () => trail.at(-1) === 'Open');
  await send('command', { command: { command: 'Send', entity: 'lamp', component: 'WebsocketClient', args: { Data: 'hello' } }, requestId: 'r1' });
  await until('the echo', () => seen.includes('in hello'));
  expect(seen.filter((line) => line.endsWith('hello'))).toEqual(['out hello', 'in hello']);
  await send('command', { command: { command: 'Disconnect', entity: 'lamp', component: 'WebsocketClient' }, requestId: 'r2' });
  await until('the end', () => seen.at(-1) === 'state Idle' && trail.at(-1) === 'Idle');
  expect(trail.slice(-3)).toEqual(['Open', 'Closing', 'Idle']);
});
