/** What passes between the room and who is in it: each message is one of these, as JSON. */
export interface Line {
  /** Who has said it; the room itself where it is nobody. */
  readonly from?: string;
  readonly text?: string;
  /** What somebody is called from now on. */
  readonly name?: string;
}

const LONGEST = 400;

/** Reads a message of somebody whom nobody knows; undefined where it is none. */
export function read(data: unknown): Line | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const { from, text, name } = JSON.parse(data);
    return { ...short({ from }), ...short({ text }), ...short({ name }) };
  } catch {
    return undefined;
  }
}

/** Texts alone, in one line, and no longer than somebody reads. */
function short(said: { readonly [key: string]: unknown }): { readonly [key: string]: string } {
  return Object.fromEntries(
    Object.entries(said).flatMap(([key, value]) => (typeof value === 'string' && value !== '' ? [[key, value.replace(/\s+/g, ' ').slice(0, LONGEST)]] : [])),
  );
}

export function write(line: Line): string {
  return JSON.stringify(line);
}
