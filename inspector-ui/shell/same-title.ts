import type { WorldSummary } from '../../server/protocol.ts';
import { session } from '../session/session.ts';

/** What tells a world from others of the same title: its own name, which is that of the file it came from. Nothing where there are none. */
export function apart({ name, title }: WorldSummary): readonly string[] {
  return session.worlds.value.some((other) => other.name !== name && other.title === title) ? [name] : [];
}
