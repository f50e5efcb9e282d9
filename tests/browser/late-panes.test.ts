import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { worldOf } from './hierarchy-worlds.ts';
import { item, PATIENCE, withBrowser } from './rig.ts';

describe('a page whose panes come late', () => {
  let browser: Browser, server: RunningServer, page: Page, come: () => void;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    server = await worldOf([
      { id: 'garden', name: 'Garden' },
      { id: 'pond', name: 'Pond', parent: 'garden' },
    ]);
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    page = await context.newPage();
    const coming = new Promise<void>((resolve) => {
      come = resolve;
    });
    await page.route('**/assets/panes-*.js', async (route) => {
      await coming;
      await route.continue();
    });
    await page.goto(server.url);
    await item(page, 'Pond').waitFor();
  });
  afterEach(async () => {
    come();
    await page.context().close();
    await server.close();
  });
  const left = async (): Promise<number | undefined> => (await item(page, 'Pond').boundingBox())?.x;

  test('its tree stands where it stays', async () => {
    const before = await left();
    come();
    await page.getByRole('region', { name: 'Log' }).locator('ww-log-pane:defined').waitFor();
    await page.getByRole('tab', { name: 'Connections' }).waitFor();
    expect(await left()).toBe(before);
    expect(before).toBeLessThan(200);
  });

  test('a menu that was asked for opens with them, and not where something else was done meanwhile', async () => {
    await item(page, 'Pond').click({ button: 'right' });
    await page.keyboard.press('Escape');
    come();
    await page.getByRole('tab', { name: 'Connections' }).waitFor();
    await page.waitForTimeout(300);
    expect(await page.getByRole('menuitem').count()).toBe(0);
  });

  test('a menu that was asked for opens with them', async () => {
    await item(page, 'Pond').click({ button: 'right' });
    come();
    await expect.poll(() => page.getByRole('menuitem', { name: 'Duplicate many…' }).count(), PATIENCE).toBe(1);
  });

  test('a tab of the middle that was chosen by its key is open when they are there, and after a reload', async () => {
    await page.keyboard.press('Alt+4');
    come();
    const chosen = () => page.getByRole('tab', { name: /^Changes/ }).getAttribute('aria-selected');
    await expect.poll(chosen, PATIENCE).toBe('true');
    await page.reload();
    await expect.poll(chosen, PATIENCE).toBe('true');
  });

  test('the palette is a dialog without them', async () => {
    await page.keyboard.press('Control+k');
    await page.locator('ww-palette').getByRole('combobox').waitFor();
    expect(await page.locator('wa-dialog:defined').count()).toBe(1);
    await page.keyboard.press('Escape');
  });
});
