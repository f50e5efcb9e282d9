/** Flows with real peers: what a graph hears it answers, each copy on its own client, and what waits goes on elsewhere. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDoor, createRegistry, hashWorld, restoreWorld, snapshotWorld, WebsocketClient } from '../../engine/index.ts';
import { DELAYED, ECHO, running } from '../unit/flow/graphs.ts';
import { startServer, type Guest, type TestServer } from './servers.ts';
import { client, WorldRig, type EntityText } from './world-rig.ts';

let server: TestServer;
const rigs: WorldRig[] = [];
beforeEach(async () => {
  server = await startServer();
});
afterEach(async () => {
  running.as = 'compiled';
  for (const rig of rigs.splice(0)) await rig.close();
  await server.close();
});

/** A client of the server and the graph beside it. */
function lamp(graph: object, id = 'lamp'): EntityText {
  const { components } = client(id, server.url());
  return { id, components: { ...components, Flow: { Graph: graph } } };
}

async function withLamp(graph: object): Promise<{ rig: WorldRig; guest: Guest }> {
  const rig = new WorldRig([lamp(graph)]);
  rigs.push(rig);
  await rig.until('the lamp is connected', () => server.guests.length === 1 && rig.field('lamp', 'State') === 'Open');
  return { rig, guest: server.guests[0] as Guest };
}
const said = (guest: Guest): string[] => guest.messages.map(({ data }) => data.toString());

describe.each(['compiled', 'interpreted'] as const)('the echo graph, %s', (as) => {
  test('answers a peer', async () => {
    running.as = as;
    const { rig, guest } = await withLamp(ECHO);
    guest.socket.send('hello');
    guest.socket.send('again');
    await rig.until('both are answered', () => guest.messages.length === 2);
    expect(said(guest)).toEqual(['you said: hello', 'you said: again']);
  });

  test('leaves bytes to whom they are for', async () => {
    running.as = as;
    const { rig, guest } = await withLamp(ECHO);
    guest.socket.send(Buffer.from('bytes'));
    guest.socket.send('text');
    await rig.until('the text is answered', () => guest.messages.length > 0);
    expect(said(guest)).toEqual(['you said: text']);
  });
});

test('an entity that is duplicated twice and spawned as an item echoes each on its own client', async () => {
  const { rig } = await withLamp(ECHO);
  rig.edit([{ op: 'duplicateEntity', entity: 'lamp' }]);
  rig.edit([{ op: 'duplicateEntity', entity: 'lamp' }]);
  rig.spawn({ format: 'worldwire/scene', version: 1, name: 'Lamp', entities: [{ name: 'lamp', ...lamp(ECHO) }] });
  await rig.until(
    'all four are connected',
    () =>
      server.guests.length === 4 &&
      rig.world
        .store(WebsocketClient)
        .rows()
        .every((row) => rig.world.store(WebsocketClient).get(row, 'State') === 'Open'),
  );
  for (const [at, guest] of server.guests.entries()) guest.socket.send(`number ${at}`);
  await rig.until('all are answered', () => server.guests.every((guest) => guest.messages.length > 0));
  await rig.pass(0.2);
  expect(server.guests.map(said)).toEqual([0, 1, 2, 3].map((at) => [`you said: number ${at}`]));
});

test('a snapshot in the midst of a delay goes on elsewhere to the same hash, and sends the same', async () => {
  const { rig, guest } = await withLamp(DELAYED);
  guest.socket.send('later');
  await rig.until('it waits', () => rig.world.storeOf('Flow').get(0, 'Waiting') === 1);
  for (let i = 0; i < 20; i++) rig.step('tick', 17);
  const registry = createRegistry({ systems: [rig.witness.system] });
  const elsewhere = restoreWorld(snapshotWorld(rig.world), registry);
  expect(hashWorld(elsewhere)).toBe(hashWorld(rig.world));
  const doors = [rig.door, createDoor(elsewhere)];
  const sends: string[][] = [[], []];
  for (let i = 1; i <= 60; i++) {
    for (const [at, door] of doors.entries())
      for (const effect of door.step({ mode: 'tick', real: rig.real + i * 17, inputs: [] }).effects)
        if (effect.type === 'send') sends[at]?.push(`${i}: ${String(effect.data)}`);
    expect(hashWorld(elsewhere), `tick ${i}`).toBe(hashWorld(rig.world));
  }
  expect(sends[0]).toHaveLength(1);
  expect(sends[0]?.[0]).toMatch(/^\d+: you said: later$/);
  expect(sends[1]).toEqual(sends[0]);
});

test.each(['compiled', 'interpreted'] as const)('bytes are answered as bytes, and texts are left to whom they are for, %s', async (as) => {
  running.as = as;
  const { rig, guest } = await withLamp({
    nodes: {
      rx: { ...ECHO.nodes.rx, type: 'WebsocketBinaryMessageReceiver' },
      go: ECHO.nodes.go,
      lamp: ECHO.nodes.lamp,
      tx: { type: 'WebsocketBinaryMessageSender', in: { Client: { from: 'lamp' }, Data: { from: 'rx.Data' } }, then: { OnSent: 'twice' } },
      twice: { type: 'WebsocketBinaryMessageSender', in: { Client: { from: 'lamp' }, Data: 'AAEC/w==' } },
    },
  });
  guest.socket.send('text');
  guest.socket.send(Buffer.from([7, 0, 255]));
  await rig.until('it is answered, and the literal follows', () => guest.messages.length === 2);
  expect(guest.messages.map(({ data, binary }) => [binary, [...data]])).toEqual([
    [true, [7, 0, 255]],
    [true, [0, 1, 2, 255]],
  ]);
});
