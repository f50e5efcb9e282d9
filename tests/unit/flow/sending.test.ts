/** What senders wait for, at the door of a world whose link takes what it is given. */
import { expect, test } from 'vitest';
import { createDoor, createRegistry, HOST, openWorld, readScene, type Input, type World } from '../../../engine/index.ts';
import { rx, write } from './rig.ts';

/** A world whose client is open, and what it sends in a tick in which it hears something. */
function connected(nodes: object): { readonly world: World; hear(text: string): readonly string[]; tick(): void } {
  const registry = createRegistry();
  const components = { WebsocketClient: { URL: 'ws://127.0.0.1:4601/', HandlingUser: { userId: 'host' } }, IntValue: {}, Flow: { Graph: { nodes } } };
  const text = JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Test', entities: [{ id: 'lamp', components }] });
  const world = openWorld({ registry, scene: readScene(text, { registry }).scene });
  const door = createDoor(world);
  let real = 0,
    connection = 0;
  const step = (inputs: readonly Input[]) => door.step({ mode: 'tick', real: (real += 16), inputs: inputs.map((input) => ({ author: HOST, input })) }).effects;
  let next: Input[] = [{ type: 'join', user: { userId: 'host', machineId: 'host', name: 'Host', role: 'Admin' } }];
  for (let round = 0; round < 10; round++) {
    const inputs = next;
    next = [];
    for (const effect of step(inputs)) {
      if (effect.type === 'ask')
        next.push({ type: 'access', answer: { ask: effect.question.ask, decision: 'allow', by: 'host', at: '2026-01-01T00:00:00.000Z' } });
      if (effect.type === 'open') {
        ({ connection } = effect);
        next.push({ type: 'link', events: [{ type: 'opened', connection, protocol: '', extensions: '' }] });
      }
    }
  }
  return {
    world,
    tick: () => void step([]),
    hear: (data) =>
      step([{ type: 'link', events: [{ type: 'message', connection, data }] }]).flatMap((effect) => (effect.type === 'send' ? [String(effect.data)] : [])),
  };
}
const waiting = (world: World) => world.storeOf('Flow').get(0, 'Waiting');

const lamp = { type: 'ElementSource<WebsocketClient>', refs: { Source: { entity: 'lamp', component: 'WebsocketClient' } } };
const go = { type: 'StartAsyncTask', then: { TaskStart: 'tx' } };
const tx = { type: 'WebsocketTextMessageSender', in: { Client: { from: 'lamp' }, Data: { from: 'rx.Data' } } };

test('one for whose message nothing waits is done once it is sent', () => {
  const { world, hear } = connected({ rx: rx('go'), go, lamp, tx });
  expect(hear('one')).toEqual(['one']);
  expect(waiting(world)).toBe(0);
});

test.each(['OnSent', 'OnSendError'])('one whose %s leads somewhere waits until the network has the message', (exit) => {
  const { world, hear, tick } = connected({ rx: rx('go'), go, lamp, tx: { ...tx, then: { [exit]: 'done' } }, done: write('int', 1) });
  expect(hear('one')).toEqual(['one']);
  expect(waiting(world)).toBe(1);
  tick();
  expect(waiting(world)).toBe(0);
  expect(world.storeOf('IntValue').get(0, 'Value')).toBe(exit === 'OnSent' ? 1 : 0);
});

test('one behind which its chain goes on waits too', () => {
  const { world, hear, tick } = connected({
    rx: rx('go'),
    go: { type: 'StartAsyncTask', then: { TaskStart: 'both' } },
    lamp,
    both: { type: 'AsyncSequence', then: { Calls: ['tx', 'done'] } },
    tx,
    done: write('int', 1),
  });
  expect(hear('one')).toEqual(['one']);
  expect([waiting(world), world.storeOf('IntValue').get(0, 'Value')]).toEqual([1, 0]);
  tick();
  expect([waiting(world), world.storeOf('IntValue').get(0, 'Value')]).toEqual([0, 1]);
});
