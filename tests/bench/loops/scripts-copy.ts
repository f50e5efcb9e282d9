import { createDoor, createRegistry, openWorld, readScene } from '../../../engine/index.ts';
import { quickJs } from '../../../sandbox/quickjs.ts';
import { tell } from '../clock.ts';
import { sceneText } from '../flow-scene.ts';

/**
 * A copy of a world with 200 scripts, each of which has had a turn since the last: what keeps the next tick waiting, and the longest part of its text. Tells
 * the milliseconds of both, the least of several.
 */
const SCRIPTS = 200;
const COPIES = 12;
const SOURCE =
  'const value = entity.get("FloatValue"); const all = []; Script.update.connect(() => { value.Value++; all[value.Value % 100] = { n: value.Value } });';

const registry = createRegistry({ sandbox: quickJs });
const entities = Array.from({ length: SCRIPTS }, (_, at) => ({ id: `e${at}`, components: { Script: { Source: SOURCE }, FloatValue: {} } }));
const world = openWorld({ registry, scene: readScene(sceneText(entities), { registry }).scene });
const door = createDoor(world);
const tick = (): void => void door.step({ mode: 'tick', real: world.real + 16, inputs: [] });
for (let at = 0; at < 200; at++) tick();

let copy = Infinity,
  part = Infinity;
for (let at = 0; at < COPIES; at++) {
  tick();
  const begun = performance.now();
  const { capture } = await door.ask({ ask: 'capture', of: 'state' });
  copy = Math.min(copy, performance.now() - begun);
  let longest = 0;
  for (let done = false; !done;) {
    const from = performance.now();
    ({ done } = await door.ask({ ask: 'pull', capture, entities: 20 }));
    longest = Math.max(longest, performance.now() - from);
  }
  part = Math.min(part, longest);
  await door.ask({ ask: 'release', capture, durable: false });
}
tell({ copy, part });
