import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { ColorValue, createDoor, createRegistry, readScene, Transform, WebsocketClient, type FieldValues, type World } from '../../../engine/index.ts';
import { openWorld } from '../../../engine/scene/open-world.ts';
import { liveOf } from '../../../engine/editing/live-world.ts';
import { captureScene } from '../../../engine/scene/capture.ts';
import { readItem } from '../../../engine/scene/item.ts';
import { writeScene } from '../../../engine/scene/write.ts';
import { EchoBot } from '../../../worlds/echo-bot/echo-bot.ts';
import { plugin } from '../../../worlds/echo-bot/index.ts';
import { talk } from '../../../worlds/services/talk.ts';
import { allowedHosts, startServices, SERVICE_PORTS, type Services } from '../../../worlds/services/start.ts';
import { host, type Hosted } from './hosted.ts';
import { sceneOf } from './sample.ts';

const FOLDER = join(import.meta.dirname, '../../../worlds');
const scenesIn = (folder: string): string[] => readdirSync(join(FOLDER, folder)).filter((file) => file.endsWith('.scene.json'));
/** What `npm start` runs, and the examples of flows, which talk to peers of their own. */
const STARTED = scenesIn('.'),
  FLOWS = scenesIn('flows').map((file) => `flows/${file}`);
const SCENES = [...STARTED, ...FLOWS];
const registry = createRegistry(plugin);
const read = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');

let services: Services;
beforeAll(async () => {
  services = await startServices({ anyPorts: true });
});
afterAll(() => services.close());

/** The text of a scene, with the ports of the services that run in this test. */
const onTheirPorts = (text: string): string =>
  Object.entries(services.ports).reduce(
    (made, [name, port]) => made.replaceAll(`127.0.0.1:${SERVICE_PORTS[name as keyof typeof SERVICE_PORTS]}/`, `127.0.0.1:${port}/`),
    text,
  );

describe('the scenes that ship', () => {
  it.each(SCENES)('%s loads without a warning, and is what a save of it gives', (file) => {
    const { scene, warnings } = readScene(read(file), { registry, file });
    expect(warnings).toEqual([]);
    expect(writeScene(captureScene(openWorld({ registry, scene })))).toBe(read(file));
  });

  // What counts, copies and tells in plain fields by itself: a program that embeds update-order, and flows. Those fields are the world's own to keep.
  const ACTIVE = ['update-order', 'flows/board', 'flows/failure-sign', 'flows/fifty', 'flows/token'].map((name) => `${name}.scene.json`);
  it.each(SCENES.filter((file) => !ACTIVE.includes(file)))('%s is saved as it was loaded, also after a minute in which nobody edits it', (file) => {
    const world = openWorld({ registry, scene: readScene(read(file), { registry, file }).scene });
    const door = createDoor(world);
    for (let tick = 1; tick <= 3_600; tick++) door.step({ mode: 'tick', real: tick * 17, inputs: [] });
    expect(writeScene(captureScene(world))).toBe(read(file));
  });

  it('flows/fifty copies its player once: saved with fifty, it is loaded with fifty, and copies none', () => {
    const file = 'flows/fifty.scene.json';
    const saved = (text: string): string => {
      const world = openWorld({ registry, scene: readScene(text, { registry, file }).scene });
      const door = createDoor(world);
      for (let tick = 1; tick <= 60; tick++) door.step({ mode: 'tick', real: tick * 17, inputs: [] });
      return writeScene(captureScene(world));
    };
    const once = saved(read(file));
    expect(readScene(once, { registry, file }).scene.entities.filter(({ tag }) => tag === 'player')).toHaveLength(50);
    expect(saved(once)).toBe(once);
  });

  it.each(SCENES)('%s says in a Comment what it shows', (file) => {
    const { scene } = readScene(read(file), { registry });
    const first = scene.entities[0]?.components?.['Comment']?.['Text'];
    expect(typeof first === 'string' && first.length > 60).toBe(true);
  });

  const clientsOf = (file: string): FieldValues[] =>
    readScene(read(file), { registry })
      .scene.entities.flatMap(({ components }) => {
        const client = components?.['WebsocketClient'];
        return client === undefined ? [] : [client];
      })
      .filter((client) => client['Enabled'] !== false);

  it.each(SCENES)('%s asks for all of its connections in its own words', (file) => {
    expect(clientsOf(file).filter(({ AccessReason: reason }) => reason === undefined || reason === '')).toEqual([]);
  });

  it.each(STARTED)('%s talks to nobody but the services', (file) => {
    expect(clientsOf(file).filter(({ URL: url }) => !allowedHosts.includes(new URL(url as string).host))).toEqual([]);
  });

  it.each(FLOWS)('%s talks to this machine alone, and not to services of others', (file) => {
    const hosts = clientsOf(file).flatMap(({ URL: url }) => (typeof url === 'string' ? [new URL(url)] : []));
    expect(hosts.filter(({ hostname, host }) => hostname !== '127.0.0.1' || allowedHosts.includes(host)).map(String)).toEqual([]);
  });

  it('hold a thousand clients in the fleet, and none where there is motion only', () => {
    const clients = (file: string): number =>
      readScene(read(file), { registry }).scene.entities.filter(({ components }) => components?.['WebsocketClient'] !== undefined).length;
    expect(clients('fleet.scene.json')).toBe(1000);
    expect(clients('echo-garden.scene.json')).toBeGreaterThanOrEqual(12);
    expect(clients('motion.scene.json')).toBe(0);
  });

  it('hold an item to be spawned', () => {
    const { item } = readItem(read('items/lamp.item.json'), { registry });
    expect(item.entities).toHaveLength(2);
  });
});

describe('the services', () => {
  const sockets: WebSocket[] = [];
  const connect = (name: keyof Services['ports'], path = '/', protocols: string[] = []): WebSocket => {
    const socket = new WebSocket(`ws://127.0.0.1:${services.ports[name]}${path}`, protocols);
    sockets.push(socket);
    return socket;
  };
  const next = <E extends string>(socket: WebSocket, event: E): Promise<unknown[]> =>
    new Promise((resolve, reject) => {
      socket.once(event, (...values: unknown[]) => resolve(values));
      if (event !== 'error') socket.once('error', reject);
    });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.terminate();
  });

  it('echo says back text as text and binary as binary', async () => {
    const socket = connect('echo');
    await next(socket, 'open');
    socket.send('hello');
    expect((await next(socket, 'message')).map(String)).toEqual(['hello', 'false']);
    socket.send(Uint8Array.of(0, 255));
    expect(await next(socket, 'message')).toEqual([Buffer.of(0, 255), true]);
  });

  it('clock tells the time', async () => {
    expect(String((await next(connect('clock'), 'message'))[0])).toMatch(/^\d\d:\d\d:\d\d$/);
  });

  it('flaky hangs up, for one reason after another', async () => {
    const codes = new Set<unknown>();
    for (let i = 0; i < 5; i++) codes.add((await next(connect('flaky', '/?after=0.1'), 'close'))[0]);
    expect(codes).toEqual(new Set([1001, 1006, 1011, 1013, 4000]));
  });

  it('colours answers who asks for one', async () => {
    const socket = connect('colours');
    await next(socket, 'open');
    socket.send('{"ask":"colour"}');
    expect(String((await next(socket, 'message'))[0])).toMatch(/^\{"colour":\[[\d.]+,[\d.]+,[\d.]+\]\}$/);
  });

  it('binary measures in bytes', async () => {
    expect((await next(connect('binary'), 'message')).map((value) => (value as Buffer).length ?? value)).toEqual([12, true]);
  });

  it('chat passes on what one says to the others, and knows one subprotocol', async () => {
    const [one, two] = [connect('chat', '/', ['chat.worldwire']), connect('chat', '/', ['chat.worldwire'])];
    await Promise.all([next(one, 'open'), next(two, 'open')]);
    one.send('good evening');
    expect(String((await next(two, 'message'))[0])).toBe('good evening');
    expect((await next(connect('chat'), 'close'))[0]).toBe(1002);
  });

  it('talk says what is typed, and shows what it hears, so that nothing of it steers the terminal', async () => {
    const lines: string[] = [];
    const service = await talk(0, (line) => lines.push(line));
    expect(service.tell('is anybody there?')).toBe(0);
    const socket = new WebSocket(`ws://127.0.0.1:${service.port}/room`);
    sockets.push(socket);
    await next(socket, 'open');
    const heard = next(socket, 'message');
    expect(service.tell('good evening')).toBe(1);
    expect(String((await heard)[0])).toBe('good evening');
    socket.send('\u001b[2Jgood\nevening');
    socket.send(Uint8Array.of(1, 2, 3));
    socket.close(1000, 'good night');
    await next(socket, 'close');
    await service.close();
    expect(lines).toEqual(['* somebody has come, by /room', '< \\u{1b}[2Jgood\\u{a}evening', '< 3 bytes', '* somebody has gone, with 1000 good night']);
  });

  it('slow takes its time, and answers, however many wait for it', async () => {
    const socket = connect('slow'),
      began = performance.now();
    await next(socket, 'open');
    expect(performance.now() - began).toBeGreaterThan(1900);
    const answers: string[] = [],
      warnings: string[] = [];
    const hear = ({ message }: Error): unknown => warnings.push(message);
    process.on('warning', hear);
    socket.on('message', (data) => answers.push((data as Buffer).toString()));
    for (let i = 0; i < 20; i++) socket.send(`well, ${i}?`);
    while (answers.length < 20) await next(socket, 'message');
    process.off('warning', hear);
    expect(answers).toEqual(Array.from({ length: 20 }, (_, i) => `well, ${i}?`));
    expect(warnings).toEqual([]);
  });

  it('do not start where a port is taken, and leave none running', async () => {
    const first = await startServices().catch(() => undefined);
    await expect(startServices()).rejects.toThrow(/EADDRINUSE/);
    await first?.close();
  });
});

describe('an EchoBot, a component from outside of the engine', () => {
  let hosted: Hosted | undefined;
  afterEach(async () => {
    await hosted?.end();
    hosted = undefined;
  });
  const open = (entities: object[]): World => {
    hosted = host(openWorld({ registry, scene: readScene(onTheirPorts(sceneOf(entities)), { registry }).scene }));
    return hosted.world;
  };
  const client = (url: string, more: object = {}): object => ({ URL: url, HandlingUser: { userId: 'host' }, ...more });
  const Colour = { entity: 'a', component: 'ColorValue', field: 'Value' };
  const bot = (world: World, id: string): Record<string, unknown> => world.store(EchoBot).values(world.entities.rowOf(id) as number) as Record<string, unknown>;

  it('speaks, hears the echo, and changes its world', async () => {
    const world = open([
      {
        id: 'a',
        components: { Transform: {}, ColorValue: {}, WebsocketClient: client('ws://127.0.0.1:4601/'), EchoBot: { Ask: 'hello #', Interval: 0.05, Colour } },
      },
    ]);
    const before = writeScene(captureScene(liveOf(world)));
    let largest = 1;
    await hosted?.until(() => {
      largest = Math.max(largest, world.store(Transform).columns.Scale.data[0] as number);
      return (bot(world, 'a')['Heard'] as number) >= 3;
    }, 'three echoes');
    expect(bot(world, 'a')['LastAnswer']).toMatch(/^hello \d+$/);
    expect(largest).toBeGreaterThan(1.2);
    // None of that is an edit, so the file keeps what its author gave.
    expect(writeScene(captureScene(liveOf(world)))).toBe(before);
    expect(world.store(ColorValue).get(0, 'Value')).not.toEqual([1, 1, 1, 1]);
  });

  it('takes its colour from a service that names one', async () => {
    const world = open([
      {
        id: 'a',
        components: { ColorValue: {}, WebsocketClient: client('ws://127.0.0.1:4604/'), EchoBot: { Ask: '{"ask":"colour"}', Interval: 0.05, Colour } },
      },
    ]);
    await hosted?.until(() => (bot(world, 'a')['Heard'] as number) > 0, 'a colour');
    const { colour } = JSON.parse(bot(world, 'a')['LastAnswer'] as string) as { colour: number[] };
    expect(world.store(ColorValue).get(0, 'Value')).toEqual([...colour, 1]);
  });

  it('answers a question that another has asked', async () => {
    const protocols = { Protocols: ['chat.worldwire'] };
    const world = open([
      { id: 'asks', components: { WebsocketClient: client('ws://127.0.0.1:4606/', protocols), EchoBot: { Ask: 'who is there?', Interval: 0.2 } } },
      { id: 'answers', components: { WebsocketClient: client('ws://127.0.0.1:4606/', protocols), EchoBot: { Answer: 'only me', Interval: 0 } } },
    ]);
    await hosted?.until(() => bot(world, 'asks')['LastAnswer'] === 'only me', 'an answer');
    expect(bot(world, 'answers')['Spoken']).toBe(0);
  });

  it('speaks in bytes, and tells how many it hears', async () => {
    const world = open([{ id: 'a', components: { WebsocketClient: client('ws://127.0.0.1:4601/'), EchoBot: { Ask: 'AB', Binary: true, Interval: 0.1 } } }]);
    await hosted?.until(() => (bot(world, 'a')['Heard'] as number) > 0, 'an echo');
    expect(bot(world, 'a')['LastAnswer']).toBe('2 bytes: 41 42');
  });

  it('says nothing while it is disabled, and nothing of its own accord at Interval 0, but on command', async () => {
    const world = open([
      { id: 'off', components: { WebsocketClient: client('ws://127.0.0.1:4601/'), EchoBot: { Enabled: false, Interval: 0.01 } } },
      { id: 'quiet', components: { WebsocketClient: client('ws://127.0.0.1:4601/'), EchoBot: { Interval: 0 } } },
    ]);
    const connected = world.store(WebsocketClient).columns.IsConnected.data;
    await hosted?.until(() => connected[0] === 1 && connected[1] === 1, 'both connections');
    const speak = (entity: string): unknown =>
      hosted?.door.step({
        mode: 'pass',
        real: world.real,
        inputs: [{ author: { userId: 'ada', role: 'Builder' }, input: { type: 'command', command: { command: 'Speak', entity, component: 'EchoBot' } } }],
      });
    const stop = world.tick + 20;
    await hosted?.until(() => world.tick >= stop, 'twenty ticks');
    expect([bot(world, 'off')['Spoken'], bot(world, 'quiet')['Spoken']]).toEqual([0, 0]);
    speak('quiet');
    expect(bot(world, 'quiet')['Spoken']).toBe(1);
  });
});

describe('ValueCopy, by UpdateOrder', () => {
  it('lets a movement run through a row within a tick in order, and one tick a dancer against it', () => {
    const hosted = host(openWorld({ registry, scene: readScene(read('update-order.scene.json'), { registry }).scene }));
    const { world, door } = hosted;
    const rotation = (id: string): string => JSON.stringify(world.store(Transform).get(world.entities.rowOf(id) as number, 'Rotation'));
    const conductor: string[] = [];
    for (let tick = 0; tick < 40; tick++) {
      door.step({ mode: 'tick', real: tick * 17, inputs: [] });
      conductor.push(rotation('conductor'));
    }
    for (let dancer = 1; dancer <= 8; dancer++) {
      expect(rotation(`unison-${dancer}`)).toBe(conductor[39]);
      expect(rotation(`wave-${dancer}`)).toBe(conductor[39 - (dancer - 1)]);
    }
    expect(new Set(conductor).size).toBeGreaterThan(20);
    return hosted.end();
  });
});
