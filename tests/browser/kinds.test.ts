import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  color,
  componentRef,
  defineComponent,
  entityRef,
  enumeration,
  fieldRef,
  float,
  float2,
  float4,
  floatQ,
  int,
  string,
  strings,
  userRef,
  type Json,
} from '../../engine/index.ts';
import type { RunningServer } from '../../server/index.ts';
import { PATIENCE, component, item, openEntity, visit, inDialog, withBrowser, workshopServer } from './rig.ts';
import { leave } from './shared-pages.ts';

/** A component that the inspector has never heard of, with a field of each kind. */
const Probe = defineComponent('Probe', {
  doc: 'Measures everything.',
  category: 'Test',
  fields: {
    Gain: float({ doc: 'Gain.', min: 0, max: 1, step: 0.1 }),
    Count: int({ doc: 'Count.', unit: 'items' }),
    Note: string({ doc: 'Note.', multiline: true }),
    Mode: enumeration(['Loop', 'Once', 'Bounce'], { doc: 'Mode.' }),
    Two: float2({ doc: 'Two.' }),
    Four: float4({ doc: 'Four.' }),
    Turn: floatQ({ doc: 'Turn.' }),
    Tint: color({ doc: 'Tint.' }),
    Words: strings({ doc: 'Words.' }),
    Who: userRef({ doc: 'Who.' }),
    Target: entityRef({ doc: 'Target.' }),
    Client: componentRef({ doc: 'Client.', target: 'WebsocketClient' }),
    Drives: fieldRef({ doc: 'Drives.' }),
    Answer: int({ doc: 'Answer.', default: 42, readOnly: true }),
  },
});

describe('fields of every kind are edited from the manifest alone', () => {
  let browser: Browser, server: RunningServer, page: Page;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeEach(async () => {
    server = await workshopServer(Probe, { WebsocketClient: {}, Transform: {} });
    page = await visit(browser, server);
    await openEntity(page, 'Garden');
  });
  afterEach(async () => {
    await leave(page);
    await server.close();
  });

  const becomes = async (field: string, value: Json): Promise<void> => {
    await expect
      .poll(async () => (await server.worlds.get('workshop').ask({ ask: 'entity', entity: 'garden' })).components['Probe']?.[field], PATIENCE)
      .toEqual(value);
  };
  const type = async (label: string, text: string): Promise<void> => {
    const box = component(page, 'Probe').getByLabel(label, { exact: true });
    await box.click();
    await box.fill(text);
    await box.press('Control+Enter');
  };
  const choose = async (label: string, option: string): Promise<void> => {
    await component(page, 'Probe').getByLabel(label, { exact: true }).selectOption(option);
  };

  test('numbers, text, words and vectors', async () => {
    await type('Gain', '0.5');
    await becomes('Gain', 0.5);
    await type('Count', '7');
    await becomes('Count', 7);
    await type('Note', 'two\nlines');
    await becomes('Note', 'two\nlines');
    await choose('Mode', 'Bounce');
    await becomes('Mode', 'Bounce');
    await type('Two y', '-2.25');
    await becomes('Two', [0, -2.25]);
    await type('Four w', '4');
    await becomes('Four', [0, 0, 0, 4]);
    await type('Tint a', '0.5');
    await becomes('Tint', [1, 1, 1, 0.5]);
    await type('Turn y', '90');
    await expect
      .poll(
        async () =>
          Number(JSON.stringify((await server.worlds.get('workshop').ask({ ask: 'entity', entity: 'garden' })).components['Probe']?.['Turn']).split(',')[1]),
        PATIENCE,
      )
      .toBeCloseTo(Math.SQRT1_2, 5);
    await component(page, 'Probe').getByRole('button', { name: 'Add to Words' }).click();
    await type('Words 1', 'hello');
    await becomes('Words', ['hello']);
  });

  test('references to users, entities, components and fields', async () => {
    const probe = component(page, 'Probe');
    await choose('Who', 'host');
    await becomes('Who', { userId: 'host', machineId: null });

    const pick = async (label: string, name: string): Promise<void> => {
      await probe.getByRole('button', { name: `${label}: none` }).click();
      await inDialog(page, `Choose ${label}`)
        .getByRole('option', { name: new RegExp(`^${name}`) })
        .click();
    };
    await pick('Target', 'Lamp');
    await becomes('Target', 'lamp');
    await probe.getByRole('button', { name: 'Set Target to none' }).click();
    await becomes('Target', null);
    await pick('Client entity', 'Lamp');
    await becomes('Client', { entity: 'lamp', component: 'WebsocketClient' });
    await pick('Drives entity', 'Lamp');
    await choose('Drives component', 'Transform');
    await choose('Drives field', 'Position');
    await becomes('Drives', { entity: 'lamp', component: 'Transform', field: 'Position' });
    await item(page, 'Lamp').dragTo(probe.getByRole('group', { name: 'Target', exact: true }));
    await becomes('Target', 'lamp');
    await probe.getByRole('button', { name: 'Go to Lamp' }).first().click();
    await page.getByRole('heading', { name: 'Lamp', exact: true }).waitFor();
  });

  test('a hard limit is said before anything is sent, units are shown, what is read-only has no box', async () => {
    const probe = component(page, 'Probe');
    await type('Gain', '1.5');
    await probe.getByRole('alert').filter({ hasText: 'at most 1' }).waitFor();
    await becomes('Gain', 0);
    expect(await probe.getByText('items').count()).toBe(1);
    expect(await probe.getByLabel('Answer', { exact: true }).getAttribute('readonly')).not.toBe(null);
    expect(await probe.getByLabel('Answer', { exact: true }).inputValue()).toBe('42');
  });
});
