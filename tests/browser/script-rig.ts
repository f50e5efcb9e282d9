import type { Locator, Page } from 'playwright-core';
import { createRegistry } from '../../engine/index.ts';
import { quickJs } from '../../sandbox/quickjs.ts';
import type { RunningServer } from '../../server/index.ts';
import { component, openEntity, serve } from './rig.ts';

/** A server with one world, whose Lamp holds a script. */
export function scriptServer(Source: string): Promise<RunningServer> {
  const entities = [
    { id: 'garden', name: 'Garden' },
    { id: 'lamp', name: 'Lamp', components: { Script: { Source }, FloatValue: {} } },
  ];
  return serve({
    registry: createRegistry({ sandbox: quickJs }),
    worlds: [{ name: 'scripts', scene: { format: 'worldwire/scene', version: 1, name: 'Scripts', tickRate: 60, entities } as never }],
  });
}

/** What the world has of the Lamp's script. */
export async function scriptOf(server: RunningServer): Promise<{ readonly [field: string]: unknown }> {
  return (await server.worlds.get('scripts').ask({ ask: 'entity', entity: 'lamp' })).components['Script'] ?? {};
}
export async function source(server: RunningServer): Promise<unknown> {
  return (await scriptOf(server))['Source'];
}

export async function open(page: Page): Promise<void> {
  await openEntity(page, 'Lamp');
  await content(page).waitFor();
}
export function code(page: Page): Locator {
  return component(page, 'Script').locator('ww-script-code');
}
/** What is written in the editor, wherever it is. */
export function content(at: Page | Locator): Locator {
  return at.locator('.cm-content[aria-label="Source"]');
}
export function textIn(at: Page | Locator): Promise<string> {
  return content(at).evaluate((element) => {
    interface Held {
      readonly view: { readonly state: { readonly doc: { toJSON(): string[] } } };
    }
    const { cmTile, cmView } = element as unknown as { readonly cmTile?: Held; readonly cmView?: Held };
    return ((cmTile ?? cmView)?.view.state.doc.toJSON() ?? []).join('\n');
  });
}
/** Writes a program in the place of the one that stands there. */
export async function write(page: Page, text: string): Promise<void> {
  await content(page).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  if (text !== '') await page.keyboard.insertText(text);
}
/** How the program stands, in words. */
export function sign(page: Page, words: string | RegExp): Locator {
  return code(page).locator('.sign').filter({ hasText: words });
}
