/** A graph by the keyboard alone, as it is read out, and as text. */
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { unsound } from './axe.ts';
import { graphServer, node, nodeOf, nodesOf, openGraph, port, search, stage, talker, type Nodes, type Talker } from './graph-rig.ts';
import { PATIENCE, inDialog, visit, withBrowser } from './rig.ts';
import { leave } from './shared-pages.ts';

describe('a graph by keys and as text', () => {
  let browser: Browser, server: RunningServer, page: Page, talk: Talker;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    talk = await talker();
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
    await talk.close();
  });
  async function begin(nodes: Nodes, options: Parameters<typeof visit>[2] = {}): Promise<void> {
    server = await graphServer(nodes, { talk });
    page = await visit(browser, server, options);
    await openGraph(page);
  }
  async function has(id: string, part: string | undefined, value: unknown): Promise<void> {
    await expect.poll(() => nodeOf(server, id, part), PATIENCE).toEqual(value);
  }
  const CLIENT = { entity: 'lamp', component: 'WebsocketClient' };
  const LAMP: Nodes = {
    rx: { type: 'WebsocketTextMessageReceiver', refs: { Client: CLIENT }, then: { OnReceived: 'go' }, at: [0, 0] },
    go: { type: 'StartAsyncTask', then: { TaskStart: 'tx' }, at: [320, 0] },
    it: { type: 'ElementSource<WebsocketClient>', refs: { Source: CLIENT }, at: [320, 200] },
    join: { type: 'ConcatenateMultiString', in: { Inputs: ['you said: ', { from: 'rx.Data' }] }, at: [0, 200] },
    tx: { type: 'WebsocketTextMessageSender', in: { Client: { from: 'it' }, Data: { from: 'join' } }, then: {}, at: [640, 0] },
  };

  test('the lamp that answers is built without a mouse', async () => {
    await begin({});
    await stage(page).focus();
    const press = async (...keys: readonly string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
    };
    /** Adds what the search has first, and waits until the keyboard is at it. */
    const found = async (words: string, id: string): Promise<void> => {
      await search(page).waitFor();
      await page.keyboard.type(words);
      await press('Enter');
      await node(page, id).and(page.locator('[selected]')).waitFor();
      await search(page).waitFor({ state: 'detached' });
    };
    /** Goes down in the ports of a node to one of them. */
    const toPort = async (id: string, key: string): Promise<void> => {
      for (let steps = 0; steps < 12; steps++) {
        if (await port(page, id, key).evaluate((row) => (row.getRootNode() as ShadowRoot).activeElement === row)) return;
        await press('ArrowDown');
      }
      throw new Error(`The keyboard does not come to ${key} of ${id}.`);
    };
    const fromPort = async (id: string, key: string, choice: string): Promise<void> => {
      await toPort(id, key);
      await press('w');
      const item = page.getByRole('menuitem', { name: choice });
      await item.waitFor();
      for (let steps = 0; steps < 20 && !(await item.evaluate((row) => (row.getRootNode() as Document).activeElement === row)); steps++)
        await press('ArrowDown');
      await press('Enter');
    };
    /** Chooses the Lamp at a reference, in the picker. */
    const pickLamp = async (label: string): Promise<void> => {
      await press('Enter');
      await page.getByRole('button', { name: `${label} entity: none` }).waitFor();
      await press('Enter');
      await inDialog(page, `Choose ${label} entity`).getByLabel('Search entities').waitFor();
      await page.keyboard.type('Lamp');
      await inDialog(page, `Choose ${label} entity`).getByRole('option', { name: /^Lamp/, selected: true }).waitFor();
      await press('Enter');
      await inDialog(page, `Choose ${label} entity`).waitFor({ state: 'detached' });
      await page.getByRole('button', { name: `${label} entity: Lamp` }).waitFor();
      // Out of the editor, and the keyboard is at the port.
      await press('Escape');
      await page.getByRole('button', { name: `${label} entity: Lamp` }).waitFor({ state: 'detached' });
    };
    await press(' ');
    await found('text message receiver', 'receiver');
    await press('Enter');
    await toPort('receiver', 'refs:Client');
    await pickLamp('Client');
    await has('receiver', 'refs', { Client: CLIENT });
    await fromPort('receiver', 'then:OnReceived', 'A new node…');
    await found('start async', 'startTask');
    await press('Enter');
    await fromPort('startTask', 'then:TaskStart', 'A new node…');
    await found('text message sender', 'sender');
    await press('Enter');
    await fromPort('sender', 'in:Client', 'A new node…');
    await found('ElementSource', 'element');
    await has('element', 'type', 'ElementSource<WebsocketClient>');
    await press('Enter');
    await toPort('element', 'refs:Source');
    await pickLamp('Source');
    await has('element', 'refs', { Source: CLIENT });
    // Out of the ports, and along the wire.
    await press('Escape', 'ArrowRight');
    await node(page, 'sender').and(page.locator('[selected]')).waitFor();
    await press('Enter');
    await fromPort('sender', 'in:Data', 'A new node…');
    await found('ConcatenateMulti', 'concatenate');
    await press('Enter');
    await fromPort('concatenate', 'in:Inputs.0', 'Websocket Text Message Receiver · Data');
    await has('concatenate', 'in', { Inputs: [{ from: 'receiver.Data' }] });
    await expect.poll(() => talk.open(), PATIENCE).toBe(1);
    talk.say('moo');
    await expect.poll(() => talk.heard, PATIENCE).toEqual(['moo']);
    // And gone, and there again.
    await press('Escape', 'Delete');
    await expect.poll(async () => Object.keys(await nodesOf(server)), PATIENCE).not.toContain('concatenate');
    await press('Control+z');
    await has('sender', 'in', { Client: { from: 'element' }, Data: { from: 'concatenate' } });
  });

  test('each node reads as a sentence, and so does the text beside the picture, in which one may type as well', async () => {
    await begin(LAMP);
    await node(page, 'tx').waitFor();
    const says = (id: string) => node(page, id).getAttribute('aria-label');
    expect(await says('tx')).toMatch(/^Websocket Text Message Sender tx: Client from it, Data from join/);
    expect(await says('rx')).toMatch(/^Websocket Text Message Receiver rx: Client Lamp's WebsocketClient, then go/);
    expect(await says('join')).toContain('Inputs "you said: " and from rx.Data');
    await stage(page).focus();
    await page.keyboard.press('ArrowDown');
    await node(page, 'rx').and(page.locator('[selected]')).waitFor();
    // Along the impulse.
    await page.keyboard.press('ArrowRight');
    await node(page, 'go').and(page.locator('[selected]')).waitFor();
    await page.keyboard.press('ArrowRight');
    await node(page, 'tx').and(page.locator('[selected]')).waitFor();
    await page.keyboard.press('t');
    const text = page.getByRole('list', { name: 'Nodes in text order' });
    await expect.poll(() => text.getByRole('listitem').count(), PATIENCE).toBe(5);
    await text.getByRole('button', { name: /^Concatenate/ }).click();
    await node(page, 'join').and(page.locator('[selected]')).waitFor();
    await page.getByRole('button', { name: 'JSON', exact: true }).click();
    const code = page.locator('ww-graph-text .cm-content');
    await code.waitFor();
    await code.click();
    // As a hand does: what is out of sight of the text has no elements that could be filled.
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(JSON.stringify({ nodes: { ...LAMP, join: { ...LAMP['join'], in: { Inputs: ['moo'] } } } }));
    await page.keyboard.press('Control+Enter');
    await has('join', 'in', { Inputs: ['moo'] });
    expect(await nodeOf(server, 'rx')).toEqual(LAMP['rx']);
    await expect.poll(() => says('join'), PATIENCE).toContain('Inputs "moo"');
  });

  test.each(['light', 'dark'] as const)('nothing of it is unsound in %s, with the search, the text and the debugger open', async (colorScheme) => {
    await begin(LAMP, { colorScheme });
    await node(page, 'tx').waitFor();
    await stage(page).focus();
    await page.keyboard.press(' ');
    await search(page).waitFor();
    expect(await unsound(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('t');
    await page.getByRole('list', { name: 'Nodes in text order' }).waitFor();
    expect(await unsound(page)).toEqual([]);
    await page.keyboard.press('t');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('b');
    await page.getByText('1 breakpoint', { exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Client entity:/ }).waitFor();
    expect(await unsound(page)).toEqual([]);
  });
});
