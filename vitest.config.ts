import { defineConfig } from 'vitest/config';

/** Tests that open no socket and start no process: they may run beside each other. */
const PURE = ['tests/unit/**/*.test.ts'];
/** Unit tests that do. */
const SOCKETS = ['tests/unit/links/**/*.test.ts'];
/** Tests in a real browser. */
const BROWSER = ['tests/browser/**/*.test.ts'];

const timeouts = { testTimeout: 60_000, hookTimeout: 120_000 };
/** One file at a time, so that none waits for a processor that another uses. */
const alone = { pool: 'forks' as const, maxWorkers: 1, fileParallelism: false, globalSetup: ['tests/project/build-first.ts'] };

export default defineConfig({
  test: {
    ...timeouts,
    reporters: ['default', './tests/project/closing-line.ts'],
    projects: [
      {
        test: {
          ...timeouts,
          name: 'unit',
          include: PURE,
          exclude: SOCKETS,
          pool: 'threads',
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...timeouts,
          ...alone,
          name: 'sockets',
          include: ['tests/!(unit)/**/*.test.ts', ...SOCKETS],
          exclude: BROWSER,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // A page that a loaded machine held up is tried once more, and again; the run says so. All others must hold the first time.
        test: { ...timeouts, ...alone, name: 'browser', include: BROWSER, retry: 2, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
