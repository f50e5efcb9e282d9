import { createDoor, createRegistry, defineComponent, defineSystem, float3, openWorld, readScene, Transform } from '../../../engine/index.ts';
import { costOf, tell } from '../clock.ts';

/** The same as `motion-by-hand`, as a program would write it that embeds a world: a component, a system, a whole tick. */
const COUNT = 100_000;

const Velocity = defineComponent('Velocity', {
  doc: 'Moves its entity.',
  category: 'Motion',
  requires: ['Transform'],
  fields: { Value: float3({ doc: 'Way in a second.', unit: 'm/s' }) },
});

const motion = defineSystem({
  name: 'motion',
  over: Velocity,
  update(world, rows) {
    const { columns, owner } = world.store(Velocity);
    const velocity = columns.Value.data;
    const position = world.store(Transform).columns.Position.data;
    const { delta } = world;
    const { data, length } = rows;
    for (let i = 0; i < length; i++) {
      const row = data[i] as number;
      const from = row * 3;
      const to = (owner[row] as number) * 3;
      position[to] = (position[to] as number) + (velocity[from] as number) * delta;
      position[to + 1] = (position[to + 1] as number) + (velocity[from + 1] as number) * delta;
      position[to + 2] = (position[to + 2] as number) + (velocity[from + 2] as number) * delta;
    }
  },
});

const registry = createRegistry({ components: [Velocity], systems: [motion] });
const entities = Array.from({ length: COUNT }, (_, i) => ({
  id: `e-${i}`,
  components: { Transform: {}, Velocity: { Value: [(i % 7) - 3, (i % 11) - 5, (i % 13) - 6] } },
}));
const text = JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Motion', entities });
const world = openWorld({ registry, scene: readScene(text, { registry }).scene });
const door = createDoor(world);
let real = 0;
tell(
  costOf(() => {
    real += 16;
    door.step({ mode: 'tick', real, inputs: [] });
  }),
);
