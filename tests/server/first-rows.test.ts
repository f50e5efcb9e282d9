import { expect, test } from 'vitest';
import type { TreeRow } from '../../engine/index.ts';
import { WIRE_VERSION, type FirstRows } from '../../server/protocol.ts';
import { badPlace, stick } from './bad-plugin.ts';
import { api, ask, openPage, SCENE, serve, signIn, until } from './running.ts';

const WELL = { ...SCENE, name: 'Other world', entities: [{ id: 'well', name: 'Well' }] };
const ids = ({ rows }: Pick<FirstRows, 'rows'>): string[] => rows.map(({ id }) => id);

async function first(server: Parameters<typeof api>[0], question: unknown, token?: string): Promise<FirstRows> {
  const { status, json } = await api(server, '/api/first-rows', question, token === undefined ? {} : { token });
  expect({ status, json }).toMatchObject({ status: 200 });
  return json as unknown as FirstRows;
}

test.each([{ threads: false }, { threads: true }])('the first rows are those that a page is told by its view, threads: $threads', async ({ threads }) => {
  const server = await serve({ threads });
  const page = await openPage(server, 'Ann', 'small');
  const rows = new Promise<{ total: number; rows: readonly TreeRow[] }>((resolve) => {
    page.on('updates', ({ updates }) => {
      const tree = updates.find((update) => update.kind === 'tree');
      if (tree?.kind === 'tree') resolve(tree);
    });
  });
  await ask(page, 'watch', { view: 1, what: { kind: 'tree', expanded: ['garden'], offset: 0, limit: 50 } });
  const told = await rows;
  expect(await first(server, { world: 'small', expanded: ['garden'], limit: 50 })).toEqual({
    version: WIRE_VERSION,
    world: 'small',
    total: told.total,
    rows: told.rows,
    unfolded: null,
  });
  expect(ids(await first(server, { world: 'small', expanded: [], root: 'garden', limit: 50 }))).toEqual(['lamp', 'stone']);
  expect(ids(await first(server, { world: 'small', expanded: ['garden'], limit: 2 }))).toEqual(['garden', 'lamp']);
});

test('at a first visit the tops are unfolded and named, and the same holds of another world than the one that is named', async () => {
  const server = await serve({
    worlds: [
      { name: 'small', scene: SCENE },
      { name: 'other', scene: WELL },
    ],
  });
  const unknown = await first(server, { limit: 50 });
  expect(unknown).toMatchObject({ world: 'small', unfolded: ['garden'], total: 3 });
  expect(ids(unknown)).toEqual(['garden', 'lamp', 'stone']);
  expect(await first(server, { world: 'other', limit: 50 })).toMatchObject({ world: 'other', unfolded: [], total: 1 });
  expect(await first(server, { world: 'other', expanded: [], limit: 50 })).toMatchObject({ world: 'other', unfolded: null, total: 1 });
  // What is remembered of a world that is gone says nothing of the one that is entered in its place.
  const instead = await first(server, { world: 'gone', expanded: ['well'], root: 'well', limit: 50 });
  expect(instead).toMatchObject({ world: 'small', unfolded: ['garden'], total: 3 });
});

test('a world that stands still answers, and a server without worlds says that there is none', async () => {
  const server = await serve();
  await api(server, '/api/worlds/small/pause', {});
  expect(await first(server, { limit: 1 })).toMatchObject({ world: 'small', total: 3 });
  await api(server, '/api/worlds/small', undefined, { method: 'DELETE' });
  expect(await first(server, { limit: 1 })).toEqual({ version: WIRE_VERSION, world: null, total: 0, rows: [], unfolded: null });
});

test('a world that is known to be stuck is passed over', async () => {
  const at = await badPlace();
  const worlds = ['bad', 'well'].map((name) => ({ file: at.file(name) }));
  const server = await serve({ threads: true, plugins: [at.plugin], worlds, threadPatience: 500 });
  expect(await first(server, { world: 'bad', expanded: [], limit: 5 })).toMatchObject({ world: 'bad', unfolded: null });
  await stick(server, at);
  await until('the world to count as stuck', async () => (await api(server, '/api/worlds/bad/log')).status === 503);
  expect(await first(server, { world: 'bad', expanded: [], limit: 5 })).toMatchObject({ world: 'well', unfolded: ['garden'] });
});

test('whoever may look may ask, nobody else, and a cookie alone only from the page', async () => {
  const server = await serve();
  expect(await first(server, { limit: 5 }, 'spectator-token-spectator-token')).toMatchObject({ world: 'small' });
  const post = async (headers: Record<string, string>): Promise<number> =>
    (
      await fetch(`${server.origin}/api/first-rows`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{"limit":5}',
      })
    ).status;
  expect(await post({})).toBe(401);
  expect(await post({ authorization: 'Bearer something-else' })).toBe(401);
  const cookie = await signIn(server);
  expect(await post({ cookie, origin: server.origin })).toBe(200);
  expect(await post({ cookie, origin: 'http://elsewhere.example' })).toBe(403);
  expect(await post({ cookie })).toBe(403);
});

test.each([
  { what: 'no limit', question: {} },
  { what: 'more rows than a view has', question: { limit: 501 } },
  { what: 'a query', question: { limit: 5, query: 'name=Lamp' } },
  { what: 'something else than ids', question: { limit: 5, world: 'small', expanded: [1] } },
  { what: 'more ids than a view takes', question: { limit: 5, world: 'small', expanded: Array.from({ length: 20_001 }, () => 'a') } },
])('what no view could be is refused: $what', async ({ question }) => {
  const server = await serve();
  const { status, json } = await api(server, '/api/first-rows', question);
  expect(status).toBe(400);
  expect(json).toMatchObject({ code: 'WW_BAD_REQUEST' });
});

test('it is described where the rest of the API is', async () => {
  const server = await serve();
  const cookie = await signIn(server);
  const description = (await (await fetch(`${server.origin}/api/docs/json`, { headers: { cookie } })).json()) as { paths: Record<string, object> };
  expect(Object.keys(description.paths)).toContain('/api/first-rows');
});
