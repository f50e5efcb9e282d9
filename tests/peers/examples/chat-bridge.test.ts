/** The example chat-bridge: what is said at one server is said at all others, and nothing goes round in circles. */
import { afterEach, describe, expect, test } from 'vitest';
import { running } from '../../unit/flow/graphs.ts';
import { ANNA } from '../../unit/world-rig.ts';
import { echo, freePort, type Guest, type ServerSettings, type TestServer } from '../servers.ts';
import type { WorldRig } from '../world-rig.ts';
import { example, heard, peer } from './example-rig.ts';

interface Bridged {
  readonly rig: WorldRig;
  readonly left: TestServer;
  readonly right: TestServer;
  readonly atLeft: Guest;
  readonly atRight: Guest;
}

/** Both ends connected. What they have told each other about that, or could not since the other was not there yet, is over. */
async function bridged(left: ServerSettings = {}, right: ServerSettings = {}): Promise<Bridged> {
  const servers = { left: await peer(left), right: await peer(right) };
  const rig = example('chat-bridge', { left: servers.left.url(), right: servers.right.url() });
  const guests = (): Guest[] => [servers.left, servers.right].flatMap((server) => server.guests);
  const told = (): number => guests().reduce((sum, guest) => sum + heard(guest).length, 0) + ENDS.reduce((sum, end) => sum + (lost(rig, end) as number), 0);
  await rig.until('both have told that they are there', () => guests().length === 2 && told() === 2);
  const [atLeft, atRight] = guests() as [Guest, Guest];
  for (const { messages } of [atLeft, atRight]) messages.length = 0;
  rig.edit(ENDS.map((entity) => ({ op: 'setField', entity, component: 'IntValue', field: 'Value', value: 0 })));
  return { rig, ...servers, atLeft, atRight };
}
const ENDS = ['left', 'right'];
const lost = (rig: WorldRig, end: string): unknown => rig.value(end, 'IntValue');
const faults = (rig: WorldRig): unknown[] => ENDS.map((end) => rig.value(end, 'Flow', 'LastError'));

describe.each(['compiled', 'interpreted'] as const)('the bridge, %s', (as) => {
  afterEach(() => {
    running.as = 'compiled';
  });

  test('says at each end what is said at the other, and by whom, in its order', async () => {
    running.as = as;
    const { rig, atLeft, atRight } = await bridged();
    for (const text of ['good evening', 'who is there?']) atLeft.socket.send(text);
    await rig.until('the right one has heard it', () => heard(atRight).length === 2);
    atRight.socket.send('just me');
    await rig.until('the left one has heard it', () => heard(atLeft).length === 1);
    expect([heard(atLeft), heard(atRight)]).toEqual([['⇄ Right: just me'], ['⇄ Left: good evening', '⇄ Left: who is there?']]);
    await rig.until('it is shown', () => rig.value('left', 'StringValue') === '⇄ Right: just me');
    expect([lost(rig, 'left'), lost(rig, 'right'), ...faults(rig)]).toEqual([0, 0, '', '']);
  });

  test('passes on the first 400 characters, in one line, no bytes, and nothing with the mark of a bridge', async () => {
    running.as = as;
    const { rig, atLeft, atRight } = await bridged();
    atLeft.socket.send(Buffer.from('bytes'));
    atLeft.socket.send('from another bridge: ⇄ Attic: hello');
    atLeft.socket.send(`one\ntwo ${'x'.repeat(1_000_000)}`);
    await rig.until('what is passed on has come', () => heard(atRight).length > 0);
    await rig.pass(0.3);
    expect(heard(atRight)).toEqual([`⇄ Left: one two ${'x'.repeat(392)}`]);
    expect(faults(rig)).toEqual(['', '']);
  });
});

test('servers that say everything back, in words of their own, do not have it go round', async () => {
  const parrot = ({ socket }: Guest): unknown => socket.on('message', (data) => socket.send(`[12:00] somebody: ${(data as Buffer).toString()}`));
  const { rig, atLeft, atRight } = await bridged({ serve: echo }, { serve: parrot });
  atLeft.socket.send('hello');
  await rig.until('it has been passed on', () => heard(atRight).length > 0);
  await rig.pass(2);
  expect([heard(atLeft), heard(atRight)]).toEqual([[], ['⇄ Left: hello']]);
});

test('tells who comes and who goes, once, and counts what it could not say meanwhile', async () => {
  const { rig, right, atLeft, atRight } = await bridged();
  atRight.socket.close(1001, 'good night');
  await rig.until('it is told', () => heard(atLeft).length === 1);
  rig.edit([{ op: 'setField', entity: 'right', component: 'WebsocketClient', field: 'URL', value: `ws://127.0.0.1:${await freePort()}/` }]);
  for (const text of ['anybody?', 'hm']) atLeft.socket.send(text);
  await rig.until('both are counted', () => lost(rig, 'right') === 2);
  // Each attempt that fails ends with OnDisconnected too, and is no news.
  rig.stride = 500;
  await rig.until('it has failed some times', () => rig.ends('right') >= 4);
  rig.stride = 5;
  expect(heard(atLeft)).toEqual(['⇄ Right is gone']);
  rig.edit([{ op: 'setField', entity: 'right', component: 'WebsocketClient', field: 'URL', value: right.url() }]);
  await rig.until('it is back', () => heard(atLeft).length === 2);
  expect(heard(atLeft)).toEqual(['⇄ Right is gone', '⇄ Right is here']);
  atLeft.socket.send('welcome');
  await rig.until('it hears again', () => heard(right.guests.at(-1)).length === 1);
  expect([lost(rig, 'right'), ...faults(rig)]).toEqual([2, '', '']);
});

test('a duplicate of an end is a third one, until the duplication is undone', async () => {
  const { rig, atLeft, atRight, right } = await bridged();
  const third = await peer();
  rig.give(
    {
      type: 'operations',
      operations: [
        { op: 'duplicateEntity', entity: 'right', id: 'attic' },
        { op: 'updateEntity', entity: 'attic', name: 'Attic' },
        { op: 'setField', entity: 'attic', component: 'WebsocketClient', field: 'URL', value: third.url() },
      ],
    },
    ANNA,
  );
  await rig.until('the third is told of', () => third.guests.length === 1 && heard(atLeft).includes('⇄ Attic is here'));
  for (const { messages } of [atLeft, atRight]) messages.length = 0;
  third.guests[0]?.socket.send('cold up here');
  await rig.until('both have heard it', () => heard(atLeft).length === 1 && heard(atRight).length === 1);
  atLeft.socket.send('come down');
  await rig.until('the third has heard it', () => heard(third.guests[0]).includes('⇄ Left: come down'));
  expect([heard(atLeft), heard(atRight)]).toEqual([['⇄ Attic: cold up here'], ['⇄ Attic: cold up here', '⇄ Left: come down']]);
  rig.give({ type: 'undo' }, ANNA);
  await rig.until('the third is gone', () => third.guests.every(({ isGone }) => isGone));
  atLeft.socket.send('bye');
  await rig.until('the right one goes on', () => heard(atRight).at(-1) === '⇄ Left: bye');
  expect(right.guests[0]?.isGone).toBe(false);
});

test('what comes from outside by its tag is said at both ends', async () => {
  const { rig, atLeft, atRight } = await bridged();
  rig.give({ type: 'impulse', tag: 'bridge.tell', value: '⇄ dinner is ready' });
  await rig.until('both have heard it', () => heard(atLeft).length === 1 && heard(atRight).length === 1);
  expect([heard(atLeft), heard(atRight)]).toEqual([['⇄ dinner is ready'], ['⇄ dinner is ready']]);
});

test('a flood is passed on whole and in order', async () => {
  const { rig, atLeft, atRight } = await bridged();
  const said = Array.from({ length: 2_000 }, (_, at) => `line ${at}`);
  for (const text of said) atLeft.socket.send(text);
  await rig.until('all of it has come', () => heard(atRight).length === said.length);
  expect(heard(atRight)).toEqual(said.map((text) => `⇄ Left: ${text}`));
  expect([lost(rig, 'right'), ...faults(rig)]).toEqual([0, '', '']);
});
