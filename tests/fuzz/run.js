/**
 * The fuzz tests with a million inputs a door instead of two thousand, and every property test with all the samples that it is
 * worth: `npm run fuzz [NAME…]`. `FUZZ_RUNS` and `FUZZ_SEED` change how many inputs and from where; a failure prints its seed
 * and the smallest input that shows it.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
/** What draws its inputs from `tests/samples.ts`. */
const drawn = readdirSync(join(root, 'tests'), { recursive: true, withFileTypes: true })
  .filter((each) => each.isFile() && each.name.endsWith('.test.ts') && !each.parentPath.endsWith('project'))
  .map((each) => join(each.parentPath, each.name))
  .filter((file) => readFileSync(file, 'utf8').includes("/samples.ts'"))
  .map((file) => relative(root, file));
const asked = process.argv.slice(2);
const result = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--testTimeout=7200000', ...((asked[0]?.startsWith('-') ?? true) ? drawn : []), ...asked],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, FUZZ_RUNS: process.env['FUZZ_RUNS'] ?? '1000000' },
  },
);
process.exitCode = result.status ?? 1;
