import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Every page of documentation, by its path in the repository. */
export const PAGES: readonly string[] = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'worlds/README.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `docs/${name}`),
];

export function page(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** What stands below a heading, up to the next of its level or above it. Throws where there is no such heading, so that no test looks at nothing. */
export function section(path: string, heading: string): string {
  const lines = page(path).split('\n');
  const at = lines.findIndex((line) => line.replace(/^#+ /, '') === heading && line.startsWith('#'));
  if (at < 0) throw new Error(`${path} has no heading ${heading}`);
  const level = /^#+/.exec(lines[at] ?? '')?.[0].length ?? 1;
  const end = lines.findIndex((line, index) => index > at && (/^(#+) /.exec(line)?.[1]?.length ?? 99) <= level);
  return lines.slice(at + 1, end < 0 ? undefined : end).join('\n');
}

/** The rows of all tables in a text without their heads, cell by cell. Throws where there is none. */
export function rows(text: string): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  const found = lines
    .filter((_line, index) => !/^\| ?---/.test(lines[index + 1] ?? '') && !/^\| ?---/.test(lines[index] ?? ''))
    .map((line) =>
      line
        .replaceAll('\\|', '\u0000')
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('\u0000', '|')),
    );
  if (found.length === 0) throw new Error('there is no table');
  return found;
}

/** The table whose head begins with a cell, among the tables of a text. */
export function table(text: string, head: string): string[][] {
  const part = text.split(/\n(?=\| )(?=[^\n]*\n\| ?---)/).find((each) => each.startsWith(`| ${head} |`));
  if (part === undefined) throw new Error(`there is no table of ${head}`);
  return rows(part.split('\n\n')[0] ?? '');
}

/** What stands in backticks in a text. */
export function quoted(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map((match) => String(match[1]));
}

/** Every block of a language in a text. */
export function blocks(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map((match) => String(match[1]));
}
