import { didYouMean } from '../../nearest.ts';

/** Something wrong in a graph. */
export interface GraphFault {
  /** Where: `nodes/tx/in/Data`. */
  readonly inside: string;
  readonly message: string;
  readonly expected: string;
}

/** Faults beyond this are counted, not listed. */
const MOST = 100;
/** Faults with whose name others are compared, which takes as long as there are names. */
const MOST_HINTS = 20;
/** Names of nodes that one hint tells. */
const MOST_NAMES = 6;

/** All that is wrong in a graph, in the order of its nodes. */
export class GraphFaults {
  readonly list: GraphFault[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(inside: string, expected: string, message: string): void {
    if (this.#count++ < MOST) this.list.push({ inside, expected, message });
  }

  /** Words that tell which name was meant, perhaps. */
  hint(wrong: string, names: () => Iterable<string>): string {
    return this.#count < MOST_HINTS ? didYouMean(wrong, names()) : '';
  }

  /** The same of a node's name. Who knows a node by what the original shows on it, as `Write`, is told those in whose names that stands. */
  hintOfNode(wrong: string, names: () => Iterable<string>): string {
    const near = this.hint(wrong, names);
    const word = wrong.replace(/\s/g, '').toLowerCase();
    if (near !== '' || word.length < 2 || word.length > 60 || this.#count >= MOST_HINTS) return near;
    const holding = [...names()].filter((name) => name.toLowerCase().includes(word));
    const shortest = holding.toSorted((a, b) => a.length - b.length).slice(0, MOST_NAMES);
    return shortest.length === 0 ? '' : `; did you mean one of ${shortest.join(', ')}${holding.length > MOST_NAMES ? ', …' : ''}?`;
  }
}

/** A foreign name in a sentence. */
export function quote(text: unknown): string {
  const shown = typeof text === 'string' && text.length > 60 ? `${text.slice(0, 57)}…` : text;
  return JSON.stringify(shown) ?? 'nothing';
}
