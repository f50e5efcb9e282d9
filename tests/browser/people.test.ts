import type { Browser, Locator, Page } from 'playwright-core';
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { WIRE_VERSION } from '../../server/protocol.ts';
import { unsound } from './axe.ts';
import { echoServer, gardenServer, item, PATIENCE, visit, withBrowser, type EchoServer } from './rig.ts';
import { borrow, leaveAll } from './shared-pages.ts';

const TOKENS = {
  Moderator: 'a-moderator-token-of-the-browser-tests',
  Builder: 'a-builder-token-of-the-browser-tests',
  Guest: 'a-guest-token-of-the-browser-tests-012',
} as const;

describe('the people of a world', () => {
  let browser: Browser, echo: EchoServer, server: RunningServer;
  const sockets: Socket[] = [];
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    echo = await echoServer();
    server = await gardenServer(echo, { tokens: Object.entries(TOKENS).map(([role, token]) => ({ role: role as keyof typeof TOKENS, token })) });
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.disconnect();
    await leaveAll(browser);
    await server.close();
    await echo.close();
  });

  /** Somebody's machine: a command line, or one that only looks. */
  async function machine(token: string, name: string, me: string, own: string, kind?: 'terminal'): Promise<Socket> {
    const socket = io(server.origin, {
      transports: ['websocket'],
      auth: { token, secret: me.repeat(32), machine: own.repeat(32) },
      forceNew: true,
      reconnection: false,
    });
    sockets.push(socket);
    const agent = kind === undefined ? {} : { agent: { kind, headers: true, pings: true, pauses: true, checksAddresses: true } };
    await socket.emitWithAck('hello', { version: WIRE_VERSION, name, ...agent });
    await socket.emitWithAck('enter', { world: 'garden' });
    return socket;
  }
  /** A page of its own browser, which came with a token. */
  async function come(token: string): Promise<Page> {
    const page = await borrow(browser);
    page.setDefaultTimeout(15_000);
    await page.goto(`${server.origin}/?token=${token}`);
    await item(page, 'Garden').waitFor();
    return page;
  }
  async function panel(page: Page): Promise<Locator> {
    await page.getByRole('button', { name: /^People:/ }).click();
    const found = page.locator('ww-people-panel');
    await found.waitFor();
    return found;
  }
  const entry = (people: Locator, name: string): Locator =>
    people.getByRole('listitem').filter({ has: people.page().locator('b', { hasText: new RegExp(`^${name}$`) }) });
  const usersNow = async (): Promise<{ userId: string; name: string; role: string }[]> => {
    const answer = await fetch(`${server.origin}/api/worlds/garden/users`, { headers: { authorization: `Bearer ${server.token}` } });
    return ((await answer.json()) as { users: { userId: string; name: string; role: string }[] }).users;
  };

  test('the panel tells of each one their role, their machines under one head, how far away they are, and what they look at', async () => {
    const tab = await machine(TOKENS.Builder, 'Ben', 'b', '1');
    const line = await machine(TOKENS.Builder, 'Ben', 'b', '2', 'terminal');
    await machine(TOKENS.Guest, 'Cleo', 'c', '3');
    await tab.emitWithAck('watch', { view: 1, what: { kind: 'entity', entity: 'shed' } });
    await tab.emitWithAck('ping', { latency: 41.6 });
    await line.emitWithAck('ping', { latency: 120 });
    const page = await visit(browser, server);
    const people = await panel(page);
    await people.getByText('3 people on 4 machines').waitFor();
    const ben = entry(people, 'Ben');
    expect(await ben.count()).toBe(1);
    await ben.getByText('42 ms').waitFor();
    await ben.getByText('120 ms').waitFor();
    await ben.getByText('Terminal').waitFor();
    await ben.getByText('Page', { exact: true }).waitFor();
    await entry(people, 'Cleo').getByRole('button', { name: 'Role of Cleo: Guest' }).waitFor();
    // Oneself: one's role is told, and is no button.
    const me = people.getByRole('listitem').filter({ hasText: '(you)' });
    await me.getByText('Admin', { exact: true }).waitFor();
    await me.getByText('This tab').waitFor();
    expect(await me.getByRole('button').allInnerTexts()).toEqual(['Change name']);
    await ben.getByRole('button', { name: 'Shed', exact: true }).click();
    await page.getByRole('heading', { name: 'Shed', exact: true }).waitFor();
    line.disconnect();
    await people.getByText('3 people in this world').waitFor();
  });

  test('the host is there with what it carries; each connection leads to its entity', async () => {
    const page = await visit(browser, server);
    const host = entry(await panel(page), 'Host');
    await host.getByRole('button', { name: "1 connection on Host's server" }).click();
    const carried = host.getByRole('list', { name: "Connections on Host's machine" });
    await carried.getByText(echo.host).waitFor();
    await carried.getByText('open', { exact: true }).waitFor();
    await carried.getByRole('button', { name: 'Lamp' }).click();
    await page.getByRole('heading', { name: 'Lamp', exact: true }).waitFor();
    await fetch(`${server.origin}/api/worlds/garden/operations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ operations: [{ op: 'setField', entity: 'lamp', component: 'WebsocketClient', field: 'Enabled', value: false }] }),
    });
    await host.getByRole('button', { name: /connection/ }).waitFor({ state: 'detached' });
  });

  test('an Admin gives another role with the keyboard alone; the other page heeds it at once', async () => {
    const other = await come(TOKENS.Guest);
    const page = await visit(browser, server);
    const guest = (await usersNow()).find(({ role }) => role === 'Guest');
    const people = await panel(page);
    const role = people.getByRole('button', { name: `Role of ${guest?.name}: Guest` });
    await role.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitemcheckbox', { name: /^Guest/ }).waitFor();
    for (let step = 0; step < 5; step += 1) {
      const at = await page.evaluate(() => document.querySelector('ww-menu')?.shadowRoot?.activeElement?.textContent?.trim() ?? '');
      if (at.startsWith('Builder')) break;
      await page.keyboard.press(step === 0 && at === '' ? 'Home' : 'ArrowDown');
    }
    await page.keyboard.press('Enter');
    await people.getByRole('button', { name: `Role of ${guest?.name}: Builder` }).waitFor();
    await expect.poll(async () => (await usersNow()).find(({ userId }) => userId === guest?.userId)?.role, PATIENCE).toBe('Builder');
    await (await panel(other)).getByRole('listitem').filter({ hasText: '(you)' }).getByText('Builder', { exact: true }).waitFor();
    await page
      .getByRole('status')
      .getByText(/is a Builder now/)
      .waitFor();
  });

  test('who may not give roles or remove somebody is told who may', async () => {
    await visit(browser, server);
    await machine(TOKENS.Guest, 'Cleo', 'c', '3');
    const page = await come(TOKENS.Moderator);
    const people = await panel(page);
    expect(await entry(people, 'Cleo').getByText('Guest', { exact: true }).getAttribute('title')).toContain('Admins alone change roles');
    expect(await people.getByRole('button', { name: /^Role of/ }).count()).toBe(0);
    const admin = (await usersNow()).find(({ role, userId }) => role === 'Admin' && userId !== 'host');
    const remove = people.getByRole('button', { name: `Remove ${admin?.name}` });
    expect([await remove.isDisabled(), await remove.getAttribute('title')]).toEqual([true, 'Only an Admin removes an Admin']);
    expect(await people.getByRole('button', { name: 'Remove Cleo' }).isEnabled()).toBe(true);
    const builder = await come(TOKENS.Builder);
    expect(await (await panel(builder)).getByRole('button', { name: /^(Role of|Remove)/ }).count()).toBe(0);
  });

  test('somebody removed is told by whom at their page, which leaves the server alone until it is asked to try again', async () => {
    const guest = await come(TOKENS.Guest);
    const name = (await usersNow()).find(({ role }) => role === 'Guest')?.name ?? '';
    const page = await visit(browser, server);
    const people = await panel(page);
    const me = (await usersNow()).find(({ role, userId }) => role === 'Admin' && userId !== 'host')?.name ?? '';
    await people.getByRole('button', { name: `Remove ${name}` }).click();
    // The safe answer has the keyboard, and the panel is still there after it.
    await page.keyboard.press('Enter');
    await page.locator('ww-confirm').waitFor({ state: 'detached' });
    await people.getByRole('button', { name: `Remove ${name}` }).click();
    let attempts = 0;
    guest.on('websocket', () => (attempts += 1));
    guest.on('request', () => (attempts += 1));
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await guest.getByRole('heading', { name: 'You have been removed' }).waitFor();
    await guest.getByText(`${me} has removed you from this server`).waitFor();
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect(attempts).toBe(0);
    await guest.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => attempts, PATIENCE).toBeGreaterThan(0);
    await guest.getByRole('heading', { name: 'You have been removed' }).waitFor();
    const answer = await guest.reload();
    expect(answer?.status()).toBe(403);
    await guest.getByRole('heading', { name: 'You have been removed' }).waitFor();

    await people.getByText('Kept out').waitFor();
    await people.getByRole('button', { name: `Let back in: ${name}` }).click();
    await people.getByText('Kept out').waitFor({ state: 'detached' });
    await guest.getByRole('link', { name: 'Try again' }).click();
    await item(guest, 'Garden').waitFor();
    expect((await usersNow()).filter((user) => user.name === name).length).toBe(1);
  });

  test('a command to connect from another machine is shown, said to be a secret, and lets the same user in', async () => {
    const page = await visit(browser, server);
    const people = await panel(page);
    await people.getByRole('button', { name: 'Connect from another machine…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Connect from another machine' });
    await dialog.waitFor();
    await page.getByText('This is a secret.').waitFor();
    const code = page.locator('ww-join-command').locator('code.command');
    await expect.poll(() => code.innerText(), PATIENCE).toMatch(/^worldwire join http\S+ --user ".+" --token \S+ --me \S+$/);
    const [, token, secret] = /--token (\S+) --me (\S+)$/.exec(await code.innerText()) ?? [];
    await page.getByRole('button', { name: 'Copy' }).click();
    await page
      .getByRole('status')
      .getByText(/Copied the command/)
      .waitFor();
    const line = io(server.origin, { transports: ['websocket'], auth: { token, secret, machine: 'x'.repeat(32) }, forceNew: true });
    sockets.push(line);
    const { you } = (await line.emitWithAck('hello', { version: WIRE_VERSION })) as { you: { userId: string } };
    expect((await usersNow()).some(({ userId }) => userId === you.userId)).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await people.waitFor();
  });

  test.each([
    ['light', 1440],
    ['dark', 1440],
    ['light', 360],
    ['dark', 360],
  ] as const)('axe finds nothing serious in the panel, %s and %i pixels wide', async (colorScheme, width) => {
    await machine(TOKENS.Builder, 'Ben with a name that is far longer than there is room for', 'b', '2', 'terminal');
    const gone = await machine(TOKENS.Guest, 'Eve', 'e', '5');
    const page = await visit(browser, server, { colorScheme, viewport: { width, height: 760 } });
    const people = await panel(page);
    await people.getByRole('button', { name: 'Remove Eve' }).click();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await people.getByText('Kept out').waitFor();
    expect(gone.connected).toBe(false);
    await people.getByRole('button', { name: /on Host's server/ }).click();
    await people.getByText(echo.host).waitFor();
    expect(await unsound(page)).toEqual([]);
    const box = await people.boundingBox();
    expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 9999) <= width).toBe(true);
    await people.getByRole('button', { name: 'Connect from another machine…' }).click();
    await page.getByText('This is a secret.').waitFor();
    expect(await unsound(page)).toEqual([]);
  });
});
