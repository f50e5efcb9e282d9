import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder } from '../peers/agents/terminal.ts';
import { startServer } from '../peers/servers.ts';
import { OpenFiles, serverReserve } from '../../server/links/open-files.ts';
import { ended, start, type Program } from './built.ts';
import { api, atEnd, serve, until } from './running.ts';

/** Few files, as a careful machine allows them. */
const LIMIT = 256,
  CLIENTS = 250;

/** Asks a world by a path below it. */
type Ask = (path: string, body?: object) => Promise<{ readonly [key: string]: unknown }>;

/** A scene of many that connect to one server. */
function manyTo(url: string, userId: string): object {
  const values = { URL: url, HandlingUser: { userId }, ConnectRetryInterval: 0.5 };
  const entities = Array.from({ length: CLIENTS }, (_, n) => ({ id: `c${n}`, name: `Client ${n}`, components: { WebsocketClient: values } }));
  return { format: 'worldwire/scene', version: 1, name: 'Many', entities };
}

async function count(ask: Ask, query: string): Promise<number> {
  return Number((await ask(`/entities?limit=1&query=${encodeURIComponent(query)}`))['total']);
}
const OPEN = 'c:WebsocketClient State=Open',
  FULL = 'c:WebsocketClient State=WaitingToRetry LastError~WW_MACHINE_FULL';
/** Waits until each is open, or has found no place. */
async function settled(ask: Ask): Promise<{ readonly open: number; readonly full: number }> {
  return until('all to be open, or to wait', async () => {
    const open = await count(ask, OPEN);
    const full = await count(ask, FULL);
    return open > 0 && full > 0 && open + full === CLIENTS ? { open, full } : undefined;
  });
}
const linesOf = (program: Program, words: RegExp): string[] => program.out.split('\n').filter((line) => words.test(line));

test('at the limit of open files what does not fit waits and says so, and pages and saves go on', async () => {
  const peer = await startServer();
  atEnd(() => peer.close());
  const file = join(await emptyFolder(), 'many.scene.json');
  await writeFile(file, JSON.stringify(manyTo(peer.url(), 'host')));
  const program = start(['run', file, '--port', '0', '--allow-host', `127.0.0.1:${peer.port}`], {}, LIMIT);
  const address = new URL((await until('the address', () => /http:\S+token=\S+/.exec(program.out)?.[0])) ?? '');
  const headers = { authorization: `Bearer ${address.searchParams.get('token')}`, 'content-type': 'application/json' };
  const ask: Ask = async (path, body) => {
    const answer = await fetch(`${address.origin}/api/worlds/many${path}`, {
      headers,
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    expect(answer.status, await answer.clone().text()).toBe(200);
    return (await answer.json()) as { readonly [key: string]: unknown };
  };
  const { open } = await settled(ask);
  const greeting = /worlds may hold (\d+) connections here: the limit of open files is 256/.exec(program.out);
  expect(Number(greeting?.[1])).toBeGreaterThan(100);
  expect(open).toBeGreaterThan(100);
  expect(open).toBeLessThanOrEqual(LIMIT - serverReserve(LIMIT));
  // They are begun in order, so that the last is among those without a place.
  const { LastError } = await until('the last to wait', async () => {
    const { components } = (await ask(`/entities/c${CLIENTS - 1}`)) as unknown as { components: { WebsocketClient: Record<string, string> } };
    return components.WebsocketClient['StateReason']?.startsWith('waiting to retry: this machine') === true ? components.WebsocketClient : undefined;
  });
  expect(LastError).toMatch(
    /^WW_MACHINE_FULL: this machine has no room .*\d+ files are open, \d+ of them connections of worlds; the limit is 256, .*ulimit -Hn/,
  );
  // Told before the limit is reached, and once.
  expect(linesOf(program, /there is room for \d+; those beyond it wait/)).toHaveLength(1);

  // What belongs to the server itself goes on.
  await ask('/operations', { operations: [{ op: 'updateEntity', entity: 'c0', name: 'Renamed' }] });
  expect(await ask('/save', {})).toMatchObject({ durable: true });
  expect(await readFile(file, 'utf8')).toContain('Renamed');
  const page = await fetch(address.origin, { headers });
  expect([page.status, (await page.text()).includes('<html')]).toEqual([200, true]);

  // Those who waited come in as others leave.
  await ask('/operations', { operations: Array.from({ length: 150 }, (_, n) => ({ op: 'removeEntity', entity: `c${n}` })) });
  await until('the rest to be open', async () => (await count(ask, OPEN)) === CLIENTS - 150);
});

test('worldwire join says the same of its own machine, and the server is told', async () => {
  const peer = await startServer();
  atEnd(() => peer.close());
  const server = await serve({ worlds: [{ scene: { ...manyTo(peer.url(), 'nobody') }, name: 'many' }] });
  const folder = await emptyFolder();
  const environment = { XDG_CONFIG_HOME: join(folder, 'config'), XDG_STATE_HOME: join(folder, 'state') };
  const program = start(['join', server.url, '--user', 'Ann', '--allow-host', `127.0.0.1:${peer.port}`], environment, LIMIT);
  const userId = await until('it to join', () => /user (u-\w+)/.exec(program.out)?.[1]);
  // Whoever joins is told how they stand, and of files only once few places are left.
  expect(program.out).not.toContain('open files');
  const operations = Array.from({ length: CLIENTS }, (_, n) => ({
    op: 'setField',
    entity: `c${n}`,
    component: 'WebsocketClient',
    field: 'HandlingUser',
    value: { userId },
  }));
  expect((await api(server, '/api/worlds/many/operations', { operations })).status).toBe(200);
  const { open } = await settled(async (path) => (await api(server, `/api/worlds/many${path}`)).json);
  expect(open).toBeGreaterThan(100);
  expect(program.out).toMatch(/there is room for \d+; those beyond it wait/);
});

test('that places run out is told once for each time that they do', () => {
  const told: string[] = [];
  const files = new OpenFiles({ reserve: () => 20, warn: (words) => told.push(words), machine: { limit: () => 130, open: () => 10 } });
  expect(files.places).toBe(100);
  const fill = (to: number, from = 0): void => {
    for (let n = from; n < to; n += 1) files.born();
  };
  const drain = (count: number): void => {
    for (let n = 0; n < count; n += 1) files.buried();
  };
  fill(79);
  expect(told).toEqual([]);
  fill(100, 79);
  expect(told).toHaveLength(1);
  expect(() => files.check()).toThrow(/the limit is 130, of which 20 are kept/);
  drain(25);
  files.check();
  fill(100, 75);
  expect(told).toHaveLength(1);
  drain(31);
  fill(80, 69);
  expect(told).toHaveLength(2);
});

test('a limit that leaves no room for connections is told in one sentence with its code, and not as room for one', async () => {
  const none = new OpenFiles({ reserve: () => 48, warn: () => undefined, machine: { limit: () => 46, open: () => 22 } });
  expect(none.greeting).toBeUndefined();
  expect(none.shortage).toMatch(
    /^There are too few open files for a server: the limit is 46, 22 are open already, and 48 more are needed [^.]*`ulimit -Hn` .*\.$/,
  );
  const some = new OpenFiles({ reserve: () => 48, warn: () => undefined, machine: { limit: () => 71, open: () => 22 } });
  expect(some.shortage).toBeUndefined();
  expect(some.greeting).toContain('worlds may hold 1 connections here');
  const program = start(['run', '--port', '0'], {}, 60);
  const line = await until('the line that tells it', () => /^.*too few open files.*$/m.exec(program.out)?.[0]);
  expect(JSON.parse(line)).toMatchObject({ level: 40, code: 'WW_LIMIT' });
  expect(program.out).not.toContain('worlds may hold');
});

test('a machine that tells no limit has none', () => {
  const files = new OpenFiles({ reserve: serverReserve, warn: () => undefined, machine: { limit: () => undefined, open: () => undefined } });
  for (let n = 0; n < 100_000; n += 1) files.born();
  files.check();
  expect([files.greeting, files.places]).toEqual([undefined, Infinity]);
});

test('sockets that have no file yet make neither the reserve smaller nor what is told untrue', () => {
  const files = new OpenFiles({ reserve: () => 20, warn: () => undefined, machine: { limit: () => 130, open: () => 10 } });
  const { places } = files;
  expect(places).toBe(100);
  for (let socket = 0; socket < places; socket++) files.born();
  // Ten files are open as the machine says, since none of the hundred has one yet.
  expect(() => {
    files.check();
  }).toThrow('110 files are open, 100 of them connections of worlds');
  expect(files.places).toBe(100);
});

test('with too few open files to start at all one is told so with a code, and not by a bare stack', async () => {
  const program = start(['run', '--port', '0'], {}, 30);
  expect(await ended(program)).toBe(1);
  expect(program.err).toMatch(/^WW_LIMIT .*too few open files.*ulimit -H?n/);
  expect(program.err).not.toContain('    at ');
});
