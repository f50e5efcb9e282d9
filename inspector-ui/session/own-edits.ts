import type { FileStatus, Json } from '../../server/protocol.ts';

/** Edits of a world that went with a server, or with a run of the world, before they were on a disk. */
export interface LostEdits {
  readonly world: string;
  /** Those of whoever is at this page, and of all. */
  readonly own: number;
  readonly all: number;
  /** The server was started again, or the world was put back to its file while this page was away. */
  readonly how: 'restarted' | 'putBack';
  /** The file is as it was when this page last heard of it. Else it was written to since, and the edits may be in it. */
  readonly sure: boolean;
}

/** What is known of one run of a world. */
interface Known {
  readonly life: string;
  readonly hash: string;
  readonly edits: number;
  /** Unsaved edits of all as they were told last, and those that have been acknowledged to this page since. */
  readonly unsaved: number;
  readonly since: number;
  /** Numbers of this page's own edits that are on no disk, as far as is known, and the group of the last. */
  readonly own: readonly number[];
  readonly group: string | null;
  /** All that was edited has been taken back again, so that nothing of it could be lost. */
  readonly clean?: boolean;
}

/** Numbers that are kept of a world; of more only how many there are matters. */
const MOST = 10_000;

/** Where the edits of worlds are kept over a reload of the page. */
export interface EditStore {
  read(): Json | undefined;
  write(value: Json): void;
}

/**
 * The edits that the server has acknowledged to this page and that no save has reached. An acknowledgement says that an edit is applied, and not
 * that it outlives the server: so where the server comes back without them, the page can say so.
 */
export class OwnEdits {
  readonly #known: Map<string, Known>;
  readonly #store: EditStore;

  constructor(store: EditStore) {
    this.#store = store;
    this.#known = knownFrom(store.read());
  }

  /** An edit of this page has been acknowledged under this number. Those of one group that follow each other count as one. */
  made(world: string, edit: number, group: string | undefined): void {
    const known = this.#known.get(world);
    if (known === undefined) return;
    const goesOn = group !== undefined && group === known.group && known.own.length > 0;
    const own = [...(goesOn ? known.own.slice(0, -1) : known.own), edit].slice(-MOST);
    this.#set(world, { ...known, own, clean: false, group: group ?? null, since: known.since + (edit > known.edits && !goesOn ? 1 : 0) });
  }

  /** How a world stands to its file by now. Gives what is lost where it is another run than was heard of last, and that one had unsaved edits. */
  heard(world: string, file: FileStatus): LostEdits | undefined {
    const known = this.#known.get(world);
    const next = { life: file.life, hash: file.hash, edits: file.edits, unsaved: file.unsaved, since: 0 };
    if (known === undefined || known.life !== file.life) {
      // Numbers go on in a world that was taken up, so this page's edits may still be lost later.
      const own = known?.own.filter((edit) => edit > file.savedEdits && edit <= (file.takenUp ?? 0)) ?? [];
      this.#set(world, { ...next, own, group: null });
      return known === undefined ? undefined : lost(world, known, file);
    }
    const own = known.own.filter((edit) => edit > file.savedEdits);
    const same = own.length === known.own.length && known.edits === next.edits && known.unsaved === next.unsaved && known.hash === next.hash;
    if (!same || known.since !== 0) this.#set(world, { ...next, own, group: known.group, clean: known.clean === true });
    return undefined;
  }

  /** Whether the world differs from its file by edits; one that was made and undone makes no difference. */
  differs(world: string, differs: boolean): void {
    const known = this.#known.get(world);
    if (known !== undefined && (known.clean === true) === differs) this.#set(world, { ...known, clean: !differs });
  }

  /** The world was put back to its file while this page was in it: whoever did that was told what it loses. */
  putBack(world: string): void {
    this.#known.delete(world);
    this.#keep();
  }

  #set(world: string, known: Known): void {
    this.#known.set(world, known);
    this.#keep();
  }

  #keep(): void {
    this.#store.write(Object.fromEntries(this.#known) as unknown as Json);
  }
}

function lost(world: string, known: Known, file: FileStatus): LostEdits | undefined {
  const came = file.takenUp ?? 0;
  const own = known.own.filter((edit) => edit > came).length;
  const newest = Math.max(known.edits, ...known.own);
  const all = Math.max(own, Math.min(known.unsaved + known.since, Math.max(0, newest - came)));
  if (all === 0 || known.clean === true) return undefined;
  const restarted = known.life.split('/')[0] !== file.life.split('/')[0];
  return { world, own, all, how: restarted ? 'restarted' : 'putBack', sure: known.hash === file.hash };
}

/** What was kept, where it has the form that we give it. */
function knownFrom(value: Json | undefined): Map<string, Known> {
  const known = new Map<string, Known>();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return known;
  for (const [world, each] of Object.entries(value)) if (isKnown(each)) known.set(world, each);
  return known;
}

function isKnown(value: unknown): value is Known {
  const known = value as Partial<Known> | null;
  return (
    typeof known === 'object' &&
    known !== null &&
    typeof known.life === 'string' &&
    typeof known.hash === 'string' &&
    [known.edits, known.unsaved, known.since].every((count) => Number.isSafeInteger(count)) &&
    Array.isArray(known.own) &&
    known.own.every((edit) => Number.isSafeInteger(edit))
  );
}
