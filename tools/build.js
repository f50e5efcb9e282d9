/**
 * Builds what is out of date: `node tools/build.js [--all]`. The engine, server, example worlds and benches go from
 * TypeScript to `dist/`, the inspector through Vite to `dist/inspector-ui/`. Each part is left alone where no source of it
 * is newer than its last build. Several at a time wait for each other.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const LOCK = join(ROOT, 'node_modules', '.worldwire-build');
const LOCK_STALE = 120_000;

/** @typedef {{ readonly name: string, readonly sources: readonly string[], readonly stamp: string, readonly command: readonly string[] }} Part */

/** @type {readonly Part[]} */
const PARTS = [
  {
    name: 'program',
    sources: ['agent', 'engine', 'server', 'worlds', 'tests/bench', 'tsconfig.json', 'tsconfig.build.json', 'package.json'],
    stamp: 'dist/.program-built',
    command: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'],
  },
  {
    name: 'page',
    sources: ['inspector-ui', 'agent', 'engine/rights.ts', 'engine/same-json.ts', 'server/protocol.ts', 'vite.config.ts', 'package.json'],
    stamp: 'dist/.page-built',
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

/** @param {Part} part */
function isStale(part) {
  const stamp = join(ROOT, part.stamp);
  if (!existsSync(stamp)) return true;
  const built = statSync(stamp).mtimeMs;
  return part.sources.some((source) => newest(join(ROOT, source)) > built);
}

/**
 * Builds each part that is out of date.
 * @param {{ readonly all?: boolean, readonly quiet?: boolean }} [options] `all` builds what is up to date as well
 * @returns {string[]} names of the parts whose build ended with an error
 */
export function build(options = {}) {
  if (options.all !== true && !PARTS.some(isStale)) return [];
  lock();
  try {
    const failed = [];
    for (const part of PARTS) {
      if (options.all !== true && !isStale(part)) continue;
      const started = new Date();
      const result = spawnSync(process.execPath, [...part.command], { cwd: ROOT, stdio: ['ignore', options.quiet === true ? 'pipe' : 'inherit', 'inherit'] });
      if (result.status !== 0) {
        failed.push(part.name);
        if (options.quiet === true) process.stderr.write(result.stdout);
        continue;
      }
      mkdirSync(join(ROOT, 'dist'), { recursive: true });
      writeFileSync(join(ROOT, part.stamp), '');
      utimesSync(join(ROOT, part.stamp), started, started);
    }
    return failed;
  } finally {
    if (existsSync(LOCK)) rmdirSync(LOCK);
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
  const failed = build({ all: process.argv.includes('--all') });
  if (failed.length > 0) console.error(`build: failed: ${failed.join(', ')}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}
