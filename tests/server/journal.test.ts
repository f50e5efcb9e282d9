import { mkdir, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { brighten, brightness, crashed, folder, house, lampOf, takenUp } from './journal-house.ts';
import { performed } from './in-process.ts';
import { api, SCENE, serve, until } from './running.ts';

test('what is answered as durable is there after a crash, at about the tick that the world had come to, and nothing is missing', async () => {
  const { serve: run, journal } = await house();
  const server = await run();
  expect((await brighten(server, 7)).json).toMatchObject({ durable: true });
  const { tick } = server.worlds.get('garden');
  const left = await crashed(await journal());
  await server.close();
  const life = await takenUp(left);
  expect(await lampOf(life)).toBe(7);
  expect(life?.missing).toEqual([]);
  expect(life?.isEnded).toBe(false);
  expect(life?.tick).toBeGreaterThanOrEqual(tick - 60);
});

test('a world that was ended goes on where it was, unsaved edits and their undo included', async () => {
  const { serve: run, file } = await house();
  const first = await run();
  await brighten(first, 7);
  const { tick } = first.worlds.get('garden');
  await first.close();
  const second = await run();
  expect(await brightness(second)).toBe(7);
  expect(second.worlds.get('garden').tick).toBeGreaterThanOrEqual(tick);
  expect(second.unsaved()).toMatchObject([{ world: 'garden', edits: 1 }]);
  await until('its log to say so', async () =>
    /taken up from the journal at tick \d+, nothing is missing/.test(JSON.stringify((await api(second, '/api/worlds/garden/log')).json)),
  );
  // The host's token is the same user in each life.
  await api(second, '/api/worlds/garden/undo', {});
  expect(await brightness(second)).toBe(1);
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(SCENE);
});

test('living a journal through comes to the hash that its world ended with', async () => {
  const { serve: run, journal } = await house();
  const server = await run();
  for (let value = 2; value < 6; value++) await brighten(server, value);
  await server.close();
  const life = await takenUp(await journal());
  expect(life).toMatchObject({ isEnded: true, missing: [] });
});

test('a journal that is cut off anywhere is taken up to its last whole record; what was durable before the cut is there', async () => {
  const { serve: run, journal } = await house();
  const server = await run();
  const sizes: { readonly value: number; readonly bytes: number }[] = [];
  for (let value = 2; value < 8; value++) {
    await brighten(server, value);
    sizes.push({ value, bytes: (await readFile(join(await journal(), '00000001.log'))).length });
  }
  const whole = await crashed(await journal());
  await server.close();
  const log = await readFile(join(whole, '00000001.log'));
  const last = log.lastIndexOf(10, log.length - 2) + 1;
  const cuts = [
    ...Array.from({ length: log.length - last }, (_, at) => last + at),
    ...Array.from({ length: 40 }, (_, at) => Math.floor((log.length * at) / 40)),
  ];
  const cut = await crashed(whole);
  for (const bytes of cuts.filter((each) => each > log.indexOf(10))) {
    await writeFile(join(cut, '00000001.log'), log.subarray(0, bytes));
    const life = await takenUp(cut);
    const least = Math.max(1, ...sizes.filter((each) => each.bytes <= bytes).map(({ value }) => value));
    expect(await lampOf(life), `cut at byte ${bytes}`).toBeGreaterThanOrEqual(least);
    expect(life?.missing, `cut at byte ${bytes}`).toEqual([]);
  }
});

test('where a byte was changed, all before it is taken up, and what stands after it is told as missing', async () => {
  const { serve: run, journal } = await house();
  const server = await run();
  for (let value = 2; value < 5; value++) await brighten(server, value);
  await server.close();
  const log = await readFile(join(await journal(), '00000001.log'));
  const harmed = await crashed(await journal());
  const head = log.indexOf(10);
  for (let at = head + 2; at < log.length - 1; at += 97) {
    const bytes = Buffer.from(log);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    await writeFile(join(harmed, '00000001.log'), bytes);
    const life = await takenUp(harmed);
    expect(life?.missing.join(), `byte ${at}`).toMatch(/00000001\.log, line \d+ \(byte \d+\).* is not taken up/);
    expect([1, 2, 3, 4]).toContain(await lampOf(life));
  }
});

test('where the newest snapshot is not whole, the one before it serves, and nothing is lost', async () => {
  const { serve: run, journal } = await house();
  const first = await run();
  await brighten(first, 3);
  await first.close();
  const second = await run();
  await brighten(second, 4);
  const packed = join(await journal(), '00000001.log.gz');
  await until('the log of the first life to be packed', async () => (await readdir(await journal())).join().includes('00000001.log.gz,00000001.snapshot'));
  const left = await crashed(await journal());
  await second.close();
  await truncate(join(left, '00000002.snapshot'), 100);
  // The second life went on from what the first had come to, so that both are lived through.
  const life = await takenUp(left);
  expect(await lampOf(life)).toBe(4);
  expect(life?.missing).toEqual(['the snapshot 00000002.snapshot is not whole, so the one before it serves']);
  await truncate(join(left, '00000001.log.gz'), (await readFile(packed)).length - 100);
  const half = await takenUp(left);
  expect(half?.missing.at(-1)).toBe('00000002.log does not go on from what was read before it, so nothing from there on is taken up');
});

test('a journal of a later version, or without any whole snapshot, is refused in words and stays as it is', async () => {
  const { serve: run, journal } = await house();
  const server = await run();
  await server.close();
  const left = await crashed(await journal());
  await truncate(join(left, '00000001.snapshot'), 40);
  await expect(takenUp(left)).rejects.toMatchObject({ code: 'WW_JOURNAL_INVALID', message: expect.stringContaining('--fresh begins from the scene file') });
  expect((await readdir(left)).filter((name) => !name.startsWith('.'))).toEqual(['00000001.log', '00000001.snapshot']);
});

test('leftovers in the folder are passed over, and half snapshots taken away', async () => {
  const { serve: run, journal } = await house();
  const first = await run();
  await brighten(first, 3);
  await first.close();
  await writeFile(join(await journal(), '00000009.snapshot.new'), 'half');
  await writeFile(join(await journal(), 'notes.txt'), 'mine');
  await mkdir(join(await journal(), '00000008.log'));
  const second = await run();
  expect(await brightness(second)).toBe(3);
  expect(await readdir(await journal())).toEqual(expect.arrayContaining(['notes.txt', '00000008.log']));
  expect(await readdir(await journal())).not.toContain('00000009.snapshot.new');
});

test('where the scene file was changed since and the life has edits of its own, the life goes on beside it and the file is left alone', async () => {
  const { serve: run, file } = await house();
  const first = await run();
  await brighten(first, 3);
  await first.close();
  const other = JSON.stringify({ ...SCENE, name: 'Another' });
  await writeFile(file, other);
  const second = await run();
  expect(await brightness(second)).toBe(3);
  expect(second.worlds.get('garden').run().file.state).toBe('changed');
  expect((await api(second, '/api/worlds/garden/save', {})).json).toMatchObject({ code: 'WW_FILE_CHANGED' });
  expect(await readFile(file, 'utf8')).toBe(other);
});

test('where all of the life was saved, a file that was changed since is what the world begins from, unless its owner says --resume', async () => {
  const { serve: run, file } = await house();
  const first = await run();
  await brighten(first, 3);
  await api(first, '/api/worlds/garden/save', {});
  await first.close();
  const saved = JSON.parse(await readFile(file, 'utf8')) as { entities: { components?: { FloatValue?: { Value: number } } }[] };
  await writeFile(file, JSON.stringify(saved).replace('"Value":3', '"Value":5'));
  const second = await run();
  expect(await brightness(second)).toBe(5);
  await second.close();
  await writeFile(file, JSON.stringify(saved).replace('"Value":3', '"Value":6'));
  const third = await run({ begin: 'resume' });
  expect(await brightness(third)).toBe(5);
  await third.close();
  const fourth = await run({ begin: 'fresh' });
  expect(await brightness(fourth)).toBe(6);
});

test('a second server is refused the journal of a world that runs, and is told who has it', async () => {
  const { serve: run, state, journal } = await house();
  await run();
  const elsewhere = await folder();
  const file = join(elsewhere, 'other.scene.json');
  await writeFile(file, JSON.stringify(SCENE));
  const own = await serve({ worlds: [{ file }], stateFolder: state, journals: { mode: 'all', flush: 10, keep: { bytes: 1e9, milliseconds: 1e9 } } });
  expect(own.worlds.get('other').run().journal).toEqual({ state: 'on' });
  expect(await readdir(join(state, 'journals'))).toHaveLength(2);
  await expect(run()).rejects.toMatchObject({ code: 'WW_FILE_IN_USE' });
  expect((await readdir(await journal())).some((name) => name.endsWith('.lock'))).toBe(true);
});

test('a journal that can no longer be written ends, says so, and the world goes on', async () => {
  const home = await folder();
  const file = join(home, 'garden.scene.json');
  await writeFile(file, JSON.stringify(SCENE));
  await writeFile(join(home, 'state'), 'a file where a folder should be');
  const server = await serve({
    worlds: [{ file }],
    stateFolder: join(home, 'state'),
    journals: { mode: 'all', flush: 10, keep: { bytes: 1e9, milliseconds: 1e9 } },
  });
  expect(server.worlds.get('garden').run().journal).toMatchObject({ state: 'ended', reason: expect.stringContaining('it cannot be written') });
  expect((await brighten(server, 4)).json).toMatchObject({ durable: false, reason: expect.stringContaining('the journal has ended') });
  const { tick } = server.worlds.get('garden');
  await until('the world to go on', () => server.worlds.get('garden').tick > tick);
  const { json } = await api(server, '/api/worlds/garden/log');
  expect(JSON.stringify(json)).toContain('the journal ends, and the world goes on without');
});

test('where edits alone are written, they are taken up, and the time between them is not', async () => {
  const { serve: run, journal } = await house();
  const server = await run({ mode: 'edits' });
  await brighten(server, 3);
  await brighten(server, 4);
  const left = await crashed(await journal());
  await server.close();
  const life = await takenUp(left);
  expect(await lampOf(life)).toBe(4);
  expect(life?.missing).toEqual([]);
  expect(life?.head.mode).toBe('edits');
});

test('a scene file that was removed since does not take the life with it: the world goes on, and the file is written anew where that is chosen', async () => {
  const { serve: run, file } = await house();
  const first = await run();
  await brighten(first, 3);
  await api(first, '/api/worlds/garden/save', {});
  await brighten(first, 4);
  await first.close();
  await rm(file);
  const second = await run();
  expect(await brightness(second)).toBe(4);
  expect(second.worlds.get('garden').run().file.state).toBe('removed');
  expect((await api(second, '/api/worlds/garden/save', {})).json).toMatchObject({ code: 'WW_FILE_CHANGED' });
  expect((await api(second, '/api/worlds/garden/save', { overwrite: true })).status).toBe(200);
  expect(await readFile(file, 'utf8')).toContain('"Value": 4');
  await second.close();
  await rm(file);
  await expect(run({ begin: 'fresh' })).rejects.toMatchObject({ code: 'WW_SCENE_NOT_FOUND' });
});

test('a journal is lived through by the command line, also while its world runs, and gives the scene that it came to', async () => {
  const { serve: run, file, state } = await house();
  const server = await run();
  await brighten(server, 5);
  const environment = { XDG_STATE_HOME: join(state, '..', 'elsewhere') };
  const config = join(state, '..', 'config.json');
  await writeFile(config, JSON.stringify({ stateFolder: state }));
  const scene = join(state, '..', 'again.scene.json');
  const running = await performed(['replay', file, '--config', config, '--save', scene], environment);
  expect(running).toMatchObject({ code: 0, out: expect.stringMatching(/^[0-9a-f]{8,}\n$/), err: expect.stringMatching(/the journal goes up to tick \d+\n$/) });
  expect(await readFile(scene, 'utf8')).toContain('"Value": 5');
  await server.close();
  const over = await performed(['replay', file, '--config', config], environment);
  expect(over).toMatchObject({ code: 0, err: expect.stringContaining('where its world ended') });
  // A scene that has no journal is no recording either.
  expect(await performed(['replay', file], environment)).toMatchObject({ code: 1, err: expect.stringContaining('WW_RECORDING_INVALID') });
});
