/** What the page says of a world's journal. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { ended, start, type Program } from '../server/built.ts';
import { FailingDisk } from '../server/failing-disk.ts';
import { atEnd, until } from '../server/running.ts';
import { unsound } from './axe.ts';
import { basic, garden, inDialog, item, openEntity, PATIENCE, serve, TOKEN, withBrowser } from './rig.ts';
import { borrow, leave } from './shared-pages.ts';

let browser: Browser;
withBrowser((opened) => {
  browser = opened;
});

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  atEnd(() => rm(path, { recursive: true, force: true, maxRetries: 3 }));
  return path;
}
const dot = (page: Page): Promise<string | null> => page.locator('ww-durable-dot').getByRole('img').getAttribute('aria-label');
async function rename(page: Page, name: string, to: string): Promise<void> {
  await openEntity(page, name);
  await basic(page, 'Name').fill(to);
  await basic(page, 'Name').press('Enter');
  await item(page, to).waitFor();
}

test('a page whose server was killed comes back by itself and says where the world was taken up; whether that or the file stays is chosen there', async () => {
  const home = await folder();
  const file = join(home, 'garden.scene.json');
  await writeFile(file, JSON.stringify(garden('ws://127.0.0.1:9/')));
  let port = 0;
  const run = async (): Promise<Program> => {
    const flags = ['--journal', 'all', '--port', String(port), '--token', TOKEN, '--allow-host', '127.0.0.1:9'];
    const program = start(['run', file, ...flags], { XDG_STATE_HOME: join(home, 'state') });
    port = Number(await until('the server', () => /http:\/\/[^/]+:(\d+)\/\?token=/.exec(program.out)?.[1]));
    return program;
  };
  const first = await run();
  const page = await borrow(browser);
  page.setDefaultTimeout(15_000);
  await page.goto(`http://127.0.0.1:${port}/?token=${TOKEN}`);
  await item(page, 'Garden').waitFor();
  await rename(page, 'Shed', 'Barn');
  await expect.poll(() => dot(page), PATIENCE).toContain('on the disk');
  first.child.kill('SIGKILL');
  await ended(first);
  const text = JSON.stringify({ ...(JSON.parse(await readFile(file, 'utf8')) as object), name: 'Another' });
  await writeFile(file, text);

  const second = await run();
  const line = page.locator('ww-journal-banner').getByRole('status');
  await expect.poll(() => line.innerText().catch(() => ''), PATIENCE).toMatch(/This world was taken up at tick [\d,]+, at .*Nothing is missing\./);
  await item(page, 'Barn').waitFor();
  expect(await page.getByText('had not been saved').count(), 'no edit is told as lost').toBe(0);
  expect(await unsound(page)).toEqual([]);
  await line.getByRole('button', { name: 'Understood' }).click();
  await page.reload();
  await item(page, 'Barn').waitFor();
  await page.getByRole('button', { name: 'Choose…' }).click();
  const dialog = inDialog(page, 'The file, or this world');
  await dialog.getByText('the other one is kept as a version').waitFor();
  expect(await line.count(), 'who has read it is not told again').toBe(0);
  await dialog.getByRole('button', { name: 'Go on with this world, over the file' }).click();
  await page.getByRole('button', { name: 'Saved', exact: true }).waitFor();
  expect(await readFile(file, 'utf8')).toContain('Barn');
  second.child.kill('SIGTERM');
  await ended(second);
  await leave(page);
});

test.runIf(process.platform === 'linux')(
  'a journal that has ended is told with its reason and what to do, in the list of worlds as well, and a save begins it again',
  async () => {
    const home = await folder();
    const [file, other] = [join(home, 'garden.scene.json'), join(home, 'other.scene.json')];
    await writeFile(file, JSON.stringify(garden('ws://127.0.0.1:9/')));
    await writeFile(other, JSON.stringify({ ...garden('ws://127.0.0.1:9/'), name: 'Other' }));
    const state = join(home, 'state');
    const disk = await FailingDisk.below(state);
    const journals = { mode: 'all', flush: 20, keep: { bytes: 1e9, milliseconds: 1e9 } } as const;
    const server = await serve({ worlds: [{ file }, { file: other }], stateFolder: state, journals, tokens: [{ token: TOKEN, role: 'Admin' }] });
    atEnd(() => server.close());
    const page = await borrow(browser);
    page.setDefaultTimeout(15_000);
    await page.goto(`${server.origin}/?token=${TOKEN}`);
    await item(page, 'Garden').waitFor();
    await expect.poll(() => dot(page), PATIENCE).toContain('on the disk');
    const place = await page.locator('ww-durable-dot').boundingBox();
    disk.fail('datasync', /garden-[^/]*\/\d+\.log$/, 'EIO');
    await rename(page, 'Shed', 'Barn');
    const bar = page.locator('ww-journal-banner').getByRole('alert');
    await expect
      .poll(() => bar.innerText().catch(() => ''), PATIENCE)
      .toMatch(/The journal of this world has ended: it cannot be flushed: EIO.*Make room on the disk/s);
    expect(await dot(page)).toContain('it has ended');
    const now = await page.locator('ww-durable-dot').boundingBox();
    expect([now?.width, now?.height, now?.x], 'the dot has kept its place').toEqual([place?.width, place?.height, place?.x]);
    expect(await unsound(page)).toEqual([]);
    // Somebody in another world is told, too.
    await page.getByRole('button', { name: /^World:/ }).click();
    await page.getByRole('menuitemcheckbox', { name: /^Other/ }).click();
    await expect.poll(() => bar.innerText().catch(() => ''), PATIENCE).toMatch(/^The journal of .* has ended\./);
    await page.getByRole('button', { name: /^World:/ }).click();
    await page.getByRole('menuitemcheckbox', { name: /its journal has ended/ }).click();
    disk.heal();
    await bar.getByRole('button', { name: 'Save now' }).click();
    await expect.poll(() => bar.count(), PATIENCE).toBe(0);
    await expect.poll(() => dot(page), PATIENCE).toContain('on the disk');
    await leave(page);
  },
);

test('the page of a replay says on top that it is none of the living world, for as long as somebody looks', async () => {
  const home = await folder();
  const [file, config] = [join(home, 'garden.scene.json'), join(home, 'config.json')];
  await writeFile(file, JSON.stringify(garden('ws://127.0.0.1:9/')));
  await writeFile(config, JSON.stringify({ stateFolder: join(home, 'state') }));
  const first = start(['run', file, '--config', config, '--port', '0', '--no-open']);
  await until(`the address; it printed ${first.err}`, () => first.out.includes('?token='));
  first.child.kill('SIGTERM');
  await ended(first);
  const program = start(['replay', file, '--config', config, '--open']);
  const [url = ''] = await until('the address', () => /http:\S+/.exec(program.out) ?? undefined);
  const page = await borrow(browser);
  await page.goto(url);
  await page.locator('ww-journal-banner').getByText('This is a replay, and not the living world: tick').waitFor();
  await page.getByText('of the journal of garden.scene.json').waitFor();
  expect(await unsound(page)).toEqual([]);
  await leave(page);
  program.child.kill('SIGTERM');
  expect(await ended(program)).toBe(0);
});
