import { describe, expect, it } from 'vitest';
import {
  carries,
  commandTo,
  defineComponent,
  defineJob,
  defineSystem,
  enumeration,
  int,
  json,
  listen,
  string,
  Type,
  WebsocketClient,
  type System,
  type World,
} from '../../../engine/index.ts';
import { ANNA, openRig } from '../world-rig.ts';

const Bell = defineComponent('Bell', {
  doc: 'Rings.',
  category: 'Test',
  single: true,
  fields: { Rung: int({ doc: 'How often.' }), Rope: string({ doc: 'What it is pulled by.' }) },
  commands: {
    Ring: { doc: 'Rings.', args: Type.Object({ Times: Type.Integer(), Softly: Type.Optional(Type.Boolean()) }, { additionalProperties: false }) },
    Rest: { doc: 'Rests.' },
  },
  events: { OnRung: { doc: 'It has rung.', payload: { times: carries<number>('how often') } }, OnRest: { doc: 'It rests.' } },
});
const BELL = [{ id: 'bell', components: { Bell: {} } }];

/** Never called: what is expected not to compile here fails the check of types as soon as it does. */
function compiles(world: World): void {
  const bells = world.store(Bell);
  world.emit(Bell, 0, 'OnRung', { times: 1 });
  world.emit(Bell, 0, 'OnRest');
  world.setValue(bells, 0, 'Rung', 2);
  bells.columns.Rung.data[0] = 1;
  // @ts-expect-error an event that Bell does not have
  world.emit(Bell, 0, 'OnRang', { times: 1 });
  // @ts-expect-error a name that the event does not carry
  world.emit(Bell, 0, 'OnRung', { time: 1 });
  // @ts-expect-error a value of another type
  world.emit(Bell, 0, 'OnRung', { times: 'once' });
  // @ts-expect-error an event that carries something, without it
  world.emit(Bell, 0, 'OnRung');
  // @ts-expect-error an event that carries nothing, with something
  world.emit(Bell, 0, 'OnRest', { times: 1 });
  // @ts-expect-error a field that Bell does not have
  world.setValue(bells, 0, 'Rang', 2);
  // @ts-expect-error a value of another type
  world.setValue(bells, 0, 'Rung', 'twice');
  // @ts-expect-error a column that Bell does not have
  bells.columns.Rang.data[0] = 1;
  listen(Bell, 'OnRung', (_world, _source, { times }) => times.toFixed(0));
  listen(WebsocketClient, 'OnMessage', (_world, _source, { data }) => data.length);
  // @ts-expect-error an event that Bell does not have
  listen(Bell, 'OnRang', () => undefined);
  // @ts-expect-error a name that the event does not carry
  listen(WebsocketClient, 'OnMessage', (_world, _source, { text }) => text);
  // @ts-expect-error what it carries is a number
  listen(Bell, 'OnRung', (_world, _source, { times }) => times.length);
  commandTo('bell', Bell, 'Ring', { Times: 2 });
  commandTo('bell', Bell, 'Rest');
  // @ts-expect-error a command that Bell does not have
  commandTo('bell', Bell, 'Rign');
  // @ts-expect-error an argument of another name
  commandTo('bell', Bell, 'Ring', { Time: 2 });
  // @ts-expect-error a command that takes something, without it
  commandTo('bell', Bell, 'Ring');
  defineSystem({
    name: 'ringing',
    over: Bell,
    commands: { Ring: (_world, _row, { Times, Softly }) => void [Times.toFixed(0), Softly === true], Rest: () => undefined },
    changed: (_world, _row, field) => field === 'Rung',
  });
  defineSystem({
    name: 'ringing',
    over: Bell,
    // @ts-expect-error a command that Bell does not have
    commands: { Rign: () => undefined },
  });
  defineSystem({
    name: 'ringing',
    over: Bell,
    // @ts-expect-error an argument that the command does not have
    commands: { Ring: (_world, _row, { Time }) => Time },
  });
  defineSystem({
    name: 'ringing',
    over: Bell,
    // @ts-expect-error a field that Bell does not have
    changed: (_world, _row, field) => field === 'Rang',
  });
  // @ts-expect-error an older name of a field that Bell does not have
  defineComponent('Gong', { doc: 'Rings.', category: 'Test', fields: { Rung: int({ doc: 'How often.' }) }, aliases: { Struck: 'Rang' } });
  const gong = { doc: 'Rings.', category: 'Test', fields: {} } as const;
  // @ts-expect-error an option that no field has
  int({ doc: 'How often.', defualt: 1 });
  // @ts-expect-error an option that no field has, of a choice
  enumeration(['low', 'high'], { doc: 'How.', defualt: 'low' });
  // @ts-expect-error an option that no field has, of a structure
  json(Type.Array(Type.String()), 'names', { doc: 'Whose.', default: [], refrences: () => [] });
  // @ts-expect-error a key that no component type has
  defineComponent('Gong', { ...gong, comands: {} });
  // @ts-expect-error a key that no command has
  defineComponent('Gong', { ...gong, commands: { Ring: { doc: 'Rings.', lable: 'Ring' } } });
  // @ts-expect-error a key that no event has
  defineComponent('Gong', { ...gong, events: { OnRung: { doc: 'It has rung.', paylod: {} } } });
  // @ts-expect-error a key that no system has
  defineSystem({ name: 'ringing', over: Bell, updat: () => undefined });
  // @ts-expect-error a key that no part of a system has
  defineSystem({ name: 'ringing', over: Bell, timers: { due: () => 0, up: () => undefined, dwon: () => undefined } });
  // @ts-expect-error a key that no job has
  defineJob('bells.ring', { doc: 'Rings.', args: Type.Object({}), answer: Type.Null(), timeuot: 5, run: () => null });
}

it('compiles for what there is, and for nothing else', () => expect(compiles).toBeTypeOf('function'));

/** What a program without types can say. */
const misspelled = (world: World, event: string, payload: object): void =>
  world.emit(Bell, world.entities.rowOf('bell') as number, event as 'OnRung', payload as never);

describe('an event that is emitted and not declared', () => {
  const emitting = (event: string, payload: object): System =>
    defineSystem({ name: 'ringing', over: Bell, commands: { Ring: () => undefined, Rest: (world) => misspelled(world, event, payload) } });

  it.each([
    ['by its name', 'OnRang', {}, 'Bell.OnRang was emitted, which Bell does not declare; it declares OnRung, OnRest'],
    ['by what it carries', 'OnRung', { tiems: 1 }, 'Bell.OnRung was emitted with tiems, which it does not declare; it declares times'],
    ['by what it carries beside what it does', 'OnRest', { times: 1 }, 'Bell.OnRest was emitted with times, which it does not declare; it declares none'],
  ])('is refused %s, and the plugin is named', (_what, event, payload, message) => {
    const { give } = openRig(BELL, { name: 'bells', components: [Bell], systems: [emitting(event, payload)] });
    const result = give(commandTo('bell', Bell, 'Rest'), ANNA);
    expect(result).toMatchObject({ ok: false, code: 'WW_UNKNOWN_EVENT', message: `plugin bells: ${message}` });
  });

  it('is an error of the system in whose turn it is, and told with both codes', () => {
    const system = { ...emitting('OnRung', {}), update: (world: World) => misspelled(world, 'OnRang', {}) };
    const { world, tick } = openRig(BELL, { name: 'bells', components: [Bell], systems: [system] });
    tick();
    expect(world.logged.after(0, 9).entries[0]?.message).toMatch(
      /^plugin bells: its system ringing failed: plugin bells: Bell\.OnRang was emitted.*\(WW_SYSTEM_FAILED, WW_UNKNOWN_EVENT\)$/,
    );
  });
});
