import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { PATIENCE, TOKEN, basic, echoServer, focusTree, garden, gardenServer, item, menu, openEntity, visit, type EchoServer, withBrowser } from './rig.ts';
import { borrow, leave } from './shared-pages.ts';

describe('items, worlds and roles in the browser', () => {
  let browser: Browser, echo: EchoServer, server: RunningServer, page: Page;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    echo = await echoServer();
    server = await gardenServer(echo, {
      tokens: [{ token: `spectator-${TOKEN}`, role: 'Spectator' }],
      worlds: [
        { name: 'garden', scene: garden(echo.url) },
        { name: 'empty', scene: { format: 'worldwire/scene', version: 1, name: 'Empty land', entities: [] } },
      ],
    });
    page = await visit(browser, server);
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
    await echo.close();
  });

  test('a subtree is saved as an item and spawned elsewhere', async () => {
    await item(page, 'Bench').click();
    const download = page.waitForEvent('download');
    await menu(page, 'Bench', 'Save as item');
    const file = await (await download).path();
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ format: 'worldwire/scene' });

    const chooser = page.waitForEvent('filechooser');
    await menu(page, 'Shed', 'Spawn item…');
    await (await chooser).setFiles(file);
    await expect.poll(() => item(page, 'Bench').count(), PATIENCE).toBe(2);
    await page.getByText(/spawned by/).waitFor();
    await focusTree(page);
    await page.keyboard.press('Control+z');
    await expect.poll(() => item(page, 'Bench').count(), PATIENCE).toBe(1);
  });

  test('one goes from world to world, and each remembers what was selected', async () => {
    await openEntity(page, 'Shed');
    const go = async (title: string): Promise<void> => {
      await page.getByRole('button', { name: /^World:/ }).click();
      await page.getByRole('menuitemcheckbox', { name: new RegExp(title) }).click();
    };
    await go('Empty land');
    await page.getByText('No connections in this world').waitFor();
    await item(page, 'Shed').waitFor({ state: 'detached' });
    await page.getByText('Nothing selected').waitFor();
    await go('Test garden');
    await page.getByRole('heading', { name: 'Shed', exact: true }).waitFor();
    expect(await item(page, 'Shed').getAttribute('aria-selected')).toBe('true');
  });

  test('a spectator sees everything and can change nothing', async () => {
    const spectator = await borrow(browser);
    await spectator.goto(`${server.origin}/?token=spectator-${TOKEN}`);
    await openEntity(spectator, 'Lamp');
    const y = basic(spectator, 'Rotation y');
    const first = await y.inputValue();
    await expect.poll(() => y.inputValue(), PATIENCE).not.toBe(first);
    expect(await basic(spectator, 'Name').getAttribute('readonly')).not.toBe(null);
    expect(await spectator.getByRole('button', { name: 'Attach Component' }).isDisabled()).toBe(true);
    expect(await spectator.getByRole('button', { name: 'Pause', exact: true }).isDisabled()).toBe(true);
    await item(spectator, 'Lamp').click();
    await spectator.keyboard.press('Delete');
    await spectator.keyboard.press('F2');
    expect(await spectator.getByLabel('New name').count()).toBe(0);
    expect(await item(spectator, 'Lamp').count()).toBe(1);
    await leave(spectator);
  });

  test('a name given at the page is the one that others see', async () => {
    await page.getByRole('button', { name: /^People:/ }).click();
    await page.getByRole('button', { name: 'Change name' }).click();
    await page.getByRole('textbox', { name: 'Your name' }).fill('Mika');
    await page.keyboard.press('Enter');
    const other = await visit(browser, server);
    await expect.poll(() => other.getByRole('button', { name: /^People:/ }).getAttribute('aria-label'), PATIENCE).toContain('Mika');
    await leave(other);
  });
});
