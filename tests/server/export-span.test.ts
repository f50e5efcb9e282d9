import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { brighten, house } from './journal-house.ts';
import { performed } from './in-process.ts';
import { api, serve, until } from './running.ts';

interface Place {
  readonly file: string;
  readonly state: string;
  readonly home: string;
  run(record?: string, mode?: 'all' | 'edits'): ReturnType<typeof serve>;
  cli(...argv: string[]): ReturnType<typeof performed>;
}

async function place(): Promise<Place> {
  const { file, state } = await house();
  const home = dirname(file),
    config = join(home, 'config.json');
  await writeFile(config, JSON.stringify({ stateFolder: state }));
  return {
    file,
    state,
    home,
    run: (record, mode = 'all') =>
      serve({
        worlds: [{ file, ...(record === undefined ? {} : { record }) }],
        stateFolder: state,
        journals: { mode, flush: 10, keep: { bytes: 1e9, milliseconds: 1e9 } },
      }),
    cli: (...argv) => performed([...argv, '--config', config], {}, home),
  };
}
const tickOf = async (server: Awaited<ReturnType<typeof serve>>): Promise<number> =>
  ((await api(server, '/api/worlds')).json as unknown as { worlds: { tick: number }[] }).worlds[0]?.tick ?? 0;

test('a stretch of a journal is exported as a recording, also while its world runs, and that replays to the state that the journal comes to', async () => {
  const { file, home, run, cli } = await place();
  const server = await run();
  await brighten(server, 3);
  const since = (await tickOf(server)) + 1;
  await until('a later tick', async () => (await tickOf(server)) > since + 3);
  await brighten(server, 5);
  const at = (await tickOf(server)) + 1;
  await until('a later tick', async () => (await tickOf(server)) > at + 3);
  const clock = new Date().toISOString();
  await until('a later tick', async () => (await tickOf(server)) > at + 20);
  await brighten(server, 9);
  const part = join(home, 'part.recording');
  const made = await cli('replay', file, '--export', part, '--since', String(since), '--at', String(at));
  expect(made, made.err).toMatchObject({ code: 0, err: `wrote ticks ${since} to ${at} as ${part}\n` });
  const scene = join(home, 'part.scene.json');
  const replayed = await cli('replay', part, '--save', scene);
  expect(replayed).toMatchObject({ code: 0, out: made.out, err: expect.stringContaining(`same state as recorded, ${at} ticks`) });
  expect(await readFile(scene, 'utf8')).toContain('"Value": 5');
  // What it begins with is the world as it was then, and not as a segment of the journal begins.
  const head = JSON.parse((await readFile(part, 'utf8')).split('\n')[0] ?? '') as { snapshot: string };
  expect((JSON.parse(head.snapshot) as { tick: number }).tick).toBe(since);
  expect((await cli('replay', file, '--at', String(at))).out).toBe(made.out);

  const timed = join(home, 'timed.recording');
  expect(await cli('replay', file, '--export', timed, '--at', clock)).toMatchObject({ code: 0 });
  expect(await cli('replay', timed)).toMatchObject({ code: 0 });
  // It takes no file's place.
  const bytes = await readFile(part);
  expect(await cli('replay', file, '--export', part)).toMatchObject({ code: 1, err: expect.stringContaining('WW_FILE_EXISTS') });
  expect((await readFile(part)).equals(bytes)).toBe(true);

  await server.close();
  const second = await run();
  await brighten(second, 11);
  await second.close();
  // Over a restart, to the end.
  const whole = join(home, 'whole.recording');
  const over = await cli('replay', file, '--export', whole, '--since', String(since));
  expect(over, over.err).toMatchObject({ code: 0, out: (await cli('replay', file)).out });
  expect(await cli('replay', whole)).toMatchObject({ code: 0, out: over.out });
  // Without a beginning it is the newest life alone.
  const newest = join(home, 'newest.recording');
  expect((await cli('replay', file, '--export', newest)).out).toBe(over.out);
  const began = JSON.parse((await readFile(newest, 'utf8')).split('\n')[0] ?? '') as { snapshot: string };
  expect((JSON.parse(began.snapshot) as { tick: number }).tick).toBeGreaterThan(at);
});

test('what cannot be exported is told, and leaves no file behind', async () => {
  const { file, home, state, run, cli } = await place();
  const server = await run(join(home, 'garden.recording'));
  await brighten(server, 3);
  await server.close();
  const before = await readdir(home);
  for (const [argv, words] of [
    [[file, '--export', 'x.recording', '--since', '999999'], 'WW_NOT_RECORDED'],
    [[file, '--export', 'x.recording', '--at', '2001-01-01T00:00:00Z'], 'WW_NOT_RECORDED'],
    [[file, '--export', 'x.recording', '--save', 'y.json'], 'nothing else'],
    [[file, '--since', '3'], '--export'],
    [['garden.recording', '--export', 'x.recording'], 'is no journal'],
  ] as const)
    expect(await cli('replay', ...argv), argv.join(' ')).toMatchObject({ code: 1, out: '', err: expect.stringContaining(words) });
  expect(await readdir(home)).toEqual(before);
  // One that the journal holds a part of is written as far as that goes.
  const part = await cli('replay', file, '--export', 'part.recording', '--at', '999999');
  expect(part).toMatchObject({ code: 1, err: expect.stringContaining('the journal ends at tick') });
  expect(await cli('replay', 'part.recording')).toMatchObject({ code: 0, out: part.out });
  const edits = await place();
  const other = await edits.run(undefined, 'edits');
  await brighten(other, 3);
  await other.close();
  expect(await edits.cli('replay', edits.file, '--export', 'x.recording')).toMatchObject({
    code: 1,
    err: expect.stringContaining('no recording can be made of it'),
  });
  expect(state).not.toBe(edits.state);
});

test('what is recorded beside a journal holds the same records, each file with its own numbers and checksums, and a restart leaves it alone', async () => {
  const { file, home, state, run, cli } = await place();
  const recording = join(home, 'garden.recording');
  const server = await run(recording);
  await brighten(server, 3);
  await brighten(server, 5);
  await server.close();
  const folder = join(state, 'journals', (await readdir(join(state, 'journals')))[0] ?? '');
  /** Records of inputs and of the steps that took them in, without what is each file's own. */
  const records = async (path: string): Promise<unknown[]> =>
    (await readFile(path, 'utf8'))
      .split('\n')
      .filter((line) => line.includes('"payload":') && !line.includes('"inputs":0') && !line.includes('"end":'))
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .map(({ seq: _seq, sum: _sum, ...rest }) => rest);
  const recorded = await records(recording);
  expect(recorded.length).toBeGreaterThan(3);
  expect(await records(join(folder, '00000001.log'))).toEqual(recorded);
  expect(Object.keys(recorded[0] as object)).toEqual(
    ['v', 'world', 'epoch', 'tick', 'author', 'requestId', 'payload'].filter((key) => key in (recorded[0] as object)),
  );
  expect((await cli('replay', recording)).out).toBe((await cli('replay', file)).out);
  const bytes = await readFile(recording);
  await expect(run(recording)).rejects.toMatchObject({ code: 'WW_FILE_EXISTS' });
  expect((await readFile(recording)).equals(bytes)).toBe(true);
});
