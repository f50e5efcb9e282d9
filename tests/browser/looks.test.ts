import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { unsound } from './axe.ts';
import { PATIENCE, component, echoServer, focusTree, gardenServer, item, openEntity, visit, type EchoServer, withBrowser } from './rig.ts';
import { leave } from './shared-pages.ts';

const SHOTS = fileURLToPath(new URL('../../.cache/screenshots', import.meta.url));

describe('how the inspector looks and how it is walked', () => {
  let browser: Browser, echo: EchoServer, server: RunningServer;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    echo = await echoServer();
    server = await gardenServer(echo);
  });
  afterAll(async () => {
    await server.close();
    await echo.close();
  });

  test('the tree is walked with the keyboard alone', async () => {
    const page = await visit(browser, server);
    const at = (): Promise<string | null> => page.locator('[role=treeitem][aria-selected=true]').getAttribute('aria-label');
    await focusTree(page);
    await page.keyboard.press('Home');
    await expect.poll(at, PATIENCE).toBe('Garden');
    await page.keyboard.press('ArrowDown');
    await expect.poll(at, PATIENCE).toBe('Lamp');
    await page.keyboard.press('ArrowDown');
    await expect.poll(at, PATIENCE).toBe('Bench');
    await page.keyboard.press('ArrowRight');
    await item(page, 'Seat').waitFor();
    expect(await item(page, 'Bench').getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('ArrowRight');
    await expect.poll(at, PATIENCE).toBe('Seat');
    expect(await item(page, 'Seat').getAttribute('aria-level')).toBe('3');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(at, PATIENCE).toBe('Bench');
    await page.keyboard.press('ArrowLeft');
    await item(page, 'Seat').waitFor({ state: 'detached' });
    await page.keyboard.press('End');
    await expect.poll(at, PATIENCE).not.toBe('Bench');
    await page.keyboard.press('Home');
    await page.keyboard.type('sh');
    await expect.poll(at, PATIENCE).toBe('Shed');
    await page.getByRole('heading', { name: 'Shed', exact: true }).waitFor();
    await leave(page);
  });

  test.each(['light', 'dark'] as const)('wide and %s: axe finds nothing serious, nothing is wider than the screen', async (colorScheme) => {
    const page = await visit(browser, server, { colorScheme });
    await openEntity(page, 'Lamp');
    await component(page, 'WebsocketClient').getByText('Open', { exact: true }).waitFor();
    await page.screenshot({ path: join(SHOTS, `wide-${colorScheme}-entity.png`) });
    expect(await unsound(page)).toEqual([]);
    await page.getByRole('button', { name: 'Attach Component' }).click();
    await page.getByRole('dialog', { name: 'Attach Component' }).waitFor();
    await page.screenshot({ path: join(SHOTS, `wide-${colorScheme}-attach.png`) });
    expect(await unsound(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await item(page, 'Lamp').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Rename' }).waitFor();
    await page.screenshot({ path: join(SHOTS, `wide-${colorScheme}-menu.png`) });
    expect(await unsound(page)).toEqual([]);
    await leave(page);
  });

  test.each(['light', 'dark'] as const)(
    '360 pixels wide and %s: one pane at a time, axe finds nothing serious, nothing is wider than the screen',
    async (colorScheme) => {
      const page = await visit(browser, server, { viewport: { width: 360, height: 740 }, colorScheme });
      await openEntity(page, 'Lamp');
      expect(await page.getByRole('tree').isVisible()).toBe(false);
      await component(page, 'WebsocketClient').getByText('Open', { exact: true }).waitFor();
      await page.screenshot({ path: join(SHOTS, `narrow-${colorScheme}-entity.png`) });
      expect(await unsound(page)).toEqual([]);
      // No box is squeezed to where nothing can be read in it.
      const narrowest = await component(page, 'WebsocketClient')
        .getByRole('textbox')
        .evaluateAll((boxes) => Math.min(...boxes.map((box) => box.getBoundingClientRect().width)));
      expect(narrowest).toBeGreaterThan(40);
      for (const pane of ['Hierarchy', 'World', 'Log']) {
        await page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: pane }).click();
        await page.screenshot({ path: join(SHOTS, `narrow-${colorScheme}-${pane.toLowerCase()}.png`) });
        expect(await unsound(page)).toEqual([]);
      }
      await leave(page);
    },
  );

  test('light and dark can be chosen by hand, and the choice is remembered', async () => {
    const page = await visit(browser, server, { colorScheme: 'light' });
    const background = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('group', { name: 'Colours' }).getByRole('radio', { name: 'Dark' }).check();
    await expect.poll(background, PATIENCE).not.toBe(light);
    await page.reload();
    await item(page, 'Garden').waitFor();
    expect(await background()).not.toBe(light);
    await leave(page);
  });

  test('panes are moved and folded, and stay so', async () => {
    const page = await visit(browser, server);
    const tree = page.getByRole('complementary', { name: 'Hierarchy' });
    const width = async (): Promise<number> => (await tree.boundingBox())?.width ?? 0;
    const edge = page.getByRole('separator', { name: 'Width of the hierarchy' });
    const before = await width();
    await edge.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect.poll(width, PATIENCE).toBe(before + 32);
    await page.reload();
    await item(page, 'Garden').waitFor();
    expect(await width()).toBe(before + 32);
    await edge.focus();
    await page.keyboard.press('Enter');
    await expect.poll(width, PATIENCE).toBe(0);
    await leave(page);
  });

  test('the first load is under 300 kB, compressed, and what is heavy is not part of it', async () => {
    const page = await visit(browser, server);
    const assets = await page.evaluate(() => performance.getEntriesByType('resource').map((entry) => entry.name));
    const built = fileURLToPath(new URL('../../dist/inspector-ui', import.meta.url));
    const files = assets.filter((name) => name.includes('/assets/')).map((name) => readFileSync(join(built, new URL(name).pathname)));
    expect(files.length).toBeGreaterThan(1);
    const bytes = files.reduce((sum, file) => sum + gzipSync(file).length, 0);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(300_000);
    // three.js and CodeMirror come when they are first needed, by names of their own.
    const text = files.map((file) => file.toString()).join('');
    expect(text).not.toContain('WebGLRenderer');
    expect(text).not.toContain('cm-editor');
    // Before its tree stands, the page runs none of the library's elements, which come with the panes.
    const first = files.filter((_, at) => /\/(?:index|session|decorate|glyphs)-[^/]*\.js$/.test(assets.filter((name) => name.includes('/assets/'))[at] ?? ''));
    expect(first).toHaveLength(4);
    for (const file of first) expect(file.toString()).not.toContain('<wa-icon');
    await leave(page);
  });
});
