import { printTo } from '../hosting/print.ts';

/**
 * What this process prints may have nobody left who reads it: `tee` that went with the same Ctrl-C, a full disk under a log, a terminal that was
 * closed. That is no reason to end, least of all before worlds are saved, so from here on what cannot be printed is passed over.
 */
export function outliveOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

/** Prints to the standard error at once, so that it is out before the process ends. What cannot be printed is passed over. */
export function say(text: string): void {
  printTo(2, `${text}\n`);
}
