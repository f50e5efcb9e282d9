/**
 * Takes the pictures of the documentation: `npm run screenshot`. Starts the example worlds as `npm start` does, opens the echo garden
 * in a browser, selects a client once connections are up, and writes `docs/screenshot.png`; then the same with the graph of a heart that
 * hears a monitor, and writes `docs/graph.png`. With `graph` behind it that alone.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const { findBrowser } = /** @type {typeof import('../tests/browser/find-browser.ts')} */ (
  await import(pathToFileURL(join(ROOT, 'dist/tests/browser/find-browser.js')).href)
);
const state = mkdtempSync(join(tmpdir(), 'worldwire-screenshot-'));
const isGraphAlone = process.argv[2] === 'graph';

/** A program of ours. @param {string} file @param {readonly string[]} [args] */
function begin(file, args = []) {
  return spawn(process.execPath, [file, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, XDG_STATE_HOME: state } });
}

/** The address that a server prints. @param {ReturnType<typeof begin>} server @returns {Promise<string>} */
function address(server) {
  return new Promise((found, failed) => {
    let text = '';
    server.stdout.on('data', (/** @type {Buffer} */ part) => {
      text += part.toString();
      const url = /https?:\/\/\S+\?token=\S+/.exec(text);
      if (url !== null) found(url[0]);
    });
    server.on('exit', (code) => failed(new Error(`the server ended with ${code}: ${text}`)));
  });
}

const { executablePath, env } = await findBrowser();
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  ...(env === undefined ? {} : { env: { ...process.env, ...env } }),
});
mkdirSync(join(ROOT, 'docs'), { recursive: true });

async function takeGarden() {
  const server = begin('bin/start.js', ['--no-open', '--port', '0']);
  try {
    const page = await browser.newPage({ viewport: { width: 1600, height: 1100 }, deviceScaleFactor: 1, colorScheme: 'light' });
    await page.goto(await address(server));
    await page.getByRole('treeitem').first().waitFor();
    await page.getByRole('tab', { name: 'World', exact: true }).click();
    // Without a graphics processor the picture is drawn when somebody asks for it.
    const anyway = page.getByRole('button', { name: 'Draw anyway' });
    await anyway.or(page.locator('ww-viewport-pane canvas')).first().waitFor();
    if (await anyway.isVisible()) await anyway.click();
    const wanted = page.getByRole('treeitem', { name: 'Sundial' }).first();
    const folded = page.locator('[role=treeitem][aria-expanded=false]').first();
    for (let tries = 0; tries < 20 && !(await wanted.isVisible()) && (await folded.isVisible()); tries++) {
      await folded.click();
      await page.keyboard.press('ArrowRight');
      await page.waitForTimeout(200);
    }
    await wanted.click();
    await page.getByRole('region', { name: 'WebsocketClient' }).first().waitFor();
    await page.waitForTimeout(15_000);
    await page.screenshot({ path: join(ROOT, 'docs/screenshot.png') });
    console.log('docs/screenshot.png');
  } finally {
    server.kill('SIGTERM');
  }
}

async function takeGraph() {
  const monitor = begin('dist/worlds/services/pulse.js');
  const server = begin('bin/worldwire.js', ['run', 'worlds/flows/heart-rate.scene.json', '--no-open', '--port', '0', '--allow-host', '127.0.0.1:4612']);
  try {
    const page = await browser.newPage({ viewport: { width: 1600, height: 1000 }, deviceScaleFactor: 1, colorScheme: 'light' });
    await page.goto(await address(server));
    await page.getByRole('tab', { name: 'Flow', exact: true }).click();
    await page.locator('ww-graph-pane li button').first().click();
    await page.locator('ww-graph-stage').focus();
    // Hierarchy, entity and log are folded: the graph has the whole window.
    for (const keys of ['Control+b', 'Control+j', 'Control+Alt+b']) await page.keyboard.press(keys);
    await page.waitForTimeout(800);
    await page.keyboard.press('Home');
    // So near that what stands at ports can be read, around the way that a message takes.
    await page.mouse.click(330, 200);
    await page.mouse.move(180, 800);
    for (let near = 0; near < 4; near++) await page.mouse.wheel(0, -150);
    await page.waitForTimeout(9_000);
    await page.screenshot({ path: join(ROOT, 'docs/graph.png') });
    console.log('docs/graph.png');
  } finally {
    server.kill('SIGTERM');
    monitor.kill('SIGTERM');
  }
}

try {
  if (!isGraphAlone) await takeGarden();
  await takeGraph();
} finally {
  await browser.close();
  rmSync(state, { recursive: true, force: true });
}
