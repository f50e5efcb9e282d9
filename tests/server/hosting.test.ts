import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import {
  createDoor,
  createRegistry,
  openWorld,
  readScene,
  restoreWorld,
  snapshotWorld,
  HOST,
  type Effect,
  type Json,
  type LinkEvent,
  type Step,
  type WorldDoor,
} from '../../engine/index.ts';
import { hostDesk, Decisions, HostedWorld, hostRules, type Links } from '../../server/index.ts';
import { Gate } from '../../server/hosting/gate.ts';
import { Inbox } from '../../server/hosting/inbox.ts';
import { atEnd, SCENE, serve, until } from './running.ts';

const log = pino({ level: 'silent' });
const open = (connection: number, userId = 'host'): Effect => ({
  type: 'open',
  connection,
  user: { userId, machineId: 'host' },
  entity: 'lamp',
  component: 'WebsocketClient',
  url: 'ws://127.0.0.1:9/',
  protocols: [],
  headers: {},
  limits: { maxMessageSize: 1, maxBufferedAmount: 1, maxMessagesPerTick: 1 },
});

/** Links that carry nothing and note what they are told. */
function deafLinks(): Links & { performed: Effect[]; pending: LinkEvent[]; closed: number } {
  const performed: Effect[] = [],
    pending: LinkEvent[] = [];
  const links = {
    performed,
    pending,
    closed: 0,
    stats: { open: 0, messagesIn: 0, messagesOut: 0, bytesIn: 0, bytesOut: 0, queuedBytes: 0 },
    perform: (effect: Effect) => {
      performed.push(effect);
    },
    collect: () => pending.splice(0),
    adapt: () => undefined,
    closeAll: () => {
      links.closed += 1;
      return Promise.resolve();
    },
  };
  return links;
}
function smallDoor(): WorldDoor {
  const registry = createRegistry();
  return createDoor(openWorld({ registry, scene: readScene(JSON.stringify(SCENE), { registry }).scene }));
}
async function host(door: WorldDoor, more: { links?: Links; broken?: () => void } = {}): Promise<HostedWorld> {
  const desk = hostDesk({ rules: hostRules([]), decisions: await Decisions.open(undefined, log), log });
  const world = new HostedWorld({
    name: 'w',
    id: 'w',
    door,
    tickRate: 100,
    links: more.links ?? deafLinks(),
    desk,
    log,
    epoch: 'e1',
    ...(more.broken === undefined ? {} : { broken: more.broken }),
  });
  atEnd(() => world.close());
  return world;
}

test('a world that goes on from a snapshot has its real time go on from there, and not stand still until its host has caught up', async () => {
  const registry = createRegistry();
  const before = openWorld({ registry, scene: readScene(JSON.stringify(SCENE), { registry }).scene });
  const hour = 3_600_000;
  createDoor(before).step({ mode: 'tick', real: hour, inputs: [] });
  const after = restoreWorld(snapshotWorld(before), registry);
  const world = await host(createDoor(after));
  await world.start();
  await until('real time to go on', () => after.real > hour);
  expect(after.real).toBeLessThan(2 * hour);
  expect(after.tick).toBeGreaterThan(1);
});

test('effects of another epoch, or after the gate was shut, stay inside', () => {
  const out: Effect[] = [];
  const gate = new Gate('e1', { link: (effect) => out.push(effect), access: () => undefined, job: () => undefined, unknown: () => undefined });
  gate.perform('e1', [open(1)]);
  gate.perform('e0', [open(2)]);
  gate.shut();
  gate.perform('e1', [open(3), open(4)]);
  expect(out).toEqual([open(1)]);
  expect(gate.held).toBe(3);
});

test('an effect of a type that nothing carries out goes to nobody, is told with its code, and keeps none of the others back', () => {
  const links: Effect[] = [],
    access: Effect[] = [],
    codes: string[] = [];
  const gate = new Gate('e1', {
    link: (effect) => links.push(effect),
    access: (effect) => access.push(effect),
    job: () => undefined,
    unknown: (error) => codes.push(`${error.code}: ${error.message}`),
  });
  const withdraw: Effect = { type: 'withdraw', ask: 1 };
  gate.perform('e1', [{ type: 'constructor', connection: 1 } as unknown as Effect, open(1), withdraw]);
  expect([links, access]).toEqual([[open(1)], [withdraw]]);
  expect(codes).toEqual([expect.stringMatching(/^WW_UNKNOWN_EFFECT: .*"constructor"; expected one of open, /) as string]);
});

test('an inbox hands results out in order, and refuses what waits when it is closed', async () => {
  const inbox = new Inbox();
  const first = inbox.put(HOST, { type: 'undo' }),
    second = inbox.put(HOST, { type: 'redo' }, 'r');
  expect(inbox.take()).toEqual([
    { author: HOST, input: { type: 'undo' } },
    { author: HOST, requestId: 'r', input: { type: 'redo' } },
  ]);
  const ok = (tick: number) => ({ ok: true as const, tick, results: [] });
  inbox.settle([ok(1), ok(2)]);
  expect([(await first).tick, (await second).tick]).toEqual([1, 2]);
  const late = inbox.put(HOST, { type: 'undo' });
  const { WorldwireError } = await import('../../engine/index.ts');
  inbox.close(new WorldwireError('WW_UNKNOWN_WORLD'));
  await expect(late).rejects.toMatchObject({ code: 'WW_UNKNOWN_WORLD' });
  await expect(inbox.put(HOST, { type: 'undo' })).rejects.toMatchObject({ code: 'WW_UNKNOWN_WORLD' });
});

test('what comes over links is the first input of a step, and real time is whole and never goes back', async () => {
  const steps: Step[] = [];
  const inner = smallDoor(),
    links = deafLinks();
  const world = await host(
    {
      ask: (question) => inner.ask(question),
      end: () => inner.end(),
      step: (step) => {
        steps.push(step);
        return inner.step(step);
      },
    },
    { links },
  );
  await world.start();
  links.pending.push({ type: 'activity', connection: 7 });
  await world.submit({ userId: 'u', role: 'Admin' }, { type: 'operations', operations: [{ op: 'updateEntity', entity: 'lamp', name: 'x' }] });
  await until('some steps', () => steps.length > 20);
  const told = steps.find((step) => step.inputs.some((envelope) => envelope.input.type === 'link'));
  expect(told?.inputs[0]).toEqual({ author: HOST, input: { type: 'link', events: [{ type: 'activity', connection: 7 }] } });
  for (const [index, step] of steps.entries()) {
    expect(Number.isInteger(step.real)).toBe(true);
    expect(step.real).toBeGreaterThanOrEqual(steps[index - 1]?.real ?? 0);
  }
});

test('an edit of a running world stands before its next tick where there is time for it, and a command comes with that', async () => {
  const modes = { edits: new Set<Step['mode']>(), commands: new Set<Step['mode']>() };
  const inner = smallDoor();
  const world = await host({
    ask: (question) => inner.ask(question),
    end: () => inner.end(),
    step: (step) => {
      for (const { input } of step.inputs) modes[input.type === 'command' ? 'commands' : 'edits'].add(step.mode);
      return inner.step(step);
    },
  });
  await world.start();
  const author = { userId: 'u', role: 'Admin' } as const;
  await until('an edit before its tick', async () => {
    await world.submit(author, { type: 'operations', operations: [{ op: 'updateEntity', entity: 'lamp', name: 'x' }] });
    await world.submit(author, { type: 'command', command: { command: 'Connect', entity: 'lamp', component: 'Spinner' } });
    return modes.edits.has('pass');
  });
  expect([...modes.commands]).toEqual(['tick']);
});

test('what comes in without end keeps no tick waiting: between two messages an overdue one begins', async () => {
  const links = deafLinks();
  const world = await host(smallDoor(), { links });
  await world.start();
  await until('a tick', () => world.tick > 0);
  const before = world.tick;
  for (const end = performance.now() + 30; performance.now() < end;);
  links.between?.();
  expect(world.tick).toBe(before + 1);
});

test('a world whose steps fail one after another is closed, with its links, and who waits is told', async () => {
  const inner = smallDoor(),
    links = deafLinks();
  let broken = false;
  const world = await host(
    { ask: (question) => inner.ask(question), end: () => inner.end(), step: () => Promise.reject(new Error('the thread is gone')) },
    {
      links,
      broken: () => {
        broken = true;
      },
    },
  );
  await world.start();
  await expect(world.submit(HOST, { type: 'undo' })).rejects.toMatchObject({ code: 'WW_INTERNAL' });
  await until('the world to be closed', () => broken);
  expect(links.closed).toBe(1);
  await expect(world.submit(HOST, { type: 'undo' })).rejects.toMatchObject({ code: 'WW_UNKNOWN_WORLD' });
  await expect(world.ask({ ask: 'status' })).rejects.toMatchObject({ code: 'WW_UNKNOWN_WORLD' });
});

test('closing twice closes once', async () => {
  const links = deafLinks();
  const world = await host(smallDoor(), { links });
  await world.start();
  await Promise.all([world.close(), world.close()]);
  expect(links.closed).toBe(1);
});

test('no world is opened or reloaded while its server ends, from the beginning of that on, and whoever asks is told so', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'garden.scene.json');
  await writeFile(file, JSON.stringify(SCENE));
  const server = await serve({ worlds: [{ file }] });
  const world = server.worlds.get('garden');
  const refused = { code: 'WW_STOPPED', message: 'The server is being stopped, so no world is opened.' };
  // What is being made as it ends is not left running either.
  const under = server.opener.open({ scene: SCENE as unknown as Json, name: 'under' }).catch((error: unknown) => error);
  const closing = server.close();
  const late = Promise.allSettled([server.opener.open({ scene: SCENE as unknown as Json, name: 'late' }), server.worlds.reload(world)]);
  await closing;
  for (const asked of await late) {
    const { code, message } = ('reason' in asked ? asked.reason : {}) as { readonly code?: string; readonly message?: string };
    expect({ code, message }).toEqual(refused);
  }
  await under;
  await expect(server.opener.open({ scene: SCENE as unknown as Json, name: 'later' })).rejects.toMatchObject(refused);
  expect(server.worlds.list.map(({ name }) => name).filter((name) => name.startsWith('late'))).toEqual([]);
});
