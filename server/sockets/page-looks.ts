import { WorldwireError, type Role } from '../../engine/index.ts';
import type { HostedWorld } from '../hosting/hosted-world.ts';
import type { Reply } from '../protocol.ts';
import { ACTION_RIGHTS, VERSIONS_RIGHT } from '../security/action-rights.ts';
import { demand } from '../security/roles.ts';
import { demandReach, reachOf } from '../security/past-reach.ts';
import type { Seat } from '../users/office.ts';
import type { PageContext } from './page-context.ts';
import type { PageViews } from './page-views.ts';
import type { Handlers } from './reception.ts';

/** The world that a page is in, and what it looks at there. */
export interface Inside {
  readonly world: HostedWorld;
  readonly views: PageViews;
}
/** Who looks. */
export interface Looker {
  /** Throws where the page is in no world. */
  inside(): Inside;
  /** Theirs, as it is now. */
  role(): Role;
  /** What a view has told before counts no more. */
  forget(view: number): void;
  /** Other pages of the user. */
  others(): readonly Pick<Seat, 'looksBack' | 'forgetPast'>[];
}

/** Pages of one user that may look at the past at a time. */
const MOST_IN_PAST = 3;
/** Characters of an item, as many as can be spawned in one request. */
const LONGEST_ITEM = 8 * 1024 * 1024;
const OK: Reply<object> = { ok: true };

/** What a page looks at in its world, as it is and as it was. */
export function lookHandlers(
  context: () => PageContext,
  looker: Looker,
): Pick<Handlers, 'watch' | 'unwatch' | 'scroll' | 'passed' | 'locate' | 'rows' | 'kin' | 'texts' | 'connection' | 'past' | 'timeline' | 'item' | 'history'> {
  return {
    watch: ({ view, what }) => {
      const { world, views } = looker.inside();
      if (what.kind === 'trace' || (what.kind === 'values' && what.fields.some(({ when }) => when?.log ?? when?.pause)))
        demand(looker.role(), ACTION_RIGHTS.pause);
      // To read a long text takes as long as to say it: it is for who may.
      if (what.kind === 'sendPreview') demand(looker.role(), 'edit');
      looker.forget(view);
      views.watch(view, what.kind === 'traffic' ? { ...what, filter: { ...what.filter, ...reachOf(looker.role()) } } : what);
      context().moved(world);
      return OK;
    },
    unwatch: ({ view }) => {
      const { world, views } = looker.inside();
      looker.forget(view);
      views.unwatch(view);
      context().moved(world);
      return OK;
    },
    scroll: ({ view, offset, limit }) => {
      looker.inside().views.scroll(view, offset, limit);
      return OK;
    },
    passed: async ({ seqs, hold }) => {
      const filter = { seqs, ...reachOf(looker.role()) };
      const { entries } = await looker
        .inside()
        .views.ask({ ask: 'traffic', filter, after: Math.min(...seqs) - 1, limit: seqs.length, ...(hold === undefined ? {} : { hold }) });
      return { ok: true, entries };
    },
    locate: async ({ what, wanted }) => ({ ok: true, ...(await looker.inside().views.ask({ ask: 'locate', what, wanted })) }),
    rows: async ({ what, from, to }) => ({ ok: true, ...(await looker.inside().views.ask({ ask: 'rows', what, from, to })) }),
    kin: async ({ of, to }) => ({ ok: true, ...(await looker.inside().views.ask({ ask: 'kin', of, to })) }),
    texts: async (search) => ({ ok: true, ...(await looker.inside().views.ask({ ask: 'texts', ...search })) }),
    connection: async ({ entity, component }) => {
      const { world, views } = looker.inside();
      // A socket is only known as it is now.
      return { ok: true, socket: views.past === null ? await world.socketInfo(entity, component) : null };
    },
    past: async ({ tick, version }) => {
      const { world, views } = looker.inside();
      if (tick !== null && version === undefined) demandReach(looker.role(), tick, world.past.range, world.tickRate);
      if (tick !== null) makeRoom(looker.others());
      if (tick === null || version === undefined) return { ok: true, tick: await views.goTo(tick) };
      demand(looker.role(), VERSIONS_RIGHT);
      const text = await world.versions.text(version);
      demand(looker.role(), VERSIONS_RIGHT);
      return { ok: true, tick: await views.goToVersion(tick, version, text) };
    },
    timeline: (question) => ({ ok: true, ...looker.inside().world.past.timeline(question) }),
    item: async ({ entity }) => {
      const { text } = await looker.inside().views.ask({ ask: 'item', entity });
      if (text.length > LONGEST_ITEM)
        throw new WorldwireError('WW_TOO_LARGE', `The text of this subtree is longer than ${LONGEST_ITEM} characters; take a part of it.`);
      return { ok: true, text };
    },
    history: async () => ({ ok: true, ...(await looker.inside().views.ask({ ask: 'history' })) }),
  };
}

/** Throws WW_LIMIT where others of one user's pages look at the past. Worlds of the past that wait for other pages to return make way. */
function makeRoom(others: readonly Pick<Seat, 'looksBack' | 'forgetPast'>[]): void {
  const looking = others.filter(({ looksBack }) => looksBack === 'yes').length,
    resting = others.filter(({ looksBack }) => looksBack === 'rests');
  if (looking >= MOST_IN_PAST) throw new WorldwireError('WW_LIMIT', `${MOST_IN_PAST} of your pages look at the past already, as many as one user may.`);
  for (const seat of resting.slice(0, Math.max(0, looking + resting.length + 1 - MOST_IN_PAST))) seat.forgetPast();
}
