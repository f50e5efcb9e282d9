import { defineSystem, IntValue } from '../../../engine/index.ts';
import { costOf, tell } from '../clock.ts';
import { limitOf, moved } from '../flow-plan.ts';
import { FLOWS, idOf, openOn } from '../flow-scene.ts';

/**
 * Ticks of a world of many flows, each of which looks whether a value of its own has come above a limit of its own. In each tick some have, and some
 * have come below it; whichever fires counts up.
 */
let rows: readonly number[] = [];
const move = defineSystem({
  name: 'move',
  over: IntValue,
  begin: (world) => {
    const store = world.store(IntValue);
    if (rows.length === 0) rows = store.rows();
    moved(world.tick, FLOWS, (at, value) => store.columns.Value.set(rows[at] as number, value));
  },
});
const { world, tick } = openOn(
  Array.from({ length: FLOWS }, (_, at) => {
    const entity = idOf(at);
    const nodes = {
      now: { type: 'ValueSource<int>', refs: { Source: { entity, component: 'IntValue', field: 'Value' } } },
      above: { type: 'ValueGreaterThan<int>', in: { A: { from: 'now' }, B: limitOf(at) } },
      fire: { type: 'FireOnTrue', in: { Condition: { from: 'above' } }, then: { OnChanged: 'count' } },
      before: { type: 'ValueSource<float>', refs: { Source: { entity, component: 'FloatValue', field: 'Value' } } },
      more: { type: 'ValueInc<float>', in: { N: { from: 'before' } } },
      count: {
        type: 'ValueWrite<float>',
        refs: { Variable: { entity, component: 'FloatValue', field: 'Value' } },
        in: { Value: { from: 'more' } },
      },
    };
    return { id: entity, components: { IntValue: {}, FloatValue: {}, Flow: { Graph: { nodes } } } };
  }),
  [move],
);
tick();
const cost = costOf(() => void tick());
const faults = world.storeOf('Flow').columns.LastError?.data as unknown as readonly string[];
if (faults[0] !== '') throw new Error(String(faults[0]));
tell(cost);
