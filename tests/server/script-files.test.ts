/** Files of scripts, beside the scene of a running server: read, watched, and kept within the scene's folder. */
import { mkdir, mkdtemp, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { createDoor, createRegistry, restoreWorld } from '../../engine/index.ts';
import { quickJs } from '../../sandbox/quickjs.ts';
import { replay, type RunningServer } from '../../server/index.ts';
import { api, atEnd, serve, until } from './running.ts';

interface Served {
  /** The folder of the scene. */
  readonly folder: string;
  readonly server: RunningServer;
  readonly recording: string;
  write(name: string, text: string | Uint8Array): Promise<void>;
  /** Lines that scripts have in the log, in order. */
  lines(): Promise<string[]>;
  said(line: string | RegExp): Promise<string>;
}

/** Serves a scene with a script for each of the names of files, in a folder that is prepared by then. */
async function served(
  scripts: Readonly<Record<string, string>>,
  prepare: (folder: string, write: Served['write']) => Promise<unknown>,
  options: { readonly threads?: boolean; readonly record?: boolean } = {},
): Promise<Served> {
  const above = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(above, { recursive: true, force: true }));
  const folder = join(above, 'scene');
  const recording = join(above, 'a.recording');
  const write = async (name: string, text: string | Uint8Array): Promise<void> => {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  };
  await mkdir(folder);
  await writeFile(join(above, 'secret.js'), 'print("secret")');
  const entities = Object.entries(scripts).map(([id, File]) => ({ id, name: id, components: { Script: { File } } }));
  await write('world.json', JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'World', entities }));
  await prepare(folder, write);
  const { threads, record = false } = options;
  const server = await serve({
    worlds: [{ file: join(folder, 'world.json'), name: 'world', ...(record ? { record: recording } : {}) }],
    ...(threads === undefined ? {} : { threads }),
  });
  const lines = async (): Promise<string[]> => {
    const { json } = await api(server, '/api/worlds/world/log?limit=1000');
    const entries = json['entries'] as unknown as readonly { readonly source: string; readonly message: string }[];
    return entries.filter(({ source }) => source.startsWith('Script')).map(({ message }) => message);
  };
  const isSaid = (line: string | RegExp, each: string): boolean => (typeof line === 'string' ? each === line : line.test(each));
  const said = (line: string | RegExp): Promise<string> => until(`the line ${line}`, async () => (await lines()).find((each) => isSaid(line, each)));
  return { folder, recording, server, write, lines, said };
}

test.each([[false], [true]])('a script in a file runs, imports what lies beside it, and begins anew where that is saved (in a thread: %s)', async (threads) => {
  const word = (body: string): string => `export const word = (): string => {\n\n  ${body} };`;
  const { server, recording, write, said } = await served(
    { lamp: 'main.js' },
    async (_folder, put) => {
      await put('main.js', 'import { word } from "./lib/word.ts";\nprint(word());');
      await put('lib/word.ts', word('return "first";'));
    },
    { threads, record: true },
  );
  await said('first');
  await write('lib/word.ts', `interface Word { readonly word: string }\n${word('const it: Word = { word: "second" }; return it.word;')}`);
  await said('second');
  await write('lib/word.ts', word('enum Words { No } return "third";'));
  await said(/lib\/word\.ts.*enum.*; the program that ran before runs on/);
  await write('lib/word.ts', word('throw new Error("no word");'));
  await said(/no word[^]*lib\/word\.ts:3:/);
  await server.close();
  const replayed = await replay(recording, (snapshot) => createDoor(restoreWorld(snapshot, createRegistry({ sandbox: quickJs }))));
  expect(replayed.hash).toBe(replayed.expected);
});

test('a file is read through a link that stays in the folder, and through none that leads out of it', async () => {
  const { said, lines, folder } = await served({ inside: 'inside.js', outside: 'outside.js', up: 'up/secret.js', loop: 'loop.js' }, async (at, write) => {
    await write('lib/a.js', 'print("linked")');
    await symlink('lib/a.js', join(at, 'inside.js'));
    await symlink('../secret.js', join(at, 'outside.js'));
    await symlink('..', join(at, 'up'));
    await symlink('loop.js', join(at, 'loop.js'));
  });
  await said('linked');
  await said(/^WW_SCRIPT_FILE: outside\.js: it leads out of the folder of the scene by a link/);
  await said(/^WW_SCRIPT_FILE: up\/secret\.js: it leads out/);
  await said(/^WW_SCRIPT_FILE: loop\.js: it is a link that leads to itself/);
  const all = (await lines()).join('\n');
  expect(all.split('\n')).not.toContain('secret');
  expect(all).not.toContain(folder);
});

test('what is no file, no text, or too long is told, and nothing waits for it', async () => {
  const { said, write } = await served(
    { socket: 'pipe.js', folder: 'folder.js', bytes: 'bytes.js', long: 'long.js', huge: 'huge.js', empty: 'empty.js' },
    async (at, put) => {
      const pipe = createServer().listen(join(at, 'pipe.js'));
      atEnd(() => pipe.close());
      await mkdir(join(at, 'folder.js'));
      await put('bytes.js', new Uint8Array([0x70, 0xff, 0xfe]));
      await put('long.js', `//${'x'.repeat(1_000_001)}`);
      await put('huge.js', '');
      await truncate(join(at, 'huge.js'), 2 ** 40);
      await put('empty.js', '');
    },
  );
  await said(/^WW_SCRIPT_FILE: pipe\.js: it/);
  await said(/^WW_SCRIPT_FILE: folder\.js: it is no file/);
  await said(/^WW_SCRIPT_FILE: bytes\.js: it is no text in UTF-8/);
  await said(/^WW_SCRIPT_FILE: long\.js: it has more than 1000000 characters/);
  await said(/^WW_SCRIPT_FILE: huge\.js: it has more than 1000000 characters/);
  await write('empty.js', '\ufeffprint("text with a mark before it")');
  await said('text with a mark before it');
});

test('a file that is replaced, taken away and put back is followed, and one that is being written is waited for', async () => {
  const { folder, said, lines, write } = await served({ lamp: 'a.js' }, (_folder, put) => put('a.js', 'print("one")'));
  await said('one');
  await write('next', 'print("two")');
  await rename(join(folder, 'next'), join(folder, 'a.js'));
  await said('two');
  await rm(join(folder, 'a.js'));
  await said(/a\.js: there is no such file.*; the program that ran before runs on/);
  // Written in halves, as a slow editor does.
  await writeFile(join(folder, 'a.js'), 'print("thr');
  await new Promise((resolve) => setTimeout(resolve, 20));
  await writeFile(join(folder, 'a.js'), 'print("three")');
  await said('three');
  expect((await lines()).filter((line) => line.includes('SyntaxError'))).toEqual([]);
});

test('a world without a file has no folder, and says what to do', async () => {
  const scene = { format: 'worldwire/scene', version: 1, name: 'World', entities: [{ id: 'lamp', name: 'Lamp', components: { Script: { File: 'a.js' } } }] };
  const server = await serve({ worlds: [{ scene: scene as never, name: 'world' }] });
  const entry = await until('the script has failed', async () => {
    const { json } = await api(server, '/api/worlds/world/log');
    return (json['entries'] as unknown as readonly { readonly message: string }[]).find(({ message }) => message.includes('a.js'));
  });
  expect(entry.message).toMatch(/the world has no file yet.*save it first/);
});
