import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium, type Page } from 'playwright-core';
import { WebSocketServer } from 'ws';
import { findBrowser } from '../../browser/find-browser.ts';
import type { Case, Figure } from '../figure.ts';
import { linesOf, start } from '../processes.ts';
import { filterTraffic, FRAMES, SCROLL_TRAFFIC } from '../traffic-scripts.ts';

const ARGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const CLIENTS = 100;
/** Messages a second that fill the timeline, and that a page follows. */
const FILL = 30_000,
  RATE = 20_000;
const FILTERED_WITHIN = 150;
const ROUNDS = 3;

interface Stand {
  readonly messages: number;
  readonly tick: number;
}
interface Filtered {
  readonly first: number;
  readonly all: number;
}

/** A peer that says so many messages a second to all who are connected, in turns. */
async function flood(): Promise<{ readonly url: string; rate: number; size(): number; end(): void }> {
  const peer = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(peer, 'listening');
  let said = 0,
    owed = 0,
    last = performance.now();
  const own = { url: `ws://127.0.0.1:${(peer.address() as AddressInfo).port}`, rate: 0, size: () => peer.clients.size, end: () => undefined as void };
  const timer = setInterval(() => {
    const now = performance.now();
    owed = Math.min(owed + ((now - last) / 1000) * own.rate, 4_000);
    last = now;
    const clients = [...peer.clients];
    for (; owed >= 1 && clients.length > 0; owed--)
      clients[said % clients.length]?.send(JSON.stringify({ n: said++, temp: said % 97, unit: 'C', note: 'x'.repeat(20) }));
  }, 2);
  own.end = () => {
    clearInterval(timer);
    for (const client of peer.clients) client.terminate();
    peer.close();
  };
  return own;
}

/** The timeline in a real browser: scrolled, filtered, and followed while much is said. */
export const TRAFFIC_PAGE: Case = {
  name: 'traffic-page',
  async measure(): Promise<readonly Figure[]> {
    const peer = await flood();
    const server = start('traffic-server', [String(CLIENTS), peer.url]);
    const lines = linesOf(server);
    const { executablePath, env } = await findBrowser();
    const browser = await chromium.launch({ executablePath, args: ARGS, ...(env === undefined ? {} : { env: { ...process.env, ...env } }) });
    try {
      const { url } = await lines.next<{ url: string }>();
      while (peer.size() < CLIENTS) await wait(50);
      const rateOf = async (): Promise<{ readonly messages: number; readonly ticks: number }> => {
        const stand = async (): Promise<Stand> => {
          server.stdin?.write('\n');
          return lines.next<Stand>();
        };
        await wait(1_500);
        const [before, began] = [await stand(), performance.now()];
        await wait(4_000);
        const [after, seconds] = [await stand(), (performance.now() - began) / 1000];
        return { messages: (after.messages - before.messages) / seconds, ticks: (after.tick - before.tick) / seconds };
      };
      const page = await (await browser.newContext({ viewport: { width: 1400, height: 900 } })).newPage();
      const empty = await (await browser.newContext()).newPage();
      peer.rate = FILL;
      await wait(5_500);
      peer.rate = 0;
      await open(page, url);
      await page.getByRole('button', { name: 'Pause', exact: true }).last().click();
      await wait(500);
      let [scrolled, still] = [0, 0];
      for (let round = 0; round < ROUNDS; round++) {
        await empty.bringToFront();
        still = Math.max(still, await empty.evaluate<number>(FRAMES));
        await page.bringToFront();
        scrolled = Math.max(scrolled, await page.evaluate<number>(SCROLL_TRAFFIC));
      }
      const filtered: Record<string, Filtered> = {};
      for (const text of ['"temp":42,', '$.temp=42', '/temp.:4[12],/']) {
        let best: Filtered = { first: Infinity, all: Infinity };
        for (let round = 0; round < ROUNDS; round++) {
          await page.evaluate(filterTraffic(''));
          const { first, all } = await page.evaluate<Filtered>(filterTraffic(text));
          best = { first: Math.min(best.first, first), all: Math.min(best.all, all) };
        }
        filtered[text] = best;
      }
      const ratios: { readonly ours: number; readonly baseline: number; readonly ticks: number }[] = [];
      peer.rate = RATE;
      for (let round = 0; round < ROUNDS; round++) {
        await open(page, url);
        const followed = await rateOf();
        await page.goto('about:blank');
        const alone = await rateOf();
        ratios.push({ ours: followed.messages, baseline: alone.messages, ticks: followed.ticks });
      }
      const { ours, baseline, ticks } = ratios.toSorted((a, b) => a.ours / a.baseline - b.ours / b.baseline)[ROUNDS >> 1] as (typeof ratios)[number];
      return [
        {
          name: 'timeline of 131,072 messages scrolled',
          ours: scrolled,
          baseline: still,
          unit: 'frames/s',
          target: 0.95,
          bound: 'at least',
          against: 'an empty page',
        },
        ...Object.entries(filtered).flatMap(([text, { first, all }]): Figure[] => [
          {
            name: `filter ${text}: first rows`,
            ours: first,
            baseline: FILTERED_WITHIN,
            unit: 'ms',
            target: 1,
            bound: 'at most',
            against: `${FILTERED_WITHIN} ms`,
          },
          { name: `filter ${text}: all`, ours: all, baseline: FILTERED_WITHIN, unit: 'ms', target: 1, bound: 'at most', against: `${FILTERED_WITHIN} ms` },
        ]),
        {
          name: 'messages while a page follows',
          ours,
          baseline,
          unit: 'messages/s',
          target: 0.95,
          bound: 'at least',
          against: 'nobody looks',
          beside: `${ticks.toFixed(1)} ticks a second`,
        },
      ];
    } finally {
      await browser.close();
      server.stdin?.end();
      peer.end();
    }
  },
};

async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('tab', { name: 'Traffic' }).click();
  await page.getByRole('listbox', { name: 'Traffic of the connections' }).waitFor();
  await wait(1_000);
}
