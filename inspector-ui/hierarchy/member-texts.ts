/** A part of an object or of a list, as it is written; of a list, its key is empty. */
interface MemberText {
  readonly key: string;
  readonly text: string;
}

const TEXT = /"(?:[^"\\]|\\.)*"/y;

/** The members of a JSON object or list as they are written, those of a key that stands twice too. Takes what JSON.parse takes. */
export function memberTexts(json: string): readonly MemberText[] {
  const members: MemberText[] = [];
  let depth = 0,
    begin = 0,
    key = '';
  const end = (at: number): void => {
    const text = json.slice(begin, at).trim();
    if (text !== '') members.push({ key, text });
    begin = at + 1;
    key = '';
  };
  for (let at = 0; at < json.length; at++) {
    const sign = json[at];
    if (sign === '"') {
      TEXT.lastIndex = at;
      at += (TEXT.exec(json)?.[0].length ?? 1) - 1;
    } else if (sign === '{' || sign === '[') {
      if (++depth === 1) begin = at + 1;
    } else if (sign === '}' || sign === ']') {
      if (--depth === 0) end(at);
    } else if (depth === 1 && sign === ',') end(at);
    else if (depth === 1 && sign === ':') {
      key = JSON.parse(json.slice(begin, at)) as string;
      begin = at + 1;
    }
  }
  return members;
}

const PASSED = /[^":]+/y;

/** Whether JSON.parse made of a text a value that has fewer keys than are written there: some stand twice in one object. */
export function losesKeys(json: string, value: unknown): boolean {
  let written = 0;
  for (let at = 0; at < json.length;) {
    const sign = json[at],
      pattern = sign === '"' ? TEXT : PASSED;
    if (sign === ':') written++;
    pattern.lastIndex = at;
    at += (sign === ':' ? undefined : pattern.exec(json)?.[0].length) ?? 1;
  }
  const waiting = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next !== 'object' || next === null) continue;
    const inner = Object.values(next);
    if (!Array.isArray(next)) written -= inner.length;
    for (const each of inner) waiting.push(each);
  }
  return written > 0;
}
