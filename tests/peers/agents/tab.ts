import type { Page } from 'playwright-core';
import type { HostedWorld, RunningServer } from '../../../server/index.ts';
import { openBrowser } from '../../browser/rig.ts';
import type { Carrier, CarrierSettings } from '../complaints/carriers.ts';
import { newcomer } from './newcomer.ts';

export interface Tab extends Carrier {
  readonly page: Page;
}

/** A tab of a real browser. Where entries are allowed, its user says "always" to every prompt. */
export async function openTab(server: RunningServer, world: HostedWorld, { token, entries, authority, script }: CarrierSettings): Promise<Tab> {
  const browser = await openBrowser();
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', ignoreHTTPSErrors: authority !== undefined });
  context.setDefaultTimeout(15_000);
  if (script !== undefined) await context.addInitScript(script);
  const said: string[] = [];
  const open = async (): Promise<Page> => {
    const page = await context.newPage();
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    await page.goto(`${server.origin}/?token=${token}`);
    if (entries.length > 0) void alwaysAllowing(page);
    return page;
  };
  const come = (where: HostedWorld, act: () => Promise<unknown>): ReturnType<typeof newcomer> => newcomer(where, 'browser', act, () => said.join('\n'));
  const end = (): Promise<void> => browser.close();
  try {
    let page: Page | undefined;
    const { userId } = await come(world, async () => {
      page = await open();
    });
    return {
      user: { userId },
      page: page as unknown as Page,
      enter: async (other) => {
        const { title } = await other.summary();
        await come(other, async () => {
          const second = await open();
          await second.getByRole('button', { name: /^World:/ }).click();
          await second.getByRole('menuitem', { name: title }).click();
        });
      },
      allow: async (_scope, host, port) => {
        const prompt = (page as unknown as Page).getByRole('dialog').filter({ hasText: `${host}:${port}` });
        await prompt.getByRole('button', { name: /^Always allow/ }).click();
      },
      vanish: () => context.close(),
      end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

async function alwaysAllowing(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: /^Always allow/ }).first();
  try {
    for (;;) {
      await button.waitFor({ timeout: 0 });
      await button.click({ timeout: 5000 }).catch((error: unknown) => {
        // It may have gone by itself meanwhile; a page that is gone ends this.
        if (page.isClosed()) throw error;
      });
    }
  } catch {
    // The page is closed.
  }
}
