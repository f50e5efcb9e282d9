import { visible, visibleJson } from '../../engine/visible.ts';
import { printTo } from '../log/print.ts';

/**
 * What this process prints may have nobody left who reads it: `tee` that went with the same Ctrl-C, a full disk under a log, a terminal that was
 * closed. That is no reason to end, least of all before worlds are saved, so from here on what cannot be printed is passed over.
 */
export function outliveOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

/**
 * Prints lines to the standard output. This and `say` are the two ways by which words of the command line reach a terminal: ids, names, reasons
 * and paths of others stand in them, and whatever they hold, each stays one line and steers nothing.
 */
export function print(...lines: readonly string[]): void {
  process.stdout.write(textOf(lines));
}

/** Prints lines to the standard error at once, so that they are out before the process ends. What cannot be printed is passed over. */
export function say(...lines: readonly string[]): void {
  printTo(2, textOf(lines));
}

/** Prints a value as a line of JSON, in which what cannot be seen is escaped. */
export function printJson(value: unknown): void {
  process.stdout.write(`${visibleJson(JSON.stringify(value))}\n`);
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${visible(line, Infinity)}\n`).join('');
}
