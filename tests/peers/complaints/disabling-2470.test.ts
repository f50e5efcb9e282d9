import { describe, expect, it } from 'vitest';
import type { Operation } from '../../../engine/index.ts';
import { CARRIERS } from './carriers.ts';
import { carried } from './rigs.ts';

const enabled = (value: boolean): Operation => ({ op: 'setField', entity: 'lamp', component: 'WebsocketClient', field: 'Enabled', value });
const active = (entity: string, value: boolean): Operation => ({ op: 'updateEntity', entity, active: value });

describe.each(CARRIERS)('2470, %s', (name) => {
  const stage = carried(name);

  it.each([
    ['disabling it', enabled(false), enabled(true), 'disabled'],
    ['making its entity inactive', active('lamp', false), active('lamp', true), 'inactive'],
    ['making an ancestor inactive', active('garden', false), active('garden', true), 'inactive'],
  ] as const)('%s closes at once, without a retry, until it is taken back', async (_what, off: Operation, on: Operation, reason) => {
    const peer = stage.server();
    const rig = await stage.world([
      { id: 'garden' },
      { id: 'bed', parent: 'garden' },
      stage.client('lamp', peer.url(), { parent: 'bed', ConnectRetryInterval: 0.1 }),
    ]);
    await rig.open('lamp');
    await rig.edit([off]);
    expect(rig.field('lamp', 'IsConnected')).toBe(false);
    await rig.until('the server sees it', () => peer.guests[0]?.isGone === true);
    await rig.pass(30);
    expect(peer.guests).toHaveLength(1);
    expect(rig.field('lamp', 'StateReason')).toMatch(reason);
    expect(rig.ends('lamp')).toBe(1);
    await rig.edit([on]);
    await rig.open('lamp');
    expect(peer.guests).toHaveLength(2);
  });

  it('while it is connecting, the attempt ends too', async () => {
    const rig = await stage.world([stage.client('lamp', stage.hostile.url('/silent'), { ConnectRetryInterval: 0.1 })]);
    await rig.until('it is on the way', () => stage.hostile.victims.length === 1);
    expect(rig.field('lamp', 'State')).toBe('Connecting');
    await rig.edit([enabled(false)]);
    expect(rig.field('lamp', 'State')).toBe('Idle');
    await stage.hostile.victims[0]?.gone;
    await rig.pass(30);
    expect(stage.hostile.victims).toHaveLength(1);
    expect(rig.field('lamp', 'StateReason')).toBe('disabled');
  });

  it('what it had received before is handed out, then OnDisconnected', async () => {
    const peer = stage.server(({ socket }) => {
      for (let i = 0; i < 50; i += 1) socket.send(String(i));
    });
    const rig = await stage.world([stage.client('lamp', peer.url(), { MaxMessagesPerTick: 7 })]);
    await rig.until('all has arrived', () => rig.arrived === 50, 'pass');
    await rig.step();
    await rig.edit([enabled(false)], 'pass');
    await rig.until('it has ended', () => rig.ends('lamp') === 1);
    expect(rig.story('lamp')).toEqual(['CONNECTED', ...Array.from({ length: 50 }, (_, index) => String(index)), { code: 1000, reason: 'disabled' }]);
  });
});
