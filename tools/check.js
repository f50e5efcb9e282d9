/**
 * Everything that can be said of the code without running it: `npm run check`. Each check runs to its end, so that one run
 * shows every fault; `npm run check -- types lint` runs only those named.
 */
import { spawn } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const MODULES = 'node_modules';

/** @type {Readonly<Record<string, readonly string[]>>} */
const CHECKS = {
  types: [`${MODULES}/typescript/bin/tsc`, '-p', 'tsconfig.json'],
  lint: [`${MODULES}/oxlint/bin/oxlint`, '--type-aware', '--deny-warnings'],
  format: [`${MODULES}/oxfmt/bin/oxfmt`, '--check'],
  rooms: ['tools/check-rooms.js'],
  unused: [`${MODULES}/knip/bin/knip.js`, '--no-progress'],
};

/** @param {readonly string[]} command @returns {Promise<{ readonly status: number, readonly text: string }>} */
function run(command) {
  return new Promise((done) => {
    const child = spawn(process.execPath, [...command], { cwd: ROOT, env: { ...process.env, NO_COLOR: '1' } });
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
for (const [name, command] of Object.entries(CHECKS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const started = performance.now();
  const { status, text } = await run(command);
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (status !== 0) {
    failed.push(name);
    console.log(text.trimEnd());
  }
}
console.log(failed.length === 0 ? 'check: nothing to mend' : `check: to mend: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
