import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, type Browser, type ElementHandle, type Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createRegistry } from '../../engine/index.ts';
import { quickJs } from '../../sandbox/quickjs.ts';
import { startServer, type TestServer } from '../peers/servers.ts';
import { TabWorld } from './agent-rig.ts';
import { findFirefox } from './find-firefox.ts';
import { PATIENCE, serve } from './rig.ts';

const path = findFirefox();
const TITLE = path === undefined ? 'Firefox is NOT INSTALLED: `apt install firefox-esr`, or FIREFOX_PATH, runs these' : 'the page in Firefox';

/** The element that fits a selector and has this name, by its label or else by what stands in it, in whatever shadow root it is; only what is to be seen. */
function seek(css: string, name: string): Element | null {
  const waiting: ParentNode[] = [document];
  for (let root = waiting.shift(); root !== undefined; root = waiting.shift()) {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot !== null) waiting.push(element.shadowRoot);
      if (!element.matches(css)) continue;
      const own = element.getAttribute('aria-label') ?? element.textContent ?? '';
      const box = element.getBoundingClientRect();
      if (own.replace(/\s+/g, ' ').trim() === name && box.width > 0 && box.height > 0) return element;
    }
  }
  return null;
}

/** The line of the oldest version, in whatever shadow root it is. */
function oldest(): Element | null {
  const waiting: ParentNode[] = [document];
  for (let root = waiting.shift(); root !== undefined; root = waiting.shift()) {
    const found = root.querySelector('ol[aria-label=Versions] li:last-child button');
    if (found !== null) return found;
    for (const element of root.querySelectorAll('*')) if (element.shadowRoot !== null) waiting.push(element.shadowRoot);
  }
  return null;
}

describe.skipIf(path === undefined)(`${TITLE}`, () => {
  let browser: Browser, page: Page, tabs: TabWorld, peer: TestServer;
  const faults: string[] = [];

  beforeAll(async () => {
    browser = await launch({ browser: 'firefox', executablePath: path as string, headless: true });
  }, 120_000);
  afterAll(() => browser.close());
  beforeEach(async () => {
    peer = await startServer();
    tabs = await TabWorld.start({ registry: createRegistry({ sandbox: quickJs }) });
    await tabs.edit([
      { op: 'addEntity', parent: 'garden', entity: { id: 'lamp', name: 'Lamp', components: { Transform: { Position: [1, 2, 3] } } } },
      { op: 'addEntity', parent: 'garden', entity: { id: 'bench', name: 'Bench' } },
    ]);
    const context = await browser.createBrowserContext();
    page = await context.newPage();
    page.setDefaultTimeout(PATIENCE.timeout);
    faults.length = 0;
    page.on('pageerror', (error) => faults.push(String(error)));
    await page.setViewport({ width: 1440, height: 900 });
    await page.goto(tabs.server.url);
  });
  afterEach(async () => {
    await page.browserContext().close();
    await tabs.server.close();
    await peer.close();
  });

  async function find(css: string, name: string): Promise<ElementHandle> {
    const found = await page.waitForFunction(seek, {}, css, name);
    return found.asElement() as ElementHandle;
  }
  const item = (name: string): Promise<ElementHandle> => find('[role=tree]:not([aria-busy]) [role=treeitem]', name);
  const position = async (): Promise<unknown> => (await tabs.world.ask({ ask: 'entity', entity: 'lamp' })).components['Transform']?.['Position'];

  test('opens, walks the tree by keys, edits a number, and takes that back', async () => {
    await (await item('Garden')).click();
    await page.keyboard.press('ArrowDown');
    await find('[role=treeitem][aria-selected=true]', 'Lamp');
    await find('h2', 'Lamp');
    const box = await find('input', 'Position y');
    await box.click();
    await page.keyboard.down('Control');
    await page.keyboard.press('a');
    await page.keyboard.up('Control');
    await page.keyboard.type('5*2');
    await page.keyboard.press('Enter');
    await expect.poll(position, PATIENCE).toEqual([1, 10, 3]);
    await (await item('Lamp')).click();
    await page.keyboard.down('Control');
    await page.keyboard.press('z');
    await page.keyboard.up('Control');
    await expect.poll(position, PATIENCE).toEqual([1, 2, 3]);
    expect(faults).toEqual([]);
  });

  test('answers the question who may connect, opens the connection, and lists it', async () => {
    await item('Garden');
    let userId = '';
    await expect.poll(async () => (userId = (await tabs.users()).find(({ kind }) => kind === 'browser')?.userId ?? ''), PATIENCE).not.toBe('');
    await tabs.add(userId, { radio: { URL: peer.url('/radio') } });
    // A button that has only just come means nothing to a pointer that was there before.
    const once = await find('button:not([aria-disabled])', 'Allow once');
    await once.click();
    await tabs.becomes('radio', 'State', 'Open');
    expect(peer.guests).toHaveLength(1);
    await (await find('[role=tab]', 'Connections1')).click();
    await (await find('[role=option]', 'radio, Open')).click();
    await find('h2', 'radio');
    expect(faults).toEqual([]);
  });

  test('says something to all by a text with expressions, sees what was answered, and finds it in the traffic', async () => {
    const hears = await startServer({
      serve: ({ socket, request }) => socket.on('message', (data) => socket.send(`${request.url} heard ${String(data as Buffer)}`)),
    });
    await item('Garden');
    let userId = '';
    await expect.poll(async () => (userId = (await tabs.users()).find(({ kind }) => kind === 'browser')?.userId ?? ''), PATIENCE).not.toBe('');
    await tabs.add(userId, { radio: { URL: hears.url('/loud') } });
    await (await find('button:not([aria-disabled])', 'Allow once')).click();
    await tabs.becomes('radio', 'State', 'Open');
    await (await find('[role=tab]', 'Send')).click();
    await (await find('textarea', 'What is said')).click();
    await page.keyboard.type('I am {{name}}');
    await find('.whom', '1 client, all open');
    await page.keyboard.down('Control');
    await page.keyboard.press('Enter');
    await page.keyboard.up('Control');
    await find('.said', '/loud heard I am {{name}}');
    await (await find('[role=tab]', 'Traffic')).click();
    await (await find('input', 'Find messages')).click();
    await page.keyboard.type('heard');
    await find('[role=option]', 'Received, radio, 22 B: /loud heard I am radio');
    await hears.close();
    expect(faults).toEqual([]);
  });

  test('writes a script, runs it, and types to it', async () => {
    await tabs.edit([{ op: 'addComponent', entity: 'bench', component: 'Script', values: { Source: 'let a = 1;' } }]);
    const script = async (): Promise<unknown> => (await tabs.world.ask({ ask: 'entity', entity: 'bench' })).components['Script']?.['Source'];
    await (await item('Bench')).click();
    await (await find('.cm-content', 'Source')).click();
    await page.keyboard.down('Control');
    await page.keyboard.press('End');
    await page.keyboard.up('Control');
    await page.keyboard.type(' world.fi');
    await find('[role=option]', 'find(name: string): Entity | undefined');
    await page.keyboard.press('Escape');
    for (let back = 0; back < 8; back++) await page.keyboard.press('Backspace');
    await page.keyboard.type('a += 41');
    await page.keyboard.down('Control');
    await page.keyboard.press('s');
    await page.keyboard.up('Control');
    await expect.poll(script, PATIENCE).toBe('let a = 1; a += 41');
    await find('.sign', 'This is what runs');
    await (await find('textarea', 'Type to the running script')).click();
    await page.keyboard.type('a');
    await page.keyboard.press('Enter');
    await find('.line', '< 42');
    expect(faults).toEqual([]);
  });

  test('draws a graph: adds a node by the search, wires two ports by dragging, and lights the wire when an impulse passes', async () => {
    const Variable = { entity: 'bench', component: 'FloatValue', field: 'Value' };
    const nodes = {
      one: { type: 'ValueInput<float>', refs: { Value: 7 }, at: [0, 140] },
      tick: { type: 'Update', refs: {}, then: { OnUpdate: 'write' }, at: [0, 0] },
      write: { type: 'ValueWrite<float>', in: {}, refs: { Variable }, then: {}, at: [340, 0] },
    };
    await tabs.edit([
      { op: 'addComponent', entity: 'bench', component: 'FloatValue' },
      { op: 'addComponent', entity: 'bench', component: 'Flow', values: { Graph: { nodes } } },
    ]);
    type Graph = { readonly nodes: { readonly [id: string]: { readonly type: string; readonly in?: object } } };
    const bench = async () => (await tabs.world.ask({ ask: 'entity', entity: 'bench' })).components;
    const graph = async (): Promise<Graph> => (await bench())['Flow']?.['Graph'] as unknown as Graph;
    await (await item('Bench')).click();
    await (await find('button', 'Open graph')).click();
    const stage = await find('ww-graph-stage', 'Graph of Bench');
    // A wire is lit: the canvas above all others is not empty.
    await page.waitForFunction(
      (element: Element) => {
        const canvas = element.shadowRoot?.querySelector<HTMLCanvasElement>('canvas.top');
        return (
          canvas
            ?.getContext('2d')
            ?.getImageData(0, 0, canvas.width, canvas.height)
            .data.some((each) => each > 0) === true
        );
      },
      {},
      stage,
    );
    const plug = async (node: string, key: string): Promise<{ x: number; y: number }> => {
      const found = await page.waitForFunction(
        (element: Element, id: string, row: string) => {
          const box = element.shadowRoot?.querySelector(`[data-node="${id}"]`)?.shadowRoot?.querySelector(`[data-port="${row}"]`)?.getBoundingClientRect();
          return box === undefined ? false : { x: row.startsWith('out') ? box.right - 2 : box.left + 2, y: box.top + box.height / 2 };
        },
        {},
        stage,
        node,
        key,
      );
      return (await found.jsonValue()) as { x: number; y: number };
    };
    const [from, to] = [await plug('one', 'out:*'), await plug('write', 'in:Value')];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 6 });
    await page.mouse.up();
    await expect.poll(async () => (await graph()).nodes['write']?.in, PATIENCE).toEqual({ Value: { from: 'one' } });
    await expect.poll(async () => (await bench())['FloatValue']?.['Value'], PATIENCE).toBe(7);
    await page.keyboard.press(' ');
    await (await find('input', 'Search for a node')).type('ValueMul');
    await page.keyboard.press('Enter');
    await expect.poll(async () => Object.values((await graph()).nodes).map(({ type }) => type), PATIENCE).toContainEqual(expect.stringContaining('ValueMul'));
    expect(faults).toEqual([]);
  });

  test('lists the versions of a scene, tells how one differs from now, and takes a field back', async () => {
    const home = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
    const file = join(home, 'lawn.scene.json');
    await writeFile(file, JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Lawn', entities: [{ id: 'lawn', name: 'Lawn' }] }));
    const server = await serve({ worlds: [{ file }], stateFolder: join(home, 'state'), versions: { bytes: 1e8 } });
    try {
      const world = server.worlds.get('lawn');
      await expect.poll(async () => (await world.versions.list()).length, PATIENCE).toBe(1);
      await world.submit({ userId: 'ben', role: 'Builder' }, { type: 'operations', operations: [{ op: 'updateEntity', entity: 'lawn', name: 'Meadow' }] });
      await page.goto(server.url);
      await item('Meadow');
      await (await find('[role=tab]', 'Changes1')).click();
      await (await find('.modes button', 'Versions')).click();
      const first = await page.waitForFunction(oldest);
      await (first.asElement() as ElementHandle<HTMLElement>).click();
      await (await find('button.icon', 'Take back: Meadow, name')).click();
      await expect.poll(async () => (await world.ask({ ask: 'entity', entity: 'lawn' })).name, PATIENCE).toBe('Lawn');
      await item('Lawn');
      expect(faults).toEqual([]);
    } finally {
      await server.close();
      await rm(home, { recursive: true, force: true });
    }
  });

  test('fits a telephone, with its panes one at a time', async () => {
    await page.setViewport({ width: 360, height: 720 });
    await (await item('Lamp')).click();
    await (await find('nav button', 'Entity')).click();
    await find('h2', 'Lamp');
    await (await find('nav button', 'Log')).click();
    await find('[role=log]', 'Log lines');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    expect(faults).toEqual([]);
  });
});
