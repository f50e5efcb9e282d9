/**
 * Pages that the tests of a file share, one after another. A page of a new context costs a process of the browser, which reads, compiles and warms up
 * the whole of our script once more: 1.4 s of processor time. One that is lent again, on the port that it knows, costs a third of that.
 */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** What a page that is lent may be asked to be; whoever needs more takes a context of their own. */
export type PageOptions = Pick<BrowserContextOptions, 'viewport' | 'colorScheme' | 'reducedMotion' | 'permissions'>;

interface Shared {
  /** Pages that nobody holds: they stand on nothing, and remember nothing. */
  readonly free: Page[];
  readonly lent: Set<Page>;
}
const SHARED = new WeakMap<Browser, Shared>();
/** What a test may listen to; nobody listens to a page that is lent again. */
const EVENTS = ['console', 'dialog', 'download', 'filechooser', 'pageerror', 'popup', 'request', 'requestfailed', 'requestfinished', 'response', 'websocket'];

function sharedBy(browser: Browser): Shared {
  const known = SHARED.get(browser) ?? { free: [], lent: new Set() };
  SHARED.set(browser, known);
  return known;
}

/** A page that is nobody's and knows nobody: no cookies, nothing stored, nobody listening. Each that is lent at the same time has a context of its own. */
export async function borrow(browser: Browser, options: PageOptions = {}): Promise<Page> {
  const { free, lent } = sharedBy(browser);
  const { viewport = { width: 1440, height: 900 }, colorScheme = 'light', reducedMotion = 'reduce', permissions = [] } = options;
  let known = free.pop();
  while (known?.isClosed() === true) known = free.pop();
  const page = known ?? (await (await browser.newContext({ viewport, colorScheme, reducedMotion, permissions })).newPage());
  lent.add(page);
  if (known !== undefined) {
    await Promise.all([
      viewport === null ? undefined : page.setViewportSize(viewport),
      page.emulateMedia({ colorScheme, reducedMotion }),
      page
        .context()
        .clearPermissions()
        .then(() => page.context().grantPermissions(permissions)),
    ]);
  }
  return page;
}

/** Takes a page back, once its test is through with it. One that was not lent is closed with its context; so is one that cannot be made to forget. */
export async function leave(page: Page): Promise<void> {
  const context = page.context();
  const browser = context.browser();
  const shared = browser === null ? undefined : sharedBy(browser);
  if (shared?.lent.delete(page) === true && (await forgets(page))) shared.free.push(page);
  else await context.close();
}

/** Takes back all that were lent, and closes every other context. */
export async function leaveAll(browser: Browser): Promise<void> {
  const { free, lent } = sharedBy(browser);
  const kept = new Set([...free, ...lent].map((page) => page.context()));
  await Promise.all([...[...lent].map(leave), ...browser.contexts().map((context) => (kept.has(context) ? undefined : context.close()))]);
}

async function forgets(page: Page): Promise<boolean> {
  const context = page.context();
  try {
    for (const event of EVENTS) page.removeAllListeners(event);
    await Promise.all([page.unrouteAll(), context.unrouteAll(), ...context.pages().map((other) => (other === page ? undefined : other.close()))]);
    // To nothing of the same origin: the process stays, what the page held open ends, and what it stored can be reached once it can store no more.
    await page.goto(new URL('/api/nothing', page.url()).href);
    await page.evaluate(() => {
      localStorage.clear();
      sessionStorage.clear();
    });
    // A pointer left over a row would show its tip at once to the next.
    await page.mouse.move(-1, -1);
    for (const key of ['Control', 'Shift', 'Alt']) await page.keyboard.up(key);
    await context.clearCookies();
    return true;
  } catch {
    return false;
  }
}
