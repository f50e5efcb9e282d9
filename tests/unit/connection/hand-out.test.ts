import { describe, expect, it } from 'vitest';
import { WebsocketClient } from '../../../engine/index.ts';
import { send } from '../../../engine/systems/network.ts';
import { closed, edit, link, message, Rig, set } from './rig.ts';

function connecting(fields = {}): Rig {
  const rig = new Rig({ lamp: fields });
  rig.tick();
  rig.tick(...rig.answers('allow'));
  return rig;
}
const opened = { type: 'opened', connection: 1, protocol: '', extensions: '' } as const;

describe('the order in which events are handed out', () => {
  it('is OnConnected, messages, OnDisconnected, even where all arrive within one tick (2508)', () => {
    const rig = connecting();
    rig.tick(link(opened, message(1, 'first'), message(1, new Uint8Array([1, 2, 3])), message(1, 'last'), closed(1, 1000, 'bye')));
    expect(rig.told).toEqual(['lamp connected', 'lamp "first"', 'lamp <3 bytes>', 'lamp "last"', 'lamp disconnected 1000 bye']);
    expect(rig.get('lamp', 'MessagesReceived')).toBe(3);
    expect(rig.get('lamp', 'BytesReceived')).toBe(12);
  });

  it('hands the last message out in the tick of the end, when a reply to it finds no open connection and says so', () => {
    const rig = connecting();
    rig.tick(link(opened));
    const replies: unknown[] = [];
    rig.react = ({ world }, what, row) => {
      if (!what.endsWith('"bye"')) return;
      replies.push(rig.state());
      expect(() => send(world, row, 'and you')).toThrow(expect.objectContaining({ code: 'WW_NOT_OPEN' }));
    };
    rig.tick(link(message(1, 'bye'), closed(1, 1000)));
    expect(replies).toEqual(['WaitingToRetry']);
    expect(rig.sent('send')).toEqual([]);
    expect(rig.get('lamp', 'MessagesSent')).toBe(0);
  });

  it('takes nothing in before the connection is open', () => {
    const rig = connecting();
    rig.tick(link(message(1, 'too early')));
    rig.tick(link(opened, message(1, 'first')));
    expect(rig.all).toEqual(['lamp connected', 'lamp "first"']);
  });

  it('is the order of creation between clients, and UpdateOrder before that', () => {
    const rig = new Rig({ a: {}, b: { UpdateOrder: -1 }, c: {} });
    const [b, a, c] = ['b', 'a', 'c'].map((id) => rig.open(id));
    rig.tick(link(message(c as number, '3'), message(b as number, '2'), message(a as number, '1')));
    expect(rig.told).toEqual(['b "2"', 'a "1"', 'c "3"']);
  });

  it('is kept over a pause: nothing is handed out in a pass, and all of it in the next tick', () => {
    const rig = connecting();
    rig.pass(link(opened, message(1, 'a')));
    expect(rig.told).toEqual([]);
    expect(rig.state()).toBe('Open');
    rig.pass(link(message(1, 'b'), closed(1, 1000, 'bye')));
    expect(rig.state()).toBe('WaitingToRetry');
    rig.step('pass', [], 10_000);
    expect(rig.sent('open').map(({ connection }) => connection)).toEqual([2]);
    rig.pass(link({ ...opened, connection: 2 }));
    expect(rig.told).toEqual([]);
    rig.tick(link(message(2, 'c')));
    expect(rig.told).toEqual(['lamp connected', 'lamp "a"', 'lamp "b"', 'lamp disconnected 1000 bye', 'lamp connected', 'lamp "c"']);
  });

  it('reaches a disabled client too', () => {
    const rig = connecting();
    rig.pass(link(opened, message(1, 'a')));
    rig.pass(set('Enabled', false));
    rig.tick();
    expect(rig.told).toEqual(['lamp connected', 'lamp "a"']);
    rig.tick(link({ type: 'drained', connection: 1 }));
    expect(rig.told).toEqual(['lamp disconnected 1000 disabled']);
  });
});

describe('a listener that changes the client it hears', () => {
  it('by removing it hears nothing more, and the rest counts as discarded', () => {
    const rig = connecting();
    rig.react = ({ world }, what) => {
      if (what === 'lamp "1"') world.apply({ userId: 'host', role: 'Admin' }, [{ op: 'removeEntity', entity: 'lamp' }]);
    };
    rig.tick(link(opened, message(1, '1'), message(1, '2'), message(1, '3')));
    expect(rig.told).toEqual(['lamp connected', 'lamp "1"']);
    expect(rig.sent('drop')).toHaveLength(1);
    rig.tick(link({ type: 'discarded', connection: 1, messages: 5 }));
    expect(rig.lines()).toEqual(['info lamp discarded 7 messages that it had received and not yet handed out']);
  });

  it('by removing it after it was lost tells at once what was discarded', () => {
    const rig = connecting();
    rig.react = ({ world }, what) => {
      if (what === 'lamp connected') world.apply({ userId: 'host', role: 'Admin' }, [{ op: 'removeComponent', entity: 'lamp', component: 'WebsocketClient' }]);
    };
    rig.tick(link(opened, message(1, '1'), closed(1)));
    expect(rig.told).toEqual(['lamp connected']);
    expect(rig.lines().at(-1)).toBe('info lamp discarded 1 message that it had received and not yet handed out');
    expect(rig.effects).toEqual([]);
  });

  it('by removing it and adding another in its place leaves the new one alone', () => {
    const rig = connecting();
    rig.react = ({ world }, what) => {
      if (what === 'lamp "1"')
        world.apply({ userId: 'host', role: 'Admin' }, [
          { op: 'removeComponent', entity: 'lamp', component: 'WebsocketClient' },
          { op: 'addComponent', entity: 'lamp', component: 'WebsocketClient', values: { URL: 'ws://127.0.0.1:9/', HandlingUser: { userId: 'host' } } },
        ]);
    };
    rig.tick(link(opened, message(1, '1'), message(1, '2')));
    expect(rig.told).toEqual(['lamp connected', 'lamp "1"']);
    rig.tick(link(message(1, '3')));
    expect(rig.told).toEqual([]);
    expect(rig.state()).toBe('AwaitingAccess');
    expect(rig.get('lamp', 'MessagesReceived')).toBe(0);
  });

  it('by disabling it still hears what was received, and then OnDisconnected', () => {
    const rig = connecting();
    rig.react = ({ world }, what, row) => {
      if (what === 'lamp "1"') world.setValue(world.storeOf('WebsocketClient'), row, 'Enabled', false);
    };
    rig.tick(link(opened, message(1, '1'), message(1, '2')));
    expect(rig.told).toEqual(['lamp connected', 'lamp "1"', 'lamp "2"']);
    expect(rig.sent('close')).toHaveLength(1);
    rig.tick(link(message(1, '3'), { type: 'drained', connection: 1 }));
    expect(rig.told).toEqual(['lamp "3"', 'lamp disconnected 1000 disabled']);
  });

  it('by setting its URL cannot send over the old connection any more', () => {
    const rig = connecting();
    const codes: string[] = [];
    rig.react = ({ world }, what, row) => {
      if (what !== 'lamp "1"') return;
      world.setValue(world.storeOf('WebsocketClient'), row, 'URL', 'ws://127.0.0.1:9/');
      try {
        send(world, row, 'to whom?');
      } catch (error) {
        codes.push((error as { code: string }).code);
      }
    };
    rig.tick(link(opened, message(1, '1')));
    expect(codes).toEqual(['WW_NOT_OPEN']);
    expect(rig.sent('send')).toEqual([]);
  });

  it('by answering sends in the same tick', () => {
    const rig = connecting();
    rig.react = ({ world }, what, row) => {
      if (what.startsWith('lamp "')) send(world, row, 'answer');
    };
    rig.tick(link(opened, message(1, '1'), message(1, '2')));
    expect(rig.sent('send')).toEqual([
      { type: 'send', connection: 1, data: 'answer' },
      { type: 'send', connection: 1, data: 'answer' },
    ]);
  });

  it('by disabling another that is on the way lets that one tell it in its own turn', () => {
    const rig = new Rig({ a: {}, b: {}, c: { UpdateOrder: 1 } });
    const b = rig.open('b');
    rig.tick(set('Protocols', ['x'], 'a'), set('Protocols', ['x'], 'c'));
    rig.open('b');
    for (const id of ['a', 'c']) expect(rig.state(id)).toBe('Connecting');
    rig.react = ({ world }, what) => {
      if (what === 'b "stop"') for (const id of ['a', 'c']) world.setValue(world.storeOf('WebsocketClient'), rig.row(id), 'Enabled', false);
    };
    rig.tick(link(message(b, 'stop')));
    expect(rig.told).toEqual(['b "stop"', 'c disconnected 1006 disabled']);
    rig.tick();
    expect(rig.told).toEqual(['a disconnected 1006 disabled']);
  });

  it('by disabling it during its next attempt hears of that end too, one turn later', () => {
    const rig = connecting({ ConnectRetryInterval: 1 });
    rig.pass(link(closed(1)));
    rig.step('pass', [], 1_000);
    expect(rig.state()).toBe('Connecting');
    rig.react = ({ world }, what, row) => {
      if (what.startsWith('lamp disconnected')) world.setValue(world.storeOf('WebsocketClient'), row, 'Enabled', false);
    };
    rig.tick();
    expect(rig.told).toEqual(['lamp disconnected 1006 ']);
    rig.tick();
    expect(rig.told).toEqual(['lamp disconnected 1006 disabled']);
    rig.tick();
    expect(rig.told).toEqual([]);
  });

  it('by throwing is told in the log, and the next message is handed out all the same', () => {
    const rig = connecting();
    rig.react = (_rig, what) => {
      if (what === 'lamp "1"') throw new Error('no');
    };
    rig.tick(link(opened, message(1, '1'), message(1, '2')));
    expect(rig.told).toEqual(['lamp connected', 'lamp "1"', 'lamp "2"']);
    expect(rig.lines().some((line) => line.includes('WW_SYSTEM_FAILED'))).toBe(true);
  });
});

it('clients of one server share what was asked and granted, and the user that they name', () => {
  const rig = new Rig({ a: {}, b: {} });
  rig.tick();
  rig.tick(...rig.answers('allow'));
  rig.tick(link(opened), link({ ...opened, connection: 2 }));
  const net = rig.world.stateOf(rig.registry.systems.find(({ name }) => name === 'network') as never) as {
    byRow: { values(): Iterable<{ readonly state: string; readonly asked: object; readonly grant: object; readonly carrier: object }> };
  };
  const [a, b] = [...net.byRow.values()];
  expect([a?.state, b?.state]).toEqual(['Open', 'Open']);
  expect(b?.asked).toBe(a?.asked);
  expect(b?.grant).toBe(a?.grant);
  expect(b?.carrier).toBe(a?.carrier);
  const { data } = rig.world.storeOf('WebsocketClient').columnOf('HandlingUser');
  expect(data[1]).toBe(data[0]);
});

describe('clients at rest', () => {
  it('are not visited and nothing is kept of them', () => {
    const rig = new Rig(Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`e${i}`, { URL: null }])));
    rig.tick();
    expect(rig.world.storeOf('WebsocketClient').count).toBe(1_000);
    const net = rig.world.stateOf(rig.registry.systems.find(({ name }) => name === 'network') as never) as {
      byRow: { readonly size: number };
      fresh: Set<number>;
    };
    expect([net.byRow.size, net.fresh.size, rig.world.timers.size]).toEqual([0, 0, 0]);
  });

  it('are let go of again once a connection has ended for good', () => {
    const rig = connecting();
    rig.tick(link(opened));
    rig.tick(set('URL', null));
    rig.tick(link({ type: 'drained', connection: 1 }));
    const net = rig.world.stateOf(rig.registry.systems.find(({ name }) => name === 'network') as never) as { byRow: { readonly size: number } };
    expect(net.byRow.size).toBe(0);
  });
});

describe('two clients of one user to one URL (3043)', () => {
  it('are independent', () => {
    const rig = new Rig({ a: {}, b: {} });
    const a = rig.open('a');
    const b = rig.open('b');
    expect(a).not.toBe(b);
    send(rig.world, rig.row('a'), 'from a');
    send(rig.world, rig.row('b'), 'from b');
    rig.tick(link(message(a, 'to a'), message(b, 'to b')));
    expect(rig.sent('send').map(({ connection }) => connection)).toEqual([a, b]);
    expect(rig.told).toEqual(['a "to a"', 'b "to b"']);
    rig.tick(set('Enabled', false, 'a'));
    expect(rig.state('b')).toBe('Open');
  });

  it('also as two components of one entity', () => {
    const rig = new Rig({ lamp: {} });
    rig.open();
    rig.tick(
      edit({ op: 'addComponent', entity: 'lamp', component: 'WebsocketClient', values: { URL: 'ws://127.0.0.1:4601/echo', HandlingUser: { userId: 'host' } } }),
    );
    expect(rig.sent('ask')[0]?.question.component).toBe('WebsocketClient#2');
    rig.tick(...rig.answers('allow'));
    rig.tick(link({ ...opened, connection: 2 }, message(2, 'second'), message(1, 'first')));
    expect(rig.told).toEqual(['lamp "first"', 'lamp connected', 'lamp "second"']);
    expect(WebsocketClient.single).toBe(false);
  });
});
