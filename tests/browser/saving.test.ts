import { createServer } from 'node:net';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { expect, test } from 'vitest';
import { ended, start, type Program } from '../server/built.ts';
import { atEnd, until } from '../server/running.ts';
import { unsound } from './axe.ts';
import { basic, garden, inDialog, item, openEntity, PATIENCE, TOKEN, withBrowser } from './rig.ts';
import { borrow, leave } from './shared-pages.ts';

let browser: Browser;
withBrowser((opened) => {
  browser = opened;
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

test('the page says what a killed server took with it, that another program has changed the file, and how; nothing is lost but by choice', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'garden.scene.json');
  const scene = garden('ws://127.0.0.1:9/');
  await writeFile(file, JSON.stringify(scene));
  const port = await freePort();
  const run = async (): Promise<Program> => {
    const program = start(['run', file, '--port', String(port), '--token', TOKEN, '--allow-host', '127.0.0.1:9', '--journal', 'off'], {
      XDG_STATE_HOME: join(folder, 'state'),
    });
    await until('the server', () => program.out.includes('?token='));
    return program;
  };
  const first = await run();
  const page = await borrow(browser);
  page.setDefaultTimeout(15_000);
  await page.goto(`http://127.0.0.1:${port}/?token=${TOKEN}`);
  await item(page, 'Garden').waitFor();
  await page.getByRole('button', { name: 'Saved', exact: true }).waitFor();
  const rename = async (name: string, to: string): Promise<void> => {
    await openEntity(page, name);
    await basic(page, 'Name').fill(to);
    await basic(page, 'Name').press('Enter');
    await item(page, to).waitFor();
  };
  await rename('Shed', 'Barn');
  await rename('Bench', 'Settle');
  await expect.poll(() => page.getByRole('button', { name: 'Unsaved, save' }).getAttribute('title'), PATIENCE).toBe('Save to garden.scene.json');

  first.child.kill('SIGKILL');
  await ended(first);
  const second = await run();
  const lost = page.getByRole('alert').filter({ hasText: 'The server was started again.' });
  await lost.waitFor({ timeout: 30_000 });
  expect(await lost.innerText()).toContain('In Test garden, your last 2 edits had not been saved, and are gone.');
  await item(page, 'Shed').waitFor();
  expect(await unsound(page)).toEqual([]);
  await lost.getByRole('button', { name: 'Understood' }).click();
  await lost.waitFor({ state: 'detached' });

  await rename('Shed', 'Barn');
  await page.keyboard.press('Control+s');
  await page.getByRole('button', { name: 'Saved', exact: true }).waitFor();
  await rename('Barn', 'Great barn');
  const theirs = (await readFile(file, 'utf8')).replace('"name": "Test garden"', '"name": "Their garden"').replace('"Garden"', '"Their <b>garden</b>"');
  await writeFile(file, theirs);
  const changed = page.getByRole('alert').filter({ hasText: 'garden.scene.json is another than this world read or saved.' });
  await changed.waitFor();
  await page.keyboard.press('Control+s');
  const dialog = inDialog(page, 'The file is another');
  await dialog.getByRole('row', { name: 'name The scene Their garden Test garden' }).waitFor();
  await dialog.getByRole('row', { name: /^name Great barn Barn Great barn/ }).waitFor();
  await dialog.getByRole('row', { name: 'name Garden Their <b>garden</b> Garden' }).waitFor();
  expect(await dialog.getByRole('button', { name: 'Decide later' }).evaluate((button) => button.matches(':focus'))).toBe(true);
  expect(await unsound(page)).toEqual([]);
  await page.setViewportSize({ width: 360, height: 800 });
  expect(await unsound(page)).toEqual([]);
  await page.keyboard.press('Escape');
  expect(await readFile(file, 'utf8'), 'nothing was written over it').toBe(theirs);

  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: 'The file is another than this world read or saved' }).click();
  await dialog.getByRole('button', { name: 'Overwrite the file' }).click();
  await changed.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Saved', exact: true }).waitFor();
  await expect.poll(async () => readFile(file, 'utf8'), PATIENCE).toContain('"Great barn"');

  await rename('Great barn', 'Last barn');
  await page.reload();
  await item(page, 'Last barn').waitFor();
  second.child.kill('SIGKILL');
  await ended(second);
  await run();
  await lost.waitFor({ timeout: 30_000 });
  expect(await lost.innerText(), 'also of what was done before the page was loaded anew').toContain('your last 1 edit had not been saved, and is gone.');
  await leave(page);
}, 120_000);
