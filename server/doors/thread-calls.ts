import { Worker, type MessagePort, type WorkerOptions } from 'node:worker_threads';
import { WorldwireError, type ErrorCode, type Fault } from '../../engine/index.ts';
import { OWN_PACKAGE } from '../files/own-package.ts';
import { Silence } from './silence.ts';

/* Calls into a worker thread, and their answers. Call 0 is answered when the thread is ready. */

type Answer =
  | { readonly call: number; readonly ok: true; readonly value: unknown }
  | { readonly call: number; readonly ok: false; readonly code: ErrorCode; readonly message: string; readonly faults: readonly Fault[] };

/** A thread that answers calls. */
export interface CalledThread {
  /** What the thread told when it was ready. */
  readonly made: unknown;
  /**
   * Rejects as the thread's code does, and when the thread dies.
   * @param times for how many times its patience the thread may be at this call
   */
  call(content: object, times?: number): Promise<unknown>;
  /** Why it can be called no more; undefined while it can. */
  readonly dead: WorldwireError | undefined;
  /** WW_WORLD_STUCK while it has not answered for as long as its patience goes. */
  readonly stuck: WorldwireError | undefined;
  /** Calls each time that it gets stuck, and when it has ended. Returns what ends it. */
  onTrouble(listener: (why: WorldwireError) => void): () => void;
  /** Ends it, whatever it is doing. @param why what those are told who wait for it. Default: that it has ended */
  terminate(why?: WorldwireError): Promise<void>;
}

export interface ThreadOptions {
  readonly data: unknown;
  /** What the system calls it. */
  readonly name: string;
  /** What it is, in the errors of one that died. */
  readonly what: string;
  /** Code of those errors. Default WW_INTERNAL. */
  readonly died?: ErrorCode;
  /** Milliseconds without an answer after which it counts as stuck. Default: never. */
  readonly patience?: number;
}

interface Waiting {
  readonly times: number;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Starts a thread; resolves when it is ready. `until` ends it, whatever it is doing. */
export async function startThread(file: URL, options: ThreadOptions, until?: AbortSignal): Promise<CalledThread> {
  const { what, died = 'WW_INTERNAL', patience } = options;
  const worker = begin(file, { workerData: options.data, name: options.name });
  until?.addEventListener('abort', () => void worker.terminate(), { once: true });
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<(why: WorldwireError) => void>();
  let last = 0;
  let dead: WorldwireError | undefined, stuck: WorldwireError | undefined;
  const tell = (why: WorldwireError): void => {
    for (const listener of listeners) listener(why);
  };
  const silence =
    patience === undefined
      ? undefined
      : new Silence({
          patience,
          oldest: () => {
            for (const [call, { times }] of waiting) return { call, times };
            return undefined;
          },
          heard: () => {
            stuck = stuckFor(what, patience);
            tell(stuck);
          },
        });
  const die = (why: WorldwireError): void => {
    if (dead !== undefined) return;
    dead = why;
    silence?.end();
    for (const call of waiting.values()) call.reject(dead);
    waiting.clear();
    tell(dead);
  };
  worker.on('message', (answer: Answer) => {
    stuck = undefined;
    const call = waiting.get(answer.call);
    waiting.delete(answer.call);
    if (answer.ok) call?.resolve(answer.value);
    else call?.reject(new WorldwireError(answer.code, answer.message, answer.faults));
  });
  worker.on('error', (error) => {
    // The whole stack is for the log.
    die(Object.assign(new WorldwireError(died, `The thread of ${what} has failed: ${thrownWords(error)}`), { cause: error }));
  });
  worker.on('exit', (code) => die(new WorldwireError(died, `The thread of ${what} has ended with code ${code}, as by process.exit in a plugin of it.`)));
  const wait = (call: number, times: number): Promise<unknown> =>
    new Promise((resolve, reject) => {
      waiting.set(call, { times, resolve, reject });
    });
  const made = await wait(0, Infinity).catch(async (error: unknown) => {
    await worker.terminate();
    throw error;
  });
  return {
    made,
    call(content, times = 1) {
      if (dead !== undefined) return Promise.reject(dead);
      const call = ++last;
      const answer = wait(call, times);
      silence?.asked();
      worker.postMessage({ call, content });
      return answer;
    },
    get dead() {
      return dead;
    },
    get stuck() {
      return stuck;
    },
    onTrouble(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async terminate(why = new WorldwireError(died, `The thread of ${what} has ended.`)) {
      die(why);
      await worker.terminate();
    },
  };
}

function stuckFor(what: string, patience: number): WorldwireError {
  const seconds = Math.round(patience / 100) / 10;
  return new WorldwireError(
    'WW_WORLD_STUCK',
    `The thread of ${what} has not answered for ${seconds === 1 ? '1 second' : `${seconds} seconds`}: a system or a command of a plugin in it does not end.`,
  );
}

/** What a thread died of, with the place in a plugin that it comes from: its file's name alone, since whoever waits is told too. */
export function thrownWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = /([^\s()/\\]+:\d+:\d+)\)?$/.exec(error.stack?.split('\n').find((line) => /^ {4}at (?!.*node:)/.test(line)) ?? '')?.[1];
  return `${String(error)}${place === undefined ? '' : `, thrown at ${place}`}`;
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

/**
 * Where a thread's code lies: an entrance of its own into what is built. From sources (in tests) as well it is the one of the last build.
 * @param name of the file, with its room of the server
 */
export function threadFile(name: string): URL {
  return new URL(`dist/server/${name}`, OWN_PACKAGE);
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
