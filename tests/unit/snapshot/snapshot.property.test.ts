import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  createDoor,
  createRegistry,
  hashWorld,
  openWorld,
  readScene,
  restoreWorld,
  snapshotWorld,
  type Envelope,
  type LinkEvent,
  type Operation,
} from '../../../engine/index.ts';
import { ANNA, BEN } from '../world-rig.ts';
import { HOST } from '../../../engine/index.ts';
import { samples } from '../../samples.ts';

const registry = createRegistry();
const entities = [
  {
    id: 'a',
    name: 'A',
    components: {
      Transform: {},
      Spinner: { Speed: [10, 20, 30] },
      WebsocketClient: { URL: 'ws://127.0.0.1:4601/', HandlingUser: { userId: 'host' }, ConnectRetryInterval: 0.05 },
    },
  },
  {
    id: 'b',
    name: 'B',
    parent: 'a',
    components: { Transform: {}, Wiggler: {}, FloatValue: { Value: 0.1 }, WebsocketClient: { URL: 'ws://127.0.0.1:4602/', HandlingUser: { userId: 'anna' } } },
  },
];

const id = fc.constantFrom('a', 'b', 'e1', 'e2', 'user:anna');
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ op: fc.constant('addEntity' as const), parent: fc.option(id, { nil: null }) }),
  fc.record({ op: fc.constant('removeEntity' as const), entity: id }),
  fc.record({ op: fc.constant('duplicateEntity' as const), entity: id }),
  fc.record({ op: fc.constant('updateEntity' as const), entity: id, active: fc.boolean() }),
  fc.record({ op: fc.constant('addComponent' as const), entity: id, component: fc.constantFrom('Spinner', 'WebsocketClient', 'FloatValue') }),
  fc.record({
    op: fc.constant('setField' as const),
    entity: id,
    component: fc.constant('WebsocketClient'),
    field: fc.constant('Enabled'),
    value: fc.boolean(),
  }),
  fc.record({
    op: fc.constant('setField' as const),
    entity: id,
    component: fc.constant('WebsocketClient'),
    field: fc.constant('URL'),
    value: fc.constantFrom('ws://127.0.0.1:4601/', 'ws://127.0.0.1:4603/x', null),
  }),
  fc.record({
    op: fc.constant('setField' as const),
    entity: id,
    component: fc.constant('WebsocketClient'),
    field: fc.constant('HandlingUser'),
    value: fc.constantFrom({ userId: 'host' }, { userId: 'anna' }, { userId: 'anna', machineId: 'm' }, null),
  }),
);
const number = fc.integer({ min: 1, max: 12 });
const linkEvent: fc.Arbitrary<LinkEvent> = fc.oneof(
  fc.record({ type: fc.constant('opened' as const), connection: number, protocol: fc.constant(''), extensions: fc.constant('') }),
  fc.record({
    type: fc.constant('opened' as const),
    connection: number,
    protocol: fc.constant(''),
    extensions: fc.constant(''),
    pings: fc.constant(false as const),
  }),
  fc.record({
    type: fc.constant('closed' as const),
    connection: number,
    code: fc.constant(1006),
    reason: fc.constant(''),
    error: fc.constantFrom(
      { code: 'WW_ADDRESS_NEAR' as const, message: 'near' },
      { code: 'WW_AGENT_LOST' as const, message: 'gone' },
      { code: 'WW_ACCESS_DENIED' as const, message: 'no' },
    ),
  }),
  fc.record({ type: fc.constant('sendFailed' as const), connection: number, messages: fc.nat(3), bytes: fc.nat(9), message: fc.constant('gone') }),
  fc.record({ type: fc.constant('message' as const), connection: number, data: fc.oneof(fc.string(), fc.uint8Array({ maxLength: 8 })) }),
  fc.record({ type: fc.constant('closed' as const), connection: number, code: fc.constantFrom(1000, 1006, 4000), reason: fc.constant('bye') }),
  fc.record({ type: fc.constant('drained' as const), connection: number }),
);
const envelope: fc.Arbitrary<Envelope> = fc.oneof(
  fc.record({
    author: fc.constantFrom(ANNA, BEN),
    input: fc.record({ type: fc.constant('operations' as const), operations: fc.array(operation, { minLength: 1, maxLength: 3 }) }),
  }),
  fc.record({ author: fc.constantFrom(ANNA, BEN), input: fc.constantFrom({ type: 'undo' as const }, { type: 'redo' as const }) }),
  fc.record({
    author: fc.constant(ANNA),
    input: fc.record({
      type: fc.constant('command' as const),
      command: fc.record({ command: fc.constantFrom('Connect', 'Disconnect'), entity: id, component: fc.constant('WebsocketClient') }),
    }),
  }),
  fc.record({
    author: fc.constant(HOST),
    input: fc.record({
      type: fc.constant('access' as const),
      answer: fc.record({
        ask: number,
        decision: fc.constantFrom('allow' as const, 'deny' as const, 'dismissed' as const, 'waiting' as const, 'revoked' as const),
        by: fc.constant('host'),
        at: fc.constant('2026-01-01T00:00:00Z'),
      }),
    }),
  }),
  fc.record({
    author: fc.constant(HOST),
    input: fc.constantFrom(
      ...[{}, { kind: 'browser' as const }, { machineId: 'n', kind: 'terminal' as const }, { kind: 'browser' as const, name: 'Ann' }].map((more) => ({
        type: 'join' as const,
        user: { userId: 'anna', machineId: 'm', name: 'Anna', role: 'Builder' as const, ...more },
      })),
      ...['m', 'n'].map((machineId) => ({ type: 'leave' as const, userId: 'anna', machineId, reason: 'gone' })),
      ...[4601, 4602].map((port) => ({ type: 'accessChanged' as const, userId: 'anna', scope: 'Websocket' as const, host: '127.0.0.1', port })),
      { type: 'takenUp' as const, reason: 'restarted' },
      { type: 'takenUp' as const, reason: 'restarted', unsaved: true as const },
    ),
  }),
  fc.record({ author: fc.constant(HOST), input: fc.record({ type: fc.constant('link' as const), events: fc.array(linkEvent, { maxLength: 4 }) }) }),
);
const step = fc.record({
  mode: fc.constantFrom('tick' as const, 'tick' as const, 'pass' as const),
  wait: fc.constantFrom(1, 17, 40, 4000),
  inputs: fc.array(envelope, { maxLength: 3 }),
});

function open() {
  return openWorld({ registry, scene: readScene(JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Test', entities }), { registry }).scene });
}

test('a world restored from a snapshot at any step goes on to the same hash and the same effects', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.nat(40), (steps, cut) => {
      const world = open();
      const door = createDoor(world);
      let other: ReturnType<typeof createDoor> | undefined;
      let copy: typeof world | undefined;
      let real = 0;
      steps.forEach(({ mode, wait, inputs }, at) => {
        if (at === cut) {
          copy = restoreWorld(snapshotWorld(world), registry);
          expect(hashWorld(copy)).toBe(hashWorld(world));
          other = createDoor(copy);
        }
        real += wait;
        const one = door.step({ mode, real, inputs });
        if (other === undefined) return;
        const two = other.step({ mode, real, inputs });
        expect(two.effects).toEqual(one.effects);
        expect(two.results).toEqual(one.results);
      });
      if (copy !== undefined) expect(hashWorld(copy)).toBe(hashWorld(world));
    }),
    samples(300),
  );
});

test('the same scene and the same inputs end in the same hash, and other inputs in another', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), (steps) => {
      const hashes = [0, 0].map(() => {
        const world = open();
        const door = createDoor(world);
        let real = 0;
        for (const { mode, wait, inputs } of steps) door.step({ mode, real: (real += wait), inputs });
        return { hash: hashWorld(world), world, door, real };
      });
      expect(hashes[0]?.hash).toBe(hashes[1]?.hash);
      hashes[1]?.door.step({ mode: 'tick', real: hashes[1].real, inputs: [] });
      expect(hashes[1] && hashWorld(hashes[1].world)).not.toBe(hashes[0]?.hash);
    }),
    samples(100),
  );
});
