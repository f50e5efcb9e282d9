/** Something wrong in a graph. */
export interface GraphFault {
  /** Where: `nodes/tx/in/Data`. */
  readonly inside: string;
  readonly message: string;
  readonly expected: string;
}

/** Faults beyond this are counted, not listed. */
const MOST = 100;

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
}

/** A foreign name in a sentence. */
export function quote(text: unknown): string {
  const shown = typeof text === 'string' && text.length > 60 ? `${text.slice(0, 57)}…` : text;
  return JSON.stringify(shown) ?? 'nothing';
}
