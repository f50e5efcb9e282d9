import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readVersion, versionFile, versionsIn, writeVersion, type Version } from '../../../server/versions/version-file.ts';
import { superfluous } from '../../../server/versions/version-keep.ts';
import { EditTally } from '../../../server/versions/edit-tally.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}
async function* parts(...texts: string[]): AsyncGenerator<string> {
  yield* texts;
}
const said = {
  why: 'save',
  at: '2026-12-01T10:00:00.000Z',
  tick: 7,
  authors: [{ userId: 'u-1', name: 'Anna', edits: 2 }],
  changes: ['Lamp 1 → 2'],
  edits: 2,
} as const;

test('a version is read as it was written, and listed with who edited, when and what', async () => {
  const place = await folder();
  const text = `${'ä line of a scene\n'.repeat(5000)}`;
  const written = await writeVersion(
    place,
    parts(text.slice(0, 70_001), text.slice(70_001)),
    () => ({ ...said, authors: [...said.authors], changes: [...said.changes] }),
    1,
  );
  expect(written).toMatchObject({ ...said, number: 1, bytes: Buffer.byteLength(text) });
  expect((await versionsIn(place)).versions).toEqual([written]);
  expect((await readVersion(place, 1)).text).toBe(text);
  expect(written?.size).toBe((await readFile(versionFile(place, 1))).length);
  expect(await readdir(place)).toEqual(['00000001.version']);
});

test('a version whose file was changed in a byte, or cut off, gives no text, and is listed no more where that is at its end', async () => {
  const place = await folder();
  await writeVersion(place, parts('{"format":"worldwire/scene"}\n'), () => ({ ...said, authors: [], changes: [] }), 1);
  const whole = await readFile(versionFile(place, 1));
  for (let at = 0; at < whole.length; at += 3) {
    const harmed = Buffer.from(whole);
    harmed[at] = (harmed[at] ?? 0) ^ 1;
    await writeFile(versionFile(place, 1), harmed);
    await expect(readVersion(place, 1), `byte ${at}`).rejects.toMatchObject({ code: 'WW_NO_VERSION' });
    await writeFile(versionFile(place, 1), whole.subarray(0, at));
    await expect(readVersion(place, 1), `cut at ${at}`).rejects.toMatchObject({ code: 'WW_NO_VERSION' });
    expect((await versionsIn(place)).versions, `cut at ${at}`).toEqual([]);
  }
  await writeFile(versionFile(place, 1), whole);
  await writeFile(versionFile(place, 2), whole);
  await writeFile(join(place, 'notes.txt'), 'mine');
  expect(await versionsIn(place)).toMatchObject({
    versions: [{ number: 1 }],
    skipped: ['00000002.version says that it is version 1', 'notes.txt is no version'],
  });
});

test('a version that cannot be written whole leaves nothing, and a number that another process took is not written over', async () => {
  const place = await folder();
  async function* failing(): AsyncGenerator<string> {
    yield 'half';
    throw new Error('no more');
  }
  await expect(writeVersion(place, failing(), () => ({ ...said, authors: [], changes: [] }), 1)).rejects.toThrow('no more');
  expect(await readdir(place)).toEqual([]);
  await writeVersion(place, parts('a'), () => ({ ...said, authors: [], changes: [] }), 1);
  expect(await writeVersion(place, parts('b'), () => ({ ...said, authors: [], changes: [] }), 1)).toMatchObject({ number: 2 });
  expect((await readVersion(place, 1)).text).toBe('a');
  expect(
    await writeVersion(
      place,
      parts('b'),
      () => ({ ...said, authors: [], changes: [] }),
      3,
      () => false,
    ),
  ).toBeUndefined();
});

const NOW = Date.parse('2026-12-01T12:00:00Z');
const HOUR = 3_600_000;
function version(number: number, age: number, more: Partial<Version> = {}): Version {
  return {
    format: 'worldwire/version',
    version: 1,
    number,
    why: 'state',
    at: new Date(NOW - age).toISOString(),
    authors: [],
    changes: [],
    edits: 1,
    bytes: 10,
    sha256: '0'.repeat(64),
    size: 1000,
    ...more,
  };
}

test('states make way as they get old: each of the last hour stays, one an hour for a day, one a day for a month, one a week beyond', () => {
  // One each ten minutes for a hundred days.
  const count = 6 * 24 * 100;
  const all = Array.from({ length: count }, (_, at) => version(at + 1, (count - 1 - at) * (HOUR / 6)));
  const gone = new Set(superfluous(all, 1e9, NOW));
  const left = all.filter(({ number }) => !gone.has(number)).map(({ at }) => NOW - Date.parse(at));
  expect(left.filter((age) => age <= HOUR)).toHaveLength(7);
  expect(left.filter((age) => age > HOUR && age <= 24 * HOUR).length).toBeGreaterThanOrEqual(22);
  expect(left.filter((age) => age > HOUR && age <= 24 * HOUR).length).toBeLessThanOrEqual(24);
  expect(left.filter((age) => age > 24 * HOUR && age <= 31 * 24 * HOUR).length).toBeLessThanOrEqual(32);
  expect(left.filter((age) => age > 31 * 24 * HOUR).length).toBeLessThanOrEqual(11);
  // What stays is stable: looked at again at once, nothing more goes.
  expect(
    superfluous(
      all.filter(({ number }) => !gone.has(number)),
      1e9,
      NOW,
    ),
  ).toEqual([]);
});

test('saves of people stay however old they are, until there is no room; states go before them, and the newest never', () => {
  const saves = Array.from({ length: 5 }, (_, at) => version(at + 1, (500 - at) * 24 * HOUR, { why: 'save' }));
  const state = version(6, 1000);
  const newest = version(7, 0);
  expect(superfluous([...saves, state, newest], 1e6, NOW)).toEqual([]);
  expect(superfluous([...saves, state, newest], 6000, NOW)).toEqual([6]);
  expect(superfluous([...saves, state, newest], 4000, NOW)).toEqual([1, 2, 6]);
  expect(superfluous([...saves, state, newest], 10, NOW)).toEqual([1, 2, 3, 4, 5, 6]);
});

test('who edited is counted from version to version, a drag once, and is not lost with a version that could not be written', () => {
  const tally = new EditTally();
  tally.came('u-1', 'Anna');
  tally.edited('u-1', undefined);
  for (let at = 0; at < 5; at++) tally.edited('u-2', 'drag');
  tally.told('Lamp.Value 1 → 2');
  tally.told('Lamp.Value 1 → 3');
  tally.told('Stone');
  const taken = tally.take();
  expect(taken).toEqual({
    authors: [
      { userId: 'u-1', name: 'Anna', edits: 1 },
      { userId: 'u-2', edits: 1 },
    ],
    changes: ['Lamp.Value 1 → 3', 'Stone'],
    edits: 2,
  });
  expect(tally.take()).toEqual({ authors: [], changes: [], edits: 0 });
  tally.giveBack(taken);
  expect(tally.take()).toEqual(taken);
});
