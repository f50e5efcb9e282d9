import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDoor, createRegistry, restoreWorld, WorldwireError } from '../../engine/index.ts';
import { replay } from '../../server/index.ts';
import { seal, unseal } from '../../server/recording/recording.ts';
import { samples } from '../samples.ts';
import { api, atEnd, SCENE, serve, until } from './running.ts';

type Line = Record<string, unknown>;
const restore = (snapshot: string) => createDoor(restoreWorld(snapshot, createRegistry()));

/** A short recording with an edit in it, as its lines without their checksums, and a way to replay it with others. */
async function recorded(): Promise<{ lines: Line[]; replayed(lines: readonly unknown[]): Promise<unknown> }> {
  const folder = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'a.recording');
  const server = await serve({ worlds: [{ scene: SCENE as never, name: 'small', record: file }] });
  await api(server, '/api/worlds/small/operations', { operations: [{ op: 'duplicateEntity', entity: 'lamp' }] });
  await until('some ticks', () => server.worlds.get('small').tick > 3);
  await server.close();
  const lines = (await readFile(file, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(unseal(line)?.text ?? '') as Line);
  return {
    lines,
    replayed: async (changed) => {
      let sum = '';
      const sealed = changed.map((content) => {
        const next = seal(sum, content as object);
        ({ sum } = next);
        return next.line;
      });
      await writeFile(file, `${sealed.join('\n')}\n`);
      return replay(file, restore).catch((error: unknown) => error);
    },
  };
}

test('a head or record of another form is refused by its line and what is wrong of it, though its checksum holds', async () => {
  const { lines, replayed } = await recorded();
  const [head = {}, ...rest] = lines;
  const faults: [readonly unknown[], RegExp][] = [
    [[{ ...head, node: 20 }, ...rest], /line 1 .*head of a recording: node must be string/],
    [[{ ...head, version: '1' }, ...rest], /line 1 .*format version "1"; this program reads 1/],
    [[{ ...head, snapshot: {} }, ...rest], /line 1 .*snapshot must be string/],
    [[{ ...head, snapshot: '{}' }, ...rest], /snapshot/],
    [[head, { ...rest[0], payload: null }, ...rest.slice(1)], /line 2 .*payload/],
    [[head, { ...rest[0], author: 'me' }, ...rest.slice(1)], /line 2 .*author/],
    [[head, { ...rest[0], payload: { step: 'leap', real: 1, inputs: 0 } }, ...rest.slice(1)], /line 2 .*payload/],
    [
      [head, { ...rest[0], payload: { input: { type: 'join', user: { userId: 'a', machineId: 'm', name: 'A', role: 'God' } } } }, ...rest.slice(1)],
      /line 2 .*payload/,
    ],
    [[head, { ...rest[0], payload: { input: { type: 'link', events: 7 } } }, ...rest.slice(1)], /line 2 .*payload/],
  ];
  for (const [changed, message] of faults) {
    const error = await replayed(changed);
    expect(error).toBeInstanceOf(WorldwireError);
    expect((error as WorldwireError).message).toMatch(message);
    expect(['WW_RECORDING_INVALID', 'WW_SNAPSHOT_INVALID']).toContain((error as WorldwireError).code);
  }
});

test('whatever is put into a recording, it is replayed or refused with a code', async () => {
  const { lines, replayed } = await recorded();
  const anything = fc.oneof(fc.constantFrom<unknown>(null, -1, 1e300, '', '__proto__', [], {}, true), fc.jsonValue({ maxDepth: 1 }));
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), anything, async (which, way, value) => {
      const changed = structuredClone(lines);
      const at = which % changed.length;
      let place = changed[at] as Line;
      let key = '';
      for (const step of way) {
        const inner = key === '' ? place : place[key];
        if (typeof inner !== 'object' || inner === null || Object.keys(inner).length === 0) break;
        place = inner as Line;
        const keys = Object.keys(place);
        key = keys[step % keys.length] as string;
      }
      place[key] = value;
      const result = await replayed(changed);
      if (result instanceof Error) expect(['WW_RECORDING_INVALID', 'WW_SNAPSHOT_INVALID'], String(result.stack)).toContain((result as WorldwireError).code);
      expect(({} as Line)['polluted']).toBeUndefined();
    }),
    samples(60),
  );
});
