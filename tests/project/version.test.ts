import { expect, test } from 'vitest';
import { VERSION } from '../../engine/index.ts';
import { page } from './pages.ts';

test('code and package say the same version', () => {
  const { version } = JSON.parse(page('package.json')) as { version: string };
  expect(VERSION).toBe(version);
});
