import type { Locator, Page } from 'playwright-core';
import type { RunningServer, ServerOptions } from '../../server/index.ts';
import { item, serve } from './rig.ts';

/** A hundred thousand entities: Garden with 50 groups of 800 plots each, and the rest beside it at the top. */
export function hundredThousand(): object[] {
  const groups = Array.from({ length: 50 }, (_, i) => ({ id: `g${i}`, name: `Group ${i}`, parent: 'garden' }));
  const plots = Array.from({ length: 40_000 }, (_, i) => ({ id: `p${i}`, name: `Plot ${i}`, parent: `g${Math.floor(i / 800)}` }));
  const things = Array.from({ length: 59_949 }, (_, i) => ({ id: `t${i}`, name: `Thing ${i}` }));
  return [{ id: 'garden', name: 'Garden' }, ...groups, ...plots, ...things];
}

export async function worldOf(entities: readonly object[], options: ServerOptions = {}): Promise<RunningServer> {
  return serve({
    worlds: [{ name: 'test', scene: { format: 'worldwire/scene', version: 1, name: 'Test world', tickRate: 60, entities } as never }],
    ...options,
  });
}

/** Names of the rows that are selected, of those in view. */
export async function chosen(page: Page): Promise<string[]> {
  return page.locator('[role=treeitem][aria-selected=true]').evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''));
}
/** Names of the rows in view, from above. */
export async function names(page: Page): Promise<string[]> {
  return page.getByRole('treeitem').evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''));
}
/** Names of rows and how deep they stand, from above: `Garden`, `- Lamp`. */
export async function outline(page: Page): Promise<string[]> {
  return page
    .getByRole('treeitem')
    .evaluateAll((rows) => rows.map((row) => `${'- '.repeat(Number(row.getAttribute('aria-level')) - 1)}${row.getAttribute('aria-label') ?? ''}`));
}
/** Selects several rows, the first by a click and the others by Ctrl. */
export async function choose(page: Page, ...rows: readonly string[]): Promise<void> {
  for (const [i, name] of rows.entries()) await item(page, name).click(i === 0 ? {} : { modifiers: ['Control'] });
}
/** Types into the tree without a pause between the letters, however slow the machine is. */
export async function typeToFind(page: Page, letters: string): Promise<void> {
  await page.getByRole('tree').evaluate((tree, text) => {
    for (const key of text) tree.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
  }, letters);
}
export function search(page: Page): Locator {
  return page.getByRole('combobox', { name: 'Search entities' });
}
