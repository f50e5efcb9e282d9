import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { RunningServer, ServerOptions } from '../../server/index.ts';
import type { RunStatus, Timeline, ViewUpdate } from '../../server/protocol.ts';
import { api, ask, atEnd, openPage, SCENE, serve, until, type Page } from './running.ts';

interface House {
  readonly state: string;
  serve(more?: Partial<NonNullable<ServerOptions['journals']>>, options?: ServerOptions): Promise<RunningServer>;
}

/** A scene in a file, and servers that keep its journal. */
async function house(scene: object = SCENE): Promise<House> {
  const home = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(home, { recursive: true, force: true }));
  const file = join(home, 'garden.scene.json'),
    state = join(home, 'state');
  await writeFile(file, JSON.stringify(scene));
  return {
    state,
    serve: (more = {}, options = {}) =>
      serve({ worlds: [{ file }], stateFolder: state, journals: { mode: 'all', flush: 10, keep: { bytes: 1e9, milliseconds: 1e9 }, ...more }, ...options }),
  };
}

/** What a page is shown: of which tick, and what it saw last of the lamp. */
interface Shown {
  past: number | null;
  run: RunStatus | undefined;
  lamp: Extract<ViewUpdate, { kind: 'entity' }> | undefined;
}
async function look(server: RunningServer): Promise<{ page: Page; shown: Shown }> {
  const page = await openPage(server, 'Ann', 'garden');
  const shown: Shown = { past: null, run: undefined, lamp: undefined };
  page.on('updates', ({ past, updates }) => {
    if (past !== undefined) shown.past = past;
    for (const update of updates as readonly ViewUpdate[]) if (update.kind === 'entity') shown.lamp = update;
  });
  page.on('run', (run) => {
    shown.run = run;
  });
  await ask(page, 'watch', { view: 1, what: { kind: 'entity', entity: 'lamp' } });
  return { page, shown };
}
const goTo = (page: Page, tick: number | null) => ask(page, 'past', { tick });
const worldOf = (server: RunningServer) => server.worlds.get('garden');

/** All of a world but how late it is, since a tick lasts as long as its world stands still. */
function stateIn({ text }: { readonly text: string }): string {
  return JSON.stringify({ ...(JSON.parse(text) as object), real: 0, wall: 0 });
}

/** Has the lamp shine so, and tells the tick at which it stood still with that, and what all of the world was then. */
async function shine(server: RunningServer, value: number): Promise<{ tick: number; state: string; value: number }> {
  const world = worldOf(server);
  await api(server, '/api/worlds/garden/operations', {
    operations: [{ op: 'setField', entity: 'lamp', component: 'FloatValue', field: 'Value', value }],
    durable: true,
  });
  await world.step(1);
  const { tick } = world;
  const state = stateIn(await world.ask({ ask: 'snapshot' }));
  world.resume();
  await until('time to pass', () => world.tick > tick + 8);
  return { tick, state, value };
}

/** The state of the world at a tick, as a ghost of its own comes to it. */
async function stateAt(server: RunningServer, tick: number): Promise<string> {
  const { past } = worldOf(server);
  const ghost = await past.ghost();
  try {
    const guide = past.guide(ghost, 0.1);
    for (;;) if ((await guide.advance(tick, new Map())).reached !== undefined) break;
    return stateIn(await ghost.ask({ ask: 'snapshot' }));
  } finally {
    await ghost.end();
  }
}

test('with a journal the past can be shown without being recorded, back to where the journal begins', async () => {
  const server = await (await house()).serve();
  const { page, shown } = await look(server);
  const then = [await shine(server, 5), await shine(server, 6), await shine(server, 7)];
  await until('the page to be told', () => (shown.run?.past?.to ?? 0) > (then[2]?.tick ?? 0));
  expect(shown.run?.past).toMatchObject({ from: 0, of: 'journal' });
  for (const { tick, value, state } of [then[1], then[0], then[2], then[0]] as typeof then) {
    expect(await goTo(page, tick)).toEqual({ ok: true, tick });
    expect(shown.lamp?.whole.components['FloatValue']).toMatchObject({ Value: value });
    expect(await stateAt(server, tick)).toBe(state);
  }
  expect(await goTo(page, 0)).toEqual({ ok: true, tick: 0 });
  expect(shown.lamp?.whole.components['FloatValue']).toMatchObject({ Value: 1 });
  // What a page that is in the past may not do stays so, and the world goes on.
  expect(await ask(page, 'control', { action: 'undo', requestId: 'u' })).toMatchObject({ ok: false, code: 'WW_IN_THE_PAST' });
  expect(await goTo(page, null)).toEqual({ ok: true, tick: null });
});

test('ticks of former lives are shown as they were, after an end and after a crash', async () => {
  const { serve: run, state } = await house();
  const first = await run();
  const ended = [await shine(first, 5), await shine(first, 6)];
  await first.close();
  const second = await run();
  const killed = [await shine(second, 7), await shine(second, 8)];
  // Ticks in which nothing happens are written once a second, or with what happens next.
  await shine(second, 8);
  // What a kill at this moment would leave, as far as this process has given it to the system.
  const left = `${state}-left`;
  // The claim of who writes it is no part of that: it holds for as long as that process is there.
  await cp(state, left, { recursive: true, filter: (path) => !basename(path).startsWith('.') });
  await second.close();
  await rm(state, { recursive: true });
  await cp(left, state, { recursive: true });
  const third = await run();
  const { page, shown } = await look(third);
  const now = await shine(third, 9);
  await until('how far back it goes', () => shown.run?.past?.from === 0);
  for (const { tick, value, state } of [...killed, now, ...ended].toReversed()) {
    expect(await goTo(page, tick)).toEqual({ ok: true, tick });
    expect(shown.past).toBe(tick);
    expect(shown.lamp?.whole.components['FloatValue']).toMatchObject({ Value: value });
    expect(await stateAt(third, tick)).toBe(state);
  }
  // On through the ends of lives, tick by tick, without beginning anew.
  const { past } = worldOf(third);
  const ghost = await past.ghost();
  atEnd(() => ghost.end());
  const guide = past.guide(ghost, 0.1);
  let restored = 0;
  for (let tick = 0; tick <= now.tick; tick++) {
    for (let reached: number | undefined; reached === undefined;) {
      const progress = await guide.advance(tick, new Map());
      if (progress.restored) restored++;
      ({ reached } = progress);
      expect(reached ?? tick).toBe(tick);
    }
    const known = [...ended, ...killed, now].find((each) => each.tick === tick);
    if (known !== undefined) expect(stateIn(await ghost.ask({ ask: 'snapshot' }))).toBe(known.state);
  }
  expect(restored).toBe(1);
});

test('a life that begins from the file is all that can be shown of it', async () => {
  const { serve: run } = await house();
  const first = await run();
  await shine(first, 5);
  await first.close();
  const second = await run({ begin: 'fresh' });
  const { page, shown } = await look(second);
  const then = await shine(second, 8);
  await until('the past', () => shown.run?.past);
  expect(shown.run?.past?.from).toBe(0);
  await goTo(page, then.tick);
  expect(shown.lamp?.whole.components['FloatValue']).toMatchObject({ Value: 8 });
  await goTo(page, 0);
  expect(shown.lamp?.whole.components['FloatValue'], 'of the file, and not of the life before').toMatchObject({ Value: 1 });
});

test('where a state or a line of a former life is damaged, what can be shown of it is shown, and all else as ever', async () => {
  const { serve: run, state } = await house();
  const lives: { tick: number; state: string }[][] = [];
  for (let life = 0; life < 3; life++) {
    const server = await run();
    lives.push([await shine(server, 10 + life), await shine(server, 20 + life)]);
    await server.close();
  }
  const folder = join(state, 'journals', (await readdir(join(state, 'journals')))[0] ?? '');
  // The snapshot of the second life is cut off, and in the log of the third a byte is changed.
  const snapshot = join(folder, '00000002.snapshot');
  await writeFile(snapshot, (await readFile(snapshot)).subarray(0, 50));
  const last = await run();
  const now = await shine(last, 30);
  // It is packed by now, since its life is over.
  const log = join(folder, '00000003.log.gz');
  const bytes = gunzipSync(await until('the log to be packed', () => readFile(log).catch(() => undefined)));
  const second = bytes.indexOf('"value":22');
  bytes[second + 9] = 0x37;
  await writeFile(log, gzipSync(bytes));
  await until('how far back it goes', () => worldOf(last).run().past?.from === 0);
  for (const { tick, state } of [...(lives[0] ?? []), ...(lives[1] ?? []), (lives[2] ?? [])[0], now] as { tick: number; state: string }[])
    expect(await stateAt(last, tick), `tick ${tick}`).toBe(state);
  // Behind the byte nothing is known until the next life begins.
  const { past } = worldOf(last);
  const ghost = await past.ghost();
  atEnd(() => ghost.end());
  const guide = past.guide(ghost, 0.1);
  let reached: number | undefined;
  while (reached === undefined) ({ reached } = await guide.advance((lives[2] ?? [])[1]?.tick ?? 0, new Map()));
  expect(reached).toBeLessThan((lives[2] ?? [])[1]?.tick ?? 0);
});

test('however one goes to and fro, a tick is the same: states on the way are kept, and lead there sooner', async () => {
  const many = Array.from({ length: 2500 }, (_none, at) => ({ id: `s${at}`, name: `S${at}`, components: { Transform: {}, Spinner: { Speed: [0, at, 0] } } }));
  const server = await (await house({ ...SCENE, entities: [...SCENE.entities, ...many] })).serve();
  const world = worldOf(server);
  world.setSpeed(30);
  await until('some minutes', () => world.tick > 12_000);
  world.pause();
  const { past } = world;
  const ticks = [11_900, 2000, 7000, 6990, 11_950, 3, 7001, 9000];
  const straight = new Map<number, string>();
  const [one, other] = [await past.ghost(), await past.ghost()];
  atEnd(() => Promise.all([one.end(), other.end()]));
  const travel = async (ghost: typeof one, guide: ReturnType<typeof past.guide>, tick: number): Promise<{ hash: string; took: number }> => {
    const begun = performance.now();
    for (;;) if ((await guide.advance(tick, new Map())).reached !== undefined) break;
    return { took: performance.now() - begun, hash: (await ghost.ask({ ask: 'hash' })).hash };
  };
  const forward = past.guide(one, 0.1),
    toAndFro = past.guide(other, 0.1);
  for (const tick of ticks.toSorted((a, b) => a - b)) straight.set(tick, (await travel(one, forward, tick)).hash);
  const took: number[] = [];
  for (const tick of ticks) {
    const there = await travel(other, toAndFro, tick);
    took.push(there.took);
    expect(there.hash, `tick ${tick}`).toBe(straight.get(tick));
  }
  // All of it was lived through once; a tick before the newest then lies near a state that was kept.
  expect(took[3]).toBeLessThan((took[0] ?? 0) / 2);
});

test('where edits alone are written, the last minutes are kept in memory as without a journal', async () => {
  const server = await (await house()).serve({ mode: 'edits' });
  const { page, shown } = await look(server);
  await until('the page to be told', () => shown.run);
  expect(await goTo(page, 0)).toMatchObject({ ok: false, code: 'WW_NOT_RECORDED' });
  expect(await ask(page, 'control', { action: 'record', requestId: 'r' })).toMatchObject({ ok: true });
  const then = await shine(server, 4);
  await goTo(page, then.tick);
  expect(shown.run?.past).toMatchObject({ of: 'memory' });
  expect(shown.lamp?.whole.components['FloatValue']).toMatchObject({ Value: 4 });
});

test('a way that takes long tells the page how far it is, and is left for another', async () => {
  const many = Array.from({ length: 2500 }, (_none, at) => ({ id: `s${at}`, name: `S${at}`, components: { Transform: {}, Spinner: {} } }));
  const server = await (await house({ ...SCENE, entities: [...SCENE.entities, ...many] })).serve();
  const world = worldOf(server);
  const { page, shown } = await look(server);
  const told: number[] = [];
  page.on('underway', ({ share }) => told.push(share));
  world.setSpeed(50);
  await until('many ticks', () => world.tick > 30_000);
  world.pause();
  const far = goTo(page, 29_000);
  await until('a word of it', () => told.length > 1);
  expect(told.toSorted((a, b) => a - b)).toEqual(told);
  expect(told.every((share) => share >= 0 && share <= 1)).toBe(true);
  expect(await goTo(page, 5)).toEqual({ ok: true, tick: 5 });
  expect(await far).toEqual({ ok: true, tick: 5 });
  expect(shown.past).toBe(5);
});

test('what happened is marked in the journal: edits, saves, people and restarts of former lives are there without anything being lived through', async () => {
  const { serve: run } = await house();
  const first = await run();
  const { page } = await look(first);
  const then = [await shine(first, 5), await shine(first, 6)];
  await api(first, '/api/worlds/garden/save', {});
  page.disconnect();
  await until('Ann to have gone', async () => (await worldOf(first).ask({ ask: 'status' })).users.length === 1);
  await until('some seconds', () => worldOf(first).tick > 400);
  await first.close();
  const second = await run();
  const other = await look(second);
  const now = await shine(second, 7);
  await until('how far back it goes', () => worldOf(second).run().past?.from === 0);
  const question = { from: 0, to: now.tick, every: 30, around: now.tick };
  const timeline = await until('all to be read', async () => {
    const told = (await ask(other.page, 'timeline', question)) as unknown as Timeline;
    // A moment may pass until what happened last is written.
    return told.read === undefined && told.marks.filter(({ kind }) => kind === 'edit').length === 2 && told;
  });
  const kinds = timeline.marks.map(({ kind }) => kind);
  // Edits of one field in a row are one line of the log.
  expect(kinds).toEqual(['people', 'edit', 'save', 'people', 'restart', 'people', 'edit']);
  expect(timeline.marks.map(({ tick }) => tick)).toEqual(timeline.marks.map(({ tick }) => tick).toSorted((a, b) => a - b));
  expect(timeline.marks[1]).toMatchObject({ kind: 'edit', entity: 'lamp', wall: expect.any(Number), text: expect.stringContaining('FloatValue.Value') });
  expect(timeline.marks[1]?.tick).toBeLessThanOrEqual(then[0]?.tick ?? 0);
  expect(timeline.samples.length).toBeGreaterThan(0);
  expect(timeline.samples[0]).toMatchObject({ ticks: 300, tickTime: expect.any(Number) });
  expect(timeline.range).toMatchObject({ of: 'journal', from: 0 });
});
