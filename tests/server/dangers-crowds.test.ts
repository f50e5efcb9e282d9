import { expect, test } from 'vitest';
import { api, connect, signIn, until } from './running.ts';
import { Inspector } from './crowd.ts';
import { comeIn, goesOn, raided, TOKENS } from './raiders.ts';

/** As many as a server takes. */
const MANY = 1000;

test('a thousand inspectors that join at once are all let in and shown the world, one more is told that it is full, and the world ticks', async () => {
  const server = await raided({ requestsPerTenSeconds: 1_000_000 });
  const cookies = await Promise.all(Array.from({ length: MANY }, () => signIn(server, TOKENS.Spectator)));
  const inspectors = cookies.map((cookie, at) => new Inspector(server, cookie, `Inspector ${at}`, 'raided'));
  await goesOn(server);
  await until('each to see the tree', () => inspectors.every((inspector) => inspector.tree !== undefined || inspector.refused !== undefined), 200_000);
  expect(inspectors.flatMap(({ refused }) => refused ?? [])).toEqual([]);
  expect(inspectors.every(({ tree }) => tree?.includes('"Lamp"'))).toBe(true);
  await goesOn(server);
  const late = connect(server, { cookie: await signIn(server), origin: server.origin });
  const refused = await new Promise<unknown>((resolve) => {
    late.on('connect_error', resolve);
    late.on('connect', () => resolve('was let in'));
  });
  expect(refused).toBeInstanceOf(Error);
  const users = (await api(server, '/api/worlds/raided/users')).json['users'] as unknown as object[];
  expect(users.length).toBeGreaterThanOrEqual(MANY);
  for (const inspector of inspectors) inspector.leave();
  await until('room for others', async () => (await comeIn(server, 'Admin').catch(() => undefined)) !== undefined, 60_000);
  await goesOn(server);
}, 300_000);
