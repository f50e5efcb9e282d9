/** Queries that reach into values: parts of vectors and structures, and patterns. */
import { expect, test } from 'vitest';
import { openRig } from '../world-rig.ts';

const long = `${'x'.repeat(999)}yz`;
const rig = openRig([
  { id: 'fleet', name: 'Fleet', tag: long },
  { id: 'b1', name: 'Bot 1', components: { WebsocketClient: { URL: 'ws://127.0.0.1:1/' }, Transform: { Position: [4, -1, 0] } } },
  { id: 'b2', name: 'Bot 2', components: { WebsocketClient: { HandlingUser: { userId: 'host' } }, Transform: { Position: [1, 1, 1] } } },
  { id: 'lamp', name: 'Lamp', components: { ColorValue: { Value: [1, 0, 1, 1] }, FloatValue: { Value: 3 } } },
  { id: 'vars', name: 'Vars', components: { DynamicVariables: { Variables: { level: { type: 'float', value: 7 } } } } },
]);
const find = async (query: string): Promise<string> =>
  (await rig.door.ask({ ask: 'entities', query, offset: 0, limit: 100 })).entities.map((entity) => entity.id).join(' ');

test.each([
  ['Position.x>3', 'b1'],
  ['Transform.Position.y<=-1', 'b1'],
  ['Position.z=0', 'b1'],
  ['Position.x!=4', 'b2'],
  ['-Position.x>3 c:Transform', 'b2'],
  ['c:Transform Position.x>3 Scale.x=1', 'b1'],
  ['ColorValue.Value.g<0.5', 'lamp'],
  ['Value.g<0.5', 'lamp'],
  ['HandlingUser.userId=host', 'b2'],
  ['Variables.level.value>6', 'vars'],
  ['Variables.level.value<6', ''],
  ['Variables.none.value!=3', ''],
  ['name matches /^bot [12]$/i', 'b1 b2'],
  ['name matches /^bot [12]$/', ''],
  ['name matches /o/ c:ColorValue', ''],
  ['(name matches /^(fleet|lamp)$/i) or id=b1', 'fleet b1 lamp'],
  ['not name matches /t/', 'lamp vars'],
  ['URL matches /127\\.0\\.0\\.1:[0-9]+\\/$/', 'b1'],
  ['Position matches /^\\[4,/', 'b1'],
  ['Position.x matches /^4$/', 'b1'],
  ['URL matches /null/', ''],
  // Of a long text the first thousand characters are looked at.
  ['tag matches /y$/', 'fleet'],
  ['tag matches /z/', ''],
  // As words they are looked for in names.
  ['matches', ''],
  ['bot matches /', ''],
  ['matches="x"', 'refused'],
])('%s finds %s', async (query, expected) => {
  rig.tick(0);
  expect(await find(query).catch(() => 'refused')).toBe(expected);
});

test.each([
  ['Position.w>3', /character 1: .*one of x, y, z behind the dot of Position\.w/],
  ['Position.>3', /character 1: .*one of x, y, z/],
  ['Position.x.y>3', /one of x, y, z/],
  ['Position.x>abc', /character 12: .*a number/],
  ['FloatValue.Value.x>3', /character 1: .*whose values have parts/],
  ['Positon.x>3', /character 1: .*type before the dot, or a field before its part, and none is called Positon/],
  ['name matches "bot"', /character 14: .*pattern between slashes/],
  ['name matches /bot', /character 14: .*pattern between slashes/],
  ['name matches', /character 13: .*pattern between slashes/],
  ['name matches /(/', /character 14: .*a pattern that can be read/],
  ['name matches /(?=a)b/', /character 14: .*a pattern that can be read/],
  ['name matches /a/x', /character 14: .*one of the flags i, m, s/],
  ['name matches /(a{1,100}){1,100}/', /character 14: .*(?:smaller pattern|can be read)/],
  ['active matches /t/', /character 16: .*after active/],
])('%s is refused, with the place and what was meant', async (query, message) => {
  await expect(find(query)).rejects.toMatchObject({ code: 'WW_BAD_QUERY', message: expect.stringMatching(message) as string });
});

test('a pattern that takes other engines years is answered at once', async () => {
  const began = performance.now();
  expect(await find('tag matches /(x+x+)+q/')).toBe('');
  expect(performance.now() - began).toBeLessThan(1_000);
});
