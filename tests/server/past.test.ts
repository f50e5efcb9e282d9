import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import {
  createDoor,
  createRegistry,
  defineComponent,
  int,
  openWorld,
  readScene,
  restoreWorld,
  HOST,
  type LinkEvent,
  type WorldDoor,
} from '../../engine/index.ts';
import { hostDesk, Decisions, HostedWorld, hostRules, replay, type Links, type RunningServer } from '../../server/index.ts';
import type { RunStatus, Timeline, TrafficEntry, ViewUpdate } from '../../server/protocol.ts';
import { api, ask, atEnd, openPage, SCENE, serve, until, type Page } from './running.ts';

type Kind<K extends ViewUpdate['kind']> = Extract<ViewUpdate, { kind: K }>;

/** What a page is shown, by the tick of the past that it was shown at; `live` while that is now. */
interface Shown {
  readonly updates: ViewUpdate[];
  past: number | null;
  run: RunStatus | undefined;
  last<K extends ViewUpdate['kind']>(kind: K, view?: number): Kind<K> | undefined;
}
function gather(page: Page): Shown {
  const shown: Shown = {
    updates: [],
    past: null,
    run: undefined,
    last: (kind, view) => shown.updates.findLast((update): update is never => update.kind === kind && (view === undefined || update.view === view)),
  };
  page.on('updates', (message) => {
    if (message.past !== undefined) {
      // What was shown before counts no more.
      shown.past = message.past;
      shown.updates.length = 0;
    }
    shown.updates.push(...(message.updates as readonly ViewUpdate[]));
  });
  page.on('run', (run) => {
    shown.run = run;
  });
  return shown;
}
let requests = 0;
const control = (page: Page, action: string, more: object = {}) => ask(page, 'control', { action, requestId: `c${(requests += 1)}`, ...more });
const edit = (page: Page, value: number) =>
  ask(page, 'edit', {
    operations: [{ op: 'setField', entity: 'lamp', component: 'FloatValue', field: 'Value', value }],
    requestId: `e${(requests += 1)}`,
  });
/** As `edit`, of another field. */
const rename = (page: Page, name: string) =>
  ask(page, 'edit', { operations: [{ op: 'updateEntity', entity: 'lamp', name }], requestId: `e${(requests += 1)}` });
const goTo = (page: Page, tick: number | null) => ask(page, 'past', { tick });
const watch = (page: Page, view: number, what: object) => ask(page, 'watch', { view, what });
const tickOf = (server: RunningServer): number => server.worlds.get('small').tick;
const pastTick = (server: RunningServer, tick: number) => until(`tick ${tick}`, () => tickOf(server) > tick);

/** A page in a world whose past is kept, and which looks at the lamp. */
async function recorded(options: Parameters<typeof serve>[0] = {}): Promise<{ server: RunningServer; page: Page; shown: Shown }> {
  const server = await serve(options);
  const page = await openPage(server, 'Ann', 'small');
  const shown = gather(page);
  expect(await control(page, 'record')).toMatchObject({ ok: true });
  await watch(page, 1, { kind: 'entity', entity: 'lamp' });
  await until('the lamp to be seen', () => shown.last('entity'));
  return { server, page, shown };
}

/** Pauses, so that one tick lasts, and tells what the lamp is like at it. */
async function standStill(page: Page, server: RunningServer): Promise<{ tick: number; entity: unknown }> {
  // The last of its ticks is a step of its own: a turn that was under way has ended then.
  const { tick } = (await control(page, 'step')) as unknown as { tick: number };
  const { json } = await api(server, '/api/worlds/small/entities/lamp');
  return { tick, entity: json['components'] };
}

test('nothing is kept until somebody asks for it, and nothing after it is ended', async () => {
  const server = await serve();
  const page = await openPage(server, 'Ann', 'small');
  const shown = gather(page);
  expect(server.worlds.get('small').run().past).toBeNull();
  expect(await goTo(page, 1)).toMatchObject({ ok: false, code: 'WW_NOT_RECORDED' });
  await control(page, 'record');
  await until('the page to be told', () => (shown.run?.past?.to ?? 0) > (shown.run?.past?.from ?? 0));
  await control(page, 'stopRecording');
  expect(shown.run?.past).toBeNull();
  expect(await goTo(page, 1)).toMatchObject({ ok: false, code: 'WW_NOT_RECORDED' });
});

test('what a page sees of the past is what it saw then: fields, hierarchy, status', async () => {
  const { server, page, shown } = await recorded();
  await watch(page, 2, { kind: 'tree', expanded: ['garden'], offset: 0, limit: 50 });
  await watch(page, 3, { kind: 'status' });
  const seen: { tick: number; entity: unknown; tree: unknown; entities: number | undefined }[] = [];
  for (let round = 0; round < 3; round += 1) {
    await edit(page, round + 10);
    await ask(page, 'edit', {
      operations: [{ op: 'addEntity', entity: { id: `bird-${round}`, name: `Bird ${round}` }, parent: 'garden' }],
      requestId: `b${round}`,
    });
    const still = await standStill(page, server);
    await until('the whole tree', () => shown.last('tree')?.rows.some((row) => row.id === `bird-${round}`));
    await until('the status of it', () => shown.last('status')?.status.entities === 6 + round);
    seen.push({ ...still, tree: shown.last('tree')?.rows, entities: shown.last('status')?.status.entities });
    await control(page, 'resume');
    await pastTick(server, still.tick + 5);
  }
  for (const then of [seen[1], seen[0], seen[2], seen[0]]) {
    expect(await goTo(page, then?.tick ?? 0)).toEqual({ ok: true, tick: then?.tick });
    expect(shown.past).toBe(then?.tick);
    expect(shown.last('entity')?.whole.components).toEqual(then?.entity);
    expect(shown.last('tree')?.rows).toEqual(then?.tree);
    expect(shown.last('status')?.status).toMatchObject({ tick: then?.tick, entities: then?.entities });
  }
  expect(await goTo(page, null)).toEqual({ ok: true, tick: null });
  await until('the lamp as it is now', () => (shown.last('entity')?.tick ?? 0) > (seen[2]?.tick ?? Infinity));
  expect(shown.past).toBeNull();
  expect(shown.last('entity')?.whole.components['FloatValue']).toMatchObject({ Value: 12 });
});

test('every tick that is kept hashes as it did', async () => {
  const registry = createRegistry();
  const door = createDoor(openWorld({ registry, scene: readScene(JSON.stringify(SCENE), { registry }).scene }));
  const hashes = new Map<number, string>();
  const world = await host({
    ask: (question) => door.ask(question),
    end: () => door.end(),
    async step(step) {
      const result = door.step(step);
      if (step.mode === 'tick') hashes.set(result.tick, (await door.ask({ ask: 'hash' })).hash);
      return result;
    },
  });
  await world.start();
  await world.past.begin();
  const from = world.tick;
  await until('some ticks', () => world.tick > from + 40);
  await world.submit(
    { userId: 'u', role: 'Admin' },
    { type: 'operations', operations: [{ op: 'setField', entity: 'lamp', component: 'FloatValue', field: 'Value', value: 5 }] },
  );
  await until('more ticks', () => world.tick > from + 80);
  world.pause();
  await world.past.memory.ready();
  const ghost = await world.past.ghost();
  atEnd(() => ghost.end());
  const { segment } = world.past.memory.route(from);
  await ghost.restore({ snapshot: segment.snapshot as Uint8Array, log: await world.past.memory.log() });
  let done = segment.first;
  for (let tick = from + 1; tick <= world.tick; tick += 7) {
    const { until: next } = world.past.memory.route(tick);
    await ghost.replay(world.past.memory.steps(done, next) ?? []);
    done = next;
    expect(await ghost.ask({ ask: 'hash' })).toEqual({ hash: hashes.get(tick), tick });
  }
});

test('the messages of a connection are those of that time', async () => {
  const peer = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  atEnd(() => peer.close());
  await new Promise((resolve) => {
    peer.once('listening', resolve);
  });
  const { port } = peer.address() as { port: number };
  peer.on('connection', (socket) => {
    socket.on('message', (data, binary) => socket.send(binary ? data : `echo of ${(data as Buffer).toString()}`, { binary }));
    atEnd(() => socket.terminate());
  });
  const scene = {
    ...SCENE,
    entities: [
      ...SCENE.entities,
      { id: 'radio', name: 'Radio', components: { WebsocketClient: { URL: `ws://127.0.0.1:${port}/`, HandlingUser: { userId: 'host' } } } },
    ],
  };
  const { server, page, shown } = await recorded({ worlds: [{ scene: scene as never, name: 'small' }], allowedUrlHosts: [`127.0.0.1:${port}`] });
  await watch(page, 2, { kind: 'messages', entity: 'radio', component: 'WebsocketClient' });
  const live: TrafficEntry[] = [];
  page.on('updates', ({ past, updates }) => {
    if (past === undefined && shown.past === null)
      for (const update of updates as readonly ViewUpdate[]) if (update.kind === 'messages') live.push(...update.entries);
  });
  await until(
    'the connection to be open',
    async () =>
      ((await api(server, '/api/worlds/small/entities/radio')).json as { components?: { WebsocketClient?: { IsConnected?: boolean } } }).components
        ?.WebsocketClient?.IsConnected,
  );
  const texts = (entries: readonly TrafficEntry[]) => entries.filter((entry) => entry.what !== 'state').map((entry) => `${entry.what} ${entry.data}`);
  const send = async (data: string) => {
    expect(
      await ask(page, 'command', { command: { command: 'Send', entity: 'radio', component: 'WebsocketClient', args: { Data: data } }, requestId: data }),
    ).toMatchObject({ ok: true });
    await until(`the answer to ${data}`, () => texts(live).includes(`in echo of ${data}`));
  };
  await send('one');
  const then = tickOf(server);
  const atThen = texts(live);
  await send('two');
  await goTo(page, then);
  expect(texts(shown.last('messages')?.entries ?? [])).toEqual(atThen);
  expect(atThen).toEqual(['out one', 'in echo of one']);
  await goTo(page, tickOf(server));
  expect(texts(shown.last('messages')?.entries ?? [])).toEqual(['out one', 'in echo of one', 'out two', 'in echo of two']);
  // A connection that is looked at only now has its messages as well.
  await goTo(page, then);
  await ask(page, 'unwatch', { view: 2 });
  await goTo(page, then - 1);
  await goTo(page, then);
  await watch(page, 4, { kind: 'messages', entity: 'radio', component: 'WebsocketClient' });
  await until('its messages', () => texts(shown.last('messages', 4)?.entries ?? []).length === 2);
  expect(await ask(page, 'connection', { entity: 'radio', component: 'WebsocketClient' })).toEqual({ ok: true, socket: null });
});

test('the log of the past holds what was told by then, from before it was kept too', async () => {
  const server = await serve();
  const page = await openPage(server, 'Ann', 'small');
  const shown = gather(page);
  await edit(page, 2);
  await control(page, 'record');
  await watch(page, 1, { kind: 'log' });
  await rename(page, 'Lantern');
  const then = tickOf(server);
  await pastTick(server, then + 2);
  await edit(page, 4);
  await goTo(page, then);
  const edits = () => (shown.last('log')?.entries ?? []).filter((entry) => entry.level === 'edit').map((entry) => entry.message);
  expect(edits()).toEqual([expect.stringContaining('FloatValue.Value'), expect.stringContaining('Lantern')]);
  await goTo(page, null);
  await until('all edits', () => edits().length === 3);
});

test('edits of one field in a row are one line of the log, in the past as now', async () => {
  const server = await serve();
  const page = await openPage(server, 'Ann', 'small');
  const shown = gather(page);
  await edit(page, 2);
  await control(page, 'record');
  await watch(page, 1, { kind: 'log' });
  await edit(page, 3);
  const then = tickOf(server);
  await pastTick(server, then + 2);
  const edits = () => (shown.last('log')?.entries ?? []).filter((entry) => entry.level === 'edit');
  await until('the line', () => edits().length === 1);
  await goTo(page, then);
  expect(edits()).toHaveLength(1);
});

test('nothing can be changed in the past, while the world that runs can still be paused and stepped', async () => {
  const { server, page, shown } = await recorded();
  const then = tickOf(server);
  await pastTick(server, then + 3);
  await goTo(page, then);
  const refused = { ok: false, code: 'WW_IN_THE_PAST' };
  expect(await edit(page, 9)).toMatchObject(refused);
  expect(await ask(page, 'command', { command: { command: 'Connect', entity: 'lamp', component: 'WebsocketClient' }, requestId: 'x' })).toMatchObject(refused);
  expect(await ask(page, 'commands', { commands: [{ command: 'Connect', entity: 'lamp', component: 'WebsocketClient' }], requestId: 'y' })).toMatchObject(
    refused,
  );
  expect(await ask(page, 'spawn', { item: {}, parent: null, requestId: 'z' })).toMatchObject(refused);
  expect(await ask(page, 'revert', { changes: [1], requestId: 'r' })).toMatchObject(refused);
  for (const action of ['undo', 'redo']) expect(await control(page, action)).toMatchObject(refused);
  expect(await control(page, 'pause')).toMatchObject({ ok: true });
  const stopped = tickOf(server);
  expect(await control(page, 'step', { ticks: 2 })).toMatchObject({ ok: true, tick: stopped + 2 });
  expect(await control(page, 'resume')).toMatchObject({ ok: true });
  expect(shown.past).toBe(then);
  expect(shown.last('entity')?.tick, 'what is shown stands still').toBe(then);
  await goTo(page, null);
  expect(await edit(page, 9)).toMatchObject({ ok: true });
});

test('questions and views of the past are answered by it', async () => {
  const { server, page, shown } = await recorded();
  const then = tickOf(server);
  // An edit belongs to the tick that it follows, by a pass between that and the next.
  await pastTick(server, then);
  await ask(page, 'edit', { operations: [{ op: 'addEntity', entity: { id: 'bird', name: 'Bird' }, parent: 'garden' }], requestId: 'b' });
  await goTo(page, then);
  await watch(page, 2, { kind: 'tree', expanded: ['garden'], offset: 0, limit: 2 });
  await until('the tree', () => shown.last('tree'));
  expect(shown.last('tree')).toMatchObject({ tick: then, total: 4, rows: [{ id: 'garden' }, { id: 'lamp' }] });
  await ask(page, 'scroll', { view: 2, offset: 1, limit: 2 });
  await until('its next rows', () => shown.last('tree')?.rows[0]?.id === 'lamp');
  await watch(page, 3, { kind: 'entity', entity: 'bird' });
  await until('the bird not to be there', () => shown.last('gone', 3));
  expect(JSON.stringify(await ask(page, 'item', { entity: 'garden' }))).not.toContain('Bird');
  expect(await ask(page, 'item', { entity: 'bird' })).toMatchObject({ ok: false, code: 'WW_UNKNOWN_ENTITY' });
});

test('of many ticks asked for in a row the last is shown', async () => {
  const { server, page, shown } = await recorded();
  const { from } = server.worlds.get('small').run().past ?? { from: 0 };
  await pastTick(server, from + 60);
  const ticks = Array.from({ length: 200 }, (_none, index) => from + ((index * 37) % 60));
  const answers = await Promise.all(ticks.map((tick) => goTo(page, tick)));
  expect(answers.every((answer) => answer.ok)).toBe(true);
  expect(answers.at(-1)).toEqual({ ok: true, tick: ticks.at(-1) });
  expect(shown.past).toBe(ticks.at(-1));
  expect(shown.last('entity')?.tick).toBe(ticks.at(-1));
});

test('who goes back to now and into the past again sees it as before', async () => {
  const { server, page, shown } = await recorded();
  const { from } = server.worlds.get('small').run().past ?? { from: 0 };
  await pastTick(server, from + 20);
  await goTo(page, from + 10);
  const then = shown.last('entity')?.whole.components;
  // On its way to another tick when now is asked for: that counts.
  const [, left] = await Promise.all([goTo(page, from + 2), goTo(page, null)]);
  expect(left).toEqual({ ok: true, tick: null });
  await until('the lamp as it is', () => shown.past === null && (shown.last('entity')?.tick ?? 0) > from + 20);
  await ask(page, 'unwatch', { view: 1 });
  await watch(page, 2, { kind: 'entity', entity: 'lamp' });
  await goTo(page, from + 10);
  expect(shown.updates).toEqual([expect.objectContaining({ view: 2, kind: 'entity', tick: from + 10 })]);
  expect(shown.last('entity')?.whole.components).toEqual(then);
});

test('a tick that is not kept becomes the nearest that is', async () => {
  const { server, page } = await recorded();
  await control(page, 'pause');
  const range = server.worlds.get('small').run().past;
  expect(await goTo(page, 0)).toEqual({ ok: true, tick: range?.from });
  expect(await goTo(page, 1e9)).toEqual({ ok: true, tick: range?.to });
});

test('a recorded file replays to the same hash with the past kept beside it, which begins by itself', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'a.recording');
  const server = await serve({ worlds: [{ scene: SCENE as never, name: 'small', record: file }] });
  await until('the past to be kept', () => server.worlds.get('small').run().past);
  const page = await openPage(server, 'Ann', 'small');
  await edit(page, 7);
  const then = tickOf(server);
  await goTo(page, then);
  await pastTick(server, then + 10);
  await server.close();
  const result = await replay(file, (snapshot) => createDoor(restoreWorld(snapshot, createRegistry())));
  expect(result.expected).toMatch(/^[0-9a-f]{64}$/);
  expect(result.hash).toBe(result.expected);
});

test('a world in a thread of its own has a past as well', async () => {
  const { server, page, shown } = await recorded({ threads: true });
  await edit(page, 21);
  const still = await standStill(page, server);
  await control(page, 'resume');
  // An edit between two ticks would be one of the tick at which it stood still.
  await pastTick(server, still.tick);
  await edit(page, 22);
  await pastTick(server, still.tick + 3);
  await goTo(page, still.tick);
  expect(shown.last('entity')?.whole.components).toEqual(still.entity);
});

test('a world of components that no plugin holds has a past as well', async () => {
  const Meter = defineComponent('Meter', { doc: 'Counts.', category: 'Tests', fields: { Count: int({ doc: 'How often.', default: 0 }) } });
  const registry = createRegistry({ components: [Meter] });
  const { server, page, shown } = await recorded({ registry });
  await ask(page, 'edit', { operations: [{ op: 'addComponent', entity: 'lamp', component: 'Meter', values: { Count: 4 } }], requestId: 'm' });
  const then = tickOf(server);
  await pastTick(server, then + 2);
  await ask(page, 'edit', { operations: [{ op: 'setField', entity: 'lamp', component: 'Meter', field: 'Count', value: 5 }], requestId: 'n' });
  await goTo(page, then);
  expect(shown.last('entity')?.whole.components['Meter']).toMatchObject({ Count: 4 });
});

test('the past ends with the recording, with the world, and with the page', async () => {
  const { server, page, shown } = await recorded();
  const then = tickOf(server);
  await pastTick(server, then + 1);
  await goTo(page, then);
  const ben = await openPage(server, 'Ben', 'small');
  await goTo(ben, then);
  await control(ben, 'stopRecording');
  await until('Ann to be back', () => shown.past === null && shown.last('entity') !== undefined);
  expect(await edit(page, 3)).toMatchObject({ ok: true });
  await control(ben, 'record');
  const again = tickOf(server);
  await goTo(page, again);
  expect(shown.past).toBe(again);
  await ask(page, 'enter', { world: 'small' });
  expect(await edit(page, 4), 'entering anew is now').toMatchObject({ ok: true });
  await goTo(page, again);
  await goTo(ben, again);
  ben.disconnect();
  await api(server, '/api/worlds/small', undefined, { method: 'DELETE' });
  expect(await goTo(page, again)).toMatchObject({ ok: false });
});

test('only so many pages of a server look at the past at a time, and one that leaves makes room', async () => {
  const server = await serve();
  const pages = await Promise.all(Array.from({ length: 9 }, (_none, index) => openPage(server, `P${index}`, 'small')));
  const [first, last] = [pages[0] as Page, pages[8] as Page];
  await control(first, 'record');
  const tick = tickOf(server);
  for (const page of pages.slice(0, 8)) expect(await goTo(page, tick)).toMatchObject({ ok: true });
  expect(await goTo(last, tick)).toMatchObject({ ok: false, code: 'WW_LIMIT' });
  expect(await edit(last, 3), 'it is still in the world as it is').toMatchObject({ ok: true });
  first.disconnect();
  await until('room', async () => (await goTo(last, tick)).ok);
});

test('the past tells the time of day that it was then', async () => {
  const { server, page, shown } = await recorded();
  await watch(page, 2, { kind: 'status' });
  await watch(page, 3, { kind: 'log' });
  const begun = Date.now();
  await edit(page, 5);
  const { tick } = await standStill(page, server);
  await control(page, 'resume');
  const gone = Date.now();
  await pastTick(server, tick + 60);
  expect(await goTo(page, tick)).toMatchObject({ ok: true });
  const status = await until('the world as it was', () => (shown.past === tick ? shown.last('status', 2)?.status : undefined));
  expect(status.wall).toBeGreaterThanOrEqual(begun);
  expect(status.wall).toBeLessThanOrEqual(gone);
  const line = await until('the edit in its log', () => shown.last('log', 3)?.entries.find(({ level }) => level === 'edit'));
  expect(line.wall ?? 0).toBeLessThanOrEqual(status.wall ?? 0);
});

test('the timeline tells how long ticks took, what passed, and what happened when', async () => {
  const { server, page } = await recorded();
  await edit(page, 5);
  const then = tickOf(server);
  await pastTick(server, then + 70);
  const timeline = (await ask(page, 'timeline', { from: 0, to: then + 70, every: 30, around: then })) as unknown as Timeline;
  expect(timeline).toMatchObject({ every: 30, bytes: expect.any(Number), range: { from: expect.any(Number), to: expect.any(Number) } });
  expect(timeline.samples.length).toBeGreaterThan(0);
  expect(timeline.samples[0]).toEqual({
    tick: expect.any(Number),
    ticks: expect.any(Number),
    wall: expect.any(Number),
    tickTime: expect.any(Number),
    messagesIn: 0,
    messagesOut: 0,
  });
  expect(timeline.marks).toContainEqual(expect.objectContaining({ kind: 'edit', entity: 'lamp', wall: expect.any(Number) }));
  expect(timeline.counts).toContainEqual({ tick: expect.any(Number), kind: 'edit', count: 1 });
  const later = (await ask(page, 'timeline', { from: then + 60, to: then + 70, every: 30, around: then })) as unknown as Timeline;
  expect(later.counts).toEqual([]);
});

/* ---------- bounds, on a world whose host is in the test's hands ---------- */

function smallDoor(): WorldDoor {
  const registry = createRegistry();
  return createDoor(openWorld({ registry, scene: readScene(JSON.stringify(SCENE), { registry }).scene }));
}
async function host(door: WorldDoor, past: object = {}, pending: LinkEvent[] = []): Promise<HostedWorld> {
  const log = pino({ level: 'silent' });
  const links: Links = {
    stats: { open: 0, messagesIn: 0, messagesOut: 0, bytesIn: 0, bytesOut: 0, queuedBytes: 0 },
    perform: () => undefined,
    collect: () => pending.splice(0),
    adapt: () => undefined,
    closeAll: () => Promise.resolve(),
  };
  const desk = hostDesk({ rules: hostRules([]), decisions: await Decisions.open(undefined, log), log });
  const world = new HostedWorld({ name: 'w', id: 'w', door, tickRate: 100, links, desk, log, epoch: 'e1', past });
  atEnd(() => world.close());
  return world;
}

test('what is older than is kept goes, a whole stretch at a time, and what is left can still be reached', async () => {
  const world = await host(smallDoor(), { milliseconds: 300, interval: 50 });
  await world.start();
  await world.past.begin();
  const first = world.tick;
  await until('the beginning to be dropped twice', () => (world.past.range?.from ?? 0) > first + 30);
  const range = world.past.range;
  const { segment, until: done, tick } = world.past.memory.route(first);
  expect(tick).toBe(range?.from);
  expect(world.past.memory.steps(segment.first, done)).toHaveLength(done - segment.first);
  expect(world.past.memory.steps(0, 1), 'dropped').toBeUndefined();
  const { until: end } = world.past.memory.route(Infinity);
  const kept = world.past.memory.steps(segment.first, end) ?? [];
  const longest = Math.max(...kept.map((step, index) => step.real - (kept[index - 1]?.real ?? step.real)));
  // From the beginning of a stretch to its first step it may be as long again.
  expect((kept.at(-1)?.real ?? 0) - (kept[0]?.real ?? 0)).toBeGreaterThanOrEqual(300 - 2 * Math.max(longest, 20));
});

test('data of messages counts, and no more is kept than the bytes that are allowed', async () => {
  const pending: LinkEvent[] = [];
  const world = await host(smallDoor(), { bytes: 800_000, interval: 20 }, pending);
  await world.start();
  await world.past.begin();
  const first = world.past.range?.from ?? 0;
  const most = { bytes: 0 };
  for (let sent = 0; sent < 60; sent += 1) {
    pending.push({ type: 'message', connection: 7, data: new Uint8Array(20_000) });
    await until('it to be taken in', () => pending.length === 0);
    most.bytes = Math.max(most.bytes, world.past.memory.bytes);
  }
  expect(most.bytes).toBeGreaterThan(200_000);
  expect(most.bytes).toBeLessThanOrEqual(800_000);
  expect(world.past.range?.from ?? 0).toBeGreaterThan(first);
});

test('a piece of a larger buffer is kept on its own', async () => {
  const pending: LinkEvent[] = [];
  const world = await host(smallDoor(), {}, pending);
  await world.start();
  await world.past.begin();
  const large = new Uint8Array(1_000_000);
  pending.push({ type: 'message', connection: 7, data: large.subarray(10, 20) });
  await until('it to be taken in', () => pending.length === 0);
  await world.submit(HOST, { type: 'impulse', tag: 'x' });
  large.fill(9);
  const { until: done } = world.past.memory.route(Infinity);
  const kept = (world.past.memory.steps(0, done) ?? []).flatMap((step) => step.inputs).flatMap(({ input }) => (input.type === 'link' ? input.events : []));
  expect(kept).toEqual([{ type: 'message', connection: 7, data: new Uint8Array(10) }]);
  expect((kept[0] as { data: Uint8Array }).data.buffer.byteLength).toBe(10);
});

test('a pause does not let the past grow old', async () => {
  const world = await host(smallDoor(), { milliseconds: 200, interval: 20 });
  await world.start();
  await world.past.begin();
  await until('some ticks', () => world.tick > 10);
  world.pause();
  await until('a turn without time', () => world.paused);
  const range = world.past.range;
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(world.past.range).toEqual(range);
});

test('a step that fails begins the past anew, since what follows from it is not known', async () => {
  let failing = false;
  const door = smallDoor();
  const world = await host({
    ask: (question) => door.ask(question),
    end: () => door.end(),
    step(step) {
      if (!failing) return door.step(step);
      failing = false;
      throw new Error('no');
    },
  });
  await world.start();
  await world.past.begin();
  await until('some ticks', () => world.tick > 10);
  failing = true;
  await until('a new beginning', () => (world.past.range?.from ?? 0) >= 10);
});
