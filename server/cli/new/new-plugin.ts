import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as engine from '../../../engine/index.ts';
import { OWN_PACKAGE } from '../../files/own-package.ts';
import { pluginFiles, type NewPlugin } from './plugin-files.ts';

const { createRegistry, VERSION, WorldwireError } = engine;
const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const LONGEST = 64;
/** Names that some systems keep for devices, or npm for itself. */
const KEPT = /^(?:con|prn|aux|nul|com\d|lpt\d|node-modules|worldwire)$/;
/** Types that the code of a new plugin names, beside what `worldwire` gives it as values. */
const TYPES = new Set(['Plugin', 'World', 'Input']);

/**
 * Writes a plugin that works into a new folder: a component, a system, a scene, a test. Returns what to do with it, line by line.
 * @param name small letters, digits and dashes; its component type is called by it
 * @param within the folder in which that of the plugin is made
 * @throws WorldwireError WW_PLUGIN_NAME, WW_FILE_EXISTS or WW_PLUGIN_NOT_WRITTEN; then nothing is left behind
 */
export async function newPlugin(name: string, within = '.'): Promise<string[]> {
  const plugin = await planOf(name);
  let folder = name;
  try {
    folder = resolve(within, name);
    await mkdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new WorldwireError('WW_FILE_EXISTS', `${folder} is there already; nothing was written`);
    throw notWritten(folder, error);
  }
  let linked;
  try {
    for (const [path, text] of Object.entries(pluginFiles(plugin))) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text, { flag: 'wx' });
    }
    linked = await linkOwnPackage(folder);
  } catch (error) {
    // The folder is new, so that all in it is ours.
    await rm(folder, { recursive: true, force: true });
    throw notWritten(folder, error);
  }
  return [
    `A plugin that works stands in ${folder}.`,
    ...(linked ? ['Its node_modules/worldwire is a link to this install.'] : []),
    '',
    `  cd ${folder}`,
    '  npm install',
    '  npm test',
    '  npm start',
  ];
}

async function planOf(name: string): Promise<NewPlugin> {
  const words = name.split('-');
  const type = words.map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`).join('');
  if (!NAME.test(name) || name.length > LONGEST || KEPT.test(name)) throw refused(name, `expected at most ${LONGEST} small letters, digits and single dashes`);
  // Its component would be written over by what puts the plugin together.
  if (name === 'index') throw refused(name, 'its src/index.ts is the plugin itself, beside the file of the component');
  const { components, systems } = createRegistry();
  if (components.has(type) || systems.some((system) => system.name === name)) throw refused(name, `${type} is built in`);
  if (Object.hasOwn(engine, type) || Object.hasOwn(globalThis, type) || TYPES.has(type)) throw refused(name, `${type} means something else in its code`);
  const { devDependencies } = JSON.parse(await readFile(new URL('package.json', OWN_PACKAGE), 'utf8')) as {
    readonly devDependencies: { readonly [name: string]: string };
  };
  return {
    name,
    type,
    system: `${type.slice(0, 1).toLowerCase()}${type.slice(1)}System`,
    range: `^${VERSION.split('.').slice(0, 2).join('.')}`,
    typescript: devDependencies['typescript'] ?? '*',
    nodeTypes: devDependencies['@types/node'] ?? '*',
  };
}

/**
 * Lets compiler and test find `worldwire` where npm could not get it from anywhere: from a clone. Where it was installed, a project has it above
 * the plugin, or npm fetches it for the plugin as its package says. A link that fits stays when npm installs the rest.
 */
async function linkOwnPackage(folder: string): Promise<boolean> {
  const own = fileURLToPath(OWN_PACKAGE);
  const isClone = existsSync(join(own, 'tools', 'build.js'));
  if (!isClone || foundAbove(folder)) return false;
  await mkdir(join(folder, 'node_modules'));
  await symlink(own, join(folder, 'node_modules', 'worldwire'), 'junction');
  return true;
}

function foundAbove(folder: string): boolean {
  const above = dirname(folder);
  return above !== folder && (existsSync(join(above, 'node_modules', 'worldwire', 'package.json')) || foundAbove(above));
}

function refused(name: string, why: string): engine.WorldwireError {
  return new WorldwireError('WW_PLUGIN_NAME', `a plugin cannot be called ${JSON.stringify(name)}: ${why}`);
}

function notWritten(folder: string, error: unknown): engine.WorldwireError {
  return new WorldwireError('WW_PLUGIN_NOT_WRITTEN', `${folder} could not be written: ${(error as Error).message}`);
}
