import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { Decisions, type Decision } from '../../server/index.ts';
import { ownName } from '../../server/files/own-name.ts';
import { ended, start, startProgram } from './built.ts';
import { atEnd, until } from './running.ts';

const log = pino({ level: 'silent' });
async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(path, { recursive: true, force: true, maxRetries: 3 }));
  return path;
}
const at = '2026-11-20T05:12:00.000Z';
const decided = (host: string, decision: 'allow' | 'deny' = 'allow', more: Partial<Decision> = {}): Decision => ({
  scope: 'Websocket',
  host,
  port: 80,
  decision,
  by: 'host',
  at,
  ...more,
});
const inFile = async (file: string): Promise<string[]> =>
  (JSON.parse(await readFile(file, 'utf8')) as { decisions: Decision[] }).decisions.map(({ host, decision }) => `${decision} ${host}`).sort();

test('two that share a file each write only what they have changed: nothing that the other decided is lost', async () => {
  const file = join(await folder(), 'access.json');
  const one = await Decisions.open(file, log),
    two = await Decisions.open(file, log);
  for (let at = 0; at < 20; at += 1) {
    one.remember(decided(`one-${at}.example`));
    two.remember(decided(`two-${at}.example`, 'deny'));
  }
  await Promise.all([one.settled(), two.settled()]);
  expect((await inFile(file)).length).toBe(40);
  // Neither has looked at the file since, and one takes back what the other does not know to be gone.
  one.forget('Websocket', 'one-0.example', 80);
  await one.settled();
  two.remember(decided('late.example'));
  await two.settled();
  expect(await inFile(file)).not.toContain('allow one-0.example');
  expect((await inFile(file)).length).toBe(40);
  expect(two.get('Websocket', 'one-1.example', 80)?.decision).toBe('allow');
});

test('ten that decide at the same time lose nothing', async () => {
  const file = join(await folder(), 'access.json');
  const all = await Promise.all(Array.from({ length: 10 }, () => Decisions.open(file, log)));
  for (let round = 0; round < 5; round += 1)
    await Promise.all(
      all.map((decisions, at) => {
        decisions.remember(decided(`host-${at}-${round}.example`));
        return decisions.settled();
      }),
    );
  expect((await inFile(file)).length).toBe(50);
});

test('processes that decide at the same time lose nothing', async () => {
  const state = await folder();
  const programs = ['a.example:80', 'b.example:80', 'c.example:80'].map((entry) => start(['access', 'deny', entry], { XDG_STATE_HOME: state }));
  for (const program of programs) expect(await ended(program), program.err).toBe(0);
  expect(await inFile(join(state, 'worldwire', 'access.json'))).toEqual(['deny a.example', 'deny b.example', 'deny c.example']);
});

test('what others write is told once, and holds; a new reason alone is nothing to tell', async () => {
  const file = join(await folder(), 'access.json');
  const own = await Decisions.open(file, log),
    other = await Decisions.open(file, log);
  const told: string[] = [];
  atEnd(own.watch((scope, host, port) => told.push(`${scope} ${host}:${port}`)));
  own.remember(decided('mine.example'));
  await own.settled();
  other.remember(decided('theirs.example', 'deny'));
  await other.settled();
  await until('it to be told', () => told.length > 0);
  expect(own.get('Websocket', 'theirs.example', 80)?.decision).toBe('deny');
  other.remember(decided('theirs.example', 'deny', { reason: 'Another reason.' }));
  await other.settled();
  await until('it to be known', () => own.get('Websocket', 'theirs.example', 80)?.reason === 'Another reason.');
  other.remember(decided('mine.example', 'allow', { near: true }));
  await other.settled();
  await until('that it may lie near to be told', () => told.length > 1);
  expect(told).toEqual(['Websocket theirs.example:80', 'Websocket mine.example:80']);
});

test('the file is for its owner alone', async () => {
  const path = await folder();
  const file = join(path, 'deep', 'access.json');
  const decisions = await Decisions.open(file, log);
  decisions.remember(decided('a.example'));
  await decisions.settled();
  expect((await stat(file)).mode & 0o077).toBe(0);
  expect((await stat(join(path, 'deep'))).mode & 0o077).toBe(0);
});

/** Long enough that a test which waited for it would be seen to hang. */
const FOR_EVER = 3_600_000;
const lockOf = (of: object): string => JSON.stringify({ ...ownName(), id: '0123456789abcdef', ...of });

test('a lock that a process left behind when it ended is taken at once, whatever time its file has', async () => {
  const file = join(await folder(), 'access.json');
  const gone = startProgram([process.execPath, '-e', '']);
  await ended(gone);
  const left = [
    lockOf({ pid: gone.child.pid }),
    // The number was given to another since, and the machine was started anew since.
    lockOf({ started: '1' }),
    lockOf({ boot: 'another' }),
  ];
  for (const [at, holder] of left.entries()) {
    await writeFile(`${file}.lock`, holder);
    const later = new Date(Date.now() + FOR_EVER);
    await utimes(`${file}.lock`, later, later);
    const decisions = await Decisions.open(file, log, { patience: FOR_EVER, silence: FOR_EVER });
    decisions.remember(decided(`host-${at}.example`));
    await decisions.settled();
  }
  expect((await inFile(file)).length).toBe(left.length);
  expect(await readdir(join(file, '..'))).toEqual(['access.json']);
});

test.each([
  ['says nothing of its holder', ''],
  ['belongs to another machine', lockOf({ host: `not-${hostname()}` })],
])('a lock that %s counts as left behind when it stays the same, also where its time lies in the future', async (_, holder) => {
  const file = join(await folder(), 'access.json');
  await writeFile(`${file}.lock`, holder);
  const later = new Date(Date.now() + FOR_EVER);
  await utimes(`${file}.lock`, later, later);
  const decisions = await Decisions.open(file, log, { patience: FOR_EVER, silence: 50 });
  decisions.remember(decided('a.example'));
  await decisions.settled();
  expect(await inFile(file)).toEqual(['allow a.example']);
});

test('a lock that another process holds is waited for within a bound, which says who holds it; the file is written once it is free', async () => {
  const file = join(await folder(), 'access.json');
  const other = startProgram([process.execPath, '-e', 'setInterval(() => undefined, 1000)']);
  const pid = other.child.pid ?? 0;
  const started = (await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')).split(' ')[21] ?? null;
  await writeFile(`${file}.lock`, lockOf({ pid, started }));
  const decisions = await Decisions.open(file, log, { patience: 50, silence: FOR_EVER, again: 20 });
  decisions.remember(decided('a.example', 'deny'));
  await expect(decisions.settled()).rejects.toMatchObject({
    code: 'WW_SAVE_FAILED',
    message: expect.stringMatching(new RegExp(`process ${pid} has held its lock.*access.json.lock`)) as string,
  });
  expect(decisions.get('Websocket', 'a.example', 80)?.decision).toBe('deny');
  other.child.kill('SIGKILL');
  await until('it to be written', () => decisions.unwritten === undefined);
  expect(await inFile(file)).toEqual(['deny a.example']);
});

test('the end of a process waits for no lock longer than the bound, and the log says what is lost', async () => {
  const file = join(await folder(), 'access.json');
  const lines: string[] = [];
  // A folder can be neither taken away as a lock nor asked whose it is.
  await mkdir(`${file}.lock`);
  const decisions = await Decisions.open(file, pino({ level: 'error' }, { write: (line: string) => lines.push(line) }), { patience: 50, silence: 20 });
  decisions.remember(decided('a.example', 'deny'));
  await decisions.end();
  expect(lines.join()).toContain('an access decision is lost with this process');
  expect(lines.join()).toContain('Websocket a.example 80');
});

test('what cannot be written holds all the same, is told once, and is tried again until it is written', async () => {
  const file = join(await folder(), 'access.json');
  const lines: string[] = [];
  const decisions = await Decisions.open(file, pino({ level: 'info' }, { write: (line: string) => lines.push(line) }), { again: 5 });
  decisions.remember(decided('a.example'));
  await decisions.settled();
  await chmod(file, 0o444);
  decisions.remember(decided('a.example', 'deny'));
  await expect(decisions.settled()).rejects.toMatchObject({ code: 'WW_FILE_READ_ONLY' });
  await expect(decisions.settled()).rejects.toMatchObject({ code: 'WW_FILE_READ_ONLY' });
  expect(decisions.unwritten).toContain('access.json is read-only');
  expect(decisions.get('Websocket', 'a.example', 80)?.decision).toBe('deny');
  expect(lines.length).toBe(1);
  expect(lines.join()).toContain('could not be written down: allowed or denied, it holds while this process runs');
  await chmod(file, 0o600);
  await until('it to be written', () => decisions.unwritten === undefined);
  expect(await inFile(file)).toEqual(['deny a.example']);
  expect(lines[1]).toContain('are on the disk now');
});

test('a file that has come to be damaged is left as it is; what was decided meanwhile is written once it is whole', async () => {
  const file = join(await folder(), 'access.json');
  const decisions = await Decisions.open(file, log, { again: FOR_EVER });
  decisions.remember(decided('a.example'));
  await decisions.settled();
  const whole = await readFile(file, 'utf8');
  await writeFile(file, '{ damaged');
  decisions.remember(decided('b.example', 'deny'));
  decisions.remember(decided('a.example', 'allow', { reason: 'Only a reason.' }));
  await expect(decisions.settled()).rejects.toMatchObject({ code: 'WW_CONFIG_INVALID' });
  expect(await readFile(file, 'utf8')).toBe('{ damaged');
  expect(decisions.get('Websocket', 'b.example', 80)?.decision).toBe('deny');
  await writeFile(file, whole);
  decisions.remember(decided('c.example'));
  await decisions.settled();
  expect(await inFile(file)).toEqual(['allow a.example', 'allow c.example', 'deny b.example']);
  expect(await readFile(file, 'utf8')).toContain('Only a reason.');
});

test('a file that was taken away does not take back what is known to a running process', async () => {
  const path = await folder();
  const file = join(path, 'access.json');
  const decisions = await Decisions.open(file, log);
  decisions.remember(decided('a.example', 'deny'));
  await decisions.settled();
  await rm(file);
  decisions.remember(decided('b.example'));
  await decisions.settled();
  expect(await inFile(file)).toEqual(['allow b.example', 'deny a.example']);
});
