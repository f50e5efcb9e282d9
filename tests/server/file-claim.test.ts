import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FileClaim } from '../../server/saving/file-claim.ts';
import { ownName } from '../../server/files/own-name.ts';
import { atEnd } from './running.ts';

async function sceneFile(): Promise<string> {
  const place = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(place, { recursive: true, force: true }));
  const file = join(place, 'garden.scene.json');
  await writeFile(file, '{}');
  return file;
}
/** Puts an entry beside a file, as another server would. */
async function entry(file: string, of: object, age = 0): Promise<string> {
  const path = join(file, '..', `.garden.scene.json.00112233445566${Math.floor(Math.random() * 90 + 10)}.lock`);
  await writeFile(path, JSON.stringify({ ...ownName(), world: 'garden', since: '2026-01-01T00:00:00.000Z', stands: true, ...of }));
  const at = new Date(Date.now() - age);
  await utimes(path, at, at);
  return path;
}
const TAKE = `
  import { FileClaim } from ${JSON.stringify(new URL('../../dist/server/saving/file-claim.js', import.meta.url).href)};
  try { await FileClaim.take(process.argv[1], 'garden'); process.stdout.write('mine\\n'); setInterval(() => {}, 1000); }
  catch (error) { process.stdout.write(error.code + ' ' + error.message + '\\n'); process.exit(0); }
`;

test('of several processes that want a file at once exactly one gets it, and the others are told which; killed, it stands in nobody’s way', async () => {
  const file = await sceneFile();
  const children = Array.from({ length: 5 }, () =>
    spawn(process.execPath, ['--input-type=module', '-e', TAKE, file], { stdio: ['ignore', 'pipe', 'inherit'] }),
  );
  for (const child of children) atEnd(() => child.kill('SIGKILL'));
  const said = await Promise.all(
    children.map(
      (child) =>
        new Promise<string>((resolve) => {
          child.stdout.setEncoding('utf8').once('data', resolve);
        }),
    ),
  );
  expect(said.filter((line) => line === 'mine\n')).toHaveLength(1);
  const owner = children[said.indexOf('mine\n')];
  for (const line of said)
    if (line !== 'mine\n') expect(line).toContain(`WW_FILE_IN_USE ${file} is open already, in the world garden of another server: process ${owner?.pid}`);
  await expect(FileClaim.take(file, 'ours')).rejects.toMatchObject({ code: 'WW_FILE_IN_USE' });
  const gone = new Promise((resolve) => owner?.once('exit', resolve));
  owner?.kill('SIGKILL');
  await gone;
  const claim = await FileClaim.take(file, 'ours');
  await claim.release();
  expect(await readdir(join(file, '..'))).toEqual(['garden.scene.json']);
});

test.skipIf(process.platform === 'win32')('a disk that takes no entry leaves nothing half written beside the file', async () => {
  const file = await sceneFile();
  // No file of this process may have a single byte.
  const child = spawn('sh', ['-c', 'ulimit -f 0; exec "$0" "$@"', process.execPath, '--input-type=module', '-e', TAKE, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  atEnd(() => child.kill('SIGKILL'));
  const said = await new Promise<string>((resolve) => {
    child.stdout.setEncoding('utf8').once('data', resolve);
  });
  expect(said).toBe('mine\n');
  expect(await readdir(join(file, '..'))).toEqual(['garden.scene.json']);
});

test('who runs no more, or whose number is another’s by now, holds nothing', async () => {
  for (const of of [{ pid: 999_999_999 }, { started: 'another' }, { boot: 'another' }]) {
    const file = await sceneFile();
    const left = await entry(file, of);
    await (await FileClaim.take(file, 'ours')).release();
    expect(await readdir(join(file, '..')), left).toEqual(['garden.scene.json']);
  }
});

test('who runs on another machine holds a file for as long as there are signs of life', async () => {
  const file = await sceneFile();
  await entry(file, { host: 'another-machine', pid: 1, origin: 'http://there:4600' });
  await expect(FileClaim.take(file, 'ours')).rejects.toMatchObject({
    code: 'WW_FILE_IN_USE',
    message: expect.stringMatching(/process 1 on another-machine, since 2026-01-01T.*, at http:\/\/there:4600/),
  });
  const silent = await sceneFile();
  await entry(silent, { host: 'another-machine', pid: 1 }, 120_000);
  await (await FileClaim.take(silent, 'ours')).release();
});

test('who was taken for dead and comes back does not save over whoever has the file by now, and gets it back when that one goes', async () => {
  const file = await sceneFile();
  const claim = await FileClaim.take(file, 'ours');
  for (const name of await readdir(join(file, '..'))) if (name.endsWith('.lock')) await rm(join(file, '..', name));
  const other = await entry(file, { pid: process.ppid, started: null });
  await expect(claim.confirm()).rejects.toMatchObject({ code: 'WW_FILE_IN_USE' });
  await expect(claim.confirm(), 'still').rejects.toMatchObject({ code: 'WW_FILE_IN_USE' });
  await rm(other);
  await claim.confirm();
  await claim.release();
});

test('what is no entry of a server is not believed, and what is damaged does not stand in the way', async () => {
  const file = await sceneFile();
  await writeFile(join(file, '..', '.garden.scene.json.0011223344556677.lock'), 'half of an ent');
  await writeFile(join(file, '..', '.garden.scene.json.mine.lock'), 'of another program');
  await (await FileClaim.take(file, 'ours')).release();
  expect(await readdir(join(file, '..'))).toContain('.garden.scene.json.mine.lock');
});
