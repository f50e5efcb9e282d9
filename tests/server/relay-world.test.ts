import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Json } from '../../engine/index.ts';
import type { RunningServer } from '../../server/index.ts';
import { echo, startServer as startPeer, type TestServer } from '../peers/servers.ts';
import { api, atEnd, serve, until } from './running.ts';
import { joinAgent, secretOf } from './scripted-agent.ts';

async function peer(): Promise<TestServer> {
  const server = await startPeer({ serve: echo });
  atEnd(() => server.close());
  return server;
}

function worldOf(names: readonly string[], url: string): Json {
  const entities = names.map((id) => ({ id, name: id, components: { WebsocketClient: { URL: url, ConnectRetryInterval: 600 } } }));
  return { format: 'worldwire/scene', version: 1, name: 'Relayed', entities };
}

async function handle(server: RunningServer, entity: string, userId: string): Promise<void> {
  const operations = [{ op: 'setField', entity, component: 'WebsocketClient', field: 'HandlingUser', value: { userId } }];
  expect((await api(server, '/api/worlds/relayed/operations', { operations })).status).toBe(200);
}

async function fields(server: RunningServer, entity: string): Promise<{ [field: string]: unknown }> {
  const { json } = await api(server, `/api/worlds/relayed/entities/${entity}`);
  return (json as unknown as { components: { WebsocketClient: { [field: string]: unknown } } }).components.WebsocketClient;
}

async function state(server: RunningServer, entity: string, wanted: string): Promise<{ [field: string]: unknown }> {
  return until(`${entity} ${wanted}`, async () => {
    const found = await fields(server, entity);
    return found['State'] === wanted ? found : undefined;
  });
}

async function command(server: RunningServer, entity: string, name: string, args: object): Promise<void> {
  expect((await api(server, '/api/worlds/relayed/commands', { command: name, entity, component: 'WebsocketClient', args })).status).toBe(200);
}

async function relayed(names: readonly string[] = ['lamp']): Promise<{ remote: TestServer; server: RunningServer }> {
  const remote = await peer();
  return { remote, server: await serve({ worlds: [{ scene: worldOf(names, remote.url()), name: 'relayed' }] }) };
}

test('a client of another user is opened and carried by that user’s machine, and its data goes both ways', async () => {
  const { remote, server } = await relayed();
  const agent = await joinAgent(server, 'relayed');
  await handle(server, 'lamp', agent.userId);
  const open = await state(server, 'lamp', 'Open');
  expect(open).toMatchObject({ IsConnected: true, HandlingMachine: agent.machineId });
  await command(server, 'lamp', 'Send', { Data: 'hello' });
  await until('it is back', async () => (await fields(server, 'lamp'))['MessagesReceived'] === 1);
  expect(remote.guests[0]?.messages.map(({ data }) => data.toString())).toEqual(['hello']);
  const { json } = await until('what the socket is like', async () => {
    const found = await api(server, '/api/worlds/relayed/entities/lamp/connections/WebsocketClient');
    return found.json['socket'] === null ? undefined : found;
  });
  expect(json['socket']).toMatchObject({ machine: { userId: agent.userId, machineId: agent.machineId, kind: 'terminal' } });
});

test('a refusal at the machine opens nothing', async () => {
  const { remote, server } = await relayed();
  const agent = await joinAgent(server, 'relayed');
  agent.answer = () => 'deny';
  await handle(server, 'lamp', agent.userId);
  await state(server, 'lamp', 'Denied');
  expect(agent.connections).toEqual([]);
  expect(remote.guests).toEqual([]);
});

test('who is asked, and where, stands in the reason', async () => {
  const { server } = await relayed();
  const agent = await joinAgent(server, 'relayed', { name: 'Berta' });
  agent.answer = () => 'waiting';
  await handle(server, 'lamp', agent.userId);
  await until('it is said', async () => String((await fields(server, 'lamp'))['StateReason']).includes('Berta is asked in their terminal'));
});

test('a machine that vanishes ends what it carried, with the reason; one that is back within seconds takes it up at once, as a new connection', async () => {
  const { remote, server } = await relayed();
  const [secret, machine] = [secretOf(), secretOf()];
  const agent = await joinAgent(server, 'relayed', { secret, machine });
  await handle(server, 'lamp', agent.userId);
  await state(server, 'lamp', 'Open');
  agent.vanish();
  await until('it has ended', async () => String((await fields(server, 'lamp'))['LastError']).includes('WW_AGENT_LOST'));
  expect((await fields(server, 'lamp'))['CloseCode']).toBe(1006);
  const again = await joinAgent(server, 'relayed', { secret, machine });
  expect(again.userId).toBe(agent.userId);
  await state(server, 'lamp', 'Open');
  expect(remote.guests).toHaveLength(2);
  expect(again.connections[0]).not.toBe(agent.connections[0]);
});

test('of two lines of one machine the one that goes leaves the other to take up what it carried', async () => {
  const { remote, server } = await relayed();
  const [secret, machine] = [secretOf(), secretOf()];
  const first = await joinAgent(server, 'relayed', { secret, machine });
  const second = await joinAgent(server, 'relayed', { secret, machine });
  await handle(server, 'lamp', first.userId);
  await state(server, 'lamp', 'Open');
  expect([first.connections, second.connections.length]).toEqual([[], 1]);
  second.vanish();
  await until('the other carries it', () => first.connections.length === 1);
  await state(server, 'lamp', 'Open');
  expect(remote.guests).toHaveLength(2);
});

test('a line of a machine that carried nothing goes without a stir', async () => {
  const { remote, server } = await relayed();
  const [secret, machine] = [secretOf(), secretOf()];
  const first = await joinAgent(server, 'relayed', { secret, machine });
  await handle(server, 'lamp', first.userId);
  await state(server, 'lamp', 'Open');
  const second = await joinAgent(server, 'relayed', { secret, machine });
  second.vanish();
  await command(server, 'lamp', 'Send', { Data: 'still here' });
  await until('it is back', async () => (await fields(server, 'lamp'))['MessagesReceived'] === 1);
  expect(remote.guests).toHaveLength(1);
});

test('a page that enters another world ends what it carried in this one, seen from the server', async () => {
  const remote = await peer();
  const server = await serve({
    worlds: [
      { scene: worldOf(['lamp'], remote.url()), name: 'relayed' },
      { scene: worldOf(['stone'], remote.url()), name: 'other' },
    ],
  });
  const agent = await joinAgent(server, 'relayed');
  await handle(server, 'lamp', agent.userId);
  await state(server, 'lamp', 'Open');
  await agent.enter('other');
  await remote.guests[0]?.gone;
  await until('it is told', async () => (await fields(server, 'lamp'))['IsConnected'] === false);
});

test('a world that is closed ends what machines carried for it, seen from the server', async () => {
  const { remote, server } = await relayed();
  const agent = await joinAgent(server, 'relayed');
  await handle(server, 'lamp', agent.userId);
  await state(server, 'lamp', 'Open');
  await server.worlds.remove('relayed');
  await remote.guests[0]?.gone;
});

test('a world that is put back to its file ends what machines carried, and begins anew with those that enter it again', async () => {
  const remote = await peer();
  const folder = await mkdtemp(join(tmpdir(), 'worldwire-relay-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const [secret, machine] = [secretOf(), secretOf()];
  // Who somebody is follows from their secret.
  const stranger = await joinAgent(await serve(), 'small', { secret, machine });
  const scene = worldOf(['lamp'], remote.url()) as unknown as { entities: { components: { WebsocketClient: object } }[] };
  for (const { components } of scene.entities) Object.assign(components.WebsocketClient, { HandlingUser: { userId: stranger.userId } });
  const file = join(folder, 'relayed.scene.json');
  await writeFile(file, JSON.stringify(scene));
  const server = await serve({ worlds: [{ file }] });
  const agent = await joinAgent(server, 'relayed', { secret, machine });
  await state(server, 'lamp', 'Open');
  await server.worlds.reload(server.worlds.get('relayed'));
  await remote.guests[0]?.gone;
  await agent.enter('relayed');
  await state(server, 'lamp', 'Open');
  expect(remote.guests).toHaveLength(2);
  expect(agent.byes).toEqual([]);
});

test('far more frames than an agent sends are slowed, not refused: none is lost, and others are answered', async () => {
  const { server } = await relayed();
  const agent = await joinAgent(server, 'relayed', { silent: true });
  const other = await joinAgent(server, 'relayed');
  await handle(server, 'lamp', agent.userId);
  const [connection = 0] = await until('it is asked to open', () => (agent.connections.length === 1 ? agent.connections : undefined));
  agent.say({ type: 'opened', connection, protocol: '', extensions: '' });
  await state(server, 'lamp', 'Open');
  for (let i = 0; i < 20_000; i += 1) agent.say({ type: 'activity', connection });
  agent.say({ type: 'closed', connection, code: 4444, reason: 'the last of them' });
  expect(await other.line.timeout(20_000).emitWithAck('ping', {})).toEqual({ ok: true });
  await until('all were heard', async () => (await fields(server, 'lamp'))['CloseCode'] === 4444);
  expect(agent.byes).toEqual([]);
});

test('a machine that lies is put out with its code, and the world and other machines go on', async () => {
  const { server } = await relayed(['lamp', 'stone']);
  const liar = await joinAgent(server, 'relayed', { name: 'Liar' });
  const honest = await joinAgent(server, 'relayed');
  await handle(server, 'lamp', liar.userId);
  await handle(server, 'stone', honest.userId);
  await Promise.all([state(server, 'lamp', 'Open'), state(server, 'stone', 'Open')]);
  liar.say({ type: 'message', connection: 4242, data: 'never' });
  await until('it is put out', () => !liar.line.connected);
  expect(liar.byes).toMatchObject([{ code: 'WW_AGENT_FAULT' }]);
  await until('it is told', async () => String((await fields(server, 'lamp'))['LastError']).includes('WW_AGENT_FAULT'));
  await command(server, 'stone', 'Send', { Data: 'hello' });
  await until('it is back', async () => (await fields(server, 'stone'))['MessagesReceived'] === 1);
});

test('who is no agent relays to nobody', async () => {
  const { server } = await relayed();
  const spectator = await joinAgent(server, 'relayed', { token: 'spectator-token-spectator-token' });
  spectator.say({ type: 'message', connection: 1, data: 'x' });
  spectator.line.emit('relay', 'nonsense');
  expect(await spectator.line.timeout(20_000).emitWithAck('ping', {})).toEqual({ ok: true });
  expect(
    await spectator.line.timeout(20_000).emitWithAck('answers', { world: 'relayed', answers: [{ ask: 1, decision: 'allow', at: '2026-01-01T00:00:00Z' }] }),
  ).toMatchObject({
    ok: false,
    code: 'WW_FORBIDDEN',
  });
});
