import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { PATIENCE, component, echoServer, focusTree, gardenServer, item, openBrowser, openEntity, visit, type EchoServer } from './rig.ts';

const SHOTS = fileURLToPath(new URL('../../.cache/screenshots', import.meta.url));
const require = createRequire(import.meta.url);
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

describe('how the inspector looks and how it is walked', () => {
  let browser: Browser, echo: EchoServer, server: RunningServer;
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    browser = await openBrowser();
    echo = await echoServer();
    server = await gardenServer(echo);
  });
  afterAll(async () => {
    await browser.close();
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
    await page.context().close();
  });

  test.each(['light', 'dark'] as const)('wide and %s: axe finds nothing serious, nothing is wider than the screen', async (colorScheme) => {
    const page = await visit(browser, server, { colorScheme });
    await openEntity(page, 'Lamp');
    await component(page, 'WebsocketClient').getByText('Open', { exact: true }).waitFor();
    await page.screenshot({ path: join(SHOTS, `wide-${colorScheme}-entity.png`) });
    expect(await unsound(page)).toEqual([]);
    await page.getByRole('button', { name: /^A tick takes/ }).hover();
    await page.getByRole('tooltip').getByRole('table').waitFor();
    await page.screenshot({ path: join(SHOTS, `wide-${colorScheme}-costs.png`) });
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
    await page.context().close();
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
      await page.context().close();
    },
  );

  test('light and dark can be chosen by hand, and the choice is remembered', async () => {
    const page = await visit(browser, server, { colorScheme: 'light' });
    const background = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    await page.getByRole('button', { name: 'Light or dark' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Dark' }).click();
    await expect.poll(background, PATIENCE).not.toBe(light);
    await page.reload();
    await item(page, 'Garden').waitFor();
    expect(await background()).not.toBe(light);
    await page.context().close();
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
    await page.context().close();
  });

  test('the first load is small', async () => {
    const page = await visit(browser, server);
    const assets = await page.evaluate(() => performance.getEntriesByType('resource').map((entry) => entry.name));
    const built = fileURLToPath(new URL('../../dist/inspector-ui', import.meta.url));
    const bytes = assets.filter((name) => name.includes('/assets/')).reduce((sum, name) => sum + statSync(join(built, new URL(name).pathname)).size, 0);
    expect(bytes).toBeGreaterThan(50_000);
    // Uncompressed; compressed it is some three and a half times smaller.
    expect(bytes).toBeLessThan(600_000);
    await page.context().close();
  });
});

/** Faults of weight that axe knows, and scrolling sideways. */
async function unsound(page: Page): Promise<string[]> {
  // The page's policy forbids scripts from elsewhere; this one is put in by the browser's own hand.
  await page.evaluate(`${AXE}; undefined`);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .slice(0, 4)
            .map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`)
            .join('\n')}`,
      );
  });
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return wider > 0 ? [...found, `the page is ${wider} pixels wider than the screen`] : found;
}
