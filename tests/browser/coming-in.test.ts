import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { atEnd } from '../server/running.ts';
import { echoServer, gardenServer, item, withBrowser } from './rig.ts';
import { borrow, leave } from './shared-pages.ts';

let browser: Browser;
withBrowser((opened) => {
  browser = opened;
});

const GUEST = 'a-guest-token-of-the-browser-tests';

test.each([
  ['of another site', '127.0.0.1', 'localhost'],
  ['of another port', 'localhost', 'localhost'],
])('a link on a page %s takes no role away: an Admin is asked and stays, somebody new comes in', async (_what, theirs, ours) => {
  const echo = await echoServer();
  atEnd(() => echo.close());
  const server = await gardenServer(echo, { tokens: [{ token: GUEST, role: 'Guest' }] });
  atEnd(() => server.close());
  const origin = `http://${ours}:${server.port}`;
  // It also tries what needs no click: a picture, a frame, and a cookie that it sets for the whole host.
  const other = createServer(({ url }, response) =>
    response
      // With the page itself alone: a browser asks for its icon as well, at a time of its own.
      .writeHead(200, { 'content-type': 'text/html', ...(url === '/' ? { 'set-cookie': `worldwire-${server.port}=${'s'.repeat(32)}; Path=/` } : {}) })
      .end(`<a href="${origin}/?token=${GUEST}">go</a><img src="${origin}/?token=${GUEST}"><iframe src="${origin}/?token=${GUEST}"></iframe>`),
  ).listen(0, theirs);
  await once(other, 'listening');
  atEnd(() => other.close());
  const link = `http://${theirs}:${(other.address() as AddressInfo).port}/`;
  const cookieOf = async (page: Page): Promise<string> =>
    (await page.context().cookies(origin)).find(({ name }) => name === `worldwire-${server.port}`)?.value ?? '';
  const inside = (page: Page) => item(page, 'Garden').waitFor();

  const page = await borrow(browser);
  atEnd(() => leave(page));
  await page.goto(`${origin}/?token=${server.token}`);
  await inside(page);
  const before = await cookieOf(page);
  await page.goto(link, { waitUntil: 'load' });
  if (theirs === ours) {
    // Cookies know no ports: who overwrites it signs somebody out, and makes them nobody else.
    expect(await cookieOf(page)).not.toBe(before);
    await page.context().addCookies([{ name: `worldwire-${server.port}`, value: before, url: origin, httpOnly: true, sameSite: 'Strict' }]);
  }
  await page.getByText('go', { exact: true }).click();
  await page.getByRole('heading', { name: 'You are here as Admin' }).waitFor();
  expect(await cookieOf(page)).toBe(before);
  await page.getByRole('link', { name: 'Stay Admin' }).click();
  await inside(page);
  expect(await cookieOf(page)).toBe(before);

  const fresh = await borrow(browser);
  atEnd(() => leave(fresh));
  await fresh.goto(link, { waitUntil: 'load' });
  await fresh.getByText('go', { exact: true }).click();
  await inside(fresh);
  expect(new URL(fresh.url()).search).toBe('');
  expect(await cookieOf(fresh)).not.toContain('s'.repeat(32));
});
