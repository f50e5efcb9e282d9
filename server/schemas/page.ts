import { Send } from './sends.ts';
import { TrafficFilterForm } from './traffic.ts';
import Type from 'typebox';
import type { Check, Json, Operation, View } from '../../engine/index.ts';
import type { Message, PageToServer } from '../protocol.ts';
import { ACTION_RIGHTS, type ControlAction } from '../security/action-rights.ts';
import { CommandSchema, Id, Item, MAX_OPERATIONS } from './operations.ts';
import { checkByKind } from './by-kind.ts';
import { MOST_TAKEN_BACK, TakenBackPart } from './taken-back.ts';
import { tied } from './tied.ts';
import { ACCESS_SCOPES } from '../../engine/access-scopes.ts';
import { FEATURES } from './facts.ts';
import { RoleSchema } from '../security/roles.ts';

const exact = { additionalProperties: false } as const;
const World = Type.String({ minLength: 1, maxLength: 200 });
const ViewNumber = Type.Integer({ minimum: 0, maximum: 2147483647 });
const Rate = Type.Optional(Type.Number({ minimum: 0.1, maximum: 60 }));
const RequestId = Type.String({ minLength: 1, maxLength: 100 });
const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const VersionNumber = Type.Integer({ minimum: 1, maximum: 99_999_999 });
const Key = Type.String({ minLength: 1, maxLength: 200 });
const Query = Type.Optional(Type.String({ maxLength: 2000 }));
const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 }));

/** Names a stand of the timeline; by chance, so that nobody holds another's. */
const Hold = Type.String({ minLength: 8, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' });
const WatchedValue = Type.Object(
  {
    entity: Id,
    component: Key,
    field: Key,
    part: Type.Optional(Type.String({ maxLength: 64 })),
    when: Type.Optional(
      Type.Object(
        {
          is: Type.Enum(['>', '>=', '<', '<=', '=', '!=', 'changed', 'silent']),
          value: Type.Optional(Type.Union([Type.Number(), Type.String({ maxLength: 300 }), Type.Boolean()])),
          log: Type.Optional(Type.Literal(true)),
          pause: Type.Optional(Type.Literal(true)),
        },
        exact,
      ),
    ),
  },
  exact,
);

type Views = { readonly [K in View['kind']]: Extract<View, { readonly kind: K }> };
/** The form of each view, by its kind. */
const VIEWS = tied<Views>()({
  tree: Type.Object(
    {
      kind: Type.Literal('tree'),
      expanded: Type.Array(Id, { maxItems: 20_000 }),
      offset: Count,
      limit: Type.Integer({ minimum: 0, maximum: 1000 }),
      query: Query,
      root: Type.Optional(Type.Union([Id, Type.Null()])),
    },
    exact,
  ),
  entity: Type.Object({ kind: Type.Literal('entity'), entity: Id, rate: Rate }, exact),
  common: Type.Object({ kind: Type.Literal('common'), entities: Type.Array(Id, { maxItems: 10_000 }), rate: Rate }, exact),
  table: Type.Object(
    {
      kind: Type.Literal('table'),
      component: Type.Optional(Key),
      columns: Type.Array(Key, { maxItems: 50 }),
      offset: Count,
      limit: Type.Integer({ minimum: 0, maximum: 1000 }),
      query: Query,
      sort: Type.Optional(Type.Object({ by: Key, descending: Type.Optional(Type.Boolean()) }, exact)),
      group: Type.Optional(Key),
      rate: Rate,
    },
    exact,
  ),
  messages: Type.Object(
    {
      kind: Type.Literal('messages'),
      entity: Id,
      component: Key,
      client: Type.Optional(Count),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    },
    exact,
  ),
  clients: Type.Object(
    {
      kind: Type.Literal('clients'),
      entity: Type.Optional(Id),
      component: Type.Optional(Key),
      offset: Count,
      limit: Type.Integer({ minimum: 0, maximum: 500 }),
      rate: Rate,
    },
    exact,
  ),
  sockets: Type.Object(
    {
      kind: Type.Literal('sockets'),
      entity: Type.Optional(Id),
      component: Type.Optional(Key),
      offset: Count,
      limit: Type.Integer({ minimum: 0, maximum: 500 }),
      rate: Rate,
    },
    exact,
  ),
  graph: Type.Object({ kind: Type.Literal('graph'), entity: Id, component: Key, rate: Rate }, exact),
  ports: Type.Object(
    { kind: Type.Literal('ports'), entity: Id, component: Key, ports: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 64 }), rate: Rate },
    exact,
  ),
  trace: Type.Object(
    {
      kind: Type.Literal('trace'),
      entity: Id,
      component: Key,
      breaks: Type.Array(Type.Object({ node: Type.String({ minLength: 1, maxLength: 64 }), when: Type.Optional(Type.String({ maxLength: 200 })) }, exact), {
        maxItems: 100,
      }),
    },
    exact,
  ),
  trail: Type.Object({ kind: Type.Literal('trail'), entity: Id, component: Key }, exact),
  poses: Type.Object(
    {
      kind: Type.Literal('poses'),
      root: Type.Optional(Type.Union([Id, Type.Null()])),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 20_000 })),
      rate: Rate,
    },
    exact,
  ),
  history: Type.Object({ kind: Type.Literal('history'), limit: Limit }, exact),
  changes: Type.Object({ kind: Type.Literal('changes'), limit: Limit }, exact),
  log: Type.Object(
    {
      kind: Type.Literal('log'),
      after: Type.Optional(Count),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 2000 })),
      entity: Type.Optional(Id),
      source: Type.Optional(Id),
    },
    exact,
  ),
  status: Type.Object({ kind: Type.Literal('status'), rate: Rate, userId: Type.Optional(Id) }, exact),
  traffic: Type.Object(
    {
      kind: Type.Literal('traffic'),
      filter: TrafficFilterForm,
      offset: Count,
      limit: Type.Integer({ minimum: 0, maximum: 1000 }),
      hold: Type.Optional(Hold),
      rate: Rate,
    },
    exact,
  ),
  sends: Type.Object({ kind: Type.Literal('sends'), run: Type.Optional(Count), rate: Rate }, exact),
  sendPreview: Type.Object({ kind: Type.Literal('sendPreview'), send: Send, rate: Rate }, exact),
  values: Type.Object({ kind: Type.Literal('values'), fields: Type.Array(WatchedValue, { maxItems: 64 }), rate: Rate }, exact),
});

const AnyView = Type.Union([
  VIEWS.tree,
  VIEWS.entity,
  VIEWS.common,
  VIEWS.table,
  VIEWS.messages,
  VIEWS.clients,
  VIEWS.sockets,
  VIEWS.graph,
  VIEWS.ports,
  VIEWS.trace,
  VIEWS.trail,
  VIEWS.poses,
  VIEWS.history,
  VIEWS.changes,
  VIEWS.log,
  VIEWS.status,
  VIEWS.traffic,
  VIEWS.sends,
  VIEWS.sendPreview,
  VIEWS.values,
]);
/** A tree or a table: what has rows to be counted. */
const RowsViews = Type.Union([VIEWS.tree, VIEWS.table]);
const Place = Type.Number({ minimum: -1e7, maximum: 1e7 });
const Graph = Type.Object(
  {
    entity: Id,
    component: Type.String({ maxLength: 200 }),
    at: Type.Optional(Type.Tuple([Place, Place])),
    nodes: Type.Array(Type.String({ maxLength: 64 }), { maxItems: 50 }),
    wire: Type.Optional(Type.String({ maxLength: 300 })),
  },
  exact,
);
const PastPlace = Type.Object({ segment: Count, step: Count, part: Count }, exact);
const MostChanges = Type.Integer({ minimum: 1, maximum: 100 });
const Edited = Type.Object({ entity: Id, component: Type.String({ maxLength: 200 }), field: Key }, exact);

const Features = Type.Object(FEATURES, exact);
const AgentAnswer = Type.Object(
  {
    ask: Count,
    decision: Type.Enum(['allow', 'deny', 'dismissed', 'waiting', 'revoked']),
    once: Type.Optional(Type.Literal(true)),
    at: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z$' }),
    note: Type.Optional(Type.String({ maxLength: 500 })),
  },
  exact,
);
const Target = {
  scope: Type.Enum([...ACCESS_SCOPES]),
  host: Type.String({ minLength: 1, maxLength: 300 }),
  port: Type.Integer({ minimum: 1, maximum: 65_535 }),
};

type Messages = { readonly [K in keyof PageToServer]: Message<K> };
/** The form of each message of a page, tied to its type in protocol.ts. */
const SCHEMAS = tied<Messages>()({
  hello: Type.Object(
    { version: Type.Number(), name: Type.Optional(Type.String({ maxLength: 80 })), short: Type.Optional(Type.Boolean()), agent: Type.Optional(Features) },
    exact,
  ),
  enter: Type.Object({ world: World }, exact),
  watch: Type.Object({ view: ViewNumber, what: AnyView }, exact),
  unwatch: Type.Object({ view: ViewNumber }, exact),
  scroll: Type.Object({ view: ViewNumber, offset: Count, limit: Type.Integer({ minimum: 0, maximum: 1000 }) }, exact),
  locate: Type.Object(
    {
      what: RowsViews,
      wanted: Type.Union([
        Type.Object({ entity: Id, component: Type.Optional(Key) }, exact),
        Type.Object({ prefix: Type.String({ minLength: 1, maxLength: 200 }), after: Type.Integer({ minimum: -1 }) }, exact),
      ]),
    },
    exact,
  ),
  passed: Type.Object({ seqs: Type.Array(Count, { minItems: 1, maxItems: 100 }), hold: Type.Optional(Hold) }, exact),
  kin: Type.Object({ of: Type.Array(Id, { maxItems: 10_000 }), to: Type.Enum(['here', 'parents', 'children', 'below', 'alike', 'tagged', 'template']) }, exact),
  texts: Type.Object(
    {
      find: Type.String({ minLength: 1, maxLength: 500 }),
      expression: Type.Optional(Type.Boolean()),
      exact: Type.Optional(Type.Boolean()),
      replace: Type.Optional(Type.String({ maxLength: 10_000 })),
      in: Type.Optional(Type.Array(Type.Enum(['name', 'tag', 'uri', 'text', 'inside']), { maxItems: 5 })),
      entities: Type.Optional(Type.Array(Id, { maxItems: 10_000 })),
      query: Type.Optional(Type.String({ maxLength: 1000 })),
      limit: Type.Integer({ minimum: 0, maximum: 10_000 }),
    },
    exact,
  ),
  rows: Type.Object({ what: RowsViews, from: Count, to: Count }, exact),
  edit: Type.Object(
    {
      operations: Type.Array(Type.Unsafe<Operation>(Type.Unknown()), { minItems: 1, maxItems: MAX_OPERATIONS }),
      requestId: RequestId,
      group: Type.Optional(RequestId),
      label: Type.Optional(Type.String({ maxLength: 200 })),
      history: Type.Optional(Type.Boolean()),
      durable: Type.Optional(Type.Boolean()),
    },
    exact,
  ),
  command: Type.Object({ command: CommandSchema, requestId: RequestId }, exact),
  commands: Type.Object({ commands: Type.Array(CommandSchema, { minItems: 1, maxItems: MAX_OPERATIONS }), requestId: RequestId }, exact),
  send: Type.Object({ send: Send, requestId: RequestId }, exact),
  rename: Type.Object({ name: Type.String({ minLength: 1, maxLength: 200 }), requestId: RequestId }, exact),
  stopSends: Type.Object({ run: Type.Optional(Count), requestId: RequestId }, exact),
  revert: Type.Object({ changes: Type.Array(Count, { minItems: 1, maxItems: 100_000 }), requestId: RequestId }, exact),
  connection: Type.Object({ entity: Id, component: Key }, exact),
  presence: Type.Object({ selection: Type.Array(Id, { maxItems: 200 }), editing: Type.Union([Edited, Type.Null()]), graph: Type.Optional(Graph) }, exact),
  timeline: Type.Object({ from: Count, to: Count, every: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }), around: Count }, exact),
  searchField: Type.Object(
    {
      entity: Id,
      component: Type.String({ maxLength: 200 }),
      field: Key,
      before: Type.Optional(PastPlace),
      until: Type.Optional(Count),
      limit: Type.Optional(MostChanges),
    },
    exact,
  ),
  endSearch: Type.Object({}, exact),
  past: Type.Object({ tick: Type.Union([Count, Type.Null()]), version: Type.Optional(VersionNumber) }, exact),
  control: Type.Object(
    {
      action: Type.Enum(Object.keys(ACTION_RIGHTS) as ControlAction[]),
      requestId: RequestId,
      ticks: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
      speed: Type.Optional(Type.Number({ minimum: 0.01, maximum: 100 })),
      file: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
      overwrite: Type.Optional(Type.Boolean()),
    },
    exact,
  ),
  difference: Type.Object({}, exact),
  versions: Type.Object({}, exact),
  version: Type.Object({ version: VersionNumber, with: Type.Optional(VersionNumber) }, exact),
  takeBack: Type.Object(
    { version: VersionNumber, parts: Type.Optional(Type.Array(TakenBackPart, { minItems: 1, maxItems: MOST_TAKEN_BACK })), requestId: RequestId },
    exact,
  ),
  answer: Type.Object({ world: World, ask: Count, decision: Type.Enum(['once', 'always', 'deny', 'dismissed']) }, exact),
  spawn: Type.Object(
    {
      item: Type.Unsafe<Json>(Item),
      parent: Type.Union([Id, Type.Null()]),
      requestId: RequestId,
      group: Type.Optional(RequestId),
      history: Type.Optional(Type.Boolean()),
    },
    exact,
  ),
  item: Type.Object({ entity: Id }, exact),
  history: Type.Object({}, exact),
  answers: Type.Object({ world: World, answers: Type.Array(AgentAnswer, { minItems: 1, maxItems: 1000 }) }, exact),
  decided: Type.Object(Target, exact),
  decisions: Type.Object({}, exact),
  decide: Type.Object({ ...Target, decision: Type.Enum(['allow', 'deny', 'forget']) }, exact),
  role: Type.Object({ userId: Key, role: RoleSchema }, exact),
  remove: Type.Object({ userId: Key, back: Type.Boolean() }, exact),
  carried: Type.Object({ userId: Key, machineId: Key }, exact),
  joinCommand: Type.Object({}, exact),
  ping: Type.Object({ latency: Type.Optional(Type.Number({ minimum: 0, maximum: 3_600_000 })) }, exact),
});

/** What is wrong with a page's message, by its event. */
export const PAGE_CHECKS = Object.fromEntries(Object.entries(SCHEMAS).map(([event, schema]) => [event, checkByKind(schema)])) as {
  readonly [K in keyof PageToServer]: Check;
};
