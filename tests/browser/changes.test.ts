import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Author, Operation } from '../../engine/index.ts';
import type { RunningServer, ServerOptions } from '../../server/index.ts';
import { unsound } from './axe.ts';
import { basic, echoServer, garden, gardenServer, item, openEntity, PATIENCE, visit, type EchoServer, withBrowser } from './rig.ts';
import { borrow, leaveAll } from './shared-pages.ts';

let browser: Browser, echo: EchoServer, server: RunningServer;
withBrowser((opened) => {
  browser = opened;
});
beforeAll(async () => {
  echo = await echoServer();
});
afterEach(async () => {
  await leaveAll(browser);
  await server.close();
});
afterAll(async () => {
  await echo.close();
});

const BEN: Author = { userId: 'ben', role: 'Builder' };

async function open(options: ServerOptions = {}): Promise<Page> {
  server = await gardenServer(echo, options);
  const page = await visit(browser, server);
  await page.getByRole('tab', { name: 'Changes' }).click();
  await page.getByRole('toolbar', { name: 'Changes' }).waitFor();
  return page;
}
async function edit(operations: readonly Operation[], author = BEN): Promise<void> {
  expect(await server.worlds.get('garden').submit(author, { type: 'operations', operations })).toMatchObject({ ok: true });
}
const nameOf = async (id: string): Promise<string> => (await server.worlds.get('garden').ask({ ask: 'entity', entity: id })).name;
const list = (page: Page): Locator => page.getByRole('grid', { name: 'Changes' });
const line = (page: Page, words: string): Locator => list(page).getByRole('row', { name: words });
const rename = (entity: string, name: string): Operation => ({ op: 'updateEntity', entity, name });

test('what anybody changes comes into the list by its entity, with what it was and is, and whose it is', async () => {
  const page = await open();
  await page.getByText('Nothing has been changed since this world was loaded').waitFor();
  await edit([
    rename('bench', 'Long bench'),
    { op: 'setField', entity: 'shed', component: 'ColorValue', field: 'Value', value: [1, 0, 0, 1] },
    { op: 'updateEntity', entity: 'shed', tag: 'wood' },
    { op: 'removeEntity', entity: 'seat' },
    { op: 'addEntity', entity: { id: 'post', name: 'Post' } },
  ]);
  await line(page, 'changed Garden / Long bench, Name: Bench → Long bench (ben)').waitFor();
  await line(page, 'Shed, 2 changes').waitFor();
  await line(page, 'changed Shed, ColorValue.Value').getByText('#ff0000').waitFor();
  await line(page, 'changed Shed, Tag: “” → wood').waitFor();
  await line(page, 'removed Garden / Long bench / Seat').waitFor();
  await line(page, 'added Post').waitFor();
  expect(await page.getByRole('tab', { name: 'Changes' }).textContent()).toContain('5');
  expect(await unsound(page)).toEqual([]);
});

test('a line leads to its entity, and its button takes the change back', async () => {
  const page = await open();
  await edit([rename('seat', 'Stool')]);
  await line(page, 'Name: Seat → Stool')
    .getByRole('button', { name: /Stool$/ })
    .click();
  await page.getByRole('heading', { name: 'Stool', exact: true }).waitFor();
  await item(page, 'Stool').waitFor();
  await line(page, 'Name: Seat → Stool')
    .getByRole('button', { name: /^Take back/ })
    .click();
  await page.getByText('Nothing has been changed since this world was loaded').waitFor();
  await page.getByRole('heading', { name: 'Seat', exact: true }).waitFor();
  await page.getByText('Taken back: Garden / Bench / Stool, Name').waitFor();
});

test('several are picked with the mouse or the keyboard and taken back as one step of undo', async () => {
  const page = await open();
  await edit([rename('bench', 'One'), rename('shed', 'Two'), { op: 'updateEntity', entity: 'lamp', tag: 'three' }]);
  await line(page, 'Bench → One').click();
  await line(page, 'Shed → Two').click({ modifiers: ['ControlOrMeta'] });
  await page.getByRole('button', { name: 'Take back 2' }).click();
  await expect.poll(() => nameOf('bench'), PATIENCE).toBe('Bench');
  expect(await nameOf('shed')).toBe('Shed');
  await line(page, 'Tag: demo → three').waitFor();
  await expect.poll(() => list(page).getByRole('row').count(), PATIENCE).toBe(1);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Undo/ }).first().click();
  await line(page, 'Bench → One').waitFor();
  await list(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+End');
  await page.getByRole('button', { name: 'Take back 3' }).waitFor();
  await page.keyboard.press('Delete');
  await page.getByText('Nothing has been changed since this world was loaded').waitFor();
});

test('all is taken back at once after having been asked, whosever it was', async () => {
  const page = await open();
  await openEntity(page, 'Lamp');
  await basic(page, 'Name').fill('Torch');
  await basic(page, 'Name').press('Enter');
  await edit([{ op: 'removeEntity', entity: 'bench' }]);
  await line(page, 'removed Garden / Bench').waitFor();
  await page.getByRole('button', { name: 'Take all back…' }).click();
  const dialog = page.locator('wa-dialog[label="Take back all 2 changes?"]');
  await dialog.getByText('the work of 1 other person').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(await nameOf('lamp')).toBe('Torch');
  await page.getByRole('button', { name: 'Take all back…' }).click();
  await dialog.getByRole('button', { name: 'Take back' }).click();
  await page.getByText('Nothing has been changed since this world was loaded').waitFor();
  expect(await nameOf('seat')).toBe('Seat');
});

test('what cannot be taken back as the world is by now is said, and nothing is changed', async () => {
  const page = await open();
  await edit([{ op: 'moveEntity', entity: 'seat', parent: 'shed' }]);
  await edit([{ op: 'removeEntity', entity: 'bench' }]);
  await line(page, 'moved Shed / Seat, Parent: Bench → Shed')
    .getByRole('button', { name: /^Take back/ })
    .click();
  await page.getByText('no entity has the id bench').waitFor();
  await expect.poll(() => list(page).getByRole('row').count(), PATIENCE).toBe(2);
});

test('ten thousand differences are listed by what is in view, filtered and taken back', async () => {
  const entities = Array.from({ length: 5_000 }, (_each, at) => ({ id: `n${at}`, name: `Thing ${at}` }));
  const scene = garden(echo.url) as unknown as { entities: object[] };
  const page = await open({ worlds: [{ name: 'garden', scene: { ...scene, entities: [...scene.entities, ...entities] } as never }] });
  await edit(entities.map(({ id }) => ({ op: 'updateEntity', entity: id, tag: 'new' })));
  await page.getByText('The newest 1 000 of 5 000.').waitFor();
  await page.getByRole('button', { name: 'List more' }).click();
  await page.getByText('The newest').waitFor({ state: 'detached' });
  expect(await list(page).getByRole('row').count()).toBeLessThan(120);
  await list(page).focus();
  await page.keyboard.press('End');
  await line(page, 'changed Thing 4999, Tag').waitFor();
  await page.getByLabel('Filter the changes').fill('thing 770');
  await expect.poll(() => list(page).getAttribute('aria-rowcount'), PATIENCE).toBe('5');
  await page.getByLabel('Filter the changes').fill('');
  await page.getByRole('button', { name: 'Take all back…' }).click();
  await page.locator('wa-dialog').getByRole('button', { name: 'Take back' }).click();
  await page.getByText('Nothing has been changed since this world was loaded').waitFor();
});

test('who may only look sees the changes, and cannot take them back', async () => {
  const token = 'a-spectator-of-the-changes-0123456789';
  server = await gardenServer(echo, { tokens: [{ token, role: 'Spectator' }] });
  await edit([rename('bench', 'Long bench')]);
  const page = await borrow(browser);
  await page.goto(`${server.origin}/?token=${token}`);
  await page.getByRole('tab', { name: 'Changes' }).click();
  await line(page, 'Bench → Long bench').waitFor();
  expect(await page.getByRole('button', { name: 'Take all back…' }).isDisabled()).toBe(true);
  expect(
    await line(page, 'Bench → Long bench')
      .getByRole('button', { name: /^Take back/ })
      .isDisabled(),
  ).toBe(true);
});

test('edit by edit: who did what and when; one of one’s own, clicked, is undone with those after it, and done again', async () => {
  const page = await open();
  for (const name of ['One', 'Two', 'Three']) {
    await openEntity(page, (await nameOf('shed')) as string);
    await basic(page, 'Name').fill(name);
    await basic(page, 'Name').press('Enter');
    await page.getByRole('heading', { name, exact: true }).waitFor();
  }
  await edit([rename('bench', 'Ben’s')]);
  await page.getByRole('button', { name: 'Edit by edit' }).click();
  const edits = page.getByRole('list', { name: 'Edits, newest first' });
  await expect.poll(() => edits.getByRole('listitem').count(), PATIENCE).toBe(4);
  expect(await edits.getByRole('listitem').first().textContent()).toContain('ben');
  expect(await edits.getByRole('listitem').first().getByRole('button').count()).toBe(0);
  await edits.getByTitle(/^Undo 2 edits/).click();
  await expect.poll(() => nameOf('shed'), PATIENCE).toBe('One');
  await page.getByText('Undone: 2 edits').waitFor();
  await edits.getByTitle('Do again 2 edits: up to this one').waitFor();
  expect(await nameOf('bench')).toBe('Ben’s');
  // The keyboard stays where it was, and goes through one's own.
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect.poll(() => nameOf('shed'), PATIENCE).toBe('Three');
  // The page hears of it after the world.
  await expect.poll(() => edits.getByTitle(/^Do again/).count(), PATIENCE).toBe(0);
  expect(await unsound(page)).toEqual([]);
});

test('a world that is put back to its file shows that at every page, and where they were', async () => {
  const place = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
  try {
    const file = join(place, 'garden.scene.json');
    await writeFile(file, JSON.stringify(garden(echo.url)));
    const page = await open({ worlds: [{ file }] });
    const other = await visit(browser, server);
    await openEntity(other, 'Shed');
    await edit([{ op: 'removeEntity', entity: 'bench' }]);
    await line(page, 'removed Garden / Bench').waitFor();
    await server.worlds.reload(server.worlds.get('garden'), 'Anna');
    await page.getByText('Nothing has been changed since this world was loaded').waitFor();
    await page.getByText('Anna put this world back to its file').waitFor();
    await item(other, 'Bench').waitFor();
    await other.getByRole('heading', { name: 'Shed', exact: true }).waitFor();
    await basic(other, 'Name').fill('Hut');
    await basic(other, 'Name').press('Enter');
    await line(page, 'Shed → Hut').waitFor();
    expect(await readFile(file, 'utf8')).toBe(JSON.stringify(garden(echo.url)));
  } finally {
    await rm(place, { recursive: true, force: true });
  }
});

test('on a narrow screen each entity has a line of its own, and nothing is cut off at the side', async () => {
  server = await gardenServer(echo);
  await edit([rename('bench', 'Long bench'), { op: 'updateEntity', entity: 'lamp', tag: 'a tag that is rather long for so narrow a screen' }]);
  const page = await visit(browser, server, { viewport: { width: 360, height: 740 } });
  await page.getByRole('button', { name: 'World', exact: true }).last().click();
  await page.getByRole('tab', { name: 'Changes' }).click();
  await line(page, 'Garden / Long bench, 1 change').waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});
