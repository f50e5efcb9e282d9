import Type from 'typebox';
import { checkOf, ERRORS, WorldwireError, visible, type ErrorCode } from '../../engine/index.ts';
import type { ServerToPage, Welcome } from '../protocol.ts';

const Text = Type.String({ maxLength: 100_000 });
const Id = Type.String({ maxLength: 1000 });
const Number = Type.Integer({ minimum: 0 });
const You = Type.Object({ userId: Text, machineId: Text, name: Text, role: Text, kind: Type.Optional(Text) });
const Worlds = Type.Array(Type.Object({ name: Text, title: Text }), { maxItems: 10_000 });
const Question = Type.Object({
  ask: Number,
  user: Type.Object({ userId: Text, machineId: Type.Union([Text, Type.Null()]) }),
  scope: Type.Enum(['Websocket', 'HTTP']),
  host: Text,
  port: Number,
  url: Text,
  reason: Type.String({ maxLength: 10_000 }),
  entity: Id,
  path: Type.Array(Type.String({ maxLength: 1000 }), { maxItems: 100 }),
  component: Id,
  standing: Type.Optional(Type.Literal(true)),
  once: Type.Optional(Type.Literal(true)),
  warning: Type.Optional(Id),
});

interface Heard {
  readonly welcome: Welcome;
  readonly questions: Parameters<ServerToPage['questions']>[0];
  readonly worlds: Parameters<ServerToPage['worlds']>[0];
  readonly reloaded: Parameters<ServerToPage['reloaded']>[0];
  readonly you: Parameters<ServerToPage['you']>[0];
}

/** A machine does not trust the server that it has joined: what it goes by has its form. */
const CHECKS = {
  welcome: checkOf(Type.Object({ epoch: Text, you: You, worlds: Worlds }), 'a welcome'),
  questions: checkOf(
    Type.Object({ world: Text, asked: Type.Array(Question), withdrawn: Type.Array(Number), whole: Type.Optional(Type.Literal(true)) }),
    'questions',
  ),
  worlds: checkOf(Type.Object({ worlds: Worlds }), 'worlds'),
  reloaded: checkOf(Type.Object({ world: Text }), 'a world'),
  you: checkOf(Type.Object({ you: You }), 'a user'),
} as const satisfies { readonly [E in keyof Heard]: unknown };

/** What the server said, once it is known to have its form. @throws WorldwireError WW_WIRE_VERSION where it has not */
export function heard<E extends keyof Heard>(event: E, message: unknown): Heard[E] {
  const [fault] = CHECKS[event](message);
  if (fault !== undefined) throw notUnderstood(`${event}: ${fault.message}`);
  return message as Heard[E];
}

/** That the server speaks otherwise than this version understands. */
export function notUnderstood(what: string): WorldwireError {
  return new WorldwireError('WW_WIRE_VERSION', `The server said what this version does not understand (${visible(what, 300)}).`);
}

/** A failure that the server told, in words that may stand on a terminal; undefined where it is none of the known ones. */
export function toldError(told: unknown): WorldwireError | undefined {
  if (typeof told !== 'object' || told === null || !('code' in told) || typeof told.code !== 'string' || !Object.hasOwn(ERRORS, told.code)) return undefined;
  const message = 'message' in told && typeof told.message === 'string' ? visible(told.message, 1000) : undefined;
  return new WorldwireError(told.code as ErrorCode, message);
}
