import { describe, expect, it } from 'vitest';
import { closed, command, edit, link, message, Rig, set } from './rig.ts';

function openRig(fields = {}): Rig {
  const rig = new Rig({ lamp: fields });
  rig.open();
  return rig;
}
const drained = link({ type: 'drained', connection: 1 });

describe('disabling an open client (2470, 1375)', () => {
  it('closes the socket at once and says so', () => {
    const rig = openRig();
    rig.tick(set('Enabled', false));
    expect(rig.effects).toEqual([{ type: 'close', connection: 1, code: 1000, reason: 'disabled' }]);
    expect(rig.state()).toBe('Closing');
    expect(rig.get('lamp', 'IsConnected')).toBe(false);
    expect(rig.reason()).toBe('closing: disabled');
    expect(rig.told).toEqual([]);
  });

  it('hands out what was received so far, then OnDisconnected, and never retries', () => {
    const rig = openRig({ ConnectRetryInterval: 1 });
    rig.tick(set('Enabled', false));
    rig.tick(link(message(1, 'a'), message(1, 'b')));
    rig.tick(link(message(1, 'c'), { type: 'drained', connection: 1 }));
    expect(rig.all.slice(1)).toEqual(['lamp "a"', 'lamp "b"', 'lamp "c"', 'lamp disconnected 1000 disabled']);
    expect(rig.state()).toBe('Idle');
    expect(rig.reason()).toBe('disabled');
    rig.wait(1000);
    expect(rig.effects).toEqual([]);
  });

  it('connects again when enabled', () => {
    const rig = openRig();
    rig.tick(set('Enabled', false), drained);
    rig.tick(set('Enabled', true));
    expect(rig.sent('open').map(({ connection }) => connection)).toEqual([2]);
  });

  it('connects again even where it was enabled before the old connection had ended', () => {
    const rig = openRig();
    rig.tick(set('Enabled', false), set('Enabled', true));
    expect(rig.sent('open')).toEqual([]);
    rig.tick(drained);
    expect(rig.told).toEqual(['lamp disconnected 1000 disabled']);
    expect(rig.sent('open').map(({ connection }) => connection)).toEqual([2]);
  });

  it('does the same for an inactive ancestor', () => {
    const rig = openRig();
    rig.tick(edit({ op: 'addEntity', entity: { id: 'house' } }, { op: 'moveEntity', entity: 'lamp', parent: 'house' }));
    expect(rig.state()).toBe('Open');
    rig.tick(edit({ op: 'updateEntity', entity: 'house', active: false }));
    expect(rig.sent('close')).toHaveLength(1);
    rig.tick(drained);
    expect(rig.reason()).toMatch(/^inactive/);
    rig.tick(edit({ op: 'updateEntity', entity: 'house', active: true }));
    expect(rig.sent('open')).toHaveLength(1);
  });

  it('ends an attempt that is on the way, and OnDisconnected follows it', () => {
    const rig = new Rig({ lamp: {} });
    rig.tick();
    rig.tick(...rig.answers('allow'));
    rig.tick(set('Enabled', false));
    expect(rig.effects).toEqual([{ type: 'drop', connection: 1 }]);
    expect(rig.told).toEqual(['lamp disconnected 1006 disabled']);
    expect(rig.state()).toBe('Idle');
  });

  it('takes a standing question back', () => {
    const rig = new Rig({ lamp: {} });
    rig.tick();
    rig.tick(set('Enabled', false));
    expect(rig.effects).toEqual([{ type: 'withdraw', ask: 1 }]);
    expect(rig.told).toEqual([]);
  });

  it('ends a wait for the next attempt', () => {
    const rig = openRig({ ConnectRetryInterval: 1 });
    rig.tick(link(closed(1)));
    rig.tick(set('Enabled', false));
    rig.wait(10);
    expect(rig.effects).toEqual([]);
    expect(rig.get('lamp', 'RetryAt')).toBe(0);
  });
});

describe('removing an open client', () => {
  it.each([
    ['component', { op: 'removeComponent', entity: 'lamp', component: 'WebsocketClient' } as const],
    ['entity', { op: 'removeEntity', entity: 'lamp' } as const],
  ])('as a %s drops the socket at once, and the log tells how many messages went with it', (_what, operation) => {
    const rig = openRig();
    rig.pass(link(message(1, 'waits')));
    rig.tick(edit(operation));
    expect(rig.effects).toEqual([{ type: 'drop', connection: 1 }]);
    expect(rig.told).toEqual([]);
    expect(rig.lines()).toEqual(['info lamp closed, since it was removed']);
    rig.tick(link({ type: 'discarded', connection: 1, messages: 2 }));
    expect(rig.lines()).toEqual(['info lamp discarded 3 messages that it had received and not yet handed out']);
    rig.wait(1000);
    expect(rig.effects).toEqual([]);
  });

  it('and undoing it starts afresh', () => {
    const rig = openRig();
    rig.tick(link(message(1, 'x')));
    rig.tick(edit({ op: 'removeEntity', entity: 'lamp' }));
    rig.tick({ type: 'undo' });
    expect(rig.get('lamp', 'IsConnected')).toBe(false);
    expect(rig.get('lamp', 'MessagesReceived')).toBe(0);
    expect(rig.sent('ask')).toHaveLength(1);
  });

  it('takes a standing question back', () => {
    const rig = new Rig({ lamp: {} });
    rig.tick();
    rig.tick(edit({ op: 'removeEntity', entity: 'lamp' }));
    expect(rig.effects).toEqual([{ type: 'withdraw', ask: 1 }]);
    rig.tick({ type: 'access', answer: { ask: 1, decision: 'allow', by: 'host', at: '' } });
    expect(rig.effects).toEqual([]);
  });

  it('leaves a copy of it with a connection of its own', () => {
    const rig = openRig();
    rig.tick(edit({ op: 'duplicateEntity', entity: 'lamp', id: 'copy' }));
    expect(rig.state('copy')).toBe('AwaitingAccess');
    expect(rig.get('copy', 'IsConnected')).toBe(false);
    expect(rig.state('lamp')).toBe('Open');
  });
});

describe('a change of what a connection was made with', () => {
  it.each([
    ['URL', 'ws://127.0.0.1:4602/', 'ask'],
    ['Protocols', ['b'], 'open'],
    ['Headers', { 'X-B': '1' }, 'open'],
  ] as const)('of %s closes the old connection, hands out, tells OnDisconnected, and then begins anew', (field, value, next) => {
    const rig = openRig();
    rig.tick(set(field, value));
    expect(rig.effects).toEqual([{ type: 'close', connection: 1, code: 1000, reason: `${field} was changed` }]);
    expect(rig.get('lamp', 'IsConnected')).toBe(false);
    rig.tick(link(message(1, 'last'), { type: 'drained', connection: 1 }));
    expect(rig.told).toEqual(['lamp "last"', `lamp disconnected 1000 ${field} was changed`]);
    expect(rig.effects.map(({ type }) => type)).toEqual([next]);
  });

  it('of HandlingUser closes, and waits for the new user', () => {
    const rig = openRig();
    rig.tick(set('HandlingUser', { userId: 'mika' }));
    // Who handles what is nothing for the server to know.
    expect(rig.sent('close')).toEqual([{ type: 'close', connection: 1, code: 1000, reason: 'the user is not here' }]);
    rig.tick(drained);
    expect(rig.told).toEqual(['lamp disconnected 1000 user mika is not here']);
    expect(rig.reason()).toBe('user mika is not here');
  });

  it('of several at once begins only once', () => {
    const rig = openRig();
    rig.tick(link(closed(1)));
    rig.wait(10);
    rig.tick(
      edit(
        { op: 'setField', entity: 'lamp', component: 'WebsocketClient', field: 'Headers', value: { a: 'b' } },
        { op: 'setField', entity: 'lamp', component: 'WebsocketClient', field: 'Protocols', value: ['c'] },
      ),
    );
    expect(rig.told).toEqual(['lamp disconnected 1006 Headers was changed']);
    expect(rig.effects).toMatchObject([
      { type: 'drop', connection: 2 },
      { type: 'open', connection: 3, protocols: ['c'], headers: { a: 'b' } },
    ]);
  });

  it('to the same value changes nothing', () => {
    const rig = openRig({ Protocols: ['a'] });
    rig.tick(set('URL', 'ws://127.0.0.1:4601/echo'), set('Protocols', ['a']), set('HandlingUser', { userId: 'host', machineId: null }));
    expect(rig.effects).toEqual([]);
    expect(rig.state()).toBe('Open');
  });

  it('to a URL that cannot be used is refused, and what is open stays open', () => {
    const rig = openRig();
    expect(rig.tick(set('URL', 'http://127.0.0.1/')).results).toMatchObject([{ ok: false, errors: [{ code: 'WW_URL_INVALID' }] }]);
    expect(rig.state()).toBe('Open');
  });

  it('of a limit is told to the link and closes nothing', () => {
    const rig = openRig();
    rig.tick(set('MaxMessageSize', 100));
    expect(rig.effects).toEqual([
      { type: 'configure', connection: 1, limits: { maxMessageSize: 100, maxBufferedAmount: 1_048_576, maxMessagesPerTick: 1000 } },
    ]);
    expect(rig.state()).toBe('Open');
  });
});

describe('Disconnect (1039)', () => {
  it('closes, and keeps it closed', () => {
    const rig = openRig({ ConnectRetryInterval: 1 });
    rig.tick(command('Disconnect'));
    expect(rig.sent('close')).toEqual([{ type: 'close', connection: 1, code: 1000, reason: 'disconnected' }]);
    rig.tick(drained);
    expect(rig.told).toEqual(['lamp disconnected 1000 disconnected']);
    expect(rig.reason()).toBe('disconnected');
    rig.wait(100, set('Protocols', ['x']), set('AccessReason', 'y'), set('ConnectRetryInterval', 2));
    rig.wait(100);
    expect(rig.effects).toEqual([]);
    expect(rig.state()).toBe('Idle');
  });

  it.each([
    ['Connect', [command('Connect')]],
    ['re-enabling', [set('Enabled', false), set('Enabled', true)]],
    ['a change of URL', [set('URL', 'ws://127.0.0.1:9/')]],
    ['a change of HandlingUser', [set('HandlingUser', null), set('HandlingUser', { userId: 'host' })]],
  ])('lasts until %s', (_what, inputs) => {
    const rig = openRig();
    rig.tick(command('Disconnect'), drained);
    rig.tick(...inputs);
    expect(['AwaitingAccess', 'Connecting']).toContain(rig.state());
  });

  it('holds back a client that has not begun', () => {
    const rig = new Rig({ lamp: {} });
    rig.tick(command('Disconnect'));
    expect(rig.reason()).toBe('disconnected');
    expect(rig.effects).toEqual([]);
  });
});

describe('a server that closes or is lost', () => {
  it('is told with its code and reason, and retried', () => {
    const rig = openRig();
    rig.tick(link(message(1, 'last'), closed(1, 4001, 'quota')));
    expect(rig.told).toEqual(['lamp "last"', 'lamp disconnected 4001 quota']);
    expect(rig.get('lamp', 'CloseCode')).toBe(4001);
    expect(rig.get('lamp', 'CloseReason')).toBe('quota');
    expect(rig.lines()).toEqual(['warn lamp closed 4001 by the server: quota, retry in 10.0 s']);
    expect(rig.get('lamp', 'IsConnected')).toBe(false);
  });

  it('is told with our code where it was we who had to close, and not as the server’s', () => {
    const rig = openRig();
    const error = { code: 'WW_MESSAGE_TOO_LARGE', message: 'the server sent a message larger than MaxMessageSize' } as const;
    rig.tick(link(closed(1, 1009, '', error)));
    expect(rig.lines()).toEqual(['warn lamp closed 1009 by us: the server sent a message larger than MaxMessageSize, retry in 10.0 s (WW_MESSAGE_TOO_LARGE)']);
    expect(rig.get('lamp', 'CloseCode')).toBe(1009);
    expect(rig.reason()).toBe('waiting to retry: the server sent a message larger than MaxMessageSize');
  });

  it('while we are closing ends it likewise', () => {
    const rig = openRig();
    rig.tick(set('Enabled', false));
    rig.tick(link(message(1, 'last'), closed(1, 1006)));
    expect(rig.told).toEqual(['lamp "last"', 'lamp disconnected 1000 disabled']);
    expect(rig.state()).toBe('Idle');
  });
});

describe('IdleTimeout', () => {
  it('ends a connection whose server is silent, and then the retry rule applies', () => {
    const rig = openRig({ IdleTimeout: 30, Keepalive: false, ConnectRetryInterval: 5 });
    rig.wait(29.9);
    expect(rig.effects).toEqual([]);
    rig.wait(0.1);
    expect(rig.effects).toEqual([{ type: 'close', connection: 1, code: 1000, reason: 'the server was silent for 30 s' }]);
    rig.tick(drained);
    expect(rig.get('lamp', 'LastError')).toBe('WW_IDLE_TIMEOUT: the server was silent for 30 s');
    expect(rig.state()).toBe('WaitingToRetry');
    rig.wait(5);
    expect(rig.sent('open')).toHaveLength(1);
  });

  it.each([
    ['a message', message(1, 'x')],
    ['a ping or part of a message', { type: 'activity', connection: 1 } as const],
  ])('starts anew with %s', (_what, event) => {
    const rig = openRig({ IdleTimeout: 30, Keepalive: false });
    rig.wait(20, link(event));
    rig.wait(29.9);
    expect(rig.state()).toBe('Open');
    rig.wait(0.1);
    expect(rig.state()).toBe('Closing');
  });

  it('does not take what we send for a sign of life', () => {
    const rig = openRig({ IdleTimeout: 30, Keepalive: false });
    rig.wait(20, command('Send', { Data: 'x' }), link({ type: 'buffered', connection: 1, bytes: 1 }));
    rig.wait(10);
    expect(rig.state()).toBe('Closing');
  });

  it('is never where it is 0, and may be set while open', () => {
    const rig = openRig({ IdleTimeout: 0, Keepalive: false });
    rig.wait(1000);
    expect(rig.effects).toEqual([]);
    expect(rig.state()).toBe('Open');
    rig.tick(set('IdleTimeout', 5));
    expect(rig.state()).toBe('Closing');
  });
});

describe('a server that is well and has nothing to say', () => {
  const activity = link({ type: 'activity', connection: 1 });

  it('is asked once at half of IdleTimeout, and stays for as long as it answers', () => {
    const rig = openRig({ IdleTimeout: 30 });
    for (let i = 0; i < 20; i++) {
      rig.wait(14.9);
      expect(rig.effects).toEqual([]);
      rig.wait(0.1);
      expect(rig.effects).toEqual([{ type: 'ping', connection: 1 }]);
      rig.wait(14.9);
      expect(rig.effects).toEqual([]);
      rig.tick(activity);
    }
    expect(rig.state()).toBe('Open');
  });

  it('is given up when the other half has gone by without an answer', () => {
    const rig = openRig({ IdleTimeout: 30 });
    rig.wait(15);
    rig.wait(14.9);
    expect(rig.effects).toEqual([]);
    rig.wait(0.1);
    expect(rig.sent('close')).toMatchObject([{ reason: 'the server was silent for 30 s, and did not answer a ping' }]);
  });

  it('is not asked while anything comes, nor where Keepalive is off, nor where no pings are seen', () => {
    const lively = openRig({ IdleTimeout: 30 });
    const off = openRig({ IdleTimeout: 30, Keepalive: false });
    const tab = new Rig({ lamp: { IdleTimeout: 30 } });
    tab.tick();
    tab.tick(...tab.answers('allow'));
    tab.tick(link({ type: 'opened', connection: 1, protocol: '', extensions: '', pings: false }));
    for (let i = 0; i < 5; i++) {
      for (const rig of [lively, off, tab]) rig.wait(14, ...(rig === tab ? [] : [activity]));
      expect([lively, off, tab].flatMap((rig) => rig.sent('ping'))).toEqual([]);
    }
    off.wait(29.9);
    expect(off.sent('ping')).toEqual([]);
    expect(off.state()).toBe('Open');
    off.wait(0.1);
    expect(off.state()).toBe('Closing');
    expect(tab.state()).toBe('Open');
  });

  it('is asked before it is given up also where the settings change, or a restart comes between', () => {
    const rig = openRig({ IdleTimeout: 0 });
    rig.wait(100);
    rig.tick(set('IdleTimeout', 10));
    expect(rig.sent('ping')).toHaveLength(1);
    rig.wait(4);
    const again = rig.restored();
    again.wait(0.9);
    expect([again.state(), again.effects]).toEqual(['Open', []]);
    again.wait(0.1);
    expect(again.state()).toBe('Closing');
  });
});

describe('a world that stood still, since its machine slept', () => {
  it('takes that time for nobody’s silence, and says so', () => {
    for (const fields of [{}, { Keepalive: false }]) {
      const rig = openRig({ IdleTimeout: 30, ...fields });
      rig.wait(13);
      rig.step('tick', [], 3_600_000);
      expect(rig.effects).toEqual([]);
      expect(rig.lines()).toEqual([expect.stringMatching(/^warn  time went on by 3600\.0 s without this world/)]);
      rig.wait(1);
      expect(rig.state()).toBe('Open');
      rig.wait(40);
      expect(rig.state()).toBe('Closing');
    }
  });

  it('nor for slowness of an attempt; what was heard in that step counts from then', () => {
    const rig = new Rig({ lamp: { ConnectTimeout: 10, IdleTimeout: 10 } });
    rig.tick();
    rig.tick(...rig.answers('allow'));
    rig.step('tick', [], 60_000);
    expect(rig.state()).toBe('Connecting');
    rig.tick(link({ type: 'opened', connection: 1, protocol: '', extensions: '' }));
    rig.step('tick', [link(message(1, 'was waiting'))], 60_000);
    rig.wait(4.9);
    expect(rig.sent('ping')).toEqual([]);
    rig.wait(0.1);
    expect(rig.sent('ping')).toHaveLength(1);
  });

  it('retries at once what waited to be retried', () => {
    const rig = openRig({ ConnectRetryInterval: 600 });
    rig.tick(link(closed(1)));
    rig.step('tick', [], 3_600_000);
    expect(rig.sent('open')).toHaveLength(1);
  });
});

describe('a world that ends', () => {
  it('closes what is open, drops what is on the way, and takes questions back', () => {
    const rig = new Rig({ a: {}, b: {}, c: {} });
    rig.tick();
    rig.tick(...rig.answers('allow').slice(0, 2));
    rig.tick(link({ type: 'opened', connection: 1, protocol: '', extensions: '' }));
    expect(rig.door.end()).toEqual([
      { type: 'close', connection: 1, code: 1001, reason: 'the world is closed' },
      { type: 'drop', connection: 2 },
      { type: 'withdraw', ask: 3 },
    ]);
  });
});
