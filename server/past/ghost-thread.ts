import type { Answer, Question } from '../../engine/index.ts';
import type { GhostDoor } from './ghost.ts';
import type { Happened } from '../journal/mark-lines.ts';
import type { Progress } from './guide.ts';
import type { GhostCall } from './ghost-worker.ts';
import type { SearchProgress } from './journal-search.ts';
import type { StretchSeen } from './field-stretch.ts';
import { startThread, threadFile } from '../doors/thread-calls.ts';

/** A ghost in a thread of its own, so that bringing it back costs the worlds that run nothing. */
export async function openGhostThread(plugins: readonly string[]): Promise<GhostDoor> {
  const thread = await startThread(threadFile('past/ghost-worker.js'), { data: { plugins }, name: 'ghost', what: 'a world of the past' });
  const call = (content: GhostCall): Promise<unknown> => thread.call(content);
  return {
    restore: async (source) => void (await call({ restore: source })),
    replay: (steps) => call({ replay: steps }) as Promise<number>,
    travel: (errand) => call({ travel: errand }) as Promise<Progress>,
    search: (errand, milliseconds) => call({ search: errand, milliseconds }) as Promise<SearchProgress>,
    stretch: (part) => call({ stretch: part }) as Promise<StretchSeen>,
    happened: (folder, segments) => call({ happened: segments, folder }) as Promise<readonly (readonly Happened[])[]>,
    ask: <Q extends Question>(question: Q) => call({ ask: question }) as Promise<Answer<Q>>,
    end: () => thread.terminate(),
  };
}
