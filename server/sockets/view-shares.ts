import { WorldwireError, type View } from '../../engine/index.ts';

/**
 * Values that the views of one user may hold, from all their pages together, and those of all users who may not edit: some fifty bytes each, since a
 * view is known here, in its world, and where its world runs in a thread, on the way there.
 */
const EACH = 400_000,
  ALL = 2_000_000;
/** As how many values a stand of the timeline counts that somebody holds. */
const HELD = 100_000;
/** Values up to which nobody is refused for what others hold: an inspector as it is used has some hundreds. */
const SMALL = 1500;
/**
 * What a view counts whatever it shows, the characters of a text that count as one value more, and what a port of a graph counts beside its name: its flow
 * notes what passes there, whether anybody is told of it or not.
 */
const VIEW = 25,
  CHARACTERS = 32,
  PORT = 400;

/** What a view that is open holds, in values: the ids and names that it was asked with. */
export function valuesOf(what: View): number {
  const read = what.kind === 'ports' ? what.ports.length : what.kind === 'values' ? what.fields.length : 0;
  // A stand of the timeline that is held holds all that was in it.
  const held = what.kind === 'traffic' && what.hold !== undefined ? HELD : 0;
  return VIEW + textsIn(Object.values(what)) + PORT * read + held;
}

function textsIn(values: readonly unknown[]): number {
  let sum = 0;
  for (const value of values) {
    if (typeof value === 'string') sum += 1 + Math.floor(value.length / CHARACTERS);
    else if (typeof value === 'object' && value !== null) sum += textsIn(Object.values(value));
  }
  return sum;
}

/** The part of one page. */
export interface ViewShare {
  /** Counts what its views hold more, or less. Throws WW_LIMIT where that is more than may be; nothing is counted then. */
  take(more: number): void;
  /** Nothing is held any more. */
  end(): void;
}

interface Page {
  readonly userId: string;
  readonly mayEdit: () => boolean;
  held: number;
}

/** What all views that pages of a server have open hold, so that nobody who may only look can have it hold more than it has room for. */
export class ViewShares {
  readonly #pages = new Set<Page>();

  /** @param mayEdit whether the page's user may edit at that moment */
  open(userId: string, mayEdit: () => boolean): ViewShare {
    const page: Page = { userId, mayEdit, held: 0 };
    return {
      take: (more) => {
        if (more > 0) this.#demand(page, more);
        page.held += more;
        if (page.held > 0) this.#pages.add(page);
        else this.#pages.delete(page);
      },
      end: () => {
        page.held = 0;
        this.#pages.delete(page);
      },
    };
  }

  #demand({ userId, mayEdit }: Page, more: number): void {
    let mine = more;
    let all = more;
    for (const page of this.#pages) {
      if (page.userId === userId) mine += page.held;
      if (!page.mayEdit()) all += page.held;
    }
    if (mine > EACH)
      throw new WorldwireError(
        'WW_LIMIT',
        `The views of your pages would hold ${mine} values, such as ids of entities unfolded or selected, ports of graphs and watched fields, each of which ` +
          `counts as ${PORT}; those of one user may hold ${EACH}. Close some, or fold some entities.`,
      );
    if (mine > SMALL && all > ALL && !mayEdit())
      throw new WorldwireError(
        'WW_LIMIT',
        `The views of all who may not edit hold ${ALL} values together, as many as they may; past that, those of one user may hold ${SMALL}, and yours ` +
          `would hold ${mine}. Look at less, or try again when others have gone.`,
      );
  }
}
