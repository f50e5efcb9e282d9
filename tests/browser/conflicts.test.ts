import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { PATIENCE, basic, component, echoServer, gardenServer, openEntity, visit, type EchoServer, withBrowser } from './rig.ts';
import { leave } from './shared-pages.ts';

describe('two people at the same field', () => {
  let browser: Browser, echo: EchoServer, server: RunningServer, page: Page, other: Page;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    echo = await echoServer();
    server = await gardenServer(echo);
    page = await visit(browser, server);
    other = await visit(browser, server);
    await openEntity(page, 'Lamp');
    await openEntity(other, 'Lamp');
  });
  afterEach(async () => {
    await leave(page);
    await leave(other);
    await server.close();
    await echo.close();
  });

  const interval = (at: Page) => component(at, 'WebsocketClient').getByLabel('ConnectRetryInterval', { exact: true });
  const set = async (at: Page, text: string): Promise<void> => {
    await interval(at).click();
    await interval(at).fill(text);
    await interval(at).press('Enter');
  };
  const world = async () => (await server.worlds.get('garden').ask({ ask: 'entity', entity: 'lamp' })).components['WebsocketClient']?.['ConnectRetryInterval'];
  const note = (at: Page) => component(at, 'WebsocketClient').getByRole('status').filter({ hasText: 'set it to' });

  test('a value being edited is not overwritten, one is told who has set it meanwhile, and Escape brings back theirs', async () => {
    await interval(page).click();
    await interval(page).fill('12.5');
    await set(other, '30');
    await note(page).filter({ hasText: 'set it to 30 meanwhile; yours is not sent yet' }).waitFor();
    expect(await interval(page).inputValue()).toBe('12.5');
    await interval(page).press('Escape');
    await expect.poll(() => interval(page).inputValue(), PATIENCE).toBe('30');
    await note(page).waitFor({ state: 'detached' });
    expect(await world()).toBe(30);
  });

  test('who loses is told who set it to what, and takes theirs again with one click', async () => {
    const users = (await server.worlds.get('garden').ask({ ask: 'status' })).users;
    const mine = (await page.getByRole('button', { name: /^People:/ }).getAttribute('aria-label')) ?? '';
    const them = users.find(({ name }) => !mine.startsWith(`People: ${name}`));
    if (them === undefined) throw new Error('nobody else is here');
    await set(page, '12');
    await expect.poll(world, PATIENCE).toBe(12);
    // At once, as one is told of it only for a few seconds.
    await server.worlds.get('garden').submit(them, {
      type: 'operations',
      operations: [{ op: 'setField', entity: 'lamp', component: 'WebsocketClient', field: 'ConnectRetryInterval', value: 30 }],
    });
    await note(page)
      .filter({ hasText: `${them.name} set it to 30 after you` })
      .waitFor();
    expect(await note(other).count()).toBe(0);
    await note(page).getByRole('button', { name: 'take mine again' }).click();
    await expect.poll(world, PATIENCE).toBe(12);
    await note(page).waitFor({ state: 'detached' });
    await expect.poll(() => interval(other).inputValue(), PATIENCE).toBe('12');
  });

  test('what somebody set long before, or what the world itself changes, is nobody else’s doing', async () => {
    await set(page, '12');
    await expect.poll(() => interval(other).inputValue(), PATIENCE).toBe('12');
    expect(await note(other).count()).toBe(0);
    await basic(other, 'Tag').fill('theirs');
    await basic(other, 'Tag').press('Enter');
    await expect.poll(() => basic(page, 'Tag').inputValue(), PATIENCE).toBe('theirs');
    expect(await page.getByRole('group', { name: 'Entity', exact: true }).getByRole('status').count()).toBe(0);
  });

  test('who has the cursor in a field is seen there by the others, until they leave it', async () => {
    await interval(other).click();
    const who = component(page, 'WebsocketClient').getByRole('img', { name: /edits this now/ });
    await who.waitFor();
    const row = await who.evaluate((badge) => badge.closest('.row')?.querySelector('.name')?.textContent);
    expect(row).toBe('ConnectRetryInterval');
    await basic(other, 'Tag').focus();
    await who.waitFor({ state: 'detached' });
    await page
      .getByRole('group', { name: 'Entity', exact: true })
      .getByRole('img', { name: /edits this now/ })
      .waitFor();
    await leave(other);
    await page.getByRole('img', { name: /edits this now/ }).waitFor({ state: 'detached' });
    other = await visit(browser, server);
  });
});
