/**
 * The web-platform-tests for WebSockets, each in a Script of a world of its own, against a server as theirs. They are no part of this repository: the variable
 * WPT names a folder with `websockets`, `resources`, `common` and `interfaces` of github.com/web-platform-tests/wpt; without it nothing runs.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import expectations from './wpt/expectations.json' with { type: 'json' };
import { startHandlers } from './wpt/handlers.ts';
import { pagesIn, programOf } from './wpt/pages.ts';
import { roomy } from './wpt/roomy.ts';
import { pause } from './link-rig.ts';
import { WorldRig } from './world-rig.ts';

const folder = process.env['WPT'] ?? '';
/** Some pages of it, by a part of their paths. */
const some = process.env['WPT_ONLY'] ?? '';
const pages = folder === '' ? [] : pagesIn(folder).filter((page) => page.includes(some));
/** Least pages that pass whole, of the 138 that apply. */
const LEAST = 128;
/** Ticks of a sixtieth of a second that a page has, which is more than the harness gives it. */
const MOST_TICKS = 90 * 60;

let server: Awaited<ReturnType<typeof startHandlers>>;
const passed: string[] = [];
beforeAll(async () => {
  server = await startHandlers();
});
afterAll(() => server.close());

/** What a page comes to: the tests of it that have failed, and what is wrong with it as a whole. */
async function faultsOf(page: string): Promise<readonly string[]> {
  const Source = programOf(folder, page, server.port);
  const rig = new WorldRig([{ id: 'page', components: { Script: { Source }, StringValue: {} } }], {}, roomy);
  rig.decide = ({ host }) => (host === '127.0.0.1' ? 'allow' : 'deny');
  try {
    for (let tick = 0; tick < MOST_TICKS; tick++) {
      rig.step('tick', 16);
      const told = String(rig.value('page', 'StringValue'));
      const error = String(rig.value('page', 'Script', 'LastError'));
      if (told !== '') {
        const { ran, failed } = JSON.parse(told) as { readonly ran: number; readonly failed: readonly string[] };
        return ran === 0 ? ['no test ran', ...failed] : failed;
      }
      if (rig.value('page', 'Script', 'State') !== 'Running') return [error];
      await pause(16);
    }
    return [`it comes to no end; ${String(rig.value('page', 'Script', 'LastError'))}`];
  } finally {
    await rig.close();
  }
}

describe.skipIf(folder === '')('a page of the web-platform-tests', () => {
  describe.concurrent('passes whole, or fails as is expected', () => {
    test.each(pages)('%s', async (page) => {
      const faults = await faultsOf(page);
      if (faults.length === 0) passed.push(page);
      if (!Object.hasOwn(expectations, page)) expect(faults, page).toEqual([]);
      else expect(faults, `${page} is expected to fail, and passes`).not.toEqual([]);
    });
  });
  test.skipIf(some !== '')(`${LEAST} of 138 pass whole`, () => {
    expect(pages).toHaveLength(138);
    expect(passed.length).toBeGreaterThanOrEqual(LEAST);
  });
});
