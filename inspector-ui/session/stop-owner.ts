import type { Stop } from '../../server/protocol.ts';
import { knownName } from './people-names.ts';
import { session } from './session.ts';

/** Whose a breakpoint is, as a word before it. */
export function ownerOf({ userId, name }: Stop): string {
  return userId === session.me.value?.userId ? 'your' : `${knownName(userId) ?? name}’s`;
}
