import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { ended, start } from './built.ts';
import { atEnd } from './running.ts';

const ROOT = new URL('../../', import.meta.url);
const SCENE = fileURLToPath(new URL('worlds/parlour.scene.json', ROOT));

/** What a run of the built command line loads: its own files, and the names of packages. */
async function loadedBy(...args: string[]): Promise<{ own: string[]; packages: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const list = join(folder, 'loaded');
  const hooks = `
    import { appendFileSync } from 'node:fs';
    export async function load(url, context, next) {
      appendFileSync(${JSON.stringify(list)}, url + '\\n');
      return next(url, context);
    }`;
  const register = `
    import { register } from 'node:module';
    register('data:text/javascript,' + ${JSON.stringify(encodeURIComponent(hooks))});`;
  const run = start(args, {
    NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(register)}`,
    XDG_STATE_HOME: folder,
    XDG_CONFIG_HOME: folder,
  });
  expect(await ended(run), run.err).toBe(0);
  const urls = [...new Set((await readFile(list, 'utf8')).trim().split('\n'))];
  const packages = urls.flatMap((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? []);
  return {
    own: urls.filter((url) => url.startsWith(pathToFileURL(fileURLToPath(ROOT)).href) && !url.includes('/node_modules/')),
    packages: [...new Set(packages)].toSorted(),
  };
}

test('help loads what reads a command line, and neither an engine nor a server', async () => {
  for (const args of [['--help'], ['run', '--help'], ['--version']]) {
    const { own, packages } = await loadedBy(...args);
    expect(packages, args.join(' ')).toEqual(['commander']);
    expect(own.length, own.join('\n')).toBeLessThan(10);
  }
});

test.each([
  { command: 'check', rest: [SCENE] },
  { command: 'token', rest: ['list'] },
  { command: 'access', rest: ['list'] },
  { command: 'access', rest: ['allow', 'echo.example:443'] },
])('worldwire $command loads no server, no log and no sockets', async ({ command, rest }) => {
  const { packages } = await loadedBy(command, ...rest);
  for (const name of ['fastify', 'pino', 'pino-pretty', 'socket.io', 'socket.io-client', 'ws']) expect(packages).not.toContain(name);
});
