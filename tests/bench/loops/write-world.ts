import { createRegistry, openWorld, readScene, type Json } from '../../../engine/index.ts';
import { costOf, tell } from '../clock.ts';

/**
 * Fields of five types, 20,000 of each, set to another value each time: by their columns alone (`column`), checked by a writer (`write`), or with the
 * field's name each time (`setValue`). They are of several types since a loop over one is taken apart by V8 until little of a write is left, which no
 * program that writes what its users have wired up ever sees.
 */
const PLANS: Readonly<Record<string, (number: number) => Json>> = {
  FloatValue: (number) => number / 4,
  IntValue: (number) => number,
  BoolValue: (number) => number % 2 === 0,
  ColorValue: (number) => [number % 2, 0.5, 1, 1],
  StringValue: (number) => `number ${number % 2}`,
};
const COUNT = 20_000;
const registry = createRegistry();
const entities = Array.from({ length: COUNT }, (_, i) => ({ id: `e-${i}`, components: Object.fromEntries(Object.keys(PLANS).map((type) => [type, {}])) }));
const text = JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Values', entities });
const world = openWorld({ registry, scene: readScene(text, { registry }).scene });
const fields = Object.entries(PLANS).map(([type, plan]) => {
  const store = world.storeOf(type);
  // Made before, so that only the writes are measured.
  const values = Array.from({ length: 8 }, (_, number) => plan(number));
  return { store, values, column: store.columnOf('Value'), writer: world.writer(store, 'Value' as never), name: 'Value' as never };
});
let round = 0;

const ways: Readonly<Record<string, () => void>> = {
  column: () => {
    for (let row = 0; row < COUNT; row++) for (const { column, values } of fields) column.set(row, values[(row + round) & 7] as Json);
  },
  write: () => {
    for (let row = 0; row < COUNT; row++) for (const { writer, values } of fields) writer.write(row, values[(row + round) & 7] as never);
  },
  setValue: () => {
    for (let row = 0; row < COUNT; row++) for (const { store, name, values } of fields) world.setValue(store, row, name, values[(row + round) & 7] as never);
  },
};
const way = ways[process.argv[2] ?? ''];
if (way === undefined) throw new Error(`expected one of ${Object.keys(ways).join(', ')}`);
tell(
  costOf(() => {
    round++;
    way();
  }),
);
if (fields[1]?.column.get(7) !== ((7 + round) & 7)) throw new Error('nothing was written');
