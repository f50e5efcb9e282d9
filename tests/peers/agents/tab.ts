import type { Browser, Page } from 'playwright-core';
import type { JoinedUser } from '../../../engine/index.ts';
import type { HostedWorld, RunningServer } from '../../../server/index.ts';
import { openBrowser } from '../../browser/rig.ts';
import type { Carrier, CarrierSettings } from './carrier.ts';
import { newcomer } from './newcomer.ts';
import { PATIENCE } from '../../patience.ts';

export interface Tab extends Carrier {
  readonly page: Page;
}

let shared: Promise<Browser> | undefined;

/** The browser whose tabs they are, one for all files of tests in this process, with which it ends; another where it has ended by itself. */
async function ownBrowser(): Promise<Browser> {
  const open = await shared?.catch(() => undefined);
  if (open?.isConnected() === true) return open;
  shared = openBrowser();
  return shared;
}

/** A tab of a real browser. Where entries are allowed, its user says "always" to every prompt. */
export async function openTab(server: RunningServer, world: HostedWorld, { token, entries, authority, script }: CarrierSettings): Promise<Tab> {
  const browser = await ownBrowser();
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', ignoreHTTPSErrors: authority !== undefined });
  context.setDefaultTimeout(PATIENCE);
  if (script !== undefined) await context.addInitScript(script);
  const said: string[] = [];
  const pages: Page[] = [];
  const gone = (): unknown => said.push('the browser has gone');
  browser.on('disconnected', gone);
  const comeInto = async (where: HostedWorld): Promise<JoinedUser> => {
    const { title } = await where.summary();
    return newcomer(
      where,
      'browser',
      async () => {
        const page = await context.newPage();
        pages.push(page);
        page.on('console', (message) => said.push(message.text()));
        page.on('pageerror', (error) => said.push(error.message));
        page.on('crash', () => said.push('the tab crashed'));
        page.on('close', () => said.push('the tab was closed'));
        await page.goto(`${server.origin}/?token=${token}`);
        if (entries.length > 0) void alwaysAllowing(page);
        await page.getByRole('button', { name: /^World: ./ }).click();
        await page.getByRole('menuitemcheckbox', { name: new RegExp(title) }).click();
      },
      () => said.join('\n'),
    );
  };
  const end = (): Promise<void> => {
    browser.off('disconnected', gone);
    return context.close();
  };
  try {
    const { userId } = await comeInto(world);
    return {
      user: { userId },
      get page() {
        return pages.at(-1) as Page;
      },
      enter: async (other) => void (await comeInto(other)),
      allow: async (_scope, host, port) => {
        const prompt = (pages.at(-1) as Page).getByRole('dialog').filter({ hasText: `${host}:${port}` });
        await prompt.getByRole('button', { name: /^Always allow/ }).click();
      },
      vanish: async () => {
        await Promise.all(pages.splice(0).map((page) => page.close()));
      },
      lost: async () => {
        const lost = (await Promise.all(pages.map(answers))).includes(false);
        if (lost) said.push(`processes of the browser: ${await processes(browser)}`);
        return lost;
      },
      said: () => said.join('\n'),
      end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Whether a tab still runs anything. One whose process has crashed never answers. */
async function answers(page: Page): Promise<boolean> {
  const late = new Promise<false>((resolve) => setTimeout(resolve, PATIENCE / 4, false).unref());
  return Promise.race([page.evaluate(() => true).catch(() => false), late]);
}

/** What each process of a browser did with its processor in one second: a tab that answers no more is busy without end, or waits, or is gone. */
async function processes(browser: Browser): Promise<string> {
  try {
    const cdp = await browser.newBrowserCDPSession();
    const used = async (): Promise<Map<string, number>> => {
      const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
      return new Map(processInfo.map(({ type, id, cpuTime }) => [`${type} ${id}`, cpuTime]));
    };
    const before = await used();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return [...(await used())].map(([name, time]) => `${name} ${(time - (before.get(name) ?? 0)).toFixed(2)} s`).join(', ');
  } catch (error) {
    return String(error);
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
