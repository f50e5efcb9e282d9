/** A line of two texts beside each other: in both, or in one of them alone. */
export interface ComparedLine {
  readonly is: 'same' | 'before' | 'after';
  readonly text: string;
}

/** Lines of each text that are compared one by one; past these only the beginning and the end that are alike are found. */
const MOST = 600;

/** Two texts line by line: what both have, in the longest order that they share, and what only one has. */
export function compared(before: string, after: string): readonly ComparedLine[] {
  const a = before.split('\n'),
    b = after.split('\n');
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const same = (lines: readonly string[]): ComparedLine[] => lines.map((text) => ({ is: 'same', text }));
  return [...same(a.slice(0, head)), ...between(a.slice(head, a.length - tail), b.slice(head, b.length - tail)), ...same(a.slice(a.length - tail))];
}

function between(a: readonly string[], b: readonly string[]): ComparedLine[] {
  if (a.length > MOST || b.length > MOST || a.length === 0 || b.length === 0)
    return [...a.map((text): ComparedLine => ({ is: 'before', text })), ...b.map((text): ComparedLine => ({ is: 'after', text }))];
  // How many lines are shared from two places on.
  const width = b.length + 1;
  const shared = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number): number => shared[i * width + j] as number;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) shared[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const lines: ComparedLine[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ is: 'same', text: a[i++] as string });
      j += 1;
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) lines.push({ is: 'before', text: a[i++] as string });
    else lines.push({ is: 'after', text: b[j++] as string });
  }
  return lines;
}
