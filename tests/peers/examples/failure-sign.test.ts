/** The example failure-sign: by whom it connects, and what its sign says in the world while it does not work. */
import { afterEach, describe, expect, test } from 'vitest';
import type { AccessQuestion } from '../../../engine/index.ts';
import { running } from '../../unit/flow/graphs.ts';
import { ANNA, BEN } from '../../unit/world-rig.ts';
import { freePort, type Guest } from '../servers.ts';
import type { WorldRig } from '../world-rig.ts';
import { example, peer } from './example-rig.ts';

const RED = [1, 0.1, 0.1, 1].map((part) => expect.closeTo(part, 6) as number);
const ORANGE = [1, 0.5, 0, 1];

/** The beacon with an address, given at the start of its first tick; `decide` answers what it asks. */
function beacon(address: string, decide: WorldRig['decide'] = () => 'allow'): WorldRig {
  const rig = example('failure-sign', {}, [addressed(address)]);
  rig.decide = decide;
  return rig;
}
const addressed = (value: string) => ({ op: 'setField', entity: 'beacon', component: 'StringValue', field: 'Value', value }) as const;
const sign = (rig: WorldRig): string => String(rig.value('sign', 'StringValue'));
const isShown = (rig: WorldRig): boolean => rig.world.entities.active[rig.world.entities.rowOf('sign') as number] === 1;
const screen = (rig: WorldRig): unknown => rig.value('screen', 'StringValue');
const attempt = (rig: WorldRig, author = ANNA): void =>
  rig.give({ type: 'command', command: { command: 'Call', entity: 'beacon', component: 'Flow', args: { Node: 'try' } } }, author);

async function working(): Promise<{ rig: WorldRig; guests: Guest[] }> {
  const { guests, url } = await peer();
  const rig = beacon(url());
  await rig.until('it works', () => guests.length === 1 && !isShown(rig));
  return { rig, guests };
}

describe.each(['compiled', 'interpreted'] as const)('the beacon, %s', (as) => {
  afterEach(() => {
    running.as = 'compiled';
  });

  test('works without a sign, and shows what it hears', async () => {
    running.as = as;
    const { rig, guests } = await working();
    guests[0]?.socket.send(`rain ${'!'.repeat(1_000)}`);
    await rig.until('it is shown', () => screen(rig) !== '');
    expect(screen(rig)).toBe(`rain ${'!'.repeat(195)}`);
    expect([rig.field('beacon', 'HandlingUser'), rig.value('beacon', 'Flow', 'LastError')]).toEqual([{ userId: 'host', machineId: null }, '']);
  });

  test('says that nobody listens, and works as soon as it is led to who does', async () => {
    running.as = as;
    const port = await freePort();
    const rig = beacon(`ws://127.0.0.1:${port}/`);
    await rig.until('it has failed', () => sign(rig).includes('could not connect'));
    expect(sign(rig)).toMatch(new RegExp(`^Weather beacon could not connect and will not work until it can: .*nothing listens at 127.0.0.1:${port}`));
    expect([isShown(rig), rig.value('sign', 'ColorValue')]).toEqual([true, ORANGE]);
    const { guests, url } = await peer();
    rig.edit([addressed(url())]);
    attempt(rig);
    await rig.until('it works', () => guests.length === 1 && !isShown(rig));
  });
});

test('asks with its name and reason, says whom it waits for and that it was refused, and asks again when somebody tries', async () => {
  const { guests, url } = await peer();
  const asked: AccessQuestion[] = [];
  let decision: ReturnType<WorldRig['decide']> = 'waiting';
  const rig = beacon(url(), (question) => {
    asked.push(question);
    return decision;
  });
  await rig.until('it waits', () => sign(rig).includes('waits to be let through by its user'));
  expect([asked[0]?.path.at(-1), asked[0]?.reason]).toEqual(['Weather beacon', expect.stringMatching(/^The weather beacon of this world shows the weather/)]);
  decision = 'deny';
  rig.command('beacon', 'Disconnect');
  attempt(rig);
  await rig.until('it was refused', () => sign(rig).includes('was refused by its user and will not work'));
  expect([isShown(rig), rig.value('sign', 'ColorValue'), guests]).toEqual([true, RED, []]);
  decision = 'allow';
  attempt(rig);
  await rig.until('it works', () => guests.length === 1 && !isShown(rig));
});

test('says why a connection has ended, in the words of who ended it, and forgets what was shown', async () => {
  const { rig, guests } = await working();
  guests[0]?.socket.send('sunny');
  await rig.until('it is shown', () => screen(rig) === 'sunny');
  guests[0]?.socket.close(4000, '<b>closed</b> for the \u202enight');
  await rig.until('it is told', () => isShown(rig) && sign(rig).includes('closed'));
  expect([sign(rig).includes('<b>closed</b> for the'), screen(rig)]).toEqual([true, '']);
  rig.stride = 200;
  await rig.until('it has come again by itself', () => guests.length === 2 && !isShown(rig));
});

test('says that what it hears is no WebSocket', async () => {
  const { rig, guests } = await working();
  guests[0]?.request.socket.write('HTTP/1.1 200 OK\r\n\r\n');
  await rig.until('it is told', () => isShown(rig) && sign(rig).includes('could not connect'));
  expect(sign(rig).length).toBeLessThanOrEqual(300);
});

test.each(['', 'hello', 'http://127.0.0.1/', 'wss://', 'ws:127.0.0.1'])('says that %j is no address, and leaves the one before', async (address) => {
  const { rig, guests } = await working();
  rig.edit([addressed(address)]);
  attempt(rig);
  await rig.until('it has left', () => guests[0]?.isGone === true && isShown(rig));
  await rig.until('it says why', () => sign(rig) === 'Weather beacon is not connected and will not work: its address is no ws:// or wss:// address');
});

test('connects by its wearer, else by who is expected, else by who has brought or pressed it, else by the host', async () => {
  const { guests, url } = await peer();
  const rig = beacon(url(), ({ user }) => (user?.userId === 'host' ? 'allow' : 'waiting'));
  const by = (): unknown => (rig.field('beacon', 'HandlingUser') as { userId: string }).userId;
  await rig.until('the host connects', () => guests.length === 1 && by() === 'host');
  for (const { userId } of [ANNA, BEN])
    rig.give({ type: 'join', user: { userId, machineId: `m-${userId}`, name: userId === 'anna' ? 'Anna' : 'Ben', role: 'Builder', kind: 'browser' } });
  attempt(rig, ANNA);
  await rig.until('who has pressed it is asked', () => by() === 'anna' && sign(rig).includes('waits to be let through'));
  rig.edit([{ op: 'setField', entity: 'expected', component: 'StringValue', field: 'Value', value: 'Ben' }]);
  attempt(rig, ANNA);
  await rig.until('who is expected is asked', () => by() === 'ben');
  rig.edit([{ op: 'addEntity', entity: { id: 'avatar', name: 'Avatar', components: { UserRoot: { User: { userId: 'anna' } } } } }]);
  rig.edit([{ op: 'moveEntity', entity: 'beacon', parent: 'avatar' }]);
  attempt(rig, BEN);
  await rig.until('who wears it is asked', () => by() === 'anna');
});

test('a copy connects by who has made it, and has a sign of its own', async () => {
  const { rig, guests } = await working();
  rig.decide = () => 'deny';
  rig.give({ type: 'join', user: { userId: 'anna', machineId: 'm1', name: 'Anna', role: 'Builder', kind: 'browser' } });
  rig.give({ type: 'operations', operations: [{ op: 'duplicateEntity', entity: 'beacon', id: 'copy' }] }, ANNA);
  await rig.until('the copy was refused', () => rig.field('copy', 'State') === 'Denied');
  expect(rig.field('copy', 'HandlingUser')).toMatchObject({ userId: 'anna' });
  const signs = rig.ids().filter((id) => rig.named(id) === 'Sign');
  await rig.until('its sign says so', () => signs.some((id) => String(rig.value(id, 'StringValue')).includes('was refused by its user')));
  expect([isShown(rig), guests.length]).toEqual([false, 1]);
});
