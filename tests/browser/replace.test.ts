import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { unsound } from './axe.ts';
import { PATIENCE, item, serve, visit, withBrowser } from './rig.ts';
import { leave } from './shared-pages.ts';

interface Seen {
  readonly name: string;
  readonly tag: string;
  readonly components: { readonly [component: string]: { readonly [field: string]: unknown } };
}

/** Those that tests look at, without who is here. */
const FEW = 'id=garden or id=a or id=b or id=c';

describe('search and replace', () => {
  let browser: Browser, server: RunningServer, page: Page;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    const client = (host: string) => ({ WebsocketClient: { URL: `ws://${host}/in`, Enabled: false } });
    const scene = {
      format: 'worldwire/scene',
      version: 1,
      name: 'Plant',
      entities: [
        { id: 'garden', name: 'Garden' },
        { id: 'a', name: 'Pump 1', tag: 'pump', parent: 'garden', components: client('127.0.0.1:9') },
        { id: 'b', name: 'Pump 2', tag: 'pump', components: { ...client('127.0.0.1:9'), StringValue: { Value: 'the pump' } } },
        { id: 'c', name: 'Valve', tag: 'pump', components: { StringValue: { Value: 'no' } } },
        { id: 'crowd', name: 'Crowd' },
        ...Array.from({ length: 3_000 }, (_, at) => ({ id: `n${at}`, name: `Node ${at}`, parent: 'crowd', tag: 'many' })),
      ],
    };
    server = await serve({ worlds: [{ name: 'plant', scene }] });
    page = await visit(browser, server);
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
  });

  const found = async (query: string): Promise<readonly Seen[]> =>
    (await server.worlds.get('plant').ask({ ask: 'entities', query, offset: 0, limit: 5_000 })).entities as readonly Seen[];
  const names = async (query: string): Promise<string[]> => (await found(query)).map(({ name }) => name);
  const dialog = () => page.locator('ww-replace');
  const rows = () => dialog().locator('ww-replace-list').getByRole('option');
  const undo = async (): Promise<void> => page.getByRole('button', { name: 'Undo' }).first().click();
  const elsewhere = (operations: readonly object[]) =>
    page.evaluate(async (body) => {
      const answer = await fetch('/api/worlds/plant/operations', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      if (!answer.ok) throw new Error(await answer.text());
    }, JSON.stringify({ operations }));
  const open = async (): Promise<void> => {
    await item(page, 'Garden').click();
    await page.keyboard.press('Control+Shift+H');
    await dialog().getByLabel('Find', { exact: true }).waitFor();
  };

  test('all texts are found, shown as they are and as they would be, unticked by keyboard, and replaced in one step of undo', async () => {
    await open();
    await page.keyboard.type('pump');
    await page.keyboard.press('Tab');
    await page.keyboard.type('motor');
    await dialog().getByText('6 texts of 3 entities').waitFor();
    expect(await rows().count()).toBe(6);
    expect(await rows().nth(0).locator('del').innerText()).toBe('Pump');
    expect(await rows().nth(0).locator('ins').innerText()).toBe('motor');
    expect(await rows().nth(0).innerText()).toContain('Garden / Pump 1');
    expect(await unsound(page)).toEqual([]);
    await dialog().getByRole('listbox', { name: 'Changes' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    expect(await rows().nth(1).getAttribute('aria-selected')).toBe('false');
    await dialog().getByRole('button', { name: 'Replace 5' }).click();
    await page.getByText('Replaced in 5 texts.').waitFor();
    expect(await names(FEW)).toEqual(['Garden', 'motor 1', 'motor 2', 'Valve']);
    expect((await found('id=a or id=b or id=c')).map(({ tag }) => tag)).toEqual(['pump', 'motor', 'motor']);
    expect((await found('id=b'))[0]?.components['StringValue']?.['Value']).toBe('the motor');
    await undo();
    await expect.poll(() => names(FEW), PATIENCE).toEqual(['Garden', 'Pump 1', 'Pump 2', 'Valve']);
    expect((await found('id=b'))[0]?.components['StringValue']?.['Value']).toBe('the pump');
  });

  test('expressions put their groups in; what would be no address is said and left out', async () => {
    await open();
    const dial = dialog();
    await dial.getByLabel('expression').check();
    await dial.getByLabel('Find', { exact: true }).fill('^ws://([^/]+)/(in');
    await dial.getByText('expected an expression that can be read', { exact: false }).waitFor();
    await dial.getByLabel('Find', { exact: true }).fill('^ws://([^/]+)/in');
    await dial.getByLabel('Replace with').fill('$1 in');
    await dial.getByText('2 cannot be changed', { exact: false }).waitFor();
    await dial.getByText('left as it is:', { exact: false }).first().waitFor();
    expect(await dial.getByRole('button', { name: 'Replace' }).isDisabled()).toBe(true);
    await dial.getByLabel('Replace with').fill('ws://$2/');
    await dial.getByText('a group that the expression has instead of $2', { exact: false }).waitFor();
    await dial.getByLabel('Replace with').fill('wss://$1/out');
    await dial.getByRole('button', { name: 'Replace 2' }).click();
    await expect
      .poll(async () => (await found('c:WebsocketClient')).map(({ components }) => components['WebsocketClient']?.['URL']), PATIENCE)
      .toEqual(['wss://127.0.0.1:9/out', 'wss://127.0.0.1:9/out']);
  });

  test('what somebody has changed since it was shown is not written over, and said', async () => {
    await open();
    await dialog().getByLabel('Find', { exact: true }).fill('Pump');
    await dialog().getByLabel('Replace with').fill('Motor');
    await dialog().getByLabel('tags').uncheck();
    await dialog().getByText('3 texts of 2 entities').waitFor();
    await elsewhere([
      { op: 'updateEntity', entity: 'a', name: 'Pump of mine' },
      { op: 'setField', entity: 'b', component: 'StringValue', field: 'Value', value: 'quite another' },
    ]);
    await dialog().getByRole('button', { name: 'Replace 3' }).click();
    await dialog().getByText('Nothing was replaced: 2 texts have become another since it was shown', { exact: false }).waitFor();
    await dialog().getByText('has become another since it was shown').first().waitFor();
    expect(await names(FEW)).toEqual(['Garden', 'Pump of mine', 'Pump 2', 'Valve']);
    await dialog().getByRole('button', { name: 'Replace 1' }).click();
    await expect.poll(() => names(FEW), PATIENCE).toEqual(['Garden', 'Pump of mine', 'Motor 2', 'Valve']);
    expect((await found('id=b'))[0]?.components['StringValue']?.['Value']).toBe('quite another');
  });

  test('it is kept to what is selected, or what a query finds; thousands are one step of undo', async () => {
    await item(page, 'Valve').click();
    await page.keyboard.press('Control+Shift+H');
    await dialog().getByLabel('Of').selectOption('selection');
    await dialog().getByLabel('Find', { exact: true }).fill('pump');
    await dialog().getByText('1 text of 1 entity').or(dialog().getByText('one text of one entity')).first().waitFor();
    await dialog().getByLabel('Of').selectOption('query');
    await dialog().getByLabel('Query').fill('tag=many');
    await dialog().getByLabel('Find', { exact: true }).fill('Node ');
    await dialog().getByLabel('Replace with').fill('Device ');
    await dialog().getByRole('button', { name: 'Replace 3\u202f000' }).click();
    await expect.poll(async () => (await names('name~"Device "')).length, PATIENCE).toBe(3_000);
    await undo();
    await expect.poll(async () => (await names('name~"Node "')).length, PATIENCE).toBe(3_000);
  });
});
