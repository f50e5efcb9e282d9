import { expect, test } from 'vitest';
import { WorldVersions, type WorldVersionsOptions } from '../../../server/hosting/world-versions.ts';

test('however many ask how versions differ, the texts of one comparison are held, and past a bound those who ask are refused', async () => {
  let made = 0,
    read = 0;
  let end = (): void => undefined;
  const ended = new Promise<never>((_resolve, reject) => (end = () => reject(new Error('the world has ended'))));
  const kept = { read: async () => ((read += 1), { text: '{}' }) } as unknown as WorldVersionsOptions['kept'];
  const versions = new WorldVersions({
    name: 'garden',
    kept,
    plugins: [],
    text: () => {
      made += 1;
      return ended;
    },
    submit: () => ended,
  });
  const asked = Array.from({ length: 12 }, () => versions.difference(1).catch((error: Error & { code?: string }) => error.code ?? error.message));
  const refused = await Promise.all(asked.slice(8));
  expect(refused).toEqual(['WW_LIMIT', 'WW_LIMIT', 'WW_LIMIT', 'WW_LIMIT']);
  expect({ made, read }).toEqual({ made: 1, read: 1 });
  end();
  expect(await Promise.all(asked.slice(0, 8))).toEqual(Array.from({ length: 8 }, () => 'the world has ended'));
});
