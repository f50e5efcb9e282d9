import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { PATIENCE, basic, component, echoServer, gardenServer, item, openEntity, visit, type EchoServer, inDialog, withBrowser } from './rig.ts';
import { leave } from './shared-pages.ts';

describe('an entity, and what can be done to it', () => {
  let browser: Browser, echo: EchoServer, server: RunningServer, page: Page;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    echo = await echoServer();
    server = await gardenServer(echo);
    page = await visit(browser, server, { permissions: ['clipboard-read', 'clipboard-write'] });
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
    await echo.close();
  });

  const entity = async (id: string) => server.worlds.get('garden').ask({ ask: 'entity', entity: id });
  const values = async (id: string, key: string) => (await entity(id)).components[key];
  const more = async (key: string, choice: string, at = page): Promise<void> => {
    await component(at, key)
      .getByRole('button', { name: `More of ${key}`, exact: true })
      .click();
    await at.getByRole('menuitem', { name: choice, exact: true }).click();
  };
  const clipboard = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
  const keys = (at = page): Promise<(string | null)[]> =>
    at.locator('ww-entity-pane.first ww-component-section').evaluateAll((all) => all.map((each) => each.getAttribute('data-key')));

  test('place, rotation and scale stand at the top, and each is reset with one click', async () => {
    await openEntity(page, 'Lamp');
    await basic(page, 'Position y').click();
    await basic(page, 'Position y').fill('1+1/2');
    await basic(page, 'Position y').press('Enter');
    await expect.poll(async () => (await values('lamp', 'Transform'))?.['Position'], PATIENCE).toEqual([0, 1.5, 0]);
    await basic(page, 'Scale x').click();
    await basic(page, 'Scale x').fill('3');
    await basic(page, 'Scale x').press('Enter');
    await expect.poll(async () => (await values('lamp', 'Transform'))?.['Scale'], PATIENCE).toEqual([3, 1, 1]);
    await basic(page, 'Reset Position').click();
    await expect.poll(async () => (await values('lamp', 'Transform'))?.['Position'], PATIENCE).toEqual([0, 0, 0]);
    await basic(page, 'Reset Scale').click();
    await expect.poll(async () => (await values('lamp', 'Transform'))?.['Scale'], PATIENCE).toEqual([1, 1, 1]);
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await expect.poll(async () => (await values('lamp', 'Transform'))?.['Scale'], PATIENCE).toEqual([3, 1, 1]);
    // The section of the Transform is still there, folded.
    expect(await component(page, 'Transform').getByRole('button', { name: 'Transform', exact: true }).getAttribute('aria-expanded')).toBe('false');
    await basic(page, 'Order Offset').click();
    await basic(page, 'Order Offset').fill('7');
    await basic(page, 'Order Offset').press('Enter');
    await expect.poll(async () => (await entity('lamp')).orderOffset, PATIENCE).toBe(7);
  });

  test('a component is copied, and its values pasted at another page', async () => {
    const other = await visit(browser, server, { permissions: ['clipboard-read', 'clipboard-write'] });
    try {
      await openEntity(page, 'Shed');
      const green = component(page, 'ColorValue').getByLabel('Value g', { exact: true });
      await green.click();
      await green.fill('0.5');
      await green.press('Enter');
      await expect.poll(async () => (await values('shed', 'ColorValue'))?.['Value'], PATIENCE).toEqual([1, 0.5, 1, 1]);
      await more('ColorValue', 'Copy');
      await expect.poll(clipboard, PATIENCE).toContain('worldwire/component');
      const text = await clipboard();
      expect(JSON.parse(text)).toEqual({
        format: 'worldwire/component',
        type: 'ColorValue',
        values: { persistent: true, UpdateOrder: 0, Enabled: true, Value: [1, 0.5, 1, 1] },
      });

      // The clipboard of one browser belongs to the page in front; the text comes along as from another program.
      await other.bringToFront();
      await other.evaluate((words) => navigator.clipboard.writeText(words), text);
      await openEntity(other, 'Bench');
      await other.getByRole('button', { name: 'More of Bench' }).click();
      await other.getByRole('menuitem', { name: 'Paste component' }).click();
      await expect.poll(async () => (await values('bench', 'ColorValue'))?.['Value'], PATIENCE).toEqual([1, 0.5, 1, 1]);

      await openEntity(other, 'Bench');
      const red = component(other, 'ColorValue').getByLabel('Value r', { exact: true });
      await red.click();
      await red.fill('0');
      await red.press('Enter');
      await expect.poll(async () => (await values('bench', 'ColorValue'))?.['Value'], PATIENCE).toEqual([0, 0.5, 1, 1]);
      await more('ColorValue', 'Paste values', other);
      await expect.poll(async () => (await values('bench', 'ColorValue'))?.['Value'], PATIENCE).toEqual([1, 0.5, 1, 1]);
    } finally {
      await leave(other);
    }
  });

  test('what was typed a moment ago is what is copied, duplicated and pasted over, however long it is on its way', async () => {
    await openEntity(page, 'Shed');
    await page.evaluate(() => navigator.clipboard.writeText(''));
    const world = server.worlds.get('garden'),
      submit = world.submit.bind(world);
    world.submit = async (...asked) => {
      await new Promise((resolve) => setTimeout(resolve, 600));
      return submit(...asked);
    };
    const type = async (key: string, value: string): Promise<void> => {
      const green = component(page, key).getByLabel('Value g', { exact: true });
      await green.fill(value);
      await green.press('Enter');
    };
    await type('ColorValue', '0.5');
    await more('ColorValue', 'Copy');
    await expect.poll(clipboard, PATIENCE).toContain('worldwire/component');
    expect(JSON.parse(await clipboard())).toMatchObject({ values: { Value: [1, 0.5, 1, 1] } });
    await type('ColorValue', '0.25');
    await more('ColorValue', 'Duplicate');
    await component(page, 'ColorValue#2').waitFor();
    expect((await values('shed', 'ColorValue#2'))?.['Value']).toEqual([1, 0.25, 1, 1]);
    // What is pasted over it is what it had before it was typed.
    await type('ColorValue', '0.5');
    await expect.poll(async () => (await values('shed', 'ColorValue'))?.['Value'], PATIENCE).toEqual([1, 0.5, 1, 1]);
    await type('ColorValue', '0.75');
    await more('ColorValue', 'Paste values');
    await expect.poll(async () => (await entity('shed')).components['ColorValue']?.['Value'], PATIENCE).toEqual([1, 0.75, 1, 1]);
    await expect.poll(async () => (await entity('shed')).components['ColorValue']?.['Value'], PATIENCE).toEqual([1, 0.5, 1, 1]);
    // An entity with all below it, too.
    await type('ColorValue', '0.125');
    await item(page, 'Shed').click();
    await page.keyboard.press('Control+c');
    await expect.poll(clipboard, PATIENCE).toContain('worldwire/scene');
    expect(await clipboard()).toContain('0.125');
  });

  test('a component is duplicated beside itself and to another entity, reset and destroyed, each in one step of undo', async () => {
    await openEntity(page, 'Shed');
    await more('ColorValue', 'Duplicate');
    await component(page, 'ColorValue#2').waitFor();
    const blue = component(page, 'ColorValue#2').getByLabel('Value b', { exact: true });
    await blue.click();
    await blue.fill('0');
    await blue.press('Enter');
    await expect.poll(async () => (await values('shed', 'ColorValue#2'))?.['Value'], PATIENCE).toEqual([1, 1, 0, 1]);

    await more('ColorValue#2', 'Duplicate to…');
    const dialog = inDialog(page, 'Duplicate ColorValue#2 to');
    await dialog.getByLabel('Search entities').fill('bench');
    await dialog.getByRole('option', { name: /Bench/ }).click();
    await expect.poll(async () => (await values('bench', 'ColorValue'))?.['Value'], PATIENCE).toEqual([1, 1, 0, 1]);

    await more('ColorValue#2', 'Reset to defaults');
    await expect.poll(async () => (await values('shed', 'ColorValue#2'))?.['Value'], PATIENCE).toEqual([1, 1, 1, 1]);
    await more('ColorValue#2', 'Destroy ColorValue#2');
    await component(page, 'ColorValue#2').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await component(page, 'ColorValue#2').waitFor();
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await expect.poll(async () => (await values('shed', 'ColorValue#2'))?.['Value'], PATIENCE).toEqual([1, 1, 0, 1]);
  });

  test('a pinned component stands above the others in every entity, also at the next visit', async () => {
    await openEntity(page, 'Lamp');
    expect((await keys())[0]).toBe('Transform');
    await more('WebsocketClient', 'Pin WebsocketClient on top');
    await expect.poll(async () => (await keys())[0], PATIENCE).toBe('WebsocketClient');
    await page.reload();
    await component(page, 'WebsocketClient').waitFor();
    expect((await keys())[0]).toBe('WebsocketClient');
    await component(page, 'WebsocketClient').getByRole('button', { name: 'Pin WebsocketClient on top' }).click();
    await expect.poll(async () => (await keys())[0], PATIENCE).toBe('Transform');
  });

  test('what a field and a component are is told where one points, and with F1 to the keyboard, with the way to their page', async () => {
    await openEntity(page, 'Lamp');
    const client = component(page, 'WebsocketClient');
    await client.locator('.name', { hasText: /^ConnectTimeout$/ }).hover();
    const about = page.getByRole('dialog', { name: 'About WebsocketClient.ConnectTimeout' });
    await about.waitFor();
    const words = (await about.textContent()) ?? '';
    expect(words).toContain('number');
    expect(words).toMatch(/default\s*10/);
    expect(words).toMatch(/unit\s*s/);
    expect(await about.getByRole('link').getAttribute('href')).toBe('reference.html#WebsocketClient');
    // It stays while one reads in it.
    await about.getByRole('link').hover();
    expect(await about.isVisible()).toBe(true);
    await page.mouse.move(400, 400);
    await about.waitFor({ state: 'detached' });

    await component(page, 'Spinner').getByRole('button', { name: 'Spinner', exact: true }).hover();
    const spinner = page.getByRole('dialog', { name: 'About Spinner' });
    await spinner.waitFor();
    expect(await spinner.textContent()).toContain('The rotation stays as it is.');
    expect(await spinner.textContent()).toContain('Transform.Rotation');
    await page.mouse.move(400, 400);
    await spinner.waitFor({ state: 'detached' });

    const timeout = client.getByLabel('ConnectTimeout', { exact: true });
    await timeout.focus();
    await page.keyboard.press('F1');
    await about.waitFor();
    expect(await about.getByRole('link').evaluate((link) => link.matches(':focus'))).toBe(true);
    await page.keyboard.press('Escape');
    await about.waitFor({ state: 'detached' });
    expect(await timeout.evaluate((box) => box.matches(':focus'))).toBe(true);
  });

  test('what is driven is shown as such, refuses edits, leads to its source, and is free once that is broken', async () => {
    await openEntity(page, 'Lamp');
    const y = basic(page, 'Rotation y');
    expect(await y.getAttribute('readonly')).not.toBe(null);
    const place = page.getByRole('group', { name: 'Entity', exact: true });
    await place.getByText('driven by Spinner').waitFor();
    const ink = await place.locator('.driven .name').evaluate((label) => getComputedStyle(label).color);
    expect(await y.evaluate((box) => getComputedStyle(box).color)).toBe(ink);
    expect(await basic(page, 'Position y').evaluate((box) => getComputedStyle(box).color)).not.toBe(ink);
    const first = await y.inputValue();
    await expect.poll(() => y.inputValue(), PATIENCE).not.toBe(first);

    await component(page, 'Spinner').getByRole('button', { name: 'Spinner', exact: true }).click();
    await place.getByRole('button', { name: 'find source' }).click();
    const head = component(page, 'Spinner').getByRole('button', { name: 'Spinner', exact: true });
    await expect.poll(() => head.evaluate((button) => button.matches(':focus')), PATIENCE).toBe(true);
    expect(await head.getAttribute('aria-expanded')).toBe('true');

    await place.getByRole('button', { name: 'break' }).click();
    await expect.poll(async () => (await values('lamp', 'Spinner'))?.['Enabled'], PATIENCE).toBe(false);
    await place.getByText('driven by Spinner').waitFor({ state: 'detached' });
    expect(await y.getAttribute('readonly')).toBe(null);
    await y.click();
    await y.fill('90');
    await y.press('Enter');
    await expect.poll(async () => ((await values('lamp', 'Transform'))?.['Rotation'] as number[] | undefined)?.[1]?.toFixed(4), PATIENCE).toBe('0.7071');
  });

  test('an entity is kept open in a pane of its own, beside the one that follows, until it is closed', async () => {
    await openEntity(page, 'Lamp');
    await page.getByRole('button', { name: 'Keep Lamp open' }).click();
    await openEntity(page, 'Shed');
    const kept = page.locator('ww-entity-pane.kept');
    await kept.getByRole('heading', { name: 'Lamp', exact: true }).waitFor();
    const y = kept.getByRole('group', { name: 'Entity', exact: true }).getByLabel('Rotation y', { exact: true });
    const first = await y.inputValue();
    await expect.poll(() => y.inputValue(), PATIENCE).not.toBe(first);
    // Each is edited in its own pane.
    const tag = kept.getByRole('group', { name: 'Entity', exact: true }).getByLabel('Tag', { exact: true });
    await tag.fill('kept');
    await tag.press('Enter');
    await expect.poll(async () => (await entity('lamp')).tag, PATIENCE).toBe('kept');

    await item(page, 'Bench').dragTo(kept.getByRole('heading', { name: 'Lamp', exact: true }));
    await kept.getByRole('heading', { name: 'Bench', exact: true }).waitFor();
    await page.reload();
    await kept.getByRole('heading', { name: 'Lamp', exact: true }).waitFor();
    await kept.getByRole('heading', { name: 'Bench', exact: true }).waitFor();

    const edge = page.getByRole('separator', { name: 'Height of the pane of Lamp' });
    const height = async (): Promise<number> => (await kept.first().boundingBox())?.height ?? 0;
    const before = await height();
    await edge.focus();
    await page.keyboard.press('ArrowUp');
    await expect.poll(height, PATIENCE).toBe(before + 16);

    await page.getByRole('button', { name: 'Close the pane of Lamp' }).click();
    await page.getByRole('button', { name: 'Close the pane of Bench' }).click();
    await expect.poll(() => kept.count(), PATIENCE).toBe(0);
  });

  test('on a narrow screen the panes are tabs', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await item(page, 'Lamp').click();
    await page.getByRole('heading', { name: 'Lamp', exact: true }).waitFor();
    expect(await page.getByRole('tab', { name: 'Lamp' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Keep Lamp open' }).click();
    await page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: 'Hierarchy' }).click();
    await item(page, 'Shed').click();
    await page.getByRole('heading', { name: 'Shed', exact: true }).waitFor();
    await page.getByRole('tab', { name: 'Shed', selected: true }).press('ArrowRight');
    await page.getByRole('heading', { name: 'Lamp', exact: true }).waitFor();
    expect(await page.getByRole('heading', { name: 'Shed', exact: true }).count()).toBe(0);
    expect(await page.getByRole('tab', { name: 'Lamp' }).getAttribute('aria-selected')).toBe('true');
    await page.getByRole('button', { name: 'Close the pane of Lamp' }).first().click();
    await page.getByRole('heading', { name: 'Shed', exact: true }).waitFor();
  });

  test('on a narrow screen a variable has room for its name, its type and its value', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await item(page, 'Shed').click();
    const variables = component(page, 'DynamicVariables'),
      name = variables.getByLabel('Variables name locked'),
      value = variables.getByRole('checkbox', { name: 'locked' }).locator('..');
    await name.scrollIntoViewIfNeeded();
    const boxes = await Promise.all(
      [name, variables.getByLabel('Type of locked'), value, variables.getByRole('button', { name: 'Remove locked from Variables' })].map((each) =>
        each.boundingBox(),
      ),
    );
    expect(boxes[0]?.width).toBeGreaterThan(60);
    for (const [i, one] of boxes.entries())
      for (const other of boxes.slice(i + 1)) {
        if (one === null || other === null) throw new Error('a part of the variable is not there');
        expect(
          one.x + one.width <= other.x + 1 || one.y + one.height <= other.y + 1 || other.x + other.width <= one.x + 1 || other.y + other.height <= one.y + 1,
        ).toBe(true);
      }
  });

  test('several components are attached at once, with what they need; those used last come first the next time', async () => {
    await openEntity(page, 'Bench');
    await page.keyboard.press('Alt+a');
    const dialog = inDialog(page, 'Attach Component');
    await dialog.getByRole('option', { name: /^Spinner/ }).click();
    await dialog.getByText('Brings along: Transform').waitFor();
    await dialog.getByRole('option', { name: /^IntValue/ }).click({ modifiers: ['Control'] });
    await dialog.getByRole('button', { name: 'Attach 2' }).click();
    await expect.poll(async () => Object.keys((await entity('bench')).components).sort(), PATIENCE).toEqual(['IntValue', 'Spinner', 'Transform']);
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await expect.poll(async () => Object.keys((await entity('bench')).components), PATIENCE).toEqual([]);

    await page.getByRole('button', { name: 'Attach Component' }).click();
    const options = dialog.getByRole('option');
    expect((await options.allTextContents()).slice(0, 2).map((text) => text.trim())).toEqual(['IntValue', 'Spinner']);
    await dialog.getByLabel('Search components').fill('turns the transform');
    await expect.poll(async () => (await options.allTextContents()).map((text) => text.trim())[0], PATIENCE).toMatch(/^Spinner/);
    await dialog.getByLabel('Search components').fill('nothing is called so');
    await dialog.getByText('No component of that name.').waitFor();
    await page.keyboard.press('Escape');
    // One that an entity can hold only once is not offered twice.
    await openEntity(page, 'Lamp');
    await page.getByRole('button', { name: 'Attach Component' }).click();
    await dialog.getByLabel('Search components').fill('transform');
    expect(await dialog.getByRole('option', { name: /^Transform/ }).getAttribute('aria-disabled')).toBe('true');
  });

  test('with the keyboard in its head a component is copied, pasted and destroyed, and Alt-Enter opens the menu of a field', async () => {
    await openEntity(page, 'Shed');
    const head = (key: string) => component(page, key).getByRole('button', { name: key, exact: true });
    await head('ColorValue').focus();
    await page.keyboard.press('Control+c');
    await page.getByRole('status').filter({ hasText: 'Copied ColorValue.' }).waitFor();
    // What is said again is counted where it stands.
    await page.keyboard.press('Control+c');
    await page.getByRole('img', { name: '2 times' }).waitFor();
    expect(await page.getByText('Copied ColorValue.', { exact: true }).count()).toBe(1);
    const red = component(page, 'ColorValue').getByLabel('Value r', { exact: true });
    await red.click();
    await red.fill('0');
    await red.press('Alt+Enter');
    await page.getByRole('menuitem', { name: 'About Value' }).waitFor();
    await page.keyboard.press('Escape');
    await red.press('Enter');
    await expect.poll(async () => (await values('shed', 'ColorValue'))?.['Value'], PATIENCE).toEqual([0, 1, 1, 1]);
    await head('ColorValue').focus();
    await page.keyboard.press('Control+v');
    await expect.poll(async () => (await values('shed', 'ColorValue'))?.['Value'], PATIENCE).toEqual([1, 1, 1, 1]);
    // Pasted into the pane, where no text is written, it is a component more.
    await page.getByRole('button', { name: 'More of Shed' }).focus();
    await page.keyboard.press('Control+v');
    await component(page, 'ColorValue#2').waitFor();
    await head('ColorValue#2').focus();
    await page.keyboard.press('Delete');
    await component(page, 'ColorValue#2').waitFor({ state: 'detached' });
    expect(Object.keys((await entity('shed')).components)).toContain('ColorValue');
  });

  test('a value is copied, pasted and reset from the menu of its label', async () => {
    await openEntity(page, 'Lamp');
    const speed = component(page, 'Spinner').locator('.label', { hasText: 'Speed' });
    await speed.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Copy value' }).click();
    await expect.poll(clipboard, PATIENCE).toBe('[0,45,0]');
    await page.evaluate(() => navigator.clipboard.writeText('[1, 2, 3]'));
    await speed.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Paste value' }).click();
    await expect.poll(async () => (await values('lamp', 'Spinner'))?.['Speed'], PATIENCE).toEqual([1, 2, 3]);
    await speed.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Reset to default' }).click();
    await expect.poll(async () => (await values('lamp', 'Spinner'))?.['Speed'], PATIENCE).toEqual([0, 90, 0]);
  });
});
