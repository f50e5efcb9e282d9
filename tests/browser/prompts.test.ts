import { io } from 'socket.io-client';
import type { Browser } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WIRE_VERSION } from '../../server/protocol.ts';
import { startServer, type TestServer } from '../peers/servers.ts';
import { GUEST, TabWorld } from './agent-rig.ts';
import { unsound } from './axe.ts';
import { PATIENCE, component, openEntity, visit, withBrowser } from './rig.ts';
import { leaveAll } from './shared-pages.ts';

const ALWAYS = 'Always allow this host and port',
  ONCE = 'Allow once';

describe('the question who may connect', () => {
  let browser: Browser, tabs: TabWorld, peer: TestServer;
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

  test('one’s own machine and the server’s are told apart, and answered by different people', async () => {
    const admin = await visit(browser, tabs.server);
    const me = (await tabs.users()).find(({ kind }) => kind === 'browser')?.userId ?? '';
    await tabs.add(me, { mine: { URL: 'ws://example.test:81/' } });
    await tabs.add('host', { servers: { URL: peer.url() } });
    const own = admin.getByRole('dialog', { name: 'Allow Tab world to connect from your machine?' }),
      hosts = admin.getByRole('dialog', { name: 'Allow Tab world to connect from the server’s machine?' });
    await own.getByText('Your browser looks the name up by itself').waitFor();
    await own.getByText('1 of 2').waitFor();
    await admin.getByRole('button', { name: '2 questions who may connect' }).waitFor();
    await own.getByRole('button', { name: 'Next question' }).click();
    await hosts.getByText('This address lies on the server’s own machine.').waitFor();
    expect(await hosts.textContent()).not.toContain('Your browser');
    // Another one comes to stand before it, and does not take its place under the pointer.
    await tabs.add(me, { more: { URL: 'ws://more.example.test/' } });
    await hosts.getByText('3 of 3').waitFor();
    expect(await unsound(admin)).toEqual([]);
    await hosts.getByRole('button', { name: ONCE, disabled: false }).click();
    await tabs.becomes('servers', 'State', 'Open');
    expect(peer.guests[0]?.request.headers.origin).toBe(undefined);
    for (const entity of ['more', 'mine']) {
      await own.getByRole('button', { name: 'Deny', disabled: false }).click();
      await tabs.becomes(entity, 'State', 'Denied');
    }
    await admin.getByRole('button', { name: /who may connect$/ }).waitFor({ state: 'detached' });
  });

  test('many that ask for the same host and port are one question, which lists the first of them and decides for all', async () => {
    const guest = await tabs.guest(browser);
    await tabs.add(guest.userId, Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`bot${i}`, { URL: peer.url(`/${i}`) }])));
    await guest.prompt.getByText('So do 29 other connections to the same host and port.').click();
    await guest.prompt.getByRole('button', { name: 'Garden / bot20' }).waitFor();
    await guest.prompt.getByText('and 9 more').waitFor();
    expect(await guest.prompt.getByRole('listitem').count()).toBe(21);
    // Each leads to its entity.
    await guest.prompt.getByRole('button', { name: 'Garden / bot7' }).click();
    await guest.page.getByRole('heading', { name: 'bot7', exact: true }).waitFor();
    await guest.answer(ALWAYS);
    await expect.poll(() => peer.guests.length, PATIENCE).toBe(30);
  });

  test('a thousand questions are walked through, and closed by the hundred without deciding any', async () => {
    const guest = await tabs.guest(browser);
    await tabs.add(
      guest.userId,
      Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`bot${i}`, { URL: `ws://host${i}.example.test/`, ConnectRetryInterval: 0 }])),
    );
    // The server puts 200 hosts before one machine at a time.
    await guest.prompt.getByText('1 of 200').waitFor();
    await guest.page.getByRole('button', { name: '200 questions who may connect' }).waitFor();
    await guest.prompt.getByRole('button', { name: 'Question before' }).click();
    await guest.prompt.getByText('ws://host199.example.test/').waitFor();
    await guest.answer('Close without deciding');
    await tabs.becomes('bot199', 'State', 'Idle');
    await guest.prompt.getByText('199 of 200').waitFor();
    const waiting = async (): Promise<number> => (await tabs.world.ask({ ask: 'status' })).connections.AwaitingAccess ?? 0;
    while ((await waiting()) > 0) {
      const before = await waiting();
      await guest.prompt.getByRole('button', { name: /^Close all/, disabled: false }).click();
      await expect.poll(waiting, PATIENCE).toBeLessThan(before);
    }
    await guest.prompt.waitFor({ state: 'detached' });
    await tabs.becomes('bot5', 'State', 'Idle');
    await tabs.command('bot5', 'Connect');
    await guest.prompt.getByText('ws://host5.example.test/').waitFor();
    expect(await guest.prompt.textContent()).not.toContain(' of ');
  });

  test('one that comes later takes neither the focus nor the place of the one that is read', async () => {
    const guest = await tabs.guest(browser);
    await guest.page.getByRole('tree').focus();
    await tabs.add('host', { servers: { URL: peer.url() } });
    await tabs.add(guest.userId, { later: { URL: 'ws://later.example.test/' } });
    await guest.prompt.getByText('ws://later.example.test/').waitFor();
    await tabs.add(guest.userId, { last: { URL: 'ws://last.example.test/' } });
    await guest.prompt.getByText('1 of 2').waitFor();
    expect(await guest.prompt.textContent()).toContain('ws://later.example.test/');
    expect(await guest.page.evaluate(() => document.querySelector('ww-app')?.shadowRoot?.activeElement?.tagName)).not.toBe('WW-ACCESS-PROMPT');
    await guest.page.keyboard.press('F9');
    await expect.poll(() => guest.prompt.evaluate((element) => element.matches(':focus')), PATIENCE).toBe(true);
    // Taken back by the world: what is asked next is shown, and the focus stays with the question.
    await tabs.set('later', 'Enabled', false);
    await guest.prompt.getByText('ws://last.example.test/').waitFor();
    await expect.poll(() => guest.prompt.evaluate((element) => element.matches(':focus')), PATIENCE).toBe(true);
  });

  test('a browser that lets a page keep nothing says so, and what is decided holds until the tab is closed', async () => {
    const guest = await tabs.guest(
      browser,
      `Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('forbidden', 'SecurityError'); } });`,
    );
    await tabs.add(guest.userId, { lamp: { URL: peer.url(), ConnectRetryInterval: 0.1 } });
    await guest.prompt.getByText('This browser lets a page keep nothing').waitFor();
    await guest.answer(ALWAYS);
    await tabs.becomes('lamp', 'State', 'Open');
    peer.guests[0]?.socket.terminate();
    await expect.poll(() => peer.guests.length, PATIENCE).toBe(2);
    await guest.page.reload();
    await guest.prompt.waitFor();
  });

  test('what somebody has written into the browser’s memory by hand is passed over where it does not hold', async () => {
    const decision = (host: string, port: unknown): object => ({ scope: 'Websocket', host, port, decision: 'allow', by: 'me', at: '2026-01-01T00:00:00Z' });
    const text = JSON.stringify([decision('127.0.0.1', 'all'), 7, null, { __proto__: null }, decision('127.0.0.1', peer.port)]);
    for (const kept of ['{', '{"a":1}', 'null', text]) {
      const guest = await tabs.guest(browser, `localStorage.setItem('worldwire-access', ${JSON.stringify(kept)});`);
      await tabs.add(guest.userId, { [`lamp${guest.userId}`]: { URL: peer.url() } });
      if (kept === text) await tabs.becomes(`lamp${guest.userId}`, 'State', 'Open');
      else await guest.prompt.waitFor();
      await guest.context.close();
    }
  });
});

describe('who handles a connection', () => {
  let browser: Browser, tabs: TabWorld;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    tabs = await TabWorld.start();
  });
  afterEach(async () => {
    await leaveAll(browser);
    await tabs.server.close();
  });

  test('the newest machine fills itself in; one is chosen by the keyboard, and Delete goes back to the newest', async () => {
    // One user on two machines of their own.
    const secret = 's'.repeat(40);
    const come = async (machine: string) => {
      const auth = { token: GUEST, secret, machine: machine.repeat(40) };
      const socket = io(tabs.server.origin, { transports: ['websocket'], auth, forceNew: true, reconnection: false });
      const agent = { kind: 'terminal', headers: true, pings: true, pauses: true, checksAddresses: true };
      const hello = (await socket.emitWithAck('hello', { version: WIRE_VERSION, name: 'Ann', agent })) as { you: { userId: string; machineId: string } };
      await socket.emitWithAck('enter', { world: 'tabs' });
      return { socket, ...hello.you };
    };
    const first = await come('a'),
      second = await come('b');
    try {
      expect(second.userId).toBe(first.userId);
      await tabs.add(first.userId, { lamp: { URL: 'ws://lamp.example.test/' } });
      await tabs.becomes('lamp', 'HandlingMachine', second.machineId);
      const page = await visit(browser, tabs.server);
      await page.getByRole('treeitem', { name: 'Garden', exact: true }).press('ArrowRight');
      await openEntity(page, 'lamp');
      const who = component(page, 'WebsocketClient').getByLabel('HandlingUser', { exact: true });
      const machine = component(page, 'WebsocketClient').getByLabel('HandlingUser machine', { exact: true });
      const words = (id: string): string => `command line ${id.slice(-4)}`;
      const shown = (): Promise<string> => machine.evaluate((select: HTMLSelectElement) => select.selectedOptions[0]?.textContent?.trim() ?? '');
      await expect.poll(shown, PATIENCE).toBe(`${words(second.machineId)}, newest`);
      expect(await who.evaluate((select: HTMLSelectElement) => select.selectedOptions[0]?.textContent)).toBe('Ann · Guest · 2 command lines');
      await machine.focus();
      await page.keyboard.press('ArrowDown');
      await expect.poll(() => tabs.field('lamp', 'HandlingUser'), PATIENCE).toEqual({ userId: first.userId, machineId: first.machineId });
      await tabs.becomes('lamp', 'HandlingMachine', first.machineId);
      await expect.poll(shown, PATIENCE).toBe(words(first.machineId));
      await machine.focus();
      await page.keyboard.press('Delete');
      await expect.poll(() => tabs.field('lamp', 'HandlingUser'), PATIENCE).toEqual({ userId: first.userId, machineId: null });
      await tabs.becomes('lamp', 'HandlingMachine', second.machineId);
    } finally {
      first.socket.disconnect();
      second.socket.disconnect();
    }
  });

  test('what a browser tab cannot do is said at the fields, and the connection tells who carries it', async () => {
    const peer = await startServer();
    try {
      const guest = await tabs.guest(browser);
      await tabs.add(guest.userId, { lamp: { URL: peer.url(), Headers: { 'X-Colour': 'red' } } });
      await guest.prompt.getByRole('button', { name: 'Garden / lamp' }).click();
      await guest.answer(ALWAYS);
      await tabs.becomes('lamp', 'State', 'Open');
      const client = component(guest.page, 'WebsocketClient');
      await client.getByText('A browser tab sends none of them.').waitFor();
      await client.getByText('Not enforced in a browser tab.').waitFor();
      await client.getByText('this browser').first().waitFor();
      await client.getByRole('button', { name: 'Handshake' }).click();
      await client.getByRole('region', { name: 'Handshake' }).getByText('a browser does not tell').first().waitFor();
      await tabs.set('lamp', 'HandlingUser', { userId: 'host', machineId: null });
      await client.getByText('Not enforced in a browser tab.').waitFor({ state: 'detached' });
    } finally {
      await peer.close();
    }
  });
});
