import type { Browser, Locator, Page } from 'playwright-core';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { unsound } from './axe.ts';
import { PATIENCE, component, echoServer, focusTree, gardenServer, openEntity, visit, type EchoServer, withBrowser } from './rig.ts';
import { leave } from './shared-pages.ts';

describe('the watch panel in the browser', () => {
  let browser: Browser, echo: EchoServer, server: RunningServer, page: Page;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    echo = await echoServer();
    server = await gardenServer(echo);
    page = await visit(browser, server);
    await openEntity(page, 'Shed');
    await page.getByRole('button', { name: 'Attach Component' }).waitFor();
    const operations = [
      { op: 'addComponent', entity: 'shed', component: 'FloatValue' },
      { op: 'addComponent', entity: 'shed', component: 'StringValue' },
    ] as const;
    await server.worlds.get('garden').submit({ userId: 'host', role: 'Admin' }, { type: 'operations', operations });
    await component(page, 'FloatValue').waitFor();
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
    await echo.close();
  });

  const set = async (value: number): Promise<void> => {
    const operations = [{ op: 'setField', entity: 'shed', component: 'FloatValue', field: 'Value', value }] as const;
    await server.worlds.get('garden').submit({ userId: 'host', role: 'Admin' }, { type: 'operations', operations });
  };
  const box = (): Locator => component(page, 'FloatValue').getByLabel('Value', { exact: true });
  const rows = (): Locator => page.getByRole('list', { name: 'Watched fields' }).getByRole('listitem');
  const row = (path: string): Locator => rows().filter({ hasText: path });
  const watch = async (): Promise<void> => {
    await box().press('Alt+w');
    await page.getByText('Value is watched: see the tab Watch.').waitFor();
    await page.getByRole('tab', { name: /^Watch/ }).click();
    await row('FloatValue.Value').waitFor();
  };

  test('a key in a field watches it: its value, its line and its range follow, and stay over a reload', async () => {
    await watch();
    await set(12.5);
    await row('FloatValue.Value').getByText('12.5', { exact: true }).waitFor();
    await row('FloatValue.Value').getByText('0 … 12.5').waitFor();
    await page.getByRole('img', { name: /^Shed FloatValue\.Value over the last/ }).waitFor();
    expect(await unsound(page)).toEqual([]);
    await page.reload();
    await row('FloatValue.Value').getByText('12.5', { exact: true }).waitFor();
    await row('FloatValue.Value').getByRole('button', { name: 'Stop watching Shed FloatValue.Value' }).click();
    await page.getByText('Nothing is watched yet.', { exact: false }).waitFor();
  });

  test('a vector is watched part by part from the menu of the selected entity, and moves by itself', async () => {
    await openEntity(page, 'Lamp');
    await page.getByRole('tab', { name: /^Watch/ }).click();
    await page.getByRole('button', { name: 'Watch a field…' }).click();
    await page.getByRole('menuitem', { name: /^Transform\.Rotation/ }).click();
    await expect.poll(() => rows().count(), PATIENCE).toBe(4);
    const y = row('Transform.Rotation.y').locator('.value');
    const first = await y.textContent();
    await expect.poll(() => y.textContent(), PATIENCE).not.toBe(first);
  });

  test('a name that is dragged over the tab and dropped is watched', async () => {
    await page.getByRole('tab', { name: 'World' }).click();
    const data = await page.evaluateHandle(() => new DataTransfer());
    await component(page, 'FloatValue').locator('.label', { hasText: 'Value' }).dispatchEvent('dragstart', { dataTransfer: data });
    await page.getByRole('tab', { name: /^Watch/ }).dispatchEvent('dragenter', { dataTransfer: data });
    const pane = page.locator('ww-watch-pane');
    await pane.waitFor();
    await pane.dispatchEvent('dragover', { dataTransfer: data });
    await pane.dispatchEvent('drop', { dataTransfer: data });
    await row('FloatValue.Value').waitFor();
  });

  test('a condition pauses the world right after its tick, is told on the page and in the log, and is taken back', async () => {
    await watch();
    await row('FloatValue.Value').getByRole('button', { name: 'When…' }).press('Enter');
    const value = row('FloatValue.Value').getByRole('textbox', { name: 'Value', exact: true });
    await value.fill('ten');
    await value.press('Enter');
    await page.getByRole('alert').getByText('Expected a number, such as 10; "ten" is none.').waitFor();
    await value.fill('10');
    await page.getByRole('checkbox', { name: 'pause the world' }).check();
    await page.getByRole('checkbox', { name: 'write it into the log' }).check();
    await value.press('Enter');
    const when = row('FloatValue.Value').getByRole('button', { name: '> 10 · pause · log' });
    await expect.poll(() => when.evaluate((button) => button.matches(':focus')), PATIENCE).toBe(true);
    await set(9);
    await set(11);
    await expect.poll(() => server.worlds.get('garden').paused, PATIENCE).toBe(true);
    await page.getByText('Paused by your condition FloatValue.Value > 10 of Shed').waitFor();
    await when.getByText('1×').waitFor();
    await page.getByText(/FloatValue\.Value > 10: it is 11 at tick \d+, watched by/).waitFor();
    expect(await unsound(page)).toEqual([]);
    await page.getByRole('button', { name: 'Go on' }).first().click();
    await expect.poll(() => server.worlds.get('garden').paused, PATIENCE).toBe(false);
    await when.click();
    await page.getByRole('button', { name: 'No condition' }).click();
    await row('FloatValue.Value').getByRole('button', { name: 'When…' }).waitFor();
  });

  test('the plot stands still while what comes is gathered, its cursor moves by keys, and the shown time is exported', async () => {
    await watch();
    await set(3);
    await row('FloatValue.Value').getByText('0 … 3').waitFor();
    await page.getByRole('button', { name: 'Pause', exact: true }).last().click();
    await set(8);
    await row('FloatValue.Value').getByText('8', { exact: true }).waitFor();
    await row('FloatValue.Value').getByText('0 … 3').waitFor();
    const plot = page.getByRole('img', { name: /^Shed FloatValue\.Value/ });
    await plot.focus();
    await page.keyboard.press('ArrowLeft');
    await page.getByText(/before the right edge, tick/).waitFor();
    await row('FloatValue.Value').getByText('3', { exact: true }).waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Escape');
    await row('FloatValue.Value').getByText('8', { exact: true }).waitFor();
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV' }).click();
    const file = await coming;
    expect(file.suggestedFilename()).toBe('watch-garden.csv');
    const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\r\n');
    expect(lines[0]).toBe('time,tick,real,Shed.FloatValue.Value');
    expect(lines.slice(1).map((line) => line.split(',')[3])).toEqual(['0', '3']);
    expect(Date.parse(lines[1]?.split(',')[0] ?? '')).toBeGreaterThan(Date.now() - 600_000);
  });

  test('rows are walked with the arrows, and Delete takes one out and leaves the focus beside it', async () => {
    await watch();
    await component(page, 'StringValue').getByLabel('Value', { exact: true }).press('Alt+w');
    await row('StringValue.Value').waitFor();
    await row('FloatValue.Value').getByRole('button', { name: 'When…' }).focus();
    await page.keyboard.press('ArrowDown');
    await expect
      .poll(
        () =>
          row('StringValue.Value')
            .getByRole('button', { name: 'When…' })
            .evaluate((at) => at.matches(':focus')),
        PATIENCE,
      )
      .toBe(true);
    await page.keyboard.press('Delete');
    await expect.poll(() => rows().count(), PATIENCE).toBe(1);
    await expect.poll(() => row('FloatValue.Value').evaluate((at) => at.matches(':focus-within')), PATIENCE).toBe(true);
  });

  test('on a narrow screen it is all there', async () => {
    await watch();
    await page.setViewportSize({ width: 360, height: 740 });
    await page.locator('nav.tabs').getByRole('button', { name: 'World' }).click();
    await row('FloatValue.Value').getByRole('button', { name: 'When…' }).click();
    await page.getByRole('checkbox', { name: 'pause the world' }).waitFor();
    expect(await unsound(page)).toEqual([]);
  });

  test('it is found by the palette as well', async () => {
    await focusTree(page);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('watch a field');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: /^FloatValue\.Value/ }).waitFor();
  });
});
