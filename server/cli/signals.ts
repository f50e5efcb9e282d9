import { failureLines } from './failure.ts';
import { say } from './output.ts';

/** Milliseconds in which a second signal is the same Ctrl-C: under `npm start` the terminal sends one, and npm passes on another. */
const SAME = 500;

/**
 * Ends in good order at the first Ctrl-C, or when the system asks for it, and then with the code that `end` gives. Only a second Ctrl-C ends at
 * once, having said what is lost by that: a system that asks again (SIGTERM, SIGHUP) waits until all is saved.
 * @param lost lines that say what is on no disk
 */
export function stopOnSignal(end: () => Promise<number>, lost: () => readonly string[]): void {
  let ending = false,
    interrupted: number | undefined;
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
    if (ending) return;
    ending = true;
    end().then(
      (code) => process.exit(code),
      (error: unknown) => {
        say(...failureLines(error));
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
}
