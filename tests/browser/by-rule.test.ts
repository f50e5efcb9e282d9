import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { unsound } from './axe.ts';
import { PATIENCE, item, serve, visit, withBrowser } from './rig.ts';
import { leave } from './shared-pages.ts';

const scene = {
  format: 'worldwire/scene',
  version: 1,
  name: 'Rules',
  entities: [
    { id: 'garden', name: 'Garden' },
    { id: 'ash', name: 'Ash', parent: 'garden', tag: 'tree', components: { FloatValue: {}, Transform: {} } },
    { id: 'nest', name: 'Nest', parent: 'ash', tag: 'home' },
    { id: 'egg', name: 'Egg', parent: 'nest', components: { FloatValue: {} } },
    { id: 'birch', name: 'Birch', parent: 'garden', tag: 'tree', components: { Transform: {}, FloatValue: { Value: 3 } } },
    { id: 'stone', name: 'Stone', components: { Transform: {} } },
    { id: 'source', name: 'Desk', components: { Transform: {} } },
    { id: 'drawer', name: 'Drawer', parent: 'source' },
    { id: 'one', name: 'One', components: { Instance: { Source: 'source' } } },
    { id: 'two', name: 'Two', components: { Instance: { Source: 'source' } } },
    { id: 'crowd', name: 'Crowd' },
    ...Array.from({ length: 1_000 }, (_, at) => ({ id: `p${at}`, name: `Person ${at}`, parent: 'crowd', tag: at % 2 === 0 ? 'even' : 'odd' })),
  ],
};

describe('selecting by rule', () => {
  let browser: Browser, server: RunningServer, page: Page;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    server = await serve({ worlds: [{ name: 'rules', scene }] });
    page = await visit(browser, server);
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
  });

  const several = (count: string) => page.getByRole('heading', { name: `${count} entities` });
  const isSelected = async (name: string): Promise<boolean> => (await item(page, name).getAttribute('aria-selected')) === 'true';

  test('parents, children and all below are selected by keys', async () => {
    await item(page, 'Garden').click();
    await page.keyboard.press('Control+Shift+ArrowRight');
    await several('4').waitFor();
    await page.keyboard.press('Escape');
    await item(page, 'Garden').click();
    await page.keyboard.press('Shift+ArrowRight');
    await several('2').waitFor();
    expect([await isSelected('Ash'), await isSelected('Birch'), await isSelected('Garden')]).toEqual([true, true, false]);
    await page.keyboard.press('Shift+ArrowRight');
    await page.getByRole('heading', { name: 'Nest' }).waitFor();
    await page.keyboard.press('Shift+ArrowRight');
    await page.getByRole('heading', { name: 'Egg' }).waitFor();
    await page.keyboard.press('Shift+ArrowRight');
    await page.getByText('Nothing hangs below what is selected.').waitFor();
    await page.keyboard.press('Shift+ArrowLeft');
    await page.getByRole('heading', { name: 'Nest' }).waitFor();
  });

  test('what has the same components, tag or template is selected, by menu and by keys', async () => {
    await item(page, 'Ash').click();
    await item(page, 'Ash').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Select…' }).click();
    await page.getByRole('menuitem', { name: 'Select all with the same components' }).waitFor();
    expect(await unsound(page)).toEqual([]);
    await page.getByRole('menuitem', { name: 'Select all with the same components' }).click();
    await several('2').waitFor();
    expect([await isSelected('Ash'), await isSelected('Birch'), await isSelected('Stone')]).toEqual([true, true, false]);
    await item(page, 'Stone').click();
    await page.keyboard.press('Alt+l');
    // The template and its instances hold a Transform, the latter an Instance as well.
    await several('2').waitFor();
    expect([await isSelected('Stone'), await isSelected('Desk')]).toEqual([true, true]);
    await page.keyboard.press('Alt+g');
    await page.getByText('What is selected has no tag.').waitFor();
    await item(page, 'Birch').click();
    await page.keyboard.press('Alt+g');
    await several('2').waitFor();
    expect([await isSelected('Ash'), await isSelected('Birch')]).toEqual([true, true]);
    await page.keyboard.press('Alt+m');
    await page.getByText('What is selected follows no template, and nothing follows it.').waitFor();
    await item(page, 'Two').click();
    await page.keyboard.press('Alt+m');
    await several('2').waitFor();
    expect([await isSelected('One'), await isSelected('Two'), await isSelected('Desk')]).toEqual([true, true, false]);
    // A part goes by what it corresponds to.
    await item(page, 'Two').click();
    await page.keyboard.press('Shift+ArrowRight');
    await page.getByRole('heading', { name: 'Drawer' }).waitFor();
    await page.keyboard.press('Alt+m');
    await several('2').waitFor();
    // What is selected can be turned around among what is in view.
    await item(page, 'Garden').click();
    const inView = await page.getByRole('treeitem').count();
    await page.keyboard.press('Control+i');
    await several(String(inView - 1)).waitFor();
    expect([await isSelected('Garden'), await isSelected('Ash'), await isSelected('Crowd')]).toEqual([false, true, true]);
    await page.keyboard.press('Control+i');
    await page.getByRole('heading', { name: 'Garden', exact: true }).waitFor();
  });

  test('all that a search finds is selected without leaving it, a thousand as quickly as a few', async () => {
    const box = page.getByRole('combobox', { name: 'Search' });
    const time = async (query: string, count: string): Promise<number> => {
      await page.keyboard.press('Control+Shift+1');
      await page.keyboard.press('Control+f');
      await box.fill(query);
      await page.getByText('found', { exact: false }).first().waitFor();
      const began = performance.now();
      await page.keyboard.press('Control+Enter');
      await several(count).waitFor();
      return performance.now() - began;
    };
    const few = await time('tag=tree', '2'),
      many = await time('name~Person', '1\u202f000');
    console.log(`selecting 2 of a search: ${few.toFixed(0)} ms, 1000: ${many.toFixed(0)} ms`);
    expect(many < 500 || many < few * 5, `${many} ms for a thousand, ${few} ms for two`).toBe(true);
    expect(await page.getByText('1\u202f000 entities found').count()).toBe(1);
    expect(await unsound(page)).toEqual([]);
    await box.fill('tag=odd');
    await page.getByText('500 entities found').waitFor();
    await page.getByRole('button', { name: 'Select all', exact: true }).click();
    await several('500').waitFor();
    await page.keyboard.press('Delete');
    await expect.poll(async () => (await server.worlds.get('rules').ask({ ask: 'entities', query: 'tag=odd', offset: 0, limit: 1 })).total, PATIENCE).toBe(0);
  });
});
