import Type, { type Static } from 'typebox';
import { checkOf, ERRORS, WorldwireError, visible, type ErrorCode } from '../../engine/index.ts';
import type { ServerToPage, Welcome } from '../protocol.ts';
import { FACTS, Text } from '../schemas/facts.ts';
import { partsOf } from '../schemas/tied.ts';
import { TOLD } from '../schemas/told.ts';

interface Said {
  readonly welcome: Welcome;
  readonly questions: Parameters<ServerToPage['questions']>[0];
  readonly worlds: Parameters<ServerToPage['worlds']>[0];
  readonly reloaded: Parameters<ServerToPage['reloaded']>[0];
  readonly you: Parameters<ServerToPage['you']>[0];
}

const { name, title } = FACTS.summary.properties;
const Worlds = Type.Array(Type.Object({ name, title }), { maxItems: 10_000 });
/** Of what a server says the part by which a machine goes: a server that says the rest otherwise is understood all the same. */
const HEARD = partsOf<Said>()({
  welcome: Type.Object({ epoch: Text, you: FACTS.user, worlds: Worlds }),
  questions: TOLD.questions,
  worlds: Type.Object({ worlds: Worlds }),
  reloaded: Type.Object({ world: Text }),
  you: TOLD.you,
});
type Heard = { readonly [E in keyof Said]: Static<(typeof HEARD)[E]> };

/** A machine does not trust the server that it has joined: what it goes by has its form. */
const CHECKS = {
  welcome: checkOf(HEARD.welcome, 'a welcome'),
  questions: checkOf(HEARD.questions, 'questions'),
  worlds: checkOf(HEARD.worlds, 'worlds'),
  reloaded: checkOf(HEARD.reloaded, 'a world'),
  you: checkOf(HEARD.you, 'a user'),
} as const satisfies { readonly [E in keyof Said]: unknown };

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
