import { describe, expect, it, test } from 'vitest';
import {
  createRegistry,
  defineComponent,
  defineJob,
  defineSystem,
  double,
  enumeration,
  float,
  int,
  json,
  string,
  Type,
  type Field,
  type Fields,
  type Plugin,
  type System,
} from '../../../engine/index.ts';
import { unreadOfComponent, unreadOfJob } from '../../../engine/world/known-keys.ts';

const about = { doc: 'Rings.', category: 'Test' };
const Bell = defineComponent('Bell', { ...about, fields: { Rung: int({ doc: 'How often.' }) } });
const bellOf = (fields: Fields): Plugin => ({ name: 'bells', components: [defineComponent('Bell', { ...about, fields })] });
/** What a module without types can give. */
const untyped = (value: object): never => value as never;
const said = (plugin: Plugin): string => {
  try {
    createRegistry(plugin);
  } catch (error) {
    const { code, message } = error as { readonly code: string; readonly message: string };
    return `${code} ${message}`;
  }
  return 'taken';
};

describe('a default that does not fit its field is refused where the plugin is registered, before it can stand in a recording:', () => {
  it.each<[what: string, field: Field<never>, message: string]>([
    ['below its limit', untyped(float({ default: -5, min: 0, doc: '' })), 'the default -5, which does not fit it'],
    ['none given, and 0 not allowed', untyped(int({ min: 3, doc: '' })), 'the default 0, which does not fit it'],
    ['of another type', untyped(float({ default: untyped('x' as never), doc: '' })), 'the default "x", which does not fit it'],
    ['no number', untyped(double({ default: NaN, doc: '' })), 'the default NaN, which does not fit it'],
    ['none of the labels', untyped(enumeration(['low', 'high'], { default: untyped('mid' as never), doc: '' })), 'the default "mid"'],
    ['nothing that JSON holds', untyped(json(Type.Any(), 'anything', { default: untyped(() => 1), doc: '' })), 'something that JSON cannot'],
    ['not what the field accepts', untyped(string({ accepts: (v) => (v === '' ? { message: 'it is empty' } : null), doc: '' })), 'it is empty'],
  ])('%s', (_what, field, message) => {
    expect(said(bellOf({ Loud: field }))).toMatch(/^WW_PLUGIN_INVALID plugin bells: Bell\.Loud has the default /);
    expect(said(bellOf({ Loud: field }))).toContain(message);
  });

  it('one whose check throws is the fault of the plugin as well', () => {
    const failing = string({
      accepts: () => {
        throw new Error('no rope');
      },
      doc: '',
    });
    expect(said(bellOf({ Loud: failing }))).toBe('WW_PLUGIN_INVALID plugin bells: Bell.Loud cannot say whether its default fits: no rope');
  });

  it('but what only the world writes, and no file holds, may be never due', () => {
    expect(said(bellOf({ Due: double({ default: Infinity, readOnly: true, saved: false, doc: '' }) }))).toBe('taken');
  });

  it('and all that is built in fits', () => {
    for (const { name, fieldList } of createRegistry().components.values())
      for (const field of fieldList) expect(field.check(field.default), `${name}.${field.name}`).toEqual([]);
  });
});

describe('a component type is declared with names that can be told from all others:', () => {
  const loud = float({ doc: '' });
  it.each(['', '__proto__', 'A.b/c', 'Lo\u001b[31mud', 'Lo\u202eud', 'Größe', '1st', 'x'.repeat(101)])('no field is named %j', (name) => {
    expect(() => defineComponent('Bell', { ...about, fields: { [name]: loud } })).toThrow(/^Bell has a field named [ -~]*; expected a letter/);
  });
  it.each(['Enabled', 'UpdateOrder', 'persistent'])('none takes the place of %s, which every component has', (name) => {
    expect(() => defineComponent('Bell', { ...about, fields: { [name]: loud } })).toThrow(
      `Bell has a field named ${name}, which every component has already; expected another name`,
    );
  });
  it('commands and events neither, and no alias leads nowhere', () => {
    expect(() => defineComponent('Bell', { ...about, fields: {}, commands: { ['__proto__']: { doc: '' } } })).toThrow('a command named');
    expect(() => defineComponent('Bell', { ...about, fields: {}, events: { 'On Ring': { doc: '' } } })).toThrow('an event named');
    expect(() => defineComponent('Bell', { ...about, fields: { Loud: loud }, aliases: untyped({ Volume: 'Lout' }) })).toThrow(
      'Bell reads "Volume" as "Lout", which is no field of it; did you mean Loud?',
    );
    expect(() => defineComponent('Bell', { ...about, fields: untyped({ Loud: 5 }) })).toThrow('Bell.Loud is no field; expected what float');
  });
});

describe('a key that nobody reads is told, with the one that is meant,', () => {
  const bellWith = (more: object): object => defineComponent('Bell', untyped({ ...about, fields: {}, ...more }));
  const ringJob = (more: object): object => defineJob('bells.ring', untyped({ doc: '', args: Type.Object({}), answer: Type.Null(), run: () => null, ...more }));
  const ringing = (more: object): System => defineSystem(untyped({ name: 'ringing', over: Bell, ...more }));
  it.each<[what: string, plugin: object, message: RegExp]>([
    ['of a plugin', { component: [Bell] }, /^\S+ plugin bells has "component", which nothing reads; .*; did you mean components\?$/],
    ['of a system', { components: [Bell], systems: [ringing({ updat() {} })] }, /^\S+ plugin bells: system ringing has "updat", .*; did you mean update\?$/],
    [
      'of a part of a system',
      { components: [Bell], systems: [ringing({ state: { create: () => 1, save: () => 1, laod: () => 1 } })] },
      /system ringing has "laod", .*; did you mean load\?, in its state$/,
    ],
    [
      'that a system lacks',
      { components: [Bell], systems: [{ name: 'ringing', ovre: Bell }] },
      /no list of systems; .*; one has "ovre", .*; did you mean over\?$/,
    ],
    ['of a component type', { components: [bellWith({ comands: {} })] }, /^\S+ plugin bells: Bell has "comands", .*; did you mean commands\?$/],
    [
      'of a field, before what is the matter with its default',
      { components: [bellWith({ fields: { Loud: int(untyped({ doc: '', min: 3, defualt: 4 })) } })] },
      /^\S+ plugin bells: the field Bell\.Loud has "defualt", which nothing reads; .*; did you mean default\?$/,
    ],
    [
      'of a structure, which has no default then',
      { components: [bellWith({ fields: { Loud: json(Type.Any(), 'any', untyped({ doc: '', defualt: [] })) } })] },
      /the field Bell\.Loud has "defualt", .*; did you mean default\?$/,
    ],
    [
      'of a command',
      { components: [bellWith({ commands: { Ring: { doc: '', lable: '' } } })] },
      /the command Bell\.Ring has "lable", .*; did you mean label\?$/,
    ],
    [
      'of an event',
      { components: [bellWith({ events: { OnRung: { doc: '', paylod: {} } } })] },
      /the event Bell\.OnRung has "paylod", .*; did you mean payload\?$/,
    ],
    ['of a job', { jobs: [ringJob({ timeuot: 5 })] }, /^\S+ plugin bells: the job bells\.ring has "timeuot", .*; did you mean timeout\?$/],
    ['and what it is made of is shown', { 'x\u001b[31m': 1 }, /has "x\\u001b\[31m", which/],
  ])('%s', (_what, plugin, message) => {
    expect(said({ name: 'bells', ...plugin })).toMatch(message);
  });
});

test('a component type without fields says so, and under what key they may stand', () => {
  expect(() => defineComponent('Bell', untyped({ ...about, feilds: {} }))).toThrow(
    /^Bell has no fields; expected an object of them, as its "feilds" may be meant$/,
  );
});

test('nothing that is built in has a key that nobody reads', () => {
  const { components, jobs } = createRegistry();
  expect([...components.values()].map(unreadOfComponent).filter((each) => each !== undefined)).toEqual([]);
  expect([...jobs.values()].map(unreadOfJob).filter((each) => each !== undefined)).toEqual([]);
});

describe('what is declared is done by somebody:', () => {
  const Rung = defineComponent('Rung', { ...about, single: true, fields: { N: float({ doc: '' }) }, commands: { Ring: { doc: 'Rings.' } } });
  it('a command that no system handles is refused', () => {
    const message = 'plugin bells: Rung declares the command Ring, which no system handles; expected it in the commands of a system over Rung';
    expect(said({ name: 'bells', components: [Rung], systems: [defineSystem({ name: 'ringing', over: Rung })] })).toBe(`WW_PLUGIN_INVALID ${message}`);
  });
  it('one that the system of another plugin handles is taken, in whatever order they come', () => {
    const type: Plugin = { name: 'bells', components: [Rung] };
    const life: Plugin = { name: 'ringers', systems: [defineSystem({ name: 'ringing', over: Rung, commands: { Ring: () => undefined } })] };
    for (const plugins of [
      [type, life],
      [life, type],
    ])
      expect(
        createRegistry(...plugins)
          .commands.get('Rung')
          ?.has('Ring'),
      ).toBe(true);
  });
  it('a component does not drive itself', () => {
    const Self = defineComponent('Self', { ...about, single: true, fields: { N: float({ doc: '' }) }, drives: ['Self.N'] });
    expect(said({ name: 'bells', components: [Self] })).toMatch(/^WW_PLUGIN_INVALID plugin bells: Self drives Self\.N, which is its own; expected/);
  });
});

test.each([NaN, 0, -1, Infinity, 1e9])('a job is given a time that a clock can measure, and %d is none', (timeout) => {
  const job = defineJob('bells.ring', { doc: '', args: Type.Object({}), answer: Type.Null(), timeout, run: () => null });
  expect(said({ name: 'bells', jobs: [job as never] })).toMatch(/^WW_PLUGIN_INVALID plugin bells: job bells\.ring has the timeout .*; expected seconds/);
});

test.each([[5], [null], [{ type: 'nonsense' }], [{ type: ['null', 'void'] }]])('a job is asked and answers by schemas, and %j is none', (schema) => {
  const of = (schemas: object): unknown =>
    defineJob('bells.ring', untyped({ doc: '', args: Type.Object({}), answer: Type.Any(), run: () => null, ...schemas }));
  expect(() => of({ args: schema })).toThrow('job "bells.ring" has args that no schema describes');
  expect(() => of({ answer: schema })).toThrow('job "bells.ring" has answer that no schema describes');
  expect(of({ answer: { anyOf: [{ type: 'null' }, { type: ['string', 'number'] }] } })).toMatchObject({ name: 'bells.ring' });
});

test('what a plugin says of itself is shown as it is written', () => {
  expect(said({ name: 'bells', worldwire: '^0.1\u202e\u001b[31m' })).toBe(
    'WW_PLUGIN_INVALID plugin bells is for the versions "^0.1\\u{202e}\\u001b[31m" of Worldwire; expected a range, as "^0.1"',
  );
});
