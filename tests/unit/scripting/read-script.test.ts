import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import * as files from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import { quickJs } from '../../../sandbox/quickjs.ts';
import type { FilesAnswer } from '../../../engine/index.ts';
import { scriptFilesJob } from '../../../server/scripting/script-files.ts';
import { LookThrough, type ProgramFault } from '../../../server/scripting/look-through.ts';
import { readScript } from '../../../server/scripting/read-script.ts';

const made: string[] = [];
afterEach(() => made.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function folderOf(texts: Readonly<Record<string, string>>): string {
  const above = mkdtempSync(join(tmpdir(), 'worldwire-test-'));
  made.push(above);
  for (const [name, text] of Object.entries(texts)) {
    mkdirSync(join(above, name, '..'), { recursive: true });
    writeFileSync(join(above, name), text);
  }
  return above;
}

/** Replaces the folder `scene/lib` by a link that leads to `outside`, and puts it back, as fast as it can. */
const REPLACING = `
  const { renameSync, symlinkSync, unlinkSync } = require('node:fs');
  const { above } = require('node:worker_threads').workerData;
  const lib = above + '/scene/lib', away = above + '/scene/away';
  for (;;) { renameSync(lib, away); symlinkSync(above + '/outside', lib); unlinkSync(lib); renameSync(away, lib); }`;

describe('a file of a script', () => {
  test.skipIf(process.platform === 'win32')('is never read outside of the folder, while its own folder is replaced by a link and put back', async () => {
    const above = folderOf({ 'scene/lib/a.js': 'inside', 'outside/a.js': 'outside' });
    const worker = new Worker(REPLACING, { eval: true, workerData: { above } });
    const found = new Set<string | null>();
    for (const end = Date.now() + 2000; Date.now() < end;) found.add((await readScript(join(above, 'scene'), 'lib/a.js', (text) => text)).text);
    await worker.terminate();
    expect(found).toContain('inside');
    expect(found).not.toContain('outside');
  });

  test('is read whole while an editor puts new ones in its place', async () => {
    const above = folderOf({ 'a.js': '0' });
    let isOver = false;
    const saving = (async () => {
      for (let at = 1; !isOver; at++) {
        await files.writeFile(join(above, 'b.js'), String(at));
        await files.rename(join(above, 'b.js'), join(above, 'a.js'));
      }
    })();
    const errors: string[] = [];
    for (let at = 0; at < 300; at++) errors.push((await readScript(above, 'a.js', (text) => text)).error);
    isOver = true;
    await saving;
    // One whose place is taken again and again while it is read is given up: how often that is so depends on who has the processor.
    expect(errors.filter((error) => error !== '').length).toBeLessThan(100);
  });
});

describe('the job that reads files of scripts', () => {
  test('takes the types out of a file once, however often it is asked for, and anew where it is another', async () => {
    const above = folderOf({ 'a.ts': 'let a: number = 1', 'b.ts': 'let b: number = 2' });
    let stripped = 0;
    const job = scriptFilesJob({ fileOf: () => join(above, 'world.json'), strip: (text) => `${++stripped}${text}` });
    const asked = async (): Promise<readonly (string | null)[]> => {
      const args = { files: ['a.ts', 'b.ts'].map((path) => ({ path, version: '' })) };
      const { files: found } = (await job.run(args as never, { signal: new AbortController().signal, world: 'world' } as never)) as unknown as FilesAnswer;
      return found.map(({ text }) => text);
    };
    const first = await asked();
    expect(await asked()).toEqual(first);
    expect(stripped).toBe(2);
    writeFileSync(join(above, 'a.ts'), 'let a: number = 1234');
    expect(await asked()).toEqual(['3let a: number = 1234', first[1]]);
  });
});

describe('a look through programs', () => {
  test('tries a file that cannot be read once, and tells each who names it', async () => {
    const names = `${"import './wrong.ts';\n".repeat(900)}import './missing.js';`;
    const above = folderOf({ 'a.js': names, 'b.js': `import './missing.js'`, 'wrong.ts': `let a: = 1;${' '.repeat(500_000)}` });
    const through = new LookThrough(above, quickJs);
    const told: ProgramFault[] = [];
    const begun = Date.now();
    for (const file of ['a.js', 'b.js']) await through.look({ file }, (fault) => told.push(fault));
    expect(Date.now() - begun).toBeLessThan(10_000);
    expect(told).toEqual([]);
    expect(through.faults.filter(({ file }) => file === 'wrong.ts')).toHaveLength(1);
    expect(through.faults.filter(({ file, message }) => file === 'b.js' && message.startsWith('missing.js: there is no such file'))).toHaveLength(1);
  });
});
