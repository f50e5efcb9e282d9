/**
 * Takes the picture of the README: `npm run screenshot`. Starts the example worlds as `npm start` does, opens the echo garden
 * in a browser, selects a client once connections are up, and writes `docs/screenshot.png`.
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
const server = spawn(process.execPath, ['bin/start.js', '--no-open', '--port', '0'], {
  cwd: ROOT,
  stdio: ['ignore', 'pipe', 'inherit'],
  env: { ...process.env, XDG_STATE_HOME: state },
});

/** The address that the server prints. @returns {Promise<string>} */
function address() {
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
try {
  const page = await browser.newPage({ viewport: { width: 1600, height: 1100 }, deviceScaleFactor: 1, colorScheme: 'light' });
  await page.goto(await address());
  await page.getByRole('treeitem').first().waitFor();
  await page.getByRole('tab', { name: 'World', exact: true }).click();
  // Without a graphics processor the picture is drawn when somebody asks for it.
  const anyway = page.getByRole('button', { name: 'Draw anyway' });
  await anyway.or(page.locator('ww-viewport-pane canvas')).first().waitFor();
  if (await anyway.isVisible()) await anyway.click();
  const wanted = page.getByRole('treeitem', { name: process.argv[2] ?? 'Sundial' }).first();
  const folded = page.locator('[role=treeitem][aria-expanded=false]').first();
  for (let tries = 0; tries < 20 && !(await wanted.isVisible()) && (await folded.isVisible()); tries++) {
    await folded.click();
    await page.keyboard.press('ArrowRight');
    await page.waitForTimeout(200);
  }
  await wanted.click();
  await page.getByRole('region', { name: 'WebsocketClient' }).first().waitFor();
  await page.waitForTimeout(15_000);
  mkdirSync(join(ROOT, 'docs'), { recursive: true });
  await page.screenshot({ path: join(ROOT, 'docs/screenshot.png') });
  console.log('docs/screenshot.png');
} finally {
  await browser.close();
  server.kill('SIGTERM');
  rmSync(state, { recursive: true, force: true });
}
