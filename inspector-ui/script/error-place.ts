/** Where an error has come from, as it stands at its end. */
export interface ErrorPlace {
  readonly file: string;
  /** From 1, as people count. */
  readonly line: number;
  readonly column: number;
  /** The error without its place. */
  readonly said: string;
}

/** Takes `TypeError: no (lamp/Script.js:3:7)` apart; null where it names no place. */
export function placeOf(error: string): ErrorPlace | null {
  const found = /^([\s\S]*?) ?\((\S+):(\d{1,9}):(\d{1,9})\)$/.exec(error);
  if (found === null) return null;
  const [, said = '', file = '', line = '', column = ''] = found;
  return { said, file, line: Number(line), column: Number(column) };
}

/** What errors of a script call its source. */
export function sourceFile(entity: string, component: string): string {
  return `${entity}/${component}.js`;
}
