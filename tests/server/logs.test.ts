import { pino } from 'pino';
import { prettyFactory } from 'pino-pretty';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LogEntry } from '../../engine/index.ts';
import { startServer } from '../../server/index.ts';
import { FOR_PEOPLE, logLine, type Log } from '../../server/log/log.ts';
import { WorldLog } from '../../server/hosting/world-log.ts';
import { atEnd, SCENE, serve } from './running.ts';

interface Line {
  readonly level: number;
  readonly msg: string;
  readonly [key: string]: unknown;
}

function logging(): { log: Log; lines: Line[] } {
  const lines: Line[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(JSON.parse(line) as Line) });
  return { log, lines };
}

function entry(message: string, more: Partial<LogEntry> = {}): LogEntry {
  return { seq: 1, tick: 1, time: 0, level: 'warn', entity: 'lamp', source: 'WebsocketClient', message, ...more };
}
const warnings = (lines: readonly Line[]): Line[] => lines.filter((line) => line.level >= 40);

test('what goes wrong with a thousand clients in the same way is one line, and a minute later one with their count', () => {
  const { log, lines } = logging();
  let now = 0;
  const told = new WorldLog(log, () => now);
  for (let client = 0; client < 1000; client++) told.tell(entry('could not connect', { entity: `e${client}` }));
  now = 30_000;
  told.tell(entry('could not connect'));
  expect(warnings(lines)).toEqual([expect.objectContaining({ msg: 'could not connect', entity: 'e0' })]);
  now = 61_000;
  told.tell(entry('could not connect', { entity: 'last' }));
  expect(warnings(lines)).toEqual([expect.anything(), expect.objectContaining({ msg: 'could not connect', entity: 'last', again: 1000 })]);
});

test('a machine whose open files have run out is one line a minute, though how many are open is another number each time', () => {
  const { log, lines } = logging();
  const told = new WorldLog(log, () => 0);
  for (let open = 0; open < 100; open++)
    told.tell(entry(`WW_MACHINE_FULL: the node "get": this machine has no room: ${open} files are open`, { entity: `e${open}` }));
  expect(warnings(lines)).toHaveLength(1);
});

test('a flood of different lines is cut, and the next line tells by how much', async () => {
  const { log, lines } = logging();
  const told = new WorldLog(log);
  for (let index = 0; index < 500; index++) told.tell(entry(`failure ${index}`));
  const first = warnings(lines).length;
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThan(100);
  await new Promise((resolve) => setTimeout(resolve, 400));
  told.tell(entry('one more'));
  expect(warnings(lines).at(-1)).toMatchObject({ msg: 'one more', untold: 500 - first });
});

test('what goes well, that the log of a world was cut, and who waits for access are no warnings of the server', () => {
  const { log, lines } = logging();
  const told = new WorldLog(log);
  told.tell(entry('open in 3 ms', { level: 'info' }));
  told.tell(entry('500 more entries of this tick were left out', { source: 'log' }));
  told.tell(entry('waits for access: an Admin is asked (WW_ACCESS_WAITING)'));
  expect(warnings(lines)).toEqual([]);
  expect(lines).toHaveLength(3);
});

test('lines for people begin with what they are about, and nothing that a peer has written steers the terminal', () => {
  let text = '';
  const format = prettyFactory({ ...FOR_PEOPLE, colorize: false });
  const log = pino({}, { write: (line: string) => void (text += logLine(line, format)) });
  log.child({ world: 'garden' }).warn({ entity: 'lamp', tick: 7, source: 'WebsocketClient' }, 'closed by the server: \u001b[2Jbye\n');
  log.info('closing');
  expect(text).toMatch(/^\[\d\d:\d\d:\d\d\] WARN: garden\/lamp: closed by the server: \\u\{1b\}\[2Jbye\\u\{a\}\n\[\d\d:\d\d:\d\d\] INFO: closing\n$/);
});

const STEERING = '\u001b[2J \u009b2J \u202e \u2028 \u200b \ud800 \r\n[12:00:00] INFO: all is well';

test('in a message, in fields, in their names and in failures, what cannot be seen is spelled out, for people and as JSON alike', () => {
  let people = '',
    json = '';
  const format = prettyFactory({ ...FOR_PEOPLE, colorize: false });
  const log = pino(
    {},
    {
      write: (line: string) => {
        people += logLine(line, format);
        json += logLine(line);
      },
    },
  );
  log.warn({ world: STEERING, file: STEERING, [`x${STEERING}`]: { deep: [STEERING] }, err: new Error(STEERING) }, STEERING);
  // oxlint-disable-next-line no-control-regex -- these are what must not be there
  const unseen = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e\u200b\ud800]/;
  expect(people).not.toMatch(unseen);
  expect(json).not.toMatch(unseen);
  expect(people.split('\n').filter((line) => line.startsWith('[12:00:00]'))).toEqual([]);
  expect(json.split('\n')).toHaveLength(2);
  expect(JSON.parse(json)).toMatchObject({ msg: STEERING, file: STEERING });
});

test('a component that is not known is one warning, however many entities have it', async () => {
  const { log, lines } = logging();
  const entities = Array.from({ length: 50 }, (_, index) => ({ id: `e${index}`, components: { Magic: { Power: index }, Comment: {} } }));
  await serve({ log, worlds: [{ scene: { ...SCENE, entities }, name: 'unknown' }] });
  const unknown = warnings(lines).filter((line) => line['code'] === 'WW_SCENE_UNKNOWN');
  expect(unknown).toEqual([expect.objectContaining({ world: 'unknown', msg: expect.stringMatching(/Magic.*49 more places/) })]);
});

test('it is one warning, too, where each of them stands in a line of a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'worldwire-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'unknown.json');
  const entities = Array.from({ length: 50 }, (_, index) => ({ id: `e${index}`, components: { Magic: { Power: index }, Comment: {} } }));
  await writeFile(file, JSON.stringify({ ...SCENE, entities }, null, 2));
  const { log, lines } = logging();
  await serve({ log, worlds: [{ file }] });
  const unknown = warnings(lines).filter((line) => line['code'] === 'WW_SCENE_UNKNOWN');
  expect(unknown).toEqual([expect.objectContaining({ msg: expect.stringMatching(/unknown\.json:\d+:\d+: entities\/0.*Magic.*49 more places/) as string })]);
});

test('two worlds of one name are refused before anything is heard or runs', async () => {
  const { log, lines } = logging();
  const two = [SCENE, SCENE].map((scene) => ({ scene, name: 'same' }));
  await expect(startServer({ port: 0, log, worlds: two })).rejects.toMatchObject({ code: 'WW_CONFIG_INVALID', message: expect.stringContaining('same') });
  expect(lines.filter((line) => line.msg.startsWith('listening'))).toEqual([]);
});

test('a recording that cannot be written is told before any world runs', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'worldwire-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const { log, lines } = logging();
  const client = { id: 'lamp', components: { WebsocketClient: { URL: 'ws://127.0.0.1:9/', HandlingUser: { userId: 'host' } } } };
  const worlds = [
    { scene: { ...SCENE, entities: [client] }, name: 'first' },
    { scene: SCENE, name: 'second', record: join(folder, 'missing', 'x.recording') },
  ];
  await expect(startServer({ port: 0, log, worlds })).rejects.toMatchObject({ code: 'WW_SAVE_FAILED' });
  expect(lines.filter((line) => line['world'] === 'first')).toEqual([]);
});
