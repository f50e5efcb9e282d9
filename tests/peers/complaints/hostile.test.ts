import { expect, it } from 'vitest';
import { echo } from '../servers.ts';
import { client } from '../world-rig.ts';
import { hostile, server, world } from './rigs.ts';

/** Close codes that we sent, where the server was at fault and could still be told. */
const SENT: { readonly [trick: string]: number } = {
  '/reserved-bits': 1002,
  '/masked': 1002,
  '/lost-continuation': 1002,
  '/invalid-utf8': 1007,
  '/endless-fragments': 1008,
  '/deflate-bomb': 1002,
  '/huge-claim': 1009,
};

it.each([
  ['/not-http', 'WW_HANDSHAKE_REFUSED'],
  ['/wrong-accept', 'WW_HANDSHAKE_REFUSED'],
  ['/redirect', 'WW_HANDSHAKE_REFUSED'],
  ['/hang-up', 'WW_CONNECT_FAILED'],
  ['/reserved-bits', 'WW_PROTOCOL_ERROR'],
  ['/masked', 'WW_PROTOCOL_ERROR'],
  ['/lost-continuation', 'WW_PROTOCOL_ERROR'],
  ['/invalid-utf8', 'WW_PROTOCOL_ERROR'],
  ['/endless-fragments', 'WW_PROTOCOL_ERROR'],
  ['/deflate-bomb', 'WW_PROTOCOL_ERROR'],
  ['/huge-claim', 'WW_MESSAGE_TOO_LARGE'],
  ['/reset', 'WW_CONNECTION_LOST'],
] as const)('%s ends with %s, is tried again, and does not trouble the others', async (trick, code) => {
  const peer = await hostile();
  const good = await server({ serve: echo });
  const rig = world([client('lamp', peer.url(trick), { ConnectRetryInterval: 0.3 }), client('calm', good.url())], { closeTimeout: 200 });
  await rig.open('calm');
  await rig.until('it was tried twice', () => rig.ends('lamp') === 2);
  expect(rig.field('lamp', 'LastError')).toMatch(new RegExp(`^${code}: `));
  expect(rig.field('lamp', 'CloseCode')).toBe(SENT[trick] ?? 1006);
  expect(peer.victims.length).toBe(2);
  rig.command('calm', 'Send', { Data: 'still here' });
  await rig.until('the other has its answer', () => rig.messages('calm').length === 1);
  expect(rig.field('calm', 'State')).toBe('Open');
});

it('a goodbye whose TCP connection stays is an end, with its code', async () => {
  const peer = await hostile();
  const rig = world([client('lamp', peer.url('/close-and-stay'), { ConnectRetryInterval: 0 })], { closeTimeout: 200 });
  await rig.until('it has ended', () => rig.ends('lamp') === 1);
  expect(rig.story('lamp')).toEqual(['CONNECTED', 'last', { code: 4001, reason: 'off' }]);
});

it('a message that is never finished keeps the connection, and its parts count as being heard of', async () => {
  const peer = await hostile();
  const rig = world([client('lamp', peer.url('/unfinished'), { Keepalive: false })]);
  await rig.open('lamp');
  for (let i = 0; i < 8; i += 1) {
    await new Promise((resolve) => {
      setTimeout(resolve, 300);
    });
    await rig.pass(20);
  }
  expect(rig.field('lamp', 'State')).toBe('Open');
});

it('to a server that does not read, sends fail with an error and never silently', async () => {
  const peer = await hostile();
  const rig = world([client('lamp', peer.url('/deaf'), { MaxBufferedAmount: 200_000, IdleTimeout: 0 })]);
  await rig.open('lamp');
  const text = 'x'.repeat(50_000);
  let refusal = '';
  await rig.until('a send is refused', () => {
    try {
      rig.command('lamp', 'Send', { Data: text });
    } catch (error) {
      refusal = String(error);
    }
    return refusal !== '';
  });
  expect(refusal).toMatch(/WW_SEND_BUFFER_FULL/);
  expect(rig.field('lamp', 'BufferedAmount')).toBeGreaterThan(100_000);
  expect(rig.log.some((entry) => entry.message.includes('were not sent'))).toBe(false);
});

it('an address that is guarded is refused, and the refusal is not retried', async () => {
  const rig = world([client('lamp', 'ws://169.254.169.254/latest/meta-data', { ConnectRetryInterval: 0.1 })]);
  await rig.until('it is refused', () => rig.field('lamp', 'State') === 'Denied');
  await rig.pass(10);
  expect(rig.ends('lamp')).toBe(1);
  expect(rig.field('lamp', 'LastError')).toMatch(/^WW_ADDRESS_REFUSED/);
});
