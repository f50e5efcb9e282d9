import { Passed } from './traffic.ts';
import Type, { type TProperties } from 'typebox';
import type { InputResult } from '../../engine/index.ts';
import type { Durability } from '../journal/journal.ts';
import type { Answer, PageToServer, Refusal } from '../protocol.ts';
import { Code, Count, FACTS, MARK, PAST, PLACE, SEEN_VALUE, Text, Word, WordOrNull } from './facts.ts';
import { MANIFEST } from './manifest.ts';
import { tied } from './tied.ts';

/** What an input came to. */
const DONE = {
  ok: Type.Literal(true),
  requestId: Type.Optional(Word),
  tick: Count,
  results: Type.Array(Type.Object({ entity: Word, component: Type.Optional(Word) })),
  kept: Type.Optional(Type.Array(Type.Object({ path: Text, by: Text, entity: Word, name: Type.Union([Text, Type.Null()]), what: Text }))),
  step: Type.Optional(Type.Object({ seq: Count, label: Text, entity: WordOrNull, name: Type.Union([Text, Type.Null()]) })),
  triggered: Type.Optional(Count),
  sent: Type.Optional(Count),
  run: Type.Optional(Count),
  stopped: Type.Optional(Count),
  edit: Type.Optional(Count),
};
const NOT_DONE = {
  ok: Type.Literal(false),
  requestId: Type.Optional(Word),
  tick: Count,
  code: Code,
  message: Text,
  errors: Type.Array(FACTS.fault),
};
const DURABILITY = { durable: Type.Optional(Type.Boolean()), reason: Type.Optional(Text) };

const { refusal, result, edited } = tied<{ readonly refusal: Refusal; readonly result: InputResult; readonly edited: InputResult & Partial<Durability> }>()({
  refusal: Type.Object({
    ok: Type.Literal(false),
    code: Code,
    message: Text,
    errors: Type.Optional(Type.Array(FACTS.fault)),
    retryAfter: Type.Optional(Count),
  }),
  result: Type.Union([Type.Object(DONE), Type.Object(NOT_DONE)]),
  edited: Type.Union([Type.Object({ ...DONE, ...DURABILITY }), Type.Object({ ...NOT_DONE, ...DURABILITY })]),
});

/** An answer that holds this, or says why there is none. */
const reply = <const T extends TProperties>(holds: T) => Type.Union([Type.Object({ ok: Type.Literal(true), ...holds }), refusal]);
const OK = reply({});
const ON_DISK = { durable: Type.Optional(Type.Literal(false)), reason: Type.Optional(Text) };
const RESULT = Type.Union([result, refusal]);

type Answers = { readonly [E in keyof PageToServer]: Answer<E> };
/** The form of the answer to each message of a page, tied to its type. */
export const ANSWERS = tied<Answers>()({
  hello: reply({ version: Type.Number(), epoch: Text, you: FACTS.user, worlds: Type.Array(FACTS.summary, { maxItems: 10_000 }) }),
  enter: reply({ manifest: Type.Array(MANIFEST), run: FACTS.run, people: Type.Array(FACTS.person) }),
  watch: OK,
  scroll: OK,
  passed: reply({ entries: Type.Array(Passed) }),
  locate: reply({ index: Type.Union([Count, Type.Null()]), entity: Type.Optional(Word) }),
  rows: reply({ rows: Type.Array(Type.Object({ entity: Word, component: Type.Optional(Word), parent: Type.Optional(WordOrNull) })) }),
  kin: reply({ total: Count, rows: Type.Array(Type.Object({ entity: Word, parent: WordOrNull })) }),
  texts: reply({
    total: Count,
    entities: Count,
    following: Count,
    rows: Type.Array(
      Type.Object({
        entity: Word,
        name: Text,
        path: Type.Array(Text),
        component: Word,
        field: Word,
        at: Type.Optional(Text),
        was: Text,
        now: Type.Optional(Text),
        marks: Type.Array(Type.Array(Count)),
        fault: Type.Optional(Text),
      }),
    ),
  }),
  unwatch: OK,
  edit: Type.Union([edited, refusal]),
  command: RESULT,
  commands: reply({ done: Count, refused: Type.Array(Type.Object({ index: Count, message: Text })) }),
  revert: RESULT,
  send: RESULT,
  rename: RESULT,
  stopSends: RESULT,
  connection: reply({ socket: Type.Union([FACTS.socket, Type.Null()]) }),
  presence: OK,
  past: reply({ tick: Type.Union([Count, Type.Null()]) }),
  searchField: reply({
    changes: Type.Array(FACTS.fieldChange),
    from: Count,
    to: Count,
    now: Type.Optional(SEEN_VALUE),
    holes: Type.Array(Type.Object({ from: Count, to: Count })),
    next: Type.Optional(PLACE),
    unfinished: Type.Optional(Type.Literal(true)),
    of: Type.Enum(['journal', 'memory']),
  }),
  endSearch: OK,
  timeline: reply({
    range: Type.Union([PAST, Type.Null()]),
    bytes: Count,
    every: Count,
    samples: Type.Array(FACTS.sample),
    counts: Type.Array(Type.Object({ tick: Count, kind: MARK, count: Count })),
    marks: Type.Array(FACTS.mark),
    read: Type.Optional(Type.Number()),
  }),
  control: Type.Union([result, reply({ tick: Type.Optional(Count), file: Type.Optional(Text) })]),
  difference: reply({
    rows: Type.Array(FACTS.difference),
    total: Count,
    fault: Type.Optional(Text),
    text: Type.Optional(Type.Object({ lines: Type.Array(Text), more: Count })),
  }),
  versions: reply({ versions: Type.Array(FACTS.version), total: Count }),
  version: reply({
    rows: Type.Array(FACTS.versionDifference),
    total: Count,
    fault: Type.Optional(Text),
    text: Type.Object({ lines: Type.Array(Text), more: Count }),
  }),
  takeBack: reply({ operations: Count, left: Type.Array(Text), tick: Count, edit: Type.Optional(Count) }),
  answer: reply(ON_DISK),
  spawn: RESULT,
  item: reply({ text: Type.String() }),
  history: reply({ entries: Type.Array(FACTS.history) }),
  answers: OK,
  decided: OK,
  decisions: reply({ decisions: Type.Array(FACTS.decision), ...ON_DISK }),
  decide: reply(ON_DISK),
  role: OK,
  remove: OK,
  carried: reply({ total: Count, connections: Type.Array(FACTS.carried) }),
  joinCommand: reply({ command: Text }),
  ping: OK,
});
