import { build } from '../../tools/build.js';

/**
 * Some tests run what people run: the command line, the page, a world in a worker thread. Those come from `dist/`, so it is
 * built first where a source is newer. A failed build is told and not thrown: the tests that need it fail by themselves.
 */
export async function setup(): Promise<void> {
  const failed = await build({ quiet: true });
  if (failed.length > 0) console.error(`The build failed (${failed.join(', ')}); tests that run what is built will fail or be out of date.`);
}
