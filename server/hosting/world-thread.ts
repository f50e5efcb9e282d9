import type { Answer, Effect, Question, Step, StepResult, WorldDoor } from '../../engine/index.ts';
import { detached } from './binary-inputs.ts';
import { startThread, threadFile } from './thread-calls.ts';

/** What a world in a thread is made from. All of it crosses the border as data. */
export interface ThreadSource {
  /** Text of its scene, or of a snapshot to go on from. */
  readonly scene?: string;
  readonly snapshot?: string;
  readonly file?: string;
  readonly id?: string;
  readonly tickRate?: number;
  /** Modules that export `plugin`, loaded in the thread as well. */
  readonly plugins: readonly string[];
}

/** A call of the door. */
export type ThreadCall = { readonly step: Step } | { readonly ask: Question } | { readonly end: true };

/** A world in a thread of its own, behind the same door as one in this thread. */
export interface ThreadDoor extends WorldDoor {
  readonly id: string;
  readonly name: string;
  readonly tickRate: number;
  /** What the scene holds that this version does not know, in words. */
  readonly warnings: readonly string[];
}

/** Opens a world in a worker thread. Rejects as opening it here would; a thread that dies rejects all that waits for it. */
export async function openThread(source: ThreadSource): Promise<ThreadDoor> {
  const thread = await startThread(threadFile('world-worker.js'), { data: source, name: `world ${source.id ?? source.file ?? ''}`, what: 'the world' });
  const call = (content: ThreadCall): Promise<unknown> => thread.call(content);
  return {
    ...(thread.made as Pick<ThreadDoor, 'id' | 'name' | 'tickRate' | 'warnings'>),
    step: (step) => call({ step: { ...step, inputs: step.inputs.map(detached) } }) as Promise<StepResult>,
    ask: <Q extends Question>(question: Q) => call({ ask: question }) as Promise<Answer<Q>>,
    async end() {
      if (!thread.alive) return [];
      const effects = (await call({ end: true })) as Effect[];
      await thread.terminate();
      return effects;
    },
  };
}
