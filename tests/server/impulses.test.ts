import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDoor, restoreWorld } from '../../engine/index.ts';
import { replay } from '../../server/index.ts';
import { loadRegistry } from '../../server/plugins/registry.ts';
import { api, atEnd, SCENE, serve } from './running.ts';

const GUEST = 'guest-token-guest-token-guest',
  SPECTATOR = 'spectator-token-spectator-token';

/** A server whose plugin turns what an impulse carries into the FloatValues of its world. */
async function listening(): Promise<{ server: Awaited<ReturnType<typeof serve>>; recording: string; plugin: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const plugin = join(folder, 'plugin.mjs'),
    recording = join(folder, 'a.recording');
  await writeFile(
    plugin,
    `const over = { name: 'FloatValue' };
    export const plugin = { get systems() { return [{ name: 'dial', over: globalThis.worldwireFloatValue, inputs: { impulse(world, { tag, value }) {
      if (tag !== 'dial/ä') return 0;
      const store = world.storeOf(over.name);
      for (const row of store.rows()) world.setValue(store, row, 'Value', typeof value === 'number' ? value : 0);
      return store.count;
    } } }]; } };`,
  );
  const { FloatValue } = await import('../../engine/index.ts');
  Object.assign(globalThis, { worldwireFloatValue: FloatValue });
  atEnd(() => Reflect.deleteProperty(globalThis, 'worldwireFloatValue'));
  const tokens = [
    { token: GUEST, role: 'Guest' as const },
    { token: SPECTATOR, role: 'Spectator' as const },
  ];
  const server = await serve({ worlds: [{ scene: SCENE, name: 'small', record: recording }], plugins: [plugin], tokens });
  return { server, recording, plugin };
}

test('an impulse over HTTP tells how many received it, is open to Guests, and is lived through again from a recording', async () => {
  const { server, recording, plugin } = await listening();
  const dial = `/api/worlds/small/impulses/${encodeURIComponent('dial/ä')}`;
  expect(await api(server, dial, { value: 7 }, { token: GUEST })).toEqual({ status: 200, json: { tick: expect.any(Number), triggered: 1 } });
  expect((await api(server, '/api/worlds/small/entities/lamp')).json).toMatchObject({ components: { FloatValue: { Value: 7 } } });
  expect(await api(server, '/api/worlds/small/impulses/other', undefined, { method: 'POST' })).toMatchObject({ status: 200, json: { triggered: 0 } });
  await server.close();
  const registry = await loadRegistry([plugin]);
  const result = await replay(recording, (snapshot) => createDoor(restoreWorld(snapshot, registry)));
  expect(result.hash).toBe(result.expected);
});

test('an impulse of a Spectator, of a wrong form, or for no world is refused', async () => {
  const { server } = await listening();
  expect(await api(server, '/api/worlds/small/impulses/x', {}, { token: SPECTATOR })).toMatchObject({ status: 403, json: { code: 'WW_FORBIDDEN' } });
  expect(await api(server, '/api/worlds/small/operations', { operations: [{ op: 'removeEntity', entity: 'lamp' }] }, { token: GUEST })).toMatchObject({
    status: 403,
  });
  for (const body of [{ more: 1 }, [], 'x', 5])
    expect(await api(server, '/api/worlds/small/impulses/x', body), JSON.stringify(body)).toMatchObject({ status: 400, json: { code: 'WW_BAD_REQUEST' } });
  expect(await api(server, `/api/worlds/small/impulses/${'x'.repeat(300)}`, {})).toMatchObject({ status: 400 });
  expect(await api(server, '/api/worlds/none/impulses/x', {})).toMatchObject({ status: 404, json: { code: 'WW_UNKNOWN_WORLD' } });
});
