import { describe, expect, test } from 'vitest';
import { createDoor, createRegistry, restoreWorld, HOST, type Operation, type ViewUpdate } from '../../../engine/index.ts';
import { ANNA, openRig, type Rig } from '../world-rig.ts';

const NOON = Date.UTC(2026, 5, 1, 12, 0, 0, 250);
const RENAME: Operation = { op: 'updateEntity', entity: 'lamp', name: 'Lantern' };

/** A world that somebody has edited at noon, or at a host that tells no time of day. */
function edited(wall?: number): Rig {
  const rig = openRig([{ id: 'lamp', name: 'Lamp', components: { WebsocketClient: {} } }]);
  rig.door.step({
    mode: 'tick',
    real: 17,
    ...(wall === undefined ? {} : { wall }),
    inputs: [{ author: ANNA, input: { type: 'operations', operations: [RENAME] } }],
    views: [{ type: 'open', view: 1, what: { kind: 'messages', entity: 'lamp', component: 'WebsocketClient' } }],
  });
  return rig;
}

describe('the time of day that the host tells with a step', () => {
  test('stands beside what is noted in it: log, history, changes, states of a connection', async () => {
    const { door, world } = edited(NOON);
    const off: Operation = { op: 'setField', entity: 'lamp', component: 'WebsocketClient', field: 'URL', value: 'ws://localhost:1/' };
    world.log('info', 'noted', { source: 'test' });
    const { updates } = door.step({
      mode: 'tick',
      real: 34,
      wall: NOON + 17,
      inputs: [
        {
          author: HOST,
          input: { type: 'join', user: { userId: 'host', name: 'Host', role: 'Admin', machines: [{ machineId: 'm', kind: 'server', name: '' }] } } as never,
        },
        { author: ANNA, input: { type: 'operations', operations: [off, { ...off, field: 'HandlingUser', value: { userId: 'host' } } as Operation] } },
      ],
      views: [
        { type: 'open', view: 2, what: { kind: 'trail', entity: 'lamp', component: 'WebsocketClient' } },
        { type: 'open', view: 3, what: { kind: 'status' } },
      ],
    });
    expect((await door.ask({ ask: 'history' })).entries.map(({ wall }) => wall)).toEqual([NOON, NOON + 17]);
    expect((await door.ask({ ask: 'changes', limit: 10 })).rows[0]?.wall).toBe(NOON);
    expect((await door.ask({ ask: 'log', after: 0, limit: 10 })).entries.find(({ message }) => message === 'noted')?.wall).toBe(NOON);
    const of = <K extends ViewUpdate['kind']>(kind: K): Extract<ViewUpdate, { kind: K }> | undefined =>
      updates.find((update): update is Extract<ViewUpdate, { kind: K }> => update.kind === kind);
    expect(of('messages')?.entries.at(-1)).toMatchObject({ what: 'state', wall: NOON + 17 });
    expect(of('trail')?.wall).toBe(NOON + 17);
    expect(of('status')?.status.wall).toBe(NOON + 17);
  });

  test('changes no hash, and is told by a world that was restored as well', async () => {
    const { door } = edited(NOON);
    const { hash } = await door.ask({ ask: 'hash' });
    expect((await edited().door.ask({ ask: 'hash' })).hash).toBe((await edited(NOON + 999_999).door.ask({ ask: 'hash' })).hash);
    const { text } = await door.ask({ ask: 'snapshot' });
    const restored = createDoor(restoreWorld(text, createRegistry()));
    expect((await restored.ask({ ask: 'hash' })).hash).toBe(hash);
    expect((await restored.ask({ ask: 'history' })).entries[0]?.wall).toBe(NOON);
    expect((await restored.ask({ ask: 'changes', limit: 10 })).rows[0]?.wall).toBe(NOON);
    expect((await restored.ask({ ask: 'status' })).wall).toBe(NOON);
  });

  test('is left out where the host tells none', async () => {
    const { door } = edited();
    for (const answer of [await door.ask({ ask: 'history' }), await door.ask({ ask: 'changes', limit: 10 }), await door.ask({ ask: 'status' })])
      expect(JSON.stringify(answer)).not.toContain('wall');
  });
});
