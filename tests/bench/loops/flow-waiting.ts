import { HOST, snapshotWorld, type Input } from '../../../engine/index.ts';
import { tell } from '../clock.ts';
import { idOf, openOn } from '../flow-scene.ts';

/** What a chain that waits takes of a snapshot, in bytes: as many as a world has at most, each with a number of its own. */
const WAITING_FLOWS = 10,
  EACH = 10_000;
const { world, tick } = openOn(
  Array.from({ length: WAITING_FLOWS }, (_, at) => {
    const entity = idOf(at);
    const nodes = {
      rx: { type: 'AsyncDynamicImpulseReceiverWithValue<int>', refs: { Tag: entity }, then: { OnTriggered: 'wait' } },
      wait: { type: 'DelaySecondsFloat', in: { Duration: 3600 }, then: { Next: 'done' } },
      done: {
        type: 'ValueWrite<int>',
        refs: { Variable: { entity, component: 'IntValue', field: 'Value' } },
        in: { Value: { from: 'rx.Value' } },
      },
    };
    return { id: entity, components: { IntValue: {}, Flow: { Graph: { nodes } } } };
  }),
);
tick();
const sizeOf = (): number => Buffer.byteLength(snapshotWorld(world));
const before = sizeOf();
for (let round = 0; round < EACH / 1_000; round++) {
  const inputs: Input[] = [];
  for (let which = 0; which < WAITING_FLOWS; which++)
    for (let i = 0; i < 1_000; i++) inputs.push({ type: 'impulse', tag: idOf(which), value: round * 1_000 + i });
  tick(inputs.map((input) => ({ author: HOST, input })));
  tick();
}
const waiting = world
  .storeOf('Flow')
  .rows()
  .reduce((sum, row) => sum + Number(world.storeOf('Flow').get(row, 'Waiting')), 0);
if (waiting !== WAITING_FLOWS * EACH) throw new Error(`${waiting} chains wait`);
const least = JSON.stringify(Array.from({ length: waiting }, (_, at) => [at, 216_000 + Math.floor(at / 10_000), at % EACH]));
tell({ ours: (sizeOf() - before) / waiting, baseline: Buffer.byteLength(least) / waiting });
