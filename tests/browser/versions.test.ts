import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Operation } from '../../engine/index.ts';
import type { RunningServer } from '../../server/index.ts';
import { unsound } from './axe.ts';
import { echoServer, garden, gardenServer, item, openEntity, PATIENCE, visit, type EchoServer, withBrowser } from './rig.ts';
import { leaveAll, type PageOptions } from './shared-pages.ts';

/** A comparison and a ghost each begin a thread. */
const LONG = { timeout: PATIENCE.timeout };

let browser: Browser, echo: EchoServer, server: RunningServer, home: string;
withBrowser((opened) => {
  browser = opened;
});
beforeAll(async () => {
  echo = await echoServer();
});
afterEach(async () => {
  await leaveAll(browser);
  await server.close();
  await rm(home, { recursive: true, force: true });
});
afterAll(async () => {
  await echo.close();
});

const begin = (file: string): Promise<RunningServer> => gardenServer(echo, { worlds: [{ file }], stateFolder: join(home, 'state'), versions: { bytes: 1e8 } });
async function open(options: PageOptions = {}): Promise<Page> {
  home = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  const file = join(home, 'garden.scene.json');
  await writeFile(file, JSON.stringify(garden(echo.url)));
  server = await begin(file);
  await first();
  return visit(browser, server, options);
}
const world = (): ReturnType<RunningServer['worlds']['get']> => server.worlds.get('garden');
/** What the file held as it was opened is the first version. */
async function first(): Promise<void> {
  while ((await world().versions.list()).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
}
async function edit(...operations: Operation[]): Promise<void> {
  expect(await world().submit({ userId: 'ben', role: 'Builder' }, { type: 'operations', operations })).toMatchObject({ ok: true });
}
const rename = (entity: string, name: string): Operation => ({ op: 'updateEntity', entity, name });
const nameOf = async (id: string): Promise<string> => (await world().ask({ ask: 'entity', entity: id })).name;
const lines = (page: Page): Locator => page.getByRole('list', { name: 'Versions' }).getByRole('button');
async function showVersions(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Changes' }).click();
  await page.getByRole('group', { name: 'Show' }).getByRole('button', { name: 'Versions' }).click();
  await lines(page).first().waitFor();
}

test('a save comes into the list with who edited what; one that is chosen tells how it differs from now and from another', async () => {
  const page = await open();
  await showVersions(page);
  await edit(rename('bench', 'Long bench'));
  await world().save();
  await lines(page).nth(1).waitFor();
  expect(await lines(page).first().textContent()).toMatch(/2\s*Saved.*ben.*change Long bench/s);
  await edit({ op: 'removeEntity', entity: 'shed' });
  await lines(page).nth(1).click();
  const table = page.getByRole('table', { name: 'Differences' });
  await table.getByText('Long bench', { exact: true }).first().waitFor(LONG);
  await page.getByText('2 differences').waitFor();
  await page.getByRole('combobox', { name: 'Compared with' }).selectOption('2');
  await page.getByText('1 difference', { exact: true }).waitFor(LONG);
  await page.getByRole('button', { name: 'Text', exact: true }).click();
  await page.getByText('+     { "id": "bench", "name": "Long bench"').waitFor();
  expect(await unsound(page)).toEqual([]);
});

test('one field is taken back, then one entity, each as a step of undo', async () => {
  const page = await open();
  await edit(rename('bench', 'Long bench'));
  await edit({ op: 'removeEntity', entity: 'shed' });
  await showVersions(page);
  await lines(page).first().click();
  await page.getByRole('button', { name: 'Take back: Garden / Long bench, name' }).click(LONG);
  await page.getByText('Taken back: Garden / Long bench, name. Undo brings it again.').waitFor(LONG);
  expect(await nameOf('bench')).toBe('Bench');
  await page.getByRole('button', { name: 'Take back: all of Shed' }).click(LONG);
  await page.getByText('They mean the same.').waitFor(LONG);
  expect(await nameOf('shed')).toBe('Shed');
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await page.getByText(/The world was edited since/).waitFor();
  await page.getByRole('button', { name: 'Compare again' }).click();
  await page.getByText('1 difference', { exact: true }).waitFor(LONG);
});

test('a version is looked at in all of the page, with a way back, and all of it is taken back from there', async () => {
  const page = await open();
  await edit(rename('bench', 'Long bench'));
  await item(page, 'Garden').waitFor();
  await showVersions(page);
  await lines(page).first().click();
  await page.getByRole('button', { name: 'Look at it' }).click();
  const banner = page.getByRole('region', { name: 'The past' });
  await banner.getByText('version 1').waitFor(LONG);
  await openEntity(page, 'Bench');
  expect(await page.getByText('Long bench', { exact: true }).count(), 'of the world as it is nothing is seen but in the comparison').toBeLessThanOrEqual(1);
  await page.getByRole('button', { name: 'Take all back…' }).click();
  await page.getByRole('button', { name: 'Take back', exact: true }).click();
  await page.getByText('Taken back: all of version 1. Undo brings it again.').waitFor(LONG);
  await banner.waitFor({ state: 'detached' });
  expect(await nameOf('bench')).toBe('Bench');
  // What was there before is a version now.
  await lines(page).filter({ hasText: 'Before another took its place' }).waitFor();
  expect(await readFile(join(home, 'garden.scene.json'), 'utf8'), 'nothing is saved by it').toBe(JSON.stringify(garden(echo.url)));
  await page.getByRole('button', { name: 'Look at it' }).click();
  await banner.waitFor(LONG);
  await page.keyboard.press('Escape');
  await banner.waitFor({ state: 'detached' });
});

test('the palette leads to the versions', async () => {
  const page = await open();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('versions of this');
  await page.keyboard.press('Enter');
  await lines(page).first().waitFor();
});

test('a page that comes back to a server that was started again lists the versions again', async () => {
  const page = await open();
  await showVersions(page);
  await server.close();
  const away = page.getByText('not connected').first();
  await away.waitFor();
  server = await begin(join(home, 'garden.scene.json'));
  await away.waitFor({ state: 'detached' });
  await lines(page).first().waitFor();
  expect(await page.getByText('Enter a world first').count()).toBe(0);
});
