import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDoor, createRegistry, openScene, restoreWorld, snapshotWorld, WorldwireError } from '../../../engine/index.ts';
import { Recorder } from '../../../server/recording/recorder.ts';
import { seal } from '../../../server/recording/recording.ts';
import { recordedLines } from '../../../server/recording/recorded-lines.ts';
import { replay } from '../../../server/recording/replay.ts';
import { takeUpFile, takeUpSnapshot } from '../../../server/recording/take-up.ts';
import { createLog } from '../../../server/log/log.ts';

const registry = createRegistry();
const log = createLog({ level: 'fatal', forPeople: false });
const SNAPSHOT = snapshotWorld(
  openScene(JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'G', entities: [{ id: 'é', name: 'é', components: { Transform: {} } }] }), {
    registry,
  }).world,
);
const HEAD = {
  format: 'worldwire/recording',
  version: 1,
  world: 'G',
  name: 'garden',
  epoch: 'e',
  tickRate: 60,
  engine: '1',
  node: process.version,
  started: '',
  snapshot: SNAPSHOT,
};
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const refusal = async (what: Promise<unknown>): Promise<WorldwireError> => {
  const error: unknown = await what.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(WorldwireError);
  return error as WorldwireError;
};
const restore = (text: string) => createDoor(restoreWorld(text, registry));

test('of a file that is no whole snapshot is told what it is, and where it ends', async () => {
  const cut = SNAPSHOT.slice(0, SNAPSHOT.length - 50);
  const inValue = SNAPSHOT.slice(0, SNAPSHOT.indexOf('"tickRate":') + 11);
  const size = (text: string) => Buffer.byteLength(text);
  for (const [content, words] of [
    ['', /it is empty: nothing was written to it\. Take the world up from its recording/],
    [cut, new RegExp(`cut off: the file ends at byte ${size(cut)}, in line 1, before`)],
    [inValue, new RegExp(`cut off: the file ends at byte ${size(inValue)}, in line 1, before`)],
    ['{\n"id": "a', /cut off: the file ends at byte 10, in line 2, before/],
    ['{"a":[tr', /cut off: the file ends at byte 8, in line 1, before/],
    ['{', /cut off: the file ends at byte 1, in line 1, before/],
    ['{"ü":\n !}', /it is not JSON: 2:2: expected a value, found "!" \(byte 8\)/],
    ['PK', /it is neither/],
    ['{}', /it is neither/],
    [Buffer.from(SNAPSHOT, 'latin1'), /its bytes are not UTF-8/],
  ] as const) {
    const error = await refusal(takeUpFile(await file('a.snapshot', content)));
    expect(error).toMatchObject({ code: 'WW_SNAPSHOT_INVALID' });
    expect(error.message).toMatch(words);
    expect(error.message).toContain('a.snapshot');
  }
});

test('a byte order mark in front is passed over, of a snapshot and of a recording', async () => {
  const snapshot = await file('m.snapshot', `\u{FEFF}${SNAPSHOT}`);
  expect(await takeUpFile(snapshot)).toEqual({ kind: 'snapshot', name: 'm' });
  expect(await takeUpSnapshot(snapshot, registry, log)).toEqual({ snapshot: SNAPSHOT, began: undefined });
  const recording = await file('m.recording', `\u{FEFF}${seal('', HEAD).line}\n`);
  expect(await takeUpFile(recording)).toEqual({ kind: 'recording', name: 'garden' });
  expect(await replay(recording, restore)).toMatchObject({ tick: 0, torn: undefined });
});

test('a recording whose state cannot be restored says so of that state', async () => {
  const error = await refusal(replay(await file('b.recording', `${seal('', { ...HEAD, snapshot: '{}' }).line}\n`), restore));
  expect(error).toMatchObject({ code: 'WW_SNAPSHOT_INVALID' });
  expect(error.message).toMatch(/b\.recording: the state that the recording begins with cannot be restored/);
});

test('a file of more bytes than any snapshot is refused unread, whatever it begins with', async () => {
  for (const begin of ['', '{']) {
    const path = await file('big.bin', begin);
    await truncate(path, 3 * 2 ** 30);
    expect(await refusal(takeUpFile(path))).toMatchObject({ code: 'WW_SNAPSHOT_INVALID' });
  }
});

test('no more than the longest line is held of a recording that has no end of a line', async () => {
  const path = await file('l.recording', `{"a"}\n${'\0'.repeat(5_000_000)}`);
  const seen = [];
  for await (const { bytes, ...rest } of recordedLines(path)) seen.push({ ...rest, held: bytes.length });
  expect(seen).toEqual([
    { held: 5, length: 5, line: 1, byte: 0, whole: true, tooLong: false },
    { held: 100, length: 5_000_000, line: 2, byte: 6, whole: false, tooLong: false },
  ]);
  await writeFile(path, `{"a"}\n{${' '.repeat(5_000_000)}\n{}\n`);
  const long = [];
  for await (const { line, bytes, tooLong } of recordedLines(path, 1_000)) long.push({ line, held: bytes.length, tooLong });
  expect(long).toEqual([
    { line: 1, held: 5, tooLong: false },
    { line: 2, held: 0, tooLong: true },
  ]);
});

const UNNAMEABLE = ['', '.', '..', '../x', 'a\\b', '\u{1B}[31m', 'a\nb', 'a\0', '\u{202E}gpj', 'y'.repeat(256), 'y'.repeat(5000)];
test.each(UNNAMEABLE.map((name) => [name.slice(0, 20), name]))(
  'no world is called %j: a recording with such a name is refused, and none is begun',
  async (_shown, name) => {
    const path = await file('n.recording', `${seal('', { ...HEAD, name }).line}\n`);
    for (const what of [() => replay(path, restore), () => takeUpSnapshot(path, registry, log)]) {
      const error = await refusal(what());
      expect(error).toMatchObject({ code: 'WW_RECORDING_INVALID' });
      expect(error.message).toMatch(/line 1 \(byte 0\): this is not the head of a recording: name must be that of a world: 1 to 255 characters/);
      // eslint-disable-next-line no-control-regex
      expect(error.message).not.toMatch(/[\0-\x1f\u{202E}]/u);
    }
    const none = Recorder.create(join(folder, 'none.recording'), { ...HEAD, name });
    expect(await refusal(none)).toMatchObject({ code: 'WW_SAVE_FAILED' });
  },
);

test('a world is called as its file is: names in any script are taken', async () => {
  for (const name of ['Mein Garten', '世界 2', '❤️', 'a"b', '.hidden'])
    expect(await takeUpFile(await file('k.recording', `${seal('', { ...HEAD, name }).line}\n`))).toMatchObject({ name });
});

test('a name in the head that is no JSON is refused where it stands', async () => {
  const path = await file('q.recording', `${seal('', HEAD).line.replace('"name":"garden"', String.raw`"name":"\q"`)}\n`);
  expect(await refusal(takeUpFile(path))).toMatchObject({ code: 'WW_RECORDING_INVALID' });
});
