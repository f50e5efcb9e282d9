import { randomBytes } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Type from 'typebox';
import { checkOf, WorldwireError } from '../../engine/index.ts';
import { isRunning, ownName, type ProcessName } from '../files/own-name.ts';
import { targetOf } from '../files/whole-file.ts';

/**
 * Who has a scene file open. Each server that runs a world puts an entry of its own beside the world's file, under a name that is never used
 * twice, and then looks for others': whoever sees another that lives goes back. So of two that come at once at most one stays, and since
 * nobody ever writes or takes over another's entry, what a crash has left can be taken away by anybody, at any time.
 */
interface Entry extends ProcessName {
  readonly world: string;
  /** ISO 8601. */
  readonly since: string;
  /** Address of the server, once it listens. */
  readonly origin?: string;
  /** Has looked for others and found none. */
  readonly stands: boolean;
}

const Text = Type.String({ maxLength: 1000 });
const TextOrNull = Type.Union([Text, Type.Null()]);
const check = checkOf(
  Type.Object({
    pid: Type.Integer(),
    started: TextOrNull,
    boot: TextOrNull,
    space: TextOrNull,
    host: Text,
    world: Text,
    since: Text,
    origin: Type.Optional(Text),
    stands: Type.Boolean(),
  }),
  'an entry of a server',
);

/** Milliseconds between two signs of life, and without one after which an entry that cannot be asked about counts as left behind. */
const BEAT = 15_000,
  SILENT = 60_000;
/** Milliseconds for which those who come at once make way for each other. */
const PATIENCE = 5_000;

/** Entries of this process, which go with it however it ends. */
const entries = new Set<string>();
let watching = false;
/** Files that worlds of this process have, by their real path, in the order in which they were taken. */
const held = new Map<string, FileClaim>();

/** A scene file that is ours, until it is let go by as many as took it. */
export class FileClaim {
  /** The file itself, behind all links. */
  readonly file: string;
  readonly #places: readonly OwnPlace[];
  #entry: Entry;
  #users = 1;
  #noted = true;
  #beat: NodeJS.Timeout | undefined;

  private constructor(file: string, places: readonly OwnPlace[], entry: Entry) {
    this.file = file;
    this.#places = places;
    this.#entry = entry;
  }

  /**
   * Takes a file for a world. Rejects with WW_FILE_IN_USE, which says by whom, where another world of this server or of another one has it.
   * Where the folder cannot be written to, nothing is noted: such a file cannot be saved to either.
   * @param more folder in which files that have several names (hard links) are noted, too
   */
  static async take(path: string, world: string, more?: string): Promise<FileClaim> {
    const file = await targetOf(path);
    const other = held.get(file);
    if (other !== undefined) throw inUse(path, `the world ${other.#entry.world} of this server`);
    const found = await stat(file, { bigint: true }).catch(() => undefined);
    const places: Place[] = [{ folder: dirname(file), name: basename(file) }];
    if (found !== undefined && found.nlink > 1n && more !== undefined) {
      await mkdir(more, { recursive: true, mode: 0o700 }).catch(() => undefined);
      places.push({ folder: more, name: `${found.dev}-${found.ino}` });
    }
    if (held.has(file)) return FileClaim.take(path, world, more);
    const claim = new FileClaim(file, places.map(withId), { ...ownName(), world, since: new Date().toISOString(), stands: false });
    // In this process first, so that of two that are opened at once the later one sees the other.
    const before = [...held.values()];
    held.set(file, claim);
    try {
      if (found !== undefined)
        for (const each of before) if (await isFile(each.file, found)) throw inUse(path, `the world ${each.#entry.world} of this server, as ${each.file}`);
      await claim.#claim(path);
    } catch (error) {
      await claim.release();
      throw error;
    }
    claim.#beat = setInterval(() => void claim.#live(), BEAT);
    claim.#beat.unref();
    return claim;
  }

  /** Whether it could be noted beside the file that it is ours; without, another server is not told. */
  get noted(): boolean {
    return this.#noted;
  }

  /** One more has it now; each lets it go. */
  share(): this {
    this.#users += 1;
    return this;
  }

  async release(): Promise<void> {
    this.#users -= 1;
    if (this.#users > 0) return;
    clearInterval(this.#beat);
    if (held.get(this.file) === this) held.delete(this.file);
    for (const place of this.#places) {
      entries.delete(place.entry);
      await unlink(place.entry).catch(() => undefined);
    }
  }

  /** Says in the entry where the server listens, for whoever finds the file taken. */
  async listening(origin: string): Promise<void> {
    this.#entry = { ...this.#entry, origin };
    if (await this.#stands()) await this.#tell();
  }

  /** Rejects with WW_FILE_IN_USE where another has taken the file since, as after a long sleep of this machine. */
  async confirm(): Promise<void> {
    if (await this.#stands()) return;
    this.#entry = { ...this.#entry, stands: false };
    await this.#claim(this.file);
  }

  /** Whether our entry still lies beside the file. Another server takes it away only where it took this process for dead. */
  async #stands(): Promise<boolean> {
    const there = await Promise.all(
      this.#places.map(({ entry }) =>
        stat(entry).then(
          () => true,
          () => false,
        ),
      ),
    );
    return there.every(Boolean);
  }

  /** Writes the entry anew as a sign of life. An entry that another server has taken away is not brought back by it. */
  async #live(): Promise<void> {
    for (const { entry } of this.#places) {
      const handle = await open(entry, 'r+').catch(() => undefined);
      await handle?.write(`${JSON.stringify(this.#entry)}\n`, 0).catch(() => undefined);
      await handle?.close().catch(() => undefined);
    }
  }

  async #claim(path: string): Promise<void> {
    const until = performance.now() + PATIENCE;
    for (;;) {
      if (!(await this.#tell())) return;
      const others = (await Promise.all(this.#places.map((place) => othersIn(place)))).flat();
      const [stands] = others.filter((other) => other.entry.stands);
      if (stands === undefined && others.length === 0) break;
      if (stands !== undefined || performance.now() > until) {
        await this.#withdraw();
        throw inUse(path, words(stands?.entry ?? (others[0] as Found).entry));
      }
      // Of those who have come at once, whoever is first by name waits for the others to go back, and those come again.
      const first = others.every((other) => other.id > (this.#places[0]?.id ?? ''));
      if (!first) await this.#withdraw();
      await wait(first ? 20 : 50 + Math.random() * 100);
    }
    if (this.#entry.stands) return;
    this.#entry = { ...this.#entry, stands: true };
    await this.#tell();
  }

  async #withdraw(): Promise<void> {
    for (const { entry } of this.#places) await unlink(entry).catch(() => undefined);
  }

  /** Writes the entry anew. False where the folder cannot be written to. */
  async #tell(): Promise<boolean> {
    goWithProcess();
    for (const { entry } of this.#places) {
      entries.add(entry);
      try {
        // Under another name first, so that nobody reads half of it.
        await writeFile(`${entry}.new`, `${JSON.stringify(this.#entry)}\n`, { mode: 0o644 });
        await rename(`${entry}.new`, entry);
      } catch {
        // A full disk takes the name and not what is to stand in it.
        await unlink(`${entry}.new`).catch(() => undefined);
        this.#noted = false;
        return false;
      }
    }
    this.#noted = true;
    return true;
  }
}

/**
 * Who has a file open, as is noted beside it: the world, and the address of its server once that listens. Undefined where nobody has.
 * It is what stands in a file there, so that nobody is to be told a secret because of it alone.
 */
export async function holderOf(path: string): Promise<{ readonly world: string; readonly origin?: string } | undefined> {
  const file = await targetOf(path);
  const others = await othersIn({ folder: dirname(file), name: basename(file), id: '', entry: '' }).catch(() => []);
  const found = others.find(({ entry }) => entry.stands)?.entry;
  return found === undefined ? undefined : { world: found.world, ...(found.origin === undefined ? {} : { origin: found.origin }) };
}

interface Place {
  readonly folder: string;
  readonly name: string;
}
interface OwnPlace extends Place {
  readonly id: string;
  readonly entry: string;
}

interface Found {
  readonly id: string;
  readonly entry: Entry;
}

function withId(place: Place): OwnPlace {
  const id = randomBytes(8).toString('hex');
  return { ...place, id, entry: join(place.folder, `.${place.name}.${id}.lock`) };
}

/** Entries of others that live, in one place. Those that do not are taken away. */
async function othersIn(place: OwnPlace): Promise<Found[]> {
  const found: Found[] = [];
  const start = `.${place.name}.`;
  for (const name of await readdir(place.folder)) {
    if (!name.startsWith(start)) continue;
    const [, id, isNew] = /^([0-9a-f]{16})\.lock(\.new)?$/.exec(name.slice(start.length)) ?? [];
    if (id === undefined || id === place.id) continue;
    const file = join(place.folder, name);
    const entry = await entryIn(file);
    if (entry === undefined) {
      // Gone meanwhile; or no entry of ours, half written by a process that was killed.
      if ((await ageOf(file, place)) > SILENT) await unlink(file).catch(() => undefined);
      continue;
    }
    const runs = isRunning(entry);
    if (runs === 'no' || (runs === 'unsure' && (await ageOf(file, place)) > SILENT)) await unlink(file).catch(() => undefined);
    else if (isNew === undefined) found.push({ id, entry });
  }
  return found;
}

async function entryIn(file: string): Promise<Entry | undefined> {
  try {
    const entry = JSON.parse(await readFile(file, 'utf8')) as Entry;
    return check(entry, '').length === 0 ? entry : undefined;
  } catch {
    return undefined;
  }
}

/** Milliseconds since a file was written, by the clock of its file system: that of our own entry, which has just been. */
async function ageOf(file: string, { entry }: OwnPlace): Promise<number> {
  try {
    return (await stat(entry)).mtimeMs - (await stat(file)).mtimeMs;
  } catch {
    return 0;
  }
}

async function isFile(file: string, as: { readonly dev: bigint; readonly ino: bigint }): Promise<boolean> {
  const found = await stat(file, { bigint: true }).catch(() => undefined);
  return found !== undefined && found.dev === as.dev && found.ino === as.ino;
}

function words({ world, pid, host, since, origin, space }: Entry): string {
  const own = ownName();
  const where = host === own.host && space === own.space ? '' : ` on ${host}`;
  return `the world ${world} of another server: process ${pid}${where}, since ${since}${origin === undefined ? '' : `, at ${origin}`}`;
}

function inUse(path: string, by: string): WorldwireError {
  return new WorldwireError('WW_FILE_IN_USE', `${path} is open already, in ${by}.`);
}

/** However this process ends, short of being killed, its entries go with it. */
function goWithProcess(): void {
  if (watching) return;
  watching = true;
  process.on('exit', () => {
    for (const entry of entries) {
      try {
        unlinkSync(entry);
      } catch {
        // Gone already.
      }
    }
  });
}
