import { readFile } from 'node:fs/promises';
import { readScene, utf8Text, visible, WorldwireError, type Registry } from '../../engine/index.ts';
import { loadRegistry } from '../plugins/registry.ts';
import { unreadable } from '../saving/scene-file.ts';
import { scriptFindings, type Finding } from './check-scripts.ts';
import { pluginsOf } from './config-of.ts';
import { OWN_VOICE, type Voice } from './output.ts';

/** What the command line of `worldwire check` says. */
export interface CheckFlags {
  readonly strict?: boolean;
  readonly json?: boolean;
  readonly config?: string;
  readonly plugin?: readonly string[];
}

/** What checking a scene file came to: everything that was found, in the order of its places. */
export interface Checked {
  readonly file: string;
  readonly findings: readonly Finding[];
  readonly entities: number;
  /** Why the types of its scripts were not looked at, where they were not and there are any. */
  readonly unseen?: string;
}

/** What `worldwire check` finds of a file, as a program reads it. */
interface CheckedJson {
  readonly file: string;
  readonly good: boolean;
  readonly entities: number;
  readonly findings: readonly (Omit<Finding, 'level'> & { readonly level: 'fault' | 'warning' })[];
}

/** Checks scene files and tells what was found of each as soon as it is known, or as JSON of all at the end. Says whether all pass. */
export async function checkFiles(files: readonly string[], flags: CheckFlags, { print, printJson, say }: Voice = OWN_VOICE): Promise<boolean> {
  const registry = await loadRegistry(await pluginsOf(flags));
  const strict = flags.strict === true,
    all: Checked[] = [];
  for (const file of files) {
    const checked = await checkFile(file, registry);
    all.push(checked);
    if (flags.json !== true) print(...checkedLines(checked, strict));
  }
  for (const unseen of new Set(all.flatMap((checked) => checked.unseen ?? []))) say(`types of scripts were not looked at: ${unseen}`);
  if (flags.json === true) printJson(checkedJson(all, strict));
  return all.every((checked) => passes(checked, strict));
}

/** Checks a scene file as loading it would; tells every fault and every warning. */
export async function checkFile(file: string, registry: Registry): Promise<Checked> {
  try {
    const bytes = await readFile(file).catch(async (error: unknown) => {
      throw await unreadable(file, error);
    });
    const { scene, warnings } = readScene(utf8Text(bytes, file), { registry, file });
    const { findings, ...types } = await scriptFindings(file, scene, registry);
    return { file, findings: [...warnings, ...findings], entities: scene.entities.length, ...types };
  } catch (error) {
    if (!(error instanceof WorldwireError)) throw error;
    const findings = error.faults.length > 0 ? error.faults : [{ path: '', expected: '', message: error.message, code: error.code }];
    return { file, findings, entities: 0 };
  }
}

/** Whether a file passes. @param strict whether warnings count as faults do */
export function passes({ findings }: Checked, strict: boolean): boolean {
  return findings.every(({ level }) => level === 'warning' && !strict);
}

/** The lines that `worldwire check` prints for a file. */
export function checkedLines(checked: Checked, strict: boolean): string[] {
  const { file, findings, entities } = checked;
  const name = visible(file, Infinity);
  const warnings = findings.filter(({ level }) => level === 'warning').length,
    faults = findings.length - warnings;
  const counts = [counted(faults, 'fault'), counted(warnings, 'warning')].filter((text) => text !== '');
  const last = passes(checked, strict)
    ? ['good', counted(entities, 'entity', 'entities') || '0 entities', ...counts].join(', ')
    : `${counts.join(', ')}${faults === 0 ? ', which --strict does not let pass' : ''}`;
  return [...findings.map((fault) => lineOf(fault, name)), `${name}: ${last}`];
}

/** `file:line:column: fault: what is wrong`, as editors and other programs read it. */
function lineOf({ message, line, column, level, file }: Finding, scene: string): string {
  const name = file === undefined ? scene : visible(file, Infinity);
  const place = line === undefined ? name : `${name}:${line}:${column ?? 1}`;
  // What cannot be read at all is told by a sentence that begins with the file's name.
  const said = [`${place}: `, `${name} `].find((start) => message.startsWith(start)) ?? '';
  return `${place}: ${level ?? 'fault'}: ${message.slice(said.length)}`;
}

/** All that was found, for a program. */
export function checkedJson(all: readonly Checked[], strict: boolean): CheckedJson[] {
  return all.map((checked) => ({
    file: checked.file,
    good: passes(checked, strict),
    entities: checked.entities,
    findings: checked.findings.map((fault) => ({ ...fault, level: fault.level ?? 'fault' })),
  }));
}

function counted(count: number, one: string, several = `${one}s`): string {
  return count === 0 ? '' : `${count} ${count === 1 ? one : several}`;
}
