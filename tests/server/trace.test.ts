import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pino } from 'pino';
import { startServer } from '../../server/index.ts';
import { TraceFile } from '../../server/hosting/trace-file.ts';
import { start } from './built.ts';
import { api, atEnd, SCENE, serve, until } from './running.ts';

interface Event {
  readonly ph: string;
  readonly name: string;
  readonly cat?: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts?: number;
  readonly dur?: number;
  readonly args?: { readonly [key: string]: unknown };
}

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(path, { recursive: true, force: true }));
  return path;
}
const eventsOf = async (file: string): Promise<readonly Event[]> => JSON.parse(await readFile(file, 'utf8')) as Event[];
/** The last line is only whole when the file was ended; a reader of the format leaves it out. */
const eventsOfCut = async (file: string): Promise<readonly Event[]> => {
  const text = await readFile(file, 'utf8');
  return JSON.parse(`${text.slice(0, text.lastIndexOf(',\n'))}]`) as Event[];
};

test.each([[false], [true]])('a trace tells the turns of systems within their steps, world by world (threads: %s)', async (threads) => {
  const file = join(await folder(), 'a.trace.json');
  const name = 'small "</script>"';
  const server = await serve({ trace: file, threads, worlds: [{ scene: SCENE, name }] });
  await until('some ticks', () => server.worlds.get(name).tick > 10);
  await api(server, `/api/worlds/${encodeURIComponent(name)}/pause`, {});
  // A paused world answers an edit in a pass.
  const edit = { operations: [{ op: 'removeEntity', entity: 'stone' }] };
  expect((await api(server, `/api/worlds/${encodeURIComponent(name)}/operations`, edit)).status).toBe(200);
  await server.close();
  expect((await stat(file)).mode & 0o777).toBe(0o600);

  const events = await eventsOf(file);
  expect(events.find(({ ph, name: of }) => ph === 'M' && of === 'process_name')?.args).toEqual({ name: 'worldwire' });
  const thread = events.find(({ ph, name: of }) => ph === 'M' && of === 'thread_name');
  expect(thread?.args).toEqual({ name });
  const steps = events.filter(({ cat }) => cat === 'step');
  expect(steps.filter((step) => step.name === 'tick').length).toBeGreaterThan(10);
  expect(steps.filter((step) => step.name === 'pass').length).toBeGreaterThan(0);
  for (const step of steps) expect(step.tid).toBe(thread?.tid);
  const ticks = steps.flatMap(({ name: of, args }) => (of === 'tick' ? [args?.['tick'] as number] : []));
  expect(ticks).toEqual(ticks.toSorted((a, b) => a - b));

  const turns = events.filter(({ cat }) => cat === 'system');
  expect(new Set(turns.map((turn) => turn.name))).toContain('spinner');
  // A thread tells when its turns were, counted from when it began; that it was asked is a moment before.
  for (const turn of turns) {
    const within = steps.some(({ ts = 0, dur = 0 }) => ts <= (turn.ts ?? 0) && (turn.ts ?? 0) + (turn.dur ?? 0) <= ts + dur + 1);
    expect(within, JSON.stringify(turn)).toBe(true);
  }
  expect(events.filter(({ ph }) => ph === 'C').map((each) => each.name)).toContain(`${name}: messages`);
  expect(events.at(-1)?.name).toBe('end');
});

test('a trace of a server that was killed can be read up to its last line', async () => {
  const place = await folder();
  const [scene, file] = [join(place, 'a.scene.json'), join(place, 'a.trace.json')];
  await writeFile(scene, JSON.stringify(SCENE));
  const { child } = start(['run', scene, '--port', '0', '--no-open', '--trace', file], { XDG_STATE_HOME: place });
  await until('some steps', async () => ((await readFile(file, 'utf8').catch(() => '')).match(/"cat":"step"/g)?.length ?? 0) > 20);
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  expect((await eventsOfCut(file)).filter(({ cat }) => cat === 'step').length).toBeGreaterThan(15);
});

test('a trace writes over no file; a server that does not start leaves none behind', async () => {
  const place = await folder();
  const file = join(place, 'a.trace.json');
  const log = pino({ level: 'silent' });
  await expect(startServer({ port: 0, trace: file, log, worlds: [{ scene: { ...SCENE, entities: [{}] } as never, name: 'broken' }] })).rejects.toMatchObject({
    code: 'WW_SCENE_INVALID',
  });
  await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
  await symlink(join(place, 'nowhere'), file);
  await expect(startServer({ port: 0, trace: file, log })).rejects.toMatchObject({ code: 'WW_FILE_EXISTS' });
  await rm(file);
  await writeFile(file, 'mine');
  await expect(startServer({ port: 0, trace: file, log })).rejects.toMatchObject({ code: 'WW_FILE_EXISTS', message: expect.stringContaining(file) });
  expect(await readFile(file, 'utf8')).toBe('mine');
  const words = `The trace ${place} cannot be written: it is a folder; name a file in it, as ${join(place, 'a.trace')}`;
  await expect(startServer({ port: 0, trace: place, log })).rejects.toMatchObject({ code: 'WW_SAVE_FAILED', message: words });
});

test.skipIf(process.platform === 'win32')(
  'a pipe that nobody reads keeps the server from starting, and is waited for by nobody; one that is read is written to',
  async () => {
    const pipe = join(await folder(), 'pipe'),
      log = pino({ level: 'silent' });
    execFileSync('sh', ['-c', 'mkfifo "$1"', 'sh', pipe]);
    await expect(startServer({ port: 0, trace: pipe, log })).rejects.toMatchObject({
      code: 'WW_SAVE_FAILED',
      message: expect.stringContaining('nobody reads'),
    });
    const reader = spawn('cat', [pipe]);
    atEnd(() => reader.kill());
    let read = '';
    reader.stdout.on('data', (text) => (read += String(text)));
    const server = await serve({ trace: pipe });
    await until('some steps', () => server.worlds.get('small').tick > 5);
    await server.close();
    await until('all of it', () => reader.exitCode === 0);
    expect((JSON.parse(read) as readonly Event[]).at(-1)?.name).toBe('end');
  },
);

test('a full disk ends the trace with a word, and never the world', async () => {
  const said: string[] = [];
  const server = await serve({ trace: '/dev/full', log: pino({ level: 'error' }, { write: (line: string) => void said.push(line) }) });
  await until('a word of it', () => said.some((line) => line.includes('the trace /dev/full ends here')));
  const { tick } = server.worlds.get('small');
  await until('further ticks', () => server.worlds.get('small').tick > tick + 5);
  expect(said.filter((line) => line.includes('trace'))).toHaveLength(1);
});

test('a disk that is full only when the last of a trace is written is told as well', async () => {
  const said: string[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => void said.push(line) });
  const trace = await TraceFile.create('/dev/full', log);
  await trace.end();
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('the trace /dev/full is not whole');
});
