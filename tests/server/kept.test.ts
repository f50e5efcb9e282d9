/** What a world keeps by itself and its scene holds, as a store of a flow, is saved as an edit is. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDoor, createRegistry, openWorld, readScene, restoreWorld, snapshotWorld } from '../../engine/index.ts';
import { api, atEnd, serve, until } from './running.ts';

const SCENE = {
  format: 'worldwire/scene',
  version: 1,
  name: 'Counter',
  entities: [
    {
      id: 'counter',
      components: {
        IntValue: {},
        Flow: {
          Graph: {
            nodes: {
              pressed: { type: 'DynamicImpulseReceiver', refs: { Tag: 'press' }, then: { OnTriggered: 'up' } },
              count: { type: 'DataModelValueFieldStore<int>' },
              up: { type: 'ValueIncrement<int>', refs: { Variable: { node: 'count' } } },
              again: { type: 'DynamicImpulseReceiver', refs: { Tag: 'again' }, then: { OnTriggered: 'same' } },
              same: { type: 'ValueWrite<int>', refs: { Variable: { node: 'count' } }, in: { Value: { from: 'count' } } },
              shown: { type: 'DynamicImpulseReceiver', refs: { Tag: 'show' }, then: { OnTriggered: 'write' } },
              write: { type: 'ValueWrite<int>', refs: { Variable: { entity: 'counter', component: 'IntValue', field: 'Value' } }, in: { Value: 7 } },
            },
          },
        },
      },
    },
  ],
};

async function counter(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(path, { recursive: true, force: true }));
  await writeFile(join(path, 'counter.json'), JSON.stringify(SCENE));
  return join(path, 'counter.json');
}
type Server = Awaited<ReturnType<typeof serve>>;
const press = (server: Server, tag = 'press') => api(server, `/api/worlds/counter/impulses/${tag}`, {});
const kept = async (server: Server) => (await server.worlds.get('counter').ask({ ask: 'status' })).kept;

test('what a store keeps is saved at the next autosave, and what a flow writes elsewhere is no reason to save', async () => {
  const file = await counter();
  const server = await serve({ autosaveInterval: 0.2, worlds: [{ file }] });
  await press(server, 'show');
  await until('the field', async () => (await server.worlds.get('counter').ask({ ask: 'entity', entity: 'counter' })).components['IntValue']?.['Value'] === 7);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await readFile(file, 'utf8')).toBe(JSON.stringify(SCENE));
  await press(server);
  await until('the save', async () => (await readFile(file, 'utf8')).includes('"Values": { "count": 1 }'));
  await until('nothing to save', async () => (await kept(server)) === undefined);
  const { mtimeMs } = await stat(file);
  await press(server, 'again');
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect((await stat(file)).mtimeMs, 'the same value is nothing new').toBe(mtimeMs);
});

test('a counter outlives its server where saveOnExit says so, and counts on', async () => {
  const file = await counter();
  for (const times of [1, 2]) {
    const server = await serve({ saveOnExit: true, worlds: [{ file }] });
    await press(server);
    await until('the count', async () => (await kept(server)) === true);
    expect(server.unsaved(), 'it is no edit that would be told as lost').toEqual([]);
    await server.close();
    expect(await readFile(file, 'utf8')).toContain(`"Values": { "count": ${times} }`);
  }
});

test('where that save fails, what is lost is told', async () => {
  const file = await counter();
  const server = await serve({ saveOnExit: true, worlds: [{ file }] });
  await press(server);
  await until('the count', async () => (await kept(server)) === true);
  await writeFile(file, '{}');
  const [loss] = await server.close();
  expect(loss).toMatchObject({ world: 'counter', edits: 0, reason: expect.stringContaining('counter.json') });
  expect(JSON.parse(await readFile(join(file, '..', String(loss?.beside)), 'utf8'))).toMatchObject({
    entities: [{ components: { Flow: { Values: { count: 1 } } } }],
  });
});

test('that there is something to save stands in a snapshot, and not in the hash; a save counts for what stood at its copy', async () => {
  const registry = createRegistry();
  const world = openWorld({ registry, scene: readScene(JSON.stringify(SCENE), { registry }).scene });
  const door = createDoor(world);
  const pressed = (): void => {
    const press = { author: { userId: 'host', role: 'Admin' }, input: { type: 'impulse', tag: 'press' } } as const;
    for (const inputs of [[press], [], []]) door.step({ mode: 'tick', real: world.real + 16, inputs });
  };
  pressed();
  expect((await door.ask({ ask: 'status' })).kept).toBe(true);
  const { capture } = await door.ask({ ask: 'capture' });
  pressed();
  await door.ask({ ask: 'release', capture, durable: true });
  expect((await door.ask({ ask: 'status' })).kept, 'the second came behind the copy').toBe(true);
  const { hash } = await door.ask({ ask: 'hash' });
  const other = createDoor(restoreWorld(snapshotWorld(world), createRegistry()));
  expect((await other.ask({ ask: 'status' })).kept).toBe(true);
  const again = await other.ask({ ask: 'capture' });
  await other.ask({ ask: 'release', capture: again.capture, durable: true });
  expect((await other.ask({ ask: 'status' })).kept).toBeUndefined();
  expect((await other.ask({ ask: 'hash' })).hash).toBe(hash);
});
