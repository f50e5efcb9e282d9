/** Milliseconds in which a second signal is the same Ctrl-C: under `npm start` the terminal sends one, and npm passes on another. */
const SAME = 500;

/** Ends in good order at the first Ctrl-C (or when the system asks), at once at the second. */
export function stopOnSignal(end: () => Promise<void>): void {
  let first: number | undefined;
  const stop = (signal: NodeJS.Signals): void => {
    const now = performance.now();
    if (first !== undefined) {
      if (now - first < SAME) return;
      process.stderr.write('\nended at once; what was not saved is lost\n');
      process.exit(130);
    }
    first = now;
    if (signal === 'SIGINT') process.stderr.write('\nclosing; press Ctrl-C again to end at once\n');
    end().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
}
