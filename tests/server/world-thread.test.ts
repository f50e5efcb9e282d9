import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createDoor, createRegistry, openWorld, readScene, type Step } from '../../engine/index.ts';
import { startServer } from '../../server/index.ts';
import { openThread } from '../../server/doors/world-thread.ts';
import { atEnd, SCENE, until } from './running.ts';

async function open(scene: object = SCENE) {
  const door = await openThread({ scene: JSON.stringify(scene), plugins: [] });
  atEnd(() => door.end());
  return door;
}

test('a world in a thread answers as one in this thread does, to the same hash', async () => {
  const there = await open();
  const registry = createRegistry();
  const here = createDoor(openWorld({ registry, scene: readScene(JSON.stringify(SCENE), { registry }).scene }));
  const author = { userId: 'u-1', role: 'Admin' } as const;
  const steps: Step[] = [
    { mode: 'tick', real: 16, inputs: [], views: [{ type: 'open', view: 1, what: { kind: 'entity', entity: 'lamp' } }] },
    { mode: 'tick', real: 33, inputs: [{ author, requestId: 'a', input: { type: 'operations', operations: [{ op: 'duplicateEntity', entity: 'lamp' }] } }] },
    { mode: 'pass', real: 50, inputs: [{ author, input: { type: 'operations', operations: [{ op: 'removeEntity', entity: 'none' }] } }] },
    {
      mode: 'tick',
      real: 66,
      inputs: [
        { author: { userId: 'host', role: 'Admin' }, input: { type: 'link', events: [{ type: 'message', connection: 99, data: new Uint8Array([1, 2, 3]) }] } },
      ],
    },
  ];
  for (const step of steps) expect(await there.step(step)).toEqual(here.step(step));
  expect(await there.ask({ ask: 'hash' })).toEqual(await here.ask({ ask: 'hash' }));
  expect(await there.ask({ ask: 'entity', entity: 'lamp' })).toEqual(await here.ask({ ask: 'entity', entity: 'lamp' }));
});

test('failures cross the border with their code and faults', async () => {
  const door = await open();
  await expect(door.ask({ ask: 'entity', entity: 'none' })).rejects.toMatchObject({ code: 'WW_UNKNOWN_ENTITY' });
  await expect(openThread({ scene: '{"format":"worldwire/scene","version":1,"name":"x","entities":[{}]}', plugins: [] })).rejects.toMatchObject({
    code: 'WW_SCENE_INVALID',
    faults: [expect.objectContaining({ message: expect.any(String) })],
  });
  await expect(openThread({ scene: '{}', plugins: ['/nowhere/plugin.js'] })).rejects.toMatchObject({ code: 'WW_PLUGIN_NOT_FOUND' });
});

test('a snapshot of one thread goes on in another', async () => {
  const first = await open();
  for (let tick = 1; tick <= 30; tick += 1) await first.step({ mode: 'tick', real: tick * 17, inputs: [] });
  const { text } = await first.ask({ ask: 'snapshot' });
  const second = await openThread({ snapshot: text, plugins: [] });
  atEnd(() => second.end());
  for (let tick = 31; tick <= 60; tick += 1) for (const door of [first, second]) await door.step({ mode: 'tick', real: tick * 17, inputs: [] });
  expect(await second.ask({ ask: 'hash' })).toEqual(await first.ask({ ask: 'hash' }));
});

test('a thread that has ended refuses what is asked of it, instead of leaving it waiting', async () => {
  const door = await open();
  await door.end();
  await expect(door.ask({ ask: 'status' })).rejects.toMatchObject({ code: 'WW_UNKNOWN_WORLD', message: 'The world is closed.' });
});

test('where one of several worlds has a fault, the threads of the others are ended', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const pulse = join(folder, 'pulse'),
    plugin = join(folder, 'plugin.mjs');
  await writeFile(
    plugin,
    `import { appendFileSync } from 'node:fs';
    import { workerData } from 'node:worker_threads';
    if (workerData?.scene !== undefined) {
      appendFileSync(${JSON.stringify(pulse)}, '.');
      setInterval(() => appendFileSync(${JSON.stringify(pulse)}, '.'), 10);
    }
    export const plugin = {};`,
  );
  const worlds = [
    { scene: SCENE, name: 'good' },
    { scene: { ...SCENE, entities: 3 }, name: 'bad' },
  ];
  await expect(startServer({ port: 0, threads: true, plugins: [plugin], worlds, log: pino({ level: 'silent' }) })).rejects.toMatchObject({
    code: 'WW_SCENE_INVALID',
  });
  const size = async (): Promise<number> => (await stat(pulse)).size;
  expect(await size()).toBeGreaterThan(0);
  await until('the threads to be still', async () => {
    const before = await size();
    await new Promise((resolve) => setTimeout(resolve, 300));
    return (await size()) === before;
  });
});

test('poses cross the border as arrays of their own', async () => {
  const door = await open();
  const first = await door.step({ mode: 'tick', real: 16, inputs: [], views: [{ type: 'open', view: 1, what: { kind: 'poses', rate: 60 } }] });
  const whole = first.updates.find((update) => update.kind === 'poses');
  if (whole?.kind !== 'poses') throw new Error('expected poses');
  expect(whole.entities?.map(({ id }) => id)).toEqual(['lamp', 'stone']);
  expect(whole.poses.indexes).toEqual(Uint32Array.of(0, 1));
  expect(whole.poses.values).toBeInstanceOf(Float32Array);
  expect(Array.from(whole.poses.values.subarray(10))).toEqual([1, 2, 3, 0, 0, 0, 1, 1, 1, 1]);
  const second = await door.step({ mode: 'tick', real: 100, inputs: [] });
  expect(second.updates).toMatchObject([{ kind: 'poses', poses: { indexes: Uint32Array.of(0) } }]);
});
