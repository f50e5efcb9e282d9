/** A graph is watched as it runs, stopped, and asked why it does not do what it should. */
import type { Browser, Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { doing, flowOf, given, graphServer, node, nodeMenu, openGraph, plug, port, stage, talker, wire, type Nodes, type Talker } from './graph-rig.ts';
import { PATIENCE, inDialog, visit, withBrowser } from './rig.ts';
import { leave } from './shared-pages.ts';

const CLIENT = { entity: 'lamp', component: 'WebsocketClient' };
const VALUE = { entity: 'lamp', component: 'FloatValue', field: 'Value' };
/** Counts the ticks, and waits long where somebody sets that off. */
const COUNTS: Nodes = {
  tick: { type: 'Update', refs: {}, then: { OnUpdate: 'gate' }, at: [0, 0] },
  gate: { type: 'If', in: { Condition: true }, then: { OnTrue: 'write' }, at: [230, -40] },
  now: { type: 'ValueSource<float>', refs: { Source: VALUE }, at: [0, 120] },
  add: { type: 'ValueAdd<float>', in: { A: { from: 'now' }, B: 1 }, at: [260, 120] },
  write: { type: 'ValueWrite<float>', in: { Value: { from: 'add' } }, refs: { Variable: VALUE }, then: {}, at: [460, 0] },
  wait: { type: 'DelaySecondsFloat', in: { Duration: 600 }, then: {}, at: [460, 220] },
};
/** A lamp that answers whatever it hears, in parts, so that one of them can be wrong. */
const LAMP = {
  rx: { type: 'WebsocketTextMessageReceiver', refs: { Client: CLIENT }, then: { OnReceived: 'go' }, at: [0, 0] },
  go: { type: 'StartAsyncTask', then: { TaskStart: 'if' }, at: [320, 0] },
  same: { type: 'ValueEquals<int>', in: { A: 1, B: 1 }, at: [320, 160] },
  if: { type: 'If', in: { Condition: { from: 'same' } }, then: { OnTrue: 'tx' }, at: [560, 0] },
  it: { type: 'ElementSource<WebsocketClient>', refs: { Source: CLIENT }, at: [320, 300] },
  tx: { type: 'WebsocketTextMessageSender', in: { Client: { from: 'it' }, Data: { from: 'rx.Data' } }, then: {}, at: [780, 0] },
} satisfies Nodes;
/** Three lamps that do not answer, each with what the debugger says of its sender. */
const BROKEN: readonly [why: string, nodes: Nodes, words: RegExp][] = [
  [
    'its receiver listens to nothing',
    { ...LAMP, rx: { ...LAMP.rx, refs: {} } },
    /would begin at Websocket Text Message Receiver \(rx\), which nothing has set off/,
  ],
  [
    'its condition never holds',
    { ...LAMP, same: { ...LAMP.same, in: { A: 1, B: 2 } } },
    /The last impulse on the way here came to If \(if\).*not at OnTrue|came to If \(if\).*ended there/,
  ],
  [
    'nothing leads to its sender',
    { ...LAMP, if: { ...LAMP.if, then: {} } },
    /No impulse leads to Websocket Text Message Sender \(tx\): nothing is wired to its arrow/,
  ],
];

describe('a graph that runs', () => {
  let browser: Browser, server: RunningServer, page: Page, talk: Talker | undefined;
  withBrowser((opened) => {
    browser = opened;
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
    await talk?.close();
    talk = undefined;
  });
  async function begin(nodes: Nodes, more: Parameters<typeof graphServer>[1] = {}): Promise<void> {
    server = await graphServer(nodes, more);
    page = await visit(browser, server, { viewport: { width: 1900, height: 1100 } });
    await openGraph(page);
  }
  const isPaused = (): boolean => server.worlds.get('graphs').run().paused;

  test('shows how often nodes fire, values at its ports, and what waits, which is cancelled', async () => {
    await begin(COUNTS);
    await node(page, 'write').locator('em').filter({ hasText: /\/s$/ }).waitFor();
    await expect.poll(() => doing(page).textContent(), PATIENCE).toMatch(/runs · \d+ fires\/s/);
    // A value comes under the pointer, and goes with it; a pinned one stays.
    const at = await plug(page, 'add', 'out:*');
    await page.mouse.move(at.x, at.y);
    const value = page.locator('ww-graph-values .value');
    await expect.poll(() => value.locator('.words').textContent(), PATIENCE).toMatch(/^\d+$/);
    await page.mouse.click(at.x, at.y, { button: 'right' });
    await page.getByRole('menuitem', { name: 'Keep its value in view' }).click();
    await page.mouse.move(at.x, at.y + 300);
    const first = await value.locator('.words').textContent();
    await expect.poll(() => value.locator('.words').textContent(), PATIENCE).not.toBe(first);
    // Set off by hand, it waits, with the time that is left.
    const arrow = await plug(page, 'wait', 'to:*');
    await page.mouse.click(arrow.x + 4, arrow.y, { button: 'right' });
    await page.getByRole('menuitem', { name: 'Set it off by hand' }).click();
    await page.getByRole('button', { name: 'Cancel what waits in wait' }).click();
    await expect.poll(async () => (await flowOf(server))['Waiting'], PATIENCE).toBe(0);
    await page.getByRole('button', { name: 'Cancel what waits in wait' }).waitFor({ state: 'detached' });
  });

  test('is stopped at a breakpoint, stepped through with its values, and goes on', async () => {
    await begin(COUNTS);
    await nodeMenu(page, 'write', 'Breakpoint with a condition…');
    await inDialog(page, 'Stop where').getByRole('textbox').fill('Value > 20');
    await page.keyboard.press('Enter');
    await page.getByText(/^Stopped in tick/).waitFor();
    expect(isPaused()).toBe(true);
    const panel = page.locator('ww-graph-debug');
    const given = panel
      .locator('dl')
      .filter({ has: page.locator('dt', { hasText: /^Value$/ }) })
      .first();
    expect(Number(await given.locator('dd').first().textContent())).toBeGreaterThan(20);
    await panel.getByText('Came by').waitFor();
    await panel.locator('dt', { hasText: /^gate$/ }).waitFor();
    // Back to where it came from.
    await panel.getByRole('button', { name: 'Back', exact: true }).click();
    await expect.poll(() => panel.locator('[aria-current=true]').textContent(), PATIENCE).toContain('gate');
    await panel.getByRole('button', { name: 'Into', exact: true }).click();
    await expect.poll(() => panel.locator('[aria-current=true]').textContent(), PATIENCE).toContain('write');
    await nodeMenu(page, 'write', 'Remove the breakpoint');
    await panel.getByRole('button', { name: 'Go on', exact: true }).click();
    await expect.poll(isPaused, PATIENCE).toBe(false);
  });

  test('comes back to the tick after a reload, and others see whose breakpoint it was and let it go on', async () => {
    await begin(COUNTS);
    await nodeMenu(page, 'write', 'Breakpoint with a condition…');
    await inDialog(page, 'Stop where').getByRole('textbox').fill('Value > 20');
    await page.keyboard.press('Enter');
    const stopped = /^Stopped in tick/;
    await page.getByText(stopped).waitFor();
    const words = await page.getByText(stopped).textContent();
    await page.reload();
    await page.getByText(stopped).waitFor();
    expect(await page.getByText(stopped).textContent()).toBe(words);
    await page.getByText('By your breakpoint at').waitFor();
    // Whoever looks at something else of the world is led there.
    const other = await visit(browser, server);
    await other.getByText(/^Paused by .+ breakpoint at write in Lamp/).waitFor();
    await other.getByRole('button', { name: 'Show node' }).click();
    await other.getByText(stopped).waitFor();
    expect(await other.getByText(stopped).textContent()).toBe(words);
    // Where the graph has been loaded its nodes are known by what they are called.
    await other.getByRole('tab', { name: 'World', exact: true }).click();
    await other.getByText(/^Paused by .+ breakpoint at Write<float> \(write\) in Lamp/).waitFor();
    await other.getByRole('button', { name: 'Show node' }).click();
    await nodeMenu(page, 'write', 'Remove the breakpoint');
    await other.locator('ww-graph-debug').getByRole('button', { name: 'Go on', exact: true }).click();
    await expect.poll(isPaused, PATIENCE).toBe(false);
    await page.getByText('The world has gone on since.').waitFor();
    await other.close();
  });

  test('says that it is paused with its world, and that it runs once that goes on', async () => {
    await begin(COUNTS);
    await expect.poll(() => doing(page).textContent(), PATIENCE).toMatch(/^runs · /);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await expect.poll(() => doing(page).textContent(), PATIENCE).toBe('paused');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect.poll(() => doing(page).textContent(), PATIENCE).toMatch(/^runs/);
  });

  test('shows at a breakpoint that its condition was not looked at each time', async () => {
    const write = { type: 'ValueWrite<float>', in: { Value: 1 }, refs: { Variable: VALUE }, then: {}, at: [320, 0] };
    await begin({ for: { type: 'For', in: { Count: 60_000 }, then: { LoopIteration: 'write' }, at: [0, 0] }, write });
    await nodeMenu(page, 'write', 'Breakpoint with a condition…');
    await inDialog(page, 'Stop where').getByRole('textbox').fill('Value == 2');
    await page.keyboard.press('Enter');
    const dot = node(page, 'write').locator('.break');
    expect(await dot.getAttribute('title')).toBe('Breakpoint where Value == 2');
    const arrow = await plug(page, 'for', 'to:*');
    await page.mouse.click(arrow.x + 4, arrow.y, { button: 'right' });
    await page.getByRole('menuitem', { name: 'Set it off by hand' }).click();
    await expect.poll(() => dot.getAttribute('title'), PATIENCE).toMatch(/^Breakpoint where Value == 2\. In tick [\d,]+ that was not looked at each time/);
    expect(await dot.evaluate((element) => getComputedStyle(element, '::after').content)).toBe('"!"');
    expect(await node(page, 'write').getAttribute('aria-label')).toContain('breakpoint whose condition was not looked at each time');
    expect(isPaused()).toBe(false);
  });

  test.each(BROKEN)('the debugger says why a lamp does not answer: %s', async (_why, nodes, words) => {
    talk = await talker();
    await begin(nodes, { talk });
    await expect.poll(() => talk?.open(), PATIENCE).toBe(1);
    await port(page, 'tx', 'to:*').waitFor();
    talk.say('moo');
    await stage(page).focus();
    await expect
      .poll(async () => {
        await nodeMenu(page, 'tx', 'Why did this not run?');
        return page.getByText(words).count();
      }, PATIENCE)
      .toBeGreaterThan(0);
    expect(talk.heard).toEqual([]);
  });

  const why = async (words: RegExp): Promise<void> => {
    await expect
      .poll(async () => {
        await nodeMenu(page, 'tx', 'Why did this not run?');
        return page.locator('ww-notices').getByText(words).count();
      }, PATIENCE)
      .toBeGreaterThan(0);
  };
  const answers = async (): Promise<void> => {
    await expect.poll(() => talk?.open(), PATIENCE).toBe(1);
    await expect
      .poll(() => {
        if (talk?.heard.length === 0) talk.say('moo');
        return talk?.heard.length;
      }, PATIENCE)
      .toBeGreaterThan(0);
    expect(talk?.heard[0]).toBe('moo');
  };

  test('its words lead to a receiver that hears another entity, and the lamp answers once that is mended', async () => {
    talk = await talker();
    await begin({ ...LAMP, rx: { ...LAMP.rx, refs: { Client: { entity: 'bench', component: 'WebsocketClient' } } } }, { talk });
    await expect.poll(() => talk?.open(), PATIENCE).toBe(1);
    await port(page, 'tx', 'to:*').waitFor();
    talk.say('moo');
    await why(/would begin at Websocket Text Message Receiver \(rx\), which nothing has set off/);
    expect(await node(page, 'rx').getAttribute('aria-label')).toContain('Client Bench');
    await given(page, 'rx', 'refs:Client').click();
    await node(page, 'rx').getByRole('button', { name: 'Client entity: Bench' }).click();
    await inDialog(page, 'Choose Client entity').getByRole('option', { name: /^Lamp/ }).click();
    await answers();
  });

  test('its words lead to an impulse that cannot wait where it must, and the lamp answers once a task is begun before that', async () => {
    talk = await talker();
    const shown = { type: 'ImpulseDisplay', at: [1_100, 0] };
    const tx = { ...LAMP.tx, then: { OnSent: 'shown' } };
    await begin({ ...LAMP, rx: { ...LAMP.rx, then: { OnReceived: 'if' } }, go: { ...LAMP.go, then: {} }, tx, shown }, { talk });
    await expect.poll(() => talk?.open(), PATIENCE).toBe(1);
    await port(page, 'tx', 'to:*').waitFor();
    talk.say('moo');
    await why(/Nothing of this graph runs while there is a fault in it, as in .*StartAsyncTask/);
    await expect.poll(() => doing(page).textContent(), PATIENCE).toBe('1 fault');
    await wire(page, ['rx', 'then:OnReceived'], ['go', 'to:*']);
    await wire(page, ['go', 'then:TaskStart'], ['if', 'to:*']);
    await expect.poll(() => doing(page).textContent(), PATIENCE).toContain('runs');
    await answers();
  });
});
