import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Locator, Page } from 'playwright-core';
import { WebSocketServer } from 'ws';
import type { Json } from '../../engine/index.ts';
import type { RunningServer, ServerOptions } from '../../server/index.ts';
import { component, openEntity, serve } from './rig.ts';

export type Nodes = { readonly [id: string]: { readonly [key: string]: Json } };

/** A server that speaks first, and says nothing back by itself: a lamp that answers whatever it hears would go round with one that does, without an end. */
export interface Talker {
  readonly url: string;
  readonly host: string;
  /** All that it was told. */
  readonly heard: readonly string[];
  /** Connections open now. */
  open(): number;
  say(text: string): void;
  close(): Promise<void>;
}
export async function talker(): Promise<Talker> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const heard: string[] = [];
  server.on('connection', (socket) => socket.on('message', (data) => heard.push((data as Buffer).toString('utf8'))));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `ws://${host}/`,
    host,
    heard,
    open: () => server.clients.size,
    say: (text) => {
      for (const client of server.clients) client.send(text);
    },
    close: async () => {
      for (const client of server.clients) client.terminate();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A server with one world, whose Lamp has this graph and is connected to a talker, and whose Bench has another one. */
export function graphServer(
  nodes: Nodes,
  { talk, bench = {}, ...options }: ServerOptions & { readonly talk?: Talker; readonly bench?: Nodes } = {},
): Promise<RunningServer> {
  const client = talk === undefined ? {} : { WebsocketClient: { URL: talk.url, HandlingUser: { userId: 'host' }, AccessReason: 'The lamp answers.' } };
  const entities = [
    { id: 'garden', name: 'Garden' },
    { id: 'lamp', name: 'Lamp', components: { ...client, FloatValue: {}, Flow: { Graph: { nodes } } } },
    { id: 'bench', name: 'Bench', components: { Flow: { Graph: { nodes: bench } } } },
  ];
  return serve({
    worlds: [{ name: 'graphs', scene: { format: 'worldwire/scene', version: 1, name: 'Graphs', tickRate: 60, entities } as never }],
    ...(talk === undefined ? {} : { allowedUrlHosts: [talk.host] }),
    ...options,
  });
}

/** What the world has of an entity's Flow. */
export async function flowOf(server: RunningServer, entity = 'lamp'): Promise<{ readonly [field: string]: Json }> {
  return (await server.worlds.get('graphs').ask({ ask: 'entity', entity })).components['Flow'] ?? {};
}
/** The nodes that the world has. */
export async function nodesOf(server: RunningServer, entity = 'lamp'): Promise<Nodes> {
  return ((await flowOf(server, entity))['Graph'] as unknown as { readonly nodes: Nodes }).nodes;
}
/** A node of the Lamp, or a part of it. */
export async function nodeOf(server: RunningServer, id: string, part?: string): Promise<Json | undefined> {
  const node = (await nodesOf(server))[id];
  return part === undefined ? node : node?.[part];
}

/* ---------- what one looks for on the page ---------- */

/** Opens the graph of an entity as a newcomer does: by the button of its component. */
export async function openGraph(page: Page, name = 'Lamp'): Promise<void> {
  await openEntity(page, name);
  await component(page, 'Flow').getByRole('button', { name: 'Open graph' }).click();
  await stage(page).waitFor();
}
export function stage(page: Page): Locator {
  return page.locator('ww-graph-stage');
}
export function node(page: Page, id: string): Locator {
  return page.locator(`ww-graph-node[data-node="${id}"]`);
}
/** A frame, or a comment. */
export function frame(page: Page, id: string): Locator {
  return page.locator(`ww-graph-frame[data-node="${id}"]`);
}
export function port(page: Page, id: string, key: string): Locator {
  return node(page, id).locator(`[data-port="${key}"]`);
}
/** What stands at a port that no wire leads to. */
export function given(page: Page, id: string, key: string): Locator {
  return node(page, id).locator(`[data-given="${key}"]`);
}
/** What the toolbar of the graph says of how it does. */
export function doing(page: Page): Locator {
  return page.getByRole('toolbar', { name: 'Graph', exact: true }).locator('.pill').first();
}
export function search(page: Page): Locator {
  return page.getByRole('combobox', { name: 'Search for a node' });
}

export interface Spot {
  readonly x: number;
  readonly y: number;
}
/** A place on the page, told from the corner of the picture. */
export async function spot(page: Page, x: number, y: number): Promise<Spot> {
  const box = await boxOf(stage(page));
  return { x: box.x + x, y: box.y + y };
}
export async function boxOf(what: Locator): Promise<{ readonly x: number; readonly y: number; readonly width: number; readonly height: number }> {
  const box = await what.boundingBox();
  if (box === null) throw new Error('It is not to be seen.');
  return box;
}
/** Where the end of a wire lies at a port. */
export async function plug(page: Page, id: string, key: string): Promise<Spot> {
  const box = await boxOf(port(page, id, key));
  const isRight = key.startsWith('out:') || key.startsWith('then:');
  return { x: isRight ? box.x + box.width - 2 : box.x + 2, y: box.y + box.height / 2 };
}
/** The head of a node, by which it is taken. */
export async function head(page: Page, id: string): Promise<Spot> {
  const box = await boxOf(node(page, id));
  return { x: box.x + 30, y: box.y + 12 };
}

/** How many pixels of the canvas of lit wires are drawn now; with a time, as soon as there are any within it. */
export function inked(page: Page, within = 0): Promise<number> {
  return stage(page).evaluate(
    (element, milliseconds) =>
      new Promise<number>((resolve) => {
        const end = performance.now() + milliseconds;
        const look = (): void => {
          const canvas = element.shadowRoot?.querySelector<HTMLCanvasElement>('canvas.top');
          const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray();
          let drawn = 0;
          for (let at = 3; at < pixels.length; at += 4) if ((pixels[at] ?? 0) > 0) drawn++;
          if (drawn > 0 || performance.now() >= end) resolve(drawn);
          else requestAnimationFrame(look);
        };
        look();
      }),
    within,
  );
}

/* ---------- what hands do ---------- */

/** Drags from one place to another, in steps as a hand does. */
export async function drag(page: Page, from: Spot, to: Spot, steps = 6): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps });
  await page.mouse.up();
}
/** Drags a wire from a port to another. */
export async function wire(page: Page, from: readonly [id: string, key: string], to: readonly [id: string, key: string]): Promise<void> {
  await drag(page, await plug(page, ...from), await plug(page, ...to));
}
/** Chooses what the search has first for these words. */
export async function choose(page: Page, words: string): Promise<void> {
  await search(page).fill(words);
  await search(page).press('Enter');
  await search(page).waitFor({ state: 'detached' });
}
/** Adds a node by the search at a place of the picture. */
export async function add(page: Page, words: string, x: number, y: number): Promise<void> {
  const at = await spot(page, x, y);
  await page.mouse.dblclick(at.x, at.y);
  await choose(page, words);
}
export async function undo(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
}
/** The menu of a node, and what is chosen in it. */
export async function nodeMenu(page: Page, id: string, choice: string): Promise<void> {
  const at = await head(page, id);
  await page.mouse.click(at.x, at.y, { button: 'right' });
  await page.getByRole('menuitem', { name: choice }).click();
}
