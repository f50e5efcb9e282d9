import { WorldwireError } from '../errors.ts';
import { visible } from '../visible.ts';

/** Characters of the path of a file beside a scene. */
export const LONGEST_PATH = 500;
const ENDINGS = /\.(?:js|mjs|ts|mts)$/;
/** What means something else in an address, to another system, or to a terminal. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const FOREIGN = /[\u0000-\u001f\u007f\\:?#%*"<>|]/;

/**
 * The path of a file beside the scene, below the scene's folder: `lib/chat.js`. Throws WW_SCRIPT_FILE where there can be none.
 * @param name as somebody has written it, relative to the folder of `from`
 * @param from path of the file in which it stands; empty for what stands in the scene itself
 */
export function pathOf(name: string, from = ''): string {
  const refuse = (expected: string): never => {
    throw new WorldwireError('WW_SCRIPT_FILE', `${JSON.stringify(visible(name, 200))} is no file of a script: expected ${expected}`);
  };
  if (name === '' || name.length > LONGEST_PATH) refuse(`a path of 1 to ${LONGEST_PATH} characters`);
  if (FOREIGN.test(name) || !name.isWellFormed())
    refuse('a path relative to the folder of the scene, as lib/chat.js, without \\ : ? # % * and quotation marks');
  if (name.startsWith('/')) refuse('a path relative to the folder of the scene, and not one that begins with /');
  const parts = from.split('/').slice(0, -1);
  for (const part of name.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) refuse('a file in the folder of the scene or below it');
    } else if (part === '') refuse('a name between two slashes');
    else if (part !== '.') {
      if (part.startsWith('.') || /[. ]$/.test(part)) refuse('names that begin and end with neither a dot nor a space');
      parts.push(part);
    }
  }
  const path = parts.join('/');
  if (!ENDINGS.test(path)) refuse('a name that ends with .js, .mjs, .ts or .mts');
  return path;
}

/** The same for what an import names, which stands beside the file that imports it, as everywhere in JavaScript. */
export function importedPath(name: string, from: string): string {
  if (name.startsWith('./') || name.startsWith('../')) return pathOf(name, from);
  throw new WorldwireError(
    'WW_SCRIPT_FILE',
    `cannot import ${JSON.stringify(visible(name, 200))}: scripts import files beside their scene, by a name that begins with ./ or ../, as ./lib/chat.js`,
  );
}

/** Names of files as they stand in a program behind `import`, `from` and `include(`. One may be missed, or be none: each is looked up where it is used. */
const NAMED = /(?:\bfrom|\bimport|\binclude)\s*(?:\(\s*)?(?:"([^"\\\n]{1,500})"|'([^'\\\n]{1,500})'|`([^`\\\n$]{1,500})`)/g;

/** The name of a file, as it stands in a program. */
export interface NamedFile {
  readonly name: string;
  /** Where it begins. */
  readonly at: number;
  /** It is included, and not imported. */
  readonly isInclude: boolean;
}
export function filesNamed(text: string): readonly NamedFile[] {
  return Array.from(text.matchAll(NAMED), ({ index, 0: whole, 1: first, 2: second, 3: third }) => {
    const name = first ?? second ?? third ?? '';
    return { name, at: index + whole.length - name.length - 1, isInclude: whole.startsWith('include') };
  });
}

/** Files that are looked for in one program: more than a world may use, so that it is told. */
const MOST_NAMED = 256;

/** Paths of the files that a program names, so that they are there before it begins. */
export function namedFiles(text: string, from: string): readonly string[] {
  const found = new Set<string>();
  for (const { name, isInclude } of filesNamed(text)) {
    if (found.size > MOST_NAMED) break;
    try {
      found.add(isInclude ? pathOf(name, from) : importedPath(name, from));
    } catch {
      // It is told where it is used, if it is more than words.
    }
  }
  return [...found];
}
