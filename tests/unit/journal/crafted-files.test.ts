/** Files of a journal or of versions that somebody has made up: they hold what nobody of ours would write, and cost no more than ours do. */
import { execFileSync } from 'node:child_process';
import { constants } from 'node:buffer';
import { createHash } from 'node:crypto';
import { chmod, lstat, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGzip } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { logFile, snapshotFile } from '../../../server/journal/journal-folder.ts';
import { lineIn } from '../../../server/journal/journal-lines.ts';
import { LifeReader } from '../../../server/journal/life-reader.ts';
import { readSnapshot, writeSnapshot } from '../../../server/journal/snapshot-file.ts';
import { RECORDING_VERSION, seal } from '../../../server/recording/recording.ts';
import { versionFile, versionsIn } from '../../../server/versions/version-file.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}
async function* parts(...texts: string[]): AsyncGenerator<string> {
  yield* texts;
}

test('a snapshot that unpacks to more than a text can hold counts as one that is not whole', async () => {
  const file = snapshotFile(await folder(), 1);
  const packed: Buffer[] = [];
  const gzip = createGzip({ level: 1 }).on('data', (chunk: Buffer) => packed.push(chunk));
  const piece = Buffer.alloc(1 << 24, 32);
  for (let bytes = 0; bytes <= constants.MAX_STRING_LENGTH; bytes += piece.length)
    if (!gzip.write(piece)) await new Promise((resolve) => gzip.once('drain', resolve));
  gzip.end();
  await new Promise((resolve) => gzip.once('end', resolve));
  const bytes = Buffer.concat(packed);
  expect(bytes.length).toBeLessThan(4e6);
  await writeFile(file, Buffer.concat([bytes, createHash('sha256').update(bytes).digest()]));
  expect(await readSnapshot(file)).toBeUndefined();
});

test('a line of more quiet steps than are put together is none of ours', () => {
  const line = (steps: number): string => JSON.stringify({ seq: 0, quiet: Array.from({ length: 3 * steps }, () => 1) });
  expect(lineIn(line(1000))).toMatchObject({ kind: 'quiet' });
  expect(lineIn(line(1001))).toBeUndefined();
});

test('inputs without a step are held up to a bound, and what stands behind it is told and not read', async () => {
  const place = await folder();
  const lines: string[] = [];
  let sum = '';
  const add = (content: object): void => {
    const sealed = seal(sum, content);
    sum = sealed.sum;
    lines.push(`${sealed.line}\n`);
  };
  const about = { format: 'worldwire/journal', version: 1, world: 'w', name: 'n', epoch: 'e', tickRate: 60, mode: 'all', segment: 1, seq: 0, tick: 0 };
  add({ ...about, after: '', scene: '', real: 0, wall: 0, engine: '0.1.0', node: 'v20', started: '' });
  const record = (seq: number, payload: object): object => ({
    v: RECORDING_VERSION,
    world: 'w',
    epoch: 'e',
    seq,
    tick: 0,
    author: { userId: 'u', role: 'Admin' },
    payload,
  });
  for (let seq = 0; seq < 10; seq++)
    add(record(seq, { input: { type: 'operations', operations: [{ op: 'updateEntity', entity: 'x', name: 'a'.repeat(1000) }] } }));
  add(record(10, { step: 'tick', real: 1, inputs: 10 }));
  await writeFile(logFile(place, 1), lines.join(''));
  const read = async (most: number): Promise<{ readonly steps: number; readonly missing: readonly string[] }> => {
    const reader = new LifeReader(place, undefined, [], most);
    let steps = 0;
    for await (const event of reader.through([1])) if (event.kind === 'steps') steps += event.steps.length;
    return { steps, missing: reader.missing };
  };
  expect(await read(20_000)).toEqual({ steps: 1, missing: [] });
  expect(await read(5000)).toMatchObject({ steps: 0, missing: [expect.stringContaining('which is not what this program writes')] });
});

test('a link or a file of others in the place of a snapshot that is being written is not written to', async () => {
  const place = await folder();
  const theirs = join(place, 'theirs'),
    file = snapshotFile(place, 1);
  await writeFile(theirs, 'theirs');
  await symlink(theirs, `${file}.new`);
  await writeSnapshot(file, parts('ours'));
  expect(await readFile(theirs, 'utf8')).toBe('theirs');
  expect(await readSnapshot(file)).toBe('ours');
  await writeFile(`${file}.new`, 'left');
  await chmod(`${file}.new`, 0o666);
  await writeSnapshot(file, parts('ours'));
  if (process.platform !== 'win32') expect((await lstat(file)).mode & 0o777).toBe(0o600);
});

test.skipIf(process.platform === 'win32')('a pipe in the place of a version is told and passed over', async () => {
  const place = await folder();
  execFileSync('sh', ['-c', 'mkfifo "$1"', 'sh', versionFile(place, 1)]);
  expect(await versionsIn(place)).toEqual({ versions: [], skipped: [expect.stringContaining('it is no file')] });
});
