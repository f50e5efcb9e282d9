import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { unsound } from './axe.ts';
import { TOKEN, echoServer, gardenServer, visit, type EchoServer, withBrowser } from './rig.ts';
import { borrow, leaveAll } from './shared-pages.ts';

describe('the reference', () => {
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

  async function open(hash: string, options: Parameters<typeof visit>[2] = {}): Promise<Page> {
    const page = await visit(browser, server, options);
    await page.goto(`${server.origin}/reference.html${hash}`);
    await page.getByRole('region', { name: 'WebsocketClient', exact: true }).waitFor();
    return page;
  }
  const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

  test('tells of every component what the server knows: fields, limits, commands, events, and what disabling stops', async () => {
    const page = await open('');
    const answer = await fetch(`${server.origin}/api/components`, { headers: { authorization: `Bearer ${TOKEN}` } });
    const { components } = (await answer.json()) as { components: { name: string; disabled: string }[] };
    for (const { name, disabled } of components) expect(await region(page, name).innerText()).toContain(disabled.split('`')[0]);
    const client = region(page, 'WebsocketClient');
    const row = client.getByRole('row', { name: /^ConnectRetryInterval/ });
    expect(await row.innerText()).toMatch(/Float\s*s\s[\s\S]*10[\s\S]*usually 0 to 60 · in steps of 0\.5/);
    expect(await client.getByRole('row', { name: /^IsConnected/ }).innerText()).toContain('read-only · not saved');
    await client.getByText('OnDisconnected', { exact: true }).waitFor();
    await client.getByText('Send', { exact: true }).waitFor();
    expect(await region(page, 'Spinner').innerText()).toContain('Needs Transform');
  });

  test('an address leads to a component, to a field, and to those that every component has', async () => {
    const page = await open('#WebsocketClient.IdleTimeout');
    const inView = (name: RegExp) =>
      page
        .getByRole('row', { name })
        .first()
        .evaluate((row) => {
          const { top, bottom } = row.getBoundingClientRect();
          return top >= 0 && bottom <= innerHeight && row.classList.contains('here');
        });
    await expect.poll(() => inView(/^IdleTimeout/)).toBe(true);
    await page.evaluate(() => {
      location.hash = '#WebsocketClient.Enabled';
    });
    await expect.poll(() => inView(/^Enabled/)).toBe(true);
    await page.getByRole('navigation').getByRole('link', { name: 'Spinner', exact: true }).click();
    await expect.poll(() => region(page, 'Spinner').evaluate((part) => Math.abs(part.getBoundingClientRect().top) < 120)).toBe(true);
  });

  test('is searched by words, and tells how queries are written', async () => {
    const page = await open('#queries');
    await region(page, 'Queries').getByText('c:WebsocketClient IsConnected=false').waitFor();
    await page.getByLabel('Search the reference').fill('retryinterval');
    // Clients and servers both have it.
    await expect.poll(() => page.getByRole('region').count()).toBe(2);
    for (const type of ['WebsocketClient', 'WebsocketServer']) expect(await region(page, type).getByRole('row').count()).toBe(2);
    await page.getByLabel('Search the reference').fill('no such thing');
    await page.getByText('Nothing here is called “no such thing”.').waitFor();
  });

  test('is for those who are signed in, and asks nobody else for anything', async () => {
    const stranger = await borrow(browser);
    const answer = await stranger.goto(`${server.origin}/reference.html`);
    expect(answer?.status()).toBe(401);
    await stranger.getByText('Not signed in').waitFor();
    const page = await open('');
    const asked: string[] = [],
      wrong: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => {
      if (message.type() === 'error') wrong.push(message.text());
    });
    await page.reload();
    await region(page, 'WebsocketClient').waitFor();
    expect(asked.filter((url) => !url.startsWith(server.origin))).toEqual([]);
    expect(
      asked.some((url) => url.includes('socket.io')),
      'it opens no session of its own',
    ).toBe(false);
    expect(wrong).toEqual([]);
  });

  test.each([
    ['light', 1440],
    ['dark', 360],
  ] as const)('has no fault that axe finds serious (%s, %s wide)', async (colorScheme, width) => {
    const page = await open('', { colorScheme, viewport: { width, height: 800 } });
    expect(await unsound(page)).toEqual([]);
  });
});
