import { setTimeout as wait } from 'node:timers/promises';
import { chromium, type Browser, type Page } from 'playwright-core';
import { findBrowser } from '../../browser/find-browser.ts';
import type { Case, Figure } from '../figure.ts';
import { DRAG_WIRE, FRAME_PAUSES, GRAPH_DRAWN, PAN_GRAPH, REST } from '../graph-scripts.ts';
import { firstLine, start } from '../processes.ts';

const ARGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
/** Nodes of the graphs, with what a frame may take of the page's thread while it is panned, and while its wires flash, in milliseconds. */
const SIZES = [
  { nodes: 300, pan: 8, flash: 4 },
  { nodes: 1_000, pan: 14, flash: 4 },
] as const;
const ROUNDS = 3;
const OPENED_WITHIN = 500;
const LEAST_FRAMES = 50;

/** Milliseconds of the page's thread for each frame, while something is done in each. */
async function frameTime(page: Page, script: string): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  const busy = async (): Promise<number> => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
  };
  const before = await busy();
  const frames = await page.evaluate<number>(script);
  return ((await busy()) - before) / frames;
}

async function open(browser: Browser, url: string, nodes: number): Promise<{ readonly page: Page; readonly opened: number }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const world = `graph-${nodes}`;
  await page.addInitScript(`localStorage.setItem('worldwire.world', ${JSON.stringify(JSON.stringify(world))});
    localStorage.setItem('worldwire.graph.${world}', '{"entity":"lamp","component":"Flow"}')`);
  await page.goto(url);
  await page.getByRole('treeitem').first().waitFor();
  await page.getByRole('tab', { name: 'Changes' }).click();
  // The page has fetched what it fetches behind its tree.
  await wait(2_000);
  const opened = await page.evaluate<number>(GRAPH_DRAWN);
  await wait(1_000);
  return { page, opened };
}

async function measured(browser: Browser, url: string): Promise<readonly Figure[]> {
  const empty = await (await browser.newContext()).newPage();
  const figures: Figure[] = [];
  for (const { nodes, pan, flash } of SIZES) {
    const best = { empty: Infinity, pan: Infinity, flash: Infinity, frames: 0, pages: 0, opened: Infinity };
    for (let round = 0; round < ROUNDS; round++) {
      const { page, opened } = await open(browser, url, nodes);
      best.opened = Math.min(best.opened, opened);
      best.empty = Math.min(best.empty, await frameTime(empty, REST));
      best.flash = Math.min(best.flash, await frameTime(page, REST));
      best.pan = Math.min(best.pan, await frameTime(page, PAN_GRAPH));
      best.frames = Math.max(best.frames, await page.evaluate<number>(DRAG_WIRE));
      best.pages = Math.max(best.pages, await empty.evaluate<number>(FRAME_PAUSES));
      await page.context().close();
    }
    const a = (what: string): string => `graph: ${what} ${nodes} nodes`;
    const above = (ours: number, most: number): Pick<Figure, 'ours' | 'baseline' | 'unit' | 'target' | 'bound' | 'against' | 'ratio'> => ({
      ours,
      baseline: best.empty,
      unit: 'ms a frame',
      target: 1,
      bound: 'at most',
      against: `an empty page; the ratio is of what is above it to ${most} ms`,
      ratio: (ours - best.empty) / most,
    });
    figures.push(
      { name: a('panning'), ...above(best.pan, pan) },
      { name: a('wires flash of'), ...above(best.flash, flash) },
      { name: a('opening'), ours: best.opened, baseline: OPENED_WITHIN, unit: 'ms', target: 1, bound: 'at most', against: `${OPENED_WITHIN} ms` },
      {
        name: a('dragging a wire over'),
        ours: best.frames,
        baseline: best.pages,
        unit: 'frames/s at the slowest',
        target: 1,
        bound: 'at least',
        against: `an empty page; the ratio is to ${LEAST_FRAMES}`,
        ratio: best.frames / LEAST_FRAMES,
      },
    );
  }
  return figures;
}

/** The editor of graphs in a real browser. */
export const GRAPH_PAGE: Case = {
  name: 'graph-page',
  async measure(): Promise<readonly Figure[]> {
    const server = start(
      'graph-server',
      SIZES.map(({ nodes }) => String(nodes)),
    );
    try {
      const { url } = await firstLine<{ url: string }>(server);
      const { executablePath, env } = await findBrowser();
      const browser = await chromium.launch({ executablePath, args: ARGS, ...(env === undefined ? {} : { env: { ...process.env, ...env } }) });
      try {
        return await measured(browser, url);
      } finally {
        await browser.close();
      }
    } finally {
      server.stdin?.end();
    }
  },
};
