import { unwatchFile, watchFile } from 'node:fs';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import Type from 'typebox';
import { ACCESS_SCOPES } from '../../engine/access-scopes.ts';
import { checkOf, type AccessScope } from '../../engine/index.ts';
import type { RememberedDecision } from '../../agent/messages.ts';
import type { Log } from '../log/log.ts';
import { readOwnFile } from '../files/own-file.ts';
import { writeWhole } from '../files/whole-file.ts';

/** What was decided for good of a host and port. */
export type Decision = RememberedDecision;

const VERSION = 1;
const check = checkOf(
  Type.Object({
    version: Type.Literal(VERSION),
    decisions: Type.Array(
      Type.Object({
        scope: Type.Enum([...ACCESS_SCOPES]),
        host: Type.String({ minLength: 1, maxLength: 300 }),
        port: Type.Integer({ minimum: 1, maximum: 65_535 }),
        decision: Type.Enum(['allow', 'deny']),
        by: Type.String({ maxLength: 200 }),
        name: Type.Optional(Type.String({ maxLength: 200 })),
        at: Type.String({ maxLength: 40 }),
        reason: Type.Optional(Type.String({ maxLength: 2000 })),
        near: Type.Optional(Type.Literal(true)),
      }),
    ),
  }),
  '{"version":1,"decisions":[{"scope","host","port","decision","by","at"}]}',
);

/** Milliseconds between two looks at whether somebody else has written the file. */
const LOOK = 400;
/** Milliseconds after which a new reason alone is written, so that a world that gives one after another costs little. */
const REASONS = 5000;
/** Milliseconds after which a lock counts as left behind by a process that ended, and between two tries to get it. */
const STALE = 30_000,
  TRY_AGAIN = 20;

type Kept = Map<string, Decision>;
type Changed = (scope: AccessScope, host: string, port: number) => void;

/**
 * The remembered decisions of a machine's own user, kept in a JSON file; without a file, for as long as the process runs. Several processes
 * may share the file (servers, joined agents, `worldwire access`, an editor): each writes only what it has changed into what stands there,
 * and what others write holds here within a second.
 */
export class Decisions {
  readonly #file: string | undefined;
  readonly #log: Pick<Log, 'error'>;
  readonly #watchers = new Set<Changed>();
  #kept: Kept = new Map();
  /** What was changed here and is not written yet. */
  #edits: ((kept: Kept) => void)[] = [];
  #writing: Promise<void> = Promise.resolve();
  #isQueued = false;
  #late: NodeJS.Timeout | undefined;

  private constructor(file: string | undefined, log: Pick<Log, 'error'>) {
    this.#file = file;
    this.#log = log;
  }

  /** Reads what was decided before. A file that cannot be read is left alone and told: nothing is allowed by it, and nothing is written over it. */
  static async open(file: string | undefined, log: Pick<Log, 'error'>): Promise<Decisions> {
    if (file === undefined) return new Decisions(undefined, log);
    try {
      const decisions = new Decisions(file, log);
      decisions.#kept = await readKept(file);
      return decisions;
    } catch (error) {
      log.error(
        { file, err: error },
        'the file of remembered access decisions is damaged: none of it holds, and new decisions are kept only while this process runs',
      );
      return new Decisions(undefined, log);
    }
  }

  get(scope: AccessScope, host: string, port: number): Decision | undefined {
    return this.#kept.get(keyOf({ scope, host, port }));
  }

  /** Whether what is decided outlives the process. */
  get durable(): boolean {
    return this.#file !== undefined;
  }

  get list(): readonly Decision[] {
    return [...this.#kept.values()];
  }

  /** Remembers a decision; it holds at once, and is written to the file in the background. */
  remember(decision: Decision): void {
    const key = keyOf(decision);
    const before = this.#kept.get(key);
    const { reason } = decision;
    if (before !== undefined && reason !== undefined && sameBut(before, decision)) {
      this.#edit((kept) => {
        const known = kept.get(key);
        if (known !== undefined) kept.set(key, { ...known, reason });
      }, true);
    } else this.#edit((kept) => kept.set(key, decision));
  }

  /** Takes a decision back. Says whether there was one. */
  forget(scope: AccessScope, host: string, port: number): boolean {
    const key = keyOf({ scope, host, port });
    if (!this.#kept.has(key)) return false;
    this.#edit((kept) => kept.delete(key));
    return true;
  }

  /** Looks after the file and tells whose decisions others have changed. Returns what ends it. */
  watch(changed: Changed): () => void {
    const file = this.#file;
    if (file === undefined) return () => undefined;
    const look = (): void => {
      this.#writing = this.#writing.then(() => this.#reread(file));
    };
    this.#watchers.add(changed);
    watchFile(file, { interval: LOOK, persistent: false }, look);
    return () => {
      this.#watchers.delete(changed);
      unwatchFile(file, look);
    };
  }

  /** Resolves when all that was decided is on the disk. */
  settled(): Promise<void> {
    this.#queue();
    return this.#writing;
  }

  #edit(edit: (kept: Kept) => void, late = false): void {
    edit(this.#kept);
    if (this.#file === undefined) return;
    this.#edits.push(edit);
    if (!late) this.#queue();
    else this.#late ??= setTimeout(() => this.#queue(), REASONS).unref();
  }

  #queue(): void {
    const file = this.#file;
    if (file === undefined || this.#isQueued || this.#edits.length === 0) return;
    clearTimeout(this.#late);
    this.#late = undefined;
    this.#isQueued = true;
    this.#writing = this.#writing
      .then(() => this.#write(file))
      .catch((error: unknown) => this.#log.error({ file, err: error }, 'the access decision could not be written down; it holds until this process ends'));
  }

  /** Writes what was changed here into what stands in the file by now. */
  async #write(file: string): Promise<void> {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await locked(`${file}.lock`, async () => {
      this.#isQueued = false;
      const edits = this.#edits;
      this.#edits = [];
      try {
        const kept = (await exists(file)) ? await readKept(file) : new Map(this.#kept);
        for (const edit of edits) edit(kept);
        await writeWhole(file, (write) => write(`${JSON.stringify({ version: VERSION, decisions: [...kept.values()] }, null, 2)}\n`), 0o600);
        this.#take(kept);
      } catch (error) {
        this.#edits = [...edits, ...this.#edits];
        throw error;
      }
    }).finally(() => {
      this.#isQueued = false;
    });
  }

  /** Takes in what others have written. A file that is gone or damaged changes nothing. */
  async #reread(file: string): Promise<void> {
    const kept = await readKept(file).catch(() => undefined);
    if (kept !== undefined && (await exists(file))) this.#take(kept);
  }

  /** What stands in the file holds, and over it what was changed here meanwhile; tells what is otherwise than it was known here. */
  #take(kept: Kept): void {
    for (const edit of this.#edits) edit(kept);
    const before = this.#kept;
    this.#kept = kept;
    for (const key of new Set([...before.keys(), ...kept.keys()])) {
      const was = before.get(key),
        is = kept.get(key);
      const known = is ?? was;
      if (known === undefined || (was?.decision === is?.decision && was?.near === is?.near)) continue;
      for (const changed of this.#watchers) changed(known.scope, known.host, known.port);
    }
  }
}

/** What a file holds; nothing where there is none. Rejects with WW_CONFIG_INVALID where it is damaged. */
export async function readKept(file: string): Promise<Kept> {
  const json = (await readOwnFile(file, check)) as { decisions: readonly Decision[] } | undefined;
  return new Map(json?.decisions.map((decision) => [keyOf(decision), decision]));
}

/** Does something while no other process does it. */
async function locked(lock: string, job: () => Promise<void>): Promise<void> {
  for (;;) {
    const handle = await open(lock, 'wx', 0o600).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
      throw error;
    });
    if (handle !== undefined) {
      await handle.close();
      break;
    }
    const age = await stat(lock).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > STALE) await rm(lock, { force: true });
    else await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN));
  }
  try {
    await job();
  } finally {
    await rm(lock, { force: true });
  }
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

function sameBut(a: Decision, b: Decision): boolean {
  return a.decision === b.decision && a.by === b.by && a.at === b.at && a.near === b.near;
}

function keyOf(of: Pick<Decision, 'scope' | 'host' | 'port'>): string {
  return `${of.scope} ${of.host} ${of.port}`;
}
