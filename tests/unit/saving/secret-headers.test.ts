import { expect, test } from 'vitest';
import { SecretHeaders } from '../../../server/saving/secret-headers.ts';

function found(...parts: string[]): readonly string[] {
  const secrets = new SecretHeaders();
  for (const part of parts) secrets.look(part);
  return secrets.names;
}

test('headers that look like secrets are found by their names, and by values that sign in', () => {
  const text = (headers: object): string => JSON.stringify({ WebsocketClient: { URL: 'ws://a', Headers: headers } }, null, 2);
  expect(found(text({ Authorization: 'x', 'X-Room': '{"a"}' }), text({ 'x-api-key': '1', Cookie: 'a=b' }))).toEqual(['Authorization', 'x-api-key', 'Cookie']);
  expect(found(text({ 'X-Pass': 'Bearer abc', Accept: 'text/plain' }))).toEqual(['X-Pass']);
  expect(found(text({ Authorization: '' }), text({}), text({ 'X-Room': 'blue' }))).toEqual([]);
});

test('text that only speaks of them is none', () => {
  expect(found(JSON.stringify({ Comment: { Text: '"Headers": {"Authorization": "x"}' } }))).toEqual([]);
});
