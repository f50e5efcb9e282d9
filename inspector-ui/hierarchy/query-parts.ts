/** What a part of a query is. Ends where the next begins; spaces are parts as well, so that all together are the text. */
export interface QueryPart {
  readonly text: string;
  readonly at: number;
  readonly kind: 'space' | 'prefix' | 'type' | 'field' | 'own' | 'operator' | 'value' | 'word' | 'joint' | 'bracket' | 'broken';
}

/** What an entity itself has, for queries. */
export const OWN: readonly { readonly name: string; readonly about: string }[] = [
  { name: 'id', about: 'its id' },
  { name: 'name', about: 'its name' },
  { name: 'tag', about: 'its tag' },
  { name: 'active', about: 'its own flag' },
  { name: 'persistent', about: 'its own flag' },
  { name: 'parent', about: 'right below an entity, by id' },
  { name: 'in', about: 'an entity, by id, and all below it' },
];
const OWN_NAMES: ReadonlySet<string> = new Set(OWN.map(({ name }) => name));
/** A pattern between slashes is a value where it comes behind the word that makes it one. */
const TOKEN =
  /(\s+)|("(?:[^"\\]|\\.)*"?|(?<=\smatches\s+)\/(?:[^/\\]|\\.)*\/?[a-z]*)|(!=|≠|<=|>=|[=~<>]|(?<=\S\s+)matches(?=\s+\/))|([()])|([^\s"=~<>()!≠]+)|(.)/gu;

/** Parts of a query, as the server's reader of queries would see them; this one is for colours and completion and finds fault with nothing. */
export function queryParts(text: string): QueryPart[] {
  const out: QueryPart[] = [];
  const add = (text: string, at: number, kind: QueryPart['kind']): void => {
    if (text !== '') out.push({ text, at, kind });
  };
  const tokens = [...text.matchAll(TOKEN)];
  let valueNext = false;
  tokens.forEach((match, i) => {
    const [whole, space, quoted, operator, bracket, word] = match,
      at = match.index;
    if (space !== undefined) return add(whole, at, 'space');
    if (operator !== undefined) {
      valueNext = true;
      return add(whole, at, 'operator');
    }
    const isValue = valueNext;
    valueNext = false;
    if (quoted !== undefined) return add(whole, at, isValue ? 'value' : 'word');
    if (bracket !== undefined) return add(whole, at, 'bracket');
    if (word === undefined) return add(whole, at, 'broken');
    if (isValue) return add(whole, at, 'value');
    if (whole === 'or' || whole === 'not' || whole === '-') return add(whole, at, 'joint');
    const minus = whole.startsWith('-') ? 1 : 0,
      rest = whole.slice(minus);
    add(whole.slice(0, minus), at, 'joint');
    if (rest.startsWith('c:')) {
      add('c:', at + minus, 'prefix');
      return add(rest.slice(2), at + minus + 2, 'type');
    }
    const after = tokens.slice(i + 1).find((next) => next[1] === undefined);
    if (after?.[3] === undefined) return add(rest, at + minus, 'word');
    const dot = rest.indexOf('.');
    if (dot > 0) {
      add(rest.slice(0, dot), at + minus, 'type');
      return add(rest.slice(dot), at + minus + dot, 'field');
    }
    return add(rest, at + minus, OWN_NAMES.has(rest) ? 'own' : 'field');
  });
  return out;
}

/** Types that a query names. */
export function typesIn(text: string): string[] {
  return [...new Set(queryParts(text).flatMap((part) => (part.kind === 'type' ? [part.text] : [])))];
}
