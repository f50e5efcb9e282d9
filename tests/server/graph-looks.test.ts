/** Those who look at a graph through a server: what each role sees, and who has the world pause, now and in the past. */
import { expect, test } from 'vitest';
import type { Role, Stop, ViewUpdate } from '../../server/protocol.ts';
import type { RunningServer } from '../../server/index.ts';
import { comeIn, raided } from './raiders.ts';
import { api, ask, until, type Page } from './running.ts';

const NODES = {
  up: { type: 'Update', then: { OnUpdate: 'if' } },
  on: { type: 'ValueSource<bool>', refs: { Source: { entity: 'lamp', component: 'BoolValue', field: 'Value' } } },
  if: { type: 'If', in: { Condition: { from: 'on' } }, then: { OnTrue: 'w', OnFalse: 'idle' } },
  count: { type: 'ValueSource<int>', refs: { Source: { entity: 'lamp', component: 'IntValue', field: 'Value' } } },
  sum: { type: 'ValueAdd<int>', in: { A: { from: 'count' }, B: 1 } },
  w: { type: 'ValueWrite<int>', refs: { Variable: { entity: 'lamp', component: 'IntValue', field: 'Value' } }, in: { Value: { from: 'sum' } } },
  idle: { type: 'CallRelay' },
};
const SCENE = {
  format: 'worldwire/scene',
  version: 1,
  name: 'Graph',
  tickRate: 60,
  entities: [{ id: 'lamp', name: 'Lamp', components: { BoolValue: {}, IntValue: {}, Flow: { Graph: { nodes: NODES } } } }],
};
const FLOW = { entity: 'lamp', component: 'Flow' } as const;
const TRACE = { kind: 'trace', ...FLOW, breaks: [{ node: 'w', when: 'Value > 0' }] } as const;
const served = (threads = false): Promise<RunningServer> => raided({ worlds: [{ scene: SCENE as never, name: 'graph' }], threads });

interface Looker {
  readonly page: Page;
  readonly updates: ViewUpdate[];
  readonly past: (number | null)[];
}
async function looker(server: RunningServer, role: Role): Promise<Looker> {
  const page = await comeIn(server, role, { world: 'graph' });
  const updates: ViewUpdate[] = [],
    past: (number | null)[] = [];
  page.on('updates', (message) => {
    updates.push(...message.updates);
    if (message.past !== undefined) past.push(message.past);
  });
  return { page, updates, past };
}
const of = <K extends ViewUpdate['kind']>({ updates }: Looker, kind: K) =>
  updates.filter((update): update is Extract<ViewUpdate, { kind: K }> => update.kind === kind);
const isPaused = (server: RunningServer): boolean => server.worlds.get('graph').paused;
const turn = async (server: RunningServer, on: boolean): Promise<void> => {
  const operations = [{ op: 'setField', entity: 'lamp', component: 'BoolValue', field: 'Value', value: on }];
  expect((await api(server, '/api/worlds/graph/operations', { operations })).status).toBe(200);
};
const value = async (server: RunningServer): Promise<unknown> =>
  ((await api(server, '/api/worlds/graph/entities/lamp')).json['components'] as unknown as { IntValue: { Value: number } }).IntValue.Value;

test.each(['Guest', 'Spectator'] as const)('a %s sees a graph run and its values, and may set no breakpoint', async (role) => {
  const server = await served();
  const one = await looker(server, role);
  expect(await ask(one.page, 'watch', { view: 1, what: { kind: 'graph', ...FLOW } })).toEqual({ ok: true });
  expect(await ask(one.page, 'watch', { view: 2, what: { kind: 'ports', ...FLOW, ports: ['on', 'if<Condition'] } })).toEqual({ ok: true });
  expect(await ask(one.page, 'watch', { view: 3, what: TRACE })).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
  await until('wires to flash', () => of(one, 'graph').some(({ run }) => run?.lit !== undefined));
  await until('values to come', () => of(one, 'ports').some(({ values }) => values['on']?.value === false));
  await turn(server, true);
  await until('another value', () => of(one, 'ports').some(({ values }) => values['on']?.value === true));
  expect(isPaused(server)).toBe(false);
  expect(of(one, 'trace')).toEqual([]);
});

test.each([false, true])('a Builder has the world pause at a breakpoint, right after its tick (in a thread: %s)', async (threads) => {
  const server = await served(threads);
  const one = await looker(server, 'Builder');
  expect(await ask(one.page, 'watch', { view: 1, what: TRACE })).toEqual({ ok: true });
  await turn(server, true);
  await until('the world to pause', () => isPaused(server));
  const [told] = await until('the trace', () => (of(one, 'trace').length > 0 ? of(one, 'trace') : undefined));
  expect(told?.steps[told.hit]).toMatchObject({ node: 'w', by: { node: 'if', exit: 'OnTrue' }, in: { Value: 1 }, pulled: { count: 0, sum: 1 } });
  // Not one tick more has passed.
  expect([await value(server), server.worlds.get('graph').tick]).toEqual([1, told?.at]);
  // Of ten ticks that are asked for one passes.
  expect(await ask(one.page, 'control', { action: 'step', ticks: 10, requestId: 'ten' })).toMatchObject({ ok: true, tick: (told?.at ?? 0) + 1 });
  expect(await value(server)).toBe(2);
  await ask(one.page, 'unwatch', { view: 1 });
  expect(await ask(one.page, 'control', { action: 'resume', requestId: 'on' })).toMatchObject({ ok: true });
  await until('it to go on', async () => ((await value(server)) as number) > 5);
  expect(isPaused(server)).toBe(false);
});

test('while the world stands at a breakpoint all are told whose it is, who comes anew is shown its tick, and another lets it go on', async () => {
  const server = await served();
  const ada = await looker(server, 'Builder'),
    guest = await looker(server, 'Guest'),
    ben = await looker(server, 'Admin');
  const runs: (readonly Stop[] | undefined)[] = [];
  guest.page.on('run', ({ paused, stops }) => void (paused && runs.push(stops)));
  expect(await ask(ada.page, 'watch', { view: 1, what: TRACE })).toEqual({ ok: true });
  await turn(server, true);
  await until('the guest to be told', () => runs.length > 0);
  expect(runs[0]).toEqual([{ userId: expect.any(String) as string, name: expect.any(String) as string, ...FLOW, node: 'w' }]);
  const told = of(ada, 'trace')[0];
  // Whose breakpoint it is goes, and the world still stands there.
  ada.page.disconnect();
  expect(await ask(ben.page, 'watch', { view: 1, what: { ...TRACE, breaks: [] } })).toEqual({ ok: true });
  const seen = await until('the trace', () => of(ben, 'trace')[0]);
  expect([seen.at, seen.steps[seen.hit]?.node]).toEqual([told?.at, 'w']);
  expect(await ask(guest.page, 'watch', { view: 1, what: { ...TRACE, breaks: [] } })).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
  const late = await looker(server, 'Builder');
  expect(server.worlds.get('graph').run().stops).toHaveLength(1);
  // It is let go by another, as any pause is.
  expect(await ask(ben.page, 'control', { action: 'resume', requestId: 'on' })).toMatchObject({ ok: true });
  await until('it to go on', async () => ((await value(server)) as number) > 5);
  expect(await ask(late.page, 'control', { action: 'pause', requestId: 'off' })).toMatchObject({ ok: true });
  expect(server.worlds.get('graph').run()).not.toHaveProperty('stops');
  expect(await ask(late.page, 'watch', { view: 1, what: { ...TRACE, breaks: [] } })).toEqual({ ok: true });
  await ask(late.page, 'watch', { view: 2, what: { kind: 'graph', ...FLOW } });
  await until('the graph', () => of(late, 'graph').length > 0);
  expect(of(late, 'trace')).toEqual([]);
});

test('two who have it pause in one tick are both told of', async () => {
  const server = await served();
  const [ada, ben] = [await looker(server, 'Builder'), await looker(server, 'Admin')];
  await ask(ada.page, 'watch', { view: 1, what: TRACE });
  await ask(ben.page, 'watch', { view: 1, what: { ...TRACE, breaks: [{ node: 'if', when: 'Condition' }] } });
  await turn(server, true);
  await until('both traces', () => of(ada, 'trace').length > 0 && of(ben, 'trace').length > 0);
  const { stops = [] } = server.worlds.get('graph').run();
  expect(stops.map(({ node }) => node).sort()).toEqual(['if', 'w']);
  expect(new Set(stops.map(({ userId }) => userId)).size).toBe(2);
});

test('a right that was taken away meanwhile has nothing pause, and its holder is told', async () => {
  const server = await served();
  const one = await looker(server, 'Builder');
  expect(await ask(one.page, 'watch', { view: 1, what: TRACE })).toEqual({ ok: true });
  const { users } = (await api(server, '/api/worlds/graph/users')).json as unknown as { users: readonly { userId: string; role: string }[] };
  const { userId = '' } = users.find(({ role }) => role === 'Builder') ?? {};
  expect((await api(server, `/api/worlds/graph/users/${encodeURIComponent(userId)}`, { role: 'Guest' }, { method: 'PATCH' })).status).toBe(204);
  await turn(server, true);
  await until('the fault', () => of(one, 'fault').some(({ view, code }) => view === 1 && code === 'WW_FORBIDDEN'));
  await until('it to go on', async () => ((await value(server)) as number) > 5);
  expect([isPaused(server), of(one, 'trace')]).toEqual([false, []]);
  expect(await ask(one.page, 'watch', { view: 1, what: TRACE })).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
});

test('a condition that cannot be read is told with its place', async () => {
  const server = await served();
  const one = await looker(server, 'Builder');
  expect(await ask(one.page, 'watch', { view: 1, what: { ...TRACE, breaks: [{ node: 'w', when: 'Value >> 0' }] } })).toEqual({ ok: true });
  const [fault] = await until('the fault', () => (of(one, 'fault').length > 0 ? of(one, 'fault') : undefined));
  expect(fault).toMatchObject({ code: 'WW_BAD_REQUEST', message: 'the condition "Value >> 0" cannot be read at character 8: ">" is not expected here' });
});

test('in the past a graph is seen as it ran then, with the values that it had and the steps of its tick', async () => {
  const server = await served();
  const one = await looker(server, 'Builder');
  expect(await ask(one.page, 'control', { action: 'record', requestId: 'record' })).toMatchObject({ ok: true });
  await turn(server, true);
  await until('it to count', async () => ((await value(server)) as number) > 30);
  await ask(one.page, 'control', { action: 'pause', requestId: 'pause' });
  const now = (await value(server)) as number,
    { tick } = server.worlds.get('graph');
  await ask(one.page, 'watch', { view: 1, what: { kind: 'graph', ...FLOW } });
  await ask(one.page, 'watch', { view: 2, what: { kind: 'ports', ...FLOW, ports: ['sum', 'w<Value'] } });
  await ask(one.page, 'watch', { view: 3, what: { ...TRACE, breaks: [{ node: 'w' }] } });
  one.updates.length = 0;
  expect(await ask(one.page, 'past', { tick: tick - 10 })).toMatchObject({ ok: true, tick: tick - 10 });
  await until('the past to be shown', () => one.past.length > 0 && of(one, 'trace').length > 0);
  const then = now - 10;
  expect(of(one, 'ports').at(-1)?.values).toMatchObject({ sum: { value: then, tick: tick - 10 }, 'w<Value': { value: then } });
  const traced = of(one, 'trace').at(-1);
  expect([traced?.at, traced?.steps[traced.hit]?.in]).toEqual([tick - 10, { Value: then }]);
  const graph = of(one, 'graph').at(-1);
  expect(graph).toMatchObject({ whole: true, state: { runs: true } });
  // Of the wires those of OnUpdate and OnTrue, and not the one of OnFalse.
  expect(graph?.run?.lit).toBe('Aw==');
});
