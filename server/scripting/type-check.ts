import { spawn } from 'node:child_process';
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { visible } from '../../engine/index.ts';
import { OWN_PACKAGE } from '../files/own-package.ts';
import { COMPILER_OPTIONS } from './declaration-file.ts';
import type { FileFault, Group } from './look-through.ts';

/** Milliseconds and characters after which a compiler is ended: types of a stranger may take it for ever. */
const PATIENCE = 120_000;
const MOST_SAID = 4_000_000;

/** Types were looked at, or why not. */
export type TypesSeen = { readonly faults: readonly FileFault[] } | { readonly unseen: string };

/**
 * Where the compiler of TypeScript is that stands beside this package: in the project that has both, or where both are installed for all. Undefined where there
 * is none. What lies beside a scene, or in the folder that the command is given in, is not looked at: it may be a stranger's, and so would be its compiler.
 */
export async function findCompiler(): Promise<string | undefined> {
  try {
    const found = createRequire(new URL('package.json', OWN_PACKAGE)).resolve('typescript/package.json');
    const { bin } = JSON.parse(await readFile(found, 'utf8')) as { readonly bin?: { readonly tsc?: string } };
    return bin?.tsc === undefined ? undefined : join(dirname(found), bin.tsc);
  } catch {
    return undefined;
  }
}

/** Whether the types of a file are looked at: of JavaScript, where it asks for that before anything else. */
export function isTyped({ path, text }: { readonly path: string; readonly text: string }): boolean {
  if (/\.m?ts$/.test(path)) return true;
  for (let at = (/^#!.*/.exec(text)?.[0] ?? '').length; at < text.length;) {
    if (/\s/.test(text.charAt(at))) at++;
    else if (text.startsWith('//', at)) {
      const end = text.indexOf('\n', at);
      const line = text.slice(at, end < 0 ? text.length : end);
      if (/^\/\/\s*@ts-check\b/.test(line)) return true;
      at += line.length;
    } else if (text.startsWith('/*', at)) {
      const end = text.indexOf('*/', at + 2);
      at = end < 0 ? text.length : end + 2;
    } else return false;
  }
  return false;
}

/**
 * What is wrong with the types of files, in their lines. Files that see each other's names are looked at by themselves, all others at once.
 * @param declarations of all that scripts find
 */
export async function typeFaults(folder: string, groups: readonly Group[], declarations: string, compiler: string): Promise<TypesSeen> {
  const root = await realpath(folder);
  const apart = new Set(groups.filter(({ isOne }) => !isOne).flatMap(({ files }) => files.filter(isTyped).map(({ path }) => path)));
  const together = groups.filter(({ isOne, files }) => isOne && files.some(isTyped)).map(({ files }) => files.map(({ path }) => path));
  const wanted = new Set(groups.flatMap(({ files }) => files.filter(isTyped).map(({ path }) => path)));
  const work = await mkdtemp(join(tmpdir(), 'worldwire-types-'));
  const faults = new Map<string, FileFault>();
  try {
    await writeFile(join(work, 'script.d.ts'), declarations);
    for (const [files, moduleDetection] of [
      ...(apart.size > 0 ? [[[...apart], 'force'] as const] : []),
      ...together.map((paths) => [paths, 'auto'] as const),
    ]) {
      const compilerOptions = { ...COMPILER_OPTIONS, moduleDetection, typeRoots: [], skipLibCheck: true };
      const paths = [join(work, 'script.d.ts'), ...files.map((path) => join(root, path))];
      await writeFile(join(work, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: paths }));
      const { said, why } = await compiled(compiler, join(work, 'tsconfig.json'), root);
      if (why !== undefined) return { unseen: why };
      const told = faultsIn(said, root);
      if ('unseen' in told) return told;
      for (const fault of told.faults) if (wanted.has(fault.file)) faults.set(`${fault.file}:${fault.line}:${fault.column}: ${fault.message}`, fault);
    }
    return { faults: [...faults.values()] };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** What a compiler says of a configuration; `why` where it did not come to an end. */
async function compiled(compiler: string, configuration: string, folder: string): Promise<{ readonly said: string; readonly why?: string }> {
  // A group of its own, so that what it has started ends with it.
  const isGroup = process.platform !== 'win32';
  const child = spawn(process.execPath, [compiler, '-p', configuration, '--pretty', 'false'], {
    cwd: folder,
    detached: isGroup,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '',
    why: string | undefined;
  const stop = (reason: string): void => {
    why ??= reason;
    try {
      if (isGroup && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      else child.kill('SIGKILL');
    } catch {
      /* it has ended */
    }
  };
  const hear = (text: string): void => {
    said += text;
    if (said.length > MOST_SAID) stop('the compiler told more than could be read');
  };
  child.stdout.setEncoding('utf8').on('data', hear);
  child.stderr.setEncoding('utf8').on('data', hear);
  const timer = setTimeout(() => stop(`the compiler had not ended after ${PATIENCE / 1000} s`), PATIENCE);
  const code = await new Promise<number | null>((done) => {
    child.on('error', (error) => {
      why ??= `the compiler cannot be started: ${error.message}`;
      done(null);
    });
    child.on('close', done);
  });
  clearTimeout(timer);
  if (why === undefined && code === null) why = 'the compiler was ended';
  if (why === undefined && code !== 0 && !/ error TS\d+: /.test(` ${said}`)) why = `the compiler failed: ${visible(said.trim(), 500)}`;
  return why === undefined ? { said } : { said, why };
}

/** `file(line,column): error TS1234: what`, with more of it in the lines behind, which begin with a space. */
function faultsIn(said: string, root: string): TypesSeen {
  const faults: FileFault[] = [];
  for (const line of said.split(/\r?\n/)) {
    const [, file, row, column, code, message] = /^(.+)\((\d+),(\d+)\): error (TS\d+): (.*)$/.exec(line) ?? [];
    if (file !== undefined && message !== undefined) {
      const path = relative(root, resolve(root, file)).split(sep).join('/');
      faults.push({ file: path, line: Number(row), column: Number(column), message: `${visible(message, 500)} (${code})`, code: 'WW_SCRIPT_TYPES' });
    } else if (/^error TS\d+: /.test(line)) return { unseen: `the compiler said: ${visible(line, 500)}` };
    else if (/^\s+\S/.test(line) && faults.length > 0) {
      const last = faults.pop() as FileFault;
      if (last.message.length < 1000) faults.push({ ...last, message: `${last.message}; ${visible(line.trim(), 300)}` });
      else faults.push(last);
    }
  }
  return { faults };
}
