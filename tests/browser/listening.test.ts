/** A world that listens: a page in a browser is its client, and the inspector shows who is connected. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { RunningServer } from '../../server/index.ts';
import { unsound } from './axe.ts';
import { PATIENCE, TOKEN, component, openEntity, serve, visit, withBrowser } from './rig.ts';
import { leave } from './shared-pages.ts';

/** A site of its own: a page that does nothing. */
async function site(): Promise<{ origin: string; server: Server }> {
  const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<!doctype html><title>A site</title>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

interface Window {
  socket: globalThis.WebSocket;
  heard: string[];
}

describe('a world that listens, seen in the browser', () => {
  let browser: Browser, server: RunningServer, page: Page, section: Locator;
  let sites: Server[], clients: WebSocket[];
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(() => {
    sites = [];
    clients = [];
  });
  afterEach(async () => {
    for (const client of clients) client.terminate();
    if (page !== undefined) await leave(page);
    await server.close();
    for (const each of sites) each.close();
  });

  async function open(fields: object): Promise<string> {
    const scene = {
      format: 'worldwire/scene',
      version: 1,
      name: 'Board',
      entities: [
        { id: 'garden', name: 'Garden' },
        { id: 'board', name: 'Board', components: { WebsocketServer: fields } },
      ],
    };
    server = await serve({ worlds: [{ name: 'board', scene: scene as never }], allowedListenPorts: [0] });
    const ask = async (): Promise<string> => {
      const answer = await fetch(`${server.origin}/api/worlds/board/entities/board`, { headers: { authorization: `Bearer ${TOKEN}` } });
      const { components } = (await answer.json()) as { components: { WebsocketServer: { URL: string } } };
      return components.WebsocketServer.URL;
    };
    await expect.poll(ask, PATIENCE).not.toBe('');
    return ask();
  }

  async function look(): Promise<void> {
    page = await visit(browser, server);
    await openEntity(page, 'Board');
    section = component(page, 'WebsocketServer');
  }

  /** A client of the package `ws`, with what it has heard. */
  async function come(url: string): Promise<{ socket: WebSocket; heard: string[]; closed: () => number | undefined }> {
    const socket = new WebSocket(url);
    clients.push(socket);
    const heard: string[] = [];
    let code: number | undefined;
    socket.on('message', (data) => heard.push((data as Buffer).toString()));
    socket.on('close', (given) => (code = given));
    await new Promise((resolve) => socket.once('open', resolve));
    return { socket, heard, closed: () => code };
  }

  const row = (number: number): Locator => section.getByRole('button', { name: new RegExp(`^Client ${number} 127\\.0\\.0\\.1:\\d+ `) });

  test('a page of a site that is listed connects and is answered, and one of another site is turned away', async () => {
    const friend = await site(),
      foe = await site();
    sites.push(friend.server, foe.server);
    const url = await open({ AllowedOrigins: [friend.origin] });
    await look();
    const guest = await page.context().newPage();
    await guest.goto(friend.origin);
    await guest.evaluate((address) => {
      const here = window as unknown as Window;
      here.heard = [];
      here.socket = new globalThis.WebSocket(address);
      here.socket.onopen = () => here.socket.send('from a page');
      here.socket.onmessage = ({ data }) => here.heard.push(String(data));
      here.socket.onclose = ({ code, reason }) => here.heard.push(`closed ${code} ${reason}`);
    }, url);
    await section.getByText('Listening', { exact: true }).waitFor();
    await section.getByRole('button', { name: /^Client \d+ 127/ }).click();
    await section
      .getByRole('listbox', { name: 'Messages' })
      .getByRole('option', { name: /^Received, 11.B: from a page$/ })
      .waitFor();
    await section.getByLabel('Send Data').fill('to the page');
    await section.getByLabel('Send Data').press('Enter');
    const heard = async (): Promise<string[]> => guest.evaluate(() => (window as unknown as Window).heard);
    await expect.poll(heard, PATIENCE).toEqual(['to the page']);
    await section.getByRole('button', { name: /^Close client \d+$/ }).click();
    await expect.poll(heard, PATIENCE).toEqual(['to the page', 'closed 1000 ']);

    await guest.goto(foe.origin);
    const code = await guest.evaluate(
      async (address) =>
        new Promise<number>((resolve) => {
          const socket = new globalThis.WebSocket(address);
          socket.onclose = (event) => resolve(event.code);
        }),
      url,
    );
    expect(code).toBe(1006);
    await guest.close();
  });

  test('clients stand in the section with what they carry; one is chosen, sent to and closed, all are broadcast to', async () => {
    const url = await open({});
    const one = await come(`${url}?room=1`);
    const two = await come(url);
    await look();
    await section.getByRole('heading', { name: 'Clients' }).waitFor();
    const rows = section.getByRole('button', { name: /^Client \d+ 127/ });
    await expect.poll(() => rows.count(), PATIENCE).toBe(2);
    expect(await unsound(page)).toEqual([]);
    await section.getByLabel('Send Data').fill('to all');
    await section.getByRole('button', { name: 'Broadcast', exact: true }).click();
    await expect.poll(() => [one.heard, two.heard], PATIENCE).toEqual([['to all'], ['to all']]);
    const number = Number(/Client (\d+?)\s*127\./.exec((await rows.first().textContent()) ?? '')?.[1]);
    await row(number).click();
    await section.getByRole('heading', { name: `Client ${number}` }).waitFor();
    // What passed before anybody looked is there.
    await section
      .getByRole('listbox', { name: 'Messages' })
      .getByRole('option', { name: /^Sent, 6.B: to all$/ })
      .waitFor();
    one.socket.send('hello');
    await section
      .getByRole('listbox', { name: 'Messages' })
      .getByRole('option', { name: /^Received, 5.B: hello$/ })
      .waitFor();
    expect(await unsound(page)).toEqual([]);
    await section.getByRole('button', { name: `Close client ${number}` }).click();
    await expect.poll(one.closed, PATIENCE).toBe(1000);
    await expect.poll(() => rows.count(), PATIENCE).toBe(1);
    two.socket.close();
    await section.getByText('Nobody is connected.').waitFor();
  });

  test('that nobody is connected is said once the server has said so, and not before it has answered', async () => {
    await open({});
    const context = await browser.newContext();
    const own = await context.newPage();
    let ask: (() => void) | undefined;
    await own.routeWebSocket(/socket\.io/, (socket) => {
      const to = socket.connectToServer();
      socket.onMessage((message) => {
        if (String(message).includes('"clients"')) ask = () => to.send(message);
        else to.send(message);
      });
    });
    await own.goto(server.url);
    await openEntity(own, 'Board');
    const list = component(own, 'WebsocketServer').locator('ww-client-list');
    await list.getByText('Loading…').waitFor();
    await expect.poll(() => ask, PATIENCE).toBeDefined();
    expect(await list.getByText('Nobody is connected.').count()).toBe(0);
    ask?.();
    await list.getByText('Nobody is connected.').waitFor();
    await context.close();
  });

  test('the Connections tab counts them and lists them, and leads to their server', async () => {
    const url = await open({});
    await come(url);
    await come(url);
    page = await visit(browser, server);
    await page.getByRole('tab', { name: /^Connections/ }).click();
    await page.getByRole('heading', { name: 'Connections 2' }).waitFor();
    const rows = page.getByRole('button', { name: /^Client \d+ 127/ });
    await expect.poll(() => rows.count(), PATIENCE).toBe(2);
    expect(await unsound(page)).toEqual([]);
    await rows.first().click();
    await page.getByRole('heading', { name: 'Board', exact: true }).waitFor();
  });
});
