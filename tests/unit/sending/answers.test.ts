/** What is answered to messages that were said to many: by whom, how often, how soon. */
import { expect, test } from 'vitest';
import { answerWords } from '../../../engine/watch/answer-words.ts';
import { Devices } from './rig.ts';

const THREE = ['red', 'green', 'blue'];

test('answers of one kind are counted together though each device names itself, and the one that says something else stands out', async () => {
  const room = new Devices(THREE);
  const run = room.send({ text: 'report', to: '' });
  room.step();
  room.says('red', '{"from":"red","ok":true}');
  room.says('green', '{"from":"green","ok":false}');
  room.says('blue', '{"from":"blue","ok":true}');
  const { answers } = await room.row(run);
  expect(answers).toMatchObject({ asked: 3, answered: 3, silent: 0, waiting: 0, others: 0, silentEntities: [] });
  expect(answers?.groups).toEqual([
    { said: '{"from":"{{name}}","ok":true}', count: 2, entities: ['red', 'blue'] },
    { said: '{"from":"{{name}}","ok":false}', count: 1, entities: ['green'] },
  ]);
});

test('who has not answered in time is told, until they answer again', async () => {
  const room = new Devices(THREE);
  const run = room.send({ text: 'report', to: '', every: 3, within: 1 });
  room.step();
  room.says('red', 'yes');
  room.seconds(1.5);
  expect((await room.row(run)).answers).toMatchObject({ answered: 1, silent: 2, silentNow: 2, silentEntities: ['green', 'blue'] });
  room.says('green', 'too late');
  expect((await room.row(run)).answers).toMatchObject({ answered: 1, silent: 2 });
  room.seconds(1.5);
  room.says('green', 'yes');
  expect((await room.row(run)).answers).toMatchObject({ answered: 2, silentEntities: ['blue'], waiting: 2 });
});

test('round trips are counted by the world’s steps', async () => {
  const room = new Devices(['one']);
  const run = room.send({ text: 'x', to: '', every: 1 });
  for (const steps of [1, 1, 6]) {
    while (room.said.length === 0) room.step();
    room.heard();
    for (let at = 1; at < steps; at++) room.step();
    room.says('one', 'yes');
  }
  const { times, trips } = (await room.row(run)).answers ?? {};
  expect(times).toEqual({ least: 17, middle: 20, most95: 102, most: 102 });
  expect(trips?.reduce((sum, each) => sum + each, 0)).toBe(3);
});

test('a message is the answer to the oldest that waits, of whichever send', async () => {
  const room = new Devices(['one']);
  const [first, second] = [room.send({ text: 'a', to: '' }), room.send({ text: 'b', to: '' })];
  room.step();
  const order = room.heard();
  room.says('one', 'yes');
  const counts = async (run: number) => (await room.row(run)).answers?.answered;
  expect([await counts(first), await counts(second)]).toEqual(order[0] === 'one: a' ? [1, 0] : [0, 1]);
  room.says('one', 'yes');
  expect([await counts(first), await counts(second)]).toEqual([1, 1]);
});

test('of one that nobody looks at the counts are told, and nothing of what was said', async () => {
  const room = new Devices(['one']);
  const run = room.send({ text: 'x', to: '' });
  room.step();
  room.says('one', 'yes');
  expect((await room.sends())[0]?.answers).toMatchObject({ answered: 1, groups: [] });
  expect((await room.row(run)).answers?.groups).toEqual([{ said: 'yes', count: 1, entities: ['one'] }]);
});

test('what was asked of a connection that has ended is answered by none that comes after', async () => {
  const room = new Devices(['one']);
  const run = room.send({ text: 'x', to: '' });
  room.step();
  room.edit({ op: 'setField', entity: 'one', component: 'WebsocketClient', field: 'Enabled', value: false });
  room.seconds(0.2);
  room.edit({ op: 'setField', entity: 'one', component: 'WebsocketClient', field: 'Enabled', value: true });
  room.seconds(0.2);
  room.says('one', 'hello');
  expect((await room.row(run)).answers).toMatchObject({ answered: 0, silent: 1 });
});

test.each([
  ['a lamp', 'text', 'a lamp'],
  ['{"id":"lamp-1"}', 'text', '{"id":"{{id}}"}'],
  ['a, (a) "a" a_b xa', 'text', '{{name}}, ({{name}}) "{{name}}" a_b xa'],
  ['{"t":21.5,"n":-3e5}', 'shape', '{"t":#,"n":#}'],
  ['{"a":[{"b c":true}]}', ['a', 0, 'b c'], 'true'],
  ['{"a":1}', ['b'], 'nothing at that place'],
  ['{"a":1}', ['__proto__'], 'nothing at that place'],
  ['nothing', ['a'], 'no JSON'],
  ['a '.repeat(3_000), 'text', `${'{{name}} '.repeat(100)}${'a '.repeat(4_000)}`.slice(0, 500).concat('…')],
] as const)('%s by %j counts as %s', (said, by, words) => {
  const name = said === 'a lamp' ? 'Lamp' : 'a';
  expect(answerWords(said, said.length, by, { name, id: 'lamp-1' })).toBe(words);
});
