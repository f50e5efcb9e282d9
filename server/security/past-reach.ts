import { may, WorldwireError, type Role } from '../../engine/index.ts';
import { VERSIONS_RIGHT } from './action-rights.ts';

/** Minutes that those may look back who may only look: as far as they could have been there. */
const MINUTES = 15;

/** How far back the timeline of the traffic shows somebody, in seconds of real time; as they see the past of the world. */
export function reachOf(role: Role): { readonly reach?: number } {
  return may(role, VERSIONS_RIGHT) ? {} : { reach: MINUTES * 60 };
}

/**
 * Throws WW_FORBIDDEN where a tick lies further back than somebody may look. A journal holds what was taken out of a world months ago, as a header with a
 * token in it, which is for those alone who may look at versions.
 */
export function demandReach(role: Role, tick: number, range: { readonly to: number } | null, tickRate: number): void {
  if (may(role, VERSIONS_RIGHT) || range === null || tick >= range.to - MINUTES * 60 * tickRate) return;
  throw new WorldwireError('WW_FORBIDDEN', `A ${role} looks back ${MINUTES} minutes at most; those who run this world see further.`);
}
