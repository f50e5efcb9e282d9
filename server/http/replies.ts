import Type, { type TSchema } from 'typebox';

/** Shapes of the answers, for the API's page. They describe, and do not filter: an answer goes out as it was made. */
const Wall = Type.Optional(Type.Number({ description: 'Time of day at the server then, in milliseconds since 1970.' }));
const OrNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const Faults = Type.Array(Type.Object({ index: Type.Optional(Type.Integer()), path: Type.String(), expected: Type.String(), message: Type.String() }));
/** Something that was found in the text of a scene. */
export const Finding = Type.Object({
  path: Type.String(),
  expected: Type.String(),
  message: Type.String(),
  code: Type.Optional(Type.String()),
  level: Type.Optional(Type.Literal('warning', { description: 'Where it stops nothing.' })),
  line: Type.Optional(Type.Integer()),
  column: Type.Optional(Type.Integer()),
});
export const ErrorReply = Type.Object({
  code: Type.String({ description: 'WW_…' }),
  message: Type.String(),
  errors: Type.Optional(Faults),
  retryAfter: Type.Optional(Type.Integer({ description: 'Where it may help: seconds after which to ask again.' })),
});
/** An answer without a body. */
export const Done = Type.Null({ description: 'Done.' });

const summary = {
  name: Type.String(),
  tick: Type.Integer(),
  tickRate: Type.Number(),
  paused: Type.Boolean(),
  unsaved: Type.Boolean({ description: 'Whether there are edits on no disk.' }),
  stuck: Type.Optional(Type.Literal(true, { description: 'It does not answer: the numbers are those that it told last.' })),
  entities: Type.Integer(),
  users: Type.Integer(),
};
export const WorldsReply = Type.Object({ worlds: Type.Array(Type.Object(summary)) });
export const WorldReply = Type.Object({
  ...summary,
  title: Type.String(),
  time: Type.Number(),
  wall: Wall,
  kept: Type.Optional(Type.Literal(true, { description: 'The world keeps something by itself that its file does not hold yet, as a store of a flow.' })),
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
const Socket = Type.Object({
  connection: Type.Integer(),
  url: Type.String(),
  remote: Type.String({ description: 'Address and port that it is connected to.' }),
  openedAt: Type.String({ description: 'ISO 8601.' }),
  took: Type.Number({ description: 'Milliseconds from the start of the attempt to open.' }),
  status: Type.Integer(),
  statusText: Type.String(),
  headers: Type.Array(Type.Array(Type.String()), { description: "Name and value of each header of the server's answer; secrets are shown as …" }),
  protocol: Type.String(),
  extensions: Type.String(),
  roundTrip: Type.Union([Type.Number(), Type.Null()], {
    description: 'Milliseconds of the newest ping that was answered; asking sends the next. Null before one was.',
  }),
  queued: Type.Integer(),
  buffered: Type.Integer(),
  machine: Type.Object({ userId: Type.String(), machineId: Type.String(), kind: Type.String() }, { description: 'Who carries it.' }),
});
export const ConnectionReply = Type.Object({ socket: Type.Union([Socket, Type.Null()]) });
export const FirstRowsReply = Type.Object({
  version: Type.Integer({ description: "Of the page's wire." }),
  world: OrNull(Type.String({ description: 'Whose rows these are; null where no world answers.' })),
  total: Type.Integer({ description: 'How many rows there are in all.' }),
  rows: Type.Array(Type.Object({})),
  unfolded: OrNull(Type.Array(Type.String(), { description: 'What was unfolded as at a first visit; null where this is none.' })),
});
export const EntitiesReply = Type.Object({ total: Type.Integer(), entities: Type.Array(Entity) });
export const EditReply = Type.Object({
  tick: Type.Integer(),
  results: Type.Array(Type.Object({ entity: Type.String(), component: Type.Optional(Type.String()) })),
  kept: Type.Optional(
    Type.Array(Type.Object({ path: Type.String(), by: Type.String(), entity: Type.String(), name: OrNull(Type.String()), what: Type.String() }), {
      description: 'What an undo left alone, since somebody else has changed it: what of which entity, and by whom.',
    }),
  ),
  step: Type.Optional(
    Type.Object(
      { seq: Type.Integer(), label: Type.String(), entity: OrNull(Type.String()), name: OrNull(Type.String()) },
      { description: 'The step that an undo took back, or a redo brought again.' },
    ),
  ),
  durable: Type.Optional(Type.Boolean({ description: 'Where `durable` was asked for: whether the edit outlives a crash of the machine.' })),
  reason: Type.Optional(Type.String({ description: 'Why it does not.' })),
  sent: Type.Optional(
    Type.Integer({
      description: 'Of Send: the number of the message on its connection, by which LastError and the log name it should it not go out after all.',
    }),
  ),
});
export const ImpulseReply = Type.Object({ tick: Type.Integer(), triggered: Type.Integer({ description: 'How many received it.' }) });
export const RunReply = Type.Object({ tick: Type.Integer(), paused: Type.Boolean() });
export const SaveReply = Type.Object({
  tick: Type.Integer(),
  durable: Type.Literal(true),
  file: Type.String({ description: 'Name of its file, without the folder.' }),
});
const TextOrNull = Type.Union([Type.String(), Type.Null()]);
export const DifferenceReply = Type.Object({
  rows: Type.Array(
    Type.Object({
      entity: Type.String({ description: 'Id of the entity; empty for the scene itself.' }),
      path: Type.Array(Type.String()),
      what: Type.String({ description: '`Component.field`, a component, or a property; empty for the entity as a whole.' }),
      file: TextOrNull,
      world: TextOrNull,
    }),
  ),
  total: Type.Integer({ description: 'How many there are; the first 500 are told.' }),
  fault: Type.Optional(Type.String({ description: 'Why the file is no scene.' })),
  text: Type.Optional(Type.Object({ lines: Type.Array(Type.String()), more: Type.Integer() })),
});
const SeenValueReply = Type.Union([Type.Object({ value: Type.Unknown() }), Type.Object({ characters: Type.Integer() }), Type.Null()], {
  description: 'Whole, or of a long one its length as JSON; null where there was no such field.',
});
const PlaceReply = Type.Object({ segment: Type.Integer(), step: Type.Integer(), part: Type.Integer() });
export const FieldHistoryReply = Type.Object({
  changes: Type.Array(
    Type.Object({
      tick: Type.Integer({ description: 'Of the last, where several in a row are told as one.' }),
      wall: Type.Optional(Type.Number({ description: 'Time of day, in milliseconds since 1970.' })),
      count: Type.Integer({ description: 'How many changes in a row, a second or less apart, by the same cause.' }),
      since: Type.Integer({ description: 'Tick of the first of them.' }),
      before: SeenValueReply,
      after: SeenValueReply,
      what: Type.Enum(['value', 'component', 'entity'], { description: 'What was set, or came or went.' }),
      cause: Type.Object({
        kind: Type.String({
          description:
            'A user’s `edit`, `undo`, `redo`, `revert`, `spawn`, `command` or `impulse`; `driven`, by what drives the field; `component`, by a flow or ' +
            'script; `system`; `outside`, by what came over a connection; `people`, as somebody came or left; `host`; `unknown`.',
        }),
        user: Type.Optional(Type.String({ description: 'User id.' })),
        name: Type.Optional(Type.String({ description: 'Their name as the world knew it then.' })),
        component: Type.Optional(Type.Object({ entity: Type.String(), component: Type.String() })),
        system: Type.Optional(Type.String()),
        label: Type.Optional(Type.String({ description: 'The edit in words.' })),
      }),
      place: PlaceReply,
    }),
    { description: 'Newest first.' },
  ),
  from: Type.Integer({ description: 'All was looked through from this tick …' }),
  to: Type.Integer({ description: '… to this one.' }),
  now: Type.Optional(SeenValueReply),
  holes: Type.Array(Type.Object({ from: Type.Integer(), to: Type.Integer() }), { description: 'Ticks of which it is not known what happened.' }),
  next: Type.Optional(PlaceReply),
  unfinished: Type.Optional(Type.Literal(true, { description: 'It took too long, and goes on from `next`.' })),
  of: Type.Enum(['journal', 'memory']),
});
const VersionReply = Type.Object({
  number: Type.Integer(),
  why: Type.Enum(['save', 'autosave', 'state', 'before', 'file'], {
    description:
      '`save` by a person, `autosave`, `state` in between, `before` something else took its place, `file`: as it stood in the file when that was ' +
      'opened or written over.',
  }),
  at: Type.String({ description: 'When, ISO 8601.' }),
  tick: Type.Optional(Type.Integer()),
  authors: Type.Array(Type.Object({ userId: Type.String(), name: Type.Optional(Type.String()), edits: Type.Integer() }), {
    description: 'Who edited since the version before.',
  }),
  changes: Type.Array(Type.String(), { description: 'The newest of their edits in words.' }),
  edits: Type.Integer({ description: 'How many edits there were since the version before; a drag is one.' }),
  bytes: Type.Integer(),
  sha256: Type.String({ description: 'Of the text.' }),
  size: Type.Integer({ description: 'Bytes that it takes where it is kept.' }),
});
export const VersionsReply = Type.Object({ versions: Type.Array(VersionReply), total: Type.Integer() });
export const VersionTextReply = Type.Object({ text: Type.String() });
export const VersionDifferenceReply = Type.Object({
  rows: Type.Array(
    Type.Object({
      entity: Type.String({ description: 'Id of the entity; empty for the scene itself.' }),
      path: Type.Array(Type.String()),
      what: Type.String({ description: '`Component.field`, a component, or a property; empty for the entity as a whole.' }),
      before: TextOrNull,
      after: TextOrNull,
    }),
  ),
  total: Type.Integer({ description: 'How many there are; the first 500 are told.' }),
  fault: Type.Optional(Type.String({ description: 'Why one of them is no scene any more.' })),
  text: Type.Object({ lines: Type.Array(Type.String()), more: Type.Integer() }),
});
export const TakenBackReply = Type.Object({
  operations: Type.Integer({ description: 'How many operations it took; 0 where nothing differs.' }),
  left: Type.Array(Type.String(), { description: 'What could not be brought back.' }),
  tick: Type.Integer(),
  edit: Type.Optional(Type.Integer({ description: 'Number of the edit.' })),
});
export const ChangesReply = Type.Object({
  rows: Type.Array(
    Type.Object({
      change: Type.Integer({ description: 'Names it for as long as the world runs.' }),
      kind: Type.Enum(['added', 'removed', 'moved', 'changed']),
      entity: Type.String({ description: 'Id of the entity, which may be gone.' }),
      path: Type.Array(Type.String(), { description: 'Its name and those above it, from the top.' }),
      what: Type.String({ description: '`Component.Field`, a component, or a property of the entity; empty where it is the entity itself.' }),
      before: Type.Optional(Type.Unknown({ description: 'What it was; of a long value the beginning, as text.' })),
      now: Type.Optional(Type.Unknown()),
      author: Type.String({ description: 'Who changed it last.' }),
      tick: Type.Integer(),
      wall: Wall,
    }),
  ),
  total: Type.Integer({ description: 'How many there are; more than can be listed where some are no longer kept.' }),
});
export const HistoryReply = Type.Object({
  entries: Type.Array(
    Type.Object({
      seq: Type.Integer(),
      author: Type.String(),
      tick: Type.Integer(),
      wall: Wall,
      label: Type.String(),
      entity: Type.Union([Type.String(), Type.Null()]),
      undone: Type.Boolean(),
    }),
  ),
  total: Type.Integer(),
});
export const LogReply = Type.Object({
  entries: Type.Array(
    Type.Object({
      seq: Type.Integer(),
      tick: Type.Integer(),
      wall: Wall,
      time: Type.Number(),
      level: Type.String(),
      entity: Type.Union([Type.String(), Type.Null()]),
      source: Type.String(),
      user: Type.Optional(Type.String({ description: 'User id of who set it off, where that is neither the host nor `source`.' })),
      message: Type.String(),
    }),
  ),
  next: Type.Integer(),
});
export const UsersReply = Type.Object({
  users: Type.Array(
    Type.Object({
      userId: Type.String(),
      machineId: Type.String(),
      name: Type.String(),
      role: Type.String(),
      kind: Type.Optional(Type.String({ description: '`server`, `browser` or `terminal`: what this machine opens sockets with. Absent where it opens none.' })),
    }),
    { description: 'Each user on each of their machines, the newest last.' },
  ),
  removed: Type.Array(Type.Object({ userId: Type.String(), name: Type.String(), by: Type.String(), at: Type.String() }), {
    description: 'Who was removed from this server and stays out; empty for those who may not let them back in.',
  }),
});
const Ports = Type.Array(Type.Object({ name: Type.String({ description: '`*` is the node itself.' }) }));
const Names = Type.Array(Type.String());
export const NodesReply = Type.Object({
  version: Type.String(),
  nodes: Type.Array(
    Type.Object({
      name: Type.String({ description: 'Without the type that it may be for.' }),
      generic: Type.Optional(Names),
      category: Type.String(),
      doc: Type.String(),
      title: Type.Optional(Type.String({ description: 'What the original shows on it.' })),
      inputs: Ports,
      outputs: Ports,
      exits: Ports,
      entrances: Ports,
      refs: Ports,
      pure: Type.Boolean(),
    }),
  ),
  types: Type.Array(
    Type.Object({
      name: Type.String(),
      widens: Type.Array(Type.String(), { description: 'Types to which a wire may lead from it.' }),
      literal: Type.Boolean({ description: 'Whether a value of it can be written down.' }),
      expected: Type.String(),
      nothing: Type.Unknown({ description: 'What there is where nothing is given.' }),
      words: Type.Optional(Names),
    }),
  ),
});
export const ComponentsReply = Type.Object({ components: Type.Array(Type.Object({ name: Type.String(), doc: Type.String(), category: Type.String() })) });
