import type { ConnectionState, TrafficEntry } from '../../server/protocol.ts';
import { fromBase64, hexOf } from './bytes.ts';

/** What is kept of a connection's messages at the page. */
const MOST_LINES = 2_000,
  MOST_CHARACTERS = 8_000_000;
/** Characters of a message that its row shows, and bytes of a binary one. */
const PREVIEW = 240,
  PREVIEW_BYTES = 32;

/** One line of the list: a message, a change of state, or how many messages were left out in between. */
export interface Line {
  readonly key: number;
  readonly what: 'in' | 'out' | 'state' | 'gap';
  readonly tick: number;
  /** Time of day at the server, in milliseconds since 1970. */
  readonly wall?: number;
  readonly real: number;
  readonly size: number;
  readonly binary: boolean;
  readonly data: string;
  readonly cut: boolean;
  readonly state?: ConnectionState;
  /** The beginning of it on one line. */
  readonly preview: string;
  /** Of a gap: how many are left out. */
  readonly left: number;
}

export interface Filter {
  readonly text: string;
  readonly direction: 'both' | 'in' | 'out';
  readonly kind: 'any' | 'text' | 'json' | 'binary';
}
export const NO_FILTER: Filter = { text: '', direction: 'both', kind: 'any' };

/** The messages of a connection as its list shows them: kept within bounds, filtered, held back while it is paused. */
export class MessageBook {
  /** Lines that pass the filter, oldest first. */
  shown: readonly Line[] = [];
  /** Messages that came while it was paused. */
  held = 0;
  /** Lines that went from the top with the last change, so that a scrolled list stays where it is. */
  dropped = 0;
  #lines: Line[] = [];
  #waiting: Line[] = [];
  #characters = 0;
  #filter: Filter = NO_FILTER;
  #paused = false;
  #key = 0;
  #last = { seq: 0, real: -1 };

  get paused(): boolean {
    return this.#paused;
  }
  get filter(): Filter {
    return this.#filter;
  }
  /** Lines that are kept, filtered out or not. */
  get count(): number {
    return this.#lines.length;
  }

  /** Takes in what the server told. What was told before is passed over: after a break it is told again. */
  take(entries: readonly TrafficEntry[], skipped: number): void {
    const fresh = entries.filter(({ seq, real }) => seq > this.#last.seq || real > this.#last.real);
    const first = fresh[0];
    const lines: Line[] = [];
    const left = first === undefined || this.#last.seq === 0 ? 0 : Math.max(0, Math.min(skipped, first.seq - this.#last.seq - 1));
    if (left > 0 && first !== undefined) lines.push({ ...blank(++this.#key, first), what: 'gap', left });
    for (const entry of fresh) lines.push(lineOf(++this.#key, entry));
    const newest = entries.at(-1);
    if (newest !== undefined && fresh.length > 0) this.#last = { seq: newest.seq, real: newest.real };
    if (this.#paused) {
      this.held += left + fresh.filter(({ what }) => what !== 'state').length;
      this.#waiting.push(...lines);
      if (this.#waiting.length > MOST_LINES) this.#waiting.splice(0, this.#waiting.length - MOST_LINES);
    } else this.#add(lines);
  }

  /** Holds back what comes, or lets all of it in that has come meanwhile. */
  pause(paused: boolean): void {
    this.#paused = paused;
    if (paused) return;
    this.held = 0;
    this.#add(this.#waiting);
    this.#waiting = [];
  }

  clear(): void {
    this.#lines = [];
    this.#waiting = [];
    this.#characters = 0;
    this.held = 0;
    this.shown = [];
    this.dropped = 0;
  }

  /** Forgets everything, numbers included: what comes now is another connection's. */
  reset(): void {
    this.clear();
    this.#last = { seq: 0, real: -1 };
  }

  show(filter: Filter): void {
    this.#filter = filter;
    this.dropped = 0;
    const test = tester(filter);
    this.shown = this.#lines.filter(test);
  }

  #add(lines: readonly Line[]): void {
    this.#lines.push(...lines);
    for (const line of lines) this.#characters += line.data.length;
    let drop = 0;
    while (this.#lines.length - drop > MOST_LINES || (this.#characters > MOST_CHARACTERS && drop < this.#lines.length - 1)) {
      this.#characters -= (this.#lines[drop] as Line).data.length;
      drop += 1;
    }
    if (drop > 0) this.#lines.splice(0, drop);
    const oldest = this.#lines[0]?.key ?? 0;
    const kept = this.shown.findIndex(({ key }) => key >= oldest);
    this.dropped = kept < 0 ? this.shown.length : kept;
    this.shown = [...this.shown.slice(this.dropped), ...lines.filter(({ key }) => key >= oldest).filter(tester(this.#filter))];
  }
}

function blank(key: number, { tick, real, wall }: TrafficEntry): Line {
  return { key, what: 'gap', tick, real, ...(wall === undefined ? {} : { wall }), size: 0, binary: false, data: '', cut: false, preview: '', left: 0 };
}

function lineOf(key: number, entry: TrafficEntry): Line {
  const { what, tick, real, wall, size, binary, data, cut, state } = entry;
  return {
    key,
    what,
    tick,
    real,
    ...(wall === undefined ? {} : { wall }),
    size,
    binary,
    data,
    cut,
    preview: previewOf(entry),
    left: 0,
    ...(state === undefined ? {} : { state }),
  };
}

function previewOf({ data, binary, size }: TrafficEntry): string {
  if (!binary) return data.slice(0, PREVIEW).replace(/\s*\n\s*/g, ' ⏎ ');
  const bytes = fromBase64(data.slice(0, Math.ceil(PREVIEW_BYTES / 3) * 4)).subarray(0, PREVIEW_BYTES);
  return `${hexOf(bytes)}${size > PREVIEW_BYTES ? ' …' : ''}`;
}

/** Whether a text is a JSON object or list, as far as it is known. */
export function isJson(line: Pick<Line, 'binary' | 'data' | 'cut'>): boolean {
  if (line.binary || !/^\s*[[{]/.test(line.data)) return false;
  if (line.cut) return true;
  try {
    JSON.parse(line.data);
    return true;
  } catch {
    return false;
  }
}

function tester({ text, direction, kind }: Filter): (line: Line) => boolean {
  const wanted = text.trim().toLowerCase();
  const digits = wanted.replace(/\s+/g, '');
  const isHex = /^(?:[0-9a-f]{2})+$/.test(digits);
  const isOpen = wanted === '' && direction === 'both' && kind === 'any';
  return (line) => {
    if (isOpen) return true;
    if (line.what === 'gap') return false;
    if (line.what === 'state') return direction === 'both' && kind === 'any' && `${line.state ?? ''} ${line.data}`.toLowerCase().includes(wanted);
    if (direction !== 'both' && line.what !== direction) return false;
    if (kind === 'binary' ? !line.binary : kind === 'json' ? !isJson(line) : kind === 'text' && line.binary) return false;
    if (wanted === '') return true;
    if (!line.binary) return line.data.toLowerCase().includes(wanted);
    return isHex && hexOf(fromBase64(line.data)).replace(/ /g, '').includes(digits);
  };
}
