import { describe, expect, it } from 'vitest';
import { createDoor, restoreWorld, snapshotWorld } from '../../../engine/index.ts';
import { send } from '../../../engine/systems/network.ts';
import { ANNA } from '../world-rig.ts';
import { command, edit, link, Rig, set } from './rig.ts';

function code(act: () => void): string {
  try {
    act();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'sent';
}

describe('sending', () => {
  it('goes out with the step, text as text and bytes as bytes (985)', () => {
    const rig = new Rig({ lamp: {} });
    rig.open();
    rig.tick(command('Send', { Data: 'grün' }), command('Send', { Data: 'AQID', Binary: true }));
    expect(rig.sent('send')).toEqual([
      { type: 'send', connection: 1, data: 'grün' },
      { type: 'send', connection: 1, data: new Uint8Array([1, 2, 3]) },
    ]);
    expect(rig.get('lamp', 'MessagesSent')).toBe(2);
    expect(rig.get('lamp', 'BytesSent')).toBe(8);
  });

  it('fails while the connection is not open, and says why', () => {
    const rig = new Rig({ lamp: { URL: null } });
    const { results } = rig.tick(command('Send', { Data: 'x' }));
    expect(results[0]).toMatchObject({ ok: false, code: 'WW_NOT_OPEN', message: 'the connection is not open (no URL), so nothing was sent' });
  });

  it('fails from the moment that it closes', () => {
    const rig = new Rig({ lamp: {} });
    rig.open();
    const { results } = rig.tick(command('Disconnect'), command('Send', { Data: 'x' }));
    expect(results[1]).toMatchObject({ ok: false, code: 'WW_NOT_OPEN' });
    expect(rig.sent('send')).toEqual([]);
  });

  it('fails where the connection has sent as much as is counted, and says so', () => {
    const rig = new Rig({ lamp: {} });
    rig.open();
    const snapshot = snapshotWorld(rig.world);
    for (const counted of ['"sends":4503599627370495', '"sends":1,"offered":4503599627370494']) {
      const after = createDoor(restoreWorld(snapshot.replace('"sends":0', counted), rig.world.registry));
      const { results, effects } = after.step({ mode: 'tick', real: rig.world.real, inputs: [{ author: ANNA, input: command('Send', { Data: 'xy' }) }] });
      expect(results[0]).toMatchObject({ ok: false, code: 'WW_LIMIT', message: expect.stringMatching(/counts to 4503599627370495/) as string });
      expect(effects.filter(({ type }) => type === 'send')).toEqual([]);
    }
  });

  it('fails with base64 that is none', () => {
    const rig = new Rig({ lamp: {} });
    rig.open();
    expect(rig.tick(command('Send', { Data: '***', Binary: true })).results[0]).toMatchObject({ ok: false, code: 'WW_BAD_VALUE' });
  });

  it('names an argument that there is not, and those that there are', () => {
    const rig = new Rig({ lamp: {} });
    rig.open();
    const { results } = rig.tick(command('Send', { Data: 'x', binary: true, 'a/b': 1 }), command('Connect', { Now: true }), command('Send'));
    const known = 'is not known; those known are Data, Binary; expected arguments of WebsocketClient.Send';
    expect(results).toMatchObject([
      {
        ok: false,
        code: 'WW_BAD_VALUE',
        errors: [
          { path: 'args/binary', message: `args/binary ${known}` },
          { path: 'args/a~1b', message: `args/a~1b ${known}` },
        ],
      },
      { ok: false, errors: [{ path: 'args/Now', message: 'args/Now is not known, and no other is; expected arguments of WebsocketClient.Connect' }] },
      { ok: false, errors: [{ path: 'args', message: expect.stringContaining('required') }] },
    ]);
    expect(rig.sent('send')).toEqual([]);
  });

  it('fails for a message larger than MaxMessageSize, counted in bytes', () => {
    const rig = new Rig({ lamp: { MaxMessageSize: 4 } });
    rig.open();
    expect(code(() => send(rig.world, rig.row(), 'grün'))).toBe('WW_SEND_TOO_LARGE');
    expect(code(() => send(rig.world, rig.row(), 'grun'))).toBe('sent');
    expect(code(() => send(rig.world, rig.row(), new Uint8Array(5)))).toBe('WW_SEND_TOO_LARGE');
  });

  it('fails past MaxBufferedAmount: what the link last told and what was accepted since, together', () => {
    const rig = new Rig({ lamp: { MaxBufferedAmount: 10 } });
    rig.open();
    expect(code(() => send(rig.world, rig.row(), '123456'))).toBe('sent');
    expect(code(() => send(rig.world, rig.row(), '12345'))).toBe('WW_SEND_BUFFER_FULL');
    rig.tick(link({ type: 'buffered', connection: 1, bytes: 6 }));
    expect(rig.get('lamp', 'BufferedAmount')).toBe(6);
    expect(code(() => send(rig.world, rig.row(), '12345'))).toBe('WW_SEND_BUFFER_FULL');
    expect(code(() => send(rig.world, rig.row(), '1234'))).toBe('sent');
    expect(code(() => send(rig.world, rig.row(), '1'))).toBe('WW_SEND_BUFFER_FULL');
    rig.tick(link({ type: 'buffered', connection: 1, bytes: 0 }));
    expect(code(() => send(rig.world, rig.row(), '1234567890'))).toBe('sent');
    expect(rig.get('lamp', 'MessagesSent')).toBe(3);
  });

  it('counts anew in each step, since the link has had what was accepted before and told what of it waits', () => {
    const rig = new Rig({ lamp: { MaxBufferedAmount: 10 } });
    rig.open();
    for (let i = 0; i < 5; i++) {
      expect(code(() => send(rig.world, rig.row(), '12345678'))).toBe('sent');
      rig.tick();
    }
  });

  it('that a link could not do is told in LastError and the log', () => {
    const rig = new Rig({ lamp: {} });
    rig.open();
    for (const Data of ['one', '1234567', 'three']) rig.tick(command('Send', { Data }));
    rig.tick(link({ type: 'sendFailed', connection: 1, number: 2, bytes: 7, message: 'the buffer is full' }));
    const words = '1 message of 7 bytes, number 2 of its connection, was not sent: the buffer is full';
    expect(rig.get('lamp', 'LastError')).toBe(`WW_SEND_BUFFER_FULL: ${words}`);
    expect(rig.lines()).toEqual([`warn lamp ${words} (WW_SEND_BUFFER_FULL)`]);
    expect([rig.get('lamp', 'MessagesSent'), rig.get('lamp', 'BytesSent')]).toEqual([2, 8]);
  });

  it('tells the number of each message, counted from 1 on each connection, also after a restart', () => {
    const rig = new Rig({ lamp: {} });
    rig.open();
    const numbers = (of: Rig): unknown[] =>
      of.tick(command('Send', { Data: 'a' }), command('Send', { Data: 'b' })).results.map((result) => result.ok && result.sent);
    expect(numbers(rig)).toEqual([1, 2]);
    expect(numbers(rig)).toEqual([3, 4]);
    const again = rig.restored();
    expect(numbers(again)).toEqual([5, 6]);
    again.tick(set('Headers', { a: 'b' }), link({ type: 'drained', connection: 1 }));
    again.open();
    expect(numbers(again)).toEqual([1, 2]);
  });

  it('refuses within one step, before the link has told anything, what together would pass the bound', () => {
    const rig = new Rig({ lamp: { MaxBufferedAmount: 10 } });
    rig.open();
    const send = command('Send', { Data: '1234' });
    expect(rig.pass(send, send, send).results.map((result) => result.ok)).toEqual([true, true, false]);
    // In the next step the link has had its say, though no time has passed: nothing waits.
    expect(rig.step('pass', [send, send, send], 0).results.map((result) => result.ok)).toEqual([true, true, false]);
  });

  it('of a client that was removed since is told with its name', () => {
    const rig = new Rig({ lamp: {} });
    rig.open();
    rig.tick(command('Send', { Data: 'abc' }), edit({ op: 'removeComponent', entity: 'lamp', component: 'WebsocketClient' }));
    rig.tick(
      link(
        { type: 'sendFailed', connection: 1, number: 1, bytes: 3, message: 'gone', code: 'WW_CONNECTION_LOST' },
        { type: 'discarded', connection: 1, messages: 0 },
      ),
    );
    expect(rig.lines()).toEqual(['warn lamp 1 message of 3 bytes, number 1 of its connection, was not sent: gone (WW_CONNECTION_LOST)']);
  });

  it('starts with an empty buffer on a new connection', () => {
    const rig = new Rig({ lamp: { MaxBufferedAmount: 10 } });
    rig.open();
    rig.tick(link({ type: 'buffered', connection: 1, bytes: 10 }));
    rig.tick(set('Headers', { a: 'b' }), link({ type: 'drained', connection: 1 }));
    expect(rig.get('lamp', 'BufferedAmount')).toBe(0);
    rig.open();
    expect(code(() => send(rig.world, rig.row(), '1234567890'))).toBe('sent');
  });
});
