import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { echoServer, gardenServer, visit, withBrowser, type EchoServer } from './rig.ts';

const PAGE = fileURLToPath(new URL('../../docs/keys.md', import.meta.url));
const HEAD = `# Keys of the page

What \`?\` lists. On a Mac, Cmd does what Ctrl does, and Option what Alt does.

<!-- Written by \`WRITE_KEYS=1 npx vitest run tests/browser/keys.test.ts\` from what the page itself lists; the same test holds it. -->
`;

describe('docs/keys.md', () => {
  let browser: Browser, echo: EchoServer, server: RunningServer;
  withBrowser((opened) => {
    browser = opened;
  });
  beforeAll(async () => {
    echo = await echoServer();
    server = await gardenServer(echo);
  });
  afterAll(async () => {
    await server.close();
    await echo.close();
  });

  test('is what the page lists under ?, no key more and none less', async () => {
    const page = await visit(browser, server);
    // Each tab brings the keys of its own.
    for (const tab of ['World', 'Connections', 'Changes', 'Time', 'Traffic', 'Watch', 'Send', 'Connections']) {
      await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
      await page.getByRole('tabpanel').first().waitFor();
    }
    await page.locator('body').press('?');
    const overlay = page.locator('wa-dialog[label="Keys"]');
    await overlay.getByRole('heading', { name: 'In the edge of a pane' }).waitFor();
    const sections = await overlay.locator('section').evaluateAll((all) =>
      all.map((section) => ({
        heading: section.querySelector('h3')?.textContent ?? '',
        rows: [...section.querySelectorAll('dl > div')].map((row) => ({
          label: row.querySelector('dt')?.textContent ?? '',
          keys: [...row.querySelectorAll('dd > span')].map((span) => [...span.querySelectorAll('kbd')].map((key) => key.textContent).join('-')),
        })),
      })),
    );
    const text = sections.map(({ heading, rows }) => {
      const lines = rows.map(({ label, keys }) => `| ${keys.map((key) => `\`${key}\``).join(' ')} | ${label.replaceAll('|', '\\|')} |`);
      return `\n## ${heading}\n\n| key | what it does |\n| --- | --- |\n${lines.join('\n')}\n`;
    });
    const written = HEAD + text.join('');
    if (process.env['WRITE_KEYS'] !== undefined) writeFileSync(PAGE, written);
    expect(readFileSync(PAGE, 'utf8')).toBe(written);
  });
});
