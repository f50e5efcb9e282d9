import { describe, expect, it } from 'vitest';
import type { Tab } from '../agents/tab.ts';
import { carried } from './rigs.ts';

const HEADERS = { Authorization: 'Bearer s3cret', 'X-Room': 'garden' };

describe.each(['local link', 'terminal agent'] as const)('802, %s', (name) => {
  const stage = carried(name);

  it('headers arrive with the handshake, and a change of them connects anew', async () => {
    const peer = stage.server();
    const rig = await stage.world([stage.client('lamp', peer.url('/door'), { Headers: HEADERS, Protocols: ['lamp.v1'] })]);
    await rig.open('lamp');
    expect(peer.guests[0]?.request.headers).toMatchObject({ authorization: 'Bearer s3cret', 'x-room': 'garden', 'sec-websocket-protocol': 'lamp.v1' });
    expect(rig.field('lamp', 'NegotiatedProtocol')).toBe('lamp.v1');
    await rig.set('lamp', 'Headers', { 'X-Room': 'kitchen' });
    await rig.until('it has come again', () => peer.guests.length === 2);
    expect(peer.guests[1]?.request.headers['x-room']).toBe('kitchen');
    expect(peer.guests[1]?.request.headers.authorization).toBeUndefined();
    await rig.until('the old one is gone', () => peer.guests[0]?.isGone === true);
  });
});

describe('802, browser tab', () => {
  const stage = carried('browser tab');

  it('sends none, connects all the same with its subprotocol, and the field says so', async () => {
    const peer = stage.server();
    const rig = await stage.world([stage.client('lamp', peer.url('/door'), { Headers: HEADERS, Protocols: ['lamp.v1'] })]);
    await rig.open('lamp');
    const { headers } = peer.guests[0]?.request ?? {};
    expect(headers).toMatchObject({ 'sec-websocket-protocol': 'lamp.v1', origin: stage.running.origin });
    expect([headers?.authorization, headers?.['x-room']]).toEqual([undefined, undefined]);
    expect(rig.field('lamp', 'NegotiatedProtocol')).toBe('lamp.v1');
    const { page } = stage.carrier as Tab;
    await page.getByRole('treeitem', { name: 'lamp', exact: true }).click();
    await page.getByText('A browser tab sends none of them.').waitFor();
  });
});
