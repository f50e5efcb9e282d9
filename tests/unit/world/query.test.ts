import { readFileSync } from 'node:fs';
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
  ['id=Lamp', 'lamp'],
  ['id=LAMP or id=b1', 'b1 lamp'],
  ['id=LAMP tag=""', 'lamp'],
  ['id!=LAMP', 'fleet b1 b2'],
  ['in=FLEET tag=bot', 'b1 b2'],
  ['in!=fleet', 'lamp'],
  ['parent=Fleet', 'b1 b2'],
  ['HandlingUser=HOST', 'b2'],
  ['Value>5 Value<8', 'lamp'],
  ['Value>-2 Value<0.1', 'lamp'],
  ['Value>5 Value<0', ''],
  ['(Value>5) (Value<0)', 'lamp'],
  ['Value>5 Enabled=true tag=""', 'lamp'],
  ['c:FloatValue Value<0 Value>-2', 'lamp'],
  ['c:WebsocketClient Value>1', 'b2'],
  ['State=Idle Value>1', 'b2'],
  ['-Value>1', 'fleet b1'],
  ['state:x', ''],
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
  ['c:Websocketclient', /character 1: .*did you mean WebsocketClient\?/],
  ['c:FlotValue Value>1', /did you mean FloatValue\?/],
  ['Stat=Open', /character 1: .*did you mean State\?/],
  ['state=Open', /did you mean State\?/],
  ['WebsocketClient.Stat=Open', /field of WebsocketClient.*did you mean State\?/],
  ['Websocket.State=Open', /character 1: .*type before the dot/],
  ['nam~x', /did you mean name\?/],
  ['State=Opend', /character 7: .*one of Idle, .*did you mean Open\?/],
  ['State!=Wating', /character 8: .*one of Idle/],
  ['IsConnected=flase', /true, false.*did you mean false\?/],
  ['active=yes', /character 8: .*true, false/],
  ['Value>abc', /character 7: .*number/],
  ['FloatValue.Value=red', /character 18: .*number/],
  ['State>Open', /character 7: .*no number/],
  ['name>5', /character 6: .*=, !=, ~, matches after name/],
  ['in~fleet', /character 4: /],
  ['Value=>1', /character 6: .*did you mean >=\?/],
  ['State==Open', /character 6: .*did you mean =\?/],
  ['State<>Open', /did you mean !=\?/],
  ['State:Open', /character 6: .*did you mean State=Open\?/],
  ['component:FloatValue', /did you mean c:FloatValue\?/],
  ['= 3', /character 1: .*term/],
  ['"open', /character 1/],
  ['not', /character 4/],
  ['x'.repeat(2000), /1000 characters/],
])('%j is refused, with the place and what was meant', async (query, message) => {
  await expect(find(query)).rejects.toMatchObject({ code: 'WW_BAD_QUERY', message: expect.stringMatching(message) as string });
});

test('a list can be read in pages', async () => {
  const page = await rig.door.ask({ ask: 'entities', query: '', offset: 1, limit: 2 });
  expect([page.total, page.entities.map((entity) => entity.id)]).toEqual([4, ['b1', 'b2']]);
});

test('each answer that the page on queries gives is the one that the program gives', async () => {
  const page = readFileSync(new URL('../../../docs/queries.md', import.meta.url), 'utf8');
  const answers = [...page.matchAll(/^\| `(?<query>[^`]+)` \| (?<answer>at character .+) \|$/gmu)].map(({ groups }) => [groups?.['query'], groups?.['answer']]);
  expect(answers.length).toBeGreaterThan(5);
  for (const [query = '', answer] of answers) await expect(find(query), query).rejects.toMatchObject({ code: 'WW_BAD_QUERY', message: answer });
});
