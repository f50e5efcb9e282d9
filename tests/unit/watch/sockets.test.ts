/** Sockets of scripts as they are seen: their rows, their messages, and the count in the status. */
import { describe, expect, test } from 'vitest';
import {
  createRegistry,
  hashWorld,
  HOST,
  restoreWorld,
  snapshotWorld,
  type Effect,
  type Envelope,
  type LinkEvent,
  type ViewRequest,
  type ViewUpdate,
} from '../../../engine/index.ts';
import { quickJs } from '../../../sandbox/quickjs.ts';
import { openRig, rigOf, type Rig } from '../world-rig.ts';
import { open } from './looking.ts';

const SOURCE = `
  const socket = new WebSocket('ws://a.example/there?x', ['chat']);
  socket.onmessage = ({ data }) => socket.send('you said ' + data);
  new WebSocket('wss://b.example/');
  const server = new WebSocketServer({ port: 0, path: '/in' });
  server.newConnection.connect((each) => { each.onmessage = ({ data }) => each.send(data); each.send('welcome') });
  Script.impulse.connect(() => socket.close(1000));`;
const script = (id: string, source: string): object => ({ id, name: id, components: { Script: { Source: source } } });

/** A world whose effects are kept, and whose links tell what a test wants. */
class Stage {
  readonly rig: Rig;
  readonly effects: Effect[] = [];
  constructor(rig: Rig) {
    this.rig = rig;
  }
  step(views: readonly ViewRequest[] = [], inputs: readonly Envelope['input'][] = []): readonly ViewUpdate[] {
    const { door, world } = this.rig;
    const given = inputs.map((input) => ({ author: HOST, input }));
    const { effects, updates, results } = door.step({ mode: 'tick', real: world.real + 300, inputs: given, views });
    for (const result of results) if (!result.ok) throw new Error(result.message);
    this.effects.push(...effects);
    return updates;
  }
  tell(...events: readonly LinkEvent[]): readonly ViewUpdate[] {
    return this.step([], [{ type: 'link', events }]);
  }
  /** Number of the link that was asked for by an effect of a kind. */
  number(type: 'open' | 'listen' | 'take'): number {
    const effect = this.effects.findLast((each) => each.type === type);
    if (effect?.type !== type) throw new Error(`nothing was asked for by ${type}`);
    return effect.connection;
  }
  /** Begins the scripts, and lets the first socket connect; the second waits for its answer. */
  begun(): this {
    this.step();
    const first = this.effects.find((effect) => effect.type === 'ask');
    if (first?.type !== 'ask') throw new Error('nothing was asked');
    this.step([], [{ type: 'access', answer: { ask: first.question.ask, decision: 'allow', by: 'host', at: '' } }]);
    return this;
  }
}
const stageOf = (...entities: readonly object[]): Stage => new Stage(openRig(entities, { sandbox: quickJs }));
const rowsOf = (updates: readonly ViewUpdate[]) => updates.flatMap((update) => (update.kind === 'sockets' ? update.rows : []));
const MINE = { kind: 'sockets', entity: 'lamp', component: 'Script', offset: 0, limit: 100 } as const;

describe('the view of sockets', () => {
  test('tells where a script listens, who has come, and what it has opened, with what each has carried', () => {
    const stage = stageOf(script('lamp', SOURCE)).begun();
    const link = stage.number('open'),
      listens = stage.number('listen');
    expect(rowsOf(stage.step([open(1, MINE)])).map(({ socket, kind, state, url }) => [socket, kind, state, url])).toEqual([
      [3, 'server', 'Starting', 'ws://127.0.0.1:0/in'],
      [1, 'socket', 'Connecting', 'ws://a.example/there?x'],
      [2, 'socket', 'AwaitingAccess', 'wss://b.example/'],
    ]);
    const rows = rowsOf(
      stage.tell(
        { type: 'opened', connection: link, protocol: 'chat', extensions: '' },
        { type: 'message', connection: link, data: 'grün' },
        { type: 'listening', connection: listens, host: '127.0.0.1', port: 4612 },
        { type: 'accepted', connection: listens, guest: 7, path: '/in?who', protocol: '', address: '127.0.0.1:50000' },
      ),
    );
    const nothing = {
      entity: 'lamp',
      name: 'lamp',
      component: 'Script',
      protocol: '',
      server: 0,
      address: '',
      clients: 0,
      since: expect.any(Number) as number,
    };
    const out = { messagesIn: 0, bytesIn: 0, messagesOut: 1, bytesOut: 7, buffered: 7 };
    expect(rows).toEqual([
      { ...nothing, ...out, socket: 3, kind: 'server', state: 'Listening', url: 'ws://127.0.0.1:4612/in', clients: 1, buffered: 0 },
      {
        ...nothing,
        socket: 1,
        kind: 'socket',
        state: 'Open',
        url: 'ws://a.example/there?x',
        protocol: 'chat',
        messagesIn: 1,
        bytesIn: 5,
        messagesOut: 1,
        bytesOut: 14,
        buffered: 14,
      },
      {
        ...nothing,
        socket: 2,
        kind: 'socket',
        state: 'AwaitingAccess',
        url: 'wss://b.example/',
        messagesIn: 0,
        bytesIn: 0,
        messagesOut: 0,
        bytesOut: 0,
        buffered: 0,
      },
      { ...nothing, ...out, socket: 4, kind: 'client', state: 'Open', url: '/in?who', server: 3, address: '127.0.0.1:50000' },
    ]);
    // What did not go out after all is taken off again.
    const less = rowsOf(stage.tell({ type: 'sendFailed', connection: link, bytes: 14, message: 'no' }, { type: 'buffered', connection: link, bytes: 0 }));
    expect(less[1]).toMatchObject({ messagesOut: 0, bytesOut: 0, buffered: 0 });
    stage.step([], [{ type: 'impulse', tag: 'x' }]);
    expect(rowsOf(stage.tell({ type: 'closed', connection: link, code: 1000, reason: '' })).map(({ socket }) => socket)).toEqual([3, 2, 4]);
  });

  test('is of all scripts where none is named, a window at a time', () => {
    const many = 'for (let i = 0; i < 4; i++) new WebSocket("ws://" + entity.name + ".example/" + i)';
    const stage = stageOf(script('a', many), script('quiet', ''), script('b', many));
    stage.step();
    const [update] = stage.step([open(1, { kind: 'sockets', offset: 2, limit: 4 })]);
    if (update?.kind !== 'sockets') throw new Error('no update');
    expect([update.total, update.rows.map(({ entity, url }) => [entity, url])]).toEqual([
      8,
      [
        ['a', 'ws://a.example/2'],
        ['a', 'ws://a.example/3'],
        ['b', 'ws://b.example/0'],
        ['b', 'ws://b.example/1'],
      ],
    ]);
  });

  test('says nothing where nothing changes, and that its script is gone', () => {
    const stage = stageOf(script('lamp', SOURCE)).begun();
    stage.step([open(1, MINE)]);
    expect(stage.step()).toEqual([]);
    expect(stage.step([], [{ type: 'operations', operations: [{ op: 'removeEntity', entity: 'lamp' }] }])).toMatchObject([{ kind: 'gone', entity: 'lamp' }]);
  });

  test('is refused for what is no script', () => {
    const stage = stageOf({ id: 'lamp', name: 'lamp', components: { WebsocketClient: {} } });
    expect(stage.step([open(1, { ...MINE, component: 'WebsocketClient' })])).toMatchObject([{ kind: 'fault', code: 'WW_BAD_REQUEST' }]);
  });
});

describe('messages of a socket of a script', () => {
  const lines = (updates: readonly ViewUpdate[]): unknown[] =>
    updates.flatMap((update) => (update.kind === 'messages' ? update.entries.map((entry) => [entry.what, entry.data]) : []));

  test('are kept and told, of each by itself, until it is gone', () => {
    const stage = stageOf(script('lamp', SOURCE)).begun();
    const link = stage.number('open');
    stage.tell({ type: 'opened', connection: link, protocol: '', extensions: '' }, { type: 'message', connection: link, data: 'one' });
    const what = { kind: 'messages', entity: 'lamp', component: 'Script' } as const;
    // What waits for its answer has carried nothing, and what is not there is gone.
    const first = stage.step([open(1, { ...what, client: 1 }), open(2, { ...what, client: 2 }), open(3, { ...what, client: 99 })]);
    expect(first.map(({ view, kind }) => [view, kind])).toEqual([
      [1, 'messages'],
      [2, 'gone'],
      [3, 'gone'],
    ]);
    expect(lines(first)).toEqual([
      ['in', 'one'],
      ['out', 'you said one'],
    ]);
    expect(lines(stage.tell({ type: 'message', connection: link, data: 'two' }))).toEqual([
      ['in', 'two'],
      ['out', 'you said two'],
    ]);
    expect(stage.tell({ type: 'closed', connection: link, code: 1000, reason: '' })).toMatchObject([{ view: 1, kind: 'gone' }]);
  });

  test('make no difference to the world', () => {
    const live = (views: readonly ViewRequest[]): string => {
      const stage = stageOf(script('lamp', SOURCE)).begun();
      const link = stage.number('open');
      stage.step(views);
      stage.tell({ type: 'opened', connection: link, protocol: '', extensions: '' }, { type: 'message', connection: link, data: 'one' });
      return hashWorld(stage.rig.world);
    };
    expect(live([open(1, MINE), open(2, { kind: 'messages', entity: 'lamp', component: 'Script', client: 1 })])).toBe(live([]));
  });
});

test('what sockets have carried, and where a script listens, stands in a snapshot', () => {
  const stage = stageOf(script('lamp', SOURCE)).begun();
  const link = stage.number('open'),
    listens = stage.number('listen');
  stage.tell(
    { type: 'opened', connection: link, protocol: 'chat', extensions: '' },
    { type: 'message', connection: link, data: 'one' },
    { type: 'listening', connection: listens, host: '127.0.0.1', port: 4612 },
    { type: 'accepted', connection: listens, guest: 7, path: '/in', protocol: '', address: '127.0.0.1:50000' },
  );
  const rows = rowsOf(stage.step([open(1, MINE)]));
  const other = new Stage(rigOf(restoreWorld(snapshotWorld(stage.rig.world), createRegistry({ sandbox: quickJs }))));
  expect(hashWorld(other.rig.world)).toBe(hashWorld(stage.rig.world));
  expect(rowsOf(other.step([open(1, MINE)]))).toEqual(rows.map((row) => ({ ...row, buffered: expect.any(Number) as number })));
});

test('a snapshot of an older version, which tells nothing of that, is taken in', () => {
  const stage = stageOf(script('lamp', SOURCE)).begun();
  stage.tell({ type: 'opened', connection: stage.number('open'), protocol: 'chat', extensions: '' });
  const snapshot = snapshotWorld(stage.rig.world);
  const NEWER = new Set(['server', 'protocol', 'messagesIn', 'bytesIn', 'messagesOut', 'bytesOut', 'at', 'requests']);
  let left = 0;
  const older = JSON.parse(String(snapshot), function (this: object, key: string, value: unknown) {
    if (!NEWER.has(key) || !('requests' in this || 'number' in this)) return value;
    left++;
    return undefined;
  }) as object;
  expect(left).toBe(2 * 6 + 1 + 1);
  const other = new Stage(rigOf(restoreWorld(JSON.stringify(older) as never, createRegistry({ sandbox: quickJs }))));
  expect(rowsOf(other.step([open(1, MINE)])).map(({ socket, kind, state, messagesIn }) => [socket, kind, state, messagesIn])).toEqual([
    [3, 'server', 'Starting', 0],
    [1, 'socket', 'Open', 0],
    [2, 'socket', 'AwaitingAccess', 0],
  ]);
});

test('the status counts the WebSockets of all scripts, and where they listen', () => {
  const stage = stageOf(script('lamp', SOURCE), script('other', "new WebSocket('ws://a.example/')")).begun();
  const [status] = stage.step([open(1, { kind: 'status' })]);
  expect(status).toMatchObject({ kind: 'status', status: { sockets: 4 } });
});
