import type { Browser } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startServer, type Guest as Caller, type TestServer } from '../peers/servers.ts';
import { TabWorld } from './agent-rig.ts';
import { item, PATIENCE, withBrowser } from './rig.ts';
import { borrow, leaveAll } from './shared-pages.ts';

const ALWAYS = 'Always allow this host and port',
  ONCE = 'Allow once';
const WITHOUT_STREAMS = 'delete window.WebSocketStream;';

describe('a page opens the sockets of the person at it', () => {
  let browser: Browser, tabs: TabWorld, peer: TestServer;
  const open = (): Caller[] => peer.guests.filter((caller) => !caller.isGone);
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    peer = await startServer({
      serve: ({ socket }) => {
        socket.on('message', (data, binary) => socket.send(data, { binary }));
      },
    });
    tabs = await TabWorld.start();
  });
  afterEach(async () => {
    await leaveAll(browser);
    await tabs.server.close();
    await peer.close();
  });

  test('who is asked and allows it connects from their own browser, not from the server', async () => {
    const guest = await tabs.guest(browser);
    await tabs.add(guest.userId, { lamp: { URL: peer.url('/colour') } });
    await guest.prompt.getByText('Garden / lamp').waitFor();
    expect(await guest.prompt.textContent()).toContain('“To try lamp.”');
    expect(await guest.prompt.textContent()).toContain('This address lies on your own machine.');
    expect(peer.guests).toHaveLength(0);
    await guest.answer(ALWAYS);
    await tabs.becomes('lamp', 'State', 'Open');
    expect(peer.guests).toHaveLength(1);
    const { headers, url } = peer.guests[0]?.request ?? {};
    expect(url).toBe('/colour');
    // Only a browser says from which page it comes.
    expect(headers?.origin).toBe(tabs.server.origin);
    expect(headers?.['user-agent']).toContain('Chrome');
  });

  test.each(['', WITHOUT_STREAMS])('what is sent goes out and comes back in order and whole (%s)', async (script) => {
    const guest = await tabs.guest(browser, script === '' ? undefined : script);
    await tabs.add(guest.userId, { lamp: { URL: peer.url() } });
    await guest.answer(ALWAYS);
    await tabs.becomes('lamp', 'State', 'Open');
    for (let i = 0; i < 50; i += 1) await tabs.command('lamp', 'Send', { Data: `text ${i} ${'ü'.repeat(i)}` });
    await tabs.becomes('lamp', 'MessagesReceived', 50);
    expect(peer.guests[0]?.messages.map(({ data, binary }) => (binary ? '' : data.toString()))).toEqual(
      Array.from({ length: 50 }, (_, i) => `text ${i} ${'ü'.repeat(i)}`),
    );
    await tabs.becomes('lamp', 'BufferedAmount', 0);
    expect(await tabs.field('lamp', 'BytesReceived')).toBe(await tabs.field('lamp', 'BytesSent'));
  });

  test('a refusal is remembered by the browser, whatever the world does, and after the page was loaded anew', async () => {
    const guest = await tabs.guest(browser);
    await tabs.add(guest.userId, { lamp: { URL: peer.url() } });
    await guest.answer('Deny');
    await tabs.becomes('lamp', 'State', 'Denied');
    await tabs.reads('lamp', 'StateReason', /^denied by .+ at /);
    await tabs.set('lamp', 'URL', peer.url('/other'));
    await tabs.becomes('lamp', 'State', 'Denied');
    await guest.page.reload();
    await item(guest.page, 'Garden').waitFor();
    await tabs.command('lamp', 'Connect');
    await tabs.becomes('lamp', 'State', 'Denied');
    expect(await guest.prompt.count()).toBe(0);
    expect(peer.guests).toHaveLength(0);
  });

  test('a question that is closed decides nothing, and comes again with the next Connect', async () => {
    const guest = await tabs.guest(browser);
    await tabs.add(guest.userId, { lamp: { URL: peer.url() } });
    await guest.answer('Close without deciding');
    await tabs.becomes('lamp', 'State', 'Idle');
    await guest.prompt.waitFor({ state: 'detached' });
    await tabs.command('lamp', 'Connect');
    await guest.answer(ONCE);
    await tabs.becomes('lamp', 'State', 'Open');
  });

  test('once holds for this connection and this tab; always for the host and port, also in the next one', async () => {
    const guest = await tabs.guest(browser);
    await tabs.add(guest.userId, { lamp: { URL: peer.url(), ConnectRetryInterval: 0.1 } });
    await guest.answer(ONCE);
    await tabs.becomes('lamp', 'State', 'Open');
    // A retry needs no new answer, another entity does.
    peer.guests[0]?.socket.close(4001, 'away');
    await expect.poll(() => peer.guests.length, PATIENCE).toBe(2);
    await tabs.becomes('lamp', 'State', 'Open');
    await tabs.add(guest.userId, { bell: { URL: peer.url() } });
    await guest.prompt.getByText('Garden / bell').waitFor();
    expect(peer.guests).toHaveLength(2);
    await guest.page.reload();
    await guest.prompt.getByText('So does 1 other connection to the same host and port.').waitFor();
    await guest.answer(ALWAYS);
    await tabs.becomes('lamp', 'State', 'Open');
    await tabs.becomes('bell', 'State', 'Open');
    await guest.page.reload();
    await expect.poll(() => peer.guests.length, PATIENCE).toBe(6);
    await tabs.becomes('lamp', 'State', 'Open');
    await tabs.becomes('bell', 'State', 'Open');
    expect(open()).toHaveLength(2);
  });

  test('an allowance that another tab takes back closes what stands on it', async () => {
    const guest = await tabs.guest(browser);
    await tabs.add(guest.userId, { lamp: { URL: peer.url() } });
    await guest.answer(ALWAYS);
    await tabs.becomes('lamp', 'State', 'Open');
    const other = await guest.context.newPage();
    await other.goto(`${tabs.server.origin}/reference.html`);
    await other.evaluate(() => localStorage.removeItem('worldwire-access'));
    await expect.poll(() => open().length, PATIENCE).toBe(0);
    await tabs.becomes('lamp', 'State', 'AwaitingAccess');
    await guest.prompt.waitFor();
  });

  test('a tab that is closed ends its connections, and the world is told why', async () => {
    const guest = await tabs.guest(browser);
    await tabs.add(guest.userId, { lamp: { URL: peer.url() } });
    await guest.answer(ALWAYS);
    await tabs.becomes('lamp', 'State', 'Open');
    await guest.page.close();
    await expect.poll(() => open().length, PATIENCE).toBe(0);
    await tabs.becomes('lamp', 'CloseCode', 1006);
    await tabs.becomes('lamp', 'State', 'Idle');
  });

  test('of two tabs either may be asked, and what is allowed once in one may be opened by the other', async () => {
    const guest = await tabs.guest(browser);
    const second = await tabs.guest(guest.context);
    expect(second.userId).toBe(guest.userId);
    await tabs.add(guest.userId, { lamp: { URL: peer.url() } });
    await second.prompt.waitFor();
    await guest.answer(ONCE);
    await second.prompt.waitFor({ state: 'detached' });
    await tabs.becomes('lamp', 'State', 'Open');
    expect(open()).toHaveLength(1);
    await second.page.close();
    await guest.page.close();
    await expect.poll(() => open().length, PATIENCE).toBe(0);
  });

  test('what the browser cannot send or does not know is left out, and Disconnect ends with 1000', async () => {
    const guest = await tabs.guest(browser);
    await tabs.add(guest.userId, { lamp: { URL: peer.url(), Headers: { 'X-Colour': 'red' }, Protocols: [] } });
    await guest.answer(ALWAYS);
    await tabs.becomes('lamp', 'State', 'Open');
    expect(peer.guests[0]?.request.headers['x-colour']).toBe(undefined);
    await tabs.command('lamp', 'Disconnect');
    expect(await peer.guests[0]?.left).toMatchObject({ code: 1000 });
    await tabs.becomes('lamp', 'State', 'Idle');
  });

  test('a link-local address cannot be allowed from a tab, and nobody is asked', async () => {
    const guest = await tabs.guest(browser);
    await tabs.add(guest.userId, { lamp: { URL: 'ws://169.254.169.254/latest' } });
    await tabs.becomes('lamp', 'State', 'Denied');
    await tabs.reads('lamp', 'StateReason', /metadata service, or reserved/);
    expect(await guest.prompt.count()).toBe(0);
  });

  test('nobody there and a message that is too large each have their code', async () => {
    const guest = await tabs.guest(browser);
    await tabs.add(guest.userId, { lamp: { URL: peer.url(), MaxMessageSize: 100, ConnectRetryInterval: 0 } });
    await guest.answer(ALWAYS);
    await tabs.becomes('lamp', 'State', 'Open');
    peer.guests[0]?.socket.send('x'.repeat(101));
    await tabs.reads('lamp', 'LastError', /^WW_MESSAGE_TOO_LARGE/);
    await expect.poll(() => open().length, PATIENCE).toBe(0);
    const { port } = peer;
    await peer.close();
    await tabs.set('lamp', 'URL', `ws://127.0.0.1:${port}/again`);
    await tabs.reads('lamp', 'LastError', /^WW_CONNECT_FAILED: the browser could not connect/);
    peer = await startServer();
  });

  test.each([
    { browserHas: 'WebSocketStream', script: undefined },
    { browserHas: 'WebSocket alone', script: WITHOUT_STREAMS },
  ])('a flood that a paused world does not take is held back or ended: $browserHas', async ({ script }) => {
    const MESSAGES = 60_000;
    const flood = await startServer({
      serve: ({ socket }) => {
        for (let i = 0; i < MESSAGES; i += 1) socket.send(`${i}:`.padEnd(500, '.'));
      },
    });
    try {
      const guest = await tabs.guest(browser, script);
      tabs.world.pause();
      await tabs.add(guest.userId, { lamp: { URL: flood.url(), ConnectRetryInterval: 0 } });
      await guest.answer(ALWAYS);
      if (script === undefined) {
        await tabs.becomes('lamp', 'State', 'Open');
        // The sender comes to stand still, with most of it on its side.
        let before = -1;
        const isStill = (): boolean => {
          const now = flood.guests[0]?.socket.bufferedAmount ?? -1;
          const same = now === before;
          before = now;
          return same;
        };
        await expect.poll(isStill, { ...PATIENCE, interval: 500 }).toBe(true);
        expect(before).toBeGreaterThan(MESSAGES * 250);
        tabs.world.resume();
        await tabs.becomes('lamp', 'MessagesReceived', MESSAGES);
        expect(await tabs.field('lamp', 'State')).toBe('Open');
      } else {
        await expect.poll(() => flood.guests[0]?.isGone, PATIENCE).toBe(true);
        tabs.world.resume();
        await tabs.reads('lamp', 'LastError', /^WW_TAB_SLOW/);
        expect(await tabs.field('lamp', 'MessagesReceived')).toBeGreaterThan(4096);
      }
    } finally {
      await flood.close();
    }
  });

  test('a Spectator’s page opens none, and is asked nothing', async () => {
    const token = 'a-token-of-those-who-only-look-0123456789';
    await tabs.server.close();
    tabs = await TabWorld.start({ tokens: [{ token, role: 'Spectator' }] });
    const page = await borrow(browser);
    await page.goto(`${tabs.server.origin}/?token=${token}`);
    await item(page, 'Garden').waitFor();
    const spectator = (await tabs.users()).find(({ role }) => role === 'Spectator');
    expect(spectator?.kind).toBe(undefined);
    await tabs.add(spectator?.userId ?? '', { lamp: { URL: peer.url() } });
    await tabs.reads('lamp', 'StateReason', /./);
    await page.getByText('1 idle').or(page.getByText('1 asking')).first().waitFor();
    expect(await page.getByRole('dialog', { name: /^Allow/ }).count()).toBe(0);
    expect(await tabs.field('lamp', 'HandlingMachine')).toBe('');
    expect(peer.guests).toHaveLength(0);
  });
});
