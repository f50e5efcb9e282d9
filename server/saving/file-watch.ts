import type { SceneFile } from './scene-file.ts';

/** Milliseconds between two looks at the file. */
const LOOK = 1_000;

export interface FileWatchOptions {
  /** The file to look at; undefined where there is none, and while it is being written. */
  readonly file: () => SceneFile | undefined;
  /** Tells the world's log, and so the server's. */
  readonly note: (level: 'info' | 'warn', message: string) => void;
}

/** Those that look, all at once: so that many worlds wake the process once in that time. */
const looking = new Set<FileWatch>();
let timer: NodeJS.Timeout | undefined;

/** Looks from time to time what other programs do to a world's file, and tells it once. */
export class FileWatch {
  readonly #options: FileWatchOptions;
  #told: SceneFile['state'] = 'same';

  constructor(options: FileWatchOptions) {
    this.#options = options;
  }

  start(): void {
    looking.add(this);
    timer ??= setInterval(() => {
      for (const watch of looking) void watch.#look().catch(() => undefined);
    }, LOOK).unref();
  }

  stop(): void {
    looking.delete(this);
    if (looking.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  /** The world has written the file itself. */
  written(): void {
    this.#told = 'same';
  }

  async #look(): Promise<void> {
    const file = this.#options.file();
    if (file === undefined) return;
    const state = await file.look();
    if (state === this.#told || this.#options.file() !== file) return;
    this.#told = state;
    if (state === 'same') this.#options.note('info', `${file.name} is again as this world knows it`);
    else this.#options.note('warn', `${file.name} ${file.otherness}; this world goes on as it is, and does not save over that by itself`);
  }
}
