import { mkdtemp, rm } from 'node:fs/promises';
import { connect as tcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  WIRE_VERSION,
  type EntityDetail,
  type JoinedUser,
  type Person,
  type RunStatus,
  type TreeRow,
  type ViewUpdate,
  type Welcome,
} from '../../server/protocol.ts';
import { comeIn, raided } from './raiders.ts';
import { api, ask, atEnd, connect, openPage, serve, signIn, until, type Page } from './running.ts';

/** Gathers the updates of a page. */
function gather(page: Page): { updates: ViewUpdate[]; seqs: number[] } {
  const got = { updates: [] as ViewUpdate[], seqs: [] as number[] };
  page.on('updates', (message) => {
    got.updates.push(...message.updates);
    got.seqs.push(message.seq);
  });
  return got;
}
const ofKind = <K extends ViewUpdate['kind']>(updates: readonly ViewUpdate[], kind: K): Extract<ViewUpdate, { kind: K }>[] =>
  updates.filter((update): update is Extract<ViewUpdate, { kind: K }> => update.kind === kind);

test('hello tells who one is, which worlds run, and which start of the server this is', async () => {
  const server = await serve();
  const page = await openPage(server, 'Ann');
  expect(page.welcome).toMatchObject({
    version: WIRE_VERSION,
    epoch: expect.any(String),
    you: { name: 'Ann', role: 'Admin', userId: expect.stringMatching(/^u-/), machineId: expect.stringMatching(/^m-/) },
    worlds: [{ name: 'small', title: 'Small world' }],
  });
});

test('a page of another wire version is told to reload', async () => {
  const server = await serve();
  const page = await openPage(server, 'Ann');
  expect(await ask(page, 'hello', { version: 99 })).toMatchObject({ ok: false, code: 'WW_WIRE_VERSION' });
});

test('who enters a world joins it, is seen by the others, and leaves with their last page', async () => {
  const server = await serve();
  const ann = await openPage(server, 'Ann', 'small');
  let people: Person[] = [];
  ann.on('people', ({ people: told, gone }) => {
    people = [...people.filter(({ page }) => !gone.includes(page) && !told.some((person) => person.page === page)), ...told];
  });
  const ben = await openPage(server, 'Ben', 'small');
  await ask(ben, 'watch', { view: 1, what: { kind: 'entity', entity: 'lamp' } });
  await until('Ann to see where Ben looks', () => people.some((person) => person.user.name === 'Ben' && person.looksAt === 'lamp'));
  const users = async () => ((await api(server, '/api/worlds/small/users')).json['users'] as unknown as JoinedUser[]).map((user) => user.name);
  expect(await users()).toEqual(expect.arrayContaining(['Ann', 'Ben']));
  ben.disconnect();
  await until('Ben to be gone', async () => !(await users()).includes('Ben'));
  await until('Ann to see that', () => people.every((person) => person.user.name === 'Ann'));
});

test('a page that is reloaded keeps its user in the world', async () => {
  const server = await serve();
  const page = await openPage(server, 'Ann', 'small');
  const log = async () =>
    ((await api(server, '/api/worlds/small/log?after=0')).json['entries'] as unknown as { message: string }[]).filter((entry) =>
      /left|leav/i.test(entry.message),
    );
  page.disconnect();
  page.connect();
  await until('the page to be back', () => page.connected);
  await ask(page, 'hello', { version: WIRE_VERSION, name: 'Ann' });
  await ask(page, 'enter', { world: 'small' });
  await new Promise((resolve) => setTimeout(resolve, 2000));
  expect(await log()).toEqual([]);
});

test('a view begins whole and goes on with what changes', async () => {
  const server = await serve();
  const page = await openPage(server, 'Ann', 'small');
  const got = gather(page);
  await ask(page, 'watch', { view: 5, what: { kind: 'entity', entity: 'lamp', rate: 30 } });
  const whole = await until('the whole entity', () => ofKind(got.updates, 'entity')[0]);
  expect(whole).toMatchObject({ view: 5, whole: { id: 'lamp', path: [{ id: 'garden' }, { id: 'lamp' }] } satisfies { [K in keyof EntityDetail]?: unknown } });
  await until(
    'the spinner to be seen turning',
    () => ofKind(got.updates, 'fields').filter((update) => update.changed['Transform']?.['Rotation'] !== undefined).length >= 3,
  );
  expect(got.seqs).toEqual(got.seqs.map((_seq, index) => index + 1));
  await ask(page, 'unwatch', { view: 5 });
  const count = got.updates.length;
  await until('time to pass', async () => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    return true;
  });
  expect(got.updates.length).toBeLessThanOrEqual(count + 1);
});

test("two pages see each other's edits", async () => {
  const server = await serve();
  const ann = await openPage(server, 'Ann', 'small'),
    ben = await openPage(server, 'Ben', 'small');
  const seen = gather(ben),
    own = gather(ann);
  for (const page of [ann, ben]) await ask(page, 'watch', { view: 1, what: { kind: 'tree', expanded: ['garden'], offset: 0, limit: 50 } });
  expect(await ask(ann, 'edit', { operations: [{ op: 'addEntity', entity: { id: 'bird', name: 'Bird' }, parent: 'garden' }], requestId: 'a1' })).toMatchObject({
    ok: true,
    requestId: 'a1',
    results: [{ entity: 'bird' }],
  });
  const names = (updates: readonly ViewUpdate[]): readonly string[] => (ofKind(updates, 'tree').at(-1)?.rows ?? []).map((row: TreeRow) => row.name);
  await until('Ben to see the bird', () => names(seen.updates).includes('Bird'));
  await until('Ann to see it too', () => names(own.updates).includes('Bird'));
  await ask(ben, 'edit', { operations: [{ op: 'updateEntity', entity: 'bird', name: 'Wren' }], requestId: 'b1' });
  await until('Ann to see the new name', () => names(own.updates).includes('Wren'));
  // What somebody else has changed since is left alone, and told, by name; where that is all, the step waits.
  const blocked = await ask(ann, 'control', { action: 'undo', requestId: 'a2' });
  expect(blocked).toMatchObject({ ok: false, code: 'WW_UNDO_BLOCKED', message: expect.stringMatching(/Nothing was taken back: .*Wren.*Ben/) });
  expect(names(own.updates)).toContain('Wren');
  expect(await ask(ben, 'control', { action: 'undo', requestId: 'b2' })).toMatchObject({ ok: true });
  await until('the first name to be back', () => names(own.updates).includes('Bird'));
  // Nobody's change stands in the way any more.
  expect(await ask(ann, 'control', { action: 'undo', requestId: 'a3' })).toMatchObject({ ok: true, step: { entity: 'bird' } });
  await until('the bird to be gone', () => !names(seen.updates).includes('Bird'));
});

test('an edit that does not fit is refused with its place, and nothing changes', async () => {
  const server = await serve();
  const page = await openPage(server, 'Ann', 'small');
  expect(
    await ask(page, 'edit', { operations: [{ op: 'setField', entity: 'lamp', component: 'FloatValue', field: 'Value', value: 'x' }], requestId: '1' }),
  ).toMatchObject({ ok: false, code: 'WW_BAD_OPERATION', errors: [{ index: 0, path: 'value' }] });
  expect(await ask(page, 'edit', { operations: 'x', requestId: '1' })).toMatchObject({ ok: false, code: 'WW_BAD_REQUEST' });
});

test('pause, step, speed and resume reach everybody as they happen', async () => {
  const server = await serve();
  const ann = await openPage(server, 'Ann', 'small'),
    ben = await openPage(server, 'Ben', 'small');
  let run: RunStatus | undefined;
  ben.on('run', (message) => {
    run = message;
  });
  await ask(ann, 'control', { action: 'pause', requestId: '1' });
  await until('Ben to see the pause', () => run?.paused === true);
  const before = run?.tick ?? 0;
  expect(await ask(ann, 'control', { action: 'step', ticks: 3, requestId: '2' })).toMatchObject({ ok: true, tick: before + 3 });
  await ask(ann, 'control', { action: 'speed', speed: 0.5, requestId: '3' });
  await ask(ann, 'control', { action: 'resume', requestId: '4' });
  await until('Ben to see it run at half speed', () => run?.paused === false && run.speed === 0.5);
  expect(await ask(ann, 'control', { action: 'speed', requestId: '5' })).toMatchObject({ ok: false, code: 'WW_BAD_REQUEST' });
});

test('commands that are sent again as one request count once each, however many they are', async () => {
  const server = await raided();
  const page = await comeIn(server, 'Builder');
  const world = server.worlds.get('raided');
  const put = world.submit.bind(world);
  let taken = 0;
  world.submit = (...asked) => {
    if (asked[1].type === 'command') taken += 1;
    return put(...asked);
  };
  const command = { command: 'Disconnect', entity: 'client', component: 'WebsocketClient' };
  const asked = { commands: Array.from({ length: 2500 }, () => command), requestId: 'R' };
  const first = await ask(page, 'commands', asked);
  expect(first).toMatchObject({ ok: true, done: 2500, refused: [] });
  expect(await ask(page, 'commands', asked)).toEqual(first);
  expect(taken).toBe(2500);
  expect(await ask(page, 'commands', { ...asked, requestId: 'S' })).toEqual(first);
  expect(taken).toBe(5000);
});

test('a step or a save that is sent again counts once and gets the answer that it had', async () => {
  const server = await serve();
  const ann = await openPage(server, 'Ann', 'small'),
    ben = await openPage(server, 'Ben', 'small');
  await ask(ann, 'control', { action: 'pause', requestId: '1' });
  const step = { action: 'step', ticks: 3, requestId: '2' };
  const [first, meanwhile] = await Promise.all([ask(ann, 'control', step), ask(ann, 'control', step)]);
  expect(first).toMatchObject({ ok: true, tick: expect.any(Number) });
  expect(meanwhile).toEqual(first);
  expect(await ask(ann, 'control', step)).toEqual(first);
  expect(server.worlds.get('small').tick).toBe(first['tick']);
  expect(await ask(ben, 'control', step), 'of another author').toMatchObject({ ok: true, tick: Number(first['tick']) + 3 });
  // It has no file: that answer is kept as well, and is that of the save. Under the id of the step it is refused, and the step keeps its answer.
  for (let time = 0; time < 2; time += 1)
    expect(await ask(ann, 'control', { action: 'save', requestId: '3' })).toMatchObject({ ok: false, code: 'WW_SAVE_FAILED' });
  expect(await ask(ann, 'control', { action: 'save', requestId: '2' })).toMatchObject({ ok: false, code: 'WW_REQUEST_ID' });
  expect(await ask(ann, 'control', { ...step, ticks: 4 })).toMatchObject({ ok: false, code: 'WW_REQUEST_ID' });
  expect(await ask(ann, 'control', step)).toEqual(first);
});

test('what the systems cost comes with how the world runs, once a second at most', async () => {
  const server = await serve();
  const page = await openPage(server, 'Ann');
  const runs: RunStatus[] = [];
  page.on('run', (run) => runs.push(run));
  await ask(page, 'enter', { world: 'small' });
  const costs = () => runs.filter((run) => run.costs !== undefined);
  await until('costs to come twice', () => costs().length >= 2);
  expect(costs().at(-1)?.costs).toContainEqual({ system: 'spinner', milliseconds: expect.any(Number) });
  const [first, second] = runs.flatMap((run, index) => (run.costs === undefined ? [] : [index]));
  expect(Number(second) - Number(first)).toBeGreaterThan(1);
});

test('a subtree is handed out as text and can be spawned again', async () => {
  const server = await serve();
  const page = await openPage(server, 'Ann', 'small');
  const item = (await ask(page, 'item', { entity: 'lamp' })) as unknown as { ok: boolean; text: string };
  expect(JSON.parse(item.text)).toMatchObject({ format: 'worldwire/scene', entities: [{ name: 'Lamp' }] });
  expect(await ask(page, 'spawn', { item: JSON.parse(item.text), parent: 'garden', requestId: '1' })).toMatchObject({
    ok: true,
    results: [{ entity: expect.any(String) }],
  });
  expect(await ask(page, 'history', {})).toMatchObject({ ok: true, entries: [{ author: page.welcome.you.userId, undone: false }] });
});

test('events before hello, before entering, of unknown names and of wrong forms are refused and do no harm', async () => {
  const server = await serve();
  const page = await openPage(server, 'Ann');
  expect(await ask(page, 'edit', { operations: [{ op: 'removeEntity', entity: 'lamp' }], requestId: '1' })).toMatchObject({
    ok: false,
    code: 'WW_BAD_REQUEST',
  });
  expect(await ask(page, 'enter', { world: 'none' })).toMatchObject({ ok: false, code: 'WW_UNKNOWN_WORLD' });
  for (const event of ['nothing', '__proto__', 'constructor', 'toString'])
    expect(await ask(page, event, {}), event).toMatchObject({ ok: false, code: 'WW_BAD_REQUEST' });
  for (const message of [
    null,
    5,
    'x',
    [],
    { version: '1' },
    { version: 1, more: 1 },
    { version: 1, name: 'x'.repeat(1000) },
    { version: 1, name: Buffer.from('x') },
  ])
    expect(await ask(page, 'hello', message), JSON.stringify(message)).toMatchObject({ ok: false, code: 'WW_BAD_REQUEST' });
  (page as unknown as { emit(event: string): void }).emit('ping');
  expect(await ask(page, 'ping', {})).toEqual({ ok: true });
});

test('a page that floods is told to be slower, and the others go on', async () => {
  const server = await serve({ eventsPerSecond: 20 });
  const flood = await openPage(server, 'Ann', 'small'),
    calm = await openPage(server, 'Ben', 'small');
  const answers = await Promise.all(Array.from({ length: 200 }, () => ask(flood, 'ping', {})));
  expect(answers.some((answer) => answer['code'] === 'WW_RATE_LIMITED')).toBe(true);
  expect(await ask(calm, 'ping', {})).toEqual({ ok: true });
});

test('a page that does not keep up is not buried: it misses what came between and then sees how things stand', async () => {
  const server = await serve();
  const slow = await openPage(server, 'Slow', 'small');
  const got = gather(slow);
  await ask(slow, 'watch', { view: 1, what: { kind: 'entity', entity: 'lamp', rate: 60 } });
  await until('the first look', () => ofKind(got.updates, 'entity')[0]);
  const raw = (slow.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } }).ws;
  raw.pause();
  await api(server, '/api/worlds/small/operations', { operations: [{ op: 'addComponent', entity: 'lamp', component: 'Comment' }] });
  // Another page shows that each edit has left by itself: those that come faster than they are told are told as one.
  const quick = await openPage(server, 'Quick', 'small');
  const seen = gather(quick);
  await ask(quick, 'watch', { view: 1, what: { kind: 'entity', entity: 'lamp', rate: 60 } });
  const count = 60;
  for (let edit = 1; edit <= count; edit += 1) {
    await api(server, '/api/worlds/small/operations', {
      operations: [{ op: 'setField', entity: 'lamp', component: 'Comment', field: 'Text', value: `${edit} ${'x'.repeat(500_000)}` }],
    });
    await until(`text ${edit}`, () => seen.updates.splice(0).some((update) => JSON.stringify(update).includes(`"${edit} x`)));
  }
  raw.resume();
  await until('the last text', () => got.updates.findLast((update) => JSON.stringify(update).includes(`"${count} x`)));
  const heavy = got.updates.filter((update) => JSON.stringify(update).length > 400_000);
  // What comes after that may be told by field again.
  expect(ofKind(heavy, 'entity').length, 'the view was opened anew').toBeGreaterThan(0);
  expect(heavy.length).toBeLessThan(count * 0.75);
  expect(got.seqs).toEqual(got.seqs.map((_seq, index) => index + 1));
});

test('a full world takes no more users', async () => {
  const server = await serve({ maxUsers: 1 });
  await openPage(server, 'Ann', 'small');
  const ben = await openPage(server, 'Ben');
  expect(await ask(ben, 'enter', { world: 'small' })).toMatchObject({ ok: false, code: 'WW_LIMIT' });
});

test('a world that is closed puts its pages out and tells everybody', async () => {
  const server = await serve();
  const page = await openPage(server, 'Ann', 'small');
  let worlds: readonly { name: string }[] | undefined;
  page.on('worlds', (message) => {
    worlds = message.worlds;
  });
  await api(server, '/api/worlds/small', undefined, { method: 'DELETE' });
  await until('the page to know', () => worlds?.length === 0);
  expect(await ask(page, 'watch', { view: 1, what: { kind: 'status' } })).toMatchObject({ ok: false, code: 'WW_BAD_REQUEST' });
});

test('a server that stops says goodbye, and its pages come back by themselves when it does', async () => {
  const token = 'the-same-token-in-both-starts';
  // Where the key of the cookies is kept, too: without it a new start knows nobody by a cookie of before.
  const stateFolder = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(stateFolder, { recursive: true, force: true }));
  const first = await serve({ token, stateFolder });
  const cookie = await signIn(first);
  const page = connect(first, { cookie, origin: first.origin });
  page.io.reconnection(true);
  page.io.reconnectionDelay(100);
  page.io.reconnectionDelayMax(200);
  const before = (await ask(page, 'hello', { version: WIRE_VERSION })) as unknown as Welcome;
  let bye: { code: string } | undefined;
  page.on('bye', (message) => {
    bye = message;
  });
  await first.close();
  await until('the page to be cut off', () => !page.connected);
  expect(bye).toMatchObject({ code: 'WW_STOPPED', message: expect.any(String) });
  await serve({ token, stateFolder, port: first.port });
  await until('the page to be back', () => page.connected);
  const after = (await ask(page, 'hello', { version: WIRE_VERSION })) as unknown as Welcome;
  expect(after.you.userId).toBe(before.you.userId);
  expect(after.epoch, 'so that the page asks for everything anew').not.toBe(before.epoch);
});

test('a request that does not end does not keep the server from ending', async () => {
  const server = await serve();
  const slow = tcp(server.port, '127.0.0.1', () =>
    slow.write(
      `POST /api/worlds HTTP/1.1\r\nhost: 127.0.0.1:${server.port}\r\nauthorization: Bearer ${server.token}\r\n` +
        'content-type: application/json\r\ncontent-length: 100\r\n\r\n{',
    ),
  );
  slow.on('error', () => undefined);
  atEnd(() => slow.destroy());
  await until('the request to be under way', () => slow.bytesWritten > 0);
  const begun = Date.now();
  await server.close();
  expect(Date.now() - begun).toBeLessThan(15_000);
});
