import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import {
  PATIENCE,
  basic,
  component,
  echoServer,
  focusTree,
  gardenServer,
  item,
  menu,
  openEntity,
  visit,
  type EchoServer,
  inDialog,
  withBrowser,
} from './rig.ts';
import { leave } from './shared-pages.ts';

describe('editing a running world in the browser', () => {
  let browser: Browser, echo: EchoServer, server: RunningServer, page: Page;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    echo = await echoServer();
    server = await gardenServer(echo);
    page = await visit(browser, server);
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
    await echo.close();
  });

  const entity = async (id: string) => server.worlds.get('garden').ask({ ask: 'entity', entity: id });
  const until = async (check: () => boolean): Promise<void> => {
    await expect.poll(check, PATIENCE).toBe(true);
  };

  test('a new URL moves the connection after one click at the prompt', async () => {
    const other = await echoServer();
    try {
      await openEntity(page, 'Lamp');
      await component(page, 'WebsocketClient').getByText('Open', { exact: true }).waitFor();
      const url = component(page, 'WebsocketClient').getByLabel('URL', { exact: true });
      await url.fill(`${other.url}/v2`);
      await url.press('Enter');

      const prompt = page.getByRole('dialog', { name: /Allow Test garden to connect/ });
      await prompt.getByText(`${other.url}/v2`).waitFor();
      expect(await prompt.textContent()).toContain('Garden / Lamp');
      expect(await prompt.textContent()).toContain('The Lamp asks the echo service for its colour.');
      expect(other.connections()).toBe(0);
      await prompt.getByRole('button', { name: 'Always allow this host and port' }).click();

      await until(() => other.open() === 1 && echo.open() === 0);
      await component(page, 'WebsocketClient').getByText('Open', { exact: true }).waitFor();
      await prompt.waitFor({ state: 'hidden' });
    } finally {
      await other.close();
    }
  });

  test('denying leaves the connection closed, and says who denied it', async () => {
    const other = await echoServer();
    try {
      await openEntity(page, 'Lamp');
      const url = component(page, 'WebsocketClient').getByLabel('URL', { exact: true });
      await url.fill(other.url);
      await url.press('Enter');
      await page.getByRole('dialog', { name: /Allow/ }).getByRole('button', { name: 'Deny' }).click();
      await component(page, 'WebsocketClient').getByText('Denied', { exact: true }).waitFor();
      await expect.poll(() => component(page, 'WebsocketClient').getByLabel('StateReason', { exact: true }).inputValue(), PATIENCE).toMatch(/denied/i);
      expect(other.connections()).toBe(0);
    } finally {
      await other.close();
    }
  });

  test('a message typed into the send box goes out and comes back', async () => {
    await openEntity(page, 'Lamp');
    const client = component(page, 'WebsocketClient');
    await client.getByText('Open', { exact: true }).waitFor();
    await client.getByLabel('Send Data').fill('hello');
    await client.getByLabel('Send Data').press('Enter');
    await expect.poll(() => client.getByLabel('MessagesReceived', { exact: true }).inputValue(), PATIENCE).toBe('1');
  });

  test('Disconnect closes it, Connect opens it again', async () => {
    await openEntity(page, 'Lamp');
    const client = component(page, 'WebsocketClient');
    await client.getByText('Open', { exact: true }).waitFor();
    await client.getByRole('button', { name: 'Disconnect', exact: true }).click();
    await until(() => echo.open() === 0);
    await client.getByText('Idle', { exact: true }).waitFor();
    await client.getByRole('button', { name: 'Connect', exact: true }).click();
    await until(() => echo.open() === 1);
    expect(echo.connections()).toBe(2);
  });

  test('a component is attached, removed, and both are undone and done again', async () => {
    await openEntity(page, 'Bench');
    await page.getByRole('button', { name: 'Attach Component' }).click();
    const dialog = inDialog(page, 'Attach Component');
    await dialog.getByLabel('Search components').fill('spin');
    await dialog.getByRole('option', { name: 'Spinner' }).waitFor();
    await page.keyboard.press('Enter');
    await component(page, 'Spinner').waitFor();
    // Spinner needs a Transform, which comes along.
    await component(page, 'Transform').waitFor();

    await page.getByRole('button', { name: 'Undo' }).click();
    await component(page, 'Spinner').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Redo' }).click();
    await component(page, 'Spinner').waitFor();

    await component(page, 'Spinner').getByRole('button', { name: 'More of Spinner' }).click();
    await page.getByRole('menuitem', { name: 'Destroy Spinner' }).click();
    await component(page, 'Spinner').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    await component(page, 'Spinner').waitFor();
    expect(Object.keys((await entity('bench')).components)).toContain('Spinner');
  });

  test('an entity is added, renamed, duplicated and removed from the keyboard, and each is undone', async () => {
    await openEntity(page, 'Bench');
    await menu(page, 'Bench', 'Add child');
    await page.getByRole('heading', { name: 'Entity', exact: true }).waitFor();

    await item(page, 'Entity').click();
    await page.keyboard.press('F2');
    await page.getByLabel('New name').fill('Cushion');
    await page.keyboard.press('Enter');
    await item(page, 'Cushion').waitFor();

    await page.keyboard.press('Control+d');
    await item(page, 'Cushion 2').waitFor();
    await page.keyboard.press('Control+z');
    await item(page, 'Cushion 2').waitFor({ state: 'detached' });

    await item(page, 'Cushion').click();
    await page.keyboard.press('Delete');
    await item(page, 'Cushion').waitFor({ state: 'detached' });
    await focusTree(page);
    await page.keyboard.press('Control+z');
    await item(page, 'Cushion').waitFor();
    await page.keyboard.press('Control+Shift+z');
    await item(page, 'Cushion').waitFor({ state: 'detached' });
  });

  test('an entity is moved below another by its menu, and back by undo', async () => {
    await menu(page, 'Shed', 'Move to…');
    const dialog = inDialog(page, 'Move Shed to');
    await dialog.getByLabel('Search entities').fill('bench');
    await dialog.getByRole('option', { name: /Bench/ }).click();
    await expect.poll(async () => (await entity('shed')).parent, PATIENCE).toBe('bench');
    await expect.poll(() => item(page, 'Shed').getAttribute('aria-level'), PATIENCE).toBe('3');
    await focusTree(page);
    await page.keyboard.press('Control+z');
    await expect.poll(async () => (await entity('shed')).parent, PATIENCE).toBe(null);
    await expect.poll(() => item(page, 'Shed').getAttribute('aria-level'), PATIENCE).toBe('1');
  });

  test('an entity is dragged onto another', async () => {
    await item(page, 'Shed').dragTo(item(page, 'Lamp'));
    await expect.poll(async () => (await entity('shed')).parent, PATIENCE).toBe('lamp');
  });

  test('what was refused stands at its field until it is mended', async () => {
    await openEntity(page, 'Lamp');
    const client = component(page, 'WebsocketClient'),
      timeout = client.getByLabel('ConnectTimeout', { exact: true });
    await timeout.click();
    await timeout.fill('0');
    await timeout.press('Enter');
    await client.getByRole('alert').filter({ hasText: 'at least 0.1' }).waitFor();
    expect(await timeout.getAttribute('aria-invalid')).toBe('true');
    expect((await entity('lamp')).components['WebsocketClient']?.['ConnectTimeout']).toBe(10);
    await timeout.fill('20');
    await timeout.press('Enter');
    await client.getByRole('alert').waitFor({ state: 'detached' });
    await expect.poll(async () => (await entity('lamp')).components['WebsocketClient']?.['ConnectTimeout'], PATIENCE).toBe(20);

    // And what only the server can know: nothing may hang below itself.
    await openEntity(page, 'Garden');
    await basic(page, 'Parent')
      .getByRole('button', { name: /^Parent:/ })
      .click();
    await inDialog(page, 'Choose Parent').getByLabel('Search entities').fill('lamp');
    await inDialog(page, 'Choose Parent').getByRole('option', { name: /Lamp/ }).click();
    await page.getByRole('group', { name: 'Entity', exact: true }).getByRole('alert').waitFor();
    expect((await entity('garden')).parent).toBe(null);
  });

  test('what the server refuses keeps its text and its words; Escape gives it up', async () => {
    await openEntity(page, 'Shed');
    const variables = component(page, 'DynamicVariables');
    await variables.getByLabel('Variables name locked').fill('7 dwarfs');
    await variables.getByLabel('Variables name locked').press('Enter');
    await variables.getByRole('alert').waitFor();
    expect(Object.keys((await entity('shed')).components['DynamicVariables']?.['Variables'] as object)).toEqual(['locked']);
  });

  test('a number is dragged in one step of undo', async () => {
    await openEntity(page, 'Lamp');
    const x = basic(page, 'Position x');
    await x.scrollIntoViewIfNeeded();
    const box = await x.boundingBox();
    if (box === null) throw new Error('the box of Position x is not in view');
    await page.mouse.move(box.x + 30, box.y + 8);
    await page.mouse.down();
    for (let i = 1; i <= 10; i++) await page.mouse.move(box.x + 30 + i * 8, box.y + 8);
    await page.mouse.up();
    await expect.poll(async () => (await entity('lamp')).components['Transform']?.['Position'], PATIENCE).toEqual([2, 1, 0]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await entity('lamp')).components['Transform']?.['Position'], PATIENCE).toEqual([0, 1, 0]);
  });

  test('undo works from the box just edited, and typed text keeps its own undo', async () => {
    await openEntity(page, 'Lamp');
    // Each press is asked of the server, also before the page knows that there is something: in vain, that is said.
    await page.keyboard.press('Control+z');
    await page.getByText('There is no edit of yours to undo.').waitFor();
    await page.keyboard.press('Control+Shift+z');
    await page.getByText('There is no undone edit of yours to redo.').waitFor();
    await basic(page, 'Tag').fill('changed');
    await basic(page, 'Tag').press('Enter');
    await expect.poll(async () => (await entity('lamp')).tag, PATIENCE).toBe('changed');
    await basic(page, 'Tag').press('Control+z');
    await expect.poll(async () => (await entity('lamp')).tag, PATIENCE).toBe('demo');
    await expect.poll(() => basic(page, 'Tag').inputValue(), PATIENCE).toBe('demo');
    await basic(page, 'Tag').pressSequentially('!');
    await basic(page, 'Tag').press('Control+z');
    expect((await entity('lamp')).tag).toBe('demo');
  });

  test('a header is added, typed and sent with the next connection', async () => {
    await openEntity(page, 'Lamp');
    const client = component(page, 'WebsocketClient');
    await client.getByRole('button', { name: 'Add to Headers' }).click();
    await client.getByLabel('New name in Headers').fill('X-Garden');
    await page.keyboard.press('Enter');
    await client.getByLabel('Headers X-Garden', { exact: true }).fill('yes');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await entity('lamp')).components['WebsocketClient']?.['Headers'], PATIENCE).toEqual({ 'X-Garden': 'yes' });
    await until(() => echo.headers().some((headers) => headers['x-garden'] === 'yes'));
  });

  test('a name that there is already stays in its box with its fault, until it is mended or given up', async () => {
    await openEntity(page, 'Shed');
    const variables = component(page, 'DynamicVariables'),
      name = variables.getByLabel('New name in Variables'),
      fault = variables.getByRole('alert');
    const add = async (text: string): Promise<void> => {
      await variables.getByRole('button', { name: 'Add to Variables' }).click();
      await name.fill(text);
      await name.press('Enter');
    };
    await add('locked');
    await fault.filter({ hasText: 'there is a locked already' }).waitFor();
    expect(await name.inputValue()).toBe('locked');
    await name.fill('height');
    await name.press('Enter');
    await variables.getByLabel('Type of height').waitFor();
    await fault.waitFor({ state: 'detached' });
    await add('height');
    await fault.waitFor();
    await name.press('Escape');
    await fault.waitFor({ state: 'detached' });
    expect(await name.count()).toBe(0);
  });

  test('every kind of field is edited: text, switch, colour, a variable', async () => {
    await openEntity(page, 'Shed');
    await basic(page, 'Name').fill('Tool shed');
    await basic(page, 'Name').press('Enter');
    await item(page, 'Tool shed').waitFor();
    await basic(page, 'Active').click();
    await expect.poll(async () => (await entity('shed')).active, PATIENCE).toBe(false);
    await component(page, 'ColorValue').getByLabel('Value g', { exact: true }).click();
    await component(page, 'ColorValue').getByLabel('Value g', { exact: true }).fill('0.25');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await entity('shed')).components['ColorValue']?.['Value'], PATIENCE).toEqual([1, 0.25, 1, 1]);
    await component(page, 'ColorValue').getByRole('switch', { name: 'Enabled' }).click();
    await expect.poll(async () => (await entity('shed')).components['ColorValue']?.['Enabled'], PATIENCE).toBe(false);
    const variables = component(page, 'DynamicVariables');
    await variables.getByRole('button', { name: 'Add to Variables' }).click();
    await variables.getByLabel('New name in Variables').fill('height');
    await page.keyboard.press('Enter');
    await variables.getByLabel('height', { exact: true }).click();
    await variables.getByLabel('height', { exact: true }).fill('2.5');
    await page.keyboard.press('Enter');
    await expect
      .poll(async () => (await entity('shed')).components['DynamicVariables']?.['Variables'], PATIENCE)
      .toEqual({ locked: { type: 'bool', value: true }, height: { type: 'float', value: 2.5 } });
  });
});
