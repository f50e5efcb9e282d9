import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { Decisions, type Decision } from '../../server/index.ts';
import { ended, start } from './built.ts';
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

test('a lock that a process left behind when it ended keeps nobody out for ever', async () => {
  const file = join(await folder(), 'access.json');
  await writeFile(`${file}.lock`, '');
  const long = new Date(Date.now() - 60_000);
  await utimes(`${file}.lock`, long, long);
  const decisions = await Decisions.open(file, log);
  decisions.remember(decided('a.example'));
  await decisions.settled();
  expect(await inFile(file)).toEqual(['allow a.example']);
});

test('what cannot be written is told and holds until the process ends; it is written as soon as that is possible', async () => {
  const path = await folder();
  const file = join(path, 'access.json');
  const lines: string[] = [];
  const decisions = await Decisions.open(file, pino({ level: 'error' }, { write: (line: string) => lines.push(line) }));
  decisions.remember(decided('a.example'));
  await decisions.settled();
  const whole = await readFile(file, 'utf8');
  await writeFile(file, '{ damaged');
  decisions.remember(decided('b.example', 'deny'));
  await decisions.settled();
  expect(lines.join()).toContain('could not be written');
  expect(await readFile(file, 'utf8')).toBe('{ damaged');
  expect(decisions.get('Websocket', 'b.example', 80)?.decision).toBe('deny');
  await writeFile(file, whole);
  decisions.remember(decided('c.example'));
  await decisions.settled();
  expect(await inFile(file)).toEqual(['allow a.example', 'allow c.example', 'deny b.example']);
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
