/** Fields that are watched through a server: who may, who has the world pause by a condition or its log tell of it, and what a flood of them comes to. */
/* oxlint-disable unicorn/no-thenable -- exits of a graph's nodes stand under this name */
import { expect, test } from 'vitest';
import type { Role, ViewUpdate } from '../../server/protocol.ts';
import type { RunningServer } from '../../server/index.ts';
import { comeIn, raided } from './raiders.ts';
import { api, ask, until, type Page } from './running.ts';

const SCENE = {
  format: 'worldwire/scene',
  version: 1,
  name: 'Watched',
  tickRate: 60,
  entities: [
    { id: 'lamp', name: 'Lamp', components: { FloatValue: {}, IntValue: {} } },
    {
      id: 'count',
      name: 'Count',
      components: {
        Flow: {
          Graph: {
            nodes: {
              up: { type: 'Update', then: { OnUpdate: 'w' } },
              now: { type: 'ValueSource<int>', refs: { Source: { entity: 'lamp', component: 'IntValue', field: 'Value' } } },
              sum: { type: 'ValueAdd<int>', in: { A: { from: 'now' }, B: 1 } },
              w: {
                type: 'ValueWrite<int>',
                refs: { Variable: { entity: 'lamp', component: 'IntValue', field: 'Value' } },
                in: { Value: { from: 'sum' } },
              },
            },
          },
        },
      },
    },
  ],
};
const VALUE = { entity: 'lamp', component: 'FloatValue', field: 'Value' };
const COUNTED = { ...VALUE, component: 'IntValue' };
const served = (threads = false): Promise<RunningServer> => raided({ worlds: [{ scene: SCENE as never, name: 'watched' }], threads });
type Values = Extract<ViewUpdate, { kind: 'values' }>;

interface Looker {
  readonly page: Page;
  readonly updates: ViewUpdate[];
}
async function looker(server: RunningServer, role: Role): Promise<Looker> {
  const page = await comeIn(server, role, { world: 'watched' });
  const updates: ViewUpdate[] = [];
  page.on('updates', (message) => updates.push(...message.updates));
  return { page, updates };
}
const values = ({ updates }: Looker): readonly Values[] => updates.filter((update): update is Values => update.kind === 'values');
const watch = ({ page }: Looker, ...fields: readonly object[]): Promise<unknown> => ask(page, 'watch', { view: 1, what: { kind: 'values', fields } as never });
const set = async (server: RunningServer, value: number): Promise<void> => {
  const operations = [{ op: 'setField', ...VALUE, value }];
  expect((await api(server, '/api/worlds/watched/operations', { operations })).status).toBe(200);
};
const noted = async (server: RunningServer): Promise<readonly { readonly message: string; readonly entity: string | null }[]> =>
  ((await api(server, '/api/worlds/watched/log?after=0')).json['entries'] as never as { level: string; message: string; entity: string | null }[]).filter(
    ({ level }) => level === 'warn',
  );

test('whoever may look sees each value of each tick, and may have nothing pause and nothing logged', async () => {
  const server = await served();
  const one = await looker(server, 'Spectator');
  expect(await watch(one, { ...COUNTED, when: { is: '>', value: 100 } })).toEqual({ ok: true });
  await until('the condition', () => values(one).some(({ met }) => met?.[0]?.value === 101));
  const seen = values(one).flatMap(({ samples }) => samples['0'] ?? []);
  const ticks = seen.map(([tick]) => tick);
  expect(ticks).toEqual(ticks.map((_, at) => (ticks[0] ?? 0) + at));
  for (const what of ['pause', 'log'])
    expect(await watch(one, { ...VALUE, when: { is: '>', value: 1, [what]: true } })).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
});

test.each([false, true])('a Builder has the world pause right after the tick in which a condition came to be (in a thread: %s)', async (threads) => {
  const server = await served(threads);
  const one = await looker(server, 'Builder');
  expect(await watch(one, VALUE, { ...VALUE, when: { is: '>', value: 10, pause: true } })).toEqual({ ok: true });
  await set(server, 5);
  await set(server, 11);
  const world = server.worlds.get('watched');
  await until('the world to pause', () => world.paused);
  const met = await until('the page to be told', () => values(one).find((update) => update.met !== undefined)?.met?.[0]);
  expect([met.at, met.value, met.tick]).toEqual([1, 11, world.tick]);
  expect(world.run().stops).toMatchObject([{ entity: 'lamp', component: 'FloatValue', node: '', condition: 'FloatValue.Value > 10' }]);
  expect(await ask(one.page, 'control', { action: 'resume', requestId: 'on' })).toMatchObject({ ok: true });
  await until('it to go on', () => world.tick > met.tick + 5);
  expect(world.run().stops).toBeUndefined();
});

test('a condition is written into the log of the world, with its entity, and who watches', async () => {
  const server = await served();
  const one = await looker(server, 'Builder');
  expect(await watch(one, { ...VALUE, when: { is: '>=', value: 3, log: true } })).toEqual({ ok: true });
  await set(server, 3);
  const [entry] = await until('the entry', async () => {
    const all = await noted(server);
    return all.length > 0 ? all : undefined;
  });
  expect(entry).toMatchObject({ entity: 'lamp', message: expect.stringMatching(/^FloatValue\.Value >= 3: it is 3 at tick \d+, watched by /) as string });
});

test('what comes to be in each tick writes ten lines a second, and how many more there were', async () => {
  const server = await served();
  const one = await looker(server, 'Builder');
  expect(await watch(one, { ...COUNTED, when: { is: 'changed', log: true } })).toEqual({ ok: true });
  const all = await until('what was left out', async () => {
    const entries = await noted(server);
    return entries.some(({ message }) => message.includes('more conditions')) ? entries : undefined;
  });
  const first = all.findIndex(({ message }) => message.includes('more conditions'));
  expect(first).toBe(10);
  expect(all[first]?.message).toMatch(/^\d+ more conditions of .* came to be in a second: 10 a second are written here$/);
});

test('a right that was taken away meanwhile has nothing pause, and its holder is told', async () => {
  const server = await served();
  const one = await looker(server, 'Builder');
  expect(await watch(one, { ...VALUE, when: { is: '>', value: 10, pause: true } })).toEqual({ ok: true });
  const { users } = (await api(server, '/api/worlds/watched/users')).json as unknown as { users: readonly { userId: string; role: string }[] };
  const { userId = '' } = users.find(({ role }) => role === 'Builder') ?? {};
  expect((await api(server, `/api/worlds/watched/users/${encodeURIComponent(userId)}`, { role: 'Guest' }, { method: 'PATCH' })).status).toBe(204);
  await set(server, 11);
  await until('the fault', () => one.updates.some((update) => update.kind === 'fault' && update.view === 1 && update.code === 'WW_FORBIDDEN'));
  expect(server.worlds.get('watched').paused).toBe(false);
});

test('a watch that is not well formed is told what was expected', async () => {
  const server = await served();
  const one = await looker(server, 'Builder');
  expect(await watch(one, { ...VALUE, when: { is: 'about' } })).toMatchObject({ ok: false, code: 'WW_BAD_REQUEST' });
  expect(await watch(one, ...Array.from({ length: 65 }, () => VALUE))).toMatchObject({ ok: false, code: 'WW_BAD_REQUEST' });
});
