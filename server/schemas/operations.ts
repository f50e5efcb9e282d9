import Type, { type Static, type TSchema } from 'typebox';
import type { EntityData, FieldValues, Json, Operation } from '../../engine/index.ts';
import { tied } from './tied.ts';

const exact = { additionalProperties: false } as const;
export const Id = Type.String({ minLength: 1, maxLength: 200, description: 'Id of an entity.' });
const Name = Type.String({ maxLength: 1000 });
const ComponentKey = Type.String({ minLength: 1, maxLength: 200, description: 'A component type, `WebsocketClient`, or its key, `WebsocketClient#2`.' });
const FieldName = Type.String({ minLength: 1, maxLength: 200 });
/** Anything in JSON; that it is plain is checked before any schema. */
const AnyJson = Type.Unsafe<Json>(Type.Unknown());
/** Values by key. Not a `Record`: its key pattern lets keys with a line break pass unchecked. */
export const mapOf = <T extends TSchema>(values: T) => Type.Unsafe<{ readonly [key: string]: Static<T> }>(Type.Object({}, { additionalProperties: values }));
const Values = mapOf(AnyJson);
/** As an object, or as text, in which keys that stand twice are found. */
export const Item = Type.Union([mapOf(Type.Unknown()), Type.String({ maxLength: 8 * 1024 * 1024, description: 'The text of a scene of one root.' })]);
const OrNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const Parent = Type.Optional(OrNull(Id));

const ENTITY_KEYS = {
  id: Type.Optional(Id),
  name: Type.Optional(Name),
  tag: Type.Optional(Name),
  active: Type.Optional(Type.Boolean()),
  persistent: Type.Optional(Type.Boolean()),
  orderOffset: Type.Optional(Type.Integer({ minimum: -2147483648, maximum: 2147483647 })),
};
/** An entity as it may be said: of what scene files alone hold nothing, and its children as what the world checks, level by level. */
type SaidEntity = Omit<EntityData, 'extras' | 'children'> & { readonly children?: readonly FieldValues[] };
const { entity: EntityForm } = tied<{ readonly entity: SaidEntity }>()({
  entity: Type.Object(
    {
      ...ENTITY_KEYS,
      spawnedBy: Type.Optional(OrNull(Id)),
      components: Type.Optional(mapOf(Values)),
      children: Type.Optional(Type.Array(mapOf(AnyJson), { maxItems: 100_000 })),
    },
    exact,
  ),
});
const PatchStep = Type.Union([
  Type.Object({ op: Type.Literal('add'), path: Type.String({ maxLength: 2000 }), value: AnyJson, new: Type.Optional(Type.Literal(true)) }, exact),
  Type.Object({ op: Type.Enum(['replace', 'test']), path: Type.String({ maxLength: 2000 }), value: AnyJson }, exact),
  Type.Object({ op: Type.Literal('remove'), path: Type.String({ maxLength: 2000 }) }, exact),
  Type.Object({ op: Type.Enum(['move', 'copy']), path: Type.String({ maxLength: 2000 }), from: Type.String({ maxLength: 2000 }) }, exact),
]);

/** The form of each operation, by its `op`. This describes; the world itself checks, since it knows its components. */
type Operations = { readonly [K in Operation['op']]: Extract<Operation, { readonly op: K }> };
/** Marks of what an instance overrides, as its `Overrides` has them. */
const Marks = Type.Optional(Type.Array(Type.String({ maxLength: 1_000 }), { maxItems: 10_000 }));
const OPERATIONS = tied<Operations>()({
  addEntity: Type.Object({ op: Type.Literal('addEntity'), entity: Type.Optional(Type.Unsafe<EntityData>(EntityForm)), parent: Parent, before: Parent }, exact),
  removeEntity: Type.Object({ op: Type.Literal('removeEntity'), entity: Id }, exact),
  updateEntity: Type.Object(
    {
      op: Type.Literal('updateEntity'),
      entity: Id,
      name: ENTITY_KEYS.name,
      tag: ENTITY_KEYS.tag,
      active: ENTITY_KEYS.active,
      persistent: ENTITY_KEYS.persistent,
      orderOffset: ENTITY_KEYS.orderOffset,
      was: Type.Optional(Type.Object({ name: ENTITY_KEYS.name, tag: ENTITY_KEYS.tag }, exact)),
    },
    exact,
  ),
  moveEntity: Type.Object({ op: Type.Literal('moveEntity'), entity: Id, parent: Parent, before: Parent }, exact),
  duplicateEntity: Type.Object({ op: Type.Literal('duplicateEntity'), entity: Id, parent: Parent, id: Type.Optional(Id) }, exact),
  addComponent: Type.Object({ op: Type.Literal('addComponent'), entity: Id, component: ComponentKey, values: Type.Optional(Values) }, exact),
  removeComponent: Type.Object({ op: Type.Literal('removeComponent'), entity: Id, component: ComponentKey }, exact),
  setField: Type.Object({ op: Type.Literal('setField'), entity: Id, component: ComponentKey, field: FieldName, value: AnyJson }, exact),
  patchField: Type.Object(
    { op: Type.Literal('patchField'), entity: Id, component: ComponentKey, field: FieldName, patch: Type.Array(PatchStep, { maxItems: 10_000 }) },
    exact,
  ),
  takeBack: Type.Object({ op: Type.Literal('takeBack'), entity: Id, marks: Marks }, exact),
  giveToSource: Type.Object({ op: Type.Literal('giveToSource'), entity: Id, marks: Marks }, exact),
  makeTemplate: Type.Object({ op: Type.Literal('makeTemplate'), entity: Id, parent: Parent, id: Type.Optional(Id) }, exact),
});

/** Most operations of a batch. */
export const MAX_OPERATIONS = 10_000;
/** One operation, for the API's page. */
export const OperationSchema = Type.Union(Object.values(OPERATIONS));

/** A command. */
export const CommandSchema = Type.Object(
  { command: Type.String({ minLength: 1, maxLength: 200 }), entity: Id, component: ComponentKey, args: Type.Optional(Values) },
  exact,
);
