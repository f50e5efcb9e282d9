/** How a journal is written, on a disk that is slower than its world, and in a world that nothing reaches. */
import { mkdtemp, open, readdir, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { createDoor, createRegistry, HOST, openWorld, readScene, type Input, type LocalDoor } from '../../engine/index.ts';
import { standing } from '../../server/doors/paced-copy.ts';
import { Journal } from '../../server/journal/journal.ts';
import { SnapshotRhythm } from '../../server/journal/snapshot-rhythm.ts';
import { takenUp } from './journal-house.ts';
import { createLog } from '../../server/log/log.ts';
import { atEnd, SCENE, until } from './running.ts';

const registry = createRegistry();

afterEach(() => {
  vi.restoreAllMocks();
});

interface Kept {
  readonly folder: string;
  readonly door: LocalDoor;
  readonly journal: Journal;
  readonly notes: string[];
  /** Does a step of the world, as its server would. */
  step(...inputs: Input[]): void;
}

/** A world of which a journal is kept, and that is turned by hand. */
async function kept(): Promise<Kept> {
  const folder = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const door = createDoor(openWorld({ registry, scene: readScene(JSON.stringify(SCENE), { registry }).scene }));
  const notes: string[] = [];
  const journal = new Journal({
    folder,
    mode: 'all',
    flush: 10,
    keep: { bytes: 1e9, milliseconds: 1e9 },
    ...standing(door),
    about: { world: 'garden', name: 'garden', epoch: 'first', tickRate: 20 },
    door,
    scene: () => '',
    log: createLog({ level: 'silent' }),
    note: (_, message) => notes.push(message),
  });
  await journal.open(() => ({ real: 0, wall: 0 }));
  let real = 0,
    tick = 0;
  return {
    folder,
    door,
    journal,
    notes,
    step: (...inputs) => {
      const step = { mode: 'tick', real: (real += 50), inputs: inputs.map((input) => ({ author: HOST, input })) } as const;
      journal.step(tick, step);
      tick = door.step(step).tick;
      journal.lived(0.1, step);
    },
  };
}
const brightness = (value: number): Input => ({
  type: 'operations',
  operations: [{ op: 'setField', entity: 'lamp', component: 'FloatValue', field: 'Value', value }],
});
const message = (size: number): Input => ({ type: 'link', events: [{ type: 'message', link: 7, data: 'x'.repeat(size) } as never] });

test('where the disk is slower than the world messages are left out before edits, that is said, and a snapshot makes the journal whole again', async () => {
  const { folder, door, journal, notes, step } = await kept();
  step(brightness(2));
  await journal.durable();
  // No disk here can be made slow, so a handle takes its time.
  let letGo: (() => void) | undefined;
  const isTaken = new Promise<void>((resolve) => (letGo = resolve));
  const probe = await open(join(folder, 'probe'), 'w');
  const files = Object.getPrototypeOf(probe) as FileHandle;
  await probe.close();
  const append = files.appendFile;
  vi.spyOn(files, 'appendFile').mockImplementation(async function (this: FileHandle, ...given) {
    await isTaken;
    return append.apply(this, given);
  });
  for (let count = 0; count < 20; count++) step(message(1 << 20));
  expect(journal.state).toEqual({ state: 'behind' });
  expect(notes).toEqual([expect.stringContaining('messages are left out of the journal until it has caught up')]);
  step(brightness(3));
  step(message(1 << 20));
  letGo?.();
  await journal.durable();
  const life = await takenUp(folder);
  expect(life?.missing).toEqual([expect.stringMatching(/^from tick \d+ on the disk did not keep up: what people did is there/)]);
  expect(life?.snapshot).toContain('"Value":3');
  step();
  await until('the journal to be whole again', () => journal.state.state === 'on');
  await until('the snapshot', async () => (await readdir(folder)).includes('00000002.snapshot'));
  step(brightness(4));
  await journal.durable();
  const { hash } = await door.ask({ ask: 'hash' });
  expect(await takenUp(folder)).toMatchObject({ hash, missing: [] });
  await journal.end();
});

test('a snapshot is due by what there is to live through, also where nothing reached the world', () => {
  let now = 1000;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const rhythm = new SnapshotRhythm();
  rhythm.begun();
  rhythm.written({ took: 10, bytes: 100_000 });
  for (let step = 0; step < 19_999; step++) rhythm.lived(0.01, true);
  now += 3_600_000;
  expect(rhythm.isDue, 'nothing but time passed').toBe(false);
  rhythm.lived(0.01, true);
  expect(rhythm.isDue, 'twenty thousand quiet steps').toBe(true);
  rhythm.begun();
  expect(rhythm.isDue).toBe(false);
  rhythm.lived(0.01, false);
  now += 31_000;
  expect(rhythm.isDue, 'little was written, and the snapshot is larger').toBe(false);
  rhythm.appended(100_001);
  expect(rhythm.isDue, 'as much as the snapshot').toBe(true);
  rhythm.begun();
  rhythm.lived(10_000, false);
  expect(rhythm.isDue, 'it was only just taken').toBe(false);
  now += 31_000;
  expect(rhythm.isDue, 'ten seconds to live through').toBe(true);
});

test('a snapshot is due before a segment, which is never trimmed while it is needed, takes a large part of what is kept', () => {
  let now = 1000;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const rhythm = new SnapshotRhythm(8_000_000);
  rhythm.begun();
  rhythm.written({ took: 10, bytes: 100_000_000 });
  now += 1000;
  rhythm.lived(0.01, false);
  rhythm.appended(1_000_000);
  expect(rhythm.isDue).toBe(false);
  rhythm.appended(1);
  expect(rhythm.isDue).toBe(true);
});
