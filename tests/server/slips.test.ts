import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { failureLines } from '../../server/cli/failure.ts';
import { startServer } from '../../server/index.ts';
import { performed, type Performed } from './in-process.ts';
import { atEnd, SCENE } from './running.ts';

// What a command line says of a slip of whoever typed it: what is wrong, where, and what to type instead.

async function folder(): Promise<string> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'worldwire-test-')));
  atEnd(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** A folder with scenes, and a plugin in a folder of its own. */
async function place(): Promise<string> {
  const path = await folder();
  for (const name of ['garden.scene.json', 'fleet.scene.json', 'moor.scene.json', 'pond.scene.json']) await writeFile(join(path, name), JSON.stringify(SCENE));
  await mkdir(join(path, 'bell'));
  await writeFile(join(path, 'bell', 'index.js'), 'export const plugin = {};');
  return path;
}

/** What a command says that ends with a fault. */
async function said(at: string, ...argv: string[]): Promise<string> {
  const { code, err, out }: Performed = await performed(argv, { XDG_STATE_HOME: at }, at);
  expect({ code, out }, err).toEqual({ code: 1, out: '' });
  return err;
}

test.each([['--port=-1'], ['--port=65536'], ['--port=1.5'], ['--port='], ['--port=http']])(
  '%s is told which ports there are, and where to read of run',
  async (flag) => {
    const err = await said(await place(), 'run', 'garden.scene.json', flag);
    expect(err).toContain(`argument '${flag.slice(7)}' is invalid. Expected a port: a whole number from 0, which takes a free one, to 65535.`);
    expect(err).toContain('(worldwire run --help shows how)');
  },
);

test.each([
  ['--token=short', '--token: expected at least 22 characters'],
  ['--allow-host=a b', '--allow-host: "a b" cannot be read; expected a URL'],
  ['--allow-host=', '--allow-host: "" cannot be read; expected a URL'],
  ['--host=', '--host: expected an address to listen on'],
])('%s is told by the name of the option, once', async (flag, words) => {
  const err = await said(await place(), 'run', 'garden.scene.json', flag);
  expect(err).toContain(`WW_CONFIG_INVALID The command line has a fault: ${words}`);
  expect(err.split('\n').filter((line) => line.includes('expected a'))).toHaveLength(1);
});

test('a trace in a folder, there or not, is told to name a file in it; one below a file, or where there is no folder, which it is', async () => {
  const at = await place();
  for (const [flag, words] of [
    ['traces/', '--trace traces/: expected a file; name one, as traces/a.trace.'],
    ['bell/', '--trace bell/: expected a file; name one, as bell/a.trace.'],
    ['', '--trace "": expected a file; name one, as a.trace.'],
    ['bell', `The trace ${join(at, 'bell')} cannot be written: it is a folder; name a file in it, as ${join(at, 'bell', 'a.trace')}`],
    ['garden.scene.json/a', `The trace ${join(at, 'garden.scene.json', 'a')} cannot be written: what it names as a folder is a file`],
    ['traces/a', `The trace ${join(at, 'traces', 'a')} cannot be written: there is no such folder`],
  ] as const)
    expect(await said(at, 'run', 'garden.scene.json', '--no-open', '--port=0', '--trace', flag), flag).toContain(words);
  expect((await readdir(at)).includes('traces'), 'which nobody has asked for').toBe(false);
});

test.each([
  ['garden.scene.json/', 'WW_SAVE_FAILED No recording can be written to garden.scene.json/: what it names as a folder is a file'],
  ['garden.scene.json/a/', 'WW_SAVE_FAILED No recording can be written to garden.scene.json/a/: what it names as a folder is a file'],
  ['', 'WW_CONFIG_INVALID --record "": expected a file, a folder, or a pattern'],
])('a recording to "%s", where no folder can be, is told so, and is no fault of ours', async (flag, words) => {
  expect(await said(await place(), 'run', 'garden.scene.json', '--no-open', '--port=0', '--record', flag)).toContain(words);
});

test('a state folder that is a file is told as what it is, and not as one in which something is missing', async () => {
  const at = await place();
  await writeFile(join(at, 'server.json'), JSON.stringify({ stateFolder: 'garden.scene.json' }));
  for (const [command, name] of [
    [['token', 'list'], 'tokens.json'],
    [['access', 'list'], 'access.json'],
  ] as const)
    expect(await said(at, ...command, '--config', 'server.json')).toContain(
      `WW_CONFIG_INVALID ${join(at, 'garden.scene.json', name)} cannot be read: what it names as a folder is a file`,
    );
});

test('a tick rate that no world has is told what may be given', async () => {
  expect(await said(await place(), 'run', 'garden.scene.json', '--tick-rate', '0')).toContain('Expected ticks a second: a number above 0, at most 1000.');
});

test('a token without a role is told how it is given one, and which there are', async () => {
  expect(await said(await folder(), 'token')).toBe(
    'error: a token needs a role, as in `worldwire token --role Guest`; the roles are Admin, Moderator, Builder, Guest and Spectator.\n' +
      '(worldwire token --help shows how)\n',
  );
  expect(await said(await folder(), 'token', '--role', 'Gust')).toContain('Allowed choices are Admin, Moderator, Builder, Guest, Spectator.');
});

test('a role may be written in small letters', async () => {
  const made = await performed(['token', '--role', 'guest'], { XDG_STATE_HOME: await folder() });
  expect(made, made.err).toMatchObject({ code: 0 });
  expect(made.err).toContain('joins as Guest');
});

test.each([
  [
    ['help', 'nope'],
    'error: there is no command "worldwire nope"; there are run, check, replay, versions, join, access, token, report, peer, types, new, help\n' +
      '(worldwire --help',
  ],
  [['help', 'chekc'], '(Did you mean check?)\n'],
  [['help', 'access', 'alow'], 'error: there is no command "worldwire access alow"; there are list, allow, deny, forget, help\n(Did you mean allow?)\n'],
  [['help', 'run', 'fast'], 'error: "worldwire run" has no commands of its own, so none called "fast"\n(worldwire run --help'],
  [['token', 'lst'], 'error: there is no command "worldwire token lst"; there are list, revoke\n(Did you mean list?)\n(worldwire token --help'],
  [['token', 'list', 'x'], "error: too many arguments for 'list'"],
])('%j is told what there is instead, and nothing else', async (argv, words) => {
  const err = await said(await folder(), ...argv);
  expect(err).toContain(words);
  expect(err).not.toContain('Usage:');
});

test('help of a command tells what its --help does', async () => {
  for (const [asked, same] of [
    [['help'], ['--help']],
    [
      ['help', 'run'],
      ['run', '--help'],
    ],
    [
      ['help', 'access', 'allow'],
      ['access', 'allow', '--help'],
    ],
    [
      ['access', 'help', 'allow'],
      ['access', 'allow', '--help'],
    ],
  ] as const)
    expect(await performed(asked)).toEqual(await performed(same));
});

test('a plugin that is not there is told by its path, with what was meant, and all of them at once', async () => {
  const at = await place();
  const one = await said(at, 'run', 'garden.scene.json', '--plugin', 'bell/inde.js');
  expect(one).toContain(`WW_PLUGIN_NOT_FOUND the plugin ${join(at, 'bell/inde.js')} is not there; did you mean ${join('bell', 'index.js')}?\nCheck the path`);
  expect(one).not.toContain('imported from');
  expect(await said(at, 'check', 'garden.scene.json', '--plugin', 'bel/index.js')).toContain(`; did you mean ${join('bell', 'index.js')}?`);
  const two = await said(at, 'run', 'garden.scene.json', '--plugin', 'a-chime.js', '--plugin', 'a-gong.js');
  for (const name of ['a-chime.js', 'a-gong.js']) expect(two).toContain(`  the plugin ${join(at, name)} is not there\n`);
});

test('a folder that is named as a plugin is told which module of it is meant', async () => {
  const at = await place();
  expect(await said(at, 'run', 'garden.scene.json', '--plugin', 'bell')).toContain(
    `WW_PLUGIN_NOT_FOUND the plugin ${join(at, 'bell')} is a folder; name the module in it: ${join(at, 'bell', 'index.js')}`,
  );
  await mkdir(join(at, 'empty'));
  expect(await said(at, 'run', 'garden.scene.json', '--plugin', 'empty')).toContain('is a folder; name the module in it that exports `plugin`');
});

test('an option that is mistyped is told which was meant', async () => {
  expect(await said(await place(), 'run', 'garden.scene.json', '--plugn', 'bell')).toContain("unknown option '--plugn'\n(Did you mean --plugin?)");
});

test('a scene that is named twice is told so before anything is opened, by whatever path and wherever', async () => {
  const at = await place();
  expect(await said(at, 'run', 'garden.scene.json', 'garden.scene.json')).toContain(
    'WW_CONFIG_INVALID garden.scene.json is named twice on the command line, and a file is open in one world at a time. Name it once',
  );
  expect(await said(at, 'run', 'garden.scene.json', 'bell/../garden.scene.json')).toContain(
    'WW_CONFIG_INVALID garden.scene.json, which is bell/../garden.scene.json, is named twice on the command line',
  );
  await writeFile(join(at, 'config.json'), JSON.stringify({ startWorlds: [{ path: 'garden.scene.json', name: 'other' }] }));
  expect(await said(at, 'run', 'garden.scene.json', '--config', 'config.json')).toContain(
    `is named on the command line and in startWorlds/0 of the configuration, and a file is open in one world at a time`,
  );
});

test('a folder that is named as a scene is told which scenes are in it', async () => {
  const at = await place();
  await mkdir(join(at, 'empty'));
  const checked = await performed(['check', at, join(at, 'empty')]);
  expect(checked.code).toBe(1);
  expect(checked.out).toContain(`${at}: fault: cannot be read: it is a folder; name a scene file in it: ${join(at, 'fleet.scene.json')}`);
  expect(checked.out).toMatch(/moor\.scene\.json, …\n/);
  expect(checked.out).not.toContain('pond.scene.json');
  expect(checked.out).toContain('it is a folder, and no scene file (*.json) lies in it');
});

test('all scenes of a server that cannot be opened are told at once, each with its code and what to do', async () => {
  const at = await place();
  await writeFile(join(at, 'torn.json'), '{');
  await writeFile(join(at, 'odd.json'), JSON.stringify({ ...SCENE, entities: [{ id: 'a', parent: 'none' }, {}] }));
  const worlds = ['torn.json', 'garden.scene.json', 'odd.json', 'graden.scene.json'].map((name) => ({ file: join(at, name) }));
  const error = await startServer({ port: 0, log: pino({ level: 'silent' }), worlds }).then(
    () => undefined,
    (reason: unknown) => reason as { code: string; message: string; faults: { message: string; code?: string }[] },
  );
  expect(error).toMatchObject({ code: 'WW_SCENE_SYNTAX', message: expect.stringContaining('3 of 4 worlds cannot be opened: ') as string });
  expect(error?.faults.map(({ message }) => message)).toEqual([
    expect.stringContaining('torn.json:1:2'),
    expect.stringContaining('none'),
    expect.stringContaining('id'),
    expect.stringContaining('graden.scene.json cannot be read'),
  ]);
  const lines = failureLines(error);
  expect(lines.filter((line) => line.startsWith('WW_')).map((line) => line.slice(0, line.indexOf(' ')))).toEqual([
    'WW_SCENE_SYNTAX',
    'WW_SCENE_INVALID',
    'WW_SCENE_NOT_FOUND',
  ]);
  expect(lines.join('\n')).toContain(`did you mean ${join(at, 'garden.scene.json')}?`);
  // Those that were made are closed again, so that their files are free.
  const server = await startServer({ port: 0, log: pino({ level: 'silent' }), worlds: [{ file: join(at, 'garden.scene.json') }] });
  await server.close();
});

test('one scene of several that cannot be opened is told alone, as its own failure', async () => {
  const at = await place();
  const worlds = ['garden.scene.json', 'none.json'].map((name) => ({ file: join(at, name) }));
  await expect(startServer({ port: 0, log: pino({ level: 'silent' }), worlds })).rejects.toMatchObject({
    code: 'WW_SCENE_NOT_FOUND',
    message: `${join(at, 'none.json')} cannot be read: there is no such file`,
  });
});

test.each([
  [['replay', 'bell'], 'WW_RECORDING_INVALID bell cannot be read: it is a folder'],
  [['replay', 'none'], 'WW_RECORDING_INVALID none cannot be read: there is no such file'],
  [['run', '--from', 'bell'], 'WW_SNAPSHOT_INVALID bell cannot be read: it is a folder'],
  [['run', '--config', 'none.json'], 'WW_CONFIG_INVALID The configuration none.json cannot be read: there is no such file'],
  [['run', '--config', 'bell'], 'WW_CONFIG_INVALID The configuration bell cannot be read: it is a folder'],
])('%j is told why in words, not by what the system calls it', async (argv, words) => {
  const err = await said(await place(), ...argv);
  expect(err).toContain(words);
  expect(err).not.toMatch(/ENOENT|EISDIR|WW_INTERNAL/);
});

test('an address that this machine does not have is told what may be listened on', async () => {
  const listening = startServer({ port: 0, host: '192.0.2.1', log: pino({ level: 'silent' }) });
  await expect(listening).rejects.toMatchObject({
    code: 'WW_CONFIG_INVALID',
    message: expect.stringContaining('this machine has no such address; --host') as string,
  });
});
