import { expect, test } from 'vitest';
import { VERSION } from '../../engine/index.ts';
import { VERSION as OF_SERVER } from '../../server/hosting/version.ts';
import { page } from './pages.ts';

test('engine, server and package say the same version', () => {
  const { version } = JSON.parse(page('package.json')) as { version: string };
  expect([VERSION, OF_SERVER]).toEqual([version, version]);
});
