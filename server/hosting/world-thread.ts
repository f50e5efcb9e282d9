import { Worker } from 'node:worker_threads';
import {
  WorldwireError,
  type Answer,
  type Effect,
  type ErrorCode,
  type Fault,
  type Question,
  type Step,
  type StepResult,
  type WorldDoor,
} from '../../engine/index.ts';

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

/** A call of the door, and its answer. */
export type ThreadCall = { readonly call: number } & ({ readonly step: Step } | { readonly ask: Question } | { readonly end: true });
export type ThreadAnswer =
  | { readonly call: number; readonly ok: true; readonly value: unknown }
  | { readonly call: number; readonly ok: false; readonly code: ErrorCode; readonly message: string; readonly faults: readonly Fault[] };

/** A world in a thread of its own, behind the same door as one in this thread. */
export interface ThreadDoor extends WorldDoor {
  readonly id: string;
  readonly name: string;
  readonly tickRate: number;
  /** What the scene holds that this version does not know, in words. */
  readonly warnings: readonly string[];
}

/** Where the thread's code lies: a compiled file. From sources (in tests), the one of the last build. */
function workerFile(): URL {
  const own = new URL(import.meta.url);
  return own.pathname.endsWith('.ts') ? new URL('../../dist/server/hosting/world-worker.js', own) : new URL('./world-worker.js', own);
}

/** Opens a world in a worker thread. Rejects as opening it here would; a thread that dies rejects all that waits for it. */
export async function openThread(source: ThreadSource): Promise<ThreadDoor> {
  const worker = new Worker(workerFile(), { workerData: source, name: `world ${source.id ?? source.file ?? ''}` });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let last = 0;
  let dead: WorldwireError | undefined;
  const die = (message: string): void => {
    dead ??= new WorldwireError('WW_INTERNAL', message);
    for (const call of waiting.values()) call.reject(dead);
    waiting.clear();
  };
  worker.on('message', (answer: ThreadAnswer) => {
    const call = waiting.get(answer.call);
    waiting.delete(answer.call);
    if (answer.ok) call?.resolve(answer.value);
    else call?.reject(new WorldwireError(answer.code, answer.message, answer.faults));
  });
  worker.on('error', (error) => die(`The thread of the world failed: ${String(error)}`));
  worker.on('exit', () => die('The thread of the world has ended.'));

  function request(content: { step: Step } | { ask: Question } | { end: true } | undefined): Promise<unknown> {
    if (dead !== undefined) return Promise.reject(dead);
    const call = content === undefined ? 0 : ++last;
    return new Promise((resolve, reject) => {
      waiting.set(call, { resolve, reject });
      if (content !== undefined) worker.postMessage({ call, ...content } satisfies ThreadCall);
    });
  }

  const made = (await request(undefined).catch(async (error: unknown) => {
    await worker.terminate();
    throw error;
  })) as Pick<ThreadDoor, 'id' | 'name' | 'tickRate' | 'warnings'>;
  return {
    ...made,
    step: (step) => request({ step: compact(step) }) as Promise<StepResult>,
    ask: <Q extends Question>(question: Q) => request({ ask: question }) as Promise<Answer<Q>>,
    async end() {
      if (dead !== undefined) return [];
      const effects = (await request({ end: true })) as Effect[];
      await worker.terminate();
      return effects;
    },
  };
}

/** A message is often a piece of a larger buffer, all of which would be copied into the thread. */
function compact(step: Step): Step {
  const inputs = step.inputs.map((envelope) =>
    envelope.input.type !== 'link'
      ? envelope
      : {
          ...envelope,
          input: {
            ...envelope.input,
            events: envelope.input.events.map((event) =>
              event.type !== 'message' || typeof event.data === 'string' ? event : { ...event, data: Uint8Array.from(event.data) },
            ),
          },
        },
  );
  return { ...step, inputs };
}
