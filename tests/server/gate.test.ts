import { connect as dial } from 'node:net';
import { expect, test } from 'vitest';
import { WorldwireError } from '../../engine/index.ts';
import { TooMuchWaits } from '../../server/limits/errand-queues.ts';
import { api, ask, atEnd, serve, until } from './running.ts';
import { comeIn, raided, TOKENS } from './raiders.ts';

/** A world of so many entities in groups of a hundred. */
function large(count: number): { readonly name: string; readonly scene: object } {
  const entities = Array.from({ length: count }, (_, at) => ({
    id: `e${at}`,
    name: `Entity ${at}`,
    ...(at % 100 === 0 ? {} : { parent: `e${at - (at % 100)}` }),
    components: { FloatValue: { Value: at } },
  }));
  return { name: 'large', scene: { format: 'worldwire/scene', version: 1, name: 'Large', entities } };
}

test.each([false, true])('a query through the API is worked out in parts, and gives the same as in one go (in a thread of its own: %s)', async (threads) => {
  const { name, scene } = large(5_000);
  const server = await serve({ threads, worlds: [{ name, scene: scene as never }] });
  const world = server.worlds.get(name);
  const query = 'Value>100 Value<4000 name~"7"';
  const whole = await world.ask({ ask: 'entities', query, offset: 10, limit: 500 });
  const { status, json } = await api(server, `/api/worlds/${name}/entities?limit=500&offset=10&query=${encodeURIComponent(query)}`);
  expect(status).toBe(200);
  expect(json).toEqual(JSON.parse(JSON.stringify(whole)));
  const one = await api(server, `/api/worlds/${name}/entities/e100`);
  expect((one.json as unknown as { children: string[] }).children).toHaveLength(99);
  expect(await api(server, `/api/worlds/${name}/entities?query=${encodeURIComponent('Value>')}`)).toMatchObject({
    status: 400,
    json: { code: 'WW_BAD_QUERY' },
  });
});

test('what comes and goes while a question is worked on is left out, and the rest is told', async () => {
  const { name, scene } = large(3_000);
  const server = await serve({ worlds: [{ name, scene: scene as never }] });
  const world = server.worlds.get(name);
  const { work } = await world.ask({ ask: 'begin', question: { ask: 'entities', query: 'c:FloatValue', offset: 0, limit: 10_000 } });
  expect(await world.ask({ ask: 'goOn', work, milliseconds: 0 })).toEqual({ done: false });
  const edited = await world.submit(
    { userId: 'host', role: 'Admin' },
    {
      type: 'operations',
      operations: [
        { op: 'removeEntity', entity: 'e100' },
        { op: 'addEntity', entity: { id: 'late', name: 'Late', components: { FloatValue: {} } } },
      ],
    },
  );
  expect(edited.ok).toBe(true);
  let part = await world.ask({ ask: 'goOn', work, milliseconds: 0 });
  while (!part.done) part = await world.ask({ ask: 'goOn', work, milliseconds: 1 });
  const { total, entities } = part.answer as { total: number; entities: readonly { id: string }[] };
  expect(total).toBe(2_900);
  expect(entities).toHaveLength(2_900);
  expect(entities.some(({ id }) => id === 'late' || id === 'e100' || id === 'e150')).toBe(false);
  await expect(world.ask({ ask: 'goOn', work, milliseconds: 1 })).rejects.toBeInstanceOf(WorldwireError);
});

test('a page asks for rows of a sorted table in parts, and gets what the table shows', async () => {
  const { name, scene } = large(4_000);
  const server = await serve({
    worlds: [{ name, scene: scene as never }],
    tokens: (Object.entries(TOKENS) as ['Guest', string][]).map(([role, token]) => ({ role, token })),
  });
  const page = await comeIn(server, 'Guest', { world: name });
  const what = {
    kind: 'table',
    component: 'FloatValue',
    columns: ['Value'],
    offset: 0,
    limit: 10,
    query: 'Value>=1000',
    sort: { by: 'Value', descending: true },
  };
  const answer = (await ask(page, 'rows', { what, from: 0, to: 2 })) as unknown as { ok: boolean; rows: readonly { entity: string }[] };
  expect(answer.rows.map(({ entity }) => entity)).toEqual(['e3999', 'e3998', 'e3997']);
  expect(await ask(page, 'locate', { what, wanted: { entity: 'e1000' } })).toMatchObject({ ok: true, index: 2999 });
  expect(
    await ask(page, 'locate', { what: { kind: 'tree', expanded: ['e0', 'e3900'], offset: 0, limit: 0 }, wanted: { prefix: 'entity 3950', after: -1 } }),
  ).toMatchObject({
    entity: 'e3950',
  });
});

test('a connection on which more requests wait than anybody sends is ended, and nobody else feels it', async () => {
  const server = await raided();
  const socket = dial(server.port, '127.0.0.1');
  atEnd(() => socket.destroy());
  let ended = false;
  socket.on('close', () => (ended = true));
  socket.on('error', () => undefined);
  socket.write('GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'.repeat(1_000));
  socket.resume();
  await until('the connection to end', () => ended);
  expect((await api(server, '/api/worlds')).status).toBe(200);
});

test('a refusal of what waits too long says when to ask again', () => {
  expect(new TooMuchWaits('too much', 3)).toMatchObject({ code: 'WW_RATE_LIMITED', retryAfter: 3 });
});

test('more requests of one user than may wait are refused with Retry-After, and those of another user are answered', async () => {
  const server = await raided({ requestsPerTenSeconds: 100_000 });
  const get = (token: string): Promise<Response> => fetch(`${server.origin}/api/worlds`, { headers: { authorization: `Bearer ${token}` } });
  const answers = await Promise.all(Array.from({ length: 400 }, () => get(TOKENS.Guest)));
  const refused = answers.filter(({ status }) => status === 429);
  expect(answers.filter(({ status }) => status === 200).length + refused.length).toBe(400);
  for (const answer of refused) {
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(await answer.json()).toMatchObject({ code: 'WW_RATE_LIMITED' });
  }
  expect((await get(TOKENS.Spectator)).status).toBe(200);
});
