import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { VERSION } from '../../engine/index.ts';
import { loadRegistry } from '../../server/plugins/registry.ts';
import { ended, start } from './built.ts';
import { atEnd, until } from './running.ts';

const WORLDWIRE = fileURLToPath(new URL('../../bin/worldwire.js', import.meta.url));

/** A folder with files, outside of any install. */
async function folderOf(files: { readonly [path: string]: string | object }): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'worldwire-plugin-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

const BELL = `
import { WebsocketClient, WorldwireError, defineComponent, defineSystem, int, listen } from 'worldwire';
import { HostedWorld } from 'worldwire/server';
const Bell = defineComponent('Bell', {
  doc: 'Rings.', category: 'Test', single: true,
  fields: { Rung: int({ doc: 'How often.' }) },
  commands: { Ring: { doc: 'Rings.' }, Crack: { doc: 'Cracks.' } },
});
// That a listener to it is taken shows that it is the server's own, and no other of its name.
const hearing = listen(WebsocketClient, 'OnMessage', () => undefined);
const ringing = defineSystem({ name: 'ringing', over: Bell, on: [hearing], commands: {
  Ring(world, row) {
    const { Rung } = world.store(Bell).columns;
    if (++Rung.data[row] > 1) throw new WorldwireError('WW_REFUSED', 'it rings only once');
  },
  Crack() { throw new Error(typeof HostedWorld); },
} });
export const plugin = { name: 'bells', worldwire: '^0.1', components: [Bell], systems: [ringing] };
`;
const SCENE = { format: 'worldwire/scene', version: 1, entities: [{ id: 'tower', components: { Bell: {}, WebsocketClient: {} } }] };

describe('a plugin that lies outside of any install', () => {
  it.each([[[]], [['--threads']]])('finds `worldwire`, and it is the running server’s own (flags %j)', async (flags: readonly string[]) => {
    const folder = await folderOf({ 'bell.mjs': BELL, 'garden.json': SCENE });
    const program = start(['run', join(folder, 'garden.json'), '--plugin', join(folder, 'bell.mjs'), '--port', '0', '--no-open', ...flags]);
    const address = await until('the printed address', () => {
      if (typeof program.code === 'number') throw new Error(program.err);
      return /http:\/\/\S+\/\?token=\S+/.exec(program.out)?.[0];
    });
    const { origin, searchParams } = new URL(address);
    const command = async (name: string): Promise<unknown> => {
      const body = JSON.stringify({ entity: 'tower', component: 'Bell', command: name });
      const headers = { authorization: `Bearer ${searchParams.get('token')}`, 'content-type': 'application/json' };
      return (await fetch(`${origin}/api/worlds/garden/commands`, { method: 'POST', headers, body })).json();
    };
    expect(await command('Ring')).toMatchObject({ tick: expect.any(Number) as number });
    expect(await command('Ring')).toMatchObject({ code: 'WW_REFUSED', message: 'it rings only once' });
    expect(await command('Crack')).toMatchObject({ code: 'WW_COMMAND_FAILED', message: 'plugin bells: its command Bell.Crack failed: function' });
  });

  it('does so too where another copy of it lies beside the plugin', async () => {
    const copy = { 'package.json': { name: 'worldwire', version: '9.9.9', type: 'module', exports: './index.js' }, 'index.js': 'throw new Error("the copy");' };
    const beside = Object.fromEntries(Object.entries(copy).map(([name, content]) => [`node_modules/worldwire/${name}`, content]));
    const folder = await folderOf({ 'bell.mjs': BELL, 'garden.json': SCENE, ...beside });
    const program = start(['check', '--strict', join(folder, 'garden.json'), '--plugin', join(folder, 'bell.mjs')]);
    expect([await ended(program), program.err]).toEqual([0, '']);
  });

  it('is found on other versions of Node as well', async ({ skip }) => {
    const others = (process.env['OTHER_NODES'] ?? '').split(':').filter((node) => node !== '' && existsSync(node));
    if (others.length === 0) skip('OTHER_NODES names none');
    const folder = await folderOf({ 'bell.mjs': BELL, 'garden.json': SCENE });
    for (const node of others) {
      const { status, stderr } = spawnSync(node, [WORLDWIRE, 'check', '--strict', join(folder, 'garden.json'), '--plugin', join(folder, 'bell.mjs')], {
        encoding: 'utf8',
      });
      expect([node, status, stderr]).toEqual([node, 0, '']);
    }
  });
});

describe('a plugin that cannot be used is told with whose fault it is:', () => {
  it.each<[what: string, files: { readonly [path: string]: string | object }, said: string]>([
    [
      'one for other versions, by its own word',
      { 'bell.mjs': BELL.replace('^0.1', '^7.2') },
      `WW_PLUGIN_VERSION plugin bells is for Worldwire ^7.2, and this is ${VERSION}`,
    ],
    [
      'one for other versions, by its package’s word, though it asks for what this one does not have',
      { 'bell.mjs': `import { defineFlower } from 'worldwire';`, 'package.json': { name: '@tower/bells', peerDependencies: { worldwire: '^7.2' } } },
      `WW_PLUGIN_VERSION plugin @tower/bells is for Worldwire ^7.2, and this is ${VERSION}`,
    ],
    ['one that asks for what there is not', { 'bell.mjs': `import { defineFlower } from 'worldwire';` }, `does not provide an export named 'defineFlower'`],
    ['one with a slip of the pen', { 'bell.mjs': 'export const plugin = {\n  name: name: 7\n};' }, '/bell.mjs shows where'],
    ['one that exports something else', { 'bell.mjs': 'export const plug = {};' }, 'WW_PLUGIN_INVALID the plugin '],
    ['one that is not there', {}, 'WW_PLUGIN_NOT_FOUND the plugin '],
    ['one that waits for ever', { 'bell.mjs': 'await new Promise(() => {});' }, '/bell.mjs cannot be loaded: its top-level await waits for what never comes'],
  ])('%s', async (_what, files, said) => {
    const folder = await folderOf({ 'garden.json': SCENE, ...files });
    const program = start(['check', join(folder, 'garden.json'), '--plugin', join(folder, 'bell.mjs')]);
    expect(await ended(program)).toBe(1);
    expect(program.err).toContain(said);
    expect(program.err).not.toContain('report');
  });
});

test('a plugin that waits for ever beside something that goes on is told after a while', async () => {
  const folder = await folderOf({ 'bell.mjs': 'await new Promise(() => {});' });
  await expect(loadRegistry([join(folder, 'bell.mjs')], 50)).rejects.toMatchObject({
    code: 'WW_PLUGIN_INVALID',
    message: expect.stringMatching(/bell\.mjs cannot be loaded: it is still not loaded after 0\.05 s/) as string,
  });
});
