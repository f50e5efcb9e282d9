/**
 * The fuzz tests with a million inputs a door instead of ten thousand: `npm run fuzz [NAME…]`. `FUZZ_RUNS` and `FUZZ_SEED`
 * change how many and from where; a failure prints its seed and the smallest input that shows it.
 */
import { spawnSync } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const result = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', 'tests/fuzz', '--testTimeout=7200000', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, FUZZ_RUNS: process.env['FUZZ_RUNS'] ?? '1000000' },
});
process.exitCode = result.status ?? 1;
