import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { unsound } from './axe.ts';
import { PATIENCE, item, serve, visit, withBrowser } from './rig.ts';
import { leave } from './shared-pages.ts';

const placed = (at: number) => ({ Transform: { Position: [(at * 7) % 600, 0, 0] } });

describe('the table of entities', () => {
  let browser: Browser, server: RunningServer, page: Page;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    const scene = {
      format: 'worldwire/scene',
      version: 1,
      name: 'Site',
      entities: [
        { id: 'garden', name: 'Garden' },
        ...Array.from({ length: 600 }, (_, at) => ({
          id: `d${at}`,
          name: `Device ${at}`,
          parent: 'garden',
          tag: ['north', 'south', 'west'][at % 3] ?? '',
          components: at === 5 ? { ...placed(at), WebsocketClient: { Enabled: false } } : placed(at),
        })),
      ],
    };
    server = await serve({ worlds: [{ name: 'site', scene }] });
    page = await visit(browser, server);
    await page.getByRole('tab', { name: 'Connections' }).click();
    await page.getByRole('button', { name: 'Entities', exact: true }).click();
    await grid().waitFor();
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
  });

  const table = () => page.locator('ww-entities-table');
  const grid = () => table().getByRole('grid', { name: 'Entities' });
  const cells = async (row: number): Promise<string[]> => grid().locator('.row').nth(row).getByRole('gridcell').allInnerTexts();
  const ask = async (query: string): Promise<void> => {
    await table().getByRole('combobox', { name: 'Which entities' }).fill(query);
    await table().getByRole('combobox', { name: 'Which entities' }).press('Enter');
  };
  const column = async (name: string): Promise<void> => {
    await table().getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('menuitem', { name: 'Another field…' }).click();
    await page
      .getByRole('textbox', { name: 'Show the column' })
      .or(page.getByRole('combobox', { name: 'Show the column' }))
      .fill(name);
    await page.keyboard.press('Enter');
  };

  test('what a query finds is listed with any field as a column, also a part of one, and sorted by it', async () => {
    await ask('tag=north');
    await table().getByText('200 entities').waitFor();
    await column('Transform.Positio');
    await page.getByText('Transform has no field Positio').waitFor();
    await page.keyboard.press('Escape');
    await column('Position.x');
    await table().getByRole('columnheader', { name: 'x', exact: true }).waitFor();
    expect(await cells(0)).toEqual(['Device 0', 'Garden', 'north', '0']);
    await table().getByRole('button', { name: 'x', exact: true }).click();
    await table().getByRole('button', { name: 'x', exact: true }).click();
    await expect.poll(() => cells(0), PATIENCE).toEqual(['Device 171', 'Garden', 'north', '597']);
    await column('WebsocketClient.State');
    await ask('id=d5');
    await expect.poll(() => cells(0), PATIENCE).toEqual(['Device 5', 'Garden', 'west', '35', 'Idle']);
    expect(await unsound(page)).toEqual([]);
    await ask('Stat=Open');
    await table().getByText('did you mean State?', { exact: false }).waitFor();
  });

  test('rows are grouped by a column with counts, which live, and stay reachable by keyboard', async () => {
    await ask('c:Transform');
    await table().getByText('600 entities').waitFor();
    await table().getByRole('button', { name: 'Group' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'tag', exact: true }).click();
    const groups = async (): Promise<string> => (await grid().locator('.group').allInnerTexts()).join().replaceAll(/\s+/g, ' ');
    await expect.poll(groups, PATIENCE).toBe('north 200');
    await grid().focus();
    await page.keyboard.press('End');
    await expect.poll(async () => (await cells(0)).at(-1), PATIENCE).toBe('west');
    await page.getByRole('heading', { name: 'Device 599' }).waitFor();
    await page.keyboard.press('Home');
    await page.getByRole('heading', { name: 'Device 0' }).waitFor();
    await page.evaluate(async () => {
      const body = JSON.stringify({ operations: [{ op: 'updateEntity', entity: 'd0', tag: 'attic' }] });
      await fetch('/api/worlds/site/operations', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    });
    await expect.poll(groups, PATIENCE).toMatch(/^attic 1,north 199/);
    // What is picked is what is selected.
    await page.keyboard.press('Control+a');
    await page.getByRole('heading', { name: '600 entities' }).waitFor();
    expect(await item(page, 'Garden').getAttribute('aria-selected')).toBe('false');
    expect(await unsound(page)).toEqual([]);
  });
});
