import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { unsound } from './axe.ts';
import { PATIENCE, basic, echoServer, garden, openEntity, serve, visit, type EchoServer, withBrowser } from './rig.ts';
import { leave } from './shared-pages.ts';

describe('when a field changed, in the browser', () => {
  let browser: Browser, echo: EchoServer, server: RunningServer, page: Page, home: string;
  withBrowser((opened) => {
    browser = opened;
  });
  const begin = (mode: 'all' | 'off' = 'all'): Promise<RunningServer> =>
    serve({
      worlds: [{ name: 'garden', file: join(home, 'garden.scene.json') }],
      allowedUrlHosts: [echo.host],
      stateFolder: join(home, 'state'),
      ...(mode === 'off' ? {} : { journals: { mode, flush: 20, keep: { bytes: 1e9, milliseconds: 1e9 } } }),
    });
  beforeEach(async () => {
    echo = await echoServer();
    home = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
    await writeFile(join(home, 'garden.scene.json'), JSON.stringify(garden(echo.url)));
    server = await begin();
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
    await echo.close();
    await rm(home, { recursive: true, force: true });
  });

  const banner = (): Locator => page.getByRole('region', { name: 'The past' });
  const lines = (): Locator => page.getByRole('list', { name: 'Changes, newest first' }).getByRole('button');
  const now = (): number => server.worlds.get('garden').tick;
  async function tagOf(value: string): Promise<void> {
    await openEntity(page, 'Bench');
    await basic(page, 'Tag').fill(value);
    await basic(page, 'Tag').press('Enter');
    await expect.poll(() => basic(page, 'Tag').inputValue(), PATIENCE).toBe(value);
    const then = now();
    await expect.poll(now, PATIENCE).toBeGreaterThan(then + 5);
  }

  test('the field one stands in tells by its menu who made it what it is, also before a restart; a line shows the world as it was then', async () => {
    page = await visit(browser, server);
    await tagOf('first');
    await tagOf('second');
    const author = (await server.worlds.get('garden').ask({ ask: 'status' })).users.at(-1)?.name ?? '?';
    await server.close();
    await leave(page);
    server = await begin();
    page = await visit(browser, server);
    await openEntity(page, 'Bench');
    await basic(page, 'Tag').focus();
    await page.keyboard.press('Alt+Enter');
    await page.getByRole('menuitem', { name: 'When did this change?' }).click();
    await page.getByRole('region', { name: 'When Bench: Tag changed' }).waitFor();
    await lines().filter({ hasText: 'first → second' }).waitFor();
    expect(await lines().count()).toBe(2);
    expect(await lines().first().innerText()).toContain(author);
    expect(await unsound(page)).toEqual([]);
    await page.getByRole('button', { name: 'The changes before that' }).click();
    await page.getByText('Not changed before that, since tick 0', { exact: false }).waitFor();
    await lines().nth(1).click();
    await banner().waitFor();
    await expect.poll(() => basic(page, 'Tag').inputValue(), PATIENCE).toBe('first');
    // What came after what is seen does not count.
    await basic(page, 'Tag').focus();
    await page.keyboard.press('Shift+F1');
    await page.getByText('up to tick', { exact: false }).waitFor();
    await lines().first().waitFor();
    expect(await lines().allInnerTexts()).toEqual([expect.stringContaining('→ first')]);
    await page.getByRole('region', { name: 'The past' }).getByRole('button', { name: 'Back to now' }).click();
    await banner().waitFor({ state: 'detached' });
  });

  test('by keys alone: Shift-F1 asks, the arrows go through the lines, Enter goes there; on a narrow screen nothing stands out', async () => {
    page = await visit(browser, server);
    await tagOf('one');
    await tagOf('two and what follows of it, which is a text so long that it has to be broken where it stands');
    await basic(page, 'Tag').focus();
    await page.keyboard.press('Shift+F1');
    await lines().first().waitFor();
    await lines().first().focus();
    await page.keyboard.press('ArrowDown');
    await expect
      .poll(
        () =>
          lines()
            .nth(1)
            .evaluate((line) => line.matches(':focus')),
        PATIENCE,
      )
      .toBe(true);
    await page.keyboard.press('Enter');
    await banner().waitFor();
    await page.keyboard.press('Escape');
    await banner().waitFor({ state: 'detached' });
    // Between two other panes it is as narrow, however wide the screen: values stay in one line.
    await page.setViewportSize({ width: 1200, height: 760 });
    const became = lines().last().locator('.became');
    await expect.poll(() => became.evaluate((words) => words.getBoundingClientRect().height), PATIENCE).toBeLessThan(30);
    await page.setViewportSize({ width: 360, height: 740 });
    const wide = await page.locator('ww-field-changes').evaluate((part) => part.scrollWidth - part.clientWidth);
    expect(wide).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.locator('ww-field-changes').waitFor({ state: 'detached' });
  });

  test('where the journal is off as the server comes back, what was found does not lie over the words that nothing is known', async () => {
    page = await visit(browser, server);
    await tagOf('one');
    await basic(page, 'Tag').focus();
    await page.keyboard.press('Shift+F1');
    await lines().first().waitFor();
    await server.close();
    server = await begin('off');
    const words = page.getByRole('heading', { name: 'Only now is known' });
    await words.waitFor();
    const found = await page.locator('ww-field-changes').boundingBox();
    expect((await words.boundingBox())?.y).toBeGreaterThanOrEqual((found?.y ?? 0) + (found?.height ?? 0));
  });

  test('what nobody has touched is said to be so, and the palette has it, too', async () => {
    page = await visit(browser, server);
    await openEntity(page, 'Bench');
    await basic(page, 'Tag').focus();
    await page.keyboard.press('Shift+F1');
    await page.getByText('Not changed since tick 0', { exact: false }).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('When did this field');
    await page.getByRole('option', { name: 'When did this field change' }).first().waitFor();
  });
});
