import { expect, it } from 'vitest';
import { echo } from '../servers.ts';
import { client } from '../world-rig.ts';
import { server, world } from './rigs.ts';

/** Every byte there is, and what is no UTF-8. */
const BYTES = Uint8Array.from({ length: 256 }, (_, index) => index);

it('985: bytes go out as bytes and come in as bytes, never turned into text', async () => {
  const peer = await server({ serve: echo });
  const rig = world([client('lamp', peer.url())]);
  await rig.open('lamp');
  rig.command('lamp', 'Send', { Data: Buffer.from(BYTES).toString('base64'), Binary: true });
  rig.command('lamp', 'Send', { Data: 'grüße' });
  await rig.until('both are back', () => rig.messages('lamp').length === 2);
  expect(peer.guests[0]?.messages).toEqual([
    { data: Buffer.from(BYTES), binary: true },
    { data: Buffer.from('grüße'), binary: false },
  ]);
  expect(rig.messages('lamp')).toEqual([BYTES, 'grüße']);
  expect(rig.field('lamp', 'BytesReceived')).toBe(256 + 7);
});

it('985: a message of a megabyte, in fragments, arrives whole', async () => {
  const large = new Uint8Array(1024 * 1024).map((_, index) => (index * 31) & 255);
  const peer = await server({
    serve: ({ socket }) => {
      for (let at = 0; at < large.length; at += 65_536) socket.send(large.subarray(at, at + 65_536), { binary: true, fin: at + 65_536 >= large.length });
    },
  });
  const rig = world([client('lamp', peer.url())]);
  await rig.until('it is there', () => rig.messages('lamp').length === 1);
  expect(Buffer.compare(rig.messages('lamp')[0] as Uint8Array, large)).toBe(0);
});
