import { Sample, SavedSent, Sent } from './sends.ts';
import { Passed } from './traffic.ts';
import Type from 'typebox';
import type {
  ChangeRow,
  ClientRow,
  SocketRow,
  CommonDetail,
  CommonValue,
  ConnectionState,
  EntityDetail,
  FieldValues,
  LogEntry,
  PoseEntity,
  TableRow,
  TrafficEntry,
  ValueSample,
  TrailStep,
  TreeRow,
  ViewUpdate,
  WorldStatus,
} from '../../engine/index.ts';
import type { SentUpdate, ShortRow } from '../protocol.ts';
import { AnyJson, Code, Count, FACTS, listOf, Text, Wall, Word, WordOrNull } from './facts.ts';
import { GRAPH } from './graphs.ts';
import { mapOf } from './operations.ts';
import { tied } from './tied.ts';

const State = Type.Enum(['Idle', 'AwaitingAccess', 'Denied', 'Connecting', 'Open', 'Closing', 'WaitingToRetry']);
const TextOrNull = Type.Union([Text, Type.Null()]);
const Step = Type.Object({ id: Word, name: Text });
const Values = mapOf(AnyJson);
const Colour = listOf(Type.Number());
type InStates = { readonly [state in ConnectionState]?: number };
const { states } = tied<{ readonly states: InStates }>()({
  states: Type.Object({
    Idle: Type.Optional(Count),
    AwaitingAccess: Type.Optional(Count),
    Denied: Type.Optional(Count),
    Connecting: Type.Optional(Count),
    Open: Type.Optional(Count),
    Closing: Type.Optional(Count),
    WaitingToRetry: Type.Optional(Count),
  }),
});
const { common: Common } = tied<{ readonly common: CommonValue }>()({
  common: Type.Union([Type.Object({ value: AnyJson }), Type.Object({ mixed: Type.Literal(true) })]),
});

/** What views show of a world, each tied to its type. */
const SHOWN = tied<{
  readonly tree: TreeRow;
  readonly table: TableRow;
  readonly entity: EntityDetail;
  readonly common: CommonDetail;
  readonly traffic: TrafficEntry;
  readonly trail: TrailStep;
  readonly pose: PoseEntity;
  readonly change: ChangeRow;
  readonly client: ClientRow;
  readonly socket: SocketRow;
  readonly log: LogEntry;
  readonly status: WorldStatus;
}>()({
  tree: Type.Object({
    id: Word,
    name: Text,
    parent: WordOrNull,
    depth: Count,
    children: Count,
    expanded: Type.Boolean(),
    active: Type.Boolean(),
    inactive: Type.Boolean(),
    persistent: Type.Boolean(),
    tag: Text,
    components: Type.Array(Word),
    state: Type.Optional(State),
    at: Count,
    of: Count,
    below: Type.Optional(states),
    link: Type.Optional(Type.Enum(['source', 'instance', 'part', 'added'])),
    overrides: Type.Optional(Count),
    path: Type.Optional(Type.Array(Step)),
  }),
  table: Type.Object({ entity: Word, component: Word, values: Type.Array(AnyJson) }),
  entity: Type.Object({
    id: Word,
    name: Text,
    parent: WordOrNull,
    tag: Text,
    active: Type.Boolean(),
    persistent: Type.Boolean(),
    orderOffset: Type.Integer(),
    children: Type.Array(Word),
    components: mapOf(Values),
    path: Type.Array(Step),
    spawnedBy: WordOrNull,
    driven: mapOf(Type.Object({ entity: Word, component: Word })),
    instance: Type.Optional(
      Type.Object({
        root: Word,
        rootName: Text,
        source: Word,
        sourceName: Text,
        of: WordOrNull,
        marks: Type.Array(Text),
        all: Type.Optional(Type.Array(Text)),
      }),
    ),
    reach: Type.Optional(Count),
    isSource: Type.Optional(Type.Literal(true)),
  }),
  common: Type.Object({
    count: Count,
    name: Common,
    parent: Common,
    tag: Common,
    active: Common,
    persistent: Common,
    orderOffset: Common,
    components: mapOf(mapOf(Common)),
    driven: Type.Array(Word),
  }),
  traffic: Type.Object({
    seq: Count,
    tick: Count,
    real: Type.Number(),
    what: Type.Enum(['in', 'out', 'state']),
    wall: Wall,
    size: Count,
    binary: Type.Boolean(),
    data: Text,
    cut: Type.Boolean(),
    state: Type.Optional(State),
  }),
  trail: Type.Object({ real: Type.Number(), state: State }),
  pose: Type.Object({
    id: Word,
    name: Text,
    parent: Type.Integer({ minimum: -1 }),
    inactive: Type.Boolean(),
    state: Type.Optional(State),
    color: Type.Optional(Colour),
  }),
  change: Type.Object({
    change: Count,
    kind: Type.Enum(['added', 'removed', 'moved', 'changed']),
    entity: Word,
    path: Type.Array(Text),
    what: Text,
    before: Type.Optional(AnyJson),
    now: Type.Optional(AnyJson),
    author: Text,
    tick: Count,
    wall: Wall,
  }),
  client: Type.Object({
    entity: Word,
    name: Text,
    component: Text,
    client: Count,
    state: Type.Enum(['Open', 'Closing', 'Gone']),
    path: Text,
    protocol: Text,
    address: Text,
    came: Type.Number(),
    messagesIn: Count,
    messagesOut: Count,
    bytesIn: Count,
    bytesOut: Count,
    buffered: Count,
  }),
  socket: Type.Object({
    entity: Word,
    name: Text,
    component: Word,
    socket: Count,
    kind: Type.Enum(['socket', 'client', 'server']),
    state: Type.Enum(['AwaitingAccess', 'Connecting', 'Open', 'Closing', 'Starting', 'Listening']),
    url: Text,
    protocol: Text,
    server: Count,
    address: Text,
    clients: Count,
    since: Type.Number(),
    messagesIn: Count,
    messagesOut: Count,
    bytesIn: Count,
    bytesOut: Count,
    buffered: Count,
  }),
  log: Type.Object({
    seq: Count,
    tick: Count,
    time: Type.Number(),
    wall: Wall,
    level: Type.Enum(['debug', 'info', 'warn', 'error', 'edit']),
    entity: WordOrNull,
    source: Text,
    user: Type.Optional(Text),
    message: Text,
  }),
  status: Type.Object({
    name: Text,
    tick: Count,
    time: Type.Number(),
    wall: Wall,
    tickRate: Type.Number(),
    entities: Count,
    users: Type.Array(FACTS.user),
    connections: states,
    clients: Type.Optional(Count),
    sockets: Type.Optional(Count),
    unsaved: Type.Boolean(),
    kept: Type.Optional(Type.Literal(true)),
    undo: TextOrNull,
    redo: TextOrNull,
  }),
});

const OF_VIEW = { view: Count, tick: Count };
const By = Type.Optional(Text);
/** Bytes in the order of the machine, as socket.io hands them over. */
const bytesAs = <T>() => Type.Unsafe<T>(Type.Unknown());

type Updates = { readonly [K in ViewUpdate['kind']]: Extract<ViewUpdate, { readonly kind: K }> };
/** The form of each update of a view, by its kind. */
export const UPDATES = tied<Updates>()({
  tree: Type.Object({ ...OF_VIEW, kind: Type.Literal('tree'), total: Count, offset: Count, rows: Type.Array(SHOWN.tree) }),
  entity: Type.Object({ ...OF_VIEW, kind: Type.Literal('entity'), whole: SHOWN.entity, by: By }),
  fields: Type.Object({ ...OF_VIEW, kind: Type.Literal('fields'), changed: Type.Unsafe<{ readonly [component: string]: FieldValues }>(mapOf(Values)), by: By }),
  common: Type.Object({ ...OF_VIEW, kind: Type.Literal('common'), common: SHOWN.common }),
  table: Type.Object({
    ...OF_VIEW,
    kind: Type.Literal('table'),
    total: Count,
    offset: Count,
    rows: Type.Array(SHOWN.table),
    groups: Type.Optional(Type.Array(Type.Object({ value: AnyJson, count: Count }))),
  }),
  messages: Type.Object({ ...OF_VIEW, kind: Type.Literal('messages'), entries: Type.Array(SHOWN.traffic), skipped: Count }),
  clients: Type.Object({
    ...OF_VIEW,
    kind: Type.Literal('clients'),
    total: Count,
    offset: Count,
    rows: Type.Array(SHOWN.client),
    real: Type.Number(),
    wall: Wall,
  }),
  sockets: Type.Object({
    ...OF_VIEW,
    kind: Type.Literal('sockets'),
    total: Count,
    offset: Count,
    rows: Type.Array(SHOWN.socket),
    real: Type.Number(),
    wall: Wall,
  }),
  graph: Type.Object({
    ...OF_VIEW,
    kind: Type.Literal('graph'),
    whole: Type.Optional(Type.Literal(true)),
    order: Type.Optional(Type.Array(Text)),
    nodes: Type.Optional(mapOf(Type.Union([GRAPH.node, Type.Null()]))),
    ports: Type.Optional(mapOf(Type.Tuple([Word, WordOrNull]))),
    rest: Type.Optional(Values),
    facts: Type.Optional(mapOf(Type.Union([GRAPH.facts, Type.Null()]))),
    state: Type.Optional(GRAPH.state),
    run: Type.Optional(GRAPH.run),
    by: By,
  }),
  ports: Type.Object({ ...OF_VIEW, kind: Type.Literal('ports'), values: mapOf(GRAPH.value) }),
  trace: Type.Object({ ...OF_VIEW, kind: Type.Literal('trace'), at: Count, hit: Count, steps: Type.Array(GRAPH.step), left: Type.Optional(Count) }),
  unchecked: Type.Object({ ...OF_VIEW, kind: Type.Literal('unchecked'), nodes: mapOf(Count) }),
  trail: Type.Object({ ...OF_VIEW, kind: Type.Literal('trail'), steps: Type.Array(SHOWN.trail), real: Type.Number(), wall: Wall }),
  poses: Type.Object({
    ...OF_VIEW,
    kind: Type.Literal('poses'),
    entities: Type.Optional(Type.Array(SHOWN.pose)),
    poses: Type.Object({ indexes: bytesAs<Uint32Array>(), values: bytesAs<Float32Array>() }),
    more: Type.Optional(Count),
  }),
  looks: Type.Object({
    ...OF_VIEW,
    kind: Type.Literal('looks'),
    changed: Type.Array(Type.Object({ index: Count, state: Type.Optional(State), color: Type.Optional(Colour) })),
  }),
  history: Type.Object({ ...OF_VIEW, kind: Type.Literal('history'), entries: Type.Array(FACTS.history), total: Count }),
  changes: Type.Object({ ...OF_VIEW, kind: Type.Literal('changes'), rows: Type.Array(SHOWN.change), total: Count }),
  gone: Type.Object({ ...OF_VIEW, kind: Type.Literal('gone'), entity: Word }),
  log: Type.Object({ ...OF_VIEW, kind: Type.Literal('log'), entries: Type.Array(SHOWN.log), skipped: Count }),
  status: Type.Object({ ...OF_VIEW, kind: Type.Literal('status'), status: SHOWN.status }),
  traffic: Type.Object({
    ...OF_VIEW,
    kind: Type.Literal('traffic'),
    total: Count,
    offset: Count,
    rows: Type.Array(Passed),
    kept: Type.Union([Type.Unsafe<readonly [number, number]>(Type.Tuple([Count, Count])), Type.Null()]),
    searching: Type.Optional(Type.Literal(true)),
  }),
  values: Type.Object({
    ...OF_VIEW,
    kind: Type.Literal('values'),
    real: Type.Number(),
    wall: Wall,
    samples: mapOf(Type.Array(Type.Unsafe<ValueSample>(Type.Tuple([Count, Type.Number(), AnyJson])))),
    missed: Type.Optional(Count),
    met: Type.Optional(Type.Array(Type.Object({ at: Count, tick: Count, real: Type.Number(), value: AnyJson }))),
    holds: Type.Array(Count),
  }),
  sends: Type.Object({ ...OF_VIEW, kind: Type.Literal('sends'), rows: Type.Array(Sent) }),
  savedSends: Type.Object({ ...OF_VIEW, kind: Type.Literal('savedSends'), saved: Type.Array(SavedSent), more: Count }),
  sendPreview: Type.Object({
    ...OF_VIEW,
    kind: Type.Literal('sendPreview'),
    count: Count,
    open: Count,
    said: Type.Array(Sample),
    tooMany: Type.Optional(Count),
  }),
  fault: Type.Object({ ...OF_VIEW, kind: Type.Literal('fault'), code: Code, message: Text }),
});

/** An update of a view. */
export const AnyUpdate = Type.Unsafe<ViewUpdate>(Type.Union(Object.values(UPDATES)));

const shortRow = Type.Unsafe<ShortRow>(Type.Union([Count, Type.Array(AnyJson, { minItems: 1 })]));
type Shortened = { readonly [K in 'tree' | 'table' | 'graph']: Extract<SentUpdate, { readonly kind: K }> };
/** Those that are otherwise in short form, by their kind. */
const SHORT = tied<Shortened>()({
  tree: Type.Object({ ...UPDATES.tree.properties, rows: Type.Array(Type.Union([SHOWN.tree, shortRow])) }),
  graph: Type.Object({ ...UPDATES.graph.properties, nodes: Type.Optional(mapOf(Type.Union([GRAPH.node, GRAPH.port, Type.Null()]))) }),
  table: Type.Object({ ...UPDATES.table.properties, rows: Type.Array(Type.Union([SHOWN.table, shortRow])) }),
});
/** An update in its short form; a list stands for changed fields. */
export const ShortUpdate = Type.Unsafe<SentUpdate>(Type.Union([...Object.values({ ...UPDATES, ...SHORT }), Type.Array(AnyJson, { minItems: 2 })]));
