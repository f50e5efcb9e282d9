import { unwatchFile, watchFile } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import Type from 'typebox';
import { checkOf, type AccessScope } from '../../engine/index.ts';
import type { RememberedDecision } from '../protocol.ts';
import type { Log } from './log.ts';
import { writeWhole } from './saver.ts';

/** What was decided for good of a host and port. */
export type Decision = RememberedDecision;

const VERSION = 1;
const check = checkOf(
  Type.Object({
    version: Type.Literal(VERSION),
    decisions: Type.Array(
      Type.Object({
        scope: Type.Enum(['Websocket', 'HTTP']),
        host: Type.String({ minLength: 1, maxLength: 300 }),
        port: Type.Integer({ minimum: 1, maximum: 65_535 }),
        decision: Type.Enum(['allow', 'deny']),
        by: Type.String({ maxLength: 200 }),
        at: Type.String({ maxLength: 40 }),
        reason: Type.Optional(Type.String({ maxLength: 2000 })),
        near: Type.Optional(Type.Literal(true)),
      }),
    ),
  }),
  '{"version":1,"decisions":[{"scope","host","port","decision","by","at"}]}',
);

/** Milliseconds between two looks at whether somebody else has written the file. */
const LOOK = 1000;

/**
 * The host's remembered decisions, kept in a JSON file; without a file, for as long as the server runs. What others write to the file
 * (`worldwire access`, an editor) holds at once.
 */
export class Decisions {
  readonly #file: string | undefined;
  readonly #log: Log;
  #kept = new Map<string, Decision>();
  #edits = 0;
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: string | undefined, log: Log) {
    this.#file = file;
    this.#log = log;
  }

  /** Reads what was decided before. A file that cannot be read is left alone and told: nothing is allowed by it, and nothing is written over it. */
  static async open(file: string | undefined, log: Log): Promise<Decisions> {
    if (file === undefined) return new Decisions(undefined, log);
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') log.error({ file, err: error }, 'the remembered access decisions cannot be read');
      return undefined;
    });
    if (text === undefined) return new Decisions(file, log);
    const read = parse(text);
    if (read === undefined) {
      log.error({ file }, 'the file of remembered access decisions is damaged: none of it holds, and new decisions are kept only while the server runs');
      return new Decisions(undefined, log);
    }
    const decisions = new Decisions(file, log);
    decisions.#kept = byKey(read);
    return decisions;
  }

  get(scope: AccessScope, host: string, port: number): Decision | undefined {
    return this.#kept.get(keyOf({ scope, host, port }));
  }

  /** Whether what is decided outlives the server. */
  get durable(): boolean {
    return this.#file !== undefined;
  }

  get list(): readonly Decision[] {
    return [...this.#kept.values()];
  }

  /** Remembers a decision; it holds at once, and is written to the file in the background. */
  remember(decision: Decision): void {
    this.#kept.set(keyOf(decision), decision);
    this.#write();
  }

  /** Takes a decision back. Says whether there was one. */
  forget(scope: AccessScope, host: string, port: number): boolean {
    const had = this.#kept.delete(keyOf({ scope, host, port }));
    if (had) this.#write();
    return had;
  }

  /** Looks after the file and tells whose decisions others have changed. Returns what ends it. */
  watch(changed: (scope: AccessScope, host: string, port: number) => void): () => void {
    const file = this.#file;
    if (file === undefined) return () => undefined;
    const look = (): void =>
      void this.#reread(file).then((differing) => {
        for (const { scope, host, port } of differing) changed(scope, host, port);
      });
    watchFile(file, { interval: LOOK, persistent: false }, look);
    return () => unwatchFile(file, look);
  }

  /** What stands in the file otherwise than it was known here. A file that is gone or damaged changes nothing. */
  async #reread(file: string): Promise<Decision[]> {
    await this.#writing;
    const edits = this.#edits;
    const read = parse(await readFile(file, 'utf8').catch(() => ''));
    // What was decided here meanwhile is about to be written, and is looked at then.
    if (read === undefined || this.#edits !== edits) return [];
    const before = this.#kept,
      after = byKey(read);
    this.#kept = after;
    return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
      const was = before.get(key),
        is = after.get(key);
      const known = is ?? was;
      return known === undefined || was?.decision === is?.decision ? [] : [known];
    });
  }

  /** Resolves when all that was decided is on the disk. */
  settled(): Promise<void> {
    return this.#writing;
  }

  #write(): void {
    this.#edits += 1;
    const file = this.#file;
    if (file === undefined) return;
    this.#writing = this.#writing
      .then(async () => {
        await mkdir(dirname(file), { recursive: true, mode: 0o700 });
        await writeWhole(file, (write) => write(`${JSON.stringify({ version: VERSION, decisions: this.list }, null, 2)}\n`));
      })
      .catch((error: unknown) => this.#log.error({ file, err: error }, 'the access decision could not be written down; it holds until the server ends'));
  }
}

function parse(text: string): readonly Decision[] | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return check(json).length > 0 ? undefined : (json as { decisions: readonly Decision[] }).decisions;
  } catch {
    return undefined;
  }
}

function byKey(list: readonly Decision[]): Map<string, Decision> {
  return new Map(list.map((decision) => [keyOf(decision), decision]));
}

function keyOf(of: Pick<Decision, 'scope' | 'host' | 'port'>): string {
  return `${of.scope} ${of.host} ${of.port}`;
}
