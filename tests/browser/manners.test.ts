import type { Browser, Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import {
  PATIENCE,
  basic,
  component,
  echoServer,
  focusTree,
  garden,
  gardenServer,
  item,
  menu,
  openEntity,
  visit,
  type EchoServer,
  inDialog,
  withBrowser,
  serve,
} from './rig.ts';
import { borrow, leave } from './shared-pages.ts';

describe('how the inspector behaves under the hands of somebody', () => {
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

  const top = async (label: string): Promise<number> => (await component(page, 'WebsocketClient').getByLabel(label, { exact: true }).boundingBox())?.y ?? -1;

  test('an address that is none of a WebSocket is refused in words at its field, and Escape brings back the old one', async () => {
    await openEntity(page, 'Lamp');
    const client = component(page, 'WebsocketClient'),
      url = client.getByLabel('URL', { exact: true });
    await url.fill('http://127.0.0.1/x');
    await url.press('Enter');
    const fault = client.getByRole('alert');
    await fault.waitFor();
    expect(await fault.textContent()).toBe('"http://127.0.0.1/x" begins with http:; expected a ws:// or wss:// address without #fragment or user:password@');
    expect(await url.inputValue()).toBe('http://127.0.0.1/x');
    expect(echo.open()).toBe(1);
    await url.press('Escape');
    await fault.waitFor({ state: 'detached' });
    await expect.poll(() => url.inputValue(), PATIENCE).toBe(echo.url);
  });

  test('what no number is stays in its box with its fault', async () => {
    await openEntity(page, 'Lamp');
    const client = component(page, 'WebsocketClient'),
      interval = client.getByLabel('ConnectRetryInterval', { exact: true });
    for (const [text, words] of [
      ['NaN', 'expected a number'],
      ['1e99', 'expected a number'],
    ] as const) {
      await interval.click();
      await interval.fill(text);
      await interval.press('Enter');
      await client.getByRole('alert').filter({ hasText: words }).waitFor();
      await interval.press('Escape');
      await client.getByRole('alert').waitFor({ state: 'detached' });
      await expect.poll(() => interval.inputValue(), PATIENCE).toBe('5');
    }
  });

  test('of three numbers only the one that is none is marked, also while one stands in it', async () => {
    await openEntity(page, 'Lamp');
    const part = (name: string): Locator => basic(page, `Position ${name}`);
    const marked = (): Promise<(string | null)[]> => Promise.all(['x', 'y', 'z'].map((name) => part(name).getAttribute('aria-invalid')));
    await part('x').fill('abc');
    await part('x').press('Enter');
    await expect.poll(marked, PATIENCE).toEqual(['true', null, null]);
    const [line, edge] = await part('x').evaluate((box) => [getComputedStyle(box).outlineColor, getComputedStyle(box).borderTopColor]);
    expect(line).toBe(edge);
    // A second one does not take the first one's text away.
    await part('z').fill('def');
    await part('z').press('Enter');
    await expect.poll(marked, PATIENCE).toEqual(['true', null, 'true']);
    expect(await part('x').inputValue()).toBe('abc');
    await part('z').press('Escape');
    await expect.poll(marked, PATIENCE).toEqual(['true', null, null]);
    expect(await part('x').inputValue()).toBe('abc');
    await part('x').press('Escape');
    await expect.poll(marked, PATIENCE).toEqual([null, null, null]);
  });

  test('what was typed wrongly into one of three numbers stays there, marked, when another is set and when it is clicked', async () => {
    await openEntity(page, 'Lamp');
    const part = (name: string): Locator => basic(page, `Position ${name}`);
    const marked = (): Promise<(string | null)[]> => Promise.all(['x', 'y', 'z'].map((name) => part(name).getAttribute('aria-invalid')));
    const position = async (): Promise<unknown> =>
      (await server.worlds.get('garden').ask({ ask: 'entity', entity: 'lamp' })).components['Transform']?.['Position'];
    await part('y').fill('abc');
    await part('y').press('Tab');
    await part('z').fill('7');
    await basic(page, 'Tag').click();
    await expect.poll(position, PATIENCE).toEqual([0, 1, 7]);
    await expect.poll(marked, PATIENCE).toEqual([null, 'true', null]);
    expect(await part('y').inputValue()).toBe('abc');
    await page.getByRole('alert').filter({ hasText: 'expected a number' }).waitFor();
    await part('y').click();
    expect(await part('y').inputValue()).toBe('abc');
    await page.keyboard.type('2');
    await page.keyboard.press('Enter');
    await expect.poll(position, PATIENCE).toEqual([0, 2, 7]);
    await expect.poll(marked, PATIENCE).toEqual([null, null, null]);
    await page.getByRole('alert').filter({ hasText: 'expected a number' }).waitFor({ state: 'detached' });
  });

  test('the log tells what an edit changed from and to, and so does undo', async () => {
    await openEntity(page, 'Lamp');
    const interval = component(page, 'WebsocketClient').getByLabel('ConnectRetryInterval', { exact: true });
    await interval.click();
    await interval.fill('10');
    await interval.press('Enter');
    await page.getByRole('log').getByText('WebsocketClient.ConnectRetryInterval 5 → 10').waitFor();
    await expect
      .poll(() => page.getByRole('button', { name: 'Undo' }).getAttribute('title'), PATIENCE)
      .toBe('Undo WebsocketClient.ConnectRetryInterval 5 → 10');
  });

  test('nothing moves under the pointer when a state changes, when something is unsaved, or when the server goes', async () => {
    await openEntity(page, 'Lamp');
    const client = component(page, 'WebsocketClient');
    await client.getByText('Open', { exact: true }).waitFor();
    const disconnect = client.getByRole('button', { name: 'Disconnect', exact: true });
    await disconnect.scrollIntoViewIfNeeded();
    const url = await top('URL');
    await disconnect.click();
    await client.getByText('Idle', { exact: true }).waitFor();
    expect(await top('URL')).toBe(url);

    const pause = page.getByRole('group', { name: 'Time', exact: true }).getByRole('button', { name: 'Pause', exact: true });
    const places = async (): Promise<unknown> => [await pause.boundingBox(), await item(page, 'Shed').boundingBox()];
    const before = await places();
    await basic(page, 'Tag').fill('other');
    await basic(page, 'Tag').press('Enter');
    await page.getByRole('button', { name: /^Unsaved/ }).waitFor();
    expect(await places()).toEqual(before);
    const { port, token } = server;
    await server.close();
    await page.getByRole('alert').filter({ hasText: 'Connection to the server lost' }).waitFor();
    expect(await places()).toEqual(before);
    server = await gardenServer(echo, { port, token });
  });

  test('a question is reached, answered and left with the keyboard alone, and the focus goes back to where it was', async () => {
    const other = await echoServer();
    try {
      await openEntity(page, 'Lamp');
      const url = component(page, 'WebsocketClient').getByLabel('URL', { exact: true });
      await url.fill(other.url);
      await url.press('Enter');
      const prompt = page.getByRole('dialog', { name: /^Allow Test garden/ });
      await prompt.waitFor();
      // It takes no focus by itself.
      expect(await focused(page)).toBe('URL');
      await page.keyboard.press('F9');
      await expect.poll(() => prompt.evaluate((element) => element.matches(':focus')), PATIENCE).toBe(true);
      for (let i = 0; i < 8 && (await focused(page)) !== 'Always allow this host and port'; i++) await page.keyboard.press('Tab');
      expect(await focused(page)).toBe('Always allow this host and port');
      await prompt.getByRole('button', { name: 'Always allow this host and port', disabled: false }).waitFor();
      await page.keyboard.press('Enter');
      await expect.poll(() => other.open(), PATIENCE).toBe(1);
      await prompt.waitFor({ state: 'detached' });
      await expect.poll(() => focused(page), PATIENCE).toBe('URL');
    } finally {
      await other.close();
    }
  });

  test('Escape closes a question without deciding it', async () => {
    const other = await echoServer();
    try {
      await openEntity(page, 'Lamp');
      const url = component(page, 'WebsocketClient').getByLabel('URL', { exact: true });
      await url.fill(other.url);
      await url.press('Enter');
      const prompt = page.getByRole('dialog', { name: /^Allow Test garden/ });
      await prompt.getByRole('button', { name: 'Allow once', exact: true, disabled: false }).waitFor();
      await page.keyboard.press('F9');
      await page.keyboard.press('Escape');
      await prompt.waitFor({ state: 'detached' });
      await expect.poll(() => focused(page), PATIENCE).toBe('URL');
      expect(other.connections()).toBe(0);
      await component(page, 'WebsocketClient').getByText('Denied', { exact: true }).waitFor({ state: 'detached' });
    } finally {
      await other.close();
    }
  });

  test('the focus comes back to the tree from a menu and from the dialog that it opened, whether something was chosen or not', async () => {
    await openEntity(page, 'Shed');
    await focusTree(page);
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Rename' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => focused(page), PATIENCE).toBe('Entities');

    await menu(page, 'Shed', 'Move to…');
    const dialog = inDialog(page, 'Move Shed to');
    await dialog.getByLabel('Search entities').waitFor();
    await expect.poll(() => focused(page), PATIENCE).toBe('Search entities');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => focused(page), PATIENCE).toBe('Entities');

    await menu(page, 'Shed', 'Move to…');
    await dialog.getByLabel('Search entities').fill('bench');
    await dialog.getByRole('option', { name: /Bench/ }).waitFor();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => focused(page), PATIENCE).toBe('Entities');
    await expect.poll(() => item(page, 'Shed').getAttribute('aria-level'), PATIENCE).toBe('3');
  });

  test('Delete selects what takes the place of what was removed', async () => {
    await openEntity(page, 'Lamp');
    await page.keyboard.press('Delete');
    await item(page, 'Lamp').waitFor({ state: 'detached' });
    await expect.poll(() => item(page, 'Bench').getAttribute('aria-selected'), PATIENCE).toBe('true');
    await page.getByRole('heading', { name: 'Bench', exact: true }).waitFor();
    // It was the last of its siblings: then it is their parent, and not what stands below.
    await focusTree(page);
    await page.keyboard.press('Delete');
    await item(page, 'Bench').waitFor({ state: 'detached' });
    await expect.poll(() => item(page, 'Garden').getAttribute('aria-selected'), PATIENCE).toBe('true');
  });

  test('Alt and an arrow move an entity among its siblings', async () => {
    const children = async (): Promise<readonly string[]> => (await server.worlds.get('garden').ask({ ask: 'entity', entity: 'garden' })).children;
    await openEntity(page, 'Lamp');
    expect(await children()).toEqual(['lamp', 'bench']);
    await page.keyboard.press('Alt+ArrowDown');
    await expect.poll(children, PATIENCE).toEqual(['bench', 'lamp']);
    await expect.poll(() => item(page, 'Lamp').evaluate((row) => row.id), PATIENCE).toBe('row-2');
    // Behind the last there is no further place.
    await page.keyboard.press('Alt+ArrowDown');
    await page.keyboard.press('Alt+ArrowUp');
    await expect.poll(children, PATIENCE).toEqual(['lamp', 'bench']);
    expect(await item(page, 'Lamp').getAttribute('aria-selected')).toBe('true');
  });

  test('what has been attached is brought into view', async () => {
    await openEntity(page, 'Lamp');
    await page.getByRole('button', { name: 'Attach Component' }).click();
    await inDialog(page, 'Attach Component').getByLabel('Search components').fill('comment');
    await page.keyboard.press('Enter');
    const text = component(page, 'Comment').getByLabel('Text', { exact: true });
    await text.waitFor();
    const within = async (): Promise<boolean> => {
      const box = await component(page, 'Comment').boundingBox(),
        pane = await page.getByRole('complementary', { name: 'Entity' }).boundingBox();
      return box !== null && pane !== null && box.y >= pane.y && box.y + box.height <= pane.y + pane.height + 1;
    };
    await expect.poll(within, PATIENCE).toBe(true);
  });

  test('an entity that somebody else removes stays readable, says so, and lives again when they undo it', async () => {
    const other = await visit(browser, server);
    try {
      await openEntity(other, 'Shed');
      await openEntity(page, 'Shed');
      await basic(other, 'Tag').fill('wood');
      await page.keyboard.press('Delete');
      await other.getByRole('status').filter({ hasText: 'has been removed' }).waitFor();
      // What was being typed meanwhile is refused, until its entity is back.
      await basic(other, 'Tag').blur();
      const refusal = other.getByRole('group', { name: 'Entity', exact: true }).getByRole('alert');
      await refusal.waitFor();
      expect(await other.getByRole('heading', { name: 'Shed', exact: true }).count()).toBe(1);
      expect(await basic(other, 'Name').getAttribute('readonly')).not.toBe(null);
      await page.keyboard.press('Control+z');
      await other.getByRole('status').filter({ hasText: 'has been removed' }).waitFor({ state: 'detached' });
      await expect.poll(() => basic(other, 'Name').getAttribute('readonly'), PATIENCE).toBe(null);
      expect([await refusal.count(), await basic(other, 'Tag').inputValue()]).toEqual([0, '']);
    } finally {
      await leave(other);
    }
  });

  test('who wears an entity stands first among those who may handle its connection, then who is here, then oneself and the host', async () => {
    const other = await visit(browser, server);
    try {
      const nameOf = (): Promise<string[]> =>
        other.getByRole('treeitem', { name: /^Admin/ }).evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''));
      await expect.poll(async () => (await nameOf()).length, PATIENCE).toBe(2);
      const mine = (await page.getByRole('button', { name: /^People:/ }).getAttribute('aria-label'))?.replace('People: ', '').split(', ')[0] ?? '';
      const theirs = (await nameOf()).find((name) => name !== mine) ?? '';
      const choices = async (): Promise<string[]> =>
        (await component(page, 'WebsocketClient').getByLabel('HandlingUser', { exact: true }).locator('option').allTextContents()).map((text) => text.trim());
      const can = (name: string): string => `${name} · Admin · browser tab`;
      await openEntity(page, 'Lamp');
      await expect.poll(choices, PATIENCE).toEqual(['none', can(theirs), can(`${mine} (you)`), 'host (the server)', 'another, by id…']);
      // Worn by the one at the page, it is they who come first.
      await item(page, 'Lamp').dragTo(item(page, mine));
      await expect.poll(choices, PATIENCE).toEqual(['none', can(`${mine} (wears it, you)`), can(theirs), 'host (the server)', 'another, by id…']);
      // To ask whose root it is did not say that one looks there.
      await item(other, mine).click();
      await other.keyboard.press('ArrowRight');
      await expect.poll(() => item(other, 'Lamp').getAttribute('aria-description'), PATIENCE).toContain('is here');
    } finally {
      await leave(other);
    }
  });

  test('a changed value glows for a moment, and not where the system asks for less motion', async () => {
    const lively = await visit(browser, server, { reducedMotion: 'no-preference' });
    try {
      for (const one of [page, lively]) {
        await openEntity(one, 'Shed');
        await one.evaluate(() => {
          (window as unknown as { glows: number }).glows = 0;
        });
        await one.locator('ww-entity-basics .editor').evaluateAll((editors) => {
          for (const editor of editors)
            editor.addEventListener('animationstart', () => {
              (window as unknown as { glows: number }).glows += 1;
            });
        });
      }
      const world = server.worlds.get('garden');
      const before = (await world.ask({ ask: 'entity', entity: 'shed' })).tag;
      const third = await visit(browser, server);
      await openEntity(third, 'Shed');
      await basic(third, 'Tag').fill(`${before}new`);
      await basic(third, 'Tag').press('Enter');
      await expect.poll(() => basic(page, 'Tag').inputValue(), PATIENCE).toBe('new');
      await expect.poll(() => lively.evaluate(() => (window as unknown as { glows: number }).glows), PATIENCE).toBeGreaterThan(0);
      expect(await page.evaluate(() => (window as unknown as { glows: number }).glows)).toBe(0);
      await leave(third);
    } finally {
      await leave(lively);
    }
  });

  test('who comes without the token is told in a page of the same look what to do', async () => {
    const stranger = await borrow(browser, { colorScheme: 'dark' });
    const answer = await stranger.goto(server.origin);
    expect(answer?.status()).toBe(401);
    await stranger.getByRole('heading', { name: 'Not signed in' }).waitFor();
    expect(await stranger.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(18, 22, 29)');
    expect(await stranger.getByRole('tree').count()).toBe(0);
    await leave(stranger);
  });
});

describe('worlds at the edges', () => {
  let browser: Browser;
  withBrowser((opened) => {
    browser = opened;
  });

  const running = async (entities: readonly object[], name: string): Promise<RunningServer> =>
    serve({
      worlds: [{ name: 'edge', scene: { ...garden(''), name, entities } as never }],
    });

  test('on a narrow screen what is said in passing leaves the tabs free', async () => {
    const server = await running([{ id: 'garden', name: 'Garden' }], 'Narrow');
    try {
      const page = await visit(browser, server, { viewport: { width: 360, height: 740 } });
      await focusTree(page);
      await page.keyboard.press('Home');
      await page.keyboard.press('Delete');
      const notice = page.getByRole('status').filter({ hasText: 'Removed Garden' });
      await notice.waitFor();
      const tabs = await page.getByRole('navigation', { name: 'Panes' }).boundingBox(),
        said = await notice.boundingBox();
      expect((said?.y ?? 0) + (said?.height ?? 0)).toBeLessThanOrEqual(tabs?.y ?? 0);
      await leave(page);
    } finally {
      await server.close();
    }
  });

  test('an empty world says so, and its first entity is one click away', async () => {
    const server = await running([], 'Nothing');
    try {
      const page = await borrow(browser);
      await page.goto(server.url);
      await page.getByText('This world is empty.').waitFor();
      await page.getByRole('complementary', { name: 'Hierarchy' }).getByText('Add entity', { exact: true }).click();
      await page.getByRole('heading', { name: 'Entity', exact: true }).waitFor();
      await page.getByText('This world is empty.').waitFor({ state: 'detached' });
      await leave(page);
    } finally {
      await server.close();
    }
  });

  test.each([1440, 360])('however long the names are, the question stays on a screen of %i pixels with its buttons and its address', async (width) => {
    const long = 'A name that goes on and on for the whole width of any screen. '.repeat(5).trim();
    const server = await running(
      [
        { id: 'garden', name: 'Garden' },
        {
          id: 'long',
          name: long,
          parent: 'garden',
          components: { WebsocketClient: { URL: `ws://127.0.0.1:9/${'path/'.repeat(40)}`, HandlingUser: { userId: 'host' }, AccessReason: long } },
        },
      ],
      long,
    );
    try {
      const page = await visit(browser, server, { viewport: { width, height: 700 } });
      const prompt = page.getByRole('dialog', { name: /^Allow/ });
      await prompt.waitFor();
      const box = await prompt.boundingBox();
      if (box === null) throw new Error('the question is not drawn');
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(width);
      expect(box.y + box.height).toBeLessThanOrEqual(700);
      for (const name of ['Always allow this host and port', 'Allow once', 'Deny', 'Close without deciding']) {
        const button = await prompt.getByRole('button', { name, exact: true }).boundingBox();
        if (button === null) throw new Error(`${name} is not drawn`);
        expect(button.y + button.height).toBeLessThanOrEqual(box.y + box.height);
        expect(button.x + button.width).toBeLessThanOrEqual(box.x + box.width);
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await leave(page);
    } finally {
      await server.close();
    }
  });
});

/** The name of what has the focus. */
async function focused(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active?.getAttribute('aria-label') ?? active?.textContent?.trim() ?? null;
  });
}
