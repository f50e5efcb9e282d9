import { createDoor, createRegistry, HOST, openWorld, readScene, snapshotWorld, type Envelope, type Input, type LinkEvent } from '../../../engine/index.ts';
import { ANNA, BEN } from '../world-rig.ts';

/** What the worlds of these tests know. */
export const registry = createRegistry();
const CLIENT = { URL: 'ws://127.0.0.1:4601/', HandlingUser: { userId: 'host' }, ConnectRetryInterval: 0.05 };
const ENTITIES = [
  { id: 'lamp', name: 'Lamp', components: { Transform: {}, Spinner: { Speed: [10, 20, 30] }, WebsocketClient: CLIENT } },
  { id: 'arm', name: 'Arm', parent: 'lamp', components: { Transform: {}, Wiggler: {}, FloatValue: { Value: 0.1 } } },
  { id: 'hand', name: 'Hand', parent: 'lamp', components: { Transform: {}, WebsocketClient: { ...CLIENT, HandlingUser: { userId: 'anna' } } } },
  { id: 'shed', name: 'Shed', notes: ['kept'], components: { StringValue: { Value: 'x' }, 'WebsocketClient#2': CLIENT } },
  { id: '__proto__', name: 'Odd', components: { DynamicVariables: {} } },
  { id: 'a', parent: '__proto__' },
  { id: 'b', parent: '__proto__' },
  { id: 'c', parent: '__proto__' },
];

/** The snapshot of a world in which all has happened that a snapshot tells of: users, connections, events that wait, edits, undo. */
export function lived(): string {
  const scene = readScene(JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Test', notes: { by: 'Ben' }, entities: ENTITIES }), {
    registry,
  }).scene;
  const world = openWorld({ registry, scene });
  const door = createDoor(world);
  let request = 0;
  const step = (mode: 'tick' | 'pass', ...inputs: readonly (Input | Envelope)[]) =>
    door.step({
      mode,
      real: world.real + 17,
      wall: 1_760_000_000_000 + world.real,
      inputs: inputs.map((input) => ('author' in input ? input : { author: HOST, requestId: `r${++request}`, input })),
    });
  const by = (author: Envelope['author'], input: Input): Envelope => ({ author, requestId: `r${++request}`, input });
  step(
    'tick',
    { type: 'join', user: { userId: 'anna', machineId: 'm', name: 'Anna', role: 'Builder', kind: 'browser' } },
    { type: 'join', user: { userId: 'ben', machineId: 'n', name: 'Ben', role: 'Builder' } },
  );
  step('tick', { type: 'leave', userId: 'ben', machineId: 'n', reason: 'gone' });
  step('tick');
  const asked = [1, 2, 3].map((ask): Input => ({ type: 'access', answer: { ask, decision: 'allow', by: 'host', at: '2026-01-01T00:00:00Z' } }));
  step('tick', ...asked.slice(0, 2));
  step('tick');
  const events: LinkEvent[] = [1, 2].map((connection) => ({ type: 'opened', connection, protocol: '', extensions: '' }));
  step('tick', { type: 'link', events });
  step(
    'tick',
    by(ANNA, { type: 'operations', operations: [{ op: 'setField', entity: 'arm', component: 'FloatValue', field: 'Value', value: 2 }] }),
    by(BEN, { type: 'operations', operations: [{ op: 'duplicateEntity', entity: 'lamp' }] }),
    by(BEN, { type: 'operations', operations: [{ op: 'updateEntity', entity: 'arm', name: 'Left arm' }] }),
    by(ANNA, { type: 'operations', operations: [{ op: 'moveEntity', entity: 'shed', parent: 'lamp' }] }),
    by(ANNA, { type: 'operations', operations: [{ op: 'removeComponent', entity: 'arm', component: 'FloatValue' }] }),
    by(ANNA, { type: 'operations', operations: [{ op: 'removeEntity', entity: 'a' }] }),
    by(ANNA, { type: 'operations', operations: [{ op: 'addComponent', entity: 'hand', component: 'Spinner' }] }),
    by(ANNA, { type: 'undo' }),
    by(BEN, { type: 'operations', operations: [{ op: 'setField', entity: 'shed', component: 'StringValue', field: 'Value', value: 7 }] }),
    by(BEN, { type: 'operations', history: false, operations: [{ op: 'setField', entity: 'shed', component: 'StringValue', field: 'Value', value: 'y' }] }),
  );
  step('pass', {
    type: 'link',
    events: [
      { type: 'message', connection: 1, data: 'hello' },
      { type: 'message', connection: 1, data: Uint8Array.of(1, 2) },
      { type: 'closed', connection: 2, code: 1000, reason: 'bye' },
    ],
  });
  return snapshotWorld(world);
}
