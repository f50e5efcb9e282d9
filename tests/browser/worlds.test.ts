import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { unsound } from './axe.ts';
import { item, PATIENCE, serve, visit, withBrowser } from './rig.ts';
import { leave } from './shared-pages.ts';

const scene = (name: string, ...names: readonly string[]): string =>
  `${JSON.stringify({ format: 'worldwire/scene', version: 1, name, entities: names.map((each) => ({ id: each.toLowerCase(), name: each })) }, null, 2)}\n`;

describe('worlds from the page', () => {
  let browser: Browser, server: RunningServer, page: Page, folder: string;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'worlds-'));
    await writeFile(join(folder, 'home.scene.json'), scene('Home', 'Garden'));
    await writeFile(join(folder, 'pond.scene.json'), scene('Pond', 'Garden', 'Frog'));
    server = await serve({ worlds: [{ file: join(folder, 'home.scene.json') }], worldsFolder: folder });
    page = await visit(browser, server);
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  const menu = async (name: string | RegExp): Promise<void> => {
    await page.getByRole('button', { name: /^World: / }).click();
    await page.getByRole('menuitem', { name }).click();
  };
  const tabs = (): Locator => page.getByRole('navigation', { name: 'Open worlds' });
  const titles = async (): Promise<string[]> => server.worlds.list.map(({ name }) => name).toSorted();

  test('a file of the folder is opened beside the one before, in a tab of its own, which keeps its place', async () => {
    await item(page, 'Garden').click();
    await menu('Open a file…');
    await page.getByRole('searchbox', { name: 'Find a file' }).fill('po');
    expect(await unsound(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await item(page, 'Frog').click();
    await expect.poll(titles, PATIENCE).toEqual(['home', 'pond']);
    await tabs().getByRole('button', { name: 'Home', exact: true }).click();
    await expect.poll(() => item(page, 'Frog').count(), PATIENCE).toBe(0);
    await page.locator('body').press('Alt+PageDown');
    await expect.poll(() => item(page, 'Frog').getAttribute('aria-selected'), PATIENCE).toBe('true');
    expect(await unsound(page)).toEqual([]);
    await tabs()
      .getByRole('button', { name: /^Take the tab of Pond away/ })
      .click();
    await expect.poll(() => tabs().count(), PATIENCE).toBe(0);
    expect(await titles()).toEqual(['home', 'pond']);
  });

  test('a new world has a file called so; it is renamed, duplicated and closed, having said what that loses', async () => {
    await menu('New world…');
    await page.getByRole('textbox', { name: 'New world' }).fill('Zoo');
    await page.keyboard.press('Enter');
    await expect.poll(titles, PATIENCE).toEqual(['Zoo', 'home']);
    expect(JSON.parse(await readFile(join(folder, 'Zoo.scene.json'), 'utf8'))).toMatchObject({ name: 'Zoo', entities: [] });
    await page.getByRole('button', { name: 'World: Zoo' }).waitFor();
    await menu('Rename this world…');
    await page.getByRole('textbox', { name: 'Call this world' }).fill('Large zoo');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'World: Large zoo' }).waitFor();
    await menu('Duplicate this world…');
    await page.getByRole('textbox', { name: /^Duplicate/ }).fill('zoo2');
    await page.keyboard.press('Enter');
    await expect.poll(titles, PATIENCE).toEqual(['Zoo', 'home', 'zoo2']);
    expect(JSON.parse(await readFile(join(folder, 'zoo2.scene.json'), 'utf8'))).toMatchObject({ name: 'Large zoo' });
    await tabs().locator('[title="Large zoo (Zoo)"]').click();
    await expect.poll(() => page.evaluate(() => document.title), PATIENCE).toContain('Large zoo');
    await menu('Close this world…');
    await page.getByText('What was edited since it was saved', { exact: false }).waitFor();
    expect(await unsound(page)).toEqual([]);
    await page.getByRole('button', { name: 'Close', exact: true }).last().click();
    await expect.poll(titles, PATIENCE).toEqual(['home', 'zoo2']);
  });

  test('what is wrong with an uploaded scene is told with its lines, mended there, and nothing is written before', async () => {
    await menu('Upload a scene…');
    const bad = scene('Brought', 'Garden', 'Tree').replace('"name": "Tree"', '"name": 7');
    await page.getByLabel('Scene file').setInputFiles({ name: 'brought.scene.json', mimeType: 'application/json', buffer: Buffer.from(bad) });
    await page.getByText('1 fault', { exact: false }).waitFor();
    const open = page.getByRole('button', { name: 'Open it' });
    expect(await open.isDisabled()).toBe(true);
    expect(await unsound(page)).toEqual([]);
    await page.getByLabel('Findings').getByRole('button').first().click();
    const box = page.getByRole('textbox', { name: 'Text of the scene' });
    expect(
      await box.evaluate((element) => {
        const { value, selectionStart, selectionEnd } = element as HTMLTextAreaElement;
        return value.slice(selectionStart, selectionEnd).trim();
      }),
    ).toBe('"name": 7');
    await page.keyboard.type('"name": "Tree"');
    await page.getByText('Good: 2 entities').waitFor();
    await open.click();
    await item(page, 'Tree').waitFor();
    expect(JSON.parse(await readFile(join(folder, 'brought.scene.json'), 'utf8'))).toMatchObject({ name: 'Brought' });
  });

  test('its scene is taken along as a file', async () => {
    const coming = page.waitForEvent('download');
    await menu('Download its scene');
    const download = await coming;
    expect(download.suggestedFilename()).toBe('home.scene.json');
    expect(JSON.parse(await readFile(await download.path(), 'utf8'))).toMatchObject({ name: 'Home', entities: [{ name: 'Garden' }] });
  });
});
