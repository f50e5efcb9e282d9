/** Sockets of scripts, as the inspector shows them: in the script's section, and in the Connections tab. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { RunningServer } from '../../server/index.ts';
import { unsound } from './axe.ts';
import { PATIENCE, TOKEN, component, echoServer, openEntity, serve, visit, withBrowser, type EchoServer } from './rig.ts';
import { leave } from './shared-pages.ts';

describe('sockets of scripts, seen in the browser', () => {
  let browser: Browser, server: RunningServer, page: Page, echo: EchoServer;
  const guests: WebSocket[] = [];
  withBrowser((opened) => {
    browser = opened;
  });
  afterEach(async () => {
    for (const guest of guests.splice(0)) guest.terminate();
    if (page !== undefined) await leave(page);
    await server.close();
    await echo.close();
  });

  async function open(source: string): Promise<void> {
    echo = await echoServer();
    const Source = source.replaceAll('ECHO', echo.url);
    const entities = [
      { id: 'garden', name: 'Garden' },
      { id: 'lamp', name: 'Lamp', components: { Script: { Source } } },
    ];
    const scene = { format: 'worldwire/scene', version: 1, name: 'Lamps', entities };
    server = await serve({ worlds: [{ name: 'lamps', scene: scene as never }], allowedUrlHosts: [echo.host], allowedListenPorts: [0] });
    page = await visit(browser, server);
  }
  async function post(path: string, body: object): Promise<void> {
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
    const { ok } = await fetch(`${server.origin}/api/worlds/lamps/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(ok).toBe(true);
  }
  const section = (): Locator => component(page, 'Script').locator('ww-script-sockets');
  const row = (of: Locator | Page, name: string): Locator => of.getByRole('button', { name: new RegExp(`^${name} `) });

  test('stand in the section with where they lead and what they carry, and one that is chosen shows its messages', async () => {
    await open(`
      const socket = new WebSocket('ECHO');
      socket.onopen = () => socket.send('hello');
      Script.impulse.connect(({ value }) => socket.send(value));
      const server = new WebSocketServer({ path: '/in' });
      server.listeningChanged.connect(() => print(server.url));
      server.newConnection.connect((each) => each.send('welcome ' + each.path));`);
    await openEntity(page, 'Lamp');
    await section().getByRole('heading', { name: 'Sockets' }).waitFor();
    await expect.poll(async () => row(section(), 'Socket 1').textContent(), PATIENCE).toMatch(/ws:\/\/127\.0\.0\.1:\d+\/[^]*↓ 1 ↑ 1 · 10/);
    await expect.poll(async () => row(section(), 'Server 2').textContent(), PATIENCE).toMatch(/Listening.*ws:\/\/127\.0\.0\.1:[1-9]\d*\/in/);
    const url = /ws:\/\/127\.0\.0\.1:\d+\/in/.exec((await row(section(), 'Server 2').textContent()) ?? '')?.[0] ?? '';
    const guest = new WebSocket(`${url}?who`);
    guests.push(guest);
    await expect.poll(async () => row(section(), 'Socket 3').textContent(), PATIENCE).toMatch(/of server 2.*127\.0\.0\.1:\d+.*\/in\?who/);
    await expect.poll(async () => row(section(), 'Server 2').textContent(), PATIENCE).toContain('1 client');
    expect(await unsound(page)).toEqual([]);

    await row(section(), 'Socket 1').click();
    const messages = section().getByRole('listbox', { name: 'Messages' });
    // What passed before anybody looked is there.
    await messages.getByRole('option', { name: /^Sent, 5.B: hello$/ }).waitFor();
    await messages.getByRole('option', { name: /^Received, 5.B: hello$/ }).waitFor();
    await post('impulses/x', { value: 'again' });
    await messages.getByRole('option', { name: /^Received, 5.B: again$/ }).waitFor();
    expect(await unsound(page)).toEqual([]);
    await row(section(), 'Server 2').click();
    await section().getByText('What it carries passes its clients').waitFor();
    await section().getByRole('button', { name: 'Back to all sockets' }).click();
    guest.close();
    await expect.poll(async () => row(section(), 'Socket 3').count(), PATIENCE).toBe(0);
  });

  test('are nowhere where a script has none, and are gone with it', async () => {
    await open("const socket = new WebSocket('ECHO'); socket.onopen = () => print('open')");
    await openEntity(page, 'Lamp');
    await row(section(), 'Socket 1').waitFor();
    await post('operations', { operations: [{ op: 'setField', entity: 'lamp', component: 'Script', field: 'Enabled', value: false }] });
    await section().waitFor({ state: 'hidden' });
  });

  test('count in the Connections tab, which lists them and leads to their script', async () => {
    await open("for (let i = 0; i < 3; i++) new WebSocket('ECHO' + i)");
    await page.getByRole('tab', { name: /^Connections/ }).click();
    await page.getByRole('heading', { name: 'Connections 3' }).waitFor();
    await page.getByRole('heading', { name: 'Sockets of scripts' }).waitFor();
    await expect.poll(async () => row(page, 'Socket \\d+').count(), PATIENCE).toBe(3);
    expect(await row(page, 'Socket 1').textContent()).toContain('Lamp');
    expect(await unsound(page)).toEqual([]);
    await row(page, 'Socket 2').click();
    await page.getByRole('heading', { name: 'Lamp', exact: true }).waitFor();
    await section().waitFor();
  });
});
