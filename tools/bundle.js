/**
 * Writes the program to `dist/`: `node tools/bundle.js`. Engine and server go into a few files, since a start of the command
 * line took most of its time for finding and reading many. They are one graph: each module stands in one file only, so that
 * a plugin that imports `worldwire` gets the very engine that the server runs. What imports them from outside (worlds,
 * benches) goes over file by file.
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { transformSync } from 'rolldown/utils';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const OUT = join(ROOT, 'dist');

/** Files that something outside of the graph imports or starts; each keeps its place below `dist/`. */
const ENTRANCES = [
  'engine/index',
  'sandbox/quickjs',
  'sandbox/metered',
  'server/index',
  'server/cli/main',
  'server/cli/example',
  'server/scripting/metered-stripper',
  'server/doors/world-worker',
  'server/past/ghost-worker',
  'server/saving/difference-worker',
  'server/versions/compare-worker',
  // What only tests and benches take.
  'server/saving/file-claim',
  'server/doors/open-local',
  'server/doors/paced-copy',
  'server/journal/journal',
  'server/journal/take-up-life',
  'server/joining/joined-machine',
  'server/protocol',
];

/** Folders and files whose files are translated one by one. */
const FILE_BY_FILE = ['worlds', 'tests/bench', 'tests/browser/find-browser.ts'];

/**
 * Packages that go into the bundle: typebox alone is 683 files, semver takes 30 ms to be found by Node in 20 of them, and re2js 10. All others are
 * found by Node where npm has put them.
 */
const BUNDLED = ['typebox', 'semver', 're2js'];

const LICENCES = 'third-party-licences.txt';

/** The package of a specifier, or of the path of a file of it. @param {string} id */
function packageOf(id) {
  return /^(?:.*[\\/]node_modules[\\/])?((?:@[^/\\]+[\\/])?[^/\\]+)/.exec(id)?.[1]?.replace('\\', '/') ?? id;
}

/** @param {string} id path of a module */
function isPackaged(id) {
  return /[\\/]node_modules[\\/]/.test(id);
}

/** @param {string} id */
function isOutside(id) {
  if (id.startsWith('.') || id.startsWith('/') || /^[A-Za-z]:[\\/]/.test(id)) return false;
  return !BUNDLED.includes(packageOf(id));
}

/** @returns {Promise<void>} */
async function bundle() {
  const graph = await rolldown({
    cwd: ROOT,
    input: Object.fromEntries(ENTRANCES.map((name) => [name, `./${name}.ts`])),
    platform: 'node',
    tsconfig: 'tsconfig.json',
    external: isOutside,
  });
  const { output } = await graph.write({
    dir: OUT,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
    // Read at a start of `worldwire run`, so that stacks name the sources: without their text, which nobody needs for that.
    sourcemap: true,
    sourcemapExcludeSources: true,
    comments: { legal: true, annotation: false, jsdoc: false },
    codeSplitting: { groups: BUNDLED.map((name) => ({ name, test: (id) => isPackaged(id) && packageOf(id) === name })) },
  });
  await graph.close();
  const modules = output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
  writeLicences([...new Set(modules.filter(isPackaged).map(packageOf)), 'quickjs-wasi', '@swc/wasm-typescript'].toSorted());
}

/** QuickJS itself, which a package brings without its licence. */
const QUICKJS = `QuickJS-ng (compiled to WebAssembly, by quickjs-wasi)

The MIT License (MIT)

Copyright (c) 2017-2026 Fabrice Bellard
Copyright (c) 2017-2024 Charlie Gordon
Copyright (c) 2023-2026 Ben Noordhuis
Copyright (c) 2023-2026 Saúl Ibarra Corretgé

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in
all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL
THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN
THE SOFTWARE.

Its file libunicode-table.h is derived from the Unicode Character Database, under the Unicode License V3: Copyright (c) 1991-2026 Unicode, Inc.; the text of
that license is at https://www.unicode.org/license.txt
`;

/** The licence of what is bundled comes with it. @param {readonly string[]} packages */
function writeLicences(packages) {
  const texts = packages.map((name) => {
    const folder = join(ROOT, 'node_modules', name);
    const { version } = /** @type {{ version: string }} */ (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e(?:\.\w+)?$/i.test(entry));
    if (file === undefined) throw new Error(`${name} is bundled, and no file of it holds its licence`);
    return `${name} ${version}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
  });
  writeFileSync(join(OUT, LICENCES), [...texts, QUICKJS].join(`\n${'-'.repeat(80)}\n\n`));
}

/** Scripts of scenes run as they are. */
const SCRIPTS = 'worlds/scripts';

/** @param {string} path below ROOT @returns {string[]} */
function sourcesBelow(path) {
  if (path === SCRIPTS) return [];
  if (path.endsWith('.ts')) return [path];
  return readdirSync(join(ROOT, path), { withFileTypes: true }).flatMap((entry) => {
    const inner = `${path}/${entry.name}`;
    return entry.isDirectory() || entry.name.endsWith('.ts') ? sourcesBelow(inner) : [];
  });
}

/** @param {string} file below ROOT */
function translate(file) {
  const { code, map, errors } = transformSync(file, readFileSync(join(ROOT, file), 'utf8'), {
    cwd: ROOT,
    sourcemap: true,
    target: 'es2023',
    typescript: { onlyRemoveTypeImports: true, rewriteImportExtensions: 'rewrite' },
  });
  if (errors.length > 0) throw new Error(`${file}: ${errors.map(({ message }) => message).join('; ')}`);
  const out = join(OUT, file.replace(/\.ts$/, '.js'));
  const source = relative(dirname(out), join(ROOT, file)).split(sep).join('/');
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(`${out}.map`, JSON.stringify({ ...map, sources: [source], sourcesContent: undefined }));
  writeFileSync(out, `${code}//# sourceMappingURL=${basename(out)}.map\n`);
}

/** What runs scripts is no code of this program's: the counted binary, and the library that runs within it, which go over as they are. */
async function writeSandbox() {
  const out = join(OUT, 'sandbox');
  mkdirSync(join(out, 'guest'), { recursive: true });
  for (const file of readdirSync(join(ROOT, 'sandbox/guest')).filter((name) => name.endsWith('.js')))
    copyFileSync(join(ROOT, 'sandbox/guest', file), join(out, 'guest', file));
  const { meteredBinary } = /** @type {typeof import('../sandbox/metered.ts')} */ (await import(pathToFileURL(join(out, 'metered.js')).href));
  writeFileSync(join(out, 'quickjs-metered.wasm'), meteredBinary());
}

/** Neither is what takes types out of scripts. */
async function writeStripper() {
  const made = join(OUT, 'server/scripting/metered-stripper.js');
  const { stripperBinary, stripperGlue } = /** @type {typeof import('../server/scripting/metered-stripper.ts')} */ (await import(pathToFileURL(made).href));
  writeFileSync(join(OUT, 'sandbox/stripper-metered.wasm'), stripperBinary());
  writeFileSync(join(OUT, 'sandbox/stripper-glue.txt'), stripperGlue());
}

await bundle();
await writeSandbox();
await writeStripper();
for (const file of FILE_BY_FILE.flatMap(sourcesBelow)) translate(file);
