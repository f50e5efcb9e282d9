/**
 * What is to be ended after every test, whichever file it stands in. Files of tests share the modules that they import, and a
 * hook that such a module registers holds for the first file alone; `tests/project/end-all.ts` is read anew for each.
 */
const ends: (() => Promise<void>)[] = [];

/** @param end runs after each test, also where that test has begun nothing */
export function afterEveryTest(end: () => Promise<void>): void {
  ends.push(end);
}

/** Ends what the test has begun, all of it also where some does not end; last registered first. */
export async function endAll(): Promise<void> {
  const faults: unknown[] = [];
  for (const end of ends.toReversed()) {
    try {
      await end();
    } catch (fault) {
      faults.push(fault);
    }
  }
  if (faults.length > 0) throw faults.length === 1 ? faults[0] : new AggregateError(faults, 'What the test had begun did not end');
}
