import { WorldwireError, type Answer, type Effect, type Question, type Step, type StepResult } from '../../engine/index.ts';
import { detached } from './binary-inputs.ts';
import type { HostedDoor, WorldThread } from './hosted-door.ts';
import { startThread, threadFile } from './thread-calls.ts';

/** What a world in a thread is made from. All of it crosses the border as data. */
export interface ThreadSource {
  /** Text of its scene, or of a snapshot to go on from. */
  readonly scene?: string;
  readonly snapshot?: string;
  readonly file?: string;
  readonly id?: string;
  readonly tickRate?: number;
  /** Bytes of messages that the timeline of its connections keeps. Default 0: it has none. */
  readonly trafficKeep?: number;
  /** Modules that export `plugin`, loaded in the thread as well. */
  readonly plugins: readonly string[];
}

/** A call of the door. */
export type ThreadCall = { readonly step: Step } | { readonly ask: Question } | { readonly end: true };

/** A world in a thread of its own, behind the same door as one in this thread. */
export interface ThreadDoor extends HostedDoor {
  readonly id: string;
  readonly name: string;
  readonly tickRate: number;
  /** What the scene holds that this version does not know, in words. */
  readonly warnings: readonly string[];
  readonly thread: WorldThread;
}

export interface ThreadDoorOptions {
  /** What the world is called, where its thread is told of. */
  readonly name?: string;
  /** Milliseconds without an answer after which it counts as stuck. Default 5,000. */
  readonly patience?: number;
}

const PATIENCE = 5000;
/** What goes through all of a world at once may take so many times as long. */
const WHOLE: ReadonlySet<Question['ask']> = new Set(['hash', 'snapshot', 'capture']);
const WHOLE_TIMES = 12;

/** Opens a world in a worker thread. Rejects as opening it here would; a thread that dies rejects all that waits for it. */
export async function openThread(source: ThreadSource, { name, patience = PATIENCE }: ThreadDoorOptions = {}): Promise<ThreadDoor> {
  const what = name === undefined ? 'the world' : `the world ${name}`;
  const called = await startThread(threadFile('doors/world-worker.js'), {
    data: source,
    name: `world ${name ?? source.id ?? source.file ?? ''}`,
    what,
    died: 'WW_WORLD_DIED',
    patience,
  });
  const call = (content: ThreadCall, times = 1): Promise<unknown> => called.call(content, times);
  return {
    ...(called.made as Pick<ThreadDoor, 'id' | 'name' | 'tickRate' | 'warnings'>),
    step: (step) => call({ step: { ...step, inputs: step.inputs.map(detached) } }) as Promise<StepResult>,
    ask: <Q extends Question>(question: Q) => call({ ask: question }, WHOLE.has(question.ask) ? WHOLE_TIMES : 1) as Promise<Answer<Q>>,
    async end() {
      if (called.dead !== undefined) return [];
      const effects = (await call({ end: true })) as Effect[];
      await called.terminate(new WorldwireError('WW_UNKNOWN_WORLD', `T${what.slice(1)} is closed.`));
      return effects;
    },
    thread: {
      get dead() {
        return called.dead;
      },
      get stuck() {
        return called.stuck;
      },
      onTrouble: (listener) => called.onTrouble(listener),
      kill: (why) => called.terminate(why),
    },
  };
}
