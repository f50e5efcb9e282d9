import { failureLines } from './failure.ts';
import { say } from './output.ts';

/** Milliseconds in which a second signal is the same Ctrl-C: under `npm start` the terminal sends one, and npm passes on another. */
const SAME = 500;

/**
 * Ends in good order at the first Ctrl-C, or when the system asks for it, and then with the code that `end` gives. Only a second Ctrl-C ends at
 * once, having said what is lost by that: a system that asks again (SIGTERM, SIGHUP) waits until all is saved.
 * @param lost lines that say what is on no disk
 * @param exited told where something else ends the process, before or while it ends in good order
 * @returns `stop` ends in the same good order for another reason, and then with this code at least; `letGo` leaves the end of the process to others
 */
export function stopOnSignal(
  end: () => Promise<number>,
  lost: () => readonly string[],
  exited: (code: number) => void = () => undefined,
): { readonly stop: (code: number) => void; readonly letGo: () => void } {
  let ending = false,
    least = 0,
    interrupted: number | undefined;
  const leave = (code: number): never => {
    process.off('exit', exited);
    process.exit(code);
  };
  const begin = (): void => {
    if (ending) return;
    ending = true;
    end().then(
      (code) => leave(Math.max(code, least)),
      (error: unknown) => {
        say(...failureLines(error));
        leave(1);
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
        leave(130);
      }
    } else if (ending) say(`${signal} again: still closing; only Ctrl-C, pressed twice, or SIGKILL ends at once`);
    begin();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  process.on('exit', exited);
  return {
    stop: (code) => {
      least = Math.max(least, code);
      begin();
    },
    letGo: () => void process.off('exit', exited),
  };
}
