import type { Browser, Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Operation } from '../../engine/index.ts';
import { HOST } from '../../engine/index.ts';
import type { RunningServer } from '../../server/index.ts';
import { PATIENCE, component, echoServer, focusTree, gardenServer, item, openEntity, visit, withBrowser, type EchoServer } from './rig.ts';
import { leave } from './shared-pages.ts';

describe('where a newcomer would stumble', () => {
  let browser: Browser, echo: EchoServer, server: RunningServer, page: Page;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    echo = await echoServer();
    server = await gardenServer(echo);
    page = await visit(browser, server);
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
    await echo.close();
  });

  const world = (): ReturnType<typeof server.worlds.get> => server.worlds.get('garden');
  async function edit(...operations: readonly Operation[]): Promise<void> {
    const result = await world().submit(HOST, { type: 'operations', operations });
    if (!result.ok) throw new Error(`${result.message} ${JSON.stringify(result.errors)}`);
  }
  const box = async (what: Locator): Promise<{ x: number; y: number; width: number; height: number }> => {
    const found = await what.boundingBox();
    if (found === null) throw new Error('it is not to be seen');
    return found;
  };

  test('the palette picks nothing that destroys, and says when by the clock on the wall', async () => {
    await page.keyboard.press('Control+k');
    const picked = page.locator('ww-palette [role=option][aria-selected=true]');
    await expect.poll(() => picked.textContent(), PATIENCE).toContain('Versions of this scene');
    await page.keyboard.type('since the world was loaded');
    await page.getByRole('option', { name: /^Take back all changes/ }).waitFor();
    expect(await picked.count()).toBe(0);
    // Enter does nothing; the arrow picks it, and only then Enter asks.
    await page.keyboard.press('Enter');
    expect(await page.locator('ww-palette').count()).toBe(1);
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => picked.textContent(), PATIENCE).toContain('Take back all changes');
    await page.keyboard.press('Escape');
    const told = await page.locator('ww-log-lines .wall').first().textContent();
    expect(told).toMatch(/^\d\d:\d\d:\d\d(\.\d{3})?$/);
    const { entries } = await world().ask({ ask: 'log', after: 0, limit: 100 });
    // The browser of the tests stands in the time zone of the server.
    expect(entries.map(({ wall }) => new Date(wall ?? 0).toTimeString().slice(0, 8))).toContain(told?.slice(0, 8));
    for (const { wall } of entries) expect(Math.abs((wall ?? 0) - Date.now())).toBeLessThan(600_000);
  });

  test('a new entity comes below the selected one and is named at once, in one step of undo; a duplicate has a name and a place of its own', async () => {
    await openEntity(page, 'Lamp');
    await page.getByRole('button', { name: 'Add entity' }).click();
    await page.getByLabel('New name').waitFor();
    await page.keyboard.type('Radio');
    await page.keyboard.press('Enter');
    await item(page, 'Radio').waitFor();
    const names = (): Promise<(string | null)[]> => page.getByRole('treeitem').evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label')));
    expect((await names()).slice(0, 4)).toEqual(['Garden', 'Lamp', 'Radio', 'Bench']);
    await page.keyboard.press('Control+z');
    await item(page, 'Radio').waitFor({ state: 'detached' });
    await item(page, 'Lamp').click();
    await page.keyboard.press('Control+d');
    await item(page, 'Lamp 2').waitFor();
    expect((await names()).slice(0, 4)).toEqual(['Garden', 'Lamp', 'Lamp 2', 'Bench']);
    const [copy] = (await world().ask({ ask: 'entities', query: 'name="Lamp 2"', offset: 0, limit: 1 })).entities;
    expect(copy?.components['Transform']?.['Position']).toEqual([1.25, 1, 0]);
    // Type to find says so where there is nothing.
    await focusTree(page);
    await page.keyboard.press('q');
    await page.getByText('No row begins with “q”.').waitFor();
  });

  test('a client that nobody handles offers who could; a refusal is remembered, and taken back where one sees it', async () => {
    const other = await echoServer();
    try {
      await edit({ op: 'addComponent', entity: 'bench', component: 'WebsocketClient', values: { URL: other.url } });
      await openEntity(page, 'Bench');
      const client = component(page, 'WebsocketClient');
      await client.getByText('Nobody opens this connection yet.', { exact: false }).waitFor();
      await client.getByRole('button', { name: 'Me, in this browser' }).waitFor();
      await client.getByRole('button', { name: 'The server' }).click();
      const question = page.getByRole('dialog', { name: /^Allow/ });
      // The narrowest answer is the one that stands out, and comes first.
      expect(await question.locator('.buttons button').first().textContent()).toBe('Allow once');
      expect(await question.locator('button.primary').allTextContents()).toEqual(['Allow once']);
      await question.getByText('Always allow and Deny are remembered', { exact: false }).waitFor();
      await question.getByRole('button', { name: 'Deny', disabled: false }).click();
      await client.getByText('is denied is remembered by the server', { exact: false }).waitFor();
      await page.getByRole('button', { name: 'Who may connect…' }).waitFor();
      // One question was one warning.
      const { entries } = await world().ask({ ask: 'log', after: 0, limit: 1000 });
      expect(entries.filter(({ entity, message }) => entity === 'bench' && message.startsWith('waits for access'))).toHaveLength(1);
      await client.getByRole('button', { name: 'Take it back' }).click();
      await question.getByRole('button', { name: 'Allow once', disabled: false }).click();
      await expect.poll(() => other.open(), PATIENCE).toBe(1);
    } finally {
      await other.close();
    }
  });

  test('cards keep their places while the pointer is over them, and show what they have become', async () => {
    await edit(
      ...['a', 'b', 'c'].map((id): Operation => ({
        op: 'addEntity',
        parent: 'garden',
        entity: { id, name: id, components: { WebsocketClient: { URL: echo.url, HandlingUser: { userId: 'host', machineId: null } } } },
      })),
    );
    await page.getByRole('tab', { name: /^Connections/ }).click();
    const card = (name: string): Locator => page.locator('ww-overview-pane').getByRole('option', { name: new RegExp(`^${name}, `) });
    for (const name of ['a', 'b', 'c'])
      await page
        .locator('ww-overview-pane')
        .getByRole('option', { name: `${name}, Open` })
        .waitFor();
    const before = await box(card('c'));
    await page.mouse.move(before.x + 10, before.y + 10);
    await edit({ op: 'setField', entity: 'a', component: 'WebsocketClient', field: 'Enabled', value: false });
    await page.locator('ww-overview-pane').getByRole('option', { name: 'a, Idle' }).waitFor();
    expect(await box(card('c'))).toEqual(before);
    await page.mouse.move(5, 300);
    await expect.poll(async () => (await box(card('c'))).x !== before.x || (await box(card('c'))).y !== before.y, PATIENCE).toBe(true);
  });

  test('a lost connection is said where it covers no control, and nothing looks as if it could be edited', async () => {
    await openEntity(page, 'Lamp');
    const name = page.getByRole('group', { name: 'Entity', exact: true }).getByLabel('Tag', { exact: true });
    expect(await name.isEditable()).toBe(true);
    await server.close();
    const banner = page.locator('ww-banner');
    await banner.getByText('Connection to the server lost.').waitFor();
    const at = await box(banner);
    for (const other of ['ww-top-bar', 'ww-status-footer', 'ww-log-pane', 'ww-entity-panes']) {
      const its = await box(page.locator(other));
      expect(at.y >= its.y + its.height - 1 || at.y + at.height <= its.y + 1, other).toBe(true);
    }
    await expect.poll(() => name.isEditable(), PATIENCE).toBe(false);
    await page
      .locator('ww-top-bar')
      .getByRole('button', { name: /commands/ })
      .click();
    await page.locator('ww-palette').getByRole('combobox').waitFor();
  });

  test('each width has room for what is shown: the q of a rotation, how many ticks were late, a pane that is kept', async () => {
    await openEntity(page, 'Lamp');
    for (const width of [360, 768, 1024, 1440, 1920]) {
      await page.setViewportSize({ width, height: 900 });
      if (width < 861) await page.locator('nav.tabs').getByRole('button', { name: 'Entity' }).click();
      const pane = await box(page.locator('ww-entity-pane').first()),
        q = await box(page.getByRole('button', { name: 'Rotation as quaternion' }).first());
      expect(q.x + q.width, `at ${width}`).toBeLessThanOrEqual(pane.x + pane.width - 1);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.keyboard.press('Alt+k');
    await page.locator('ww-entity-pane.kept').waitFor();
    const first = await box(page.locator('ww-entity-pane.first')),
      kept = await box(page.locator('ww-entity-pane.kept'));
    expect(kept.height).toBeLessThan(first.height * 0.7);
  });
});
