/**
 * Builds what is out of date: `node tools/build.js [--all]`. Engine, server, example worlds and benches go from TypeScript
 * to `dist/`, and so do the declarations of what is public; the inspector goes through Vite to `dist/inspector-ui/`. Each part
 * is left alone where no source of it is newer than its last build; those that are not go beside each other. Several builds
 * at a time wait for each other. Types are not checked: that does `npm run check`.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const LOCK = join(ROOT, 'node_modules', '.worldwire-build');
const LOCK_STALE = 120_000;
const PAGE = 'inspector-ui';

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {readonly string[]} sources
 * @property {readonly string[]} command
 * @property {RegExp} [leaves] what it writes, the page aside; what an earlier build has left of that goes
 */

/** @type {readonly Part[]} */
const PARTS = [
  {
    name: 'program',
    sources: [
      'agent',
      'engine',
      'sandbox',
      'server',
      'worlds',
      'tests/bench',
      'tests/browser/find-browser.ts',
      'tools/bundle.js',
      'tsconfig.json',
      'package.json',
    ],
    command: ['tools/bundle.js'],
    leaves: /\.js(?:\.map)?$/,
  },
  {
    name: 'types',
    sources: ['agent', 'engine', 'sandbox', 'server', 'tsconfig.json', 'tsconfig.build.json', 'package.json'],
    command: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'],
    leaves: /\.d\.ts$/,
  },
  {
    name: 'page',
    sources: [PAGE, 'agent', 'engine/rights.ts', 'engine/same-json.ts', 'server/protocol.ts', 'vite.config.ts', 'package.json'],
    command: ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'],
  },
];

/** Time of the newest source below a path, in ms. @param {string} path @returns {number} */
function newest(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), stat.mtimeMs);
}

/** The time of this file is that of the part's last build. @param {Part} part */
function stampOf(part) {
  return join(ROOT, 'dist', `.${part.name}-built`);
}

/** @param {Part} part */
function isStale(part) {
  const stamp = stampOf(part);
  if (!existsSync(stamp)) return true;
  const built = statSync(stamp).mtimeMs;
  return part.sources.some((source) => newest(join(ROOT, source)) > built);
}

/**
 * Builds each part that is out of date.
 * @param {{ readonly all?: boolean, readonly quiet?: boolean }} [options] `all` builds what is up to date as well
 * @returns {Promise<string[]>} names of the parts whose build ended with an error
 */
export async function build(options = {}) {
  if (options.all !== true && !PARTS.some(isStale)) return [];
  lock();
  try {
    const parts = PARTS.filter((part) => options.all === true || isStale(part));
    const done = await Promise.all(parts.map((part) => buildPart(part, options.quiet === true)));
    return parts.filter((_part, index) => done[index] === false).map(({ name }) => name);
  } finally {
    if (existsSync(LOCK)) rmdirSync(LOCK);
  }
}

/** @param {Part} part @param {boolean} quiet what its command prints is shown only where it fails @returns {Promise<boolean>} whether it is built */
async function buildPart(part, quiet) {
  const started = new Date();
  const child = spawn(process.execPath, [...part.command], { cwd: ROOT, stdio: ['ignore', quiet ? 'pipe' : 'inherit', 'inherit'] });
  let told = '';
  child.stdout?.on('data', (/** @type {Buffer} */ text) => (told += text.toString()));
  /** @type {number | null} */
  const status = await new Promise((done, failed) => {
    child.on('error', failed).on('close', done);
  });
  if (status !== 0) {
    process.stderr.write(told);
    return false;
  }
  if (part.leaves !== undefined) removeOlder('dist', part.leaves, started.getTime());
  writeFileSync(stampOf(part), '');
  utimesSync(stampOf(part), started, started);
  return true;
}

/** @param {string} folder below ROOT @param {RegExp} names @param {number} time in ms */
function removeOlder(folder, names, time) {
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory() && path !== `dist/${PAGE}`) removeOlder(path, names, time);
    else if (names.test(entry.name) && statSync(join(ROOT, path)).mtimeMs < time) rmSync(join(ROOT, path));
  }
}

function lock() {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (;;) {
    try {
      mkdirSync(LOCK);
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      if (existsSync(LOCK) && Date.now() - statSync(LOCK).mtimeMs > LOCK_STALE) rmdirSync(LOCK);
      else Atomics.wait(pause, 0, 0, 200);
    }
  }
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const failed = await build({ all: process.argv.includes('--all') });
  if (failed.length > 0) console.error(`build: failed: ${failed.join(', ')}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}
