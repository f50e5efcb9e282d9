import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { program } from '../../server/cli/main.ts';
import { ended, start } from './built.ts';
import { performed } from './in-process.ts';
import { atEnd, SCENE } from './running.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** Every command, with what it needs besides; what it does lies behind a configuration that has a fault, so that none of it is done. */
const COMMANDS: readonly (readonly string[])[] = [
  ['run', 'none.json'],
  ['check', 'none.json'],
  ['replay', 'none.recording'],
  ['join', 'http://127.0.0.1:1', '--user', 'Anna'],
  ['token', '--role', 'Guest'],
  ['token', 'list'],
  ['token', 'revoke', '1a2b3c4d'],
  ['access', 'list'],
  ['access', 'allow', 'echo.example:443'],
  ['access', 'deny', 'echo.example:443'],
  ['access', 'forget', 'echo.example:443'],
  ['new', 'plugin', 'bell'],
  ['types', 'none'],
  ['report', 'none.json', '--yes'],
  ['peer', 'none.har'],
  ['versions', 'none.json'],
  ['versions', 'show', 'none.json', '1'],
  ['versions', 'restore', 'none.json', '1'],
];

test('this list has every command that there is', () => {
  const named = program().commands.flatMap((command) =>
    command.commands.length === 0 ? [command.name()] : command.commands.map((inner) => `${command.name()} ${inner.name()}`),
  );
  // Help tells how commands are used, and does nothing that a configuration could say.
  for (const name of named.filter((each) => !/(?:^| )help$/.test(each)))
    expect(
      COMMANDS.some((argv) => argv.join(' ').startsWith(name)),
      name,
    ).toBe(true);
});

test.each(COMMANDS)('--config is heeded by `%s %s` in every place where it may stand', async (...argv) => {
  const file = join(await folder(), 'config.json');
  await writeFile(file, JSON.stringify({ colour: 'red' }));
  for (let place = 0; place <= argv.length; place += 1) {
    // Between a flag and its value it would be the value.
    if (argv[place - 1]?.startsWith('--') === true) continue;
    for (const option of [['--config', file], [`--config=${file}`]]) {
      const line = [...argv.slice(0, place), ...option, ...argv.slice(place)];
      await expect(program().parseAsync(['node', 'worldwire', ...line]), line.join(' ')).rejects.toMatchObject({
        code: 'WW_CONFIG_INVALID',
        message: expect.stringContaining('colour'),
      });
    }
  }
});

test('a token that was made with a configuration is listed and taken back with it, wherever it stands; two configurations are refused', async () => {
  const state = await folder();
  const config = join(await folder(), 'config.json');
  await writeFile(config, JSON.stringify({ stateFolder: state }));
  const environment = { XDG_STATE_HOME: await folder() };
  const cli = async (...argv: string[]): Promise<{ out: string; err: string }> => {
    const program = await performed(argv, environment);
    expect(program.code, program.err).toBe(0);
    return program;
  };
  const made = await cli('token', '--role', 'Guest', '--config', config);
  const [, id = ''] = /worldwire token revoke ([0-9a-f]{8}) --config/.exec(made.err) ?? [];
  expect(id).not.toBe('');
  expect((await cli('token', 'list')).out).toContain('No tokens are kept.');
  expect((await cli('token', '--config', config, 'list')).out).toContain(id);
  expect((await cli('--config', config, 'token', 'revoke', id)).out).toContain(`Took ${id} back`);
  expect((await cli('token', 'list', '--config', config)).out).toContain('No tokens are kept.');

  const other = join(await folder(), 'config.json');
  await writeFile(other, JSON.stringify({ stateFolder: state }));
  const twice = await performed(['--config', other, 'token', 'list', '--config', config], environment);
  expect(twice.code).toBe(1);
  expect(twice.err).toContain('there is one configuration');
});

test('check knows the components of the plugins that a configuration names', async () => {
  const place = await folder();
  await writeFile(join(place, 'plugin.mjs'), 'export const plugin = { components: [], systems: [] };\nprocess.stderr.write("plugin read\\n");\n');
  await writeFile(join(place, 'config.json'), JSON.stringify({ plugins: ['plugin.mjs'] }));
  await writeFile(join(place, 'scene.json'), JSON.stringify(SCENE));
  const program = start(['check', join(place, 'scene.json'), '--config', join(place, 'config.json')]);
  expect(await ended(program), program.err).toBe(0);
  expect(program.err).toContain('plugin read');
});
