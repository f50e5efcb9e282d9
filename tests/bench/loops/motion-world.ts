import { createDoor, createRegistry, defineComponent, defineSystem, float3, openWorld, readScene, Transform } from '../../../engine/index.ts';
import { costOf, tell } from '../clock.ts';

/** The same as `motion-by-hand`, as a program would write it that embeds a world: a component, a system, a whole tick. */
const COUNT = 100_000;

const Velocity = defineComponent('Velocity', {
  doc: 'Moves its entity.',
  category: 'Motion',
  requires: ['Transform'],
  single: true,
  fields: { Value: float3({ doc: 'Way in a second.', unit: 'm/s' }) },
});

const motion = defineSystem({
  name: 'motion',
  over: Velocity,
  bind(world) {
    const velocity = world.store(Velocity).columns.Value.data;
    const position = world.store(Transform).columns.Position.data;
    const { delta } = world;
    return ({ data, length }) => {
      for (let i = 0; i < length; i++) {
        // One of a type on an entity has its entity's row.
        const at = (data[i] as number) * 3;
        const x = (velocity[at] as number) * delta;
        const y = (velocity[at + 1] as number) * delta;
        const z = (velocity[at + 2] as number) * delta;
        position[at] = (position[at] as number) + x;
        position[at + 1] = (position[at + 1] as number) + y;
        position[at + 2] = (position[at + 2] as number) + z;
      }
    };
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
