import type { LogEntry } from '../../server/protocol.ts';
import { session } from './session.ts';

/** Names of those who have left since: the log still tells of them. */
const seen = new Map<string, string>();
session.status.subscribe(() => {
  for (const { userId, name } of session.status.value?.users ?? []) seen.set(userId, name);
});

/** Learns from the log how those were called who had left before this page came. */
export function learnPeople(entries: readonly LogEntry[]): void {
  for (const { source, message } of entries) {
    const name = isUserId(source) ? /^(.+?) (?:joined as |left(?: on one machine)?: )/.exec(message)?.[1] : undefined;
    if (name !== undefined) seen.set(source, name);
  }
}

/** The name of a user, also of one who has left; an id says nothing to anybody, and stands only where it is no person's. */
export function personName(userId: string): string {
  return knownName(userId) ?? (isUserId(userId) ? 'somebody who left' : userId);
}
export function knownName(userId: string): string | undefined {
  if (userId === 'host') return 'host';
  return (
    session.status.value?.users.find((user) => user.userId === userId)?.name ??
    session.people.value.find(({ user }) => user.userId === userId)?.user.name ??
    seen.get(userId)
  );
}

/** Whether something is the id of a person, as servers make them; the others are systems, components and programs. */
function isUserId(source: string): boolean {
  return /^u-[0-9a-f]{16}$/.test(source);
}
