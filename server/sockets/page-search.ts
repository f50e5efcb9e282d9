import { performance } from 'node:perf_hooks';
import { may, type Role } from '../../engine/index.ts';
import { VERSIONS_RIGHT } from '../security/action-rights.ts';
import { demand } from '../security/roles.ts';
import type { Inside } from './page-looks.ts';
import type { Handlers, PageSocket } from './reception.ts';

/** Milliseconds of a search after which the page is told how far it is, and between two such words. */
const LONG = 600,
  TOLD = 200;
/** Changes that are told at once where nobody says how many. */
const USUAL = 20;

/** Looks for when a field changed last, for one page: one search at a time, which ends with the next one, or as the page leaves. */
export function searchHandlers(
  socket: () => PageSocket,
  looker: { readonly userId: () => string; role(): Role; inside(): Inside },
): Pick<Handlers, 'searchField' | 'endSearch'> {
  let newest = 0;
  return {
    searchField: async ({ entity, component, field, before, until, limit }) => {
      const { world } = looker.inside();
      const own = ++newest;
      const isHere = (): boolean => {
        try {
          return looker.inside().world === world && may(looker.role(), VERSIONS_RIGHT);
        } catch {
          return false;
        }
      };
      let told = performance.now() + LONG - TOLD;
      const history = await world.past.search(
        { entity, component, field, limit: limit ?? USUAL, ...(before === undefined ? {} : { before }), ...(until === undefined ? {} : { until }) },
        {
          userId: looker.userId(),
          cost: world.run().tickTime,
          isOver: () => own !== newest || !socket().connected || !isHere(),
          told: (tick, share) => {
            if (performance.now() - told < TOLD) return;
            told = performance.now();
            socket().emit('underway', { world: world.name, what: 'search', tick, share });
          },
        },
      );
      // It took its time: what it found is for who may look by now.
      looker.inside();
      demand(looker.role(), VERSIONS_RIGHT);
      return { ok: true, ...history };
    },
    endSearch: () => {
      looker.inside();
      newest += 1;
      return { ok: true };
    },
  };
}
