/** When a field changed last, as pages and programs ask it of a server. */
import { expect, test } from 'vitest';
import { WIRE_VERSION, type FieldHistory, type RunStatus } from '../../server/protocol.ts';
import { brighten, house } from './journal-house.ts';
import { comeIn, Home, LIVELY } from './killed.ts';
import { api, ask, openPage, serve, until, type Page } from './running.ts';

const VALUE = { entity: 'lamp', component: 'FloatValue', field: 'Value' };
const search = (page: Page, more: object = {}) => ask(page, 'searchField', { ...VALUE, ...more }) as unknown as Promise<{ readonly ok: true } & FieldHistory>;

test('who changed a field in a former life is found after the server was killed, by their name then', { timeout: 240_000 }, async () => {
  const home = await Home.make(LIVELY);
  const first = await home.live();
  const cookie: { value?: string } = {};
  const ada = await first.page(cookie);
  const { userId } = await comeIn(ada, WIRE_VERSION);
  const edited = await ask(ada, 'edit', { operations: [{ op: 'setField', ...VALUE, value: 6 }], requestId: 'a', durable: true });
  expect(edited).toMatchObject({ ok: true, durable: true });
  ada.disconnect();
  await first.kill();
  const second = await home.live();
  await second.set('stone', 3, true);
  await second.kill();
  const third = await home.live();
  const { changes, ...about } = (await third.ask('/past/changed?entity=lamp&component=FloatValue&field=Value')) as unknown as FieldHistory;
  expect(about).toMatchObject({ now: { value: 6 }, of: 'journal', holes: [], from: 0 });
  expect(changes).toMatchObject([
    { tick: edited['tick'], before: { value: 1 }, after: { value: 6 }, what: 'value', cause: { kind: 'edit', user: userId, name: 'Ada' }, count: 1 },
  ]);
  // Before that there was nothing in all that is kept.
  const { segment, step, part } = about.next as NonNullable<FieldHistory['next']>;
  const older = await third.ask(`/past/changed?entity=lamp&component=FloatValue&field=Value&before=${segment}.${step}.${part}`);
  expect(older).toMatchObject({ changes: [], from: 0 });
  expect(older['next']).toBeUndefined();
  // What changes in each tick is found at once, in the life that goes on.
  const mill = (await third.ask('/past/changed?entity=mill&component=Transform&field=Rotation')) as unknown as FieldHistory;
  expect(mill.changes).toMatchObject([{ tick: mill.to, cause: { kind: 'driven', component: { entity: 'mill', component: 'Spinner' } } }]);
  await third.kill();
});

test('a page is told how the field it asks for changed, and goes on backwards from there', async () => {
  const { serve: run } = await house();
  const server = await run();
  const page = await openPage(server, 'Ann', 'garden');
  for (const value of [5, 6, 7]) await brighten(server, value);
  const newest = await search(page, { limit: 2 });
  expect(newest.changes.map(({ after }) => after)).toEqual([{ value: 7 }, { value: 6 }]);
  const older = await search(page, { limit: 2, before: newest.next });
  expect(older.changes.map(({ before, after }) => [before, after])).toEqual([[{ value: 1 }, { value: 5 }]]);
  expect(await search(page, { before: older.next })).toMatchObject({ ok: true, changes: [], from: 0 });
  // What happens while it is asked is of no harm.
  const [found] = await Promise.all([search(page), brighten(server, 8)]);
  expect([7, 8].map((value) => ({ value }))).toContainEqual(found.changes[0]?.after);
  expect(await ask(page, 'searchField', { ...VALUE, field: 'Nothing' })).toMatchObject({ ok: false, code: 'WW_UNKNOWN_FIELD' });
  expect(await ask(page, 'searchField', { ...VALUE, before: { segment: 0, step: 1, part: 0 } })).toMatchObject({ ok: false, code: 'WW_NOT_RECORDED' });
});

test('without a journal what is recorded is searched, and nothing where nothing is', async () => {
  const server = await serve();
  const page = await openPage(server, 'Ann', 'small');
  expect(await ask(page, 'searchField', VALUE)).toMatchObject({ ok: false, code: 'WW_NOT_RECORDED' });
  await ask(page, 'control', { action: 'record', requestId: 'r' });
  const told: { run?: RunStatus } = {};
  page.on('run', (run) => {
    told.run = run;
  });
  const world = server.worlds.get('small');
  await until('time to pass', () => world.past.range !== null && world.tick > world.past.range.from + 5);
  const { from } = world.past.range as NonNullable<typeof world.past.range>;
  expect(await search(page)).toMatchObject({ changes: [], from, now: { value: 1 }, of: 'memory' });
  for (const value of [2, 3]) await ask(page, 'edit', { operations: [{ op: 'setField', ...VALUE, value }], requestId: `e${value}` });
  const found = await search(page);
  expect(found).toMatchObject({
    now: { value: 3 },
    of: 'memory',
    changes: [{ after: { value: 3 }, cause: { kind: 'edit', name: 'Ann' } }, { after: { value: 2 } }],
  });
  expect((await search(page, { before: found.changes[0]?.place })).changes).toMatchObject([{ before: { value: 1 }, after: { value: 2 } }]);
  expect(await search(page, { before: found.next })).toMatchObject({ changes: [], from });
  // Of a tick that was before it all nothing of that is told.
  expect(await search(page, { until: from })).toMatchObject({ changes: [], to: from, now: { value: 1 } });
});

test('a search is given up by another, by its end and by who leaves, and no user has more than two', async () => {
  const { serve: run } = await house();
  const server = await run();
  const page = await openPage(server, 'Ann', 'garden');
  const world = server.worlds.get('garden');
  await brighten(server, 5);
  // Nothing is found of what was never another, so that each looks through all there is.
  const all = { entity: 'lamp', component: 'FloatValue', field: 'UpdateOrder' };
  await until('time to pass', () => world.tick > 200);
  const first = search(page, all),
    second = search(page, all);
  expect(await first).toMatchObject({ ok: true, unfinished: true, changes: [] });
  expect((await second).unfinished).toBeUndefined();
  const given = search(page, all);
  await ask(page, 'endSearch', {});
  expect(await given).toMatchObject({ ok: true, unfinished: true });
  // A program asks for four at a time.
  const url = '/api/worlds/garden/past/changed?entity=lamp&component=FloatValue&field=UpdateOrder';
  const answers = await Promise.all([1, 2, 3, 4].map(() => api(server, url)));
  for (const { status, json } of answers) expect(status === 200 ? json['of'] : json['code']).toBe(status === 200 ? 'journal' : 'WW_LIMIT');
  expect(new Set(answers.map(({ status }) => status === 200))).toEqual(new Set([true, false]));
});

test('of a long segment what changes in each tick is told at once, without it being lived through, and since when by going on', async () => {
  const { serve: run } = await house();
  const server = await run();
  const world = server.worlds.get('garden');
  await until('time to pass', () => world.tick > 40);
  const question = { entity: 'lamp', component: 'Transform', field: 'Rotation', limit: 5 };
  const asked = { userId: 'ann', isOver: () => false, cost: 1e6 };
  const driven = { kind: 'driven', component: { entity: 'lamp', component: 'Spinner' } };
  const glimpsed = await world.past.search(question, asked);
  expect(glimpsed).toMatchObject({ changes: [{ cause: driven, count: 1 }], of: 'journal' });
  expect(glimpsed.from).toBeGreaterThan(30);
  const { changes } = await world.past.search({ ...question, before: glimpsed.next as NonNullable<typeof glimpsed.next> }, asked);
  expect(changes).toMatchObject([{ cause: driven, since: 1 }]);
  expect(changes[0]?.count).toBeGreaterThan(30);
  // What does not change all the time is looked for as ever, and so is all of a world that stands still.
  world.pause();
  await until('it to stand still', () => world.paused);
  expect((await world.past.search(question, asked)).changes[0]?.count).toBeGreaterThan(30);
});
