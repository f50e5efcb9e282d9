import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { unsound } from './axe.ts';
import { PATIENCE, basic, component, serve, visit, withBrowser } from './rig.ts';
import { leave } from './shared-pages.ts';

describe('templates and their instances', () => {
  let browser: Browser, server: RunningServer, page: Page;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    const scene = {
      format: 'worldwire/scene',
      version: 1,
      name: 'Office',
      entities: [
        { id: 'garden', name: 'Garden' },
        { id: 'templates', name: 'Templates', active: false },
        { id: 'desk', name: 'Desk', parent: 'templates', tag: 'oak', components: { FloatValue: { Value: 1 } } },
        { id: 'lamp', name: 'Lamp', parent: 'desk', components: { FloatValue: { Value: 60 } } },
        { id: 'd1', name: 'Left', components: { Instance: { Source: 'desk' } } },
        { id: 'd2', name: 'Right', components: { Instance: { Source: 'desk' } } },
        { id: 'chair', name: 'Chair', components: { FloatValue: { Value: 4 } } },
        { id: 'seat', name: 'Seat', parent: 'chair' },
      ],
    };
    server = await serve({ worlds: [{ name: 'office', scene }] });
    page = await visit(browser, server);
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
  });

  const entity = async (id: string) => server.worlds.get('office').ask({ ask: 'entity', entity: id });
  const value = async (id: string): Promise<unknown> => (await entity(id)).components['FloatValue']?.['Value'];
  const marks = async (id: string): Promise<string[]> => Object.keys((await entity(id)).components['Instance']?.['Overrides'] as object);
  /** A row by its id, since a template and its instances have parts of the same name. */
  const row = (id: string) => page.locator(`[role=treeitem][data-id="${id}"]`);
  const choose = async (id: string, name: string): Promise<void> => {
    await row(id).click();
    await page.getByRole('heading', { name, exact: true }).waitFor();
  };
  const unfold = async (...ids: string[]): Promise<void> => {
    for (const id of ids) {
      if ((await row(id).getAttribute('aria-expanded')) !== 'false') continue;
      await row(id).click();
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => row(id).getAttribute('aria-expanded'), PATIENCE).toBe('true');
    }
  };
  const set = async (number: string): Promise<void> => {
    const box = component(page, 'FloatValue').getByLabel('Value', { exact: true });
    await box.fill(number);
    await box.press('Enter');
  };

  test('an edit of a template reaches its instances, and says how many before', async () => {
    await unfold('templates', 'desk');
    await choose('lamp', 'Lamp');
    await page.getByText('Part of a template: edits here reach 2 instances').waitFor();
    expect(await unsound(page)).toEqual([]);
    await set('75');
    await expect.poll(() => value('d1:lamp'), PATIENCE).toBe(75);
    expect(await value('d2:lamp')).toBe(75);
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await expect.poll(() => value('d2:lamp'), PATIENCE).toBe(60);
  });

  test('what is overridden is marked in its field, its component, its row and above, and is taken back from there, by keys', async () => {
    await choose('d1', 'Left');
    await page.getByRole('button', { name: 'Nothing overridden' }).waitFor();
    await set('5');
    const sign = component(page, 'FloatValue').getByRole('button', { name: 'own: Value overrides Desk', exact: true });
    await sign.waitFor();
    await component(page, 'FloatValue').getByRole('button', { name: 'own: FloatValue overrides Desk' }).waitFor();
    await expect.poll(() => row('d1').getAttribute('aria-description'), PATIENCE).toContain('instance, 1 override');
    expect(await marks('d1')).toEqual(['FloatValue.Value']);
    expect(await unsound(page)).toEqual([]);
    await sign.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Take back to Desk' }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => value('d1'), PATIENCE).toBe(1);
    await sign.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await expect.poll(() => value('d1'), PATIENCE).toBe(5);
    // Given, it is the template's, and the other one's.
    await page.getByRole('button', { name: '1 override' }).click();
    await page.getByRole('menuitem', { name: 'Give all to Desk' }).click();
    await page.getByText('Gave all overrides to Desk, which 2 instances follow').first().waitFor();
    expect([await value('desk'), await value('d2'), await marks('d1')]).toEqual([5, 5, []]);
  });

  test('a part says of what it is one, leads to the template, and stays in its instance', async () => {
    await unfold('d1');
    await row('d1:lamp').click();
    await page.getByText('Part of').waitFor();
    await basic(page, 'Name').fill('Torch');
    await basic(page, 'Name').press('Enter');
    await expect.poll(() => marks('d1'), PATIENCE).toEqual(['lamp/name']);
    await page.getByRole('button', { name: 'Take back', exact: true }).click();
    await expect.poll(async () => (await entity('d1:lamp')).name, PATIENCE).toBe('Lamp');
    await page.getByRole('button', { name: 'Go to it in the template' }).click();
    await page.getByText('Part of a template: edits here reach 2 instances').waitFor();
  });

  test('a template is made of an entity, placed by its key, and its instances are selected', async () => {
    await row('chair').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Make a template' }).click();
    await expect.poll(async () => (await entity('chair')).components['Instance'] !== undefined, PATIENCE).toBe(true);
    await choose('chair', 'Chair');
    await row('chair').press('Alt+i');
    await page.getByText('Placed an instance of Chair.').first().waitFor();
    const { Source } = (await entity('chair')).components['Instance'] as { Source: string };
    await expect.poll(async () => (await entity(Source)).name, PATIENCE).toBe('Chair');
    await page.getByRole('button', { name: 'Select all instances' }).first().click();
    await page.getByRole('heading', { name: '2 entities' }).waitFor();
    for (let step = 0; step < 2; step++) await page.getByRole('button', { name: 'Undo' }).first().click();
    await expect.poll(async () => (await entity('chair')).components['Instance'], PATIENCE).toBe(undefined);
    expect((await entity('seat')).parent).toBe('chair');
  });

  test('an instance is unlinked, and follows no more', async () => {
    await choose('d1', 'Left');
    await page.getByRole('button', { name: 'Unlink' }).click();
    await page.getByRole('button', { name: 'Unlink' }).waitFor({ state: 'detached' });
    await unfold('templates');
    await choose('desk', 'Desk');
    await page.getByText('Template: edits here reach one instance').waitFor();
    await set('9');
    await expect.poll(() => value('d2'), PATIENCE).toBe(9);
    expect(await value('d1')).toBe(1);
  });

  test('a template that is followed goes only after it was said what that means', async () => {
    await unfold('templates');
    await choose('desk', 'Desk');
    await row('desk').press('Delete');
    await page.getByText('2 instances follow it, and will stay as plain entities that nothing links any more.').waitFor();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await expect.poll(async () => (await entity('d1')).components['Instance'], PATIENCE).toBe(undefined);
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await expect.poll(() => marks('d1'), PATIENCE).toEqual([]);
    await row('desk').waitFor();
    await choose('d2', 'Right');
    await page.getByText('Instance of').waitFor();
  });

  test('an item is placed linked: the first of a name brings its template, and one step of undo takes both away', async () => {
    const file = {
      name: 'post.item.json',
      mimeType: 'application/json',
      buffer: Buffer.from(
        JSON.stringify({
          format: 'worldwire/scene',
          version: 1,
          name: 'Post',
          entities: [
            { id: 'p', name: 'Post' },
            { id: 'q', name: 'Sign', parent: 'p' },
          ],
        }),
      ),
    };
    const placeIt = async (): Promise<void> => {
      await row('chair').click({ button: 'right' });
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('menuitem', { name: 'Place item, linked…' }).click()]);
      await chooser.setFiles(file);
    };
    await placeIt();
    await page.getByText('Placed post.item.json, and its template below Templates.').first().waitFor();
    expect((await entity('item-post')).parent).toBe('templates');
    await placeIt();
    await expect.poll(async () => (await entity('chair')).children.length, PATIENCE).toBe(3);
    for (const id of (await entity('chair')).children.slice(1)) expect((await entity(id)).components['Instance']?.['Source']).toBe('item-post');
    for (let step = 0; step < 2; step++) await page.getByRole('button', { name: 'Undo' }).first().click();
    await expect.poll(async () => (await entity('chair')).children, PATIENCE).toEqual(['seat']);
    expect((await entity('templates')).children).toEqual(['desk']);
  });

  test('dragged with Alt, a template stays and an instance of it is placed', async () => {
    await unfold('templates');
    await choose('desk', 'Desk');
    await page.keyboard.down('Alt');
    await row('desk').dragTo(row('chair'));
    await page.keyboard.up('Alt');
    await page.getByText('Placed an instance of Desk.').first().waitFor();
    expect((await entity('desk')).parent).toBe('templates');
    expect((await entity('chair')).children).toHaveLength(2);
  });
});
