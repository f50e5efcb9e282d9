/** What a plugin's code throws as it is told of an edit takes nothing away from the edit. */
import { expect, test } from 'vitest';
import { defineComponent, defineSystem, int } from '../../../engine/index.ts';
import { ANNA, openRig } from '../world-rig.ts';

const Bell = defineComponent('Bell', { doc: '', category: 'Test', fields: { N: int({ doc: '' }) } });

/** What `String` itself cannot make words of. */
const SPEECHLESS: readonly unknown[] = [
  Object.create(null),
  {
    toString: () => {
      throw new Error('no words');
    },
  },
  Object.defineProperty(new Error('x'), 'message', {
    get: () => {
      throw new Error('no words');
    },
  }),
];

test.each(SPEECHLESS.map((thrown, at) => [at, thrown]))(
  'an edit stands, is counted and can be taken back though what a hook throws has no words (%d)',
  (_at, thrown) => {
    const system = defineSystem({
      name: 'ringing',
      over: Bell,
      changed: () => {
        throw thrown;
      },
    });
    const { world, edit, give, value } = openRig([{ id: 'a', components: { Bell: {} } }], { name: 'bells', components: [Bell], systems: [system] });
    const before = world.edits;
    const result = edit([{ op: 'setField', entity: 'a', component: 'Bell', field: 'N', value: 5 }], ANNA);
    expect(value('a', 'Bell', 'N')).toBe(5);
    expect(world.edits).toBe(before + 1);
    expect(world.unsaved.differs).toBe(true);
    expect(result).toMatchObject({ ok: true, edit: before + 1 });
    expect(world.logged.after(0, 9).entries[0]?.message).toMatch(/^plugin bells: its system ringing failed: .+ \(WW_SYSTEM_FAILED\)$/);
    expect(give({ type: 'undo' }, ANNA)).toMatchObject({ ok: true });
    expect(value('a', 'Bell', 'N')).toBe(0);
  },
);
