/** Messages that are said to many, each its own: whom they are for, when they are said, and what they cost. */
import { expect, test } from 'vitest';
import type { Author } from '../../../engine/index.ts';
import { Devices } from './rig.ts';

const THREE = ['red', 'green', 'blue'];
const many = (count: number): string[] => Array.from({ length: count }, (_, at) => `d${at}`);

test('each gets its own, in the order of the hierarchy', () => {
  const room = new Devices(THREE);
  room.send({ text: '{{name}} {{n}} of {{count}}: {{fields.FloatValue.Value}}, {{tag}}', to: '' });
  room.seconds(0.1);
  expect(room.heard()).toEqual(['red: red 1 of 3: 1, device', 'green: green 2 of 3: 1, device', 'blue: blue 3 of 3: 1, device']);
});

test('a query says whom it is for each round anew, and ids in their order', () => {
  const room = new Devices(THREE);
  room.send({ text: '{{counter}}', to: 'name~e tag=device', every: 1 });
  room.seconds(0.5);
  expect(room.heard()).toEqual(['red: 1', 'green: 1', 'blue: 1']);
  room.edit({ op: 'updateEntity', entity: 'green', name: 'grn', tag: '' });
  room.seconds(1);
  expect(room.heard()).toEqual(['red: 2', 'blue: 2']);
  room.give({ type: 'stopSends' });
  room.send({ text: '{{name}}', to: ['blue', 'nobody', 'red', 'blue'] });
  room.seconds(0.1);
  expect(room.heard()).toEqual(['blue: blue', 'red: red']);
});

test('every so often is told from where it began, so that what is no whole number of ticks does not add up', () => {
  const room = new Devices(['one']);
  const before = room.world.tick;
  room.send({ text: '{{tick}}', to: '', every: 0.11, times: 100 });
  room.seconds(12);
  const ticks = room.said.map(({ data }) => Number(data) - before);
  expect(ticks).toHaveLength(100);
  ticks.forEach((tick, round) => expect(Math.abs(tick - 1 - Math.round(round * 0.11 * 60))).toBeLessThanOrEqual(1));
});

test('at given times, whatever their order, one round each, and then it is over', async () => {
  const room = new Devices(['one']);
  const run = room.send({ text: '{{counter}}', to: '', at: [2, 0.5, 1] });
  room.seconds(0.4);
  expect(room.heard()).toEqual([]);
  room.seconds(0.2);
  expect(room.heard()).toEqual(['one: 1']);
  room.seconds(0.5);
  expect(room.heard()).toEqual(['one: 2']);
  expect((await room.row(run)).over).toBeNull();
  room.seconds(1);
  expect(room.heard()).toEqual(['one: 3']);
  expect(await room.row(run)).toMatchObject({ over: 'done', round: 3, sent: 3 });
});

test('a rate spreads it over ticks, and no tick says more than its part', async () => {
  const room = new Devices(many(100));
  const run = room.send({ text: '{{i}}', to: '', rate: 120 });
  room.seconds(0.5);
  expect(await room.row(run)).toMatchObject({ said: 60, of: 100, sent: 60, over: null });
  room.seconds(1);
  for (const { tick } of room.said) expect(room.said.filter((said) => said.tick === tick)).toHaveLength(2);
  expect(room.said.map(({ data }) => data)).toEqual(many(100).map((_, at) => String(at)));
});

test('a round that is due before the last is over is left out, and told as late', async () => {
  const room = new Devices(many(10));
  const run = room.send({ text: '{{counter}}', to: '', every: 0.1, rate: 20 });
  room.seconds(2);
  const { late, round, sent } = await room.row(run);
  expect({ late: late > 5, round: round <= 5, sent }).toEqual({ late: true, round: true, sent: room.said.length });
  for (const { to, data } of room.said) expect(room.said.filter((said) => said.to === to && said.data === data)).toHaveLength(1);
});

test('stopped it says nothing more, in the midst of a round too, and tells who stopped it', async () => {
  const room = new Devices(many(50));
  const run = room.send({ text: 'x', to: '', rate: 60 });
  room.seconds(0.25);
  const said = room.said.length;
  expect(room.give({ type: 'stopSends', run })).toMatchObject({ ok: true, stopped: 1 });
  room.seconds(1);
  expect(room.said).toHaveLength(said);
  expect((await room.row(run)).over).toBe('stopped by the host');
  expect(room.give({ type: 'stopSends', run })).toMatchObject({ ok: false, code: 'WW_REFUSED' });
  expect(room.give({ type: 'stopSends' })).toMatchObject({ ok: true, stopped: 0 });
});

test('who is not connected is left out and counted; what cannot be said to one is told once and counted', async () => {
  const room = new Devices(THREE);
  room.edit(
    { op: 'setField', entity: 'green', component: 'WebsocketClient', field: 'Enabled', value: false },
    { op: 'removeComponent', entity: 'blue', component: 'FloatValue' },
  );
  const run = room.send({ text: '{{fields.FloatValue.Value}}', to: '', every: 0.2, times: 3 });
  room.seconds(1);
  expect(room.heard()).toEqual(['red: 1', 'red: 1', 'red: 1']);
  const row = await room.row(run);
  expect(row).toMatchObject({ sent: 3, closed: 3, failed: 3, fault: { entity: 'blue' }, over: 'done' });
  expect(row.fault?.message).toContain('FloatValue.Value');
  expect(room.log.filter(({ message }) => message.includes('nothing was said to blue'))).toHaveLength(1);
});

test('the headers of a handshake are said to nobody', async () => {
  const room = new Devices(['one']);
  const run = room.send({ text: '{{json(fields.WebsocketClient.Headers)}}', to: '' });
  room.seconds(0.1);
  expect(room.heard()).toEqual([]);
  expect(await room.row(run)).toMatchObject({ failed: 1 });
});

test.each([
  [{ text: '{{nam}}', to: '' }, 'WW_BAD_VALUE', 'name'],
  [{ text: '{{now}}', to: '' }, 'WW_BAD_VALUE', 'character 3'],
  [{ text: 'x', to: 'tag=' }, 'WW_BAD_QUERY', 'value'],
  [{ text: 'x', to: '', every: 1, at: [1] }, 'WW_BAD_VALUE', 'both'],
  [{ text: 'x', to: '', times: 2 }, 'WW_BAD_VALUE', 'every'],
  [{ text: 'x', to: '', by: 'status' }, 'WW_BAD_VALUE', '$.status'],
])('%o is refused before anything is said', (send, code, words) => {
  const room = new Devices(['one']);
  const result = room.give({ type: 'send', send });
  expect(result).toMatchObject({ ok: false, code });
  expect(JSON.stringify(result)).toContain(words);
});

test('a hundred go on at a time, and of those that are over the last twenty are told', async () => {
  const room = new Devices(['one']);
  for (let each = 0; each < 100; each++) room.send({ text: 'x', to: '', every: 1000 });
  expect(room.give({ type: 'send', send: { text: 'x', to: '' } })).toMatchObject({ ok: false, code: 'WW_LIMIT' });
  room.give({ type: 'stopSends' });
  expect((await room.sends()).map(({ run }) => run)).toEqual(Array.from({ length: 20 }, (_, at) => 81 + at));
});

test('no time passes in a pass, and nothing is said', () => {
  const room = new Devices(['one']);
  room.send({ text: 'x', to: '', every: 0.1 });
  for (let pass = 0; pass < 100; pass++) room.step([], 'pass');
  expect(room.heard()).toEqual([]);
  room.step();
  expect(room.heard()).toEqual(['one: x']);
});

test('who may not edit may not send; whoever may not any more says nothing more', async () => {
  const room = new Devices(['one']);
  const guest: Author = { userId: 'gil', role: 'Guest' };
  expect(room.give({ type: 'send', send: { text: 'x', to: '' } }, guest)).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
  expect(room.give({ type: 'stopSends' }, guest)).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
  const anna: Author = { userId: 'anna', role: 'Builder' };
  const join = (role: Author['role']) => room.step([{ type: 'join', user: { userId: 'anna', machineId: 'm', name: 'Anna', role } }]);
  join('Builder');
  const run = room.send({ text: 'x', to: '', every: 0.1 }, anna);
  room.seconds(0.35);
  expect(room.heard()).toHaveLength(4);
  join('Guest');
  room.seconds(1);
  expect(room.heard()).toEqual([]);
  expect((await room.row(run)).over).toContain('Anna');
});

test('the host ends what somebody has begun who may not any more, wherever they are, and nobody else can say so', async () => {
  const room = new Devices(['one']);
  const anna: Author = { userId: 'anna', role: 'Builder' };
  const [run, other] = [room.send({ text: 'x', to: '', every: 1 }, anna), room.send({ text: 'y', to: '', every: 1 })];
  expect(room.give({ type: 'stopSends', acting: 'anna' }, { userId: 'ben', role: 'Builder' })).toMatchObject({ ok: false, code: 'WW_FORBIDDEN' });
  expect(room.give({ type: 'stopSends', acting: 'anna' })).toMatchObject({ ok: true, stopped: 1 });
  expect([(await room.row(run)).over, (await room.row(other)).over]).toEqual(['anna may not send any more', null]);
});

test('all that go on name a bounded number of entities, and are on the way to a bounded number of clients', async () => {
  const room = new Devices(many(3_000));
  const to = many(20_000);
  for (let each = 0; each < 5; each++) room.send({ text: 'x', to, every: 1000 });
  expect(room.give({ type: 'send', send: { text: 'x', to } })).toMatchObject({ ok: false, code: 'WW_LIMIT' });
  room.give({ type: 'stopSends' });
  expect((await room.sends()).map(({ spec }) => spec.to.length)).toEqual([100, 100, 100, 100, 100]);
  const runs = Array.from({ length: 40 }, () => room.send({ text: 'x', to: '', every: 0.1, rate: 0.1 }));
  room.seconds(0.2);
  const rows = await Promise.all(runs.map((run) => room.row(run)));
  expect(rows.filter(({ of }) => of === 3_000)).toHaveLength(33);
  expect(rows.filter(({ of, late }) => of === 0 && late > 0)).toHaveLength(7);
});

test('a send outlives who has begun it', () => {
  const room = new Devices(['one']);
  room.step([{ type: 'join', user: { userId: 'anna', machineId: 'm', name: 'Anna', role: 'Builder' } }]);
  room.send({ text: 'x', to: '', every: 0.5 }, { userId: 'anna', role: 'Builder' });
  room.step([{ type: 'leave', userId: 'anna', machineId: 'm', reason: 'gone' }]);
  room.seconds(2);
  expect(room.heard().length).toBeGreaterThanOrEqual(4);
});

test('a world that goes on from a snapshot says the same, chance included, in the midst of a round too', () => {
  const play = (restores: boolean): { readonly said: readonly string[]; readonly hash: string } => {
    const room = new Devices(many(40));
    room.send({ text: '{{random(1, 1000)}} {{choice("a", "b", "c")}}', to: '', every: 0.7, rate: 100 });
    room.send({ text: '{{counter}}', to: ['d3', 'd5'], at: [0.1, 0.3, 1.2] });
    for (let at = 0; at < 120; at++) {
      room.step();
      if (restores && at % 13 === 5) room.restore();
    }
    return { said: room.heard(), hash: room.hash() };
  };
  const plain = play(false);
  expect(plain.said.length).toBeGreaterThan(80);
  expect(play(true)).toEqual(plain);
});
