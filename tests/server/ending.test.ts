import { closeSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ended, start, type Program } from './built.ts';
import { atEnd, SCENE, until } from './running.ts';

const TOKEN = 'a-token-of-these-tests-alone';

interface Place {
  readonly file: string;
  readonly config: string;
  readonly origin: string;
}
/** A scene, and a configuration with which it is served at an address that is known before anything is printed. */
async function place(config: object, scene: object = SCENE): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));
  const file = join(folder, 'garden.scene.json');
  await writeFile(file, JSON.stringify(scene));
  const port = await freePort();
  const path = join(folder, 'config.json');
  await writeFile(path, JSON.stringify({ startWorlds: [file], port, token: TOKEN, stateFolder: join(folder, 'state'), ...config }));
  return { file, config: path, origin: `http://127.0.0.1:${port}` };
}
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}
async function call({ origin }: Place, path: string, body?: object): Promise<Response> {
  return fetch(origin + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
const up = (at: Place) =>
  until('the server to run', () =>
    call(at, '/api/worlds').then(
      (answer) => answer.ok,
      () => false,
    ),
  );
async function run(at: Place): Promise<Program> {
  const program = start(['run', '--config', at.config]);
  await up(at);
  return program;
}
async function edit(at: Place, name: string): Promise<void> {
  const answer = await call(at, '/api/worlds/garden/operations', { operations: [{ op: 'updateEntity', entity: 'lamp', name }] });
  expect(answer.status, await answer.text()).toBe(200);
}

test('whoever ends a server with edits that are on no disk is told how many, since when, and how they are kept', async () => {
  const at = await place({ journal: 'off' });
  const before = await readFile(at.file, 'utf8');
  const program = await run(at);
  await edit(at, 'One');
  await edit(at, 'Two');
  program.child.kill('SIGTERM');
  expect(await ended(program)).toBe(0);
  expect(program.err).toMatch(/garden: not saved, and lost: 2 edits since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d/);
  expect(program.err).toContain('"saveOnExit": true');
  expect(await readFile(at.file, 'utf8')).toBe(before);

  const again = await run(at);
  again.child.kill('SIGTERM');
  expect(await ended(again)).toBe(0);
  expect(again.err, 'where nothing is lost, nothing is said').not.toContain('lost');
});

test('a save at the end that was promised and fails ends with 1, says why, and keeps the edits beside the file where it can', async () => {
  const at = await place({ saveOnExit: true });
  const program = await run(at);
  await edit(at, 'Ours');
  const theirs = JSON.stringify({ ...SCENE, name: 'Theirs' });
  await writeFile(at.file, theirs);
  program.child.kill('SIGTERM');
  expect(await ended(program)).toBe(1);
  expect(program.err).toMatch(/garden: not saved to its file, but beside it as garden\.unsaved-\S+\.scene\.json: 1 edit since .*changed by another program/);
  expect(await readFile(at.file, 'utf8')).toBe(theirs);
  const beside = (await readdir(join(at.file, '..'))).find((name) => name.includes('unsaved')) ?? '';
  expect(await readFile(join(at.file, '..', beside), 'utf8')).toContain('"Ours"');

  const gone = await place({ saveOnExit: true, journal: 'off', stateFolder: await mkdtemp(join(tmpdir(), 'worldwire-test-')) });
  const other = await run(gone);
  await edit(gone, 'Ours');
  await rm(join(gone.file, '..'), { recursive: true, maxRetries: 10 });
  other.child.kill('SIGINT');
  expect(await ended(other)).toBe(1);
  expect(other.err).toContain('garden: not saved, and lost: 1 edit since');
});

test('edits that the journal holds are not lost: that is said, and who runs the scene again goes on with them', async () => {
  const at = await place({});
  const program = await run(at);
  await edit(at, 'One');
  program.child.kill('SIGTERM');
  expect(await ended(program)).toBe(0);
  expect(program.err).toMatch(/garden: in no scene file, and kept in its journal: 1 edit since \d{4}-.*; it goes on with that when it is run again/);
  expect(program.err).not.toContain('lost');
  const again = await run(at);
  expect(await (await call(at, '/api/worlds/garden/entities/lamp')).text()).toContain('"One"');
  again.child.kill('SIGTERM');
  expect(await ended(again)).toBe(0);
});

test('a reader that goes away with the same Ctrl-C, as tee does, ends no server before it has saved', async () => {
  const at = await place({ saveOnExit: true });
  const program = await run(at);
  await edit(at, 'Kept');
  program.child.stdout.destroy();
  program.child.stderr.destroy();
  // Something to print, so that the loss of the reader is met before the end, too.
  await call(at, '/api/worlds/garden/save', {});
  await edit(at, 'Kept to the end');
  program.child.kill('SIGINT');
  expect(await ended(program)).toBe(0);
  expect(await readFile(at.file, 'utf8')).toContain('"Kept to the end"');
});

test('a full disk under what is printed ends no server before it has saved', async () => {
  const at = await place({ saveOnExit: true });
  const full = openSync('/dev/full', 'w');
  atEnd(() => closeSync(full));
  const child = spawn(process.execPath, [fileURLToPath(new URL('../../bin/worldwire.js', import.meta.url)), 'run', '--config', at.config], {
    stdio: ['ignore', full, full],
    env: { ...process.env, CI: '1' },
  });
  atEnd(() => child.kill('SIGKILL'));
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await up(at);
  await edit(at, 'Kept');
  child.kill('SIGTERM');
  expect(await gone).toBe(0);
  expect(await readFile(at.file, 'utf8')).toContain('"Kept"');
});

test('a system that asks again, while a long save runs, does not end it', async () => {
  const entities = Array.from({ length: 30_000 }, (_each, index) => ({ id: `e${index}`, components: { Transform: { Position: [index, 0, 0] } } }));
  const at = await place({ saveOnExit: true }, { ...SCENE, entities: [...SCENE.entities, ...entities] });
  const program = await run(at);
  await edit(at, 'Kept');
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGTERM'] as const) program.child.kill(signal);
  expect(await ended(program), program.err).toBe(0);
  expect(program.err).toContain('again: still closing');
  expect(JSON.parse(await readFile(at.file, 'utf8'))).toMatchObject({ entities: { length: 30_003, 1: { name: 'Kept' } } });
});

test('a second server of the same file is told who has it, and has it once that one was killed', async () => {
  const at = await place({});
  const first = await run(at);
  const second = start(['run', at.file, '--port', '0']);
  expect(await ended(second)).toBe(1);
  expect(second.err).toContain(`WW_FILE_IN_USE ${at.file} is open already, in the world garden of another server: process ${first.child.pid}, since`);
  expect(second.err).toContain(at.origin);
  expect(await ended(start(['check', at.file])), 'who only reads needs no leave').toBe(0);
  first.child.kill('SIGKILL');
  await ended(first);
  const third = await run(at);
  third.child.kill('SIGTERM');
  expect(await ended(third)).toBe(0);
  expect((await readdir(join(at.file, '..'))).sort()).toEqual(['config.json', 'garden.scene.json', 'state']);
});
