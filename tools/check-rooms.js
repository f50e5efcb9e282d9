/**
 * Holds the rooms of the house to what each may know: `node tools/check-rooms.js`. Reports every fault with file and
 * line and ends with 1 where there is one. The rules are data, in `tools/rooms.js`.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importsOf, withoutComments } from './imports.js';
import { FORBIDDEN_FOLDERS, ONE_MODULE, ROOMS, TESTS_REACH, WIDEST } from './rooms.js';

/** @typedef {import('./rooms.js').Room} Room */

const TOP = ['engine', 'agent', 'server', 'inspector-ui', 'worlds', 'tests', 'tools', 'bin', '.ci', 'docs'];
const SKIP = new Set(['node_modules', 'dist', 'coverage', '.cache', '.git']);
const SOURCE = /\.(?:ts|js|mjs|cjs|tsx)$/;
/** What has lines that are read. */
const TEXT = /\.(?:ts|js|css|html)$/;
const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/**
 * Every fault of the tree below `root`, as `file:line: what`.
 * @param {string} root
 * @returns {string[]}
 */
export function faultsOf(root) {
  const files = [...filesBelow(root, ''), ...readdirSync(root).filter((name) => SOURCE.test(name))];
  /** @type {string[]} */
  const faults = [];
  /** @type {Map<string, Map<string, string>>} from room to room, by one place that does it */
  const edges = new Map();
  /** @type {Map<string, Map<string, string>>} from file to file, types included, by the place that does it */
  const imports = new Map();
  for (const file of files) {
    faults.push(...namesOf(file));
    faults.push(...widthOf(root, file));
    if (!SOURCE.test(file)) continue;
    const room = roomOf(file);
    if (room === undefined) {
      faults.push(`${file}:1: belongs to no room; tools/rooms.js lists them`);
      continue;
    }
    const source = readFileSync(join(root, file), 'utf8');
    faults.push(...forbiddenIn(file, room, source));
    for (const entry of importsOf(source)) {
      const place = `${file}:${entry.line}`;
      if (entry.from.startsWith('.')) {
        const target = normalize(join(dirname(file), entry.from.replace(/\?.*$/, '')))
          .split(sep)
          .join('/');
        if (target.startsWith('dist/')) continue;
        /** @type {[string, string][]} */
        const nothing = [];
        imports.set(file, (imports.get(file) ?? new Map(nothing)).set(target, place));
        const fault = localFault(root, file, room, target, entry);
        if (fault !== undefined) faults.push(`${place}: ${fault}`);
        const other = roomOf(target);
        if (other !== undefined && other !== room && !entry.typesOnly) {
          /** @type {[string, string][]} */
          const none = [];
          const from = edges.get(room.name) ?? new Map(none);
          from.set(other.name, from.get(other.name) ?? place);
          edges.set(room.name, from);
        }
      } else if (!/^(?:data:|https?:)/.test(entry.from)) {
        const fault = packageFault(file, room, entry);
        if (fault !== undefined) faults.push(`${place}: ${fault}`);
      }
    }
  }
  return [...faults, ...circlesOf('rooms', edges), ...circlesOf('files', imports)];
}

/** @param {string} file @returns {Room | undefined} */
function roomOf(file) {
  return ROOMS.find((room) => room.files.test(file));
}

/** @param {string} root @param {string} below @returns {string[]} */
function filesBelow(root, below) {
  const names = below === '' ? TOP.filter((name) => existsSync(join(root, name))) : readdirSync(join(root, below), { withFileTypes: true });
  return names.flatMap((entry) => {
    if (typeof entry === 'string') return filesBelow(root, entry);
    const path = `${below}/${entry.name}`;
    if (SKIP.has(entry.name)) return [];
    return entry.isDirectory() ? filesBelow(root, path) : [path];
  });
}

/** Names are kebab-case, and no folder is called after nothing. @param {string} file @returns {string[]} */
function namesOf(file) {
  const faults = [];
  const parts = file.split('/');
  const name = String(parts.pop());
  for (const part of parts) {
    if (FORBIDDEN_FOLDERS.includes(part)) faults.push(`${file}:1: a folder called ${part} says nothing of what it holds`);
    if (!KEBAB.test(part.replace(/^\./, ''))) faults.push(`${file}:1: folder ${part} is not kebab-case`);
  }
  if (
    SOURCE.test(name) &&
    !name
      .replace(SOURCE, '')
      .split('.')
      .every((part) => KEBAB.test(part))
  )
    faults.push(`${file}:1: file name is not kebab-case`);
  return [...new Set(faults)];
}

/** Lines that are wider than is allowed. @param {string} root @param {string} file @returns {string[]} */
function widthOf(root, file) {
  if (!TEXT.test(file)) return [];
  return readFileSync(join(root, file), 'utf8')
    .split('\n')
    .flatMap((line, index) =>
      line.length > WIDEST ? [`${file}:${index + 1}: is ${line.length} characters wide; break it, at most ${WIDEST} are allowed`] : [],
    );
}

/** @param {string} file @param {Room} room @param {string} source @returns {string[]} */
function forbiddenIn(file, room, source) {
  if (room.forbidden === undefined) return [];
  /** @type {string[]} */
  const faults = [];
  withoutComments(source)
    .split('\n')
    .forEach((text, index) => {
      const bare = text.replace(/'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"/g, "''");
      for (const pattern of room.forbidden ?? []) {
        const match = pattern.exec(bare);
        if (match !== null) faults.push(`${file}:${index + 1}: ${match[0].trim()} does not belong here: ${room.because ?? ''}`);
      }
    });
  return faults;
}

/**
 * @param {string} root @param {string} file @param {Room} room @param {string} target @param {import('./imports.js').Import} entry
 * @returns {string | undefined}
 */
function localFault(root, file, room, target, entry) {
  if (!/\.\w+$/.test(target)) return `import of ${entry.from} has no file ending`;
  if (!existsSync(join(root, target))) return `import of ${entry.from}: there is no such file`;
  const other = roomOf(target);
  if (other === undefined || other === room || knows(room.knows, other.name)) return undefined;
  if (entry.typesOnly && knows(room.types ?? [], other.name)) return undefined;
  if (room.name === 'tests' && knows(testsReach(file), other.name)) return undefined;
  if (knows(room.types ?? [], other.name)) return `${room.name} may know only types of ${other.name}; write import type`;
  return `${room.name} may not know ${other.name} (${entry.from})`;
}

/** What a test may reach into besides public entrances. @param {string} file @returns {readonly string[]} */
function testsReach(file) {
  const [, first = '', second = ''] = file.split('/');
  return TESTS_REACH[first === 'unit' ? second : first] ?? [];
}

/** @param {string} file @param {Room} room @param {import('./imports.js').Import} entry @returns {string | undefined} */
function packageFault(file, room, entry) {
  const name = entry.from.startsWith('node:')
    ? entry.from
    : entry.from
        .split('/')
        .slice(0, entry.from.startsWith('@') ? 2 : 1)
        .join('/');
  const only = Object.hasOwn(ONE_MODULE, name) ? ONE_MODULE[/** @type {keyof typeof ONE_MODULE} */ (name)] : undefined;
  if (only !== undefined && !only.test(file) && !file.startsWith('tests/bench/')) return `${name} stands behind one module and is imported nowhere else`;
  const may = room.packages ?? [];
  if (may.includes('*') || may.includes(name) || (name.startsWith('node:') && may.includes('node:*'))) return undefined;
  return `${room.name} may not use the package ${name}`;
}

/** @param {readonly string[]} list @param {string} name */
function knows(list, name) {
  return list.some((entry) => entry === name || (entry.endsWith('/*') && name.startsWith(entry.slice(0, -1))));
}

/**
 * Those that know each other in a circle: none of them can be understood, or taken elsewhere, without all the others.
 * @param {string} what `rooms`, or `files`
 * @param {Map<string, Map<string, string>>} edges who knows whom, by one place that does it
 * @returns {string[]} one sentence for each circle, with the places, of which the first stands in front
 */
function circlesOf(what, edges) {
  /** In the order in which they were come upon, and the earliest one that each still reaches. @type {Map<string, {order: number, reaches: number}>} */
  const seen = new Map();
  /** @type {string[]} */
  const open = [],
    /** @type {string[]} */
    faults = [];
  /** @param {string} one */
  const walk = (one) => {
    const state = { order: seen.size, reaches: seen.size };
    seen.set(one, state);
    open.push(one);
    for (const next of edges.get(one)?.keys() ?? []) {
      const other = seen.get(next);
      if (other === undefined) state.reaches = Math.min(state.reaches, walk(next));
      else if (open.includes(next)) state.reaches = Math.min(state.reaches, other.order);
    }
    if (state.reaches === state.order) {
      const circle = open.splice(open.indexOf(one)).toSorted();
      const places = circle.flatMap((each) => [...(edges.get(each) ?? [])].filter(([next]) => circle.includes(next)).map(([, place]) => place));
      if (places.length > 0) faults.push(`${places[0]}: ${what} know each other in a circle: ${circle.join(', ')} (${places.join(', ')})`);
    }
    return state.reaches;
  };
  for (const one of edges.keys()) if (!seen.has(one)) walk(one);
  return faults;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
  const faults = faultsOf(root);
  for (const fault of faults) console.error(fault);
  console.log(faults.length === 0 ? `rooms: nothing forbidden below ${relative(process.cwd(), root) || '.'}` : `rooms: ${faults.length} faults`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
