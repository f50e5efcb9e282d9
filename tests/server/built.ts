import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { atEnd, until } from './running.ts';

/** A started program, what it has printed, and how it ended. */
export interface Program {
  readonly child: ChildProcessWithoutNullStreams;
  out: string;
  err: string;
  code: number | null | undefined;
}

/**
 * Starts the command line as it is built in dist.
 * @param openFiles its limit of open files; default that of the tests
 */
export function start(argv: readonly string[], environment: Record<string, string> = {}, openFiles?: number): Program {
  const command = [process.execPath, fileURLToPath(new URL('../../bin/worldwire.js', import.meta.url)), ...argv];
  return startProgram(openFiles === undefined ? command : ['sh', '-c', `ulimit -n ${openFiles}; exec "$@"`, 'sh', ...command], environment);
}

/** Starts any program, which is ended with the test. */
export function startProgram(command: readonly string[], environment: Record<string, string> = {}): Program {
  const child = spawn(command[0] ?? '', command.slice(1), { env: { ...process.env, CI: '1', ...environment } });
  const program: Program = { child, out: '', err: '', code: undefined };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    program.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    program.err += text;
  });
  child.on('close', (ended) => {
    program.code = ended;
  });
  atEnd(() => {
    child.kill('SIGKILL');
  });
  return program;
}

/** Waits until a program has ended, and gives its exit code. */
export async function ended(program: Program): Promise<number | null> {
  await until(`the program to end; it printed:\n${program.out}\n${program.err}`, () => program.code !== undefined);
  return program.code ?? null;
}
