import Type from 'typebox';

/** Shapes of the answers, for the API's page. They describe, and do not filter: an answer goes out as it was made. */
const Faults = Type.Array(Type.Object({ index: Type.Optional(Type.Integer()), path: Type.String(), expected: Type.String(), message: Type.String() }));
export const ErrorReply = Type.Object({ code: Type.String({ description: 'WW_…' }), message: Type.String(), errors: Type.Optional(Faults) });

const summary = { name: Type.String(), tick: Type.Integer(), tickRate: Type.Number(), paused: Type.Boolean(), entities: Type.Integer(), users: Type.Integer() };
export const WorldsReply = Type.Object({ worlds: Type.Array(Type.Object(summary)) });
export const WorldReply = Type.Object({
  ...summary,
  title: Type.String(),
  time: Type.Number(),
  unsaved: Type.Boolean(),
  connections: Type.Object({}),
  run: Type.Object({}),
  systems: Type.Array(
    Type.Object({ name: Type.String(), milliseconds: Type.Number({ description: 'Of each tick, as a moving mean over about the last 60.' }) }),
  ),
});

const Entity = Type.Object({
  id: Type.String(),
  name: Type.String(),
  parent: Type.Union([Type.String(), Type.Null()]),
  tag: Type.String(),
  active: Type.Boolean(),
  persistent: Type.Boolean(),
  orderOffset: Type.Integer(),
  children: Type.Array(Type.String()),
  components: Type.Object({}),
});
export const EntityReply = Entity;
export const EntitiesReply = Type.Object({ total: Type.Integer(), entities: Type.Array(Entity) });
export const EditReply = Type.Object({
  tick: Type.Integer(),
  results: Type.Array(Type.Object({ entity: Type.String(), component: Type.Optional(Type.String()) })),
  kept: Type.Optional(Type.Array(Type.Object({ path: Type.String(), by: Type.String() }))),
});
export const ImpulseReply = Type.Object({ tick: Type.Integer(), triggered: Type.Integer({ description: 'How many received it.' }) });
export const RunReply = Type.Object({ tick: Type.Integer(), paused: Type.Boolean() });
export const SaveReply = Type.Object({ tick: Type.Integer(), durable: Type.Literal(true) });
export const LogReply = Type.Object({
  entries: Type.Array(
    Type.Object({
      seq: Type.Integer(),
      tick: Type.Integer(),
      time: Type.Number(),
      level: Type.String(),
      entity: Type.Union([Type.String(), Type.Null()]),
      source: Type.String(),
      message: Type.String(),
    }),
  ),
  next: Type.Integer(),
});
export const UsersReply = Type.Object({
  users: Type.Array(Type.Object({ userId: Type.String(), machineId: Type.String(), name: Type.String(), role: Type.String() })),
});
export const ComponentsReply = Type.Object({ components: Type.Array(Type.Object({ name: Type.String(), doc: Type.String(), category: Type.String() })) });
