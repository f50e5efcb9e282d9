import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ended, start } from './built.ts';
import { atEnd, SCENE, until } from './running.ts';

/** A plugin as somebody else would write it, in a folder of its own in which npm has put `worldwire`. */
const PLUGIN = `
import { defineComponent, defineSystem, string, WorldwireError } from 'worldwire';
import { createLog } from 'worldwire/server';

const Lamp = defineComponent('Lamp', {
  doc: 'A lamp.',
  category: 'Tests',
  disabled: 'It is out.',
  fields: { Colour: string({ doc: 'Its colour.' }) },
  commands: { Light: { label: 'Light', doc: 'Lights it.' } },
});
let told = typeof createLog !== 'function';
const lamps = defineSystem({
  name: 'lamps',
  over: Lamp,
  update() {
    if (!told) process.stderr.write(new Error('a tick').stack + '\\n');
    told = true;
  },
  commands: {
    Light() {
      throw new WorldwireError('WW_BAD_REQUEST', 'it has no bulb');
    },
  },
});
export const plugin = { components: [Lamp], systems: [lamps] };
`;

async function pluginAndScene(): Promise<{ plugin: string; scene: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'node_modules'));
  await symlink(fileURLToPath(new URL('../../', import.meta.url)), join(folder, 'node_modules', 'worldwire'), 'junction');
  const [plugin, scene] = [join(folder, 'lamp.mjs'), join(folder, 'garden.json')];
  await writeFile(plugin, PLUGIN);
  await writeFile(scene, JSON.stringify({ ...SCENE, entities: [{ id: 'lamp', name: 'Lamp', components: { Lamp: {} } }] }));
  return { plugin, scene };
}

test.each([
  { where: 'in the main thread', flags: [] },
  { where: 'in threads', flags: ['--threads'] },
])('a plugin from outside has the very engine that runs the world $where, and stacks that name the sources', async ({ flags }) => {
  const { plugin, scene } = await pluginAndScene();
  const program = start(['run', scene, '--port', '0', '--plugin', plugin, ...flags]);
  const address = await until('the printed address', () => /http:\/\/\S+\/\?token=\S+/.exec(program.out)?.[0]);
  const response = await fetch(new URL('/api/worlds/garden/commands', address), {
    method: 'POST',
    headers: { authorization: `Bearer ${new URL(address).searchParams.get('token') ?? ''}`, 'content-type': 'application/json' },
    body: JSON.stringify({ command: 'Light', entity: 'lamp', component: 'Lamp' }),
  });
  // An error of another copy of the engine would be taken for a fault of the engine itself.
  expect(await response.json()).toMatchObject({ code: 'WW_BAD_REQUEST', message: 'it has no bulb' });
  const stack = await until('the stack of a tick', () => /Error: a tick\n[^]*scheduler/.exec(program.err)?.[0]);
  expect(stack).toMatch(/lamp\.mjs:\d+:\d+/);
  expect(stack).toMatch(/[\\/]engine[\\/]tick[\\/]scheduler\.ts:\d+:\d+/);
  expect(stack).not.toContain('chunks');
  program.child.kill('SIGINT');
  expect(await ended(program), program.err).toBe(0);
});
