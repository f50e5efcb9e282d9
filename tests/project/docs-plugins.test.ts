import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { start } from '../server/built.ts';
import { performed } from '../server/in-process.ts';
import { until } from '../server/running.ts';
import { page, ROOT, section } from './pages.ts';

const PAGE = 'docs/plugins.md';
const WORLDWIRE = join(ROOT, 'bin/worldwire.js');
/** Each file that the page shows, by its path in the plugin. */
const SHOWN = new Map([...page(PAGE).matchAll(/^`([^`\n]+)`:\n\n```\w+\n([\s\S]*?)^```/gm)].map((match) => [String(match[1]), String(match[2])]));
let home = '';
const plugin = (): string => join(home, 'pulse');

function node(cwd: string, ...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', timeout: 240_000 });
  return { status, output: stdout + stderr };
}
const make = async (name: string): Promise<{ status: number; output: string }> => {
  const { code, out, err } = await performed(['new', 'plugin', name], {}, home);
  return { status: code, output: out + err };
};
const compile = (): { status: number | null; output: string } => node(plugin(), join(ROOT, 'node_modules/typescript/bin/tsc'));

/** Where a server listens that was started, and what an Admin's requests carry. */
async function addressOf(program: ReturnType<typeof start>): Promise<{ origin: string; headers: Record<string, string> }> {
  const { origin, searchParams } = new URL(await until('the printed address', () => /http:\/\/\S+\/\?token=\S+/.exec(program.out)?.[0]));
  return { origin, headers: { authorization: `Bearer ${searchParams.get('token')}`, 'content-type': 'application/json' } };
}

beforeAll(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'worldwire-new-')));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('worldwire new plugin', () => {
  it('writes a plugin outside of any install that compiles strictly, passes its own test, and is what the page shows', () => {
    expect(node(home, WORLDWIRE, 'new', 'plugin', 'pulse')).toMatchObject({ status: 0, output: expect.stringContaining(plugin()) as string });
    for (const file of ['src/pulse.ts', 'src/pulse-system.ts']) expect(readFileSync(join(plugin(), file), 'utf8'), file).toBe(SHOWN.get(file));
    // In place of `npm install`, which brings the very versions that lie here.
    symlinkSync(join(ROOT, 'node_modules/@types'), join(plugin(), 'node_modules/@types'), 'junction');
    expect(compile()).toEqual({ status: 0, output: '' });
    const { scripts } = JSON.parse(readFileSync(join(plugin(), 'package.json'), 'utf8')) as { scripts: { test: string } };
    const [, ...test] = scripts.test.replace('tsc && ', '').split(' ');
    expect(node(plugin(), ...test)).toMatchObject({ status: 0, output: expect.stringMatching(/pass 3\b/) as string });
  });

  it('and that a server runs, without anything of npm’s beside it', async () => {
    const alone = join(home, 'alone');
    mkdirSync(alone);
    for (const file of ['index.js', 'pulse.js', 'pulse-system.js']) writeFileSync(join(alone, file), readFileSync(join(plugin(), 'dist', file)));
    writeFileSync(join(alone, 'package.json'), '{"type":"module"}');
    const scene = join(plugin(), 'pulse.scene.json');
    const flags = ['--plugin', join(alone, 'index.js')];
    expect(node(home, WORLDWIRE, 'check', '--strict', scene, ...flags)).toMatchObject({
      status: 0,
      output: expect.stringContaining('good, 1 entity') as string,
    });
    const program = start(['run', scene, ...flags, '--port', '0', '--no-open']);
    const { origin, headers } = await addressOf(program);
    const command = { entity: 'first', component: 'Pulse', command: 'Beat', args: { Times: 5 } };
    await fetch(`${origin}/api/worlds/pulse/commands`, { method: 'POST', headers, body: JSON.stringify(command) });
    const entity = (await (await fetch(`${origin}/api/worlds/pulse/entities/first`, { headers })).json()) as { components: { Pulse: { Count: number } } };
    expect(entity.components.Pulse.Count).toBeGreaterThanOrEqual(5);
    program.child.kill('SIGKILL');
  });

  it('overwrites nothing', async () => {
    const before = readdirSync(plugin());
    expect(await make('pulse')).toMatchObject({
      status: 1,
      output: expect.stringMatching(/^WW_FILE_EXISTS .*pulse is there already; nothing was written\n/) as string,
    });
    expect(readdirSync(plugin())).toEqual(before);
    symlinkSync(join(home, 'nowhere'), join(home, 'door'));
    expect(await make('door')).toMatchObject({ status: 1, output: expect.stringContaining('WW_FILE_EXISTS') as string });
    expect(existsSync(join(home, 'nowhere'))).toBe(false);
  });

  it.each(['../out', 'Pulse', 'a--b', '-x', 'x'.repeat(65), 'spinner', 'network', 'string', 'type', 'world', 'con', 'index', 'worldwire', 'lamp\u001B[2J'])(
    'takes no name that means something else, or leads elsewhere: %j',
    async (name) => {
      const { status, output } = await make(name);
      expect([status, output.split('\n')[0]]).toEqual([1, expect.stringMatching(name === '-x' ? /^error: unknown option/ : /^WW_PLUGIN_NAME /)]);
      expect(output).not.toContain('\u001B');
    },
  );

  it('takes the names that its own code gives to fields, commands and what they carry, and writes what compiles and passes its test', async () => {
    const names = ['count', 'interval', 'due', 'times', 'beat', 'rest', 'on-beat', 'first', 'store', 'columns'];
    for (const name of names) expect(await make(name)).toMatchObject({ status: 0 });
    // One run of the compiler for all of them, as each of them is compiled.
    const { compilerOptions } = JSON.parse(readFileSync(join(home, 'count/tsconfig.json'), 'utf8')) as { compilerOptions: object };
    const typeRoots = [join(ROOT, 'node_modules/@types')];
    const together = { compilerOptions: { ...compilerOptions, typeRoots, rootDir: '.', outDir: 'built' }, include: names.map((name) => `${name}/src`) };
    writeFileSync(join(home, 'tsconfig.json'), JSON.stringify(together));
    expect(node(home, join(ROOT, 'node_modules/typescript/bin/tsc'))).toEqual({ status: 0, output: '' });
    for (const name of names) cpSync(join(home, 'built', name, 'src'), join(home, name, 'dist'), { recursive: true });
    expect(node(home, '--test', ...names.map((name) => `${name}/dist/${name}.test.js`))).toMatchObject({
      status: 0,
      output: expect.stringMatching(new RegExp(`pass ${names.length * 3}\\b`)) as string,
    });
  });

  it.each([
    ['in a folder that is gone', 'rmdir "$PWD"'],
    // As on a disk that is full.
    ['what no file has room for', 'ulimit -f 0'],
  ])('says that it cannot write %s, and leaves nothing behind', (_what, first) => {
    const folder = mkdtempSync(join(home, 'full-'));
    const made = spawnSync('sh', ['-c', `${first}; exec "$@"`, 'sh', process.execPath, WORLDWIRE, 'new', 'plugin', 'pulse'], { cwd: folder, encoding: 'utf8' });
    expect([made.status, made.stderr]).toEqual([1, expect.stringMatching(/^WW_PLUGIN_NOT_WRITTEN \S*pulse could not be written: /)]);
    expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
  });
});

describe('docs/plugins.md', () => {
  it('shows files that are a plugin: it compiles, and its test passes', () => {
    expect([...SHOWN.keys()]).toEqual([
      'src/pulse.ts',
      'src/pulse-system.ts',
      'src/swell.ts',
      'src/follow.ts',
      'src/memory.ts',
      'src/index.ts',
      'src/swell.test.ts',
      'src/misspelled.ts',
    ]);
    for (const [file, text] of SHOWN) writeFileSync(join(plugin(), file), text);
    expect(compile()).toEqual({ status: 0, output: '' });
    expect(node(plugin(), '--test', 'dist/swell.test.js', 'dist/pulse.test.js')).toMatchObject({
      status: 0,
      output: expect.stringMatching(/pass 4\b/) as string,
    });
  });

  it('shows a job that a server does, whose answer its component shows', async () => {
    const scene = join(home, 'memory.scene.json');
    const entities = [{ id: 'hall', name: 'Hall', components: { Memory: {} } }];
    writeFileSync(scene, JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Memory', entities }));
    const program = start(['run', scene, '--plugin', join(plugin(), 'dist/index.js'), '--port', '0', '--no-open']);
    const { origin, headers } = await addressOf(program);
    type Shown = { readonly components: { readonly Memory: { readonly Free: number; readonly Error: string } } };
    const shown = async (): Promise<string> => {
      const { Free, Error } = ((await (await fetch(`${origin}/api/worlds/memory/entities/hall`, { headers })).json()) as Shown).components.Memory;
      return `${Free}${Error}`;
    };
    const before = await shown();
    expect(before).toBe('0');
    const command = { entity: 'hall', component: 'Memory', command: 'Read' };
    const answer = await fetch(`${origin}/api/worlds/memory/commands`, { method: 'POST', headers, body: JSON.stringify(command) });
    expect(answer.status).toBe(200);
    expect(await until('what the machine answered', async () => ((await shown()) === before ? undefined : shown()))).toMatch(/^\d{6,}$/);
    program.child.kill('SIGKILL');
  });

  it('names only what `worldwire` gives', async () => {
    const engine = await import('../../engine/index.ts');
    const builders = /has a builder that says what it holds: (.+?), and `json`/.exec(section(PAGE, 'A component'))?.[1] ?? '';
    const named = [...builders.matchAll(/`(\w+)`/g)].map((match) => String(match[1]));
    expect(named.length).toBeGreaterThan(15);
    expect(named.filter((name) => typeof (engine as Record<string, unknown>)[name] !== 'function')).toEqual([]);
  });
});
