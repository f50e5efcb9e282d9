import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { expect, test } from 'vitest';
import { badPlace, stick } from '../server/bad-plugin.ts';
import { atEnd } from '../server/running.ts';
import { unsound } from './axe.ts';
import { inDialog, item, serve, TOKEN, withBrowser } from './rig.ts';
import { borrow, leave } from './shared-pages.ts';

const SHOTS = fileURLToPath(new URL('../../.cache/screenshots', import.meta.url));

let browser: Browser;
withBrowser((opened) => {
  browser = opened;
});

test('a world that is stuck is told as such in the list and to who is in it, keeps nobody from the others, and is put back by a revert', async () => {
  const at = await badPlace();
  const worlds = ['bad', 'well'].map((name) => ({ file: at.file(name) }));
  const server = await serve({ threads: true, plugins: [at.plugin], worlds, threadPatience: 1000 });
  atEnd(() => server.close());
  const page = await borrow(browser);
  await page.goto(`${server.origin}/?token=${TOKEN}`);
  await item(page, 'Garden').waitFor();
  expect(await page.getByRole('button', { name: 'World: bad' }).count()).toBe(1);
  const { answer } = await stick(server, at);
  const bar = page.getByRole('alert').filter({ hasText: 'This world does not answer.' });
  await bar.waitFor();
  expect(await page.getByRole('button', { name: 'Run', exact: true }).getAttribute('aria-pressed')).toBe('false');
  await page.locator('ww-run-line').getByText('does not answer').waitFor();
  await page.locator('ww-log-pane').getByRole('status').filter({ hasText: 'the world does not answer' }).waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(SHOTS, `stuck-world-${colorScheme}.png`) });
  }
  expect(await unsound(page)).toEqual([]);
  await bar.getByRole('button', { name: 'Revert to the file' }).click();
  await inDialog(page, 'Revert to the file?').getByRole('button', { name: 'Revert', exact: true }).click();
  await bar.waitFor({ state: 'hidden' });
  expect(await page.getByRole('button', { name: 'Run', exact: true }).getAttribute('aria-pressed')).toBe('true');
  expect(await answer).toMatchObject({ status: 503 });
  await item(page, 'Garden').waitFor();

  const again = await stick(server, at);
  await bar.waitFor();
  const pick = async (from: string, to: string): Promise<void> => {
    await page.getByRole('button', { name: `World: ${from}` }).click();
    const entry = page.locator('[role^=menuitem]').filter({ hasText: 'bad' });
    expect(await entry.textContent()).toContain('does not answer');
    if (from === 'bad') await page.screenshot({ path: join(SHOTS, 'stuck-world-list.png') });
    await page.locator('[role^=menuitem]').filter({ hasText: to }).first().click();
  };
  await pick('bad', 'well');
  await page.getByRole('button', { name: 'World: well' }).waitFor();
  await bar.waitFor({ state: 'hidden' });
  await pick('well', 'bad');
  await page.getByText('has not answered for 1 second').waitFor();
  await page.getByRole('button', { name: 'World: well' }).waitFor();
  await item(page, 'Garden').waitFor();
  // Whoever comes anew is shown one that answers.
  await page.reload();
  await page.getByRole('button', { name: 'World: well' }).waitFor();
  await server.worlds.remove('bad');
  expect(await again.answer).toMatchObject({ status: 503 });
  await leave(page);
});
