import { createDoor, createRegistry, HOST, openWorld, readScene } from '../../../engine/index.ts';
import { leastOf, tell } from '../clock.ts';

/** The removal of a parent of 10,000 children, as an edit that can be undone. */
const CHILDREN = 10_000;
const registry = createRegistry();
const text = JSON.stringify({
  format: 'worldwire/scene',
  version: 1,
  name: 'Family',
  entities: [
    { id: 'parent', components: { Transform: {} } },
    ...Array.from({ length: CHILDREN }, (_, i) => ({ id: `child-${i}`, parent: 'parent', components: { Transform: {} } })),
  ],
});

tell(
  leastOf(() => {
    const door = createDoor(openWorld({ registry, scene: readScene(text, { registry }).scene }));
    door.step({ mode: 'tick', real: 16, inputs: [] });
    return () => {
      const result = door.step({
        mode: 'tick',
        real: 33,
        inputs: [{ author: HOST, input: { type: 'operations', operations: [{ op: 'removeEntity', entity: 'parent' }] } }],
      });
      if (result.results[0]?.ok !== true) throw new Error('the parent was not removed');
    };
  }, 15),
);
