/** Ends in good order at the first Ctrl-C (or when the system asks), at once at the second. */
export function stopOnSignal(end: () => Promise<void>): void {
  let ending = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (ending) {
      process.stderr.write('\nended at once; what was not saved is lost\n');
      process.exit(130);
    }
    ending = true;
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
