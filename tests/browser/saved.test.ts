import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { unsound } from './axe.ts';
import { PATIENCE, item, serve, visit, withBrowser } from './rig.ts';
import { leave } from './shared-pages.ts';

describe('queries and selections that are saved in the scene', () => {
  let browser: Browser, server: RunningServer, page: Page;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    const scene = {
      format: 'worldwire/scene',
      version: 1,
      name: 'Yard',
      entities: [
        { id: 'garden', name: 'Garden' },
        { id: 'ash', name: 'Ash', tag: 'tree' },
        { id: 'birch', name: 'Birch', tag: 'tree' },
        { id: 'stone', name: 'Stone' },
      ],
    };
    server = await serve({ worlds: [{ name: 'yard', scene }] });
    page = await visit(browser, server);
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
  });

  const held = async (component: string): Promise<unknown> => {
    const { entities } = await server.worlds.get('yard').ask({ ask: 'entities', query: `c:${component}`, offset: 0, limit: 10 });
    return entities.map(({ components }) => components[component]);
  };
  const saved = () => page.locator('ww-saved');
  const open = async (): Promise<void> => {
    await item(page, 'Stone').click();
    await page.keyboard.press('Alt+o');
    await saved().getByRole('heading', { name: 'Saved in the scene' }).waitFor();
  };
  const name = async (text: string): Promise<void> => {
    await page.locator('ww-ask-text input').fill(text);
    await page.keyboard.press('Enter');
  };

  test('a query is saved under a name, picked, renamed and removed, each as an edit', async () => {
    const box = page.getByRole('combobox', { name: 'Search' });
    await box.fill('tag=tree');
    await page.getByText('2 entities found').waitFor();
    await page.getByRole('button', { name: 'More of the hierarchy' }).click();
    await page.getByRole('menuitem', { name: 'Save this query in the scene…' }).click();
    await page.getByText('by a new entity Saved').waitFor();
    await name('Trees');
    await page.getByText('Trees is saved in the scene.').waitFor();
    expect(await held('SavedQueries')).toMatchObject([{ Queries: { Trees: 'tag=tree' } }]);
    await page.getByRole('button', { name: 'More of the hierarchy' }).click();
    await page.getByRole('menuitem', { name: 'Save this query in the scene…' }).click();
    await page.getByText('It is kept in the scene, by Saved.').waitFor();
    await page.keyboard.press('Escape');
    // A selection is kept by the same entity.
    await box.press('Control+Enter');
    await page.getByRole('heading', { name: '2 entities' }).waitFor();
    await page.getByRole('button', { name: 'More of the hierarchy' }).click();
    await page.getByRole('menuitem', { name: 'Save this selection in the scene…' }).click();
    await name('Both trees');
    await page.getByText('Both trees is saved in the scene.').waitFor();
    const { total } = await server.worlds.get('yard').ask({ ask: 'entities', query: 'c:SavedQueries c:SavedSelections', offset: 0, limit: 10 });
    expect(total).toBe(1);
    await box.press('Escape');
    await open();
    expect(await unsound(page)).toEqual([]);
    await saved().getByRole('button', { name: 'Rename Trees' }).click();
    await name('All trees');
    await saved()
      .getByRole('button', { name: /^All trees/ })
      .click();
    await page.getByText('2 entities found').waitFor();
    expect(await box.inputValue()).toBe('tag=tree');
    await page.keyboard.press('Control+Shift+1');
    await box.press('Escape');
    await open();
    await saved().getByRole('button', { name: 'Remove All trees' }).click();
    await saved().getByText('None is saved.').first().waitFor();
    expect(await held('SavedQueries')).toMatchObject([{ Queries: {} }]);
  });

  test('a selection is saved and made again; what is gone from it is said, and names are not taken twice', async () => {
    await item(page, 'Ash').click();
    for (const each of ['Birch', 'Stone']) await item(page, each).click({ modifiers: ['Control'] });
    await page.getByRole('heading', { name: '3 entities' }).waitFor();
    await item(page, 'Stone').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Select…' }).click();
    await page.getByRole('menuitem', { name: 'Save this selection in the scene…' }).click();
    await name('Mine');
    await page.getByText('Mine is saved in the scene.').waitFor();
    expect(await held('SavedSelections')).toMatchObject([{ Selections: { Mine: ['ash', 'birch', 'stone'] } }]);
    await item(page, 'Ash').click();
    await page.keyboard.press('Delete');
    await open();
    await saved().getByRole('button', { name: 'Save this selection…' }).click();
    await name('Mine');
    await page.getByText('there is one of that name already').waitFor();
    await page.keyboard.press('Escape');
    await saved().getByRole('button', { name: /^Mine/ }).click();
    await page.getByRole('heading', { name: '2 entities' }).waitFor();
    await page.getByText('of Mine is there no more', { exact: false }).waitFor();
    await expect.poll(async () => item(page, 'Birch').getAttribute('aria-selected'), PATIENCE).toBe('true');
  });
});
