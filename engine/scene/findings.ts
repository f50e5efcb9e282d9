import { WorldwireError, type ErrorCode, type Fault } from '../errors.ts';
import { linesOf } from './locate.ts';

/** Faults and warnings beyond this number are counted, not listed. */
const MOST = 1_000;

/** Everything that was found in a scene, in the order of its places. */
export class Findings {
  readonly warnings: Fault[] = [];
  readonly #faults: Fault[] = [];
  #moreFaults = 0;
  #moreWarnings = 0;
  readonly #file: string;
  readonly #text: string | undefined;

  /** @param text what is read, where faults are to tell their lines in it */
  constructor(file: string | undefined, text?: string) {
    this.#file = file ?? 'scene';
    this.#text = text;
  }

  /** Notes what makes the scene unusable. `message` is the sentence without its place. */
  fault(path: string, expected: string, message: string, code: ErrorCode = 'WW_SCENE_INVALID'): void {
    if (this.#faults.length >= MOST) this.#moreFaults++;
    else this.#faults.push({ path, expected, message: this.#sentence(path, message), code });
  }

  /** Notes what is worth knowing and stops nothing. */
  warn(path: string, expected: string, message: string, code: ErrorCode): void {
    if (this.warnings.length >= MOST) this.#moreWarnings++;
    else this.warnings.push({ path, expected, message: this.#sentence(path, message), code });
  }

  /** Ends the reading. @throws WorldwireError `WW_SCENE_INVALID` with every fault, if there was one */
  end(): void {
    if (this.#moreWarnings > 0) {
      this.warnings.push({ path: '', expected: '', message: `${this.#file}: and ${this.#moreWarnings} more of this kind`, code: 'WW_SCENE_UNKNOWN' });
    }
    const faults = this.#withLines(),
      first = faults[0];
    if (first === undefined) return;
    const count = faults.length + this.#moreFaults;
    if (this.#moreFaults > 0) {
      faults.push({ path: '', expected: '', message: `${this.#file}: and ${this.#moreFaults} more`, code: 'WW_SCENE_INVALID' });
    }
    throw new WorldwireError(
      'WW_SCENE_INVALID',
      count === 1 ? first.message : `${this.#file} has ${count} faults, the first of them: ${first.message}`,
      faults,
    );
  }

  #withLines(): Fault[] {
    const text = this.#text;
    if (this.#faults.length === 0 || text === undefined || !text.includes('\n')) return [...this.#faults];
    const lines = linesOf(
      text,
      this.#faults.map(({ path }) => stepsOf(path)),
    );
    return this.#faults.map((fault, i) => ({ ...fault, message: `${fault.message} (line ${lines[i]})` }));
  }

  #sentence(path: string, message: string): string {
    return path === '' ? `${this.#file}: ${message}` : `${this.#file}: ${path}: ${message}`;
  }
}

/** A value as a person wants to see it in a sentence: short, on one line. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? `a list of ${value.length}` : 'an object';
  return JSON.stringify(typeof value === 'string' && value.length > 60 ? `${value.slice(0, 57)}…` : value);
}

/** `entities/12 (lamp)`: where an entity stands and which it is. */
export function placeOfEntity(at: number, entity: unknown): string {
  const id = (entity as { id?: unknown } | null)?.id;
  return typeof id === 'string' && id !== '' ? `entities/${at} (${id.length > 60 ? `${id.slice(0, 57)}…` : id})` : `entities/${at}`;
}

/** The keys that lead to a place: `entities/12 (lamp)/name` without what is said for people. */
function stepsOf(path: string): string[] {
  return path.replace(/^(entities\/\d+) \(.*?\)(?=\/|$)/, '$1').split('/');
}
