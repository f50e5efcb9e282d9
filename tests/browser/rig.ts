import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { WebSocketServer } from 'ws';
import { createRegistry, type Component } from '../../engine/index.ts';
import { createLog, startServer, type RunningServer, type ServerOptions } from '../../server/index.ts';
import { findTestBrowser } from './find-browser.ts';
import { borrow, leaveAll, type PageOptions } from './shared-pages.ts';

/** Nothing of a browser's own may reach out while tests count requests. What a processor draws needs no process for graphics. */
const ARGS = [
  '--no-sandbox',
  '--in-process-gpu',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
export const TOKEN = 'a-token-of-the-browser-tests-0123456789';

export async function openBrowser(args: readonly string[] = ARGS): Promise<Browser> {
  const { executablePath, env } = await findTestBrowser();
  return chromium.launch({ executablePath, args: [...args], ...(env === undefined ? {} : { env: { ...process.env, ...env } }) });
}

/** The browser that the files of one worker have one after another, with its warm pages; it ends with the worker. */
let common: Browser | undefined;

/**
 * A browser for the tests of a file, handed over before the first: the worker's own, unless it needs arguments of its own; then it is closed after the
 * last. One that has ended by itself, as Chromium does once in many hundred pages, spoils the test that it ends in and no other: the next is handed a
 * new one, and the run says so.
 */
export function withBrowser(take: (browser: Browser) => void, args?: readonly string[]): void {
  let browser: Browser | undefined;
  const open = async (): Promise<void> => {
    if (args === undefined) browser = common = common?.isConnected() === true ? common : await openBrowser();
    else browser = await openBrowser(args);
    take(browser);
  };
  beforeAll(open);
  beforeEach(async () => {
    if (browser?.isConnected() === true) return;
    console.warn('The browser has ended by itself, and another is opened.');
    await open();
  });
  // What a test left behind that failed half way is nobody's guess: the next has new pages.
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await Promise.all(browser?.contexts().map((context) => context.close()) ?? []);
  });
  afterAll(async () => {
    if (browser === undefined) return;
    if (browser === common) await leaveAll(browser);
    else await browser.close();
  });
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

/** Where the file's servers listen, one after another: a page that is lent again has kept our script and its compiled code by its address. */
let usual = 0;
/** A server of this test, where the last one listened if that is free. */
export async function serve(options: ServerOptions): Promise<RunningServer> {
  const all: ServerOptions = { token: TOKEN, log: createLog({ level: 'silent' }), ...options };
  const server = await startServer({ port: usual, ...all }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'WW_PORT_IN_USE') return startServer({ port: 0, ...all });
    throw error;
  });
  if (usual === 0) usual = server.port;
  return server;
}

/** A server with one small garden, whose Lamp turns and is connected to the echo service. */
export async function gardenServer(echo: EchoServer, options: ServerOptions = {}): Promise<RunningServer> {
  return serve({
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
  return serve({
    registry: createRegistry({ components: [probe] }),
    worlds: [{ name: 'workshop', scene: scene as unknown as { [key: string]: never } }],
  });
}

/** A page signed in and in the world, as somebody who has never been here before; `leave` gives it back. */
export async function visit(browser: Browser, server: RunningServer, options: PageOptions = {}): Promise<Page> {
  const page = await borrow(browser, options);
  page.setDefaultTimeout(15_000);
  await page.goto(server.url);
  await item(page, 'Garden').waitFor();
  // The panes come after the tree, and what is done before that is what tests/browser/late-panes.test.ts is about.
  await page.locator('ww-log-pane:defined').waitFor({ state: 'attached' });
  return page;
}

/* ---------- what one looks for on the page ---------- */

/** A row of the tree as the world has told it, and not what is known ahead of that. */
export function item(page: Page, name: string): Locator {
  return page.locator('[role=tree]:not([aria-busy])').getByRole('treeitem', { name, exact: true });
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
export const PATIENCE = { timeout: 60_000, interval: 40 };
