import { describe, expect, it } from 'vitest';
import type { Input } from '../../../engine/index.ts';
import { command, edit, link, Rig, set } from './rig.ts';

const at = '2026-11-20T05:12:00Z';
const decided = (host = '127.0.0.1', port = 4601, userId = 'host'): Input => ({ type: 'accessChanged', userId, scope: 'Websocket', host, port });
const mika: Input = { type: 'join', user: { userId: 'mika', machineId: 'm1', name: 'Mika', role: 'Guest', kind: 'browser' } };
const drained = (connection = 1): Input => link({ type: 'drained', connection });

describe('a question that stands', () => {
  it('shows where its client is now, once that or one above it was renamed or moved, and takes an answer as before', () => {
    const entities = [
      { id: 'house', name: 'House' },
      { id: 'room', name: 'Room', parent: 'house' },
      { id: 'lamp', name: 'Lamp', parent: 'room', components: { WebsocketClient: { URL: 'ws://127.0.0.1:4601/', HandlingUser: { userId: 'host' } } } },
      { id: 'else', name: 'Elsewhere' },
    ];
    const rig = new Rig(JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Test', entities }));
    const paths = (): unknown[] => rig.sent('ask').map(({ question }) => [question.ask, question.path]);
    rig.tick();
    expect(paths()).toEqual([[1, ['House', 'Room', 'Lamp']]]);
    rig.pass(edit({ op: 'updateEntity', entity: 'house', name: 'Villa' }, { op: 'updateEntity', entity: 'lamp', name: 'Lantern' }));
    expect(rig.effects.map(({ type }) => type)).toEqual(['withdraw', 'ask']);
    expect(paths()).toEqual([[1, ['Villa', 'Room', 'Lantern']]]);
    rig.pass(edit({ op: 'moveEntity', entity: 'room', parent: null }));
    expect(paths()).toEqual([[1, ['Room', 'Lantern']]]);
    rig.pass({ type: 'undo' });
    expect(paths()).toEqual([[1, ['Villa', 'Room', 'Lantern']]]);
    rig.pass(edit({ op: 'updateEntity', entity: 'else', name: 'Nowhere' }), set('ConnectTimeout', 9));
    expect(rig.effects).toEqual([]);
    const other = rig.restored();
    other.pass(edit({ op: 'updateEntity', entity: 'room', name: 'Hall' }));
    expect(other.sent('ask').map(({ question }) => question.path)).toEqual([['Villa', 'Hall', 'Lantern']]);
    rig.tick({ type: 'access', answer: { ask: 1, decision: 'allow', by: 'host', at } });
    expect(rig.state()).toBe('Connecting');
    rig.pass(edit({ op: 'updateEntity', entity: 'lamp', name: 'Lamp' }));
    expect(rig.effects).toEqual([]);
  });
});

describe('a refusal', () => {
  it('is told with who and when, by OnDisconnected too, and is not retried', () => {
    const rig = new Rig({ lamp: { ConnectRetryInterval: 1 } });
    rig.tick();
    rig.tick(...rig.answers('deny'));
    expect(rig.state()).toBe('Denied');
    expect(rig.reason()).toBe('denied by Host at 2026-11-20 05:12 UTC');
    expect(rig.get('lamp', 'LastError')).toBe('WW_ACCESS_DENIED: denied by Host at 2026-11-20 05:12 UTC');
    expect(rig.told).toEqual(['lamp disconnected 1006 denied by Host at 2026-11-20 05:12 UTC']);
    expect(rig.lines()).toEqual(['warn lamp denied by Host at 2026-11-20 05:12 UTC, not retried until that is taken back (WW_ACCESS_DENIED)']);
    rig.wait(1000);
    expect(rig.effects).toEqual([]);
  });

  it.each([
    ['Connect', command('Connect')],
    ['a change of URL', set('URL', 'ws://127.0.0.1:9/')],
    ['the user deciding anew', decided()],
  ])('is asked about again after %s', (_what, input) => {
    const rig = new Rig({ lamp: {} });
    rig.tick();
    rig.tick(...rig.answers('deny'));
    rig.tick(input);
    expect(rig.sent('ask')).toHaveLength(1);
    expect(rig.state()).toBe('AwaitingAccess');
  });

  it('says why, where the answer does', () => {
    const rig = new Rig({ lamp: {} });
    rig.tick();
    rig.tick({ type: 'access', answer: { ask: 1, decision: 'deny', by: 'host', at, note: 'a cloud metadata service' } });
    expect(rig.reason()).toBe('denied by Host at 2026-11-20 05:12 UTC: a cloud metadata service');
  });

  it('names who decided also where they are not in the world', () => {
    const rig = new Rig({ lamp: {} });
    rig.tick();
    rig.tick({ type: 'access', answer: { ask: 1, decision: 'deny', by: 'u-ann', name: 'Ann', at } });
    expect(rig.reason()).toBe('denied by Ann at 2026-11-20 05:12 UTC');
  });

  it('of another host changes nothing', () => {
    const rig = new Rig({ lamp: {} });
    rig.tick();
    rig.tick(...rig.answers('deny'));
    rig.tick(decided('127.0.0.1', 4602), decided('localhost'), decided('127.0.0.1', 4601, 'mika'), {
      type: 'accessChanged',
      userId: 'host',
      scope: 'HTTP',
      host: '127.0.0.1',
      port: 4601,
    });
    expect(rig.effects).toEqual([]);
  });

  it('of what is open closes it, telling the server nothing of the user, and no retry follows', () => {
    const rig = new Rig({ lamp: { ConnectRetryInterval: 1 } });
    rig.open();
    rig.tick(decided());
    expect(rig.sent('ask')[0]?.question.standing).toBe(true);
    expect(rig.state()).toBe('Open');
    rig.tick(...rig.answers('deny', 'mika'));
    expect(rig.sent('close')).toEqual([{ type: 'close', connection: 1, code: 1000, reason: 'not allowed any more' }]);
    expect(rig.get('lamp', 'IsConnected')).toBe(false);
    rig.tick(drained());
    expect(rig.told).toEqual(['lamp disconnected 1000 denied by mika at 2026-11-20 05:12 UTC']);
    expect(rig.state()).toBe('Denied');
    rig.wait(1000);
    expect(rig.effects).toEqual([]);
  });

  it('of what is closing for another reason stands too', () => {
    const rig = new Rig({ lamp: { IdleTimeout: 1, Keepalive: false, ConnectRetryInterval: 1 } });
    rig.open();
    rig.tick(decided());
    const denied = rig.answers('deny');
    rig.wait(1);
    expect(rig.state()).toBe('Closing');
    rig.tick(...denied);
    rig.tick(drained());
    expect(rig.effects).toEqual([]);
    expect(rig.state()).toBe('Denied');
  });

  it('ends what was allowed before, so that a question that waits later is not taken for it', () => {
    const rig = new Rig({ lamp: {} });
    rig.open();
    rig.tick(decided());
    rig.tick(...rig.answers('deny'));
    rig.tick(drained());
    rig.tick(decided());
    expect(rig.sent('ask')[0]?.question.standing).toBeUndefined();
    rig.tick(...rig.answers('waiting'));
    expect(rig.state()).toBe('AwaitingAccess');
  });

  it('of what is on the way drops it', () => {
    const rig = new Rig({ lamp: {} });
    rig.tick();
    rig.tick(...rig.answers('allow'));
    rig.tick(decided());
    rig.tick(...rig.answers('deny'));
    expect(rig.effects).toEqual([{ type: 'drop', connection: 1 }]);
    expect(rig.state()).toBe('Denied');
  });

  it('of what waits to retry ends the wait', () => {
    const rig = new Rig({ lamp: {} });
    rig.open();
    rig.tick(link({ type: 'closed', connection: 1, code: 1006, reason: '' }));
    rig.tick(decided());
    rig.tick(...rig.answers('deny'));
    expect(rig.state()).toBe('Denied');
    rig.wait(100);
    expect(rig.effects).toEqual([]);
  });

  it('that comes while it is disabled or closing is found out before the next attempt', () => {
    const rig = new Rig({ lamp: {} });
    rig.open();
    rig.tick(set('Enabled', false));
    rig.tick(decided());
    rig.tick(drained(), set('Enabled', true));
    expect(rig.sent('open')).toEqual([]);
    expect(rig.sent('ask')).toHaveLength(1);
    rig.tick(...rig.answers('deny'));
    expect(rig.state()).toBe('Denied');
  });
});

describe('a permission', () => {
  it('stands for retries, until the URL changes', () => {
    const rig = new Rig({ lamp: {} });
    rig.open();
    rig.tick(set('URL', 'ws://127.0.0.1:4601/other'), drained());
    expect(rig.sent('open')).toEqual([]);
    expect(rig.sent('ask')).toHaveLength(1);
  });

  it('stands while the user decides about the place anew without refusing it', () => {
    const rig = new Rig({ lamp: {} });
    rig.open();
    rig.tick(decided());
    rig.tick(...rig.answers('waiting'));
    expect(rig.effects).toEqual([{ type: 'withdraw', ask: 2 }]);
    expect(rig.state()).toBe('Open');
    rig.tick(link({ type: 'closed', connection: 1, code: 1006, reason: '' }));
    rig.wait(10);
    expect(rig.sent('open')).toHaveLength(1);
  });

  it('that still needs to be confirmed is asked for again before the next attempt', () => {
    const rig = new Rig({ lamp: {} });
    rig.open();
    rig.tick(set('Enabled', false), drained());
    rig.tick(decided());
    rig.tick(set('Enabled', true));
    expect(rig.sent('ask')[0]?.question.standing).toBe(true);
    rig.tick(...rig.answers('waiting'));
    expect(rig.effects.map(({ type }) => type)).toEqual(['withdraw', 'open']);
  });
});

describe('a question that waits', () => {
  it('shows what to do, once', () => {
    const rig = new Rig({ lamp: {} });
    rig.tick();
    const note = 'list 127.0.0.1:4601 in allowedUrlHosts';
    const waiting: Input = { type: 'access', answer: { ask: 1, decision: 'waiting', by: 'host', at, note } };
    rig.tick(waiting);
    expect(rig.reason()).toBe(`waiting for access: ${note}`);
    expect(rig.lines()).toEqual([`warn lamp waits for access: ${note} (WW_ACCESS_WAITING)`]);
    rig.tick(waiting);
    expect(rig.lines()).toEqual([]);
    rig.tick({ type: 'access', answer: { ask: 1, decision: 'allow', by: 'host', at } });
    expect(rig.state()).toBe('Connecting');
  });

  it('does not show what was said of another place', () => {
    const rig = new Rig({ lamp: {} });
    rig.tick();
    rig.tick({ type: 'access', answer: { ask: 1, decision: 'waiting', by: 'host', at, note: 'list 127.0.0.1:4601' } });
    rig.tick(set('URL', 'ws://127.0.0.1:9/'));
    expect(rig.reason()).toBe('waiting for access to 127.0.0.1:9');
  });

  it('is put anew when its words change, so that nobody answers to what they have not read', () => {
    const rig = new Rig({ lamp: { AccessReason: 'a' } });
    rig.tick();
    rig.tick(set('AccessReason', 'b'));
    expect(rig.effects).toMatchObject([
      { type: 'withdraw', ask: 1 },
      { type: 'ask', question: { ask: 2, reason: 'b' } },
    ]);
  });

  it('is put anew when the user has decided about the place', () => {
    const rig = new Rig({ lamp: {} });
    rig.tick();
    rig.tick(decided());
    expect(rig.effects).toMatchObject([
      { type: 'withdraw', ask: 1 },
      { type: 'ask', question: { ask: 2 } },
    ]);
  });
});

describe('a prompt that is closed', () => {
  it('decides nothing, and does not come again by itself', () => {
    const rig = new Rig({ lamp: {} });
    rig.tick();
    rig.tick(...rig.answers('dismissed'));
    expect(rig.state()).toBe('Idle');
    expect(rig.reason()).toMatch(/^prompt dismissed/);
    expect(rig.told).toEqual([]);
    rig.wait(1000);
    expect(rig.effects).toEqual([]);
  });

  it.each([
    ['Connect', [command('Connect')]],
    ['a change of URL', [set('URL', 'ws://127.0.0.1:9/')]],
    ['a change of Headers', [set('Headers', { a: 'b' })]],
    ['a change of AccessReason', [set('AccessReason', 'please')]],
    ['re-enabling', [set('Enabled', false), set('Enabled', true)]],
    ['the user deciding about the place', [decided()]],
  ])('comes again with %s', (_what, inputs) => {
    const rig = new Rig({ lamp: {} });
    rig.tick();
    rig.tick(...rig.answers('dismissed'));
    rig.tick(...inputs);
    expect(rig.sent('ask')).toHaveLength(1);
  });

  it('comes again when the user joins', () => {
    const rig = new Rig({ lamp: { HandlingUser: { userId: 'mika' } } });
    rig.tick(mika);
    rig.tick(...rig.answers('dismissed', 'mika'));
    rig.tick({ type: 'join', user: { userId: 'jo', machineId: 'j1', name: 'Jo', role: 'Guest' } });
    expect(rig.effects).toEqual([]);
    rig.tick({ type: 'leave', userId: 'mika', machineId: 'm1', reason: 'gone' });
    rig.tick(mika);
    expect(rig.sent('ask')).toHaveLength(1);
  });
});
