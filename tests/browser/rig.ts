import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { WebSocketServer } from 'ws';
import { createRegistry, type Component } from '../../engine/index.ts';
import { createLog, startServer, type RunningServer, type ServerOptions } from '../../server/index.ts';
import { findBrowser } from './find-browser.ts';

/** Nothing of a browser's own may reach out while tests count requests. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
export const TOKEN = 'a-token-of-the-browser-tests-0123456789';

export async function openBrowser(args: readonly string[] = ARGS): Promise<Browser> {
  const { executablePath, env } = await findBrowser();
  return chromium.launch({ executablePath, args: [...args], ...(env === undefined ? {} : { env: { ...process.env, ...env } }) });
}

/**
 * One browser for the tests of a file, handed over before the first and closed after the last. One that has ended by itself, as Chromium does once
 * in many hundred pages, spoils the test that it ends in and no other: the next is handed a new one, and the run says so.
 */
export function withBrowser(take: (browser: Browser) => void, args?: readonly string[]): void {
  let browser: Browser | undefined;
  const open = async (): Promise<void> => {
    browser = await openBrowser(args);
    take(browser);
  };
  beforeAll(open);
  beforeEach(async () => {
    if (browser?.isConnected() === true) return;
    console.warn('The browser has ended by itself, and another is opened.');
    await open();
  });
  afterAll(() => browser?.close());
}

/** A real WebSocket server on loopback that sends back what it gets. */
export interface EchoServer {
  readonly url: string;
  readonly host: string;
  /** Connections it has taken so far. */
  connections(): number;
  /** Headers of each of their handshakes. */
  headers(): readonly IncomingHttpHeaders[];
  /** Connections open now. */
  open(): number;
  close(): Promise<void>;
}
export async function echoServer(): Promise<EchoServer> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const taken: IncomingHttpHeaders[] = [];
  server.on('connection', (socket, request) => {
    taken.push(request.headers);
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}/echo`,
    host: `127.0.0.1:${port}`,
    connections: () => taken.length,
    headers: () => taken,
    open: () => server.clients.size,
    close: async () => {
      for (const client of server.clients) client.terminate();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A server with one small garden, whose Lamp turns and is connected to the echo service. */
export async function gardenServer(echo: EchoServer, options: ServerOptions = {}): Promise<RunningServer> {
  return startServer({
    port: 0,
    token: TOKEN,
    log: createLog({ level: 'silent' }),
    worlds: [{ name: 'garden', scene: garden(echo.url) }],
    allowedUrlHosts: [echo.host],
    ...options,
  });
}

export function garden(url: string): { [key: string]: never } {
  const scene = {
    format: 'worldwire/scene',
    version: 1,
    name: 'Test garden',
    tickRate: 60,
    entities: [
      { id: 'garden', name: 'Garden' },
      {
        id: 'lamp',
        name: 'Lamp',
        parent: 'garden',
        tag: 'demo',
        components: {
          Transform: { Position: [0, 1, 0] },
          Spinner: { Speed: [0, 45, 0] },
          WebsocketClient: {
            URL: url,
            HandlingUser: { userId: 'host' },
            AccessReason: 'The Lamp asks the echo service for its colour.',
            ConnectRetryInterval: 5,
          },
        },
      },
      { id: 'bench', name: 'Bench', parent: 'garden' },
      { id: 'seat', name: 'Seat', parent: 'bench' },
      { id: 'shed', name: 'Shed', components: { DynamicVariables: { Variables: { locked: { type: 'bool', value: true } } }, ColorValue: {} } },
    ],
  };
  return scene as unknown as { [key: string]: never };
}

/** A server with one workshop, whose Garden holds a component of the test's own, and whose Lamp holds these components. */
export function workshopServer(probe: Component, lamp: { readonly [component: string]: object }): Promise<RunningServer> {
  const scene = {
    format: 'worldwire/scene',
    version: 1,
    name: 'Workshop',
    entities: [
      { id: 'garden', name: 'Garden', components: { [probe.name]: {} } },
      { id: 'lamp', name: 'Lamp', components: lamp },
    ],
  };
  return startServer({
    port: 0,
    token: TOKEN,
    log: createLog({ level: 'silent' }),
    registry: createRegistry({ components: [probe] }),
    worlds: [{ name: 'workshop', scene: scene as unknown as { [key: string]: never } }],
  });
}

/** A page of its own browser context, signed in and in the world. */
export async function visit(browser: Browser, server: RunningServer, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(server.url);
  await page.getByRole('treeitem', { name: 'Garden', exact: true }).waitFor();
  return page;
}

/* ---------- what one looks for on the page ---------- */

export function item(page: Page, name: string): Locator {
  return page.getByRole('treeitem', { name, exact: true });
}
export function component(page: Page, key: string): Locator {
  return page.getByRole('region', { name: key, exact: true });
}
/** The editor of a field of the entity itself: Name, Parent, Tag. */
export function basic(page: Page, label: string): Locator {
  return page.getByRole('group', { name: 'Entity', exact: true }).getByLabel(label, { exact: true });
}
export async function openEntity(page: Page, name: string): Promise<void> {
  await item(page, name).click();
  await page.getByRole('heading', { name, exact: true }).waitFor();
}
export async function menu(page: Page, name: string, choice: string): Promise<void> {
  await item(page, name).click({ button: 'right' });
  await page.getByRole('menuitem', { name: choice }).click();
}
/** What stands in a dialog; its name is that of the dialog. */
export function inDialog(page: Page, name: string): Locator {
  return page.locator(`wa-dialog[label="${name}"]`);
}
/** How much of something is to be seen, from none to 1, with all that may hide it by scrolling. */
export function inView(what: Locator): Promise<number> {
  return what.evaluate(
    (element) =>
      new Promise<number>((resolve) => {
        const eye = new IntersectionObserver(([seen]) => {
          eye.disconnect();
          resolve(seen?.intersectionRatio ?? 0);
        });
        eye.observe(element);
      }),
  );
}
/** Gives the keyboard to the tree. */
export async function focusTree(page: Page): Promise<void> {
  await page.getByRole('tree').focus();
}

/** How long to wait for what must come: a slow machine is no failure. */
export const PATIENCE = { timeout: 20_000, interval: 40 };
