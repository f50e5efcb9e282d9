import { describe, expect, it } from 'vitest';
import { echo, type Guest } from '../servers.ts';
import { carried } from './rigs.ts';

const MESSAGES = 200_000;
const text = (index: number): string => `${index}:`.padEnd(100, '.');
const flooding = ({ socket }: Guest): void => {
  for (let i = 0; i < MESSAGES; i += 1) socket.send(text(i));
};
/** Every byte there is, and what is no UTF-8. */
const BYTES = Uint8Array.from({ length: 256 }, (_, index) => index);

describe('a browser tab without WebSocketStream', () => {
  const stage = carried('browser tab', { script: 'delete globalThis.WebSocketStream' });

  it('985: bytes go out as bytes and come in as bytes', async () => {
    const peer = stage.server(echo);
    const rig = await stage.world([stage.client('lamp', peer.url())]);
    await rig.open('lamp');
    await rig.command('lamp', 'Send', { Data: Buffer.from(BYTES).toString('base64'), Binary: true });
    await rig.command('lamp', 'Send', { Data: 'grüße' });
    await rig.until('both are back', () => rig.messages('lamp').length === 2);
    expect(rig.messages('lamp')).toEqual([BYTES, 'grüße']);
  });

  it('2508: many messages before the end are all shown, though a tick takes few of them', async () => {
    const peer = stage.server(({ socket }) => {
      for (let i = 0; i < 500; i += 1) socket.send(String(i));
      socket.close(4001, 'enough');
    });
    const rig = await stage.world([stage.client('lamp', peer.url(), { ConnectRetryInterval: 0, MaxMessagesPerTick: 9 })]);
    await rig.until('it has ended', () => rig.ends('lamp') === 1);
    expect(rig.story('lamp')).toEqual(['CONNECTED', ...Array.from({ length: 500 }, (_, index) => String(index)), { code: 4001, reason: 'enough' }]);
  });

  it('2470: what is disabled while it connects ends too', async () => {
    const rig = await stage.world([stage.client('lamp', stage.hostile.url('/silent'), { ConnectRetryInterval: 0.1 })]);
    await rig.until('it is on the way', () => stage.hostile.victims.length === 1);
    await rig.set('lamp', 'Enabled', false);
    await stage.hostile.victims[0]?.gone;
    await rig.pass(30);
    expect(stage.hostile.victims).toHaveLength(1);
  });

  it('3365, 19: closes a flood that nobody takes with WW_TAB_SLOW, after what it has taken in order, and others go on', async () => {
    const flood = stage.server(flooding);
    const calm = stage.server(echo);
    const rig = await stage.world([stage.client('flooded', null, { ConnectRetryInterval: 0 }), stage.client('calm', calm.url())]);
    await rig.open('calm');
    await rig.set('flooded', 'URL', flood.url(), 'pass');
    await rig.until('the server sees the end', () => flood.guests[0]?.isGone === true, 'pass');
    await rig.until('it has ended', () => rig.ends('flooded') === 1);
    expect(rig.field('flooded', 'LastError')).toMatch(/^WW_TAB_SLOW/);
    const got = rig.messages('flooded');
    expect(got.length).toBeLessThan(MESSAGES);
    expect(got.findIndex((data, index) => data !== text(index))).toBe(-1);
    await rig.command('calm', 'Send', { Data: 'are you there?' });
    await rig.until('it answers', () => rig.messages('calm').length === 1);
  });
});
