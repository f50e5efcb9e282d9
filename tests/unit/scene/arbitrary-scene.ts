import fc, { type Arbitrary } from 'fast-check';
import type { Component, Json, NamedField } from '../../../engine/index.ts';

/** Words that are likely to trip something: empty, odd, long, not ASCII, names that objects have. */
export const word = fc.oneof(
  fc.constantFrom('', 'a', 'lamp', 'toString', 'constructor', '__proto__', 'prototype', 'ü', '語', '😀', '"', '\\', '\n', '\u0000', '\ud800', 'x'.repeat(200)),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const id = word.filter((text) => text.length > 0);
const KEY = /^(?!__proto__$)/;
/** JSON that a scene may hold: no `__proto__`, and no more levels than it takes. */
export const plainJson = fc
  .jsonValue({ maxDepth: 4, noUnicodeString: false })
  .map((value) => JSON.parse(JSON.stringify(value).replaceAll('__proto__', '_proto_')) as Json);

interface Limits {
  minimum?: number;
  maximum?: number;
  maxLength?: number;
}
const float = ({ minimum = -3.4028234663852886e38, maximum = 3.4028234663852886e38 }: Limits): Arbitrary<number> =>
  fc.oneof(
    fc.constantFrom(0, 1, -1, 0.1, 0.5, 1e-7, 1 / 3, 1e21, 16_777_217).filter((value) => value >= minimum && value <= maximum),
    fc.double({ min: Math.max(minimum, -1000), max: Math.min(maximum, 1000), noNaN: true }),
    fc.double({ min: minimum, max: maximum, noNaN: true }),
    fc.constantFrom(minimum, maximum),
  );

/** A value that a field takes. */
export function valueOf(field: NamedField): Arbitrary<Json> {
  const schema = field.schema as Limits & { items?: readonly Limits[] };
  const {
    options: { accepts },
  } = field;
  const made = ((): Arbitrary<Json> => {
    switch (field.kind) {
      case 'bool':
        return fc.boolean();
      case 'int':
        return fc.oneof(
          fc.integer({ min: Math.max(schema.minimum ?? 0, -100), max: Math.min(schema.maximum ?? 100, 100) }),
          fc.constantFrom(schema.minimum ?? 0, schema.maximum ?? 0),
        );
      case 'float':
        return float(field.storage === 'f64' ? { minimum: -Number.MAX_VALUE, maximum: Number.MAX_VALUE } : schema);
      case 'float2':
      case 'float3':
      case 'float4':
      case 'floatQ':
      case 'color':
        return fc.tuple(...Array.from({ length: field.width }, () => float((schema.items ?? [])[0] ?? {})));
      case 'string':
        return word.filter((text) => text.length <= (schema.maxLength ?? 0));
      case 'uri':
        return fc.oneof(fc.constant(null), fc.constantFrom('ws://127.0.0.1:9/', 'wss://example.org/a?b=c'), word);
      case 'enumeration':
        return fc.constantFrom(...(field.labels ?? []));
      case 'userRef':
        return fc.oneof(fc.constant(null), fc.record({ userId: id }), fc.record({ userId: id, machineId: fc.oneof(fc.constant(null), id) }));
      case 'entityRef':
        return fc.oneof(fc.constant(null), id);
      case 'componentRef':
        return fc.oneof(fc.constant(null), fc.record({ entity: id, component: id }));
      case 'fieldRef':
        return fc.oneof(fc.constant(null), fc.record({ entity: id, component: id, field: id }));
      case 'json':
        return structure(field);
    }
  })();
  if (accepts === undefined) return made;
  // No word may be one that the field takes, as a path that begins with a slash; what it begins with always is.
  return fc.oneof(made, fc.constant(field.default as Json)).filter((value) => [accepts(value) ?? []].flat().length === 0);
}

function structure(field: NamedField): Arbitrary<Json> {
  const name = word.filter((text) => KEY.test(text));
  const made: Arbitrary<Json> =
    field.options.editor === 'strings'
      ? fc.array(word, { maxLength: 4 })
      : field.options.editor === 'stringMap'
        ? fc.dictionary(name, word, { maxKeys: 4, noNullPrototype: true })
        : field.options.editor === 'variables'
          ? fc.constant(field.default as Json)
          : fc.oneof(plainJson, fc.constant(field.default as Json));
  return made.filter((value) => field.check(value).length === 0);
}

/** An entity as a scene file holds it. */
export interface EntityText {
  readonly id: string;
  readonly components?: { readonly [key: string]: { readonly [field: string]: Json } };
  readonly [key: string]: unknown;
}

/** Any fields of a component, except those that would keep it out of a save. */
export function fieldsOf(component: Component): Arbitrary<Record<string, Json>> {
  const fields = component.fieldList.filter(({ name, options }) => options.saved !== false && name !== 'persistent');
  return fc.record(Object.fromEntries(fields.map((field) => [field.name, valueOf(field)])), { requiredKeys: [], noNullPrototype: true }) as Arbitrary<
    Record<string, Json>
  >;
}

/** The entities of any scene over these components: any hierarchy, any values, all of it to be saved. */
export function entitiesOf(components: ReadonlyMap<string, Component>, maxLength = 10): Arbitrary<EntityText[]> {
  const held = fc.record(
    Object.fromEntries(
      [...components.values()].flatMap((component) => [
        [component.name, fieldsOf(component)],
        ...(component.single ? [] : [[`${component.name}#${component.name.length}`, fieldsOf(component)]]),
      ]),
    ) as Record<string, Arbitrary<Record<string, Json>>>,
    { requiredKeys: [], noNullPrototype: true },
  );
  const some = fc
    .tuple(held, fc.uniqueArray(fc.constantFrom(...components.keys()), { maxLength: 3 }))
    .map(([all, types]) => Object.fromEntries(Object.entries(all).filter(([key]) => types.includes(key.replace(/#.*/, ''))))) as Arbitrary<
    Record<string, Record<string, Json>>
  >;
  const entity = fc.record(
    {
      id,
      name: word,
      tag: word,
      active: fc.boolean(),
      orderOffset: fc.integer({ min: -2, max: 2 }),
      spawnedBy: fc.oneof(fc.constant(null), id),
      components: some,
    },
    { requiredKeys: ['id'], noNullPrototype: true },
  ) as Arbitrary<EntityText>;
  return fc.uniqueArray(fc.tuple(entity, fc.nat(), fc.nat()), { selector: ([{ id: own }]) => own, maxLength }).map((drawn) => {
    // Ranks decide who may hang below whom, so that there is no cycle and a parent may come after its children.
    const ranked = drawn.map(([, , rank], at) => ({ rank, at })).sort((a, b) => a.rank - b.rank || a.at - b.at);
    const place = new Map(ranked.map(({ at }, index) => [at, index]));
    return drawn.map(([one, choice], at): EntityText => {
      const before = place.get(at) as number,
        chosen = choice % (before + 1);
      return chosen === before ? one : { ...one, parent: (drawn[(ranked[chosen] as { at: number }).at] as (typeof drawn)[number])[0].id };
    });
  });
}
