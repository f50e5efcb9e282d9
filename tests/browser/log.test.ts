import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { PATIENCE, TOKEN, component, echoServer, gardenServer, item, openEntity, visit, type EchoServer, withBrowser } from './rig.ts';
import { leaveAll } from './shared-pages.ts';

describe('the log', () => {
  let browser: Browser, echo: EchoServer, server: RunningServer;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeAll(async () => {
    echo = await echoServer();
    server = await gardenServer(echo);
  });
  afterAll(async () => {
    await server.close();
    await echo.close();
  });
  afterEach(async () => {
    await leaveAll(browser);
  });

  const pane = (page: Page) => page.locator('ww-log-pane');
  const lines = (page: Page) => pane(page).getByRole('row');
  const said = (page: Page, text: string) => lines(page).filter({ hasText: text });
  async function edit(...operations: object[]): Promise<void> {
    await fetch(`${server.origin}/api/worlds/garden/operations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ operations }),
    });
  }
  const rename = (entity: string, name: string): Promise<void> => edit({ op: 'updateEntity', entity, name });

  test('levels are switched by themselves, counted, and remembered', async () => {
    const page = await visit(browser, server);
    await said(page, 'open in').first().waitFor();
    const info = pane(page).getByRole('button', { name: /^info/ });
    await expect.poll(async () => Number((await info.innerText()).replace(/\D/g, '')), PATIENCE).toBeGreaterThan(0);
    await info.click();
    await expect.poll(() => said(page, 'open in').count(), PATIENCE).toBe(0);
    await page.reload();
    await item(page, 'Garden').waitFor();
    expect(await info.getAttribute('aria-pressed')).toBe('false');
    await rename('shed', 'Hut');
    await said(page, 'Hut').first().waitFor();
    await pane(page)
      .getByRole('button', { name: /problems?$/ })
      .click();
    await pane(page).getByText('No line fits.').waitFor();
    await pane(page).getByRole('button', { name: 'Show all lines' }).click();
    await said(page, 'open in').first().waitFor();
  });

  test('lines are found by their words, by what is selected, and by who wrote them', async () => {
    const page = await visit(browser, server);
    await rename('bench', 'Settle');
    await said(page, 'Settle').first().waitFor();
    await pane(page).getByLabel('Filter the log').fill('settle');
    await expect.poll(() => lines(page).count(), PATIENCE).toBeLessThanOrEqual(3);
    await pane(page).getByLabel('Filter the log').fill('');
    await item(page, 'Lamp').click();
    await pane(page).getByRole('button', { name: 'Only selected' }).click();
    await pane(page).getByText('about Lamp').waitFor();
    await expect.poll(() => said(page, 'Settle').count(), PATIENCE).toBe(0);
    await said(page, 'open in').first().waitFor();
    await pane(page).getByRole('button', { name: 'Lines about anything' }).click();
    await said(page, 'Settle').first().waitFor();
    await pane(page).getByRole('button', { name: 'More for the log' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'WebsocketClient' }).click();
    await expect.poll(() => said(page, 'Settle').count(), PATIENCE).toBe(0);
    await pane(page).getByRole('button', { name: 'Lines from any source' }).click();
    await said(page, 'Settle').first().waitFor();
  });

  test('a mark in a line tells who set it off, where that is somebody else than who wrote it, and lines are found by that name', async () => {
    const page = await visit(browser, server);
    await said(page, 'open in').first().waitFor();
    const marks = pane(page).getByRole('img', { name: /^set off by / });
    await openEntity(page, 'Lamp');
    await component(page, 'WebsocketClient').getByRole('button', { name: 'Disconnect', exact: true }).click();
    await component(page, 'WebsocketClient').getByRole('button', { name: 'Connect', exact: true }).click();
    await marks.last().waitFor();
    const name = ((await marks.last().getAttribute('aria-label')) ?? '').replace('set off by ', '');
    expect(name).toMatch(/^Admin /);
    await pane(page).getByLabel('Filter the log').fill(`${name} open in`);
    await expect.poll(() => lines(page).count(), PATIENCE).toBe(1);
    expect(await marks.count()).toBe(1);
    await pane(page).getByLabel('Filter the log').fill('open in');
    await expect.poll(() => lines(page).count(), PATIENCE).toBeGreaterThan(1);
    expect(await marks.count(), 'the first came by itself').toBe(1);
  });

  test('a paused log stands still and counts what comes, and a cleared one begins anew', async () => {
    const page = await visit(browser, server);
    await said(page, 'open in').first().waitFor();
    await pane(page).getByRole('button', { name: 'Pause the log' }).click();
    await rename('seat', 'Stool');
    // A machine that held the server up has a line of its own in the log.
    const goOn = pane(page).getByRole('button', { name: /^Paused, \d+ came meanwhile\. Go on$/ });
    await goOn.waitFor();
    expect(await said(page, 'Stool').count()).toBe(0);
    await goOn.click();
    await said(page, 'Stool').first().waitFor();
    await pane(page).getByRole('button', { name: 'More for the log' }).click();
    await page.getByRole('menuitem', { name: 'Clear the view' }).click();
    await pane(page).getByText('Cleared.').waitFor();
    await rename('seat', 'Seat');
    await said(page, 'Seat').first().waitFor();
    expect(await said(page, 'open in').count()).toBe(0);
  });

  test('a line leads to its entity by the keyboard, and opens where it is long', async () => {
    const page = await visit(browser, server, { viewport: { width: 1000, height: 800 } });
    await lines(page).first().waitFor();
    const client = { URL: 'ws://127.0.0.1:9/', HandlingUser: { userId: 'host' } };
    await edit({ op: 'addEntity', entity: { id: 'shy', name: 'Shy', components: { WebsocketClient: client } } });
    const line = said(page, 'waits for access').first();
    await line.waitFor();
    await pane(page).getByLabel('Filter the log').fill('waits for access');
    await expect.poll(() => lines(page).count(), PATIENCE).toBe(1);
    const grid = pane(page).getByRole('grid', { name: 'Lines' });
    await grid.focus();
    await page.keyboard.press('End');
    await expect.poll(async () => (await grid.getAttribute('aria-activedescendant')) === (await line.getAttribute('id')), PATIENCE).toBe(true);
    const low = (await line.boundingBox())?.height ?? 0;
    await page.keyboard.press('ArrowRight');
    await expect.poll(async () => (await line.boundingBox())?.height ?? 0, PATIENCE).toBeGreaterThan(low);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(async () => (await line.boundingBox())?.height ?? 0, PATIENCE).toBe(low);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Shy', exact: true }).waitFor();
    await pane(page).getByRole('button', { name: 'Wrap long lines' }).click();
    await expect.poll(async () => (await line.boundingBox())?.height ?? 0, PATIENCE).toBeGreaterThan(low);
    const text = line.getByRole('gridcell').last();
    expect(await text.evaluate((cell) => cell.scrollHeight <= (cell.parentElement?.clientHeight ?? 0)), 'all of it is seen').toBe(true);
    await edit({ op: 'removeEntity', entity: 'shy' });
  });

  test.each([
    [1440, 900],
    [360, 740],
  ])('%i by %i pixels: what is said in passing covers no newest line, and the first line in view is whole', async (width, height) => {
    const page = await visit(browser, server, { viewport: { width, height } });
    if (width === 360) await page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: 'Log' }).click();
    for (let i = 0; i < 40; i++) await rename('shed', `Hut ${i}`);
    await said(page, 'change Hut 39').first().waitFor();
    const view = page.getByRole('grid', { name: 'Lines' });
    const ofView = (): Promise<{ readonly top: number; readonly bottom: number }> =>
      view.evaluate((element) => ({ top: element.getBoundingClientRect().top, bottom: element.getBoundingClientRect().bottom }));
    const cut = async (): Promise<number> => {
      const { top } = await ofView();
      const boxes = await lines(page).evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect()).map(({ top, bottom }) => ({ top, bottom })));
      return boxes.filter((box) => box.top < top - 1 && box.bottom > top + 1).length;
    };
    await expect.poll(cut, PATIENCE).toBe(0);
    await page.keyboard.press('Control+s');
    const notice = page.getByRole('status').filter({ hasText: 'nowhere to save it' });
    await notice.waitFor();
    const box = await notice.boundingBox();
    const { top, bottom } = await ofView();
    if (width === 360) expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan((top + bottom) / 2);
    else expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(top);
    await rename('shed', 'Shed');
  });

  test('the lines that are shown can be saved as a file', async () => {
    const page = await visit(browser, server);
    await pane(page).getByLabel('Filter the log').fill('open in');
    await said(page, 'open in').first().waitFor();
    await pane(page).getByRole('button', { name: 'More for the log' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Save as a file…' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe('garden.log.txt');
    const text = await readFile(await file.path(), 'utf8');
    expect(
      text
        .split('\n')
        .filter(Boolean)
        .every((each) => /^\d{4}-\d\d-\d\dT[\d:.]{12}Z\t\d+\tinfo\tLamp\topen in/.test(each)),
    ).toBe(true);
    expect(text).toContain('open in');
  });
});
