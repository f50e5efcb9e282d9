import Type from 'typebox';
import type { ServerToPage } from '../protocol.ts';
import { Code, Count, FACTS, Text } from './facts.ts';
import { tied } from './tied.ts';
import { AnyUpdate, ShortUpdate } from './updates.ts';

type Told = { readonly [E in Exclude<keyof ServerToPage, 'relay'>]: Parameters<ServerToPage[E]>[0] };
const Past = Type.Optional(Type.Union([Count, Type.Null()]));
const Updates = { world: Text, seq: Count, past: Past };

/** The form of each message that the server tells, tied to its type; frames of the relay are bytes, and have their own (agent/frames.ts). */
export const TOLD = tied<Told>()({
  updates: Type.Object({ ...Updates, updates: Type.Array(AnyUpdate) }),
  brief: Type.Object({ ...Updates, updates: Type.Array(ShortUpdate) }),
  run: FACTS.run,
  underway: Type.Object({ world: Text, what: Type.Enum(['past', 'search']), tick: Count, share: Type.Number() }),
  prompts: Type.Object({ prompts: Type.Array(FACTS.prompt) }),
  people: Type.Object({ world: Text, people: Type.Array(FACTS.person), gone: Type.Array(Count), total: Count }),
  removed: Type.Object({ removed: Type.Array(FACTS.removed) }),
  you: Type.Object({ you: FACTS.user }),
  questions: Type.Object({
    world: Text,
    asked: Type.Array(FACTS.question),
    withdrawn: Type.Array(Count),
    whole: Type.Optional(Type.Literal(true)),
  }),
  worlds: Type.Object({ worlds: Type.Array(FACTS.summary, { maxItems: 10_000 }) }),
  reloaded: Type.Object({ world: Text, by: Text }),
  bye: Type.Object({ code: Code, message: Text }),
});
