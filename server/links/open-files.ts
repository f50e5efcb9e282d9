import { readdirSync, readFileSync } from 'node:fs';
import { WorldwireError } from '../../engine/index.ts';

/** How a person raises the limit. Node itself raises the soft limit to the hard one when it starts, so that it is the hard one that counts. */
export const RAISE =
  'raise the limit before the start: `ulimit -Hn` shows it, LimitNOFILE= sets it for a unit of systemd, --ulimit nofile= for a container, ' +
  '/etc/security/limits.conf for a user';
/** Parts of the places at which it is told that they run out, and below which that may be told once more. */
const MANY = 0.8,
  FEW = 0.7;
/** Milliseconds between two counts of what is open: of ten thousand it takes some milliseconds. */
const COUNT_AGAIN = 10_000;

/** What the machine says of open files; what it does not say is undefined. */
export interface FileSystemSays {
  readonly limit: () => number | undefined;
  readonly open: () => number | undefined;
}

export interface OpenFilesOptions {
  /** Files that are kept for what is no connection of a world: pages, saves, recordings, look-ups. Given the limit. */
  readonly reserve: (limit: number) => number;
  /** Told once each time that few places are left. */
  readonly warn: (words: string) => void;
  readonly machine?: FileSystemSays;
}

/**
 * How many connections the machine lets this process hold. A socket is an open file, and so is all else that the process reads and writes:
 * connections leave a reserve for that, and what does not fit waits, with a reason that names the limit.
 */
export class OpenFiles {
  /** Open files that the process may have; Infinity where the machine sets no limit, or does not tell it. */
  readonly limit: number;
  /** Of these, kept for what is no connection of a world. */
  readonly reserve: number;
  readonly #options: OpenFilesOptions;
  readonly #machine: FileSystemSays;
  #sockets = 0;
  /** Open files that are no sockets of links, as they were counted last. */
  #others = 0;
  /**
   * The same before there was any socket. It is the least that is taken for them: a socket that is being born counts before it has its file, so that
   * what is left of a later count can be too little.
   */
  readonly #atFirst: number;
  #countedAt = -Infinity;
  #warned = false;

  constructor(options: OpenFilesOptions) {
    this.#options = options;
    this.#machine = options.machine ?? thisMachine;
    this.limit = this.#machine.limit() ?? Infinity;
    this.reserve = Number.isFinite(this.limit) ? Math.ceil(options.reserve(this.limit)) : 0;
    this.#atFirst = Number.isFinite(this.limit) ? (this.#machine.open() ?? 0) : 0;
    this.#count();
  }

  /** Connections that there may be at a time. */
  get places(): number {
    return Math.max(1, this.limit - this.#others - this.reserve);
  }

  /** @throws WorldwireError WW_MACHINE_FULL where no further socket fits */
  check(): void {
    if (this.#sockets < this.places) return;
    if (this.#count() && this.#sockets < this.places) return;
    throw new WorldwireError('WW_MACHINE_FULL', `this machine has no room for the connection: ${this.words}`);
  }

  /** A socket is there. */
  born(): void {
    this.#sockets += 1;
    if (this.#warned || this.#sockets < this.places * MANY) return;
    this.#warned = true;
    this.#options.warn(
      `${this.#sockets} connections are open, and there is room for ${this.places}; those beyond it wait (WW_MACHINE_FULL). The limit of open ` +
        `files is ${this.limit}; ${RAISE}`,
    );
  }

  /** A socket is gone. */
  buried(): void {
    this.#sockets -= 1;
    if (this.#sockets < this.places * FEW) this.#warned = false;
  }

  /** What is open, what the limit is, and how it is raised. */
  get words(): string {
    const open = Math.max(this.#machine.open() ?? 0, this.#sockets + this.#others);
    return (
      `${open} files are open, ${this.#sockets} of them connections of worlds; the limit is ${this.limit}, of which ${this.reserve} are kept for ` +
      `pages and saves; ${RAISE}`
    );
  }

  /** What is the matter where the limit leaves no room for connections beside what is open and what is kept; undefined where it does. */
  get shortage(): string | undefined {
    if (!Number.isFinite(this.limit) || this.limit - this.#others - this.reserve >= 1) return undefined;
    return (
      `There are too few open files for a server: the limit is ${this.limit}, ${this.#others} are open already, and ${this.reserve} more are needed for ` +
      `pages and saves, so that these may fail and worlds hold one connection at a time; ${RAISE}.`
    );
  }

  /** What is told at the start; undefined where there is no limit, and where it leaves no room. */
  get greeting(): string | undefined {
    if (!Number.isFinite(this.limit) || this.shortage !== undefined) return undefined;
    return `worlds may hold ${this.places} connections here: the limit of open files is ${this.limit}, of which ${this.reserve} are kept for pages and saves`;
  }

  /** Counts what is open besides sockets of links, at most once in ten seconds. Gives whether it did. */
  #count(): boolean {
    const now = performance.now();
    if (!Number.isFinite(this.limit) || now - this.#countedAt < COUNT_AGAIN) return false;
    this.#countedAt = now;
    this.#others = Math.max(this.#atFirst, (this.#machine.open() ?? 0) - this.#sockets);
    return true;
  }
}

/** What a server keeps: half of it for the connections of pages, the other half for the files that these ask for, saves and recordings. */
export function serverReserve(limit: number): number {
  return Math.min(4096, Math.max(48, limit / 4));
}

/** What a joined command line keeps, for its line to the server and what it remembers. */
export function joinedReserve(limit: number): number {
  return Math.min(64, limit / 4);
}

/** What this machine says of this process. */
const thisMachine: FileSystemSays = {
  limit() {
    try {
      const soft = /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'latin1'))?.[1];
      if (soft !== undefined) return soft === 'unlimited' ? undefined : Number(soft);
    } catch {
      // Only Linux has this file.
    }
    return reportedLimit();
  },
  open() {
    for (const folder of ['/proc/self/fd', '/dev/fd']) {
      try {
        // The folder itself is open while it is read.
        return readdirSync(folder).length - 1;
      } catch {
        // The next one, or none: Windows has neither.
      }
    }
    return undefined;
  },
};

/** The limit as Node's own report has it, on every system that has such limits. */
function reportedLimit(): number | undefined {
  const { report } = process as { report?: { excludeNetwork?: boolean; getReport(): unknown } };
  if (report === undefined) return undefined;
  const before = report.excludeNetwork;
  // Else it would look the names of all peers up.
  report.excludeNetwork = true;
  try {
    const { userLimits } = report.getReport() as { userLimits?: { open_files?: { soft?: unknown } } };
    const soft = userLimits?.open_files?.soft;
    return typeof soft === 'number' ? soft : undefined;
  } finally {
    report.excludeNetwork = before ?? false;
  }
}
