import { createDoor, createRegistry, HOST, openWorld, readScene } from '../../../engine/index.ts';
import { leastOf, tell } from '../clock.ts';

/** A field of a part of a template, which 1,000 instances follow. */
const COUNT = 1_000;
const registry = createRegistry();
const entities = [
  { id: 'desk', components: { FloatValue: { Value: 1 } } },
  { id: 'lamp', parent: 'desk', components: { FloatValue: { Value: 1 } } },
  ...Array.from({ length: COUNT }, (_, i) => ({ id: `i${i}`, components: { Instance: { Source: 'desk' } } })),
];
const text = JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Rooms', entities });

tell(
  leastOf(() => {
    const world = openWorld({ registry, scene: readScene(text, { registry }).scene });
    const door = createDoor(world);
    door.step({ mode: 'tick', real: 16, inputs: [] });
    return () => {
      const { results } = door.step({
        mode: 'tick',
        real: 33,
        inputs: [
          { author: HOST, input: { type: 'operations', operations: [{ op: 'setField', entity: 'lamp', component: 'FloatValue', field: 'Value', value: 2 }] } },
        ],
      });
      const last = world.entities.rowOf(`i${COUNT - 1}:lamp`);
      if (results[0]?.ok !== true || last === undefined || world.storeOf('FloatValue').get(last, 'Value') !== 2)
        throw new Error('the instances have not followed');
    };
  }, 15),
);
