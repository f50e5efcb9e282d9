import { WorldwireError } from '../errors.ts';
import type { Component } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import { NONE } from './entity-table.ts';
import type { World } from './world.ts';

/** Whether an entity, by its row, is one that the query looks for. */
export type Predicate = (world: World, row: number) => boolean;
/**
 * A query as parsed. `component` narrows what has to be looked at, where the query can only match entities that have it. `ancestral`: what stands
 * above an entity counts, so that a move may change the answer for everything below what was moved. `drifts`: fields are compared, so that the
 * answer may change without an edit. `ids`: it can only match these, so that nothing else has to be looked at.
 */
export interface Query {
  readonly matches: Predicate;
  readonly ids?: ReadonlySet<string>;
  readonly component: Component | undefined;
  readonly ancestral: boolean;
  readonly drifts: boolean;
}

type Operator = '=' | '!=' | '~' | '<' | '<=' | '>' | '>=';
interface Token {
  readonly text: string;
  readonly at: number;
  readonly quoted: boolean;
}

const TOKEN = /\s+|"((?:[^"\\]|\\.)*)"|(!=|≠|<=|>=|[=~<>()])|([^\s"=~<>()!≠]+)|(.)/gu;
const OPERATORS: ReadonlySet<string> = new Set(['=', '!=', '~', '<', '<=', '>', '>=']);
const OWN = ['id', 'name', 'tag', 'active', 'persistent', 'parent', 'in'] as const;
const MAX_LENGTH = 1_000;

function tokenize(text: string): Token[] {
  if (text.length > MAX_LENGTH) throw fault(MAX_LENGTH, `a query of at most ${MAX_LENGTH} characters`);
  const tokens: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const [, quoted, symbol, word, other] = match;
    const at = match.index;
    if (quoted !== undefined) tokens.push({ text: quoted.replace(/\\(.)/gu, '$1'), at, quoted: true });
    else if (symbol !== undefined) tokens.push({ text: symbol === '≠' ? '!=' : symbol, at, quoted: false });
    else if (word !== undefined) tokens.push({ text: word, at, quoted: false });
    else if (other !== undefined) throw fault(at, 'a term, an operator or a closed "text"');
  }
  return tokens;
}

function fault(at: number, expected: string): WorldwireError {
  const message = `at character ${at + 1}: expected ${expected}`;
  return new WorldwireError('WW_BAD_QUERY', message, [{ path: String(at), expected, message }]);
}

/**
 * Reads a query. Terms stand side by side for "and"; `or`, `not` (or a leading `-`) and parentheses as usual.
 * A term is `c:Type`, `Field=value` (also `Type.Field`), one of `id`, `name`, `tag`, `active`, `persistent`, `parent`, `in`
 * with an operator (`=`, `!=` or `≠`, `~` for contains, `<`, `<=`, `>`, `>=`), or a bare word, which the name contains.
 */
export function parseQuery(text: string, components: ReadonlyMap<string, Component>): Query {
  const tokens = tokenize(text);
  const ids = idsNamed(tokens);
  if (ids !== undefined)
    return { matches: (world, row) => ids.has(world.entities.id[row] as string), ids, component: undefined, ancestral: false, drifts: false };
  let next = 0;
  let narrow: Component | undefined;
  let ancestral = false;
  let drifts = false;
  const is = (word: string): boolean => tokens[next]?.text === word && tokens[next]?.quoted === false;

  const either = (depth: number): Predicate => {
    const parts = [every(depth)];
    while (is('or')) {
      next++;
      parts.push(every(depth));
    }
    if (parts.length > 1 && depth === 0) narrow = undefined;
    return parts.length === 1 ? (parts[0] as Predicate) : (world, row) => parts.some((part) => part(world, row));
  };
  const every = (depth: number): Predicate => {
    const parts: Predicate[] = [];
    while (next < tokens.length && !is(')') && !is('or')) parts.push(unary(depth, true));
    if (parts.length === 0) throw fault(tokens[next]?.at ?? text.length, 'a term');
    return parts.length === 1 ? (parts[0] as Predicate) : (world, row) => parts.every((part) => part(world, row));
  };
  const unary = (depth: number, top: boolean): Predicate => {
    if (depth > 50) throw fault(tokens[next]?.at ?? 0, 'fewer parentheses');
    const token = tokens[next] as Token;
    if (is('not') || (is('-') && tokens[next + 1]?.text === '(')) {
      next++;
      if (next >= tokens.length) throw fault(text.length, 'a term after not');
      const inner = unary(depth + 1, false);
      return (world, row) => !inner(world, row);
    }
    if (is('(')) {
      next++;
      const inner = either(depth + 1);
      if (!is(')')) throw fault(tokens[next]?.at ?? text.length, 'a closing parenthesis');
      next++;
      return inner;
    }
    if (!token.quoted && OPERATORS.has(token.text)) throw fault(token.at, 'a term');
    next++;
    const negated = !token.quoted && token.text.length > 1 && token.text.startsWith('-');
    const term = termOf(negated ? { ...token, text: token.text.slice(1), at: token.at + 1 } : token, depth === 0 && top && !negated);
    return negated ? (world, row) => !term(world, row) : term;
  };
  const termOf = (token: Token, narrows: boolean): Predicate => {
    if (!token.quoted && token.text.startsWith('c:')) {
      const component = components.get(token.text.slice(2));
      if (component === undefined) throw fault(token.at, `a component type after c: (one of ${[...components.keys()].join(', ')})`);
      if (narrows) narrow ??= component;
      return (world, row) => world.entities.held(row).some((held) => held.component === component);
    }
    const operator = tokens[next];
    if (token.quoted || operator === undefined || operator.quoted || !OPERATORS.has(operator.text)) return nameContains(token.text);
    const value = tokens[next + 1];
    if (value === undefined || (!value.quoted && (OPERATORS.has(value.text) || value.text === '(' || value.text === ')')))
      throw fault(value?.at ?? text.length, `a value after ${operator.text}`);
    next += 2;
    const compared = comparison(token, operator.text as Operator, value, components);
    ancestral ||= compared.ancestral;
    drifts ||= compared.drifts;
    if (narrows) narrow ??= compared.component;
    return compared.matches;
  };

  if (tokens.length === 0) return { matches: () => true, component: undefined, ancestral, drifts };
  const matches = either(0);
  const rest = tokens[next];
  if (rest !== undefined) throw fault(rest.at, 'the end, or another term');
  return { matches, component: narrow, ancestral, drifts };
}

/** The ids of a query that does nothing but name entities, `id=a or id=b`: pages ask so for what they mention. */
function idsNamed(tokens: readonly Token[]): ReadonlySet<string> | undefined {
  if (tokens.length === 0 || tokens.length % 4 !== 3) return undefined;
  const isWord = (at: number, word: string): boolean => tokens[at]?.text === word && tokens[at].quoted === false;
  const ids = new Set<string>();
  for (let at = 0; at < tokens.length; at += 4) {
    const value = tokens[at + 2] as Token;
    if (!isWord(at, 'id') || !isWord(at + 1, '=') || (!value.quoted && (OPERATORS.has(value.text) || value.text === '(' || value.text === ')')))
      return undefined;
    if (at > 0 && !isWord(at - 1, 'or')) return undefined;
    ids.add(value.text);
  }
  return ids;
}

function nameContains(text: string): Predicate {
  const wanted = text.toLowerCase();
  return (world, row) => (world.entities.name[row] as string).toLowerCase().includes(wanted);
}

function comparison(token: Token, operator: Operator, value: Token, components: ReadonlyMap<string, Component>): Query {
  const compare = comparer(operator, value.text);
  const own = OWN.find((name) => name === token.text);
  if (own === 'in') {
    const matches: Predicate = (world, row) => {
      const ancestor = world.entities.rowOf(value.text);
      return ancestor !== undefined && world.entities.isWithin(row, ancestor);
    };
    return { matches, component: undefined, ancestral: true, drifts: false };
  }
  if (own === 'id' && (operator === '=' || operator === '!=')) {
    const wanted = operator === '=';
    return { matches: (world, row) => (world.entities.id[row] === value.text) === wanted, component: undefined, ancestral: false, drifts: false };
  }
  if (own !== undefined) return { matches: (world, row) => compare(ownValue(world, row, own)), component: undefined, ancestral: false, drifts: false };
  const [first = '', second] = token.text.split('.');
  const type = second === undefined ? undefined : first;
  const field = second ?? first;
  const having = [...components.values()].filter(
    (component) => (type === undefined || component.name === type) && component.fieldList.some((each) => each.name === field),
  );
  if (having.length === 0) throw fault(token.at, `a field of a component, or one of ${OWN.join(', ')}`);
  const types = new Set(having);
  return {
    matches: (world, row) =>
      world.entities.held(row).some((held) => types.has(held.component) && compare(world.storeOf(held.component.name).get(held.row, field))),
    component: having.length === 1 ? having[0] : undefined,
    ancestral: false,
    drifts: true,
  };
}

function ownValue(world: World, row: number, name: Exclude<(typeof OWN)[number], 'in'>): Json {
  const { entities } = world;
  switch (name) {
    case 'id':
      return entities.id[row] as string;
    case 'name':
      return entities.name[row] as string;
    case 'tag':
      return entities.tag[row] as string;
    case 'active':
      return entities.active[row] === 1;
    case 'persistent':
      return entities.persistent[row] === 1;
    case 'parent': {
      const parent = entities.parent[row] as number;
      return parent === NONE ? null : (entities.id[parent] as string);
    }
  }
}

function comparer(operator: Operator, text: string): (value: Json) => boolean {
  const number = text.trim() === '' ? NaN : Number(text);
  const lower = text.toLowerCase();
  const equals = (value: Json): boolean => {
    if (typeof value === 'number') return value === number;
    if (typeof value === 'string') return value.toLowerCase() === lower;
    if (value !== null && typeof value === 'object' && 'userId' in value) return value['userId'] === text;
    return typeof value === 'object' ? value === null && lower === 'null' : String(value) === lower;
  };
  switch (operator) {
    case '=':
      return equals;
    case '!=':
      return (value) => !equals(value);
    case '~':
      return (value) => (typeof value === 'string' ? value : JSON.stringify(value)).toLowerCase().includes(lower);
    case '<':
      return (value) => typeof value === 'number' && value < number;
    case '<=':
      return (value) => typeof value === 'number' && value <= number;
    case '>':
      return (value) => typeof value === 'number' && value > number;
    case '>=':
      return (value) => typeof value === 'number' && value >= number;
  }
}

/** Rows of the entities that a query finds, in order of creation. */
export function runQuery(world: World, query: Query): number[] {
  const { ids, component } = query;
  const rows =
    ids !== undefined
      ? Array.from(ids, (id) => world.entities.rowOf(id)).filter((row) => row !== undefined)
      : component === undefined
        ? [...world.entities.all()]
        : ownersOf(world, component);
  return byCreation(
    rows.filter((row) => query.matches(world, row)),
    world.entities.created,
  );
}

/** Rows of the entities that hold a component, each once, in no particular order. */
export function ownersOf(world: World, component: Component): number[] {
  const store = world.storeOf(component.name);
  const owners = Array.from(store.unordered(), (row) => store.owner[row] as number);
  return store.plain ? owners : [...new Set(owners)];
}

/** Puts rows into order of creation, in place. What lies in order already, as it usually does, costs one look. */
export function byCreation(rows: number[], created: Float64Array): number[] {
  for (let i = 1; i < rows.length; i++)
    if ((created[rows[i] as number] as number) < (created[rows[i - 1] as number] as number))
      return rows.sort((a, b) => (created[a] as number) - (created[b] as number));
  return rows;
}
