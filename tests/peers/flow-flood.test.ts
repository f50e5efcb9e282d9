/** A flood through a flow, as reported of the original in 3365 and 19: none of it is lost or out of order, and all others keep their turn. */
import { afterEach, expect, test } from 'vitest';
import { rx, valueOf, write } from '../unit/flow/rig.ts';
import { startServer, type TestServer } from './servers.ts';
import { client, WorldRig, type EntityText } from './world-rig.ts';

const MESSAGES = 60_000;
/** Characters of a message: all together more than any buffer of the network takes in. */
const LENGTH = 300;
/** How many messages of a client are heard in a tick at most, as of clients without a flow. */
const A_TICK = 1_000;

const servers: TestServer[] = [];
const rigs: WorldRig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
  for (const server of servers.splice(0)) await server.close();
});

/** Counts what it hears, which must be the numbers from 0 on, and answers each thousandth. */
const COUNTING = {
  rx: rx('next', 'flooded'),
  number: { type: 'Parse_Int', in: { Str: { from: 'digits' } } },
  digits: { type: 'Substring', in: { Str: { from: 'rx.Data' }, StartIndex: 0, Length: 6 } },
  count: valueOf('int', 'flooded'),
  isNext: { type: 'ValueEquals<int>', in: { A: { from: 'number.Value' }, B: { from: 'count' } } },
  next: { type: 'If', in: { Condition: { from: 'isNext' } }, then: { OnTrue: 'up', OnFalse: 'wrong' } },
  wrong: write('string', { from: 'rx.Data' }, undefined, 'flooded'),
  more: { type: 'ValueAdd<int>', in: { A: { from: 'count' }, B: 1 } },
  up: write('int', { from: 'more' }, 'round', 'flooded'),
  rest: { type: 'ValueMod<int>', in: { A: { from: 'number.Value' }, B: 1_000 } },
  isRound: { type: 'ValueEquals<int>', in: { A: { from: 'rest' }, B: 0 } },
  round: { type: 'If', in: { Condition: { from: 'isRound' } }, then: { OnTrue: 'go' } },
  go: { type: 'StartAsyncTask', then: { TaskStart: 'tx' } },
  lamp: { type: 'ElementSource<WebsocketClient>', refs: { Source: { entity: 'flooded', component: 'WebsocketClient' } } },
  tx: { type: 'WebsocketTextMessageSender', in: { Client: { from: 'lamp' }, Data: { from: 'digits' } } },
};
const TICKING = {
  each: { type: 'Update', then: { OnUpdate: 'up' } },
  up: { type: 'ValueIncrement<int>', refs: { Variable: { entity: 'calm', component: 'IntValue', field: 'Value' } } },
};
const flowing = ({ id, components }: EntityText, nodes: object): EntityText => ({
  id,
  components: { ...components, IntValue: {}, StringValue: {}, Flow: { Graph: { nodes } } },
});

test('a flow hears each message of a flood once, in order, answers what it is to answer, and the flow beside it has each of its ticks', async () => {
  const flood = await startServer({
    serve: ({ socket }) => {
      for (let i = 0; i < MESSAGES; i++) socket.send(String(i).padStart(6, '0').padEnd(LENGTH, '.'));
    },
  });
  servers.push(flood);
  const rig = new WorldRig([flowing(client('flooded', flood.url()), COUNTING), flowing(client('calm', null), TICKING)]);
  rigs.push(rig);
  const heard = (): number => rig.value('flooded', 'IntValue') as number;
  let before = 0,
    most = 0;
  const [ticksBefore, countedBefore] = [rig.world.tick, rig.value('calm', 'IntValue') as number];
  await rig.until('all has been heard', () => {
    most = Math.max(most, heard() - before);
    before = heard();
    rig.witness.told.length = 0;
    return heard() >= MESSAGES || rig.value('flooded', 'StringValue') !== '';
  });
  expect([heard(), rig.value('flooded', 'StringValue'), rig.value('flooded', 'Flow', 'LastError')]).toEqual([MESSAGES, '', '']);
  expect(most).toBeLessThanOrEqual(A_TICK);
  expect(rig.value('calm', 'IntValue')).toBe(countedBefore + rig.world.tick - ticksBefore);
  const answers = (): string[] => flood.guests[0]?.messages.map(({ data }) => data.toString()) ?? [];
  await rig.until('all answers have come', () => answers().length >= MESSAGES / 1_000);
  expect(answers()).toEqual(Array.from({ length: MESSAGES / 1_000 }, (_, at) => String(at * 1_000).padStart(6, '0')));
});
