import { createDoor, createRegistry, HOST, openWorld, readScene } from '../../../engine/index.ts';
import { leastOf, tell } from '../clock.ts';

/** A field of each of 1,000 entities, as a batch of that many operations. */
const COUNT = 1_000;
const registry = createRegistry();
const entities = Array.from({ length: COUNT }, (_, i) => [
  { id: `i${i}`, components: { FloatValue: { Value: 1 } } },
  { id: `i${i}-lamp`, parent: `i${i}`, components: { FloatValue: { Value: 1 } } },
]).flat();
const text = JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Rooms', entities });

tell(
  leastOf(() => {
    const door = createDoor(openWorld({ registry, scene: readScene(text, { registry }).scene }));
    door.step({ mode: 'tick', real: 16, inputs: [] });
    const operations = Array.from({ length: COUNT }, (_, i) => ({
      op: 'setField' as const,
      entity: `i${i}-lamp`,
      component: 'FloatValue',
      field: 'Value',
      value: 2,
    }));
    return () => {
      const { results } = door.step({ mode: 'tick', real: 33, inputs: [{ author: HOST, input: { type: 'operations', operations } }] });
      if (results[0]?.ok !== true) throw new Error('the fields were not set');
    };
  }, 15),
);
