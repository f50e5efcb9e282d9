import Type from 'typebox';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  bool,
  color,
  componentRef,
  defineComponent,
  entityRef,
  enumeration,
  fieldRef,
  float,
  float3,
  floatQ,
  int,
  json,
  string,
  uri,
  type Json,
} from '../../engine/index.ts';
import type { RunningServer } from '../../server/index.ts';
import { PATIENCE, component, item, openEntity, visit, inView, withBrowser, workshopServer } from './rig.ts';
import { leave } from './shared-pages.ts';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
  'Undecimber',
] as const;

const Probe = defineComponent('Probe', {
  doc: 'Measures everything.',
  category: 'Test',
  fields: {
    Delay: float({ doc: 'Delay.', unit: 's', min: 0 }),
    Gain: float({ doc: 'Gain.', softMin: 0, softMax: 10, step: 0.5 }),
    Count: int({ doc: 'Count.' }),
    Place: float3({ doc: 'Place.', step: 0.1 }),
    Turn: floatQ({ doc: 'Turn.' }),
    Tint: color({ doc: 'Tint.', default: [2, 1, 0, 1] }),
    Month: enumeration(MONTHS, { doc: 'Month.' }),
    Note: string({ doc: 'Note.', multiline: true }),
    Data: json<{ [key: string]: Json }>(Type.Record(Type.String(), Type.Unknown()), 'a map', { doc: 'Data.', default: { a: 1, b: { c: 2 } } }),
    Address: uri({ doc: 'Address.' }),
    On: bool({ doc: 'On.' }),
    Target: entityRef({ doc: 'Target.' }),
    Client: componentRef({ doc: 'Client.', target: 'WebsocketClient' }),
    Drives: fieldRef({ doc: 'Drives.' }),
  },
});

describe('editors under the hands of somebody', () => {
  let browser: Browser, server: RunningServer, page: Page;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    server = await workshopServer(Probe, { WebsocketClient: {}, ColorValue: {} });
    page = await visit(browser, server, { permissions: ['clipboard-read', 'clipboard-write'] });
    await openEntity(page, 'Garden');
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
  });

  const now = async (field: string): Promise<Json | undefined> =>
    (await server.worlds.get('workshop').ask({ ask: 'entity', entity: 'garden' })).components['Probe']?.[field];
  const becomes = async (field: string, value: Json): Promise<void> => {
    await expect.poll(() => now(field), PATIENCE).toEqual(value);
  };
  const box = (label: string): Locator => component(page, 'Probe').getByLabel(label, { exact: true });
  const type = async (label: string, text: string): Promise<void> => {
    await box(label).click();
    await box(label).fill(text);
    await box(label).press('Enter');
  };
  const drag = async (label: string, by: number, key?: 'Shift' | 'Control' | 'Alt'): Promise<void> => {
    await box(label).scrollIntoViewIfNeeded();
    const at = await box(label).boundingBox();
    if (at === null) throw new Error(`${label} is not in view`);
    const [x, y] = [at.x + 20, at.y + at.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    if (key !== undefined) await page.keyboard.down(key);
    for (let i = 1; i <= 10; i++) await page.mouse.move(x + (by * i) / 10, y);
    await page.mouse.up();
    if (key !== undefined) await page.keyboard.up(key);
  };
  const undo = async (): Promise<void> => page.getByRole('button', { name: 'Undo' }).first().click();
  const paste = async (label: string, text: string): Promise<void> => {
    await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await box(label).click();
    await page.keyboard.press('Control+v');
  };

  test('at the narrowest too, the switch of a rotation stands in the column of the numbers', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole('navigation', { name: 'Panes' }).getByRole('button', { name: 'Entity' }).click();
    const probe = component(page, 'Probe');
    const right = (name: string): Promise<number> => probe.getByLabel(name, { exact: true }).evaluate((each) => each.getBoundingClientRect().right);
    expect(await right('Turn as quaternion')).toBeLessThanOrEqual((await right('Place z')) + 1);
    expect(await right('Turn z')).toBeLessThan(await right('Turn as quaternion'));
  });

  test('sums, changes of what is there, and units are typed', async () => {
    await type('Count', '3*60');
    await becomes('Count', 180);
    await type('Count', '+=5');
    await becomes('Count', 185);
    await type('Count', '/=2');
    await becomes('Count', 93);
    await type('Delay', '250 ms');
    await becomes('Delay', 0.25);
    await type('Delay', '1 min + 5');
    await becomes('Delay', 65);
    await type('Delay', '5 kg');
    await component(page, 'Probe').getByRole('alert').filter({ hasText: 'expected a number in s' }).waitFor();
    expect(await now('Delay')).toBe(65);
    await box('Delay').press('Escape');
    await type('Count', '2.5');
    await component(page, 'Probe').getByRole('alert').filter({ hasText: 'expected a whole number' }).waitFor();
  });

  test('what is said of a field at the lower edge comes into view', async () => {
    await box('Delay').evaluate((input) => input.scrollIntoView({ block: 'end' }));
    await box('Delay').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('-1');
    await page.keyboard.press('Enter');
    const alert = component(page, 'Probe').getByRole('alert').filter({ hasText: 'expected at least 0' });
    await alert.waitFor({ state: 'attached' });
    await expect.poll(() => inView(alert), PATIENCE).toBe(1);
  });

  test('a drag is one step of undo, finer with Shift, coarser with Ctrl, and ends at the soft limit', async () => {
    await drag('Place x', 40);
    await becomes('Place', [1, 0, 0]);
    await undo();
    await becomes('Place', [0, 0, 0]);
    await drag('Place x', 40, 'Shift');
    await becomes('Place', [0.1, 0, 0]);
    await drag('Place y', 40, 'Control');
    await becomes('Place', [0.1, 10, 0]);
    await drag('Gain', 400);
    await becomes('Gain', 10);
    const log = page.getByRole('log');
    for (const told of ['Probe.Place [0, 0, 0] → [0.1, 0, 0]', 'Probe.Place [0.1, 0, 0] → [0.1, 10, 0]', 'Probe.Gain 0 → 10'])
      await log.getByText(told).waitFor();
    await type('Gain', '12');
    await becomes('Gain', 12);
  });

  test('with Alt all parts of a vector move together, and a list that is pasted into one fills all', async () => {
    await paste('Place x', '1, 2, 3');
    await becomes('Place', [1, 2, 3]);
    await page.keyboard.press('Escape');
    // A drag goes on from what is shown, which the page hears of after the world has it.
    await expect.poll(() => box('Place y').inputValue(), PATIENCE).toBe('2');
    await drag('Place y', 20, 'Alt');
    await becomes('Place', [1.5, 2.5, 3.5]);
    await undo();
    await becomes('Place', [1, 2, 3]);
  });

  test('a colour is typed as hex; its brightness and its alpha stay', async () => {
    const hex = component(page, 'Probe').getByLabel('Tint hex', { exact: true });
    expect(await hex.inputValue()).toBe('#ff8000');
    await component(page, 'Probe').getByText('× 2', { exact: true }).waitFor();
    await hex.fill('#00f');
    await hex.press('Enter');
    await becomes('Tint', [0, 0, 2, 1]);
    await type('Tint a', '50%');
    await becomes('Tint', [0, 0, 2, 0.5]);
    await hex.fill('green');
    await hex.press('Enter');
    await component(page, 'Probe').getByRole('alert').filter({ hasText: 'expected a colour' }).waitFor();
  });

  test('a rotation is edited as degrees, and as its quaternion', async () => {
    await type('Turn y', '180/2');
    await expect.poll(async () => ((await now('Turn')) as number[]).map((part) => Math.round(part * 1e4) / 1e4), PATIENCE).toEqual([0, 0.7071, 0, 0.7071]);
    await box('Turn as quaternion').click();
    expect(Number(await box('Turn quaternion w').inputValue())).toBeCloseTo(Math.SQRT1_2, 3);
    await paste('Turn quaternion x', '0 0 0 1');
    await becomes('Turn', [0, 0, 0, 1]);
    await page.keyboard.press('Escape');
    await box('Turn as quaternion').click();
    await expect.poll(() => box('Turn y').inputValue(), PATIENCE).toBe('0');
  });

  test('of many words one is found by typing its beginning', async () => {
    await type('Month', 'sep');
    await becomes('Month', 'September');
    // Whoever comes in is offered all of them, and leaves without a change where they type nothing.
    await box('Delay').click();
    await box('Month').click();
    expect(await box('Month').inputValue()).toBe('');
    expect(await box('Month').getAttribute('placeholder')).toBe('September');
    await box('Delay').click();
    await expect.poll(() => box('Month').inputValue(), PATIENCE).toBe('September');
    expect(await now('Month')).toBe('September');
    await type('Month', 'ju');
    await component(page, 'Probe').getByRole('alert').filter({ hasText: 'June, July' }).waitFor();
    expect(await now('Month')).toBe('September');
  });

  test('text of several lines keeps what is typed until Ctrl-Enter, and Escape gives it up', async () => {
    const note = component(page, 'Probe').getByRole('textbox', { name: 'Note', exact: true });
    await component(page, 'Probe').locator('.cm-content[aria-label="Note"]').waitFor();
    await note.click();
    await page.keyboard.type('one');
    await page.keyboard.press('Enter');
    await page.keyboard.type('two');
    expect(await now('Note')).toBe('');
    await page.keyboard.press('Control+Enter');
    await becomes('Note', 'one\ntwo');
    await page.keyboard.type('!');
    await page.keyboard.press('Escape');
    await expect.poll(() => note.textContent(), PATIENCE).not.toContain('!');
    expect(await now('Note')).toBe('one\ntwo');
  });

  test('JSON says what is wrong with it, and sends only what was changed', async () => {
    const data = component(page, 'Probe').locator('.cm-content[aria-label="Data"]');
    await data.waitFor();
    await data.click();
    await data.fill('{"a": 1, "b": {"c": }}');
    await page.keyboard.press('Control+Enter');
    await component(page, 'Probe')
      .getByRole('alert')
      .filter({ hasText: /^expected JSON: unexpected token '}'$/ })
      .waitFor();
    // Meanwhile another edits a part that is not touched here.
    await server.worlds.get('workshop').submit(
      { userId: 'host', role: 'Admin' },
      {
        type: 'operations',
        operations: [{ op: 'patchField', entity: 'garden', component: 'Probe', field: 'Data', patch: [{ op: 'add', path: '/d', value: true }] }],
      },
    );
    await becomes('Data', { a: 1, b: { c: 2 }, d: true });
    await data.fill('{"a": 1, "b": {"c": 3}, "d": true}');
    await page.keyboard.press('Control+Enter');
    await becomes('Data', { a: 1, b: { c: 3 }, d: true });
    await component(page, 'Probe').getByRole('alert').waitFor({ state: 'detached' });
  });

  test('an address says what it names as one types', async () => {
    await box('Address').fill('wss://tides.example/v2');
    const check = component(page, 'Probe').locator('ww-uri-editor').getByRole('status');
    expect(await check.textContent()).toBe('host tides.example, port 443, encrypted, path /v2');
    await box('Address').fill('tides.example');
    expect(await check.textContent()).toContain('begins with no scheme');
    await box('Address').fill('ws://a b');
    expect(await check.textContent()).toContain('no spaces');
    await box('Address').press('Enter');
    await component(page, 'Probe').getByRole('alert').filter({ hasText: 'without spaces' }).waitFor();
    await box('Address').press('Escape');
    await check.waitFor({ state: 'detached' });
  });

  test('entities, components and fields are dropped where they are referred to', async () => {
    await item(page, 'Lamp').click();
    await page.getByRole('button', { name: 'Keep Lamp open' }).click();
    await openEntity(page, 'Garden');
    const kept = page.locator('ww-entity-pane.kept');
    const head = kept.getByRole('region', { name: 'WebsocketClient' }).getByRole('button', { name: 'WebsocketClient', exact: true });
    // So that both are in view at once.
    await component(page, 'Probe').getByRole('group', { name: 'Drives', exact: true }).scrollIntoViewIfNeeded();
    await head.scrollIntoViewIfNeeded();
    await head.dragTo(component(page, 'Probe').getByRole('group', { name: 'Client entity', exact: true }));
    await becomes('Client', { entity: 'lamp', component: 'WebsocketClient' });
    const label = kept.getByRole('region', { name: 'ColorValue' }).locator('.name', { hasText: /^Value$/ });
    await label.scrollIntoViewIfNeeded();
    await label.dragTo(component(page, 'Probe').getByRole('group', { name: 'Drives entity', exact: true }));
    await becomes('Drives', { entity: 'lamp', component: 'ColorValue', field: 'Value' });
    await item(page, 'Lamp').dragTo(component(page, 'Probe').getByRole('group', { name: 'Target', exact: true }));
    await becomes('Target', 'lamp');
    // What does not fit is refused in words.
    const other = kept.getByRole('region', { name: 'ColorValue' }).getByRole('button', { name: 'ColorValue', exact: true });
    await other.dragTo(component(page, 'Probe').getByRole('group', { name: 'Client entity', exact: true }));
    await component(page, 'Probe').getByRole('alert').filter({ hasText: 'expected a WebsocketClient' }).waitFor();
    expect(await now('Client')).toEqual({ entity: 'lamp', component: 'WebsocketClient' });
  });
});
