/** By what answers are told from each other. */
export type AnswersBy = 'text' | 'shape' | readonly (string | number)[];

const STEP = /\.([A-Za-z_][\w-]*)|\[(\d{1,9})\]|\["((?:[^"\\]|\\.)*)"\]/y;

/** Reads `text`, `shape`, or a place in JSON: `$.status`, `$.values[0]["a b"]`. Undefined where it is none. */
export function readPlace(text: string): AnswersBy | undefined {
  if (text === 'text' || text === 'shape') return text;
  if (!text.startsWith('$')) return undefined;
  const place: (string | number)[] = [];
  let at = 1;
  while (at < text.length) {
    STEP.lastIndex = at;
    const found = STEP.exec(text);
    if (found === null) return undefined;
    const [whole, name, index, quoted] = found;
    if (index !== undefined) place.push(Number(index));
    else if (name !== undefined) place.push(name);
    else
      try {
        place.push(JSON.parse(`"${quoted}"`) as string);
      } catch {
        return undefined;
      }
    at += whole.length;
  }
  return place;
}
