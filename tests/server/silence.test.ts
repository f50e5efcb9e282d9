import { stat } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FROM_AGENT, FrameReader, FrameWriter, type AnyRecord, type FromAgent } from '../../agent/frames.ts';
import { createDoor, createRegistry, HOST, openWorld, readScene } from '../../engine/index.ts';
import { createLog, Decisions, hostDesk, HostedWorld, hostRules, LinkManager } from '../../server/index.ts';
import { SocketCarrier } from '../../server/joining/socket-carrier.ts';
import { LIMITS } from '../peers/link-rig.ts';
import { echo, startServer, type ServerSettings, type TestServer } from '../peers/servers.ts';
import { client, WorldRig } from '../peers/world-rig.ts';
import { start } from './built.ts';
import { atEnd, until } from './running.ts';

async function peer(settings: ServerSettings = {}): Promise<TestServer> {
  const server = await startServer(settings);
  atEnd(() => server.close());
  return server;
}

/** A scene of clients of one server. */
function sceneText(clients: { readonly [id: string]: object }, url: string): string {
  const entities = Object.entries(clients).map(([id, fields]) => ({
    id,
    name: id,
    components: { WebsocketClient: { URL: url, HandlingUser: { userId: 'host' }, ...fields } },
  }));
  return JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Silence', entities });
}

describe('servers that have nothing to say', () => {
  test('two hundred devices at a plain echo server stay open, each asked once in half an IdleTimeout', async () => {
    const server = await peer({ serve: echo });
    const ids = Array.from({ length: 200 }, (_, index) => `device${index}`);
    const world = new WorldRig(ids.map((id) => client(id, server.url(), { IdleTimeout: 60 })));
    atEnd(() => world.close());
    await world.open(...ids);
    let pings = 0;
    for (const guest of server.guests) guest.socket.on('ping', () => (pings += 1));
    for (let round = 1; round <= 4; round += 1) {
      await world.pass(31);
      await world.until('all have been asked, and have answered', () => {
        world.links.sweep();
        return pings === 200 * round && world.links.stats.open === 200;
      });
      // Their answers are there by now, or come before the other half of the time has gone by.
      await world.until('their answers are in', () => (world.links.sweep(), settled(world)));
    }
    expect(ids.map((id) => world.field(id, 'State'))).toEqual(ids.map(() => 'Open'));
    expect(ids.filter((id) => world.ends(id) > 0)).toEqual([]);
    expect(world.log.filter(({ level }) => level === 'warn' || level === 'error')).toEqual([]);
  });

  test('are asked by a command line too, for whom it carries the connection, and what they answer is told', async () => {
    const server = await peer();
    const carrier = new SocketCarrier({ checkAddress: () => null });
    atEnd(() => carrier.end(100));
    const told: FromAgent[] = [];
    const reader = new FrameReader<FromAgent>(FROM_AGENT, () => Infinity);
    const say = (record: AnyRecord): void => {
      const writer = new FrameWriter();
      writer.write(record);
      for (const frame of writer.take())
        carrier.take(
          frame,
          () => true,
          (answer) => reader.read(answer, (heard) => void told.push(heard)),
        );
    };
    const credit = { messages: 10, bytes: 1000 };
    say({
      type: 'open',
      connection: 1,
      request: { url: server.url(), protocols: [], headers: {}, limits: LIMITS, entity: 'lamp', component: 'WebsocketClient', credit },
    });
    await until('it is open', () => told.some(({ type }) => type === 'opened'));
    expect(told.map(({ type }) => type)).toEqual(['opened']);
    say({ type: 'ping', connection: 1 });
    await until('a sign of life', () => told.some(({ type }) => type === 'activity'));
  });
});

/** Whether no ping waits for its answer. */
function settled({ world }: WorldRig): boolean {
  const { byRow } = world.stateOf<{ readonly byRow: ReadonlyMap<number, { readonly pingedAt: number | null }> }>({ name: 'network' });
  return [...byRow.values()].every(({ pingedAt }) => pingedAt === null);
}

describe('a world that stood still', () => {
  test('reads what waits before it takes anybody for silent, also where its time jumps between the arrival and the reading', async () => {
    const server = await peer();
    const registry = createRegistry();
    const url = server.url();
    const world = openWorld({ registry, scene: readScene(sceneText({ a: { Keepalive: false, IdleTimeout: 1 } }, url), { registry }).scene });
    const log = createLog({ level: 'silent' });
    let jump = 0;
    const hosted = new HostedWorld({
      name: 'w',
      id: 'w',
      door: createDoor(world),
      tickRate: 60,
      links: new LinkManager(),
      desk: hostDesk({ rules: hostRules([new URL(url).host]), decisions: await Decisions.open(undefined, log), log }),
      log,
      epoch: 'e',
      // Time goes by only where this test lets it, so that a slow machine is not taken for a silent server.
      now: () => jump,
    });
    atEnd(() => hosted.close());
    const lines: string[] = [];
    hosted.onStep(({ log: entries }) => void lines.push(...entries.map(({ message }) => message)));
    // Paused, so that a message waits in its link and only its arrival can show that the server lives.
    await hosted.start(true);
    const state = async (): Promise<unknown> => (await hosted.ask({ ask: 'connection', entity: 'a', component: 'WebsocketClient' })).state;
    await until('it is open', async () => (await state()) === 'Open');
    for (let round = 1; round <= 3; round += 1) {
      // While sockets are being read: the server speaks, an hour goes by, and the next step is due before they are read again.
      stat('.', () => {
        server.guests[0]?.socket.send(`word ${round}`);
        jump += 3_600_000;
        void hosted.submit(HOST, { type: 'operations', operations: [{ op: 'updateEntity', entity: 'a', name: `${round}` }] });
      });
      await until('the jump was told', () => lines.filter((line) => line.includes('without this world')).length === round);
      expect(await state()).toBe('Open');
    }
    expect(server.guests).toHaveLength(1);
  });

  test('after SIGSTOP its connections are open as before, and the log says what happened', async () => {
    const server = await peer();
    const folder = await mkdtemp(join(tmpdir(), 'worldwire-silence-'));
    atEnd(() => rm(folder, { recursive: true, force: true }));
    const file = join(folder, 'silence.json');
    await writeFile(file, sceneText({ plain: { IdleTimeout: 2, Keepalive: false }, asks: { IdleTimeout: 2 } }, server.url()));
    const program = start(['run', file, '--port', '0', '--allow-host', new URL(server.url()).host]);
    const talking = setInterval(() => {
      for (const { socket } of server.guests) socket.send('word');
    }, 50);
    atEnd(() => clearInterval(talking));
    await until('both are open', () => server.guests.length === 2);
    program.child.kill('SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, 3000));
    program.child.kill('SIGCONT');
    await until('it is told', () => `${program.out}${program.err}`.includes('without this world'));
    const heard = Promise.all(server.guests.map(({ socket }) => new Promise((resolve) => socket.once('pong', resolve))));
    for (const { socket } of server.guests) socket.ping();
    await heard;
    expect(server.guests).toHaveLength(2);
    expect(server.guests.map(({ isGone }) => isGone)).toEqual([false, false]);
  });
});
