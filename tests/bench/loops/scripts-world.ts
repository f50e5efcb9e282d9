import { createDoor, createRegistry, openWorld, readScene, type Sandbox } from '../../../engine/index.ts';
import { meteredBinary } from '../../../sandbox/metered.ts';
import { quickJs, sandboxBy } from '../../../sandbox/quickjs.ts';
import { costOf, tell } from '../clock.ts';
import { sceneText } from '../flow-scene.ts';

/**
 * Ticks of a world with scripts that each read and write a field, or with `many` of one script that does so with a thousand entities at once; with `bare` in
 * the same machines whose loops are not counted. Tells the milliseconds of a tick.
 */
const [how = 'each', counted = 'counted'] = process.argv.slice(2);
const SCRIPTS = 200,
  ENTITIES = 1000;
const sandbox: Sandbox = counted === 'bare' ? sandboxBy(() => meteredBinary('nothing')) : quickJs;

const EACH = 'const value = entity.get("FloatValue"); Script.update.connect(() => { value.Value = value.Value + 1 });';
const MANY = `const all = world.query("IntValue");
  Script.update.connect(() => {
    const values = all.read("IntValue", "Value");
    for (let at = 0; at < values.length; at++) values[at]++;
    all.write("IntValue", "Value", values);
  });`;
const entities =
  how === 'many'
    ? [
        { id: 'one', components: { Script: { Source: MANY } } },
        ...Array.from({ length: ENTITIES }, (_, at) => ({ id: `e${at}`, components: { IntValue: {} } })),
      ]
    : Array.from({ length: SCRIPTS }, (_, at) => ({ id: `e${at}`, components: { Script: { Source: EACH }, FloatValue: {} } }));

const registry = createRegistry({ sandbox });
const world = openWorld({ registry, scene: readScene(sceneText(entities), { registry }).scene });
const door = createDoor(world);
let ticks = 0;
const tick = (): void => {
  ticks++;
  door.step({ mode: 'tick', real: world.real + 16, inputs: [] });
};
// Those that begin in one tick have more fuel together than a world has in it.
for (let at = 0; at < 60; at++) tick();
const cost = costOf(tick);
const value = how === 'many' ? world.storeOf('IntValue').get(world.entities.rowOf('e999') as number, 'Value') : world.storeOf('FloatValue').get(0, 'Value');
if (typeof value !== 'number' || value < ticks - 60) throw new Error(`in ${ticks} ticks the last script has written ${JSON.stringify(value)}`);
tell(cost);
