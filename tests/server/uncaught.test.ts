/** An error that a plugin leaves in the server's own thread ends the server in good order, and is told with its plugin. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { endOnUncaught, uncaughtLines } from '../../server/cli/uncaught.ts';
import { badPlace, go, type BadPlace } from './bad-plugin.ts';
import { ended, start } from './built.ts';
import { api, until, type SCENE } from './running.ts';

/** Starts worlds with the plugin in one thread, edits one of them, and has the plugin leave an error. */
async function leaveError(at: BadPlace, settings: object, fault = 'reject') {
  const config = join(at.folder, 'config.json');
  const token = 'a-token-of-these-tests-alone';
  const startWorlds = ['bad', 'well'].map((world) => at.file(world));
  await writeFile(config, JSON.stringify({ startWorlds, port: 0, token, stateFolder: join(at.folder, 'state'), plugins: [at.plugin], ...settings }));
  const program = start(['run', '--config', config]);
  const origin = await until('the printed address', () => /http:\/\/127[^/]+/.exec(program.out)?.[0]);
  const server = { origin, token } as RunningServer;
  expect((await api(server, '/api/worlds/well/operations', { operations: [{ op: 'addEntity', entity: { id: 'mine' } }] })).status).toBe(200);
  await go(server, fault).catch(() => undefined);
  if (fault === 'quit') program.child.kill('SIGTERM');
  expect(await ended(program)).toBe(1);
  return program;
}
const idsIn = async (file: string) => (JSON.parse(await readFile(file, 'utf8')) as typeof SCENE).entities.map(({ id }) => id);

test('it names the plugin and the place beside its stack, the worlds are saved, and the server ends with 1', async () => {
  const at = await badPlace();
  const { err } = await leaveError(at, { saveOnExit: true });
  const [, place] =
    /^WW_PLUGIN_UNCAUGHT the plugin (.+) has left an error that nothing catches, at .+bad-plugin\.mjs:\d+:\d+: Error: nobody catches this$/m.exec(
      err,
    ) as unknown as string[];
  expect(place).toBe(at.plugin);
  expect(err).toMatch(/^ {4}at .*bad-plugin\.mjs:\d+:\d+/m);
  expect(err, 'what to do').toContain('--threads');
  expect(err, 'what Node says by itself').not.toMatch(/Node\.js v|triggerUncaughtException/);
  expect(await idsIn(at.file('well'))).toContain('mine');
});

test('where nothing is saved on exit it says what is lost', async () => {
  const at = await badPlace();
  const { err } = await leaveError(at, {});
  expect(err).toMatch(/^well: in no scene file, and kept in its journal: 1 edit since /m);
  expect(await idsIn(at.file('well'))).not.toContain('mine');
});

test('where it ends the process itself that is said, with what is lost, and the code is not 0', async () => {
  const at = await badPlace();
  const { err } = await leaveError(at, { saveOnExit: true }, 'exit');
  expect(err).toMatch(/^WW_PLUGIN_EXIT a plugin has ended the process, by process\.exit\(0\)\.$/m);
  expect(err, 'what to do').toContain('--threads');
  expect(err).toMatch(/^well: in no scene file, and kept in its journal: 1 edit since /m);
  expect(await idsIn(at.file('well')), 'a process that exits can save nothing').not.toContain('mine');
});

test('a plugin that ends the process while it ends in good order, or with a code that the system takes for 0, does not make it look well', async () => {
  const at = await badPlace();
  const { err } = await leaveError(at, { saveOnExit: true }, 'quit');
  expect(err).toMatch(/^WW_PLUGIN_EXIT /m);
  expect(err).toMatch(/^well: in no scene file, and kept in its journal: 1 edit since /m);
  expect((await leaveError(await badPlace(), {}, 'none')).err).toMatch(/^WW_PLUGIN_EXIT .*process\.exit\(256\)/m);
});

test('whose it is is told by the files of the stack: of the plugin, of its package, or ours', async () => {
  const at = await badPlace();
  const stackOf = (...files: readonly string[]): Error =>
    Object.assign(new Error('gone wrong'), { stack: `Error: gone wrong\n${files.map((file) => `    at work (${file}:3:5)`).join('\n')}` });
  const [ours, ws] = [fileURLToPath(new URL('../../dist/server/start-server.js', import.meta.url)), '/srv/bells/node_modules/ws/index.js'];
  const told = (error: unknown, plugins: readonly string[] = [at.plugin, '/srv/bells/src/index.js']): string => uncaughtLines(error, plugins)[0] as string;
  expect(told(stackOf(ours, 'node:timers', at.plugin))).toContain(`the plugin ${at.plugin} has left`);
  expect(told(stackOf(pathToFileURL('/srv/bells/src/bell.js').href))).toMatch(
    /^WW_PLUGIN_UNCAUGHT the plugin \/srv\/bells\/src\/index\.js .* at .*bell\.js:3:5: /,
  );
  for (const error of [stackOf(ours), stackOf(ws)]) {
    expect(uncaughtLines(error, [at.plugin, '/srv/bells/src/index.js']).slice(0, 2)).toEqual([
      'WW_INTERNAL Error: gone wrong',
      expect.stringMatching(/^ {4}at work/),
    ]);
  }
  // What has no stack is somebody's who does not say who.
  expect(told('a word', [at.plugin])).toBe(
    `WW_PLUGIN_UNCAUGHT the plugin ${at.plugin} has left an error that nothing catches, most likely; it does not say where it comes from: a word`,
  );
  expect(told('a word')).toContain(`one of the plugins (${at.plugin}, /srv/bells/src/index.js)`);
  expect(told('a word', [])).toBe('WW_INTERNAL a word');
});

test('whatever was thrown, and however it reads, the server is ended', () => {
  const odd = (change: object): Error => Object.defineProperties(new Error('odd'), Object.getOwnPropertyDescriptors(change));
  const throwing = (): never => {
    throw new Error('not to be read');
  };
  for (const thrown of [
    odd({ stack: [] }),
    odd({ stack: 5 }),
    odd({ message: Symbol('words') }),
    odd({
      get stack() {
        return throwing();
      },
    }),
    new Proxy({}, { getPrototypeOf: throwing }),
    Object.create(null) as unknown,
    undefined,
  ]) {
    let ends = 0;
    const others = process.listeners('uncaughtException');
    const letGo = endOnUncaught(['/srv/bells/src/index.js'], () => (ends += 1));
    const [mine] = process.listeners('uncaughtException').filter((each) => !others.includes(each));
    mine?.(thrown as Error, 'uncaughtException');
    letGo();
    expect(ends).toBe(1);
  }
});

test('what an error quotes of a peer is no place in a program, and takes no time to be looked through', () => {
  const quoting = new Error(`bad message: x\n    at evil (/srv/bells/src/index.js:1:1)\n    at ${'('.repeat(300_000)}`);
  const lines = uncaughtLines(quoting, ['/srv/bells/src/index.js']);
  expect(lines[0]).not.toContain('at /srv/bells/src/index.js:1:1');
  expect(lines[0]).toMatch(/^WW_INTERNAL /);
});

test('a promise that is rejected with nothing is that of a plugin, of which Node tells no place', () => {
  const error = Object.assign(new Error('rejected'), { stack: 'Error: rejected\n    at new UnhandledPromiseRejection (node:internal/process/promises:1:2)' });
  expect(uncaughtLines(error, ['/srv/bells/src/index.js'])[0]).toContain('the plugin /srv/bells/src/index.js has left an error');
});
