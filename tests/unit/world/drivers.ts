import { defineComponent, defineSystem, fieldRef, float, json, Type, type Plugin } from '../../../engine/index.ts';

/** Drives one field of any component of any entity to a number that grows with each tick. */
export const Pusher = defineComponent('Pusher', {
  doc: 'Pushes.',
  category: 'Test',
  fields: {
    Target: fieldRef({ doc: 'What it drives.', drives: (ref) => (ref === null ? [] : [ref]) }),
    Step: float({ default: 1, doc: 'How much the value grows in a tick.' }),
  },
});
/** Drives many, which a structure names, to texts. */
const Herald = defineComponent('Herald', {
  doc: 'Tells.',
  category: 'Test',
  single: true,
  fields: {
    Words: json<readonly (readonly [entity: string, component: string, word: string])[]>(
      Type.Array(Type.Tuple([Type.String(), Type.String(), Type.String()])),
      'a list of entities, components and words',
      {
        doc: 'Who is told what.',
        default: [],
        drives: (words) => words.map(([entity, component]) => ({ entity, component, field: 'Value' })),
        references: (words, map) => words.map(([entity, component, word]) => [map(entity), component, word] as const),
      },
    ),
  },
});
/** Both, with the systems that give them their life. */
export const drivers: Plugin = {
  components: [Pusher, Herald],
  systems: [
    defineSystem({
      name: 'pusher',
      over: Pusher,
      update(world, rows) {
        const pushers = world.store(Pusher);
        const { Target, Step } = pushers.columns;
        for (let i = 0; i < rows.length; i++) {
          const row = rows.data[i] as number;
          const target = Target.data[row] ?? null;
          if (target !== null) world.drive(pushers, row, target, world.tick * (Step.data[row] as number));
        }
      },
    }),
    defineSystem({
      name: 'herald',
      over: Herald,
      update(world, rows) {
        const heralds = world.store(Herald);
        for (let i = 0; i < rows.length; i++) {
          const row = rows.data[i] as number;
          for (const [entity, component, word] of heralds.columns.Words.data[row] ?? []) world.drive(heralds, row, { entity, component, field: 'Value' }, word);
        }
      },
    }),
  ],
};
