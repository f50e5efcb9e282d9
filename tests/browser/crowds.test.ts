import type { Browser } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { PATIENCE, echoServer, focusTree, item, visit, withBrowser, serve } from './rig.ts';
import { leave } from './shared-pages.ts';

describe('worlds with much in them', () => {
  let browser: Browser;
  withBrowser((opened) => {
    browser = opened;
  });

  test('of twenty thousand entities only those in view are in the page, and the last is one key away', async () => {
    const entities = [{ id: 'garden', name: 'Garden' }, ...Array.from({ length: 20_000 }, (_, i) => ({ id: `e${i}`, name: `Thing ${i}` }))];
    const server = await serve({
      worlds: [{ name: 'many', scene: { format: 'worldwire/scene', version: 1, name: 'Many', entities } }],
    });
    try {
      const page = await visit(browser, server);
      await item(page, 'Thing 5').waitFor();
      expect(await page.getByRole('treeitem').count()).toBeLessThan(120);
      await focusTree(page);
      await page.keyboard.press('End');
      await page.keyboard.press('ArrowUp');
      await item(page, 'Thing 19999').waitFor();
      expect(await page.getByRole('treeitem').count()).toBeLessThan(120);
      await page.keyboard.press('Home');
      await expect.poll(() => item(page, 'Garden').getAttribute('aria-selected'), PATIENCE).toBe('true');
      await leave(page);
    } finally {
      await server.close();
    }
  });

  test('connections that ask are counted, answered one after another, and one that gives no reason is marked', async () => {
    const echoes = [await echoServer(), await echoServer()];
    const client = (url: string, reason: string) => ({ WebsocketClient: { URL: url, HandlingUser: { userId: 'host' }, AccessReason: reason } });
    const entities = [
      { id: 'garden', name: 'Garden' },
      { id: 'a', name: 'First', components: client(echoes[0]?.url ?? '', 'To say hello.') },
      { id: 'b', name: 'Second', components: client(echoes[1]?.url ?? '', '') },
    ];
    const server = await serve({
      worlds: [{ name: 'shy', scene: { format: 'worldwire/scene', version: 1, name: 'Shy world', entities } }],
    });
    try {
      const page = await visit(browser, server);
      const prompt = page.getByRole('dialog', { name: 'Allow Shy world to connect from the server’s machine?' });
      await prompt.getByText('1 of 2').waitFor();
      await prompt.getByText('“To say hello.”').waitFor();
      await prompt.getByRole('button', { name: 'Next question' }).click();
      await prompt.getByText('It gives no reason why.').waitFor();
      await prompt.getByRole('button', { name: 'Allow once', exact: true }).click();
      await expect.poll(() => echoes[1]?.open(), PATIENCE).toBe(1);
      expect(echoes[0]?.connections()).toBe(0);
      await prompt.getByText('“To say hello.”').waitFor();
      await prompt.getByRole('button', { name: 'Close without deciding' }).click();
      await prompt.waitFor({ state: 'detached' });
      expect(echoes[0]?.connections()).toBe(0);
      await leave(page);
    } finally {
      await server.close();
      for (const echo of echoes) await echo.close();
    }
  });

  test('three hundred connections are one grid of cells, each of which leads to its entity', async () => {
    const echo = await echoServer();
    const entities = [
      { id: 'garden', name: 'Garden' },
      ...Array.from({ length: 300 }, (_, i) => ({
        id: `bot${i}`,
        name: `Bot ${i}`,
        parent: 'garden',
        components: { WebsocketClient: { URL: echo.url, HandlingUser: { userId: 'host' } } },
      })),
    ];
    const server = await serve({
      allowedUrlHosts: [echo.host],
      worlds: [{ name: 'fleet', scene: { format: 'worldwire/scene', version: 1, name: 'Fleet', entities } }],
    });
    try {
      const page = await visit(browser, server);
      await expect.poll(() => page.getByRole('listbox', { name: /^Open/ }).getByRole('option').count(), PATIENCE).toBe(300);
      await page.getByRole('option', { name: 'Bot 250, Open' }).click();
      await page.getByRole('heading', { name: 'Bot 250', exact: true }).waitFor();
      // The hierarchy follows.
      await expect.poll(() => item(page, 'Bot 250').getAttribute('aria-selected'), PATIENCE).toBe('true');
      await leave(page);
    } finally {
      await server.close();
      await echo.close();
    }
  });
});
