import { dirname, join } from 'node:path';
import { visible, type Fault, type Registry, type Scene } from '../../engine/index.ts';
import { declarationFile } from '../scripting/declaration-file.ts';
import { LookThrough, type FileFault, type Group, type ProgramFault, type Root } from '../scripting/look-through.ts';
import { findCompiler, isTyped, typeFaults } from '../scripting/type-check.ts';

/** Something that was found, and in which file, where that is not the scene's. */
export interface Finding extends Fault {
  readonly file?: string;
}
/** What was found of scripts, and why their types were not looked at, where they were not and there are any. */
export interface ScriptFindings {
  readonly findings: readonly Finding[];
  readonly unseen?: string;
}

const NO_COMPILER =
  'there is no TypeScript beside Worldwire; `npm install --save-dev typescript` in the project that has Worldwire, or `npm install -g typescript` where that ' +
  'is installed for all, has them looked at';

/** What is wrong with the scripts of a scene and with the files that they name: their syntax, what they import, and the types of those that have any. */
export async function scriptFindings(file: string, scene: Scene, registry: Registry): Promise<ScriptFindings> {
  const { sandbox } = registry;
  if (sandbox === undefined) return { findings: [] };
  const folder = dirname(file);
  const through = new LookThrough(folder, sandbox);
  const findings: Finding[] = [];
  const groups: Group[] = [];
  for (const { place, root } of scriptsOf(scene)) groups.push(await through.look(root, (fault) => findings.push(inScene(place, fault))));
  findings.push(...through.faults.map((fault) => inFile(folder, fault)));
  if (!groups.some(({ files }) => files.some(isTyped))) return { findings };
  const compiler = await findCompiler();
  if (compiler === undefined) return { findings, unseen: NO_COMPILER };
  const seen = await typeFaults(folder, groups, await declarationFile(registry), compiler);
  if ('unseen' in seen) return { findings, unseen: seen.unseen };
  // What is missing was told by our own words.
  const told = new Set(through.faults.map(({ file: path, line }) => `${path}:${line}`));
  return { findings: [...findings, ...seen.faults.filter(({ file: path, line }) => !told.has(`${path}:${line}`)).map((fault) => inFile(folder, fault))] };
}

function* scriptsOf(scene: Scene): Generator<{ readonly place: string; readonly root: Root }> {
  for (const [at, entity] of scene.entities.entries())
    for (const [key, fields] of Object.entries(entity.components ?? {})) {
      if (key.split('#')[0] !== 'Script') continue;
      const { File: file, Source: source } = fields as { readonly File?: unknown; readonly Source?: unknown };
      const place = `entities/${at} (${visible(entity.id, 60)})/components/${key}`;
      if (typeof file === 'string' && file.trim() !== '') yield { place: `${place}/File`, root: { file } };
      else if (typeof source === 'string' && source !== '') yield { place: `${place}/Source`, root: { source, name: `${entity.id}/${key}.js` } };
    }
}

function inScene(path: string, { message, line, column }: ProgramFault): Finding {
  const place = line === undefined ? '' : ` (line ${line}, column ${column} of the script)`;
  return { path, expected: 'a program in JavaScript', message: `${path}: ${message}${place}`, code: 'WW_SCENE_ADVICE', level: 'warning' };
}

function inFile(folder: string, { file, ...fault }: FileFault): Finding {
  return { path: '', expected: 'a program', level: 'warning', ...fault, file: join(folder, file) };
}
