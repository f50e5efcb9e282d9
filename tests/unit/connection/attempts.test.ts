import { describe, expect, it } from 'vitest';
import { WebsocketClient } from '../../../engine/index.ts';
import { closed, command, edit, link, LOST, message, Rig, set } from './rig.ts';

describe('what a client needs before it connects', () => {
  it.each([
    ['no URL', { URL: null }],
    ['no handling user', { HandlingUser: null }],
    ['user mika is not here', { HandlingUser: { userId: 'mika' } }],
    ['Host is not here on machine attic', { HandlingUser: { userId: 'host', machineId: 'attic' } }],
    ['disabled', { Enabled: false }],
  ])('says %j while it is idle, and asks nobody', (reason, fields) => {
    const rig = new Rig({ lamp: fields });
    rig.tick();
    expect(rig.state()).toBe('Idle');
    expect(rig.reason()).toBe(reason);
    expect(rig.effects).toEqual([]);
  });

  it('says inactive below an entity that is not', () => {
    const rig = new Rig({ lamp: {} });
    rig.tick(edit({ op: 'updateEntity', entity: 'lamp', active: false }));
    expect(rig.reason()).toMatch(/^inactive/);
    expect(rig.effects).toEqual([]);
  });

  it.each([
    ['http://127.0.0.1/', 'WW_URL_INVALID'],
    ['ws+unix:/run/x.sock', 'WW_URL_INVALID'],
    ['ws://host/#part', 'WW_URL_INVALID'],
    ['ws://user:secret@host/', 'WW_URL_INVALID'],
    ['nowhere', 'WW_URL_INVALID'],
  ])('does not dial %s', (url, code) => {
    const rig = new Rig({ lamp: {} });
    // A system of an embedding program may write a column unchecked; an edit or a scene with such a URL is refused.
    rig.world.store(WebsocketClient).columns.URL.data[rig.row()] = url;
    rig.tick();
    expect(rig.state()).toBe('Idle');
    expect(rig.get('lamp', 'LastError')).toMatch(new RegExp(`^${code}: `));
    expect(rig.effects).toEqual([]);
  });

  it('does not send a header of the handshake itself', () => {
    const rig = new Rig({ lamp: {} });
    rig.world.store(WebsocketClient).columns.Headers.data[rig.row()] = { Host: 'elsewhere' };
    rig.tick();
    expect(rig.get('lamp', 'LastError')).toMatch(/^WW_HEADER_INVALID: /);
    expect(rig.tick(set('Headers', { Host: 'elsewhere' })).results).toMatchObject([{ ok: false, errors: [{ code: 'WW_HEADER_INVALID' }] }]);
    rig.tick(set('Headers', { Authorization: 'Bearer x' }));
    expect(rig.state()).toBe('AwaitingAccess');
  });

  it('connects once what was missing is there', () => {
    const rig = new Rig({ lamp: { URL: null } });
    rig.tick();
    rig.tick(set('URL', 'wss://example.com/a'));
    expect(rig.sent('ask')[0]?.question).toMatchObject({
      host: 'example.com',
      port: 443,
      url: 'wss://example.com/a',
      scope: 'Websocket',
      entity: 'lamp',
      path: ['lamp'],
      component: 'WebsocketClient',
    });
  });
});

describe('an attempt', () => {
  it('asks, opens when allowed, and is open when the link says so', () => {
    const rig = new Rig({ lamp: { AccessReason: 'for its colour', Protocols: ['echo.v1'], Headers: { 'X-Lamp': '1' } } });
    rig.tick();
    expect(rig.sent('ask')).toEqual([
      {
        type: 'ask',
        question: {
          ask: 1,
          user: { userId: 'host', machineId: 'host' },
          scope: 'Websocket',
          host: '127.0.0.1',
          port: 4601,
          url: 'ws://127.0.0.1:4601/echo',
          reason: 'for its colour',
          entity: 'lamp',
          path: ['lamp'],
          component: 'WebsocketClient',
        },
      },
    ]);
    expect(rig.state()).toBe('AwaitingAccess');
    expect(rig.lines()).toEqual(['info lamp asks Host for 127.0.0.1:4601']);

    rig.tick(...rig.answers('allow'));
    expect(rig.effects).toEqual([
      {
        type: 'open',
        entity: 'lamp',
        component: 'WebsocketClient',
        connection: 1,
        user: { userId: 'host', machineId: 'host' },
        url: 'ws://127.0.0.1:4601/echo',
        protocols: ['echo.v1'],
        headers: { 'X-Lamp': '1' },
        limits: { maxMessageSize: 1_048_576, maxBufferedAmount: 1_048_576, maxMessagesPerTick: 1000 },
      },
    ]);
    expect(rig.state()).toBe('Connecting');
    expect(rig.get('lamp', 'IsConnected')).toBe(false);

    rig.tick(link({ type: 'opened', connection: 1, protocol: 'echo.v1', extensions: '' }));
    expect(rig.state()).toBe('Open');
    expect(rig.reason()).toBe('');
    expect(rig.get('lamp', 'IsConnected')).toBe(true);
    expect(rig.get('lamp', 'NegotiatedProtocol')).toBe('echo.v1');
    expect(rig.told).toEqual(['lamp connected']);
    expect(rig.lines()).toEqual(['info lamp open in 16 ms · echo.v1']);
  });

  it('is retried ConnectRetryInterval seconds after it failed, and OnDisconnected follows it', () => {
    const rig = new Rig({ lamp: { ConnectRetryInterval: 5 } });
    rig.tick();
    rig.tick(...rig.answers('allow'));
    rig.tick(link(closed(1, 1006, '', { code: 'WW_CONNECT_FAILED', message: 'connect ECONNREFUSED 127.0.0.1:4601' })));
    expect(rig.state()).toBe('WaitingToRetry');
    expect(rig.get('lamp', 'RetryAt')).toBeCloseTo(rig.real / 1000 + 5, 6);
    expect(rig.reason()).toBe('waiting to retry: connect ECONNREFUSED 127.0.0.1:4601');
    expect(rig.get('lamp', 'LastError')).toBe('WW_CONNECT_FAILED: connect ECONNREFUSED 127.0.0.1:4601');
    expect(rig.told).toEqual(['lamp disconnected 1006 connect ECONNREFUSED 127.0.0.1:4601']);
    expect(rig.lines()).toEqual(['warn lamp could not connect: connect ECONNREFUSED 127.0.0.1:4601, retry in 5.0 s (WW_CONNECT_FAILED)']);
    rig.wait(4.9);
    expect(rig.state()).toBe('WaitingToRetry');
    rig.wait(0.1);
    expect(rig.sent('open').map(({ connection }) => connection)).toEqual([2]);
    expect(rig.get('lamp', 'RetryAt')).toBe(0);
  });

  it.each([0, -1])('is never retried where ConnectRetryInterval is %d, until Connect', (interval) => {
    const rig = new Rig({ lamp: { ConnectRetryInterval: interval } });
    rig.open();
    rig.tick(link(closed(1, 4001, 'quota')));
    expect(rig.state()).toBe('Idle');
    expect(rig.reason()).toBe('closed 4001 by the server (quota); not retried, since ConnectRetryInterval is 0 or less');
    rig.wait(1000);
    expect(rig.state()).toBe('Idle');
    rig.tick(command('Connect'));
    expect(rig.sent('open')).toHaveLength(1);
  });

  it('waits anew when ConnectRetryInterval is changed, from where the wait began', () => {
    const rig = new Rig({ lamp: { ConnectRetryInterval: 100 } });
    rig.open();
    rig.tick(link(closed(1)));
    rig.wait(10);
    rig.tick(set('ConnectRetryInterval', 11));
    expect(rig.state()).toBe('WaitingToRetry');
    rig.wait(1);
    expect(rig.state()).toBe('Connecting');
    rig.tick(link(closed(2)));
    rig.tick(set('ConnectRetryInterval', 0));
    expect(rig.reason()).toMatch(/not retried/);
    rig.wait(100, set('ConnectRetryInterval', 1));
    expect(rig.state()).toBe('WaitingToRetry');
    rig.wait(1);
    expect(rig.state()).toBe('Connecting');
  });

  it.each([
    [1000, 'info'],
    [1001, 'info'],
    [1011, 'warn'],
    [4000, 'warn'],
  ])('is no problem where the server closes in order: %i is told as %s', (code, level) => {
    const rig = new Rig({ lamp: {} });
    rig.open();
    rig.tick(link(closed(1, code, 'for a reason')));
    expect(rig.lines()).toEqual([`${level} lamp closed ${code} by the server: for a reason, retry in 10.0 s`]);
  });

  it('connects at once on Connect while it waits to retry', () => {
    const rig = new Rig({ lamp: {} });
    rig.open();
    rig.tick(link(closed(1, 1006, '', LOST)));
    expect(rig.lines()).toEqual(['warn lamp closed 1006 by the server, retry in 10.0 s (WW_CONNECTION_LOST)']);
    rig.tick(command('Connect'));
    expect(rig.sent('open')).toHaveLength(1);
  });

  it('is given up after ConnectTimeout of real time, paused or not', () => {
    const late = 'not open within 3 s (ConnectTimeout): look whether a WebSocket server listens at 127.0.0.1:4601, and for a firewall in between';
    const rig = new Rig({ lamp: { ConnectTimeout: 3 } });
    rig.tick();
    rig.tick(...rig.answers('allow'));
    for (const after of [1000, 1000, 999]) rig.step('pass', [], after);
    expect(rig.effects).toEqual([]);
    rig.step('pass', [], 1);
    expect(rig.effects).toEqual([{ type: 'drop', connection: 1 }]);
    expect(rig.state()).toBe('WaitingToRetry');
    expect(rig.get('lamp', 'LastError')).toBe(`WW_CONNECT_TIMEOUT: ${late}`);
    rig.tick();
    expect(rig.told).toEqual([`lamp disconnected 1006 ${late}`]);
  });

  it('is retried with the permission that stands, so nobody is asked again', () => {
    const rig = new Rig({ lamp: {} });
    rig.open();
    rig.tick(link(closed(1)));
    rig.wait(10);
    expect(rig.sent('ask')).toEqual([]);
    expect(rig.sent('open')).toHaveLength(1);
  });

  it('ends where the link will not go to the address, and is not retried', () => {
    const rig = new Rig({ lamp: {} });
    rig.tick();
    rig.tick(...rig.answers('allow'));
    rig.tick(link(closed(1, 1006, '', { code: 'WW_ADDRESS_REFUSED', message: '169.254.169.254 is a cloud metadata service' })));
    expect(rig.state()).toBe('Denied');
    expect(rig.reason()).toBe('169.254.169.254 is a cloud metadata service');
    rig.wait(100);
    expect(rig.effects).toEqual([]);
  });
});

describe('words that come late', () => {
  it('of an old connection are never taken for the new one', () => {
    const rig = new Rig({ lamp: {} });
    rig.open();
    rig.tick(set('Enabled', false), link({ type: 'drained', connection: 1 }), set('Enabled', true));
    expect(rig.sent('open')[0]?.connection).toBe(2);
    rig.tick(
      link(
        { type: 'opened', connection: 1, protocol: 'old', extensions: '' },
        message(1, 'late'),
        closed(1, 4000),
        { type: 'buffered', connection: 1, bytes: 9 },
        { type: 'drained', connection: 1 },
      ),
    );
    expect(rig.state()).toBe('Connecting');
    expect(rig.told).toEqual([]);
    expect(rig.get('lamp', 'BufferedAmount')).toBe(0);
  });

  it('of a question that no longer stands decide nothing', () => {
    const rig = new Rig({ lamp: {} });
    rig.tick();
    const old = rig.answers('allow');
    rig.tick(set('URL', 'ws://127.0.0.1:9/'));
    expect(rig.effects).toMatchObject([
      { type: 'withdraw', ask: 1 },
      { type: 'ask', question: { ask: 2, port: 9 } },
    ]);
    rig.tick(...old);
    expect(rig.state()).toBe('AwaitingAccess');
    expect(rig.effects).toEqual([]);
  });
});
