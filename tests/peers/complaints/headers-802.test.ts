import { expect, it } from 'vitest';
import { client } from '../world-rig.ts';
import { server, world } from './rigs.ts';

it('802: headers arrive with the handshake, and a change of them connects anew', async () => {
  const peer = await server();
  const rig = world([client('lamp', peer.url('/door'), { Headers: { Authorization: 'Bearer s3cret', 'X-Room': 'garden' }, Protocols: ['lamp.v1'] })]);
  await rig.open('lamp');
  expect(peer.guests[0]?.request.headers).toMatchObject({ authorization: 'Bearer s3cret', 'x-room': 'garden', 'sec-websocket-protocol': 'lamp.v1' });
  expect(rig.field('lamp', 'NegotiatedProtocol')).toBe('lamp.v1');
  rig.set('lamp', 'Headers', { 'X-Room': 'kitchen' });
  await rig.until('it has come again', () => peer.guests.length === 2);
  expect(peer.guests[1]?.request.headers['x-room']).toBe('kitchen');
  expect(peer.guests[1]?.request.headers.authorization).toBeUndefined();
  await rig.until('the old one is gone', () => peer.guests[0]?.isGone === true);
});
