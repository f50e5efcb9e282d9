import { visible, visibleJson } from '../../engine/visible.ts';
import { printTo } from '../log/print.ts';

/**
 * What this process prints may have nobody left who reads it: `tee` that went with the same Ctrl-C, a full disk under a log, a terminal that was
 * closed. That is no reason to end, least of all before worlds are saved, so from here on what cannot be printed is passed over.
 */
export function outliveOutput(): void {
  // Once a process, however often it is asked for.
  for (const stream of [process.stdout, process.stderr]) stream.off('error', passOver).on('error', passOver);
}

function passOver(): void {
  // Nobody is left to be told.
}

/** Where a command's text goes. */
export interface Streams {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/**
 * The ways by which words of the command line reach a terminal: ids, names, reasons and paths of others stand in them, and whatever they hold, each
 * stays one line and steers nothing.
 */
export interface Voice {
  /** Prints lines as what was asked for. */
  readonly print: (...lines: readonly string[]) => void;
  /** Prints lines beside that: what is wrong, and what else there is to know. */
  readonly say: (...lines: readonly string[]) => void;
  /** Prints a value as a line of JSON, in which what cannot be seen is escaped. */
  readonly printJson: (value: unknown) => void;
}

export function voiceOf({ out, err }: Streams): Voice {
  return {
    print: (...lines) => out(textOf(lines)),
    say: (...lines) => err(textOf(lines)),
    printJson: (value) => out(`${visibleJson(JSON.stringify(value))}\n`),
  };
}

/** That of this process. What it says to the standard error is out at once, before the process ends; what cannot be printed is passed over. */
export const OWN_VOICE = voiceOf({ out: (text) => void process.stdout.write(text), err: (text) => printTo(2, text) });
export const { print, say } = OWN_VOICE;

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${visible(line, Infinity)}\n`).join('');
}
