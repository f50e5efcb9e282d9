/** A graph is written where it is drawn, with a mouse: every edit is in the world at once, and one step of undo. */
import type { Browser, Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import {
  add,
  boxOf,
  choose,
  doing,
  drag,
  flowOf,
  frame,
  given,
  graphServer,
  head,
  node,
  nodeMenu,
  nodeOf,
  nodesOf,
  openGraph,
  plug,
  port,
  search,
  spot,
  stage,
  talker,
  undo,
  wire,
  type Nodes,
  type Talker,
} from './graph-rig.ts';
import { PATIENCE, inDialog, item, visit, withBrowser } from './rig.ts';
import { leave } from './shared-pages.ts';

describe('a graph in the browser', () => {
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
    page = await visit(browser, server, { permissions: ['clipboard-read', 'clipboard-write'], viewport: { width: 1900, height: 1100 } });
    await openGraph(page);
  }
  const ids = async (): Promise<readonly string[]> => Object.keys(await nodesOf(server));
  async function has(id: string, part: string | undefined, value: unknown): Promise<void> {
    await expect.poll(() => nodeOf(server, id, part), PATIENCE).toEqual(value);
  }
  const there = async (...wanted: readonly string[]): Promise<void> => {
    await expect.poll(async () => (await ids()).toSorted(), PATIENCE).toEqual(wanted.toSorted());
  };

  test('somebody builds the lamp that answers by hand, each step is in the world at once, and undo takes each back alone', async () => {
    talk = await talker();
    await begin({}, { talk });
    await page.getByText('An empty graph').waitFor();
    await add(page, 'text message receiver', 60, 80);
    await there('receiver');
    await node(page, 'receiver').waitFor();
    // A wire into the void offers what fits, and the node that is chosen is connected at once.
    await drag(page, await plug(page, 'receiver', 'then:OnReceived'), await spot(page, 380, 80));
    await choose(page, 'start async');
    await there('receiver', 'startTask');
    await has('receiver', 'then', { OnReceived: 'startTask' });
    await drag(page, await plug(page, 'startTask', 'then:TaskStart'), await spot(page, 640, 80));
    await search(page).waitFor();
    // What no impulse leads to is not offered.
    await search(page).fill('concatenate multi');
    await page.getByText(/Nothing here has “concatenate multi”.*and fits this wire/).waitFor();
    await choose(page, 'text message sender');
    await has('startTask', 'then', { TaskStart: 'sender' });
    // References: by the picker, and by a drop from the hierarchy.
    await given(page, 'receiver', 'refs:Client').click();
    await node(page, 'receiver').getByRole('button', { name: 'Client entity: none' }).click();
    await inDialog(page, 'Choose Client entity').getByRole('option', { name: /^Lamp/ }).click();
    await has('receiver', 'refs', { Client: { entity: 'lamp', component: 'WebsocketClient' } });
    await page.keyboard.press('Escape');
    await add(page, 'ElementSource', 380, 300);
    await there('receiver', 'startTask', 'sender', 'element');
    await wire(page, ['element', 'out:*'], ['sender', 'in:Client']);
    await has('sender', 'in', { Client: { from: 'element' } });
    await has('element', 'type', 'ElementSource<WebsocketClient>');
    await item(page, 'Lamp').dragTo(given(page, 'element', 'refs:Source'));
    await has('element', 'refs', { Source: { entity: 'lamp', component: 'WebsocketClient' } });
    // A list of inputs grows by what it is given.
    await add(page, 'ConcatenateMulti', 380, 400);
    await given(page, 'concatenate', 'in:Inputs.0').click();
    await page.keyboard.type('you said: ');
    await page.keyboard.press('Enter');
    await has('concatenate', 'in', { Inputs: ['you said: '] });
    await port(page, 'concatenate', 'in:Inputs.1').waitFor();
    await wire(page, ['receiver', 'out:Data'], ['concatenate', 'in:Inputs.1']);
    await has('concatenate', 'in', { Inputs: ['you said: ', { from: 'receiver.Data' }] });
    await port(page, 'concatenate', 'in:Inputs.2').waitFor();
    await wire(page, ['concatenate', 'out:*'], ['sender', 'in:Data']);
    await has('sender', 'in', { Client: { from: 'element' }, Data: { from: 'concatenate' } });
    await expect.poll(() => doing(page).textContent(), PATIENCE).toContain('runs');
    await expect.poll(() => talk?.open(), PATIENCE).toBe(1);
    talk.say('moo');
    await expect.poll(() => talk?.heard, PATIENCE).toEqual(['you said: moo']);
    // Back, one step at a time.
    await undo(page);
    await has('sender', 'in', { Client: { from: 'element' } });
    await undo(page);
    await has('concatenate', 'in', { Inputs: ['you said: '] });
    await undo(page);
    await undo(page);
    await there('receiver', 'startTask', 'sender', 'element');
    await undo(page);
    await has('element', 'refs', {});
    await undo(page);
    await has('sender', 'in', {});
    await undo(page);
    await undo(page);
    await has('receiver', 'refs', {});
    await undo(page);
    await there('receiver', 'startTask');
    await has('startTask', 'then', {});
  });

  const at = (x: number, y: number) => ({ at: [x, y] });
  const SUM: Nodes = {
    press: { type: 'CallInput', then: { Target: 'write' }, ...at(40, 40) },
    num: { type: 'ValueInput<float>', refs: { Value: 2 }, ...at(40, 160) },
    add: { type: 'ValueAdd<float>', in: { A: 1, B: { from: 'num' } }, ...at(320, 160) },
    write: {
      type: 'ValueWrite<float>',
      in: { Value: { from: 'add' } },
      refs: { Variable: { entity: 'lamp', component: 'FloatValue', field: 'Value' } },
      then: {},
      ...at(600, 40),
    },
  };
  async function take(id: string): Promise<void> {
    const { x, y } = await head(page, id);
    await page.mouse.click(x, y);
    await node(page, id).and(page.locator('[selected]')).waitFor();
  }

  test('nodes are duplicated with and without wires, detached, dropped on a wire, swapped and removed, each in one step of undo', async () => {
    await begin(SUM);
    await node(page, 'add').waitFor();
    const add = SUM['add'] as object;
    await take('add');
    await page.keyboard.press('Control+d');
    await has('add2', 'in', { A: 1 });
    await undo(page);
    await there('press', 'num', 'add', 'write');
    await take('add');
    await page.keyboard.press('Control+Shift+d');
    await has('add2', 'in', { A: 1, B: { from: 'num' } });
    await undo(page);
    await there('press', 'num', 'add', 'write');
    // What went through it goes on without it.
    await take('add');
    await page.keyboard.press('x');
    await has('write', 'in', { Value: { from: 'num' } });
    await has('add', 'in', { A: 1 });
    // Dropped on that wire, it is in it: the move and the wires are one step.
    const [out, into] = [await plug(page, 'num', 'out:*'), await plug(page, 'write', 'in:Value')];
    const grip = await head(page, 'add'),
      box = await boxOf(node(page, 'add'));
    const middle = { x: (out.x + into.x) / 2, y: (out.y + into.y) / 2 };
    await drag(page, grip, { x: middle.x - box.width / 2 + (grip.x - box.x), y: middle.y - box.height / 2 + (grip.y - box.y) }, 12);
    await has('write', 'in', { Value: { from: 'add' } });
    expect(JSON.stringify(await nodeOf(server, 'add', 'in'))).toContain('"from":"num"');
    expect(await nodeOf(server, 'add', 'at')).not.toEqual([320, 160]);
    await undo(page);
    await has('write', 'in', { Value: { from: 'num' } });
    await has('add', undefined, { ...add, in: { A: 1 } });
    await undo(page);
    await has('add', undefined, add);
    await nodeMenu(page, 'add', 'Swap for another…');
    await choose(page, 'ValueMul');
    await has('add', undefined, { ...add, type: 'ValueMul<float>' });
    await has('write', 'in', { Value: { from: 'add' } });
    await undo(page);
    await has('add', undefined, add);
    await take('add');
    await page.keyboard.press('Delete');
    await there('press', 'num', 'write');
    await has('write', 'in', {});
    await undo(page);
    await expect.poll(() => nodesOf(server), PATIENCE).toEqual(SUM);
    // A node that is dragged is moved, in one step.
    const from = await head(page, 'press');
    await drag(page, from, { x: from.x + 44, y: from.y + 22 }, 12);
    await expect.poll(async () => JSON.stringify(await nodeOf(server, 'press', 'at')), PATIENCE).not.toBe('[40,40]');
    await undo(page);
    await has('press', 'at', [40, 40]);
  });

  test('a node that is dropped between two wires goes into the one that it fits, and behind what stands in its list', async () => {
    await begin({
      rx: { type: 'WebsocketTextMessageReceiver', refs: {}, then: { OnReceived: 'write' }, at: [40, 40] },
      write: { type: 'ObjectWrite<string>', in: { Value: { from: 'rx.Data' } }, refs: {}, then: {}, at: [700, 40] },
      join: { type: 'ConcatenateMultiString', in: { Inputs: ['you said: '] }, at: [40, 300] },
    });
    await node(page, 'join').waitFor();
    const ends = [await plug(page, 'rx', 'then:OnReceived'), await plug(page, 'write', 'to:*')] as const;
    // The pointer lets go on the impulse's wire, and the value's lies close to it.
    await drag(page, await head(page, 'join'), { x: (ends[0].x + ends[1].x) / 2, y: (ends[0].y + ends[1].y) / 2 }, 12);
    await has('join', 'in', { Inputs: ['you said: ', { from: 'rx.Data' }] });
    await has('write', 'in', { Value: { from: 'join' } });
    await has('rx', 'then', { OnReceived: 'write' });
    // What it heard goes in front of the words, and behind them again; where it is the last already, that is said.
    await port(page, 'join', 'in:Inputs.2').waitFor();
    await wire(page, ['join', 'in:Inputs.1'], ['join', 'in:Inputs.0']);
    await has('join', 'in', { Inputs: [{ from: 'rx.Data' }, 'you said: '] });
    await wire(page, ['join', 'in:Inputs.0'], ['join', 'in:Inputs.2']);
    await has('join', 'in', { Inputs: ['you said: ', { from: 'rx.Data' }] });
    await wire(page, ['join', 'in:Inputs.1'], ['join', 'in:Inputs.2']);
    await page.getByText(/The wire is the last of Inputs already/).waitFor();
  });

  test('nodes are framed, the frame is titled, closed to one card, opened and dissolved; comments are written', async () => {
    await begin(SUM);
    await node(page, 'add').waitFor();
    await take('num');
    const other = await head(page, 'add');
    await page.keyboard.down('Shift');
    await page.mouse.click(other.x, other.y);
    await page.keyboard.up('Shift');
    await expect.poll(() => page.locator('ww-graph-node[selected]').count(), PATIENCE).toBe(2);
    await page.keyboard.press('Control+g');
    await frame(page, 'frame').waitFor();
    await has('num', 'frame', 'frame');
    await has('add', 'frame', 'frame');
    await page.keyboard.press('F2');
    await inDialog(page, 'Title of the frame').getByRole('textbox').fill('The sum');
    await page.keyboard.press('Enter');
    await has('frame', 'title', 'The sum');
    await inDialog(page, 'Title of the frame').waitFor({ state: 'detached' });
    const title = frame(page, 'frame').locator('.title');
    await title.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Close to one card' }).click();
    await has('frame', 'closed', true);
    // One card, with the ports that wires cross its border at; what is in it is not drawn.
    await node(page, 'frame').waitFor();
    await node(page, 'add').waitFor({ state: 'detached' });
    await expect.poll(() => node(page, 'frame').locator('.row').count(), PATIENCE).toBe(1);
    await undo(page);
    await has('frame', 'closed', undefined);
    await page.getByRole('button', { name: 'Redo', exact: true }).click();
    await node(page, 'frame').waitFor();
    await nodeMenu(page, 'frame', 'Open the subgraph');
    await has('frame', 'closed', undefined);
    await node(page, 'add').waitFor();
    await title.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Close to one card' }).click();
    await node(page, 'frame').waitFor();
    // The same by a double click on the card, which asks for no title.
    const card = await head(page, 'frame');
    await page.mouse.dblclick(card.x, card.y);
    await has('frame', 'closed', undefined);
    await node(page, 'add').waitFor();
    expect(await inDialog(page, 'Title of the frame').count()).toBe(0);
    await title.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Dissolve the frame' }).click();
    await there('press', 'num', 'add', 'write');
    await has('num', 'frame', undefined);
    await undo(page);
    await has('num', 'frame', 'frame');
    // A comment comes where the pointer is.
    const free = await spot(page, 100, 420);
    await page.mouse.click(free.x, free.y);
    await page.keyboard.press('c');
    const words = page.getByRole('textbox', { name: 'Comment' });
    await words.fill('What it all adds up to');
    await words.press('Control+Enter');
    await has('comment', 'text', 'What it all adds up to');
    await frame(page, 'comment').getByText('What it all adds up to').waitFor();
  });

  test('literals are edited in place by the editors of fields, and a generic node is made one for another type', async () => {
    await begin({
      add: { type: 'ValueAdd<float>', in: {}, ...at(40, 40) },
      if: { type: 'If', in: {}, then: {}, ...at(40, 220) },
      find: { type: 'CountOccurrences', in: {}, ...at(320, 40) },
      paint: { type: 'ValueInput<color>', refs: {}, ...at(320, 260) },
    });
    await given(page, 'add', 'in:A').click();
    const box = node(page, 'add').getByRole('spinbutton').or(node(page, 'add').getByRole('textbox')).first();
    await box.fill('2*3+0.5');
    await box.press('Enter');
    await has('add', 'in', { A: 6.5 });
    await expect.poll(() => given(page, 'add', 'in:A').textContent(), PATIENCE).toBe('6.5');
    await given(page, 'if', 'in:Condition').click();
    await node(page, 'if').locator('[data-editing] input[type=checkbox]').click();
    await has('if', 'in', { Condition: true });
    await given(page, 'find', 'in:ComparisonMode').click();
    await node(page, 'find').locator('[data-editing] select').selectOption('OrdinalIgnoreCase');
    await has('find', 'in', { ComparisonMode: 'OrdinalIgnoreCase' });
    const key = await node(page, 'find').locator('[data-given^="in:"]').first().getAttribute('data-given');
    await given(page, 'find', key ?? '').click();
    const line = node(page, 'find').locator('[data-editing]').locator('input, textarea').first();
    await line.fill('moo');
    await line.press('Tab');
    await has('find', 'in', { ComparisonMode: 'OrdinalIgnoreCase', [(key ?? '').slice(3)]: 'moo' });
    await given(page, 'paint', 'refs:Value').click();
    const hex = node(page, 'paint').getByRole('textbox', { name: 'Value hex' });
    await hex.fill('#ff0000');
    await hex.press('Enter');
    await has('paint', 'refs', { Value: [1, 0, 0, 1] });
    // Another type: what cannot be kept of it is let go.
    await nodeMenu(page, 'add', 'Change its type…');
    await page
      .getByRole('menuitem', { name: 'int', exact: true })
      .or(page.getByRole('menuitemcheckbox', { name: 'int', exact: true }))
      .click();
    await has('add', 'type', 'ValueAdd<int>');
    await undo(page);
    await has('add', undefined, { type: 'ValueAdd<float>', in: { A: 6.5 }, at: [40, 40] });
  });

  test('what is copied in one graph is pasted in another, which the list of graphs opens', async () => {
    await begin(SUM, { bench: { press: { type: 'CallInput', then: {}, at: [0, 0] } } });
    await node(page, 'add').waitFor();
    await stage(page).focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+c');
    await page.getByText('Copied 4 nodes').waitFor();
    await page.getByRole('button', { name: 'All graphs' }).click();
    await page.getByRole('heading', { name: 'Flows of this world' }).waitFor();
    await page.locator('ww-graph-pane').getByRole('button', { name: 'Bench' }).click();
    await node(page, 'press').waitFor();
    const free = await spot(page, 200, 300);
    await page.mouse.click(free.x, free.y);
    await page.keyboard.press('Control+v');
    await expect.poll(async () => Object.keys(await nodesOf(server, 'bench')).toSorted(), PATIENCE).toEqual(['add', 'num', 'press', 'press2', 'write']);
    const pasted = await nodesOf(server, 'bench');
    expect(pasted['press2']?.['then'], 'wires lead to the copies').toEqual({ Target: 'write' });
    expect(pasted['add']?.['in']).toEqual({ A: 1, B: { from: 'num' } });
    expect(await flowOf(server, 'bench')).toMatchObject({ LastError: '' });
    await undo(page);
    await expect.poll(async () => Object.keys(await nodesOf(server, 'bench')), PATIENCE).toEqual(['press']);
  });
});
