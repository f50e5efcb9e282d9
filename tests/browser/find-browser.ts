import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

/** A browser to test with: where it is, and what its process needs to know. */
export interface FoundBrowser {
  readonly executablePath: string;
  readonly env?: Record<string, string>;
}

const SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];
const HAS_BUNDLED = process.platform === 'linux' && process.arch === 'x64';
const CACHE = fileURLToPath(new URL('../../.cache/chromium', import.meta.url));

/**
 * Finds a Chromium as people have it: `CHROMIUM_PATH`, Playwright's own, the system's, and on Linux x64 the one that comes with the development
 * dependencies. Rejects with the command that helps where there is none.
 */
export async function findBrowser(): Promise<FoundBrowser> {
  const found = named() ?? [playwrights(), ...SYSTEM].find((path) => path !== undefined && existsSync(path));
  if (found !== undefined) return { executablePath: found };
  if (HAS_BUNDLED) return bundled();
  throw new Error('No Chromium was found. Run `npx playwright-core install chromium`, or set CHROMIUM_PATH to one.');
}

/**
 * Finds the Chromium that tests run in: `CHROMIUM_PATH`, on Linux x64 the one of the development dependencies, which is the same on every machine
 * and takes two thirds of the processor time of one with a desktop's parts, and else as `findBrowser` does.
 */
export async function findTestBrowser(): Promise<FoundBrowser> {
  return HAS_BUNDLED && named() === undefined ? bundled() : findBrowser();
}

/** What `CHROMIUM_PATH` says; undefined where it says nothing. */
function named(): string | undefined {
  const path = process.env['CHROMIUM_PATH'];
  if (path === undefined || path === '') return undefined;
  if (!existsSync(path)) throw new Error(`CHROMIUM_PATH names ${path}, where nothing is.`);
  return path;
}

function playwrights(): string | undefined {
  try {
    return chromium.executablePath();
  } catch {
    return undefined;
  }
}

/** @sparticuz/chromium, unpacked once into a folder of ours together with the libraries and fonts that a bare machine lacks. */
async function bundled(): Promise<FoundBrowser> {
  mkdirSync(CACHE, { recursive: true });
  // It looks at these when it is loaded: the first makes it unpack its libraries, the second says where to.
  const before = { runtime: process.env['AWS_LAMBDA_JS_RUNTIME'], folder: process.env['TMPDIR'] };
  process.env['AWS_LAMBDA_JS_RUNTIME'] = 'nodejs22.x';
  process.env['TMPDIR'] = CACHE;
  try {
    const { default: sparticuz } = await import('@sparticuz/chromium');
    const executablePath = await sparticuz.executablePath();
    const fonts = join(CACHE, 'fonts.conf');
    // Without a configuration of its own, pages on a machine without fonts have no text.
    writeFileSync(
      fonts,
      `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${join(CACHE, 'fonts')}</dir>` +
        `<dir>/usr/share/fonts</dir><cachedir>${join(CACHE, 'font-cache')}</cachedir></fontconfig>`,
    );
    // The language of a page is English, whatever that of the machine: of one that has none (`C`), this build makes a tag that is none.
    return {
      executablePath,
      env: { LANG: 'en_US.UTF-8', LC_ALL: 'en_US.UTF-8', LANGUAGE: 'en_US', LD_LIBRARY_PATH: join(CACHE, 'al2023', 'lib'), FONTCONFIG_FILE: fonts },
    };
  } catch (error) {
    throw new Error(
      'The Chromium of @sparticuz/chromium could not be unpacked. ' + 'Install one (on Debian: `apt-get install chromium`), or set CHROMIUM_PATH.',
      { cause: error },
    );
  } finally {
    restore('AWS_LAMBDA_JS_RUNTIME', before.runtime);
    restore('TMPDIR', before.folder);
  }
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
