/** Names that were meant, perhaps: the nearest of those that there are to one that there is not; undefined where none is near. */
export function nearestName(wrong: string, names: Iterable<string>): string | undefined {
  const lower = wrong.toLowerCase();
  let best: string | undefined;
  // A third of its letters may be others, and never all of them.
  let least = Math.min(Math.max(1, Math.floor(lower.length / 3)), lower.length - 1) + 1;
  for (const name of names) {
    const away = distance(lower, name.toLowerCase(), least);
    if (away >= least) continue;
    least = away;
    best = name;
    if (away === 0) break;
  }
  return best;
}

/** ", did you mean X?", or nothing where no name is near. */
export function didYouMean(wrong: string, names: Iterable<string>): string {
  const near = nearestName(wrong, names);
  return near === undefined ? '' : `; did you mean ${near}?`;
}

/** Letters to be put in, left out, changed or swapped with their neighbour until one text is the other; `most` where it is that many or more. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) >= most) return most;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, (last[j - 1] as number) + change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (before[j - 2] as number) + 1);
      row.push(least);
    }
    before = last;
    last = row;
  }
  return Math.min(last[b.length] as number, most);
}
