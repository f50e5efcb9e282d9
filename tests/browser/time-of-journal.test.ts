import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { unsound } from './axe.ts';
import { PATIENCE, basic, echoServer, garden, openEntity, serve, visit, type EchoServer, withBrowser } from './rig.ts';
import { leave } from './shared-pages.ts';

describe('the past of a world with a journal in the browser', () => {
  let browser: Browser, echo: EchoServer, server: RunningServer, page: Page, home: string;
  withBrowser((opened) => {
    browser = opened;
  });
  const begin = (): Promise<RunningServer> =>
    serve({
      worlds: [{ name: 'garden', file: join(home, 'garden.scene.json') }],
      allowedUrlHosts: [echo.host],
      stateFolder: join(home, 'state'),
      journals: { mode: 'all', flush: 20, keep: { bytes: 1e9, milliseconds: 1e9 } },
    });
  const openTime = (): Promise<void> => page.getByRole('tab', { name: 'Time', exact: true }).click();
  beforeEach(async () => {
    echo = await echoServer();
    home = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
    await writeFile(join(home, 'garden.scene.json'), JSON.stringify(garden(echo.url)));
    server = await begin();
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
    await echo.close();
    await rm(home, { recursive: true, force: true });
  });

  const slider = (): Locator => page.getByRole('slider', { name: 'Time', exact: true });
  const banner = (): Locator => page.getByRole('region', { name: 'The past' });
  const now = (): number => server.worlds.get('garden').tick;
  const bound = (name: 'min' | 'max') => async (): Promise<number> => Number(await slider().getAttribute(name));
  async function tagOf(entity: string, value: string): Promise<void> {
    await openEntity(page, entity);
    await basic(page, 'Tag').fill(value);
    await basic(page, 'Tag').press('Enter');
    await expect.poll(() => basic(page, 'Tag').inputValue(), PATIENCE).toBe(value);
  }

  test('without anybody recording, what happened before the server was restarted is listed, and shown as it was', async () => {
    page = await visit(browser, server);
    await tagOf('Bench', 'before');
    const then = now();
    await expect.poll(now, PATIENCE).toBeGreaterThan(then + 60);
    await server.close();
    await leave(page);
    server = await begin();
    page = await visit(browser, server);
    await tagOf('Bench', 'after');
    await openTime();
    await page.getByText('The journal reaches', { exact: false }).waitFor();
    expect(await page.getByRole('switch', { name: 'Record', exact: true }).count()).toBe(0);
    await page.getByRole('img', { name: 'Edits: 2' }).waitFor();
    const lines = page.getByRole('list', { name: 'What happened' }).getByRole('button');
    await lines.filter({ hasText: 'Restart at' }).waitFor();
    await lines.filter({ hasText: 'Edit at' }).first().click();
    await banner().waitFor();
    await expect.poll(() => basic(page, 'Tag').inputValue(), PATIENCE).toBe('before');
    await page.keyboard.press('Escape');
    await banner().waitFor({ state: 'detached' });
    await expect.poll(() => basic(page, 'Tag').inputValue(), PATIENCE).toBe('after');
  });

  test('the stretch of time is chosen, zoomed by wheel and keys, and moved; a tick outside of it is moved to', async () => {
    const world = server.worlds.get('garden');
    world.setSpeed(100);
    page = await visit(browser, server);
    await expect.poll(now, PATIENCE).toBeGreaterThan(6 * 60 * 60);
    world.setSpeed(1);
    await openTime();
    await expect.poll(async () => (await bound('max')()) - (await bound('min')()), PATIENCE).toBe(5 * 60 * 60);
    const stretches = page.getByRole('group', { name: 'Stretch of time' });
    await stretches.getByRole('button', { name: 'All', exact: true }).click();
    await expect.poll(bound('min'), PATIENCE).toBe(0);
    await slider().focus();
    await page.keyboard.press('+');
    await expect.poll(bound('min'), PATIENCE).toBeGreaterThan(60);
    const half = await bound('min')();
    const box = await page.locator('ww-time-tracks').first().boundingBox();
    await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) * 0.9, (box?.y ?? 0) + 10);
    await page.mouse.wheel(0, -200);
    await expect.poll(bound('min'), PATIENCE).toBeGreaterThan(half + 60);
    const near = await bound('min')();
    await page.mouse.wheel(-300, 0);
    await expect.poll(bound('min'), PATIENCE).toBeLessThan(near);
    await slider().focus();
    await page.keyboard.press('Home');
    await banner().getByText('tick 0').waitFor();
    await expect.poll(bound('min'), PATIENCE).toBe(0);
    await page.keyboard.press('Escape');
    await banner().waitFor({ state: 'detached' });
    await expect.poll(async () => now() - (await bound('max')()), PATIENCE).toBeLessThan(120);
    await page.keyboard.press('0');
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await unsound(page)).toEqual([]);
  });
});
