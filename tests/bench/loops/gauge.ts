import { defineComponent, defineSystem, float, type Plugin } from '../../../engine/index.ts';
import { NEEDLES } from '../inspected-scene.ts';

const Gauge = defineComponent('Gauge', {
  doc: 'Numbers that move in every tick.',
  category: 'Bench',
  fields: Object.fromEntries(Array.from({ length: NEEDLES }, (_, at) => [`Needle${at + 1}`, float({ readOnly: true, doc: 'A number that moves.' })])),
});

/** Moves every number of every Gauge in every tick. */
export const gauges: Plugin = {
  components: [Gauge],
  systems: [
    defineSystem({
      name: 'gauge',
      over: Gauge,
      update(world, rows) {
        const columns = Object.values(world.store(Gauge).columns);
        for (let i = 0; i < rows.length; i++) {
          const row = rows.data[i] as number;
          for (const column of columns) if (column.field.storage === 'f32') (column.data as Float32Array)[row] = (world.tick % 1000) / 8 + column.field.width;
        }
      },
    }),
  ],
};
