import type { LogEntry, LogLevel } from '../../server/protocol.ts';

/** Levels from what people look for to what they do not. */
export const LEVELS: readonly LogLevel[] = ['error', 'warn', 'edit', 'info', 'debug'];
export const PROBLEMS: ReadonlySet<LogLevel> = new Set<LogLevel>(['error', 'warn']);

/** Which lines are wanted. */
export interface LogFilter {
  readonly levels: ReadonlySet<LogLevel>;
  /** Words that all must stand in the line. */
  readonly text: string;
  /** Only lines about one of these; null: about anything. */
  readonly entities: ReadonlySet<string> | null;
  readonly source: string | null;
  /** Only lines with a higher number. */
  readonly after: number;
}

/** The lines that fit. `named` gives what a line is read as: its message, and the names of whom it is about and of who wrote it. */
export function chosenLines(entries: readonly LogEntry[], filter: LogFilter, named: (entry: LogEntry) => string): readonly LogEntry[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    if (entry.seq <= filter.after || !filter.levels.has(entry.level)) return false;
    if (filter.entities !== null && (entry.entity === null || !filter.entities.has(entry.entity))) return false;
    if (filter.source !== null && entry.source !== filter.source) return false;
    if (words.length === 0) return true;
    const text = named(entry).toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** How many lines there are of each level, past a number. */
export function countLevels(entries: readonly LogEntry[], after: number): ReadonlyMap<LogLevel, number> {
  const counts = new Map<LogLevel, number>();
  for (const { level, seq } of entries) if (seq > after) counts.set(level, (counts.get(level) ?? 0) + 1);
  return counts;
}

/** Who has written lines, in the order of their first one. */
export function sourcesOf(entries: readonly LogEntry[]): readonly string[] {
  return [...new Set(entries.map(({ source }) => source))];
}

/** Rows that a text takes in a fixed-width font where so many characters fit into one; broken anywhere. */
export function rowsOf(text: string, perRow: number): number {
  if (perRow < 1) return 1;
  return text.split('\n').reduce((rows, line) => {
    let width = 0;
    for (const char of line) width += (char.codePointAt(0) as number) >= 0x1100 ? 2 : 1;
    return rows + Math.max(1, Math.ceil(width / perRow));
  }, 0);
}
