import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/project/longest-first.ts';

/** Tests that open no socket and start no process. */
const PURE = ['tests/unit/**/*.test.ts'];
/** Unit tests that do. */
const SOCKETS = ['tests/unit/links/**/*.test.ts'];
/** Tests in a real browser. */
const BROWSER = ['tests/browser/**/*.test.ts'];
/** Tests that look at how time or memory goes: nothing runs beside them. */
const ALONE = [
  'tests/server/brake.test.ts',
  'tests/server/dangers-crowds.test.ts',
  'tests/server/pacer.test.ts',
  'tests/unit/limits/spare-time.test.ts',
  'tests/unit/links/hostile.test.ts',
];

/** Bounds, and no measure: a test waits for what is to come, and a machine that others keep busy takes many times as long. */
const timeouts = { testTimeout: 240_000, hookTimeout: 240_000 };
/** Files share what they import with those that ran before them in their process, which saves most of the time that imports take. */
const shared = { ...timeouts, isolate: false, setupFiles: ['tests/project/end-all.ts'] };
const built = { globalSetup: ['tests/project/build-first.ts'] };
/** Sockets, pages and processes mostly wait for each other: four files beside each other keep two cores busy. */
const beside = { maxWorkers: 4, sequence: { groupOrder: 0 } };

export default defineConfig({
  test: {
    ...timeouts,
    reporters: ['default', './tests/project/closing-line.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [
      { test: { ...shared, ...beside, name: 'unit', include: PURE, exclude: [...SOCKETS, ...ALONE], pool: 'threads' } },
      {
        test: {
          ...shared,
          ...built,
          ...beside,
          name: 'sockets',
          include: ['tests/!(unit)/**/*.test.ts', ...SOCKETS],
          exclude: [...BROWSER, ...ALONE],
          pool: 'forks',
        },
      },
      { test: { ...shared, ...built, name: 'alone', include: ALONE, pool: 'forks', maxWorkers: 1, sequence: { groupOrder: 1 } } },
      {
        // A page that a loaded machine held up is tried once more, and again; the run says so. All others must hold the first time.
        // The files of a worker have its browser one after another. They run beside the sockets, which leave a processor idle while they wait.
        test: {
          ...shared,
          ...beside,
          globalSetup: [...built.globalSetup, 'tests/project/unpack-browser.ts'],
          name: 'browser',
          include: BROWSER,
          pool: 'forks',
          retry: 2,
        },
      },
    ],
  },
});
