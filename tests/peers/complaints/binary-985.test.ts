import { describe, expect, it } from 'vitest';
import { echo } from '../servers.ts';
import { CARRIERS } from './carriers.ts';
import { carried } from './rigs.ts';

/** Every byte there is, and what is no UTF-8. */
const BYTES = Uint8Array.from({ length: 256 }, (_, index) => index);

describe.each(CARRIERS)('985, %s', (name) => {
  const stage = carried(name);

  it('bytes go out as bytes and come in as bytes, never turned into text', async () => {
    const peer = stage.server(echo);
    const rig = await stage.world([stage.client('lamp', peer.url())]);
    await rig.open('lamp');
    await rig.command('lamp', 'Send', { Data: Buffer.from(BYTES).toString('base64'), Binary: true });
    await rig.command('lamp', 'Send', { Data: 'grüße' });
    await rig.until('both are back', () => rig.messages('lamp').length === 2);
    expect(peer.guests[0]?.messages).toEqual([
      { data: Buffer.from(BYTES), binary: true },
      { data: Buffer.from('grüße'), binary: false },
    ]);
    expect(rig.messages('lamp')).toEqual([BYTES, 'grüße']);
    expect(rig.field('lamp', 'BytesReceived')).toBe(256 + 7);
  });

  it('a message of a megabyte, in fragments, arrives whole', async () => {
    const large = new Uint8Array(1024 * 1024).map((_, index) => (index * 31) & 255);
    const peer = stage.server(({ socket }) => {
      for (let at = 0; at < large.length; at += 65_536) socket.send(large.subarray(at, at + 65_536), { binary: true, fin: at + 65_536 >= large.length });
    });
    const rig = await stage.world([stage.client('lamp', peer.url())]);
    await rig.until('it is there', () => rig.messages('lamp').length === 1);
    expect(Buffer.compare(rig.messages('lamp')[0] as Uint8Array, large)).toBe(0);
  });
});
