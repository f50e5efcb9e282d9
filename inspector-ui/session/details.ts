import type { EntityDetail } from '../../server/protocol.ts';
import { session } from './session.ts';

/** How many entities are asked for their values at most. */
export const MOST_DETAILS = 500;
const AT_ONCE = 20;
const LONGEST = 5_000;

/**
 * Entities with all their values, as they are now, what was typed a moment ago included; who is not there, or past the first 500, is left out. Each is
 * looked at for a moment only.
 */
export async function detailsOf(ids: readonly string[]): Promise<ReadonlyMap<string, EntityDetail>> {
  await session.settled();
  const found = new Map<string, EntityDetail>();
  const waiting = ids.slice(0, MOST_DETAILS);
  const next = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const detail = await once(id);
      if (detail !== null) found.set(id, detail);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  return found;
}

function once(id: string): Promise<EntityDetail | null> {
  return new Promise((resolve) => {
    const end = (found: EntityDetail | null): void => {
      clearTimeout(patience);
      handle.close();
      resolve(found);
    };
    const handle = session.watch({ kind: 'entity', entity: id }, (update) => end(update.kind === 'entity' ? update.whole : null));
    const patience = setTimeout(() => end(null), LONGEST);
  });
}
