import { readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** A scene file of the worlds folder. */
export interface FolderFile {
  /** Its path in the folder, with `/` between names. */
  readonly path: string;
  readonly bytes: number;
  /** When it was written last, as ISO 8601. */
  readonly modified: string;
}

/** Files that are told, folders within each other that are looked into, and names that are looked at for that. */
const MOST_FILES = 1_000,
  DEEPEST = 4,
  MOST_SEEN = 20_000;

/**
 * The scene files of the worlds folder and its folders, by their paths; `more` where there are further ones. Links are not followed, and what begins with a dot
 * is left out.
 */
export async function filesInFolder(folder: string): Promise<{ readonly files: readonly FolderFile[]; readonly more: boolean }> {
  const root = await realpath(folder).catch(() => undefined);
  const files: FolderFile[] = [];
  let seen = 0,
    more = false;
  const look = async (at: string, depth: number): Promise<void> => {
    const entries = await readdir(at, { withFileTypes: true }).catch(() => []);
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      if (++seen > MOST_SEEN || files.length >= MOST_FILES) {
        more = true;
        return;
      }
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      const path = join(at, entry.name);
      if (entry.isDirectory()) {
        if (depth < DEEPEST) await look(path, depth + 1);
        else more = true;
      } else if (entry.isFile() && entry.name.endsWith('.scene.json')) {
        const found = await stat(path).catch(() => undefined);
        if (found !== undefined)
          files.push({
            path: relative(root ?? at, path)
              .split(sep)
              .join('/'),
            bytes: found.size,
            modified: new Date(found.mtimeMs).toISOString(),
          });
      }
    }
  };
  if (root !== undefined) await look(root, 0);
  return { files, more };
}
