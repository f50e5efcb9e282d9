import { failureLines } from './failure.ts';
import { say } from './output.ts';

/** Milliseconds in which a second signal is the same Ctrl-C: under `npm start` the terminal sends one, and npm passes on another. */
const SAME = 500;

/**
 * Ends in good order at the first Ctrl-C, or when the system asks for it, and then with the code that `end` gives. Only a second Ctrl-C ends at
 * once, having said what is lost by that: a system that asks again (SIGTERM, SIGHUP) waits until all is saved.
 * @param lost lines that say what is on no disk
 * @returns ends in the same good order for another reason, and then with this code at least
 */
export function stopOnSignal(end: () => Promise<number>, lost: () => readonly string[]): (code: number) => void {
  let ending = false,
    least = 0,
    interrupted: number | undefined;
  const begin = (): void => {
    if (ending) return;
    ending = true;
    end().then(
      (code) => process.exit(Math.max(code, least)),
      (error: unknown) => {
        say(...failureLines(error));
        process.exit(1);
      },
    );
  };
  const stop = (signal: NodeJS.Signals): void => {
    const now = performance.now();
    if (signal === 'SIGINT') {
      if (interrupted === undefined) {
        interrupted = now;
        say('', 'closing; press Ctrl-C again to end at once');
      } else if (now - interrupted >= SAME) {
        say('', 'ended at once', ...lost());
        process.exit(130);
      }
    } else if (ending) say(`${signal} again: still closing; only Ctrl-C, pressed twice, or SIGKILL ends at once`);
    begin();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  return (code) => {
    least = Math.max(least, code);
    begin();
  };
}
