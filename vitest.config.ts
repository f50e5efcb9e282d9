import { defineConfig } from 'vitest/config';

/** Tests that open no socket and start no process: they may run beside each other. */
const PURE = ['tests/unit/**/*.test.ts'];
/** Unit tests that do. */
const SOCKETS = ['tests/unit/links/**/*.test.ts'];
/** Tests in a real browser. */
const BROWSER = ['tests/browser/**/*.test.ts'];

const timeouts = { testTimeout: 60_000, hookTimeout: 120_000 };
/** Sockets, pages and processes mostly wait for each other: three files beside each other keep two cores busy. */
const beside = { pool: 'forks' as const, maxWorkers: 3, globalSetup: ['tests/project/build-first.ts'], setupFiles: ['tests/project/end-all.ts'] };

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
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...timeouts,
          ...beside,
          isolate: false,
          name: 'sockets',
          include: ['tests/!(unit)/**/*.test.ts', ...SOCKETS],
          exclude: BROWSER,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // A page that a loaded machine held up is tried once more, and again; the run says so. All others must hold the first time.
        // Two beside each other: a browser keeps more than one processor busy while a page loads.
        test: { ...timeouts, ...beside, maxWorkers: 2, name: 'browser', include: BROWSER, retry: 2, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
