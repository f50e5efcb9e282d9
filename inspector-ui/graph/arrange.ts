import type { LayoutInput, LayoutOutput } from '../graph-model/layout.ts';

/** Milliseconds that a layout may take: a tangle of a thousand nodes takes minutes, which nobody waits for. */
const LONGEST = 30_000;

/** Lays a graph out off this thread, by a worker that is begun for it and ended with it. Who no longer wants it ends it by the signal. */
export function arrange(input: LayoutInput, signal?: AbortSignal): Promise<LayoutOutput> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' });
    const late = setTimeout(() => {
      end();
      reject(new Error('The graph is too tangled to be laid out. Select a part of it.'));
    }, LONGEST);
    const end = (): void => {
      clearTimeout(late);
      worker.terminate();
      signal?.removeEventListener('abort', abort);
    };
    const abort = (): void => {
      end();
      reject(new DOMException('The layout is no longer wanted.', 'AbortError'));
    };
    worker.addEventListener('message', ({ data }: MessageEvent<LayoutOutput>) => {
      end();
      resolve(data);
    });
    worker.addEventListener('error', ({ message }) => {
      end();
      reject(new Error(message === '' ? 'The graph could not be laid out.' : message));
    });
    signal?.addEventListener('abort', abort);
    if (signal?.aborted === true) abort();
    else worker.postMessage(input);
  });
}
