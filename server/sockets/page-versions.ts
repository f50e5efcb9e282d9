import { WorldwireError, type Author } from '../../engine/index.ts';
import { VERSIONS_RIGHT } from '../security/action-rights.ts';
import { historyOf } from '../security/history.ts';
import { demand } from '../security/roles.ts';
import type { Editor } from './page-edits.ts';
import type { Handlers } from './reception.ts';

/** Versions that a page is told of. */
const MOST_TOLD = 1_000;

/** What a page looks at of the versions of its world's scene, and takes back from them. */
export function versionHandlers(editor: Editor): Pick<Handlers, 'versions' | 'version' | 'takeBack'> {
  return {
    versions: async () => {
      const all = await editor.inside().world.versions.list();
      return { ok: true, versions: all.slice(-MOST_TOLD), total: all.length };
    },
    version: async ({ version, with: other }) => {
      const difference = await editor.inside().world.versions.difference(version, other);
      // It took its time.
      demand(editor.known().role, VERSIONS_RIGHT);
      return { ok: true, ...difference };
    },
    takeBack: async ({ version, parts, requestId }) => {
      const { world, views } = editor.inside();
      if (views.past !== null) throw new WorldwireError('WW_IN_THE_PAST');
      const still = (): Author => {
        const author = editor.known();
        demand(author.role, 'edit');
        return author;
      };
      const what = { version, wanted: parts ?? ('all' as const), still, ...historyOf(editor.identity(), undefined) };
      return { ok: true, ...(await world.takeBack(what, { author: still(), requestId })) };
    },
  };
}
