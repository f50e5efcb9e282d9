import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ended, start } from './built.ts';
import { performed } from './in-process.ts';
import { atEnd } from './running.ts';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const ECHO_BOT = join(ROOT, 'dist/worlds/echo-bot/index.js');

async function folder(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'worldwire-types-'));
  atEnd(() => rm(path, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
  return path;
}

/** A plugin is loaded by the program as it is built, whose engine it imports. */
async function withEchoBot(at: string): Promise<string> {
  const program = start(['types', at, '--plugin', ECHO_BOT]);
  expect(await ended(program)).toBe(0);
  return program.out;
}

/** What the compiler of this project says of a folder. */
function compiled(at: string, configuration: string): string {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  return spawnSync(process.execPath, [tsc, '-p', configuration, '--pretty', 'false'], { cwd: at, encoding: 'utf8' }).stdout;
}

test('what is written is all that an editor needs, with the components of plugins', async () => {
  const at = await folder({
    'lamp.ts': "import { on } from './on.ts';\nentity.get('EchoBot')!.on('OnHeard', ({ text }) => print(on, text.length));\nentity.get('FloatValue')!.Valu;\n",
    'on.ts': 'export const on: boolean = true;\nwindow;\nfetch("http://a").then((answer) => answer.status.toFixed());\nlet socket: WebSocket;\n',
  });
  const [declarations, configuration] = (await withEchoBot(at)).split('\n');
  expect(declarations).toBe(`${join(at, 'worldwire-script.d.ts')} was written.`);
  expect(configuration).toBe(`${join(at, 'tsconfig.json')} was written, for editors. It is yours to change: it is not written again.`);
  expect((await readdir(at)).sort()).toEqual(['lamp.ts', 'on.ts', 'tsconfig.json', 'worldwire-script.d.ts']);
  expect(
    compiled(at, 'tsconfig.json')
      .split('\n')
      .map((line) => line.replace(/: error.*/, '')),
  ).toEqual(['lamp.ts(3,27)', 'on.ts(2,1)', '']);
});

test('a folder of JavaScript has a jsconfig.json, in which files are checked that ask for it', async () => {
  const at = await folder({ 'a.js': "// @ts-check\nentity.get('FloatValu');\n", 'b.js': "entity.get('FloatValu');\nconst a = 3;\n", 'c.js': 'const a = 4;\n' });
  const program = start(['types', at]);
  expect(await ended(program)).toBe(0);
  expect(program.out).toContain(`${join(at, 'jsconfig.json')} was written`);
  expect(compiled(at, 'jsconfig.json')).toMatch(/^a\.js\(2,12\): error[^]*ComponentKey/);
  expect(compiled(at, 'jsconfig.json')).not.toMatch(/^[bc]\.js/m);
});

test('what it has written is written anew, and nothing else is', async () => {
  const at = await folder({ 'tsconfig.json': '{}' });
  expect((await performed(['types', at])).out).toContain('tsconfig.json is yours, and was left as it is');
  expect((await readdir(at)).sort()).toEqual(['tsconfig.json', 'worldwire-script.d.ts']);
  const file = join(at, 'worldwire-script.d.ts');
  const first = await readFile(file, 'utf8');
  expect((await performed(['types', at])).out).toContain('worldwire-script.d.ts is as it should be.');
  await withEchoBot(at);
  expect(await readFile(file, 'utf8')).not.toBe(first);
  expect((await performed(['types', at])).out).toContain('was written anew');
  expect([await readFile(file, 'utf8'), await readFile(join(at, 'tsconfig.json'), 'utf8')]).toEqual([first, '{}']);

  await writeFile(file, 'mine');
  const { code, err } = await performed(['types', at]);
  expect([code, await readFile(file, 'utf8')]).toEqual([1, 'mine']);
  expect(err).toContain('was not written by `worldwire types`');
  expect((await performed(['types', join(at, 'none')])).err).toContain('is no folder in which something could be written: there is no such file');
});
