/** Who looks at what has been: whose right ends on the way, who goes, and how much of the server one user takes. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { journalFolder } from '../../server/journal/journal-folder.ts';
import { demandReach } from '../../server/security/past-reach.ts';
import { versionsFolder } from '../../server/versions/version-file.ts';
import { WIRE_VERSION, type ViewUpdate, type Welcome } from '../../server/protocol.ts';
import type { RunningServer } from '../../server/index.ts';
import { api, ask, atEnd, connect, openPage, SCENE, serve, signIn, until, type Page } from './running.ts';

/** A server whose world has a version in which the lamp shines by 1, and shines by 7 now. */
async function withVersion(): Promise<RunningServer> {
  const home = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(home, { recursive: true, force: true }));
  const file = join(home, 'garden.scene.json');
  await writeFile(file, JSON.stringify(SCENE));
  const server = await serve({ worlds: [{ file }], stateFolder: join(home, 'state'), versions: { bytes: 1e9, interval: 60_000 } });
  await until('the first version', async () => ((await api(server, '/api/worlds/garden/versions')).json['versions'] as unknown as unknown[]).length === 1);
  await api(server, '/api/worlds/garden/operations', {
    operations: [{ op: 'setField', entity: 'lamp', component: 'FloatValue', field: 'Value', value: 7 }],
  });
  return server;
}

/** All that a page is shown of the lamp's light. */
function lights(page: Page): unknown[] {
  const seen: unknown[] = [];
  page.on('updates', ({ updates }) => {
    for (const update of updates as readonly ViewUpdate[])
      if (update.kind === 'entity') seen.push((update.whole.components['FloatValue'] as { Value?: unknown } | undefined)?.Value);
  });
  return seen;
}

test('a version is not shown to who may look at it no more when it is there', async () => {
  const server = await withVersion();
  const admin = await openPage(server, 'Anna', 'garden');
  const page = await openPage(server, 'Ben', 'garden');
  const seen = lights(page);
  await ask(page, 'watch', { view: 7, what: { kind: 'entity', entity: 'lamp' } });
  await until('the lamp', () => seen.includes(7));
  const { past } = server.worlds.get('garden');
  // A world of the past takes as long as it takes to be there.
  const make = past.ghost.bind(past);
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  let asked = false;
  past.ghost = async () => {
    asked = true;
    const ghost = await make();
    await held;
    return ghost;
  };
  const going = ask(page, 'past', { tick: 3, version: 1 });
  await until('the way to begin', () => asked);
  expect(await ask(admin, 'role', { userId: page.welcome.you.userId, role: 'Spectator' })).toMatchObject({ ok: true });
  letGo();
  await going;
  await ask(page, 'ping', {});
  expect(seen.every((light) => light === 7)).toBe(true);
  expect(await ask(page, 'past', { tick: 3, version: 1 })).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
});

test('a page that goes as the version is read that it wants to see keeps no place among those who look back', async () => {
  const server = await withVersion();
  const world = server.worlds.get('garden');
  const read = world.versions.text.bind(world.versions);
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  let asked = 0;
  world.versions.text = async (version) => {
    asked += 1;
    await held;
    return read(version);
  };
  let made = 0;
  const make = world.past.ghost.bind(world.past);
  world.past.ghost = () => {
    made += 1;
    return make();
  };
  const pages = await Promise.all(['A', 'B', 'C'].map((name) => openPage(server, name, 'garden')));
  for (const page of pages) page.emit('past', { tick: 3, version: 1 }, () => undefined);
  await until('all to be asked', () => asked === 3);
  for (const page of pages) page.disconnect();
  await until('all to be gone', async () => (await world.status())?.users.every(({ name }) => !['A', 'B', 'C'].includes(name)));
  letGo();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(made).toBe(0);
});

test('one user has no more pages in the past than are allowed, also where all of them ask at once', async () => {
  const server = await serve();
  const cookie = await signIn(server);
  const pages = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const page = connect(server, { cookie, origin: server.origin });
      await ask(page, 'hello', { version: WIRE_VERSION, name: 'Ann' });
      await ask(page, 'enter', { world: 'small' });
      return page;
    }),
  );
  await ask(pages[0] as Page, 'control', { action: 'record', requestId: 'r' });
  const tick = server.worlds.get('small').tick;
  const answers = await Promise.all(pages.map((page) => ask(page, 'past', { tick })));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(3);
  expect(answers.filter(({ ok }) => !ok)).toMatchObject([{ code: 'WW_LIMIT' }, { code: 'WW_LIMIT' }, { code: 'WW_LIMIT' }]);
  // One that goes back to now makes room at once, though its world of the past waits for its return.
  const [in1] = pages.filter((_page, index) => answers[index]?.ok);
  const [out1] = pages.filter((_page, index) => answers[index]?.ok === false);
  expect(await ask(in1 as Page, 'past', { tick: null })).toMatchObject({ ok: true });
  expect(await ask(out1 as Page, 'past', { tick })).toMatchObject({ ok: true });
});

test.each(['versions/1', 'versions/1/difference'])('%s is not told to who was made a Spectator while it was made', async (path) => {
  const server = await withVersion();
  const { versions } = server.worlds.get('garden');
  const cookie = await signIn(server);
  const page = connect(server, { cookie, origin: server.origin });
  const { you } = (await ask(page, 'hello', { version: WIRE_VERSION, name: 'Ben' })) as unknown as Welcome;
  const read = versions.text.bind(versions);
  versions.text = async (version) => {
    const text = await read(version);
    expect((await api(server, `/api/worlds/garden/users/${you.userId}`, { role: 'Spectator' }, { method: 'PATCH' })).status).toBe(204);
    return text;
  };
  const response = await fetch(`${server.origin}/api/worlds/garden/${path}`, { headers: { cookie } });
  expect({ status: response.status, body: await response.json() }).toMatchObject({ status: 403, body: { code: 'WW_FORBIDDEN' } });
});

test('what was there before all is taken back stays as a version, also where nobody has edited it', async () => {
  const server = await withVersion();
  const world = server.worlds.get('garden');
  expect((await api(server, '/api/worlds/garden/save', {})).status).toBe(200);
  await until('its version', async () => (await world.versions.list()).length === 2);
  // The lamp turns by itself.
  const { tick } = world;
  await until('it to turn', () => world.tick > tick + 10);
  expect((await api(server, '/api/worlds/garden/versions/1/take-back', {})).status).toBe(200);
  expect((await world.versions.list()).map(({ why }) => why)).toEqual(['file', 'save', 'before']);
});

test('a file that has the highest number and is no version keeps none from being kept', async () => {
  const home = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(home, { recursive: true, force: true }));
  const file = join(home, 'garden.scene.json'),
    stateFolder = join(home, 'state');
  await writeFile(file, JSON.stringify(SCENE));
  const kept = versionsFolder(await journalFolder(stateFolder, file));
  await mkdir(kept, { recursive: true });
  for (const number of ['00000002', '99999999']) await writeFile(join(kept, `${number}.version`), 'nonsense');
  const server = await serve({ worlds: [{ file }], stateFolder, versions: { bytes: 1e9, interval: 60_000 } });
  const numbers = async (): Promise<number[]> => (await server.worlds.get('garden').versions.list()).map(({ number }) => number);
  await until('the first version', async () => (await numbers()).length === 1);
  await api(server, '/api/worlds/garden/operations', { operations: [{ op: 'updateEntity', entity: 'lamp', name: 'Light' }] });
  expect((await api(server, '/api/worlds/garden/save', {})).status).toBe(200);
  await until('the save', async () => (await numbers()).length === 2);
  expect(await numbers(), 'a number that a file has is passed over').toEqual([1, 3]);
});

test('who may only look sees the last quarter of an hour, and not what was taken out before; what a field was is told to those who see versions', async () => {
  const server = await withVersion();
  const page = await openPage(server, 'Ben', 'garden');
  const admin = await openPage(server, 'Anna', 'garden');
  const world = server.worlds.get('garden');
  const quarter = 15 * 60 * world.tickRate,
    range = { from: 0, to: 10 * quarter, of: 'journal' } as const;
  expect(() => demandReach('Spectator', 9 * quarter - 1, range, world.tickRate)).toThrow(/A Spectator looks back 15 minutes at most/);
  expect(() => demandReach('Guest', 9 * quarter, range, world.tickRate)).not.toThrow();
  expect(() => demandReach('Builder', 0, range, world.tickRate)).not.toThrow();
  await world.past.begin();
  await until('some past', () => (world.past.range?.to ?? 0) > (world.past.range?.from ?? 0));
  const tick = world.past.range?.from ?? 0;
  expect(await ask(page, 'past', { tick })).toMatchObject({ ok: true, tick });
  const shown: unknown[] = [];
  page.on('updates', ({ past }) => shown.push(past));
  expect(await ask(admin, 'role', { userId: page.welcome.you.userId, role: 'Spectator' })).toMatchObject({ ok: true });
  await ask(page, 'watch', { view: 9, what: { kind: 'entity', entity: 'lamp' } });
  await until('the page to be back', () => shown.includes(null));
  expect(await ask(page, 'searchField', { entity: 'lamp', component: 'FloatValue', field: 'Value' })).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
});
