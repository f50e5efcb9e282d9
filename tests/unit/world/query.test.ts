import { expect, test } from 'vitest';
import { openRig } from '../world-rig.ts';

const rig = openRig([
  { id: 'fleet', name: 'Fleet' },
  { id: 'b1', name: 'Bot 1', parent: 'fleet', tag: 'bot', components: { WebsocketClient: { URL: 'ws://127.0.0.1:1/' }, FloatValue: { Value: 0.5 } } },
  {
    id: 'b2',
    name: 'Bot 2',
    parent: 'fleet',
    tag: 'bot',
    active: false,
    components: { WebsocketClient: { HandlingUser: { userId: 'host' } }, FloatValue: { Value: 2 } },
  },
  { id: 'lamp', name: 'Lamp', components: { FloatValue: { Value: 7 }, 'FloatValue#2': { Value: -1 } } },
]);
const find = async (query: string): Promise<string> =>
  (await rig.door.ask({ ask: 'entities', query, offset: 0, limit: 100 })).entities.map((entity) => entity.id).join(' ');

test.each([
  ['', 'fleet b1 b2 lamp'],
  ['c:WebsocketClient', 'b1 b2'],
  ['c:WebsocketClient name~"1"', 'b1'],
  ['c:WebsocketClient IsConnected=false tag=bot active=true', 'b1'],
  ['bot', 'b1 b2'],
  ['"bot 2"', 'b2'],
  ['FloatValue.Value>1', 'b2 lamp'],
  ['Value<0', 'lamp'],
  ['c:FloatValue -c:WebsocketClient', 'lamp'],
  ['not c:FloatValue', 'fleet'],
  ['id=lamp or id=fleet', 'fleet lamp'],
  ['id="b2" or id=b1 or id=nobody or id=b1', 'b1 b2'],
  ['id=Lamp', ''],
  ['id!=lamp', 'fleet b1 b2'],
  ['id=lamp or not id!=b1', 'b1 lamp'],
  ['(id=lamp or c:WebsocketClient) Value>=2', 'b2 lamp'],
  ['c:WebsocketClient or id=lamp', 'b1 b2 lamp'],
  ['c:FloatValue -(c:WebsocketClient tag=bot)', 'lamp'],
  ['URL=null c:WebsocketClient', 'b2'],
  ['URL~"127.0.0.1"', 'b1'],
  ['HandlingUser=host', 'b2'],
  ['in=fleet name≠Fleet', 'b1 b2'],
  ['parent=fleet', 'b1 b2'],
  ['State=Idle', 'b1 b2'],
])('%j finds %j', async (query, expected) => {
  rig.tick(0);
  expect(await find(query)).toBe(expected);
});

test.each([
  ['c:Nothing', /character 1: .*component type/],
  ['Colour=red', /character 1: .*field/],
  ['name=', /character 6: .*value/],
  ['(id=a', /character 6: .*parenthesis/],
  ['id=a)', /character 5/],
  ['= 3', /character 1: .*term/],
  ['"open', /character 1/],
  ['not', /character 4/],
  ['x'.repeat(2000), /1000 characters/],
])('%j is refused, with the place', async (query, message) => {
  await expect(find(query)).rejects.toMatchObject({ code: 'WW_BAD_QUERY', message: expect.stringMatching(message) as string });
});

test('a list can be read in pages', async () => {
  const page = await rig.door.ask({ ask: 'entities', query: '', offset: 1, limit: 2 });
  expect([page.total, page.entities.map((entity) => entity.id)]).toEqual([4, ['b1', 'b2']]);
});
