import { ACCESS_SCOPES } from '../../engine/access-scopes.ts';
import Type, { type Static, type TSchema } from 'typebox';
import { ERRORS, ROLES, type ErrorCode, type Fault, type HistoryRow, type JoinedUser, type Json, type Role, type SystemCost } from '../../engine/index.ts';
import type { AgentFeatures, AgentQuestion, Prompt, RememberedDecision } from '../../agent/messages.ts';
import type { FileStatus } from '../saving/file-status.ts';
import type { RunStatus, WorldSummary } from '../hosting/run-status.ts';
import type { FileDifferenceRow } from '../saving/scene-difference.ts';
import type { FieldChange } from '../past/field-change.ts';
import type { TimeMark, TimeSample } from '../past/timeline.ts';
import type { VersionDifferenceRow } from '../versions/version-difference.ts';
import type { Version } from '../versions/version-file.ts';
import type { CarriedConnection } from '../links/relay.ts';
import type { SocketInfo } from '../links/socket-info.ts';
import type { Person } from '../protocol.ts';
import type { RemovedUser } from '../security/standing.ts';
import { tied } from './tied.ts';

/*
 * What the server tells of, as the forms of its answers and of its messages share it. A machine that has joined a server goes by some of
 * it, so that its texts and lists have bounds.
 */

/** A text of the server's own, or of a world. */
export const Text = Type.String({ maxLength: 100_000 });
/** A name or an id. */
export const Word = Type.String({ maxLength: 1000 });
export const Count = Type.Integer({ minimum: 0 });
/** Anything in JSON. */
export const AnyJson = Type.Unsafe<Json>(Type.Unknown());
export const WordOrNull = Type.Union([Word, Type.Null()]);
const NumberOrNull = Type.Union([Type.Number(), Type.Null()]);
/** Time of day in milliseconds since 1970, where it is known. */
export const Wall = Type.Optional(Type.Number());
/** A code of failure. */
export const Code = Type.Enum(Object.keys(ERRORS) as ErrorCode[]);

const Scope = Type.Enum([...ACCESS_SCOPES]);
/** What a machine says that its agent can do. */
export const FEATURES = {
  kind: Type.Enum(['browser', 'terminal']),
  headers: Type.Boolean(),
  pings: Type.Boolean(),
  pauses: Type.Boolean(),
  checksAddresses: Type.Boolean(),
  unattended: Type.Optional(Type.Literal(true)),
};
const Host = { scope: Scope, host: Text, port: Count };
const UserRef = Type.Object({ userId: Text, machineId: Type.Union([Text, Type.Null()]) });
const Kind = Type.Enum(['server', 'browser', 'terminal']);
/** What is marked of time. */
export const MARK = Type.Enum(['edit', 'problem', 'connection', 'save', 'people', 'restart']);
/** Ticks that can be shown, and from where. */
export const PAST = Type.Object({ from: Count, to: Count, of: Type.Enum(['memory', 'journal']) });

/** Where a change of a field stands in what is kept of the past. */
export const PLACE = Type.Object({ segment: Count, step: Count, part: Count });
/** A value of a field as it was; null where there was no such field. */
export const SEEN_VALUE = Type.Union([Type.Object({ value: AnyJson }), Type.Object({ characters: Count }), Type.Null()]);

/** A list of what has this form. */
export const listOf = <T extends TSchema>(form: T) => Type.Unsafe<readonly Static<T>[]>(Type.Array(form));

const { user, edited, graph, features, fault } = tied<{
  readonly user: JoinedUser;
  readonly edited: NonNullable<Person['editing']>;
  readonly graph: NonNullable<Person['graph']>;
  readonly features: AgentFeatures;
  readonly fault: Fault;
}>()({
  user: Type.Object({ userId: Text, machineId: Text, name: Text, role: Type.Enum([...ROLES] as Role[]), kind: Type.Optional(Kind) }),
  edited: Type.Object({ entity: Word, component: Word, field: Word }),
  graph: Type.Object({
    entity: Word,
    component: Word,
    at: Type.Optional(Type.Tuple([Type.Number(), Type.Number()])),
    nodes: Type.Array(Word),
    wire: Type.Optional(Word),
  }),
  features: Type.Object(FEATURES),
  fault: Type.Object({
    path: Type.String(),
    expected: Type.String(),
    message: Type.String(),
    code: Type.Optional(Code),
    level: Type.Optional(Type.Literal('warning')),
    line: Type.Optional(Count),
    column: Type.Optional(Count),
    index: Type.Optional(Count),
  }),
});

const QUESTION = {
  ask: Count,
  user: UserRef,
  ...Host,
  url: Text,
  reason: Type.String({ maxLength: 10_000 }),
  entity: Word,
  path: Type.Array(Word, { maxItems: 100 }),
  component: Word,
  standing: Type.Optional(Type.Literal(true)),
  once: Type.Optional(Type.Literal(true)),
  warning: Type.Optional(Word),
};
const { file: FILE, cost: COST } = tied<{ readonly file: FileStatus; readonly cost: SystemCost }>()({
  file: Type.Object({
    name: WordOrNull,
    life: Word,
    edits: Count,
    savedEdits: Count,
    unsaved: Count,
    hash: Word,
    state: Type.Enum(['same', 'changed', 'removed']),
    takenUp: Type.Optional(Count),
    trouble: Type.Union([Text, Type.Null()]),
  }),
  cost: Type.Object({ system: Text, milliseconds: Type.Number() }),
});
const SocketMachine = Type.Object({ userId: Text, machineId: Text, kind: Kind });

/** What answers and messages tell of, each tied to its type. */
export const FACTS = {
  user,
  ...tied<{
    readonly summary: WorldSummary;
    readonly run: RunStatus;
    readonly fault: Fault;
    readonly person: Person;
    readonly removed: RemovedUser;
    readonly prompt: Prompt;
    readonly question: AgentQuestion;
    readonly decision: RememberedDecision;
    readonly carried: CarriedConnection;
    readonly socket: SocketInfo;
    readonly history: HistoryRow;
    readonly difference: FileDifferenceRow;
    readonly version: Version;
    readonly versionDifference: VersionDifferenceRow;
    readonly sample: TimeSample;
    readonly mark: TimeMark;
    readonly fieldChange: FieldChange;
  }>()({
    summary: Type.Object({
      name: Text,
      title: Text,
      tick: Count,
      tickRate: Type.Number(),
      paused: Type.Boolean(),
      unsaved: Type.Boolean(),
      file: Type.Optional(Type.Enum(['changed', 'removed'])),
      journal: Type.Optional(Type.Enum(['behind', 'ended'])),
      stuck: Type.Optional(Type.Literal(true)),
      entities: Count,
      users: Count,
    }),
    run: Type.Object({
      world: Text,
      paused: Type.Boolean(),
      stops: Type.Optional(Type.Array(Type.Object({ userId: Word, name: Text, entity: Word, component: Word, node: Text, condition: Type.Optional(Text) }))),
      speed: Type.Number(),
      tick: Count,
      rate: Type.Number(),
      tickTime: Type.Number(),
      worstTickTime: Type.Number(),
      late: Count,
      messagesIn: Count,
      messagesOut: Count,
      recording: Type.Boolean(),
      journal: Type.Optional(Type.Union([Type.Object({ state: Type.Enum(['on', 'behind']) }), Type.Object({ state: Type.Literal('ended'), reason: Text })])),
      reached: Type.Optional(Type.Object({ written: Count, durable: Count })),
      takenUp: Type.Optional(Type.Object({ tick: Count, at: Type.Number(), missing: Type.Array(Text), more: Count, beside: Type.Boolean() })),
      replayOf: Type.Optional(Text),
      file: FILE,
      past: Type.Union([PAST, Type.Null()]),
      costs: Type.Optional(Type.Array(COST)),
    }),
    fault,
    person: Type.Object({
      page: Count,
      user,
      looksAt: WordOrNull,
      selection: Type.Array(Word),
      editing: Type.Union([edited, Type.Null()]),
      graph: Type.Optional(graph),
      latency: NumberOrNull,
      features: Type.Optional(features),
      carries: Count,
    }),
    removed: Type.Object({ userId: Text, name: Text, by: Text, at: Word }),
    prompt: Type.Object({
      ...QUESTION,
      world: Text,
      also: Type.Array(Type.Object({ entity: Word, path: Type.Array(Word) })),
      others: Count,
      newest: Count,
    }),
    question: Type.Object(QUESTION),
    decision: Type.Object({
      ...Host,
      decision: Type.Enum(['allow', 'deny']),
      by: Text,
      name: Type.Optional(Text),
      at: Word,
      reason: Type.Optional(Text),
      near: Type.Optional(Type.Literal(true)),
    }),
    carried: Type.Object({ entity: Word, component: Word, url: Text, open: Type.Boolean() }),
    socket: Type.Object({
      connection: Count,
      machine: SocketMachine,
      url: Text,
      remote: Text,
      openedAt: Word,
      took: Type.Number(),
      status: Count,
      statusText: Text,
      headers: Type.Array(Type.Unsafe<readonly [name: string, value: string]>(Type.Array(Text, { minItems: 2, maxItems: 2 }))),
      protocol: Text,
      extensions: Text,
      roundTrip: NumberOrNull,
      queued: Count,
      buffered: Count,
    }),
    history: Type.Object({
      seq: Count,
      author: Text,
      tick: Count,
      label: Text,
      entity: WordOrNull,
      undone: Type.Boolean(),
      wall: Wall,
    }),
    difference: Type.Object({
      entity: Word,
      path: Type.Array(Text),
      what: Text,
      file: Type.Union([Text, Type.Null()]),
      world: Type.Union([Text, Type.Null()]),
    }),
    sample: Type.Object({ tick: Count, ticks: Count, wall: Wall, tickTime: Type.Number(), messagesIn: Count, messagesOut: Count }),
    version: Type.Object({
      format: Type.Literal('worldwire/version'),
      version: Type.Literal(1),
      number: Count,
      why: Type.Enum(['save', 'autosave', 'state', 'before', 'file']),
      at: Text,
      tick: Type.Optional(Count),
      authors: Type.Array(Type.Object({ userId: Text, name: Type.Optional(Text), edits: Count })),
      changes: Type.Array(Text),
      edits: Count,
      bytes: Count,
      sha256: Text,
      size: Count,
    }),
    versionDifference: Type.Object({
      entity: Type.String({ maxLength: 200 }),
      path: Type.Array(Text),
      what: Text,
      before: Type.Union([Text, Type.Null()]),
      after: Type.Union([Text, Type.Null()]),
    }),
    mark: Type.Object({
      tick: Count,
      wall: Wall,
      kind: MARK,
      entity: WordOrNull,
      source: Text,
      text: Text,
    }),
    fieldChange: Type.Object({
      tick: Count,
      wall: Wall,
      count: Count,
      since: Count,
      before: SEEN_VALUE,
      after: SEEN_VALUE,
      what: Type.Enum(['value', 'component', 'entity']),
      cause: Type.Object({
        kind: Type.Enum([
          'edit',
          'undo',
          'redo',
          'revert',
          'spawn',
          'command',
          'impulse',
          'driven',
          'component',
          'system',
          'outside',
          'people',
          'host',
          'unknown',
        ]),
        user: Type.Optional(Text),
        name: Type.Optional(Text),
        component: Type.Optional(Type.Object({ entity: Word, component: Word })),
        system: Type.Optional(Text),
        label: Type.Optional(Text),
      }),
      place: PLACE,
    }),
  }),
};
