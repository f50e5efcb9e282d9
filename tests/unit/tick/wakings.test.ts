import { describe, expect, it } from 'vitest';
import { createRegistry, defineComponent, defineSystem, hashWorld, restoreWorld, snapshotWorld, WebsocketClient, type System } from '../../../engine/index.ts';
import { Store } from '../../../engine/world/store.ts';
import { Wakings } from '../../../engine/world/wakings.ts';
import { openRig, rigOf } from '../world-rig.ts';

const Bell = defineComponent('Bell', { doc: 'Rings.', category: 'Test', fields: {} });

function ringing(told: string[]): { readonly components: readonly (typeof Bell)[]; readonly systems: readonly System[] } {
  const ring = (name: string, more: Partial<System> = {}): System =>
    defineSystem({
      name,
      over: Bell,
      woken: true,
      update: (world, { data, length }) => told.push(`${name} ${Array.from(data.subarray(0, length), (row) => world.entities.id.get(row)).join(' ')}`),
      ...more,
    });
  return { components: [Bell], systems: [ring('high', { pass: () => told.push('high in a pass') }), ring('low')] };
}
const BELLS = ['a', 'b', 'c'].map((id) => ({ id, components: { Bell: {} } }));

describe('two systems that wait for things of one type', () => {
  it('both have their turn, in the order of their registration and of creation', () => {
    const told: string[] = [];
    const { world, tick } = openRig(BELLS, ringing(told));
    for (const id of ['c', 'a']) world.wake(Bell, world.entities.rowOf(id) as number);
    tick();
    tick();
    expect(told).toEqual(['high a c', 'low a c']);
  });

  it('also where one of them takes its in a pass, and the world is restored before the tick of the other', () => {
    const told: string[] = [];
    const plugin = ringing(told);
    const rig = openRig(BELLS, plugin);
    rig.world.wake(Bell, rig.world.entities.rowOf('b') as number);
    rig.wait(10);
    expect(told).toEqual(['high in a pass']);
    const restored = rigOf(restoreWorld(snapshotWorld(rig.world), createRegistry(plugin)));
    expect(hashWorld(restored.world)).toBe(hashWorld(rig.world));
    restored.tick();
    expect(told).toEqual(['high in a pass', 'low b']);
    expect(hashWorld(restored.world)).not.toBe(hashWorld(rig.world));
  });

  it('is so beside the connections of a world, which wait for their clients', () => {
    const visited: string[] = [];
    const update: System['update'] = (world, { data, length }) => {
      for (let at = 0; at < length; at++) visited.push(world.entities.id.get(data[at] as number));
    };
    const scene = [{ id: 'lamp', components: { WebsocketClient: { URL: 'ws://127.0.0.1:9/', HandlingUser: { userId: 'host' } } } }];
    const { tick, value } = openRig(scene, { systems: [defineSystem({ name: 'beside', over: WebsocketClient, woken: true, update })] });
    tick();
    expect(visited).toEqual(['lamp']);
    expect(value('lamp', 'WebsocketClient', 'State')).toBe('AwaitingAccess');
  });
});

describe('rows that were woken', () => {
  it('come in order of creation, however much was created before', () => {
    const store = new Store(Bell);
    const wakings = new Wakings(store);
    const first = 2 ** 40;
    [5, 4_000_003, 1, 2].forEach((row, at) => store.add(row, row, 'Bell', first + at));
    for (const row of [2, 1, 4_000_003, 5]) wakings.wake(row);
    expect([...wakings.takeAll().data]).toEqual([5, 4_000_003, 1, 2]);
  });

  it('have no turn once they are gone', () => {
    const store = new Store(Bell);
    const wakings = new Wakings(store);
    for (const row of [0, 1]) store.add(row, row, 'Bell', row);
    for (const row of [0, 1]) wakings.wake(row);
    expect(wakings.next(-1)).toBe(0);
    store.unlink(0);
    expect([...wakings.take(0).data]).toEqual([1]);
  });
});

describe('a snapshot that says who waits', () => {
  it.each([
    [['low', 'nobody'], 'woken/0/systems/1'],
    [['low', 'low'], 'woken/0/systems/1'],
    [[], 'woken/0/systems'],
  ])('is refused by its place where it names %j', (systems, place) => {
    const plugin = ringing([]);
    const { world } = openRig(BELLS, plugin);
    world.wake(Bell, world.entities.rowOf('a') as number);
    const snapshot = JSON.parse(snapshotWorld(world)) as { woken: object[] };
    snapshot.woken = [{ ...snapshot.woken[0], systems }];
    expect(() => restoreWorld(JSON.stringify(snapshot), createRegistry(plugin))).toThrow(
      expect.objectContaining({ code: 'WW_SNAPSHOT_INVALID', message: expect.stringContaining(place) as string }),
    );
  });
});

describe('a row that another system wakes in its turn', () => {
  const Gong = defineComponent('Gong', { doc: 'Sounds.', category: 'Test', fields: {} });
  const told: string[] = [];
  const ring = (name: string, over: typeof Bell | typeof Gong, wakes: typeof Bell | typeof Gong): System =>
    defineSystem({
      name,
      over: over as typeof Bell,
      woken: true,
      update: (world) => {
        told.push(`${world.tick} ${name}`);
        if (world.tick < 3) world.wake(wakes, 0);
      },
    });
  const plugin = { components: [Bell, Gong], systems: [ring('earlier', Bell, Gong), ring('later', Gong, Bell)] };

  it('has its turn in the same tick where its system comes later, and in the next where it came earlier', () => {
    const { world, tick } = openRig([{ id: 'a', components: { Bell: {}, Gong: {} } }], plugin);
    world.wake(Bell, 0);
    for (let at = 0; at < 5; at++) tick();
    expect(told).toEqual(['1 earlier', '1 later', '2 earlier', '2 later', '3 earlier']);
  });
});
