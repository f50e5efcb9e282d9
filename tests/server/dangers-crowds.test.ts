import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { WIRE_VERSION } from '../../server/protocol.ts';
import { api, atEnd, connect, signIn, until } from './running.ts';
import { comeIn, goesOn, raided, TOKENS } from './raiders.ts';

/** As many as a server takes. */
const MANY = 1000;

test('of a thousand inspectors at once each is let in and shown the world, one more is told that it is full, an Admin still comes in', async () => {
  // None of them is put out for having been slow, however long a machine takes for a thousand.
  const server = await raided({ pageTimeout: 30_000 });
  const before = server.worlds.get('raided').tick;
  const crowd = spawn(
    process.execPath,
    [fileURLToPath(new URL('./crowd.js', import.meta.url)), server.origin, TOKENS.Spectator, 'raided', String(MANY), String(WIRE_VERSION)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  atEnd(() => crowd.kill());
  const lines: string[] = [];
  createInterface({ input: crowd.stdout }).on('line', (line) => lines.push(line));
  await goesOn(server);
  await until('each to see the tree, or to be told why not', () => lines.length >= MANY, 240_000);
  expect(lines.filter((line) => line !== 'in')).toEqual([]);
  expect(server.worlds.get('raided').tick).toBeGreaterThan(before);
  await goesOn(server);
  const users = (await api(server, '/api/worlds/raided/users')).json['users'] as unknown as object[];
  expect(users.length).toBeGreaterThanOrEqual(MANY);
  const late = connect(server, { cookie: await signIn(server, TOKENS.Spectator), origin: server.origin });
  const answer = await new Promise<unknown>((resolve) => {
    late.on('connect_error', resolve);
    late.on('connect', () => resolve('was let in'));
  });
  expect(answer).toBeInstanceOf(Error);
  const told = await fetch(`${server.origin}/socket.io/?EIO=4&transport=websocket`, { headers: { authorization: `Bearer ${TOKENS.Spectator}` } });
  expect([told.status, await told.text()]).toEqual([429, expect.stringContaining('WW_LIMIT')]);
  // Who could end the crowd is let in all the same.
  const admin = await comeIn(server, 'Admin');
  expect(admin.connected).toBe(true);
  crowd.stdin.end();
  await until('room for others', async () => (await comeIn(server, 'Spectator').catch(() => undefined)) !== undefined);
  await goesOn(server);
}, 400_000);
