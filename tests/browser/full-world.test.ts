import type { Browser } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { PATIENCE, echoServer, garden, gardenServer, item, visit, type EchoServer, withBrowser } from './rig.ts';
import { borrow, leave } from './shared-pages.ts';

describe('a world that takes nobody more', () => {
  let browser: Browser, echo: EchoServer, server: RunningServer;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    echo = await echoServer();
    server = await gardenServer(echo, {
      maxUsers: 1,
      worlds: [
        { name: 'garden', scene: garden(echo.url) },
        { name: 'other', scene: { format: 'worldwire/scene', version: 1, name: 'Other land', entities: [{ id: 'hill', name: 'Hill' }] } },
        { name: 'third', scene: { format: 'worldwire/scene', version: 1, name: 'Other land', entities: [] } },
      ],
    });
  });
  afterEach(async () => {
    await server.close();
    await echo.close();
  });

  test('says so to who comes, and lets them in once there is room', async () => {
    const first = await visit(browser, server);
    const page = await borrow(browser);
    await page.goto(server.url);
    await page.getByRole('heading', { name: 'No way in for now' }).waitFor();
    await page.getByText(/^This world is full/).waitFor();
    await leave(first);
    // Who has left counts for a moment longer, since they may only have loaded their page anew.
    await expect
      .poll(async () => {
        const again = page.getByRole('button', { name: 'Try again' });
        if (await again.isVisible()) await again.click();
        return item(page, 'Garden').isVisible();
      }, PATIENCE)
      .toBe(true);
    await leave(page);
  });

  test('leaves who comes from another world where they were, and says why', async () => {
    const here = await visit(browser, server);
    const there = await borrow(browser);
    // A page that is lent cannot be rid of a script of its own: what they remember is stored before they come.
    await there.goto(`${server.origin}/api/nothing`);
    await there.evaluate(() => localStorage.setItem('worldwire.world', '"other"'));
    await there.goto(server.url);
    await item(there, 'Hill').waitFor();
    await there.getByRole('button', { name: /^World:/ }).click();
    // Of two worlds with one title each is told by its own name too.
    const listed = await there.getByRole('menuitemcheckbox').allTextContents();
    expect(listed.map((text) => /garden ·|other ·|third ·/.exec(text)?.[0] ?? '')).toEqual(['', 'other ·', 'third ·']);
    await there.getByRole('menuitemcheckbox', { name: /Test garden/ }).click();
    await there.getByText(/^This world is full/).waitFor();
    await item(there, 'Hill').click();
    await there.getByRole('heading', { name: 'Hill', exact: true }).waitFor();
    await there.getByRole('button', { name: 'World: Other land' }).waitFor();
    await leave(here);
    await leave(there);
  });
});
