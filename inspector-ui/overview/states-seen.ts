import type { ConnectionState } from '../../server/protocol.ts';
import { Cell } from '../cells/cell.ts';

/** A connection as it stands in a group. */
interface Standing {
  readonly id: string;
  readonly state?: ConnectionState;
}

/** The state that each connection was last seen in, by whichever group of the overview showed it. */
export class StatesSeen {
  /** Counts what the groups have told each other: whoever shows a connection that has left it draws anew. */
  readonly changed = new Cell(0);
  readonly #states = new Map<string, ConnectionState>();

  of(id: string): ConnectionState | undefined {
    return this.#states.get(id);
  }

  clear(): void {
    this.#states.clear();
  }

  /** What one group tells the others. */
  group(): StatesOfGroup {
    return new StatesOfGroup(this, this.#states);
  }
}

export class StatesOfGroup {
  readonly #all: StatesSeen;
  readonly #states: Map<string, ConnectionState>;
  #present: ReadonlySet<string> = new Set();
  /** In which state it has told the others of each that stands here. */
  #told: ReadonlyMap<string, ConnectionState> = new Map();

  constructor(all: StatesSeen, states: Map<string, ConnectionState>) {
    this.#all = all;
    this.#states = states;
  }

  /** Whether a connection stands here. */
  has(id: string): boolean {
    return this.#present.has(id);
  }

  /**
   * Lets the others know which of theirs have come here. Each is told once: while the word of its leaving is still on its way to another group, both
   * hold it, and two that told theirs whenever they draw would answer each other without end.
   */
  show(rows: readonly Standing[]): void {
    let isNew = false;
    const present = new Set<string>(),
      told = new Map<string, ConnectionState>();
    for (const { id, state } of rows) {
      present.add(id);
      if (state === undefined) continue;
      told.set(id, state);
      if (this.#told.get(id) === state || this.#states.get(id) === state) continue;
      this.#states.set(id, state);
      isNew = true;
    }
    this.#present = present;
    this.#told = told;
    if (isNew) this.#all.changed.value += 1;
  }
}
