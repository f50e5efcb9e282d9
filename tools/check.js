/**
 * Everything that can be said of the code without running it: `npm run check`. Each check runs to its end, beside the others,
 * so that one run shows every fault; `npm run check -- rooms lint` runs only those named. Types are told by the lint, which reads
 * them anyway; `types` is the compiler alone, quick where little has changed since its last run.
 */
import { spawn } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const MODULES = 'node_modules';

/** What is kept from one run to the next, ignored by git. */
const CACHE = `${MODULES}/.cache`;

/** @type {Readonly<Record<string, readonly string[]>>} */
const CHECKS = {
  types: [`${MODULES}/typescript/bin/tsc`, '-p', 'tsconfig.json', '--incremental', '--tsBuildInfoFile', `${CACHE}/types.tsbuildinfo`],
  lint: [`${MODULES}/oxlint/bin/oxlint`, '--type-aware', '--type-check', '--deny-warnings'],
  format: [`${MODULES}/oxfmt/bin/oxfmt`, '--check'],
  rooms: ['tools/check-rooms.js'],
  unused: [`${MODULES}/knip/bin/knip.js`, '--no-progress', '--cache', '--cache-location', `${CACHE}/knip`],
};
/** Done where none are named: the lint tells what `types` would. */
const ALL = Object.keys(CHECKS).filter((name) => name !== 'types');
/** Both compilers of types spend a fifth of their time on collecting garbage of a heap that they are done with soon. */
const ENVIRONMENT = { ...process.env, NO_COLOR: '1', GOGC: process.env['GOGC'] ?? '400' };

/** @param {readonly string[]} command @returns {Promise<{ readonly status: number, readonly text: string }>} */
function run(command) {
  return new Promise((done) => {
    const child = spawn(process.execPath, [...command], { cwd: ROOT, env: ENVIRONMENT });
    let text = '';
    child.stdout.on('data', (/** @type {Buffer} */ part) => (text += part.toString()));
    child.stderr.on('data', (/** @type {Buffer} */ part) => (text += part.toString()));
    child.on('close', (status) => done({ status: status ?? 1, text }));
  });
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(CHECKS, name));
if (unknown.length > 0) {
  console.error(`check: no check is called ${unknown.join(', ')}; there are ${Object.keys(CHECKS).join(', ')}`);
  process.exit(2);
}
/** @type {string[]} */
const failed = [];
await Promise.all(
  (asked.length > 0 ? Object.keys(CHECKS).filter((name) => asked.includes(name)) : ALL).map(async (name) => {
    const started = performance.now();
    const { status, text } = await run(CHECKS[name] ?? []);
    console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
    if (status !== 0) {
      failed.push(name);
      console.log(text.trimEnd());
    }
  }),
);
console.log(failed.length === 0 ? 'check: nothing to mend' : `check: to mend: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
