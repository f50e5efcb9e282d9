import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import type { RunningServer } from '../../server/index.ts';
import { PATIENCE, component, echoServer, gardenServer, openEntity, visit, type EchoServer, withBrowser } from './rig.ts';
import { leave } from './shared-pages.ts';

describe('a connection, seen in the browser', () => {
  let browser: Browser, echo: EchoServer, server: RunningServer, page: Page, client: Locator;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    echo = await echoServer();
    server = await gardenServer(echo);
    page = await visit(browser, server);
    await openEntity(page, 'Lamp');
    client = component(page, 'WebsocketClient');
    await client.getByText('Open', { exact: true }).waitFor();
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
    await echo.close();
  });

  const rows = (): Locator => client.getByRole('listbox', { name: 'Messages' }).getByRole('option');
  const names = async (): Promise<(string | null)[]> => rows().evaluateAll((all) => all.map((row) => row.getAttribute('aria-label')));
  const box = (): Locator => client.getByLabel('Send Data');
  const mode = (name: string): Locator => client.getByRole('radio', { name, exact: true });
  async function send(text: string): Promise<void> {
    await box().fill(text);
    await box().press('Enter');
  }

  test('what is sent and what comes back stand in the list, with direction and size', async () => {
    await send('hello there');
    await expect.poll(names, PATIENCE).toEqual([expect.stringMatching(/^Sent, 11.B: hello there$/), expect.stringMatching(/^Received, 11.B: hello there$/)]);
  });

  test('a message is shown below the list as text, as JSON and as bytes', async () => {
    await mode('JSON').click();
    await send('{"colour":"#ffb347","n":[1,2]}');
    await expect.poll(() => rows().count(), PATIENCE).toBe(2);
    await rows().last().click();
    const message = client.getByRole('region', { name: 'Message', exact: true });
    await message.getByText('"colour"').first().waitFor();
    expect(await message.getByRole('button', { name: 'JSON', exact: true }).getAttribute('aria-pressed')).toBe('true');
    await message.getByRole('button', { name: 'Hex', exact: true }).click();
    await expect.poll(() => message.getByLabel('Message as hex').textContent(), PATIENCE).toMatch(/^0000 {2}7b 22 63 6f/);
    await message.getByRole('button', { name: 'Text', exact: true }).click();
    await expect.poll(() => message.getByLabel('Message as text').textContent(), PATIENCE).toBe('{"colour":"#ffb347","n":[1,2]}');
    await message.getByRole('button', { name: 'Close message' }).click();
    await message.waitFor({ state: 'detached' });
  });

  test('JSON and hex are checked before they go out; the fault stands at the box until it is mended', async () => {
    await mode('JSON').click();
    await send('{"a":');
    const fault = client.getByRole('alert').filter({ hasText: 'This is no JSON' });
    await fault.waitFor();
    expect(await box().getAttribute('aria-invalid')).toBe('true');
    await box().fill('{"a":1}');
    await fault.waitFor({ state: 'hidden' });
    await mode('Hex').click();
    await send('00 0g');
    await client.getByRole('alert').filter({ hasText: 'not a hex digit' }).waitFor();
    await send('00 0f ff');
    await expect.poll(names, PATIENCE).toEqual([expect.stringMatching(/^Sent, 3.B: 00 0f ff$/), expect.stringMatching(/^Received, 3.B: 00 0f ff$/)]);
  });

  test('what was sent before is one key away, also after the page was loaded anew', async () => {
    await send('first');
    await send('second');
    await expect.poll(() => rows().count(), PATIENCE).toBe(4);
    await box().fill('being typed');
    await box().press('ArrowUp');
    expect(await box().inputValue()).toBe('second');
    await box().press('ArrowUp');
    expect(await box().inputValue()).toBe('first');
    await box().press('ArrowDown');
    await box().press('ArrowDown');
    expect(await box().inputValue()).toBe('being typed');
    await page.reload();
    await openEntity(page, 'Lamp');
    await box().press('ArrowUp');
    expect(await box().inputValue()).toBe('second');
  });

  test('the list is filtered by text, direction and kind, held still, and emptied', async () => {
    await send('apple');
    await send('pear');
    await mode('Hex').click();
    await send('0102');
    await expect.poll(() => rows().count(), PATIENCE).toBe(6);
    await client.getByLabel('Filter messages').fill('PEA');
    await expect.poll(() => rows().count(), PATIENCE).toBe(2);
    await client.getByLabel('Direction').selectOption('in');
    await expect.poll(names, PATIENCE).toEqual([expect.stringMatching(/^Received, 4.B: pear$/)]);
    await client.getByLabel('Filter messages').fill('');
    await client.getByLabel('Kind of message').selectOption('binary');
    await expect.poll(names, PATIENCE).toEqual([expect.stringMatching(/^Received, 2.B: 01 02$/)]);
    await client.getByLabel('Direction').selectOption('both');
    await client.getByLabel('Kind of message').selectOption('any');
    await client.getByRole('button', { name: 'Pause messages' }).click();
    await send('03');
    await client.getByRole('button', { name: 'Resume (2 new)' }).waitFor();
    expect(await rows().count()).toBe(6);
    await client.getByRole('button', { name: 'Resume (2 new)' }).click();
    await expect.poll(() => rows().count(), PATIENCE).toBe(8);
    await client.getByRole('button', { name: 'Clear messages' }).click();
    await expect.poll(() => rows().count(), PATIENCE).toBe(0);
  });

  test('states stand between the messages, and the strip tells them', async () => {
    await send('one');
    await client.getByRole('button', { name: 'Disconnect', exact: true }).click();
    await expect.poll(async () => (await names()).at(-1), PATIENCE).toBe('Idle: disconnected');
    const strip = client.getByRole('img', { name: /^States of the last/ });
    await expect.poll(() => strip.getAttribute('aria-label'), PATIENCE).toMatch(/Open for .*Idle for/);
    await client.getByText('last closed 1000 normal closure').waitFor();
    await client.getByRole('button', { name: 'Connect', exact: true }).click();
    await expect.poll(async () => (await names()).at(-1), PATIENCE).toBe('Open');
  });

  test('a connection that waits counts down to its next attempt, with the close code by name', async () => {
    await echo.close();
    await client.getByText(/^retry in \d\.\d s$/).waitFor();
    await client.getByText('last closed 1006 no close frame').waitFor();
    echo = await echoServer();
  });

  test('Connect where the client is disabled says that it has to be switched on, until it is', async () => {
    await client.getByRole('switch').click();
    await client.getByText('disabled', { exact: true }).waitFor();
    await client.getByRole('button', { name: 'Connect', exact: true }).click();
    const told = client.getByRole('alert').filter({ hasText: 'It is disabled' });
    await told.waitFor();
    await client.getByRole('switch').click();
    await told.waitFor({ state: 'detached' });
    await client.getByText('Open', { exact: true }).waitFor();
  });

  test('after one has clicked how to send, one types on in the box', async () => {
    await mode('Hex').click();
    await page.keyboard.type('00 ff');
    expect(await box().inputValue()).toBe('00 ff');
  });

  test('the handshake unfolds: status, address, headers; and how long a ping takes', async () => {
    await client.getByText(/ms round trip$/).waitFor();
    await client.getByRole('button', { name: 'Handshake' }).click();
    const handshake = client.getByRole('region', { name: 'Handshake' });
    await handshake.getByText('101 Switching Protocols').waitFor();
    await handshake.getByText(echo.host, { exact: true }).waitFor();
    await handshake.getByText('Sec-WebSocket-Accept').waitFor();
  });

  test('the messages are saved as a file of one object a line', async () => {
    await send('kept');
    await expect.poll(() => rows().count(), PATIENCE).toBe(2);
    await client.getByRole('button', { name: 'More of the messages' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Save as a file' }).click();
    const saved = await download;
    expect(saved.suggestedFilename()).toBe('lamp-WebsocketClient.messages.jsonl');
    const lines = (await readFile(await saved.path(), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { what: string; text: string });
    expect(lines.map(({ what, text }) => `${what} ${text}`)).toEqual(['sent kept', 'received kept']);
  });

  test('what is typed and sent while an answer is still on its way goes out as well, in order, and stays in the box', async () => {
    await box().focus();
    // All in one task of the page, so that no answer can come in between.
    await box().evaluate((area: HTMLTextAreaElement) => {
      const type = (text: string, isSent: boolean): void => {
        area.value = text;
        area.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
        if (isSent) area.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true, cancelable: true }));
      };
      for (const text of ['first', 'second']) type(text, true);
      type('third', false);
    });
    await expect
      .poll(async () => (await names()).filter((name) => name?.startsWith('Sent')), PATIENCE)
      .toEqual([expect.stringMatching(/: first$/), expect.stringMatching(/: second$/)]);
    await client.getByRole('button', { name: 'Send', exact: true }).and(page.locator(':enabled')).waitFor();
    await page.keyboard.press('End');
    await page.keyboard.type('!');
    expect(await box().inputValue()).toBe('third!');
  });

  test('the list is walked with the keyboard', async () => {
    await send('a');
    await send('b');
    await expect.poll(() => rows().count(), PATIENCE).toBe(4);
    await client.getByRole('listbox', { name: 'Messages' }).focus();
    const chosen = async (): Promise<string | null> =>
      client.getByRole('listbox', { name: 'Messages' }).locator('[aria-selected=true]').getAttribute('aria-label');
    await page.keyboard.press('Home');
    await expect.poll(chosen, PATIENCE).toMatch(/^Sent, .*: a$/);
    await page.keyboard.press('End');
    await expect.poll(chosen, PATIENCE).toMatch(/^Received, .*: b$/);
    await page.keyboard.press('Escape');
    await expect.poll(() => client.getByRole('region', { name: 'Message', exact: true }).count(), PATIENCE).toBe(0);
  });

  test('a flood stays in bounds: few rows in the page, what was left out is counted', async () => {
    const flood = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(flood, 'listening');
    flood.on('connection', (socket) => {
      const pour = (): void => {
        for (let i = 0; i < 300; i++) socket.send(`{"flood":${i}}`);
        if (socket.readyState === socket.OPEN) setTimeout(pour, 5);
      };
      pour();
    });
    try {
      const { port } = flood.address() as AddressInfo;
      await client.getByLabel('URL', { exact: true }).fill(`ws://127.0.0.1:${port}/`);
      await client.getByLabel('URL', { exact: true }).press('Enter');
      await page.getByRole('dialog', { name: /Allow/ }).getByRole('button', { name: 'Always allow this host and port' }).click();
      // As many as are kept, and no more.
      await client.getByText(/^2\s000$/).waitFor();
      expect(await rows().count()).toBeLessThan(60);
      await client.getByRole('button', { name: 'Pause messages' }).click();
      await client.getByRole('button', { name: 'More of the messages' }).click();
      const download = page.waitForEvent('download');
      await page.getByRole('menuitem', { name: 'Save as a file' }).click();
      const saved = await readFile(await (await download).path(), 'utf8');
      const lines = saved
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { what: string; messages?: number });
      expect(lines).toHaveLength(2_000);
      expect(lines.filter(({ what }) => what === 'left out').reduce((sum, { messages = 0 }) => sum + messages, 0)).toBeGreaterThan(0);
    } finally {
      for (const each of flood.clients) each.terminate();
      flood.close();
    }
  });
});
