import type { ComponentManifest, FieldManifest } from '../../server/protocol.ts';
import { OWN, queryParts, typesIn } from './query-parts.ts';

/** A way to go on with a query. */
export interface Suggestion {
  /** What is put in place of the text from `from` to the caret. */
  readonly text: string;
  readonly from: number;
  readonly label: string;
  readonly kind: 'type' | 'field' | 'operator' | 'value' | 'word' | 'saved' | 'recent';
  readonly about: string;
}

const MOST = 40;
const OPERATORS: readonly { readonly text: string; readonly about: string; readonly kinds?: readonly string[] }[] = [
  { text: '=', about: 'is' },
  { text: '!=', about: 'is not' },
  { text: '~', about: 'contains' },
  { text: '>', about: 'above', kinds: ['int', 'float'] },
  { text: '<', about: 'below', kinds: ['int', 'float'] },
  { text: ' matches /', about: 'fits an expression', kinds: ['string', 'uri'] },
];

type Manifest = ReadonlyMap<string, ComponentManifest>;

/** How a query can go on at the caret, best first. `values` names what a field's value may be where the manifest does not know: users, the selected entity. */
export function suggestions(text: string, caret: number, manifest: Manifest, values: (field: string) => readonly string[]): Suggestion[] {
  const before = text.slice(0, caret);
  const quoted = queryParts(before).at(-1);
  if (quoted?.text.startsWith('"') === true && !/^"(?:[^"\\]|\\.)*"$/u.test(quoted.text) && quoted.kind === 'word') return [];
  const word = /(?:[^\s"()]|"(?:[^"\\]|\\.)*"?)*$/u.exec(before)?.[0] ?? '';
  const minus = word.startsWith('-') ? 1 : 0,
    start = caret - word.length + minus,
    bare = word.slice(minus);

  const type = /^c:(\w*)$/u.exec(bare);
  if (type !== null) return typesLike(manifest, type[1] ?? '', start);
  const value = /^([\w.]+)(?:!=|≠|<=|>=|[=~<>])(.*)$/u.exec(bare);
  if (value !== null) return valuesLike(manifest, value[1] ?? '', value[2] ?? '', caret - (value[2] ?? '').length, values);
  const parts = partsLike(manifest, bare, caret);
  if (parts !== undefined) return parts;
  const member = /^(\w+)\.(\w*)$/u.exec(bare);
  const owner = member === null ? undefined : manifest.get(member[1] ?? '');
  if (member !== null && owner !== undefined) {
    const like = owner.fields.filter(({ name }) => begins(name, member[2] ?? ''));
    const [only] = like;
    if (like.length === 1 && only !== undefined && only.name === member[2]) return operatorsFor(only, caret);
    return like.map((field) => fieldSuggestion(field, owner.name, caret - (member[2] ?? '').length));
  }
  if (!/^\w*$/u.test(bare)) return [];
  return wordsLike(manifest, text, bare, start, caret);
}

const PARTS: { readonly [kind: string]: string } = { float2: 'xy', float3: 'xyz', float4: 'xyzw', floatQ: 'xyzw', color: 'rgba' };

/** Parts of a field that is several numbers, behind its dot. */
function partsLike(manifest: Manifest, bare: string, caret: number): Suggestion[] | undefined {
  const [, type, name = '', part = ''] = /^(?:(\w+)\.)?(\w+)\.(\w*)$/u.exec(bare) ?? [];
  if (name === '' || (type === undefined && manifest.has(name))) return undefined;
  const field = [...manifest.values()]
    .filter((component) => type === undefined || component.name === type)
    .flatMap((component) => component.fields)
    .find((each) => each.name === name && each.kind in PARTS);
  if (field === undefined) return undefined;
  const letters = PARTS[field.kind] ?? '';
  if (part !== '') return letters.includes(part) ? operatorsFor({ ...field, kind: 'float' }, caret) : [];
  return letters.split('').map((letter): Suggestion => ({ text: letter, from: caret, label: letter, kind: 'field', about: `of ${name}` }));
}

function typesLike(manifest: Manifest, typed: string, from: number): Suggestion[] {
  const all = [...manifest.values()].filter(({ name }) => contains(name, typed)).toSorted((a, b) => rank(a.name, typed) - rank(b.name, typed));
  if (all.length === 1 && all[0]?.name === typed) return [];
  return all.slice(0, MOST).map(({ name, doc }) => ({ text: `c:${name} `, from, label: name, kind: 'type', about: sentence(doc) }));
}

function valuesLike(manifest: Manifest, path: string, typed: string, from: number, values: (field: string) => readonly string[]): Suggestion[] {
  const [type, name] = path.includes('.') ? path.split('.') : [undefined, path];
  const fields = [...manifest.values()]
    .filter((component) => type === undefined || component.name === type)
    .flatMap((component) => component.fields.filter((field) => field.name === name));
  const found = new Set(values(path));
  if (name === 'active' || name === 'persistent' || fields.some(({ kind }) => kind === 'bool')) for (const each of ['true', 'false']) found.add(each);
  for (const field of fields) for (const label of field.labels ?? []) found.add(label);
  const wanted = typed.replace(/^"|"$/gu, '');
  const like = [...found].filter((each) => contains(each, wanted));
  if (like.some((each) => each.toLowerCase() === wanted.toLowerCase())) return [];
  return like.slice(0, MOST).map((each) => ({ text: `${quote(each)} `, from, label: each, kind: 'value', about: '' }));
}

function wordsLike(manifest: Manifest, text: string, typed: string, from: number, caret: number): Suggestion[] {
  const named = typesIn(text).flatMap((name) => manifest.get(name) ?? []);
  const own = OWN.filter(({ name }) => begins(name, typed));
  const exact = [...named, ...manifest.values()].flatMap((component) => component.fields.filter(({ name }) => name === typed))[0];
  if (exact !== undefined) return operatorsFor(exact, caret);
  if (own.length === 1 && own[0]?.name === typed) return typed === 'in' ? [operator('=', 'is', caret)] : operatorsFor(undefined, caret);
  const out: Suggestion[] = [];
  if (named.length > 0)
    for (const component of named) for (const field of component.fields) if (begins(field.name, typed)) out.push(fieldSuggestion(field, component.name, from));
  for (const { name, about } of own) out.push({ text: name, from, label: name, kind: 'word', about });
  const led = text.slice(0, from).trim() !== '';
  if (led && begins('or', typed)) out.push({ text: 'or ', from, label: 'or', kind: 'word', about: 'one of both sides holds' });
  if (begins('not', typed)) out.push({ text: 'not ', from, label: 'not', kind: 'word', about: 'turns what follows around' });
  if (typed === '') {
    out.push({ text: 'c:', from, label: 'c:', kind: 'word', about: 'holds a component of a type' });
    return distinct(out);
  }
  out.push(...typesLike(manifest, typed, from).filter(({ label }) => begins(label, typed)));
  if (named.length === 0)
    for (const component of manifest.values())
      for (const field of component.fields) if (begins(field.name, typed)) out.push(fieldSuggestion(field, component.name, from));
  return distinct(out).slice(0, MOST);
}

function fieldSuggestion(field: FieldManifest, type: string, from: number): Suggestion {
  return { text: field.name, from, label: field.name, kind: 'field', about: `${type} · ${sentence(field.doc)}` };
}

function operatorsFor(field: FieldManifest | undefined, caret: number): Suggestion[] {
  return OPERATORS.filter(({ kinds }) => kinds === undefined || (field !== undefined && kinds.includes(field.kind))).map(({ text, about }) =>
    operator(text, about, caret),
  );
}
function operator(text: string, about: string, from: number): Suggestion {
  return { text, from, label: text, kind: 'operator', about };
}

function distinct(list: readonly Suggestion[]): Suggestion[] {
  const seen = new Set<string>();
  return list.filter(({ kind, label }) => {
    const key = `${kind} ${label}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
function begins(name: string, typed: string): boolean {
  return name.toLowerCase().startsWith(typed.toLowerCase());
}
function contains(name: string, typed: string): boolean {
  return name.toLowerCase().includes(typed.toLowerCase());
}
function rank(name: string, typed: string): number {
  return begins(name, typed) ? 0 : 1;
}
/** The first sentence of a text. */
function sentence(doc: string): string {
  return /^[^.]*(?:\.(?!\s|$)[^.]*)*/u.exec(doc)?.[0] ?? doc;
}
function quote(value: string): string {
  return /^[^\s"=~<>()!≠]+$/u.test(value) ? value : `"${value.replace(/(["\\])/gu, '\\$1')}"`;
}
