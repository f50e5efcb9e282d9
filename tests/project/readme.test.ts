import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
let folder = '';

/** The first block of a language below a heading. */
function block(heading: string, language: string): string {
  const section = README.split(`## ${heading}\n`)[1] ?? '';
  return new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(section)?.[1] ?? '';
}

function node(...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', timeout: 60_000 });
  return { status, output: stdout + stderr };
}

beforeAll(() => {
  // Inside of the package, so that it finds itself by its name as a program finds it that has installed it.
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  folder = mkdtempSync(join(ROOT, '.cache', 'readme-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the README', () => {
  it('shows a first scene in ten lines that holds', () => {
    const scene = block('A first scene', 'json');
    expect(scene.trimEnd().split('\n').length).toBeLessThanOrEqual(10);
    writeFileSync(join(folder, 'first.json'), scene);
    // Without a warning, too: it is what people begin from.
    expect(node('bin/worldwire.js', 'check', '--strict', join(folder, 'first.json'))).toMatchObject({ status: 0 });
  });

  it('shows how to embed a world in ten lines that run', () => {
    const program = block('Embedding', 'js');
    expect(
      program
        .trimEnd()
        .split('\n')
        .filter((line) => line !== '').length,
    ).toBeLessThanOrEqual(10);
    writeFileSync(join(folder, 'embed.mjs'), program);
    const { status, output } = node(join(folder, 'embed.mjs'));
    expect(output).toMatch(/\[\s*0,\s*0\.70\d+,\s*0,\s*0\.70\d+\s*\]/);
    expect(status).toBe(0);
  });

  it('names commands of npm that there are', () => {
    const scripts = Object.keys((JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object }).scripts);
    const named = [...(README + readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8')).matchAll(/npm (?:run )?([a-z]+)/g)].map((match) => String(match[1]));
    expect(named.filter((name) => !['ci', 'and', 'package', 'starts'].includes(name) && !scripts.includes(name))).toEqual([]);
  });
});
