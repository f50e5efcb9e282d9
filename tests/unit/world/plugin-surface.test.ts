import { expect, it } from 'vitest';
import { createDoor, createRegistry, openWorld, readScene, restoreWorld, snapshotWorld, Transform, type World } from '../../../engine/index.ts';

const registry = createRegistry();
const text = JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Test', entities: [{ id: 'a', name: 'a', components: { Transform: {} } }] });

/**
 * What a plugin, or a program that embeds a world, cannot reach: each line would change a world past operations, hooks and views, or say something to
 * the outside that is nobody's. It is compiled, and never called; where one of these compiles after all, the check of types fails.
 */
export function outOfReach(world: World): void {
  const { entities, users } = world;
  const store = world.store(Transform);
  // @ts-expect-error names are changed by operations
  entities.name.set(0, 'other');
  // @ts-expect-error and so is the hierarchy
  entities.parent[0] = 1;
  // @ts-expect-error entities are added by operations
  entities.add(0, 'b', 'b', 1);
  // @ts-expect-error rows are given out by the engine
  entities.allocate();
  // @ts-expect-error ids become known with their entities
  entities.forget(0);
  // @ts-expect-error users join by the host's input
  users.join({ userId: 'u', machineId: 'm', name: 'U', role: 'Admin' });
  // @ts-expect-error and are in no list that can be written
  users.list = [];
  // @ts-expect-error components are added by operations
  store.add(0, 0, 'Transform', 1);
  // @ts-expect-error and taken away by them
  store.unlink(0);
  // @ts-expect-error eligibility follows from what is enabled and active
  store.setEligible(0, true);
  // @ts-expect-error columns grow with their store
  store.columns.Scale.grow(10);
  // @ts-expect-error and stay what they are
  store.columns.Scale.data = new Float32Array(3);
  // @ts-expect-error who is waited for is the engine's
  store.wakings.clear();
  // @ts-expect-error a driven field begins with its driver
  world.startsOf('Transform.Rotation').begin(0, store.columns.Rotation);
  // @ts-expect-error who looks is no part of a world
  world.traffic = undefined;
  // @ts-expect-error effects leave by links, access and jobs, under numbers of their owner
  world.effect({ type: 'send', connection: 1, data: '' });
  // @ts-expect-error what leaves is the door's to take
  world.takeEffects();
  // @ts-expect-error what links tell is told by the host
  world.links.tell([]);
  // @ts-expect-error and so is what users answer
  world.access.answer({ ask: 1, decision: 'allow', by: 'host', at: '' });
  // @ts-expect-error and what has become of jobs
  world.jobs.ran(1, { ok: true, answer: 1 });
  // @ts-expect-error numbers are given out by the world
  world.links.last = 7;
  // @ts-expect-error timers are run by a step
  world.timers.run(world);
  // @ts-expect-error time passes by steps
  world.tick = 3;
  // @ts-expect-error chance is drawn by `random`
  world.chance.state = [0, 0, 0, 0];
  // @ts-expect-error history belongs to the people of the world
  world.history.entries.length = 0;
  // @ts-expect-error what is kept for repeated requests is the step's
  world.answered.clear();
  // @ts-expect-error systems are known before a world is opened
  world.registry.systems.push({});
  // @ts-expect-error state is a system's own, which its world keeps
  world.setState({ name: 'other' }, 1);
}

it('a world as it is opened and restored is a World, which doors, hashes and snapshots take, and nothing else does for one', () => {
  const opened: World = openWorld({ registry, scene: readScene(text, { registry }).scene });
  const restored: World = restoreWorld(snapshotWorld(opened), registry);
  expect(createDoor(restored).step({ mode: 'tick', real: 17, inputs: [] }).tick).toBe(1);
  const copy = { ...opened } as World;
  for (const take of [createDoor, snapshotWorld]) expect(() => take(copy)).toThrow(expect.objectContaining({ code: 'WW_BAD_REQUEST' }) as Error);
});
