import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { names, outline } from './hierarchy-worlds.ts';
import { item, PATIENCE, serve, withBrowser } from './rig.ts';

const scene = (name: string, entities: readonly object[]) => ({
  name,
  scene: { format: 'worldwire/scene', version: 1, name, tickRate: 60, entities } as never,
});
const GARDEN = scene('garden', [
  { id: 'garden', name: 'Garden' },
  { id: 'pond', name: 'Pond', parent: 'garden' },
  { id: 'fish', name: 'Fish', parent: 'pond' },
]);
const MEADOW = scene('meadow', [{ id: 'meadow', name: 'Meadow' }]);

/** Any row, of what is known ahead as well. */
const row = (page: Page, name: string) => page.getByRole('treeitem', { name, exact: true });
const isAhead = (page: Page) => page.locator('[role=tree][aria-busy=true]').isVisible();
const add = (page: Page) => page.getByRole('button', { name: 'Add entity' });

describe('the tree before the socket has come to say anything', () => {
  let browser: Browser, server: RunningServer, page: Page, come: () => void, coming: Promise<void>;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    server = await serve({ worlds: [GARDEN, MEADOW] });
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    page = await context.newPage();
    hold();
    come();
    await page.routeWebSocket(/socket\.io/, async (socket) => {
      await coming;
      socket.connectToServer();
    });
  });
  afterEach(async () => {
    come();
    await page.context().close();
    await server.close();
  });
  /** Sockets that are opened from now on wait until they may come. */
  function hold(): void {
    coming = new Promise((resolve) => {
      come = resolve;
    });
  }
  const rename = (name: string) =>
    fetch(`${server.origin}/api/worlds/garden/operations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ operations: [{ op: 'updateEntity', entity: 'pond', name }] }),
    });

  test('shows its rows, which can be selected and not edited; what is selected stays so when the world is entered', async () => {
    hold();
    await page.goto(server.url);
    await row(page, 'Pond').click();
    expect(await isAhead(page)).toBe(true);
    // As somebody sees it who is new here.
    expect(await outline(page)).toEqual(['Garden', '- Pond']);
    expect(await add(page).isDisabled()).toBe(true);
    await page.keyboard.press('F2');
    await page.keyboard.press('Delete');
    expect(await page.locator('.rename').count()).toBe(0);
    come();
    await item(page, 'Pond').waitFor();
    expect(await isAhead(page)).toBe(false);
    await page.getByRole('heading', { name: 'Pond', exact: true }).waitFor();
    expect(await row(page, 'Pond').getAttribute('aria-selected')).toBe('true');
    await expect.poll(() => add(page).isEnabled(), PATIENCE).toBe(true);
    // Whoever is in the world is unfolded at a first visit, as all that stands at the top.
    expect((await outline(page)).slice(0, 3)).toEqual(['Garden', '- Pond', 'Users']);
    expect(await outline(page)).toHaveLength(4);
    await page.reload();
    await item(page, 'Pond').waitFor();
    expect(await row(page, 'Pond').getAttribute('aria-selected')).toBe('true');
    expect(await outline(page)).toHaveLength(4);
  });

  test('is drawn with its rows, where they come in time, and not without them before', async () => {
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/api/first-rows', async (route) => {
      await held;
      await route.continue();
    });
    // The page waits for them as long as it takes, and notes how many rows its first frame has that has anything.
    await page.addInitScript(`{
      const later = setTimeout;
      globalThis.setTimeout = (act, milliseconds, ...rest) => (milliseconds === 100 ? 0 : later(act, milliseconds, ...rest));
      const inside = (element, name) => element?.shadowRoot?.querySelector(name);
      const look = () => {
        const app = document.querySelector('ww-app');
        if (!inside(app, 'ww-top-bar')) return requestAnimationFrame(look);
        const tree = inside(inside(app, 'ww-hierarchy-pane'), 'ww-entity-tree');
        globalThis.rowsAtFirst = tree?.shadowRoot?.querySelectorAll('[role=treeitem]').length ?? 0;
      };
      requestAnimationFrame(look);
    }`);
    await page.goto(server.url);
    await page.waitForFunction(() => customElements.get('ww-app') !== undefined);
    answer();
    await row(page, 'Pond').waitFor();
    expect(await page.evaluate('rowsAtFirst')).toBe(2);
  });

  test('comes before the code of the socket, and its tab has an icon once it is there', async () => {
    let code = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      code = resolve;
    });
    await page.route('**/assets/socket-*.js', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(server.url);
    await row(page, 'Pond').click();
    expect(await isAhead(page)).toBe(true);
    code();
    await item(page, 'Pond').waitFor();
    await expect.poll(() => page.locator('link[rel=icon]').getAttribute('href'), PATIENCE).toMatch(/icon-.*\.svg$/);
  });

  test('stands with a word about it where the code of the socket does not come', async () => {
    await page.route('**/assets/socket-*.js', (route) => route.abort());
    await page.goto(server.url);
    await row(page, 'Pond').waitFor();
    await page.getByText('A part of the page could not be loaded').waitFor();
    expect(await add(page).isDisabled()).toBe(true);
  });

  test('is unfolded as it was left, shows the inside of what it did, and is of the world that one was in', async () => {
    await page.goto(server.url);
    await item(page, 'Pond').click();
    await page.keyboard.press('ArrowRight');
    await item(page, 'Fish').waitFor();
    hold();
    await page.reload();
    await row(page, 'Fish').waitFor();
    expect(await isAhead(page)).toBe(true);
    expect((await outline(page)).slice(0, 3)).toEqual(['Garden', '- Pond', '- - Fish']);
    come();
    await item(page, 'Fish').waitFor();
    await item(page, 'Garden').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Set root' }).click();
    await expect.poll(() => names(page), PATIENCE).toEqual(['Pond', 'Fish']);
    hold();
    await page.reload();
    await row(page, 'Fish').waitFor();
    expect(await isAhead(page)).toBe(true);
    expect(await outline(page)).toEqual(['Pond', '- Fish']);
    come();
    await item(page, 'Fish').waitFor();
    await page.getByRole('button', { name: 'World: garden' }).click();
    await page.locator('[role^=menuitem]').filter({ hasText: 'meadow' }).first().click();
    await item(page, 'Meadow').waitFor();
    hold();
    await page.reload();
    await row(page, 'Meadow').waitFor();
    expect(await isAhead(page)).toBe(true);
  });

  test('is corrected by what the world tells then', async () => {
    hold();
    await page.goto(server.url);
    await row(page, 'Pond').waitFor();
    expect((await rename('Lake')).status).toBe(200);
    expect(await names(page)).toEqual(['Garden', 'Pond']);
    come();
    await item(page, 'Lake').waitFor();
    expect(await row(page, 'Pond').count()).toBe(0);
  });

  test('gives way to the world that is entered, where that is another', async () => {
    await page.goto(server.url);
    await item(page, 'Pond').waitFor();
    hold();
    await page.reload();
    await row(page, 'Pond').waitFor();
    expect(await isAhead(page)).toBe(true);
    const closed = await fetch(`${server.origin}/api/worlds/garden`, { method: 'DELETE', headers: { authorization: `Bearer ${server.token}` } });
    expect(closed.status).toBe(204);
    come();
    await item(page, 'Meadow').waitFor();
    expect((await names(page))[0]).toBe('Meadow');
    expect(await row(page, 'Pond').count()).toBe(0);
    // What is remembered of one world is not taken for the other's.
    expect(await page.evaluate(() => localStorage.getItem('worldwire.place.garden'))).toContain('garden');
    expect(await page.evaluate(() => localStorage.getItem('worldwire.place.meadow') ?? '')).not.toContain('garden');
  });

  test.each([
    { what: 'is refused', status: 429, body: '{"code":"WW_RATE_LIMITED","message":"no"}' },
    { what: 'is of another version', status: 200, body: '{"version":999,"world":"garden","total":1,"rows":[{"id":"x","name":"Wrong"}],"unfolded":[]}' },
    { what: 'cannot be read', status: 200, body: '<!doctype html>' },
  ])('is as it would be without, where what was asked ahead $what', async ({ status, body }) => {
    await page.route('**/api/first-rows', (route) => route.fulfill({ status, body, contentType: 'application/json' }));
    hold();
    await page.goto(server.url);
    await page.locator('ww-entity-tree').waitFor();
    await expect.poll(() => page.locator('ww-log-pane:defined').count(), PATIENCE).toBe(1);
    expect(await names(page)).toEqual([]);
    come();
    await item(page, 'Pond').waitFor();
    expect((await outline(page)).slice(0, 3)).toEqual(['Garden', '- Pond', 'Users']);
  });

  test('is as the world has told it, where what was asked ahead comes later than that', async () => {
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/api/first-rows', async (route) => {
      const reply = await route.fetch();
      await held;
      await route.fulfill({ response: reply });
    });
    await page.goto(server.url);
    await item(page, 'Pond').waitFor();
    await rename('Lake');
    await item(page, 'Lake').waitFor();
    const answered = page.waitForResponse('**/api/first-rows');
    answer();
    await (await answered).finished();
    await rename('Sea');
    await item(page, 'Sea').waitFor();
    expect((await names(page)).slice(0, 2)).toEqual(['Garden', 'Sea']);
    expect(await isAhead(page)).toBe(false);
  });
});
