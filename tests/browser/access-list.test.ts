import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startServer, type TestServer } from '../peers/servers.ts';
import { TabWorld } from './agent-rig.ts';
import { unsound } from './axe.ts';
import { item, PATIENCE, withBrowser } from './rig.ts';
import { borrow, leaveAll, type PageOptions } from './shared-pages.ts';

const SHOTS = fileURLToPath(new URL('../../.cache/screenshots', import.meta.url));
const TITLE = 'Who may connect where';

describe('the list of who may connect where', () => {
  let browser: Browser, tabs: TabWorld, peer: TestServer;
  const open = (): string[] =>
    peer.guests
      .filter((caller) => !caller.isGone)
      .map(({ request }) => request.url ?? '')
      .sort();
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    peer = await startServer();
    tabs = await TabWorld.start();
  });
  afterEach(async () => {
    await leaveAll(browser);
    await tabs.server.close();
    await peer.close();
  });

  const list = (page: Page): Locator => page.locator('ww-access-list');
  const row = (page: Page, entry: string): Locator => list(page).getByRole('listitem').filter({ hasText: entry });
  async function show(page: Page): Promise<void> {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('who may connect');
    await page.getByRole('option', { name: /^Who may connect where/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: TITLE }).waitFor();
  }
  async function admin(options: PageOptions = {}): Promise<Page> {
    const page = await borrow(browser, options);
    page.setDefaultTimeout(20_000);
    await page.goto(tabs.server.url);
    await item(page, 'Garden').waitFor();
    return page;
  }

  test('shows what one decided for one’s own browser, with reason, time and that it lies near; taking it back closes what stands on it', async () => {
    const guest = await tabs.guest(browser);
    const { page } = guest;
    const host = `127.0.0.1:${peer.port}`;
    await tabs.add(guest.userId, { lamp: { URL: peer.url('/lamp') } });
    await guest.answer('Always allow this host and port');
    await expect.poll(open, PATIENCE).toEqual(['/lamp']);
    await show(page);
    await row(page, host).waitFor();
    const words = await row(page, host).textContent();
    expect(words).toContain('Allowed:');
    expect(words).toContain('“To try lamp.”');
    expect(words).toContain('near');
    expect(words).toMatch(/allowed by you, .*\d/);
    expect(await list(page).getByRole('radio').count(), 'a guest sees no other’s').toBe(0);
    await list(page)
      .getByRole('button', { name: `Forget ${host} (Websocket)` })
      .click();
    await expect.poll(open, PATIENCE).toEqual([]);
    await list(page).getByText('Nothing is remembered yet.').waitFor();
    await tabs.becomes('lamp', 'State', 'AwaitingAccess');
    // Denied from the list without being asked: the prompt goes, and it stays denied when the page comes again.
    await list(page).getByLabel('Host and port, or URL').fill(`ws://0x7f.1:${peer.port}/`);
    await list(page).getByRole('button', { name: 'Deny', exact: true }).click();
    await tabs.becomes('lamp', 'State', 'Denied');
    await row(page, host).getByText('Denied:').waitFor();
    await page.reload();
    await item(page, 'Garden').waitFor();
    await tabs.becomes('lamp', 'State', 'Denied');
    await show(page);
    await row(page, host)
      .getByRole('button', { name: `Allow ${host} (Websocket)` })
      .click();
    await expect.poll(open, PATIENCE).toEqual(['/lamp']);
  });

  test('shows Admins what the host decided, and changes it', async () => {
    const page = await admin();
    const host = `127.0.0.1:${peer.port}`;
    await tabs.add('host', { lamp: { URL: peer.url('/lamp') } });
    await tabs.becomes('lamp', 'State', 'AwaitingAccess');
    await show(page);
    await list(page).getByText('Nothing is remembered yet.').waitFor();
    // The keyboard is on the first of the two books.
    await page.keyboard.press('ArrowRight');
    expect(await list(page).getByRole('radio', { name: 'The server' }).isChecked()).toBe(true);
    await list(page).getByLabel('Host and port, or URL').fill(host);
    await page.keyboard.press('Enter');
    await expect.poll(open, PATIENCE).toEqual(['/lamp']);
    await row(page, host).getByText('allowed by you').waitFor();
    await row(page, host)
      .getByRole('button', { name: `Deny ${host} (Websocket)` })
      .click();
    await expect.poll(open, PATIENCE).toEqual([]);
    await tabs.becomes('lamp', 'State', 'Denied');
    // What is decided elsewhere comes by itself.
    tabs.server.desk.settle('HTTP', 'fetch.example', 443, 'deny', 'host');
    await row(page, 'fetch.example:443').getByText('denied by the host').waitFor();
    expect(await row(page, 'fetch.example:443').textContent()).toContain('HTTP');
    expect(await row(page, 'fetch.example:443').textContent()).toContain('No reason was given');
    await list(page).getByRole('radio', { name: 'This browser' }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await list(page).getByText('Nothing is remembered yet.').waitFor();
  });

  test('says what is not on the server’s disk, at the list and where a question is answered, until it is', async () => {
    const stateFolder = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
    await tabs.server.close();
    tabs = await TabWorld.start({ stateFolder, decisionTimes: { again: 20 } });
    const page = await admin({ viewport: { width: 360, height: 740 } });
    await show(page);
    await page.keyboard.press('ArrowRight');
    await list(page).getByLabel('Host and port, or URL').fill('a.example:80');
    await page.keyboard.press('Enter');
    await row(page, 'a.example:80').getByText('allowed by you').waitFor();
    const warning = list(page).getByRole('alert').filter({ hasText: 'Not on the disk' });
    expect(await warning.count()).toBe(0);
    await chmod(join(stateFolder, 'access.json'), 0o444);
    await row(page, 'a.example:80').getByRole('button', { name: 'Deny a.example:80 (Websocket)' }).click();
    await row(page, 'a.example:80').getByText('denied by you').waitFor();
    await warning.filter({ hasText: 'access.json is read-only' }).waitFor();
    await mkdir(SHOTS, { recursive: true });
    await page.screenshot({ path: `${SHOTS}/access-list-unwritten.png` });
    expect(await unsound(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await tabs.add('host', { lamp: { URL: peer.url('/lamp') } });
    await page.getByRole('button', { name: 'Deny', exact: true }).click();
    const notice = page.getByText(/^Denied 127\.0\.0\.1:\d+\. Not on the disk: .*read-only/);
    await notice.waitFor();
    await page.screenshot({ path: `${SHOTS}/access-notice-unwritten.png` });
    await show(page);
    await page.keyboard.press('ArrowRight');
    await warning.waitFor();
    await chmod(join(stateFolder, 'access.json'), 0o600);
    await warning.waitFor({ state: 'detached' });
    await rm(stateFolder, { recursive: true, force: true, maxRetries: 3 });
  });

  test('takes nothing that is no host and port, and says what only the configuration can allow', async () => {
    const page = await admin();
    await show(page);
    const box = list(page).getByLabel('Host and port, or URL');
    for (const [text, words] of [
      ['', 'Write host:port'],
      ['a.example', 'Write host:port'],
      ['*:80', 'Write host:port'],
      ['ws://user:secret@a.example/', 'Write host:port'],
      ['169.254.169.254:80', 'metadata'],
    ] as const) {
      await box.fill(text);
      await list(page).getByRole('button', { name: 'Allow', exact: true }).click();
      await list(page).getByRole('alert').filter({ hasText: words }).waitFor();
      expect(await box.getAttribute('aria-invalid')).toBe('true');
    }
    expect(await list(page).getByRole('listitem').count()).toBe(0);
    // A URL for fetching says itself what for.
    await box.fill('https://fetch.example/x');
    await list(page).getByRole('button', { name: 'Allow', exact: true }).click();
    await row(page, 'fetch.example:443').getByText('HTTP', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await list(page).waitFor({ state: 'detached' });
  });

  test('is searched when it is long, goes by arrows and Delete, and keeps the keyboard when rows go', async () => {
    const page = await admin();
    for (let at = 0; at < 300; at += 1) tabs.server.desk.settle('Websocket', `sensor-${at}.example`, 80, at % 2 === 0 ? 'allow' : 'deny', 'host');
    await show(page);
    await page.keyboard.press('ArrowRight');
    await row(page, 'sensor-0.example:80').waitFor();
    await list(page).getByText('and 100 more: search to see them').waitFor();
    await list(page).getByRole('searchbox', { name: 'Search decisions' }).fill('denied sensor-1 :80');
    await expect.poll(() => list(page).getByRole('listitem').count(), PATIENCE).toBe(56);
    await list(page).getByRole('searchbox').fill('sensor-29');
    await expect.poll(() => list(page).getByRole('listitem').count(), PATIENCE).toBe(11);
    const focused = (): Promise<string | null> =>
      page.evaluate(() => document.querySelector('ww-access-list')?.shadowRoot?.activeElement?.getAttribute('aria-label') ?? null);
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Deny sensor-29.example:80 (Websocket)'.replace('Deny', 'Allow'));
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe('Deny sensor-290.example:80 (Websocket)');
    await page.keyboard.press('Delete');
    await expect.poll(() => list(page).getByRole('listitem').count(), PATIENCE).toBe(10);
    await expect.poll(focused, PATIENCE).toBe('Forget sensor-291.example:80 (Websocket)');
    expect(tabs.server.desk.remembered.length).toBe(299);
    await list(page).getByRole('searchbox').fill('nothing of this');
    await list(page).getByText('None of them holds “nothing of this”.').waitFor();
  });

  for (const [width, height] of [
    [1440, 900],
    [360, 740],
  ] as const)
    for (const colorScheme of ['light', 'dark'] as const)
      test(`is sound at ${width} pixels, ${colorScheme}, whatever stands in it`, async () => {
        await mkdir(SHOTS, { recursive: true });
        const { desk } = tabs.server;
        desk.settle('Websocket', 'echo.example', 443, 'allow', 'host');
        desk.settle('HTTP', 'echo.example', 443, 'deny', 'u-of-somebody');
        desk.settle('Websocket', `${'a-very-long-name.'.repeat(14)}example`, 65_535, 'allow', 'host');
        desk.settle('Websocket', 'fd12:3456:789a:1::2', 8080, 'deny', 'host');
        const page = await admin({ viewport: { width, height }, colorScheme });
        await show(page);
        await page.keyboard.press('ArrowRight');
        await row(page, '[fd12:3456:789a:1::2]:8080').waitFor();
        await page.screenshot({ path: `${SHOTS}/access-list-${width}-${colorScheme}.png` });
        expect(await unsound(page)).toEqual([]);
        const beyond = await list(page).evaluate((element) => {
          const own = element.shadowRoot?.querySelector('ul');
          return own === null || own === undefined ? 0 : own.scrollWidth - own.clientWidth;
        });
        expect(beyond).toBeLessThanOrEqual(0);
      });
});
