import { describe, expect, it } from 'vitest';
import {
  createRegistry,
  defineComponent,
  defineSystem,
  int,
  listen,
  VERSION,
  WorldwireError,
  type InputResult,
  type Plugin,
  type System,
} from '../../../engine/index.ts';
import { ANNA, openRig } from '../world-rig.ts';

const Bell = defineComponent('Bell', {
  doc: 'Rings.',
  category: 'Test',
  single: true,
  fields: { Rung: int({ doc: 'How often.' }) },
  commands: { Ring: { doc: 'Rings.' } },
  events: { OnRung: { doc: 'It has rung.' } },
});
const BELL = [{ id: 'bell', components: { Bell: {} } }];
const snap = (): never => {
  throw new TypeError('the rope has snapped');
};
const rope = defineSystem({ name: 'rope', over: Bell, commands: { Ring: () => undefined } });
const plugin = (...systems: readonly System[]): Plugin => {
  const handled = systems.some(({ commands }) => commands !== undefined);
  return { name: '@tower/bells', components: [Bell], systems: handled ? systems : [...systems, rope] };
};

describe('a plain error of a plugin names the plugin', () => {
  const ring = { type: 'command', command: { entity: 'bell', component: 'Bell', command: 'Ring' } } as const;

  it('in a command: to whoever gave it, with a code of its own and no word of a report, and in the log', () => {
    const { give, world } = openRig(BELL, plugin(defineSystem({ name: 'ringing', over: Bell, commands: { Ring: snap } })));
    const result = give(ring, ANNA) as Extract<InputResult, { ok: false }>;
    expect(result).toMatchObject({ ok: false, code: 'WW_COMMAND_FAILED', message: 'plugin @tower/bells: its command Bell.Ring failed: the rope has snapped' });
    expect(result.message).not.toContain('report');
    expect(world.logged.after(0, 9).entries).toMatchObject([{ entity: 'bell', source: 'ringing', message: `${result.message} (WW_COMMAND_FAILED)` }]);
  });

  it('and one that refuses with a code is told as it is', () => {
    const refusing = defineSystem({
      name: 'ringing',
      over: Bell,
      commands: {
        Ring: () => {
          throw new WorldwireError('WW_REFUSED', 'it is night, and people sleep');
        },
      },
    });
    const { give, world } = openRig(BELL, plugin(refusing));
    expect(give(ring, ANNA)).toMatchObject({ ok: false, code: 'WW_REFUSED', message: 'it is night, and people sleep' });
    expect(world.logged.after(0, 9).entries).toEqual([]);
  });

  it('in a turn, a hook and an impulse', () => {
    const failing = defineSystem({ name: 'ringing', over: Bell, update: snap, changed: snap, inputs: { impulse: snap } });
    const { edited, give, tick, world } = openRig(BELL, plugin(failing));
    tick();
    edited([{ op: 'setField', entity: 'bell', component: 'Bell', field: 'Rung', value: 1 }]);
    give({ type: 'impulse', tag: 'ring' });
    const told = world.logged.after(0, 9).entries.filter(({ level }) => level === 'error');
    expect(told.map(({ message }) => message)).toEqual(
      Array.from({ length: 3 }, () => 'plugin @tower/bells: its system ringing failed: the rope has snapped (WW_SYSTEM_FAILED)'),
    );
  });

  it('at a load, when somebody comes, and at the end, which all happen as if it had not failed', () => {
    const failing = defineSystem({ name: 'ringing', over: Bell, added: snap, usersChanged: snap, end: snap });
    const { door, give, world } = openRig(BELL, plugin(failing));
    const user = { userId: 'anna', machineId: 'here', name: 'Anna', role: 'Builder' } as const;
    expect(give({ type: 'join', user })).toMatchObject({ ok: true });
    expect(world.users.list.map(({ userId }) => userId)).toContain('anna');
    expect(door.end()).toEqual([]);
    const told = world.logged.after(0, 20).entries.filter(({ level }) => level === 'error');
    expect(new Set(told.map(({ message }) => message))).toEqual(
      new Set(['plugin @tower/bells: its system ringing failed: the rope has snapped (WW_SYSTEM_FAILED)']),
    );
    expect(told.length).toBeGreaterThanOrEqual(3);
  });

  it('where a system cannot make what it keeps, and then no world is opened', () => {
    const failing = defineSystem({ name: 'ringing', over: Bell, state: { create: snap, save: () => null, load: snap } });
    expect(() => openRig(BELL, plugin(failing))).toThrow(
      expect.objectContaining({ code: 'WW_SYSTEM_FAILED', message: expect.stringContaining('plugin @tower/bells: its system ringing failed') as string }),
    );
  });

  it('in a listener, with the event', () => {
    const ringing = defineSystem({ name: 'ringing', over: Bell, commands: { Ring: (world, row) => world.emit(Bell, row, 'OnRung') } });
    const hearing = defineSystem({ name: 'hearing', over: Bell, on: [listen(Bell, 'OnRung', snap)] });
    const { give, world } = openRig(BELL, plugin(ringing, hearing));
    expect(give(ring)).toMatchObject({ ok: true });
    expect(world.logged.after(0, 9).entries.map(({ message }) => message)).toEqual([
      'plugin @tower/bells: its system hearing, listening to Bell.OnRung, failed: the rope has snapped (WW_SYSTEM_FAILED)',
    ]);
  });
});

describe('a plugin says for which versions of Worldwire it is', () => {
  const [major, minor, patch] = VERSION.split('.').map(Number) as [number, number, number];

  it.each([`^${major}.${minor}`, `${major}.x`, `>=${VERSION}`, VERSION, '*', undefined])('and %s is taken', (worldwire) => {
    expect(
      createRegistry({ name: 'bells', ...(worldwire === undefined ? {} : { worldwire }), components: [Bell], systems: [rope] }).components.get('Bell'),
    ).toBe(Bell);
  });

  it.each([`^${major}.${minor + 1}`, `${major + 1}.x`, `>${major}.${minor}.${patch}`, `<${VERSION}`])(
    'and %s is refused, with its name and both versions',
    (worldwire) => {
      expect(() => createRegistry({ name: 'bells', worldwire, components: [Bell] })).toThrow(
        expect.objectContaining({ code: 'WW_PLUGIN_VERSION', message: `plugin bells is for Worldwire ${worldwire}, and this is ${VERSION}` }),
      );
    },
  );

  it('and what is no range is a fault of the plugin', () => {
    expect(() => createRegistry({ name: 'bells', worldwire: 'newest' })).toThrow(
      expect.objectContaining({ code: 'WW_PLUGIN_INVALID', message: 'plugin bells is for the versions "newest" of Worldwire; expected a range, as "^0.1"' }),
    );
  });
});

describe('what is no plugin is refused by its code, as a module without types can give it:', () => {
  it.each<[what: string, plugin: unknown, message: string]>([
    ['a name of several lines', { name: 'bells\nplugin others' }, 'a plugin is named "bells\\nplugin others"; expected a name as packages have it'],
    ['a component that was not defined', { name: 'bells', components: [{ name: 'Bell' }] }, 'plugin bells has components'],
    ['components by name', { name: 'bells', components: { Bell } }, 'plugin bells has components'],
    ['a system over nothing', { name: 'bells', systems: [{ name: 'ringing' }] }, 'plugin bells has systems'],
    ['listeners by name', { name: 'bells', components: [Bell], systems: [{ name: 'a', over: Bell, on: { 'Bell.OnRung': snap } }] }, 'plugin bells has systems'],
    ['a system that two have named alike', plugin(...[1, 2].map(() => defineSystem({ name: 'ringing', over: Bell }))), 'plugin @tower/bells: two systems'],
  ])('%s', (_what, given, message) => {
    expect(() => createRegistry(given as Plugin)).toThrow(
      expect.objectContaining({ code: 'WW_PLUGIN_INVALID', message: expect.stringContaining(message) as string }),
    );
  });
});
