import type { Browser, Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { unsound } from './axe.ts';
import { PATIENCE, basic, component, echoServer, focusTree, gardenServer, item, openEntity, visit, type EchoServer, withBrowser } from './rig.ts';
import { borrow, leave } from './shared-pages.ts';

describe('the past of a world in the browser', () => {
  let browser: Browser, echo: EchoServer, server: RunningServer, page: Page;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    echo = await echoServer();
    server = await gardenServer(echo);
    page = await visit(browser, server);
    await page.getByRole('tab', { name: 'Time', exact: true }).click();
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
    await echo.close();
  });

  const slider = (): Locator => page.getByRole('slider', { name: 'Time', exact: true });
  const banner = (): Locator => page.getByRole('region', { name: 'The past' });
  const now = (): number => server.worlds.get('garden').tick;
  const tickWords = (tick: number): string => `tick ${tick.toString().replace(/\B(?=(\d{3})+$)/g, '\u202f')}`;
  async function record(): Promise<void> {
    await page.getByRole('button', { name: 'Record the last minutes' }).click();
    await slider().waitFor();
  }
  /** Waits until a tick has gone by, and the slider reaches beyond it. */
  async function passed(tick: number): Promise<void> {
    await expect.poll(async () => Number(await slider().getAttribute('max')), PATIENCE).toBeGreaterThan(tick);
  }
  /** Moves the slider there, as a hand does. */
  async function slideTo(tick: number): Promise<void> {
    await slider().fill(String(tick));
    await banner().getByText(tickWords(tick)).waitFor();
  }

  test('until it records there is only now, and it says what recording keeps', async () => {
    await page.getByRole('heading', { name: 'Only now is known' }).waitFor();
    expect(await slider().count()).toBe(0);
    const keep = page.getByRole('switch', { name: 'Record', exact: true });
    expect(await keep.isChecked()).toBe(false);
    await page.getByText('Keeps up to 5 minutes in the memory of the server', { exact: false }).waitFor();
    await keep.check();
    await slider().waitFor();
    await keep.uncheck();
    await page.getByRole('heading', { name: 'Only now is known' }).waitFor();
  });

  test('the slider shows an entity and a connection as they were, says so, and Escape is now again', async () => {
    await record();
    await openEntity(page, 'Lamp');
    const client = component(page, 'WebsocketClient');
    await client.getByText('Open', { exact: true }).waitFor();
    const messages = (): Promise<(string | null)[]> =>
      client
        .getByRole('listbox', { name: 'Messages' })
        .getByRole('option')
        .evaluateAll((all) => all.map((row) => row.getAttribute('aria-label')));
    const send = async (text: string): Promise<void> => {
      await client.getByLabel('Send Data').fill(text);
      await client.getByLabel('Send Data').press('Enter');
      await expect.poll(async () => (await messages()).filter((line) => line?.endsWith(text)).length, PATIENCE).toBe(2);
    };
    await send('first');
    const tag = basic(page, 'Tag');
    const then = now();
    await passed(then);
    await tag.fill('later');
    await tag.press('Enter');
    await expect.poll(() => tag.inputValue(), PATIENCE).toBe('later');
    await send('second');
    await passed(now());

    await slideTo(then);
    await banner().getByText('Nothing can be edited', { exact: false }).first().waitFor();
    await expect.poll(() => tag.inputValue(), PATIENCE).toBe('demo');
    expect(await tag.isEditable()).toBe(false);
    await expect.poll(async () => (await messages()).map((line) => line?.split(': ')[1]), PATIENCE).toEqual(['first', 'first']);
    expect(await client.getByRole('button', { name: 'Disconnect' }).isDisabled()).toBe(true);
    const y = basic(page, 'Rotation y');
    const turned = await y.inputValue();
    await page.keyboard.press(']');
    await banner()
      .getByText(tickWords(then + 1))
      .waitFor();
    await expect.poll(() => y.inputValue(), PATIENCE).not.toBe(turned);
    await page.keyboard.press('[');
    await expect.poll(() => y.inputValue(), PATIENCE).toBe(turned);

    await page.keyboard.press('Escape');
    await banner().waitFor({ state: 'detached' });
    await expect.poll(() => tag.inputValue(), PATIENCE).toBe('later');
    expect(await tag.isEditable()).toBe(true);
    await expect.poll(async () => (await messages()).map((line) => line?.split(': ')[1]), PATIENCE).toEqual(['first', 'first', 'second', 'second']);
    await expect.poll(() => y.inputValue(), PATIENCE).not.toBe(turned);
  });

  test('the whole page goes back: hierarchy, log and status', async () => {
    await record();
    const then = now();
    await passed(then);
    await item(page, 'Shed').click();
    await page.keyboard.press('Delete');
    await item(page, 'Shed').waitFor({ state: 'detached' });
    const lines = page.getByRole('log', { name: 'Log lines' });
    await lines.getByText('remove', { exact: false }).first().waitFor();
    await passed(now());
    await slideTo(then);
    await item(page, 'Shed').waitFor();
    await lines.getByText('remove', { exact: false }).first().waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Back to now' }).first().click();
    await item(page, 'Shed').waitFor({ state: 'detached' });
    await lines.getByText('remove', { exact: false }).first().waitFor();
  });

  test('its keys: one tick, sixty, the beginning, and back to now; a box that is typed in keeps its own', async () => {
    await record();
    const range = server.worlds.get('garden').run().past;
    await passed((range?.from ?? 0) + 150);
    const at = (range?.from ?? 0) + 100;
    await slideTo(at);
    await slider().press('ArrowLeft');
    await banner()
      .getByText(tickWords(at - 1))
      .waitFor();
    await slider().press('Shift+ArrowLeft');
    await banner()
      .getByText(tickWords(at - 61))
      .waitFor();
    await slider().press('Shift+ArrowRight');
    await banner()
      .getByText(tickWords(at - 1))
      .waitFor();
    await slider().press('Home');
    await banner()
      .getByText(tickWords(range?.from ?? 0))
      .waitFor();
    const search = page.getByRole('searchbox', { name: 'Filter the log' });
    await search.focus();
    await page.keyboard.type('n');
    await page.keyboard.press('Escape');
    expect(await banner().count(), 'a box that is typed in').toBe(1);
    await item(page, 'Garden').focus();
    await page.getByRole('heading', { name: 'Log', exact: true }).click();
    await page.keyboard.press('n');
    await banner().waitFor({ state: 'detached' });
    // In the hierarchy too: signs at once, and letters where no row begins with them.
    await slideTo(at);
    await focusTree(page);
    await page.keyboard.press('[');
    await banner()
      .getByText(tickWords(at - 1))
      .waitFor();
    await page.keyboard.press('?');
    await page.locator('wa-dialog[label="Keys"]').getByRole('heading', { name: 'In the past' }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('wa-dialog[label="Keys"]').waitFor({ state: 'detached' });
    await focusTree(page);
    await page.keyboard.press('n');
    await banner().waitFor({ state: 'detached' });
    await slideTo(at);
    await slider().press('End');
    await banner().waitFor({ state: 'detached' });
  });

  test('the past plays on by itself, and stops', async () => {
    await record();
    const range = server.worlds.get('garden').run().past;
    await passed((range?.from ?? 0) + 30);
    await slideTo((range?.from ?? 0) + 2);
    await page.getByRole('button', { name: 'Play on from here' }).click();
    await banner()
      .getByText(tickWords((range?.from ?? 0) + 2))
      .waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Stop playing' }).click();
    await page.getByRole('button', { name: 'Play on from here' }).waitFor();
    expect(await banner().count()).toBe(1);
    await slider().press('p');
    await page.getByRole('button', { name: 'Stop playing' }).waitFor();
    await slider().press(' ');
    await page.getByRole('button', { name: 'Play on from here' }).waitFor();
  });

  test('what happened is marked, listed, and can be gone to', async () => {
    await record();
    await openEntity(page, 'Bench');
    await basic(page, 'Tag').fill('new');
    await basic(page, 'Tag').press('Enter');
    const edits = page.getByRole('img', { name: 'Edits: 1' });
    await edits.waitFor();
    const line = page.getByRole('list', { name: 'What happened' }).getByRole('button', { name: /Edit at tick.* Bench/ });
    const tick = Number((await line.textContent())?.replace(/\u202f/g, '').match(/tick (\d+)/)?.[1]);
    await line.click();
    await banner().getByText(tickWords(tick)).waitFor();
    await expect.poll(() => basic(page, 'Tag').inputValue(), PATIENCE).toBe('new');
    await page.getByRole('button', { name: 'One tick back' }).click();
    await expect.poll(() => basic(page, 'Tag').inputValue(), PATIENCE).toBe('');
  });

  test('when somebody ends the recording, who looks at the past is back at now, and told', async () => {
    await record();
    const then = now();
    await passed(then);
    await slideTo(then);
    server.worlds.get('garden').past.end();
    await banner().waitFor({ state: 'detached' });
    await page.getByText('You see now again', { exact: false }).waitFor();
    await page.getByRole('heading', { name: 'Only now is known' }).waitFor();
  });

  test('who looks at the past can pause the world, step it, and let it go on', async () => {
    await record();
    const then = now();
    await passed(then);
    await slideTo(then);
    const world = server.worlds.get('garden');
    await page.keyboard.press('F8');
    await expect.poll(() => world.run().paused, PATIENCE).toBe(true);
    const tick = now();
    await page.getByRole('button', { name: 'Step', exact: true }).click();
    await expect.poll(now, PATIENCE).toBe(tick + 1);
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect.poll(() => world.run().paused, PATIENCE).toBe(false);
    // One is still where one was.
    await banner().getByText(tickWords(then)).waitFor();
  });

  test('what happened stands beside its mark with the time of day, and says where the pointer rests how long ago that was', async () => {
    await record();
    await openEntity(page, 'Bench');
    await basic(page, 'Tag').fill('new');
    await basic(page, 'Tag').press('Enter');
    const line = page.getByRole('list', { name: 'What happened' }).getByRole('button');
    await line.first().waitFor();
    expect(await line.first().locator('.at').textContent()).toMatch(/^\d\d:\d\d:\d\d(\.\d{3})?$/);
    const world = server.worlds.get('garden');
    world.setSpeed(100);
    await line.locator('.at[title*="min"]').first().waitFor({ timeout: 60_000 });
    world.setSpeed(1);
    const apart = await line.first().evaluate((each) => {
      const time = each.querySelector('.at') as Element,
        mark = each.querySelector('svg') as Element;
      const words = document.createRange();
      words.selectNodeContents(time);
      return mark.getBoundingClientRect().left - words.getBoundingClientRect().right;
    });
    expect(apart).toBeGreaterThan(0);
  });

  test('who may only look sees the past, and cannot switch what is kept', async () => {
    await record();
    await server.close();
    server = await gardenServer(echo, { tokens: [{ token: 'a-token-of-somebody-who-looks-0123', role: 'Spectator' }] });
    await server.worlds.get('garden').past.begin();
    const other = await borrow(browser, { viewport: { width: 1200, height: 800 } });
    try {
      await other.goto(`${server.origin}/?token=a-token-of-somebody-who-looks-0123`);
      await other.getByRole('tab', { name: 'Time', exact: true }).click();
      const range = other.getByRole('slider', { name: 'Time', exact: true });
      await range.waitFor();
      expect(await other.getByRole('switch', { name: 'Record', exact: true }).isDisabled()).toBe(true);
      await range.press('ArrowLeft');
      await other.getByRole('region', { name: 'The past' }).waitFor();
    } finally {
      await leave(other);
    }
  });

  test.each([
    ['light', 1440],
    ['dark', 1440],
    ['dark', 360],
  ] as const)('nothing serious is wrong for who cannot see it: %s, %i wide', async (colorScheme, width) => {
    await record();
    await openEntity(page, 'Bench');
    await basic(page, 'Tag').fill('new');
    await basic(page, 'Tag').press('Enter');
    await page.getByRole('img', { name: 'Edits: 1' }).waitFor();
    await slideTo(server.worlds.get('garden').run().past?.from ?? 0);
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    if (width < 800) await page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: 'World' }).click();
    await banner().waitFor();
    expect(await unsound(page)).toEqual([]);
  });
});
