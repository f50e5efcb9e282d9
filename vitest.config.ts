import { defineConfig } from 'vitest/config';

/** Tests that open no socket and start no process: they may run beside each other. */
const PURE = ['tests/unit/**/*.test.ts'];
/** Unit tests that do. */
const SOCKETS = ['tests/unit/links/**/*.test.ts'];

const timeouts = { testTimeout: 60_000, hookTimeout: 120_000 };

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
        // Real sockets, browsers and processes: one file at a time, so that none waits for a processor that another uses.
        test: {
          ...timeouts,
          name: 'sockets',
          include: ['tests/!(unit)/**/*.test.ts', ...SOCKETS],
          globalSetup: ['tests/project/build-first.ts'],
          pool: 'forks',
          maxWorkers: 1,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
