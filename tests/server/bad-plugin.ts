import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunningServer } from '../../server/index.ts';
import { api, atEnd, SCENE, until } from './running.ts';

/** A plugin with the faults that a world in the server's own thread would not outlive. */
const PLUGIN = `
import { writeFileSync } from 'node:fs';
import { defineComponent, defineSystem, Type } from 'worldwire';
const args = Type.Object({ What: Type.String() }, { additionalProperties: false });
const Bad = defineComponent('Bad', {
  doc: 'Goes wrong.', category: 'Tests', single: true, disabled: 'It does nothing.', fields: {}, commands: { Do: { doc: 'Goes wrong.', args } },
});
const faults = {
  loop() { writeFileSync(new URL('looping', import.meta.url), ''); for (;;); },
  exit() { process.exit(0); },
  none() { process.exit(256); },
  quit() { process.on('SIGTERM', () => process.exit(0)); },
  reject() { void Promise.reject(new Error('nobody catches this')); },
};
export const plugin = { components: [Bad], systems: [defineSystem({ name: 'bad', over: Bad, commands: { Do: (_world, _row, { What }) => faults[What]() } })] };
`;

export interface BadPlace {
  readonly folder: string;
  readonly plugin: string;
  readonly file: (world: string) => string;
}
/** Scenes of two worlds, and the plugin. */
export async function badPlace(): Promise<BadPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const [plugin, file] = [join(folder, 'bad-plugin.mjs'), (world: string) => join(folder, `${world}.scene.json`)];
  for (const name of ['state', 'node_modules']) await mkdir(join(folder, name));
  await symlink(fileURLToPath(new URL('../../', import.meta.url)), join(folder, 'node_modules', 'worldwire'), 'junction');
  await writeFile(plugin, PLUGIN);
  for (const world of ['bad', 'well'])
    await writeFile(file(world), JSON.stringify({ ...SCENE, name: world, entities: [...SCENE.entities, { id: 'a', components: { Bad: {} } }] }));
  return { folder, plugin, file };
}
/** Has the world go wrong in one of the plugin's ways. */
export const go = (server: RunningServer, What: string) =>
  api(server, '/api/worlds/bad/commands', { command: 'Do', entity: 'a', component: 'Bad', args: { What } });
/** Has the world begin what has no end; gives what is answered to that in the end. */
export async function stick(server: RunningServer, at: BadPlace): Promise<{ readonly answer: ReturnType<typeof api> }> {
  await rm(join(at.folder, 'looping'), { force: true });
  const answer = go(server, 'loop');
  await until('the loop to begin', () => existsSync(join(at.folder, 'looping')));
  return { answer };
}
