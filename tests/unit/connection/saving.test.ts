import { describe, expect, it } from 'vitest';
import { hashWorld } from '../../../engine/index.ts';
import { closed, command, edit, link, message, Rig, set } from './rig.ts';

const opened = (connection: number) => ({ type: 'opened', connection, protocol: '', extensions: '' }) as const;

/** A world with clients in every state, some with events that wait. */
function busyRig(): Rig {
  const rig = new Rig({
    asking: {},
    denied: {},
    connecting: {},
    open: { IdleTimeout: 20 },
    closing: {},
    waiting: { ConnectRetryInterval: 3 },
    gone: { URL: null },
    held: {},
    dismissed: {},
    failed: { ConnectRetryInterval: 0 },
  });
  rig.tick();
  const answers = new Map(rig.sent('ask').map(({ question }) => [question.entity, question.ask]));
  const answer = (entity: string, decision: 'allow' | 'deny' | 'dismissed') =>
    ({ type: 'access', answer: { ask: answers.get(entity) as number, decision, by: 'host', at: '2026-11-20T05:12:00Z' } }) as const;
  rig.tick(
    answer('denied', 'deny'),
    answer('connecting', 'allow'),
    answer('open', 'allow'),
    answer('closing', 'allow'),
    answer('waiting', 'allow'),
    answer('dismissed', 'dismissed'),
    answer('failed', 'allow'),
    command('Disconnect', {}, 'held'),
  );
  const [o, c, w, f] = ['open', 'closing', 'waiting', 'failed'].map((id) => rig.numberOf(id)) as [number, number, number, number];
  rig.tick(link(opened(o), opened(c), opened(w), opened(f)));
  rig.pass(
    link(
      message(o, 'text'),
      message(o, new Uint8Array([0, 255, 7])),
      { type: 'buffered', connection: o, bytes: 12 },
      closed(w, 4000, 'later'),
      closed(f, 1006),
    ),
    set('Enabled', false, 'closing'),
    command('Send', { Data: 'x' }, 'open'),
  );
  return rig;
}

describe('a snapshot of connections', () => {
  it('holds every state', () => {
    const rig = busyRig();
    expect(['asking', 'denied', 'connecting', 'open', 'closing', 'waiting', 'gone', 'held', 'dismissed', 'failed'].map((id) => rig.state(id))).toEqual([
      'AwaitingAccess',
      'Denied',
      'Connecting',
      'Open',
      'Closing',
      'WaitingToRetry',
      'Idle',
      'Idle',
      'Idle',
      'Idle',
    ]);
  });

  it('restores to the same hash and goes on alike', () => {
    const one = busyRig();
    const two = one.restored();
    expect(hashWorld(two.world)).toBe(hashWorld(one.world));
    const closing = one.numberOf('closing');
    const connecting = one.numberOf('connecting');
    const go = (rig: Rig): unknown[] => {
      const seen: unknown[] = [];
      const step = (): void => {
        seen.push([rig.effects, rig.told, rig.log.map(({ message: text }) => text), hashWorld(rig.world)]);
      };
      rig.tick();
      step();
      rig.tick(link({ type: 'drained', connection: closing }, opened(connecting)), set('Enabled', true, 'closing'));
      step();
      rig.wait(3);
      step();
      rig.wait(8);
      step();
      rig.wait(30);
      step();
      rig.tick(command('Connect', {}, 'held'), command('Connect', {}, 'dismissed'), command('Connect', {}, 'failed'), ...rig.answers('allow'));
      step();
      rig.tick();
      step();
      return seen;
    };
    expect(go(two)).toEqual(go(one));
  });

  it('tells worlds apart whose connections differ and nothing else does', () => {
    const rigs = [0, 1].map(() => new Rig({ lamp: {} }));
    for (const rig of rigs) rig.open();
    const [one, two] = rigs as [Rig, Rig];
    one.pass(link(message(1, 'a')));
    two.pass(link(message(1, 'b')));
    expect(hashWorld(one.world)).not.toBe(hashWorld(two.world));
  });

  it('keeps what waits to be looked at', () => {
    const one = new Rig({ lamp: {} });
    const two = one.restored();
    two.tick();
    expect(two.sent('ask')).toHaveLength(1);
  });

  it('knows what a connection was made with, so that setting the same again changes nothing', () => {
    const one = new Rig({ lamp: { Headers: { a: 'b' } } });
    one.open();
    const two = one.restored();
    two.tick(set('Headers', { a: 'b' }), set('URL', 'ws://127.0.0.1:4601/echo'));
    expect(two.effects).toEqual([]);
    expect(two.state()).toBe('Open');
  });

  it('holds nothing of a client that was removed before its first turn', () => {
    const one = new Rig({ lamp: {}, late: { URL: null } });
    const number = one.open();
    one.react = ({ world }, what) => {
      if (what === 'lamp "now"') world.setValue(world.storeOf('WebsocketClient'), one.row('late'), 'URL', 'ws://127.0.0.1:9/');
    };
    one.tick(link(message(number, 'now')));
    one.tick(edit({ op: 'removeEntity', entity: 'late' }));
    const two = one.restored();
    two.tick();
    expect(two.effects).toEqual([]);
    expect(two.state()).toBe('Open');
  });

  it('is made again by the same inputs, with nobody at the other end', () => {
    const one = busyRig();
    for (let i = 0; i < 20; i++) one.wait(2);
    const again = new Rig({
      asking: {},
      denied: {},
      connecting: {},
      open: { IdleTimeout: 20 },
      closing: {},
      waiting: { ConnectRetryInterval: 3 },
      gone: { URL: null },
      held: {},
      dismissed: {},
      failed: { ConnectRetryInterval: 0 },
    });
    for (const step of one.record) again.door.step(step);
    expect(hashWorld(again.world)).toBe(hashWorld(one.world));
    expect(again.all).toEqual(one.all);
  });
});
