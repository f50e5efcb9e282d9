import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { visible, WorldwireError } from '../../engine/index.ts';
import { isGone, writeFresh, writeWhole } from '../files/whole-file.ts';
import { whyUnread } from '../files/why-unread.ts';
import { loadRegistry } from '../plugins/registry.ts';
import { COMPILER_OPTIONS, declarationFile, WRITTEN } from '../scripting/declaration-file.ts';
import { pluginsOf } from './config-of.ts';

/** What the command line of `worldwire types` says. */
export interface TypesFlags {
  readonly config?: string;
  readonly plugin?: readonly string[];
}

const DECLARATIONS = 'worldwire-script.d.ts';
const CONFIGURATIONS = ['tsconfig.json', 'jsconfig.json'];

/**
 * Writes the declarations of all that scripts find beside scenes, and a configuration for editors where there is none. What it has not written itself it
 * leaves as it is. Returns what it did, line by line.
 * @throws WorldwireError WW_FILE_EXISTS where the declarations' name is taken by what was not written here, and WW_SAVE_FAILED
 */
export async function writeTypes(folder: string, flags: TypesFlags): Promise<string[]> {
  const text = await declarationFile(await loadRegistry(await pluginsOf(flags)));
  const names = await readdir(folder).catch((error: unknown) => {
    throw new WorldwireError('WW_SAVE_FAILED', `${visible(folder, Infinity)} is no folder in which something could be written: ${whyUnread(error)}`);
  });
  const file = join(folder, DECLARATIONS);
  const found = await readFile(file, 'utf8').catch((error: unknown) => (isGone(error) ? undefined : ''));
  if (found !== undefined && !found.startsWith(WRITTEN))
    throw new WorldwireError('WW_FILE_EXISTS', `${visible(file, Infinity)} is there already, and was not written by \`worldwire types\`; nothing was written`);
  if (found !== text) await writeWhole(file, (write) => write(text));
  const lines = [`${visible(file, Infinity)} ${found === undefined ? 'was written' : found === text ? 'is as it should be' : 'was written anew'}.`];
  const own = CONFIGURATIONS.find((name) => names.includes(name));
  if (own !== undefined) return [...lines, ...(await aboutOwn(join(folder, own)))];
  const configuration = join(folder, names.some((name) => /(?<!\.d)\.m?ts$/.test(name)) ? 'tsconfig.json' : 'jsconfig.json');
  await writeFresh(configuration, (write) => write(CONFIGURATION));
  return [...lines, `${visible(configuration, Infinity)} was written, for editors. It is yours to change: it is not written again.`];
}

async function aboutOwn(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  if (text === CONFIGURATION) return [];
  return [`${visible(file, Infinity)} is yours, and was left as it is; its compilerOptions want "lib": ["ES2023"] and "types": [] for scripts.`];
}

const CONFIGURATION = `// For scripts of Worldwire, as \`worldwire types\` has written it: they find neither a page nor Node.
${JSON.stringify({ compilerOptions: COMPILER_OPTIONS, include: ['**/*'] }, null, 2)}
`;
