import { unwatchFile, watchFile } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import Type from 'typebox';
import { checkOf, WorldwireError, type Role } from '../../engine/index.ts';
import type { Log } from '../log/log.ts';
import { readOwnFile, writeOwnFile } from '../files/own-file.ts';
import type { TokenTrace } from './token.ts';
import { RoleSchema } from './roles.ts';

/** What is kept of a token that was made. */
export interface KeptToken extends TokenTrace {
  readonly id: string;
  readonly role: Role;
  /** What it is for, in its maker's words. */
  readonly name: string;
  /** When it was made, ISO 8601. */
  readonly at: string;
  /** It is a program's: its edits are no steps of undo, unless it says so. */
  readonly program?: boolean;
  /** User id of the only one whom it lets in; absent where it lets in whoever has it. */
  readonly user?: string;
  /** Digest of the token by which that user came; it ends with that one. */
  readonly of?: string;
}

const VERSION = 1;
const Trace = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });
const check = checkOf(
  Type.Object({
    version: Type.Literal(VERSION),
    tokens: Type.Array(
      Type.Object({
        id: Type.String({ pattern: '^[0-9a-f]{8}$' }),
        digest: Trace,
        role: RoleSchema,
        name: Type.String({ maxLength: 100 }),
        at: Type.String({ maxLength: 40 }),
        program: Type.Optional(Type.Boolean()),
        user: Type.Optional(Type.String({ maxLength: 100 })),
        of: Type.Optional(Trace),
      }),
    ),
  }),
  '{"version":1,"tokens":[{"id","digest","role","name","at"}]}',
);

/** Milliseconds between two looks at whether somebody else has written the file. */
const LOOK = 500;
/** Tokens that are kept. Each is compared with what every stranger sends. */
const MOST = 1000;
/** Of these so many at most that users had made for themselves. */
const MOST_OF_USERS = 500;

/** Where tokens are kept that were made: a JSON file that only its owner reads. Without a file, for as long as the server runs. */
export class TokenFile {
  readonly #file: string | undefined;
  readonly #log: Pick<Log, 'error'> | undefined;
  readonly #listeners = new Set<(ids: readonly string[]) => void>();
  #list: readonly KeptToken[] = [];
  #byId: ReadonlyMap<string, KeptToken> = new Map();
  #work: Promise<unknown> = Promise.resolve();

  private constructor(file: string | undefined, log: Pick<Log, 'error'> | undefined) {
    this.#file = file;
    this.#log = log;
  }

  static none(): TokenFile {
    return new TokenFile(undefined, undefined);
  }

  /** Reads the file. One that is damaged lets nobody in, is told, and is not written over. */
  static async open(file: string | undefined, log: Pick<Log, 'error'>): Promise<TokenFile> {
    const tokens = new TokenFile(file, log);
    await tokens.#look();
    return tokens;
  }

  get list(): readonly KeptToken[] {
    return this.#list;
  }

  /** The token with this id. */
  get(id: string): KeptToken | undefined {
    return this.#byId.get(id);
  }

  /**
   * @param holds whether a token still opens anything; those that do not make room where users have too many
   *
   * Rejects with WW_LIMIT, WW_SAVE_FAILED, or WW_CONFIG_INVALID where the file is damaged.
   */
  add(token: KeptToken, holds: (token: KeptToken) => boolean = () => true): Promise<void> {
    return this.#change((all) => {
      const ofUsers = (list: readonly KeptToken[]): number => list.filter(({ user }) => user !== undefined).length;
      // Those of a server's earlier starts count for nothing here, but others may still go by them.
      const list = token.user !== undefined && ofUsers(all) >= MOST_OF_USERS ? all.filter(holds) : all;
      if (token.user !== undefined && ofUsers(list) >= MOST_OF_USERS)
        throw new WorldwireError('WW_LIMIT', `${MOST_OF_USERS} users have joined from other machines already; ask whoever runs the server for a token.`);
      if (list.length >= MOST) throw new WorldwireError('WW_LIMIT', `${MOST} tokens are kept; take some back by \`worldwire token revoke ID\`.`);
      return [...list, token];
    });
  }

  /** Takes a token back, and with it those that users who came by it had made. Says whether there was one. */
  async remove(id: string): Promise<boolean> {
    let had = false;
    await this.#change((list) => {
      const digests = list.flatMap((token) => (token.id === id ? [token.digest] : []));
      had = digests.length > 0;
      // A user's own may have been made by one that was a user's own.
      for (const digest of digests) for (const token of list) if (token.of === digest && !digests.includes(token.digest)) digests.push(token.digest);
      return list.filter(({ digest }) => !digests.includes(digest));
    });
    return had;
  }

  /** Looks after the file and tells which tokens are gone from it. Returns what ends it. */
  watch(ended: (ids: readonly string[]) => void): () => void {
    const file = this.#file;
    this.#listeners.add(ended);
    if (file === undefined) return () => this.#listeners.delete(ended);
    const look = (): void => {
      this.#work = this.#work.then(() => this.#look());
    };
    watchFile(file, { interval: LOOK, persistent: false }, look);
    return () => {
      this.#listeners.delete(ended);
      unwatchFile(file, look);
    };
  }

  /** What stands in the file, which others write too, is taken as it is now, and is there whole before and after. */
  #change(edit: (list: readonly KeptToken[]) => readonly KeptToken[]): Promise<void> {
    const change = this.#work.then(async () => {
      const file = this.#file;
      const list = edit(file === undefined ? this.#list : await keptTokens(file));
      if (file !== undefined) {
        await mkdir(dirname(file), { recursive: true, mode: 0o700 });
        await writeOwnFile(file, `${JSON.stringify({ version: VERSION, tokens: list }, null, 2)}\n`);
      }
      this.#take(list);
    });
    this.#work = change.catch(() => undefined);
    return change;
  }

  async #look(): Promise<void> {
    if (this.#file === undefined) return;
    try {
      this.#take(await keptTokens(this.#file));
    } catch (error) {
      this.#log?.error({ file: this.#file, err: error }, 'the file of tokens cannot be read: those that it held let nobody in');
      this.#take([]);
    }
  }

  #take(list: readonly KeptToken[]): void {
    const gone = this.#list.filter((before) => !list.some((token) => token.id === before.id && token.digest === before.digest && token.role === before.role));
    this.#list = list;
    this.#byId = new Map(list.map((token) => [token.id, token]));
    if (gone.length > 0) for (const tell of this.#listeners) tell(gone.map((token) => token.id));
  }
}

/** The tokens of a file; none where there is no file. Rejects with WW_CONFIG_INVALID where it is damaged. */
export async function keptTokens(file: string): Promise<readonly KeptToken[]> {
  return ((await readOwnFile(file, check)) as { tokens: readonly KeptToken[] } | undefined)?.tokens ?? [];
}
