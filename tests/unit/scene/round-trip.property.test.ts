import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRegistry, hashWorld, readScene } from '../../../engine/index.ts';
import { openWorld } from '../../../engine/scene/open-world.ts';
import type { LiveWorld } from '../../../engine/editing/live-world.ts';
import { captureScene } from '../../../engine/scene/capture.ts';
import { floatText } from '../../../engine/scene/text.ts';
import { TextBuffer } from '../../../engine/scene/text-buffer.ts';
import { writeScene } from '../../../engine/scene/write.ts';
import { plugin } from '../../../worlds/echo-bot/index.ts';
import { samples } from '../../samples.ts';
import { entitiesOf, plainJson, valueOf, word, type EntityText } from './arbitrary-scene.ts';
import { isReadFaithfully } from './platform.ts';
import { Gadget, Needy, failureOf, sceneOf } from './sample.ts';

const registry = createRegistry(plugin, { components: [Gadget, Needy] });
const open = (text: string): LiveWorld => openWorld({ registry, scene: readScene(text, { registry }).scene, id: 'w' });
const save = (world: LiveWorld): string => writeScene(captureScene(world));
const entities = entitiesOf(registry.components);
const textOf = (list: readonly EntityText[], more: object = {}): string => sceneOf(list, more);

describe('any scene', () => {
  it('is the same world after a save and a load, and the same bytes after another save', () => {
    fc.assert(
      fc.property(entities, (list) => {
        const world = open(textOf(list)),
          text = save(world),
          again = open(text);
        expect(hashWorld(again)).toBe(hashWorld(world));
        expect(save(again)).toBe(text);
      }),
      samples(400),
    );
  });

  it('keeps what is not known, value for value', () => {
    const strange = word.filter((key) => key !== '__proto__' && key !== '');
    fc.assert(
      fc.property(
        entities.filter((list) => list.length > 0),
        fc.nat(),
        strange,
        plainJson,
        (list, choice, key, value) => {
          const at = choice % list.length,
            entity = list[at] as EntityText;
          const put = { [`~${key}`]: value };
          const held = Object.entries(entity.components ?? {})[0];
          const changed: EntityText = {
            ...entity,
            ...put,
            components: { ...entity.components, ...(held === undefined ? {} : { [held[0]]: { ...held[1], ...put } }), Unheard: value as never },
          };
          const text = textOf(list.with(at, changed), put);
          fc.pre(isReadFaithfully(text));
          const again = save(open(text));
          fc.pre(isReadFaithfully(again));
          const saved = JSON.parse(again) as { entities: EntityText[] };
          const found = saved.entities[at] as EntityText;
          expect(saved).toMatchObject(put);
          expect(found).toMatchObject({ ...put, components: { Unheard: value, ...(held === undefined ? {} : { [held[0]]: put }) } });
        },
      ),
      samples(300),
    );
  });

  it('with a value of the wrong kind is refused, and the place named', () => {
    const candidates = [...registry.components.values()].flatMap((component) =>
      component.fieldList.filter(({ kind, options }) => options.saved !== false && kind !== 'json').map((field) => ({ component, field })),
    );
    fc.assert(
      fc.property(
        entities.filter((list) => list.length > 0),
        fc.nat(),
        fc.constantFrom(...candidates),
        fc.constantFrom({ wrong: true }, [], [null], true, -1e300, 'nonsense', 17),
        (list, choice, { component, field }, wrong) => {
          fc.pre(field.check(wrong).length > 0);
          const at = choice % list.length,
            entity = list[at] as EntityText;
          const broken = { ...entity, components: { ...entity.components, [component.name]: { ...entity.components?.[component.name], [field.name]: wrong } } };
          const error = failureOf(() => readScene(textOf(list.with(at, broken)), { registry, file: 'any.json' })),
            { code } = error,
            faults = error.faults.filter(({ level }) => level === undefined);
          const shownId = entity.id.length > 60 ? `${entity.id.slice(0, 57)}…` : entity.id;
          expect(code).toBe('WW_SCENE_INVALID');
          const place = `entities/${at} (${shownId})/components/${component.name}/${field.name}`;
          for (const { path, message } of faults) {
            expect(path.startsWith(place)).toBe(true);
            expect(message).toContain('any.json');
          }
        },
      ),
      samples(300),
    );
  });

  it('has fast checks that agree with the schemas', () => {
    const fields = [...registry.components.values()].flatMap((component) =>
      component.fieldList.filter(({ options }) => options.saved !== false).map((field) => ({ component, field })),
    );
    const anyValue = fc.oneof(
      plainJson,
      fc.integer(),
      fc.double(),
      fc.constantFrom(null, '', [], {}, -0, 2 ** 31, -(2 ** 31) - 1, 'calm'),
      fc.array(fc.double(), { maxLength: 5 }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...fields).chain((one) => fc.tuple(fc.constant(one), fc.oneof(anyValue, valueOf(one.field)))),
        ([{ component, field }, value]) => {
          fc.pre(JSON.stringify(value) !== undefined && !JSON.stringify(value).includes('__proto__'));
          const inFile = JSON.parse(JSON.stringify(value)) as unknown;
          let taken = true;
          try {
            readScene(sceneOf([{ id: 'a', components: { [component.name]: { [field.name]: inFile } } }]), { registry });
          } catch {
            taken = false;
          }
          expect(taken).toBe(field.check(inFile).length === 0);
        },
      ),
      samples(2000),
    );
  });
});

describe('any Float32', () => {
  const any = fc.oneof(
    fc.float({ noNaN: true, noDefaultInfinity: true }),
    fc.float({ min: -1000, max: 1000, noNaN: true }),
    fc.double({ min: -100, max: 100, noNaN: true }).map((value) => Math.fround(Math.round(value * 1000) / 1000)),
  );

  it('reads back from its text, which no other decimal of fewer digits does', () => {
    fc.assert(
      fc.property(any, (value) => {
        const text = floatText(value);
        expect(Math.fround(Number(text))).toBe(value);
        const digits = text
          .replace(/e.*/, '')
          .replace(/[-.]/g, '')
          .replace(/^0+|0+$/g, '').length;
        expect(digits <= 1 || Math.fround(Number(value.toPrecision(digits - 1))) !== value).toBe(true);
      }),
      samples(20_000),
    );
  });

  it('is written alike wherever it is written', () => {
    const buffer = new TextBuffer();
    fc.assert(
      fc.property(any, (value) => {
        buffer.float(value);
        expect(buffer.take()).toBe(floatText(value));
      }),
      samples(20_000),
    );
  });
});
