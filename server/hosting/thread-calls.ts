import { Worker, type MessagePort, type WorkerOptions } from 'node:worker_threads';
import { WorldwireError, type ErrorCode, type Fault } from '../../engine/index.ts';
import { OWN_PACKAGE } from './own-package.ts';

/* Calls into a worker thread, and their answers. Call 0 is answered when the thread is ready. */

type Answer =
  | { readonly call: number; readonly ok: true; readonly value: unknown }
  | { readonly call: number; readonly ok: false; readonly code: ErrorCode; readonly message: string; readonly faults: readonly Fault[] };

/** A thread that answers calls. */
export interface CalledThread {
  /** What the thread told when it was ready. */
  readonly made: unknown;
  /** Rejects as the thread's code does, and when the thread dies. */
  call(content: object): Promise<unknown>;
  /** Whether it can still be called. */
  readonly alive: boolean;
  terminate(): Promise<void>;
}

/** Starts a thread; resolves when it is ready. `what` names it in the error of one that died; `until` ends it, whatever it is doing. */
export async function startThread(
  file: URL,
  options: { readonly data: unknown; readonly name: string; readonly what: string },
  until?: AbortSignal,
): Promise<CalledThread> {
  const worker = begin(file, { workerData: options.data, name: options.name });
  until?.addEventListener('abort', () => void worker.terminate(), { once: true });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let last = 0;
  let dead: WorldwireError | undefined;
  const die = (message: string): void => {
    dead ??= new WorldwireError('WW_INTERNAL', message);
    for (const call of waiting.values()) call.reject(dead);
    waiting.clear();
  };
  worker.on('message', (answer: Answer) => {
    const call = waiting.get(answer.call);
    waiting.delete(answer.call);
    if (answer.ok) call?.resolve(answer.value);
    else call?.reject(new WorldwireError(answer.code, answer.message, answer.faults));
  });
  worker.on('error', (error) => die(`The thread of ${options.what} failed: ${String(error)}`));
  worker.on('exit', () => die(`The thread of ${options.what} has ended.`));
  const wait = (call: number): Promise<unknown> =>
    new Promise((resolve, reject) => {
      waiting.set(call, { resolve, reject });
    });
  const made = await wait(0).catch(async (error: unknown) => {
    await worker.terminate();
    throw error;
  });
  return {
    made,
    call(content) {
      if (dead !== undefined) return Promise.reject(dead);
      const call = ++last;
      const answer = wait(call);
      worker.postMessage({ call, content });
      return answer;
    },
    get alive() {
      return dead === undefined;
    },
    async terminate() {
      await worker.terminate();
    },
  };
}

/** Starts a thread whose stacks name the sources where those of this thread do; Node hands that setting on only as a flag. */
function begin(file: URL, options: WorkerOptions): Worker {
  if (process.sourceMapsEnabled !== true) return new Worker(file, options);
  try {
    return new Worker(file, { ...options, execArgv: [...process.execArgv, '--enable-source-maps'] });
  } catch (error) {
    // Some flags of a process are refused where a thread is given them by name, and taken where it inherits them.
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_INVALID_EXEC_ARGV')) throw error;
    return new Worker(file, options);
  }
}

/** Where a thread's code lies: an entrance of its own into what is built. From sources (in tests) as well it is the one of the last build. */
export function threadFile(name: string): URL {
  return new URL(`dist/server/hosting/${name}`, OWN_PACKAGE);
}

/** The thread's end: makes what is served, tells `value`, and then serves one call after another. */
export async function serveCalls<C>(
  port: MessagePort,
  make: () => Promise<{ readonly value: unknown; readonly serve: (content: C) => unknown }>,
): Promise<void> {
  const answer = (message: Answer): void => port.postMessage(message);
  const failed = (call: number, error: unknown): void =>
    answer({
      call,
      ok: false,
      code: error instanceof WorldwireError ? error.code : 'WW_INTERNAL',
      message: error instanceof Error ? error.message : String(error),
      faults: error instanceof WorldwireError ? error.faults : [],
    });
  try {
    const { value, serve } = await make();
    port.on('message', ({ call, content }: { call: number; content: C }) => {
      const done = async (): Promise<void> => answer({ call, ok: true, value: await serve(content) });
      void done().catch((error: unknown) => failed(call, error));
    });
    answer({ call: 0, ok: true, value });
  } catch (error) {
    failed(0, error);
  }
}
