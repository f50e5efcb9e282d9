import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/**
 * The same loop can run at a third of its speed in one process and not in the next, by how the engine happened to compile
 * it. So each side of a comparison runs in processes of its own, in turns, and its best one counts.
 */
const PROCESSES = 5;

/** A loop beside this file, compiled, in a process of its own. */
export function start(loop: string, args: readonly string[] = []): ChildProcess {
  const path = fileURLToPath(new URL(`./loops/${loop}.js`, import.meta.url));
  return spawn(process.execPath, ['--expose-gc', path, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
}

/** The command line, in a process of its own. What it says is not shown, but for its errors. */
export function program(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  // This is `dist/tests/bench`.
  const path = join(import.meta.dirname, '../../../bin/worldwire.js');
  return spawn(process.execPath, [path, ...args], { stdio: ['pipe', 'ignore', 'inherit'], env: { ...process.env, ...env } });
}

/** Runs a loop to its end; it prints one line of JSON. */
export async function run<T>(loop: string, args: readonly string[] = []): Promise<T> {
  const child = start(loop, args);
  let text = '';
  child.stdout?.on('data', (part: Buffer) => (text += part.toString()));
  const status = await new Promise<number | null>((done, failed) => child.on('error', failed).on('close', done));
  if (status !== 0) throw new Error(`${loop} ${args.join(' ')} ended with ${status}: ${text}`);
  return JSON.parse(text) as T;
}

/** The least of what the loops give over five processes each, taken in turns. */
export async function bestOf(loops: readonly (readonly [loop: string, ...args: string[]])[], processes = PROCESSES): Promise<number[]> {
  const best = loops.map(() => Infinity);
  for (let round = 0; round < processes; round++) {
    for (const [index, [loop, ...args]] of loops.entries()) best[index] = Math.min(best[index] as number, await run<number>(loop, args));
  }
  return best;
}

/** The lines that a process prints, one after another, each as JSON. */
export function linesOf(child: ChildProcess): { next<T>(): Promise<T> } {
  if (child.stdout === null) throw new Error('the process has no output');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async next<T>() {
      const { done, value } = await lines.next();
      if (done === true) throw new Error('the process ended without a line');
      return JSON.parse(value) as T;
    },
  };
}

/** The first line that a process prints, as JSON. */
export function firstLine<T>(child: ChildProcess): Promise<T> {
  return linesOf(child).next<T>();
}
