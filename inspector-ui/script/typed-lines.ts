import { recallHere, rememberHere } from '../cells/memory.ts';

const KEY = 'console';
/** Lines that are remembered as long as the tab is open, and characters of each. */
const MOST = 100;
const LONGEST = 10_000;

/** What was typed into consoles before, by the arrow keys; what one was about to type comes back at the end. */
export class TypedLines {
  #lines: readonly string[];
  /** The line that is shown again; as many as there are for what is being typed. */
  #at: number;
  #typing = '';

  constructor(lines: readonly string[] = stored()) {
    this.#lines = lines;
    this.#at = lines.length;
  }

  /** A line was sent. */
  add(line: string): void {
    // Another console of this page may have added some.
    const known = stored();
    const before = known.length > 0 ? known : this.#lines;
    this.#lines = [...before.filter((each) => each !== line), line.slice(0, LONGEST)].slice(-MOST);
    this.#at = this.#lines.length;
    this.#typing = '';
    rememberHere(KEY, [...this.#lines]);
  }
  /** The one before, or the next; null where there is none. @param shown what stands in the box */
  step(by: -1 | 1, shown: string): string | null {
    const at = this.#at + by;
    if (at < 0 || at > this.#lines.length) return null;
    if (this.#at === this.#lines.length) this.#typing = shown;
    this.#at = at;
    return this.#lines[at] ?? this.#typing;
  }
}

function stored(): readonly string[] {
  const known = recallHere(KEY);
  return Array.isArray(known) ? known.filter((each): each is string => typeof each === 'string') : [];
}
