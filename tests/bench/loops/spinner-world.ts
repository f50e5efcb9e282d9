import { createDoor, createRegistry, openWorld, readScene } from '../../../engine/index.ts';
import { costOf, tell } from '../clock.ts';

/** Whole ticks of a world with 100,000 Spinners. */
const registry = createRegistry();
const entities = Array.from({ length: 100_000 }, (_, i) => ({ id: `e-${i}`, components: { Transform: {}, Spinner: { Speed: [i % 30, 90, i % 7] } } }));
const text = JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Spinners', entities });
const door = createDoor(openWorld({ registry, scene: readScene(text, { registry }).scene }));
let real = 0;
tell(
  costOf(() => {
    real += 16;
    door.step({ mode: 'tick', real, inputs: [] });
  }),
);
