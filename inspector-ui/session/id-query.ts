/** A query has at most 1,000 characters. */
const LONGEST = 960;

/** Queries that find just these entities, as many as it takes. */
export function idQueries(ids: readonly string[]): string[] {
  const out: string[] = [];
  let now = '';
  for (const id of ids) {
    const term = `id="${id.replace(/(["\\])/g, '\\$1')}"`;
    if (now === '') now = term;
    else if (now.length + term.length + 4 > LONGEST) {
      out.push(now);
      now = term;
    } else now = `${now} or ${term}`;
  }
  return now === '' ? out : [...out, now];
}
