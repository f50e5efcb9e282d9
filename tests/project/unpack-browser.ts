import { findTestBrowser } from '../browser/find-browser.ts';

/** The browser of the tests is unpacked once before all of them: two processes that unpack it at the same time spoil it for each other. */
export async function setup(): Promise<void> {
  await findTestBrowser().catch((error: unknown) => console.error(error));
}
