import type { Component } from '../schema/component.ts';
import { fieldTerm, ownTerm, typeTerm, type ComponentTerm, type Operator, type Predicate } from './query-terms.ts';
import { queryFault } from './query-fault.ts';
import { OPERATORS, tokenize, type Token } from './query-tokens.ts';

/**
 * A query as parsed. `component` narrows what has to be looked at, where the query can only match entities that have it. `ancestral`: what stands above
 * an entity counts, so that a move may change the answer for everything below what was moved. `drifts`: fields are compared, so that the answer may
 * change without an edit. `heavy`: to look at an entity takes longer than usual. `ids`: it can only match these, or where there is none of an id, those
 * that differ from it in capitals.
 */
export interface Query {
  readonly matches: Predicate;
  readonly ids?: ReadonlySet<string>;
  readonly component: Component | undefined;
  readonly ancestral: boolean;
  readonly drifts: boolean;
  readonly heavy: boolean;
}

/** One term of a query: a condition on an entity, or on one of its components. */
type Part = Predicate | ComponentTerm;

/**
 * Reads a query. Terms stand side by side for "and"; `or`, `not` (or a leading `-`) and parentheses as usual.
 * A term is `c:Type`, `Field=value` (also `Type.Field`, and `Field.x` for a part), one of `id`, `name`, `tag`, `active`, `persistent`, `parent`, `in`
 * with an operator (`=`, `!=` or `≠`, `~` for contains, `<`, `<=`, `>`, `>=`, `matches /…/`), or a bare word, which the name contains.
 * Terms side by side that can hold of one component hold of one. Throws WW_BAD_QUERY with the place, and the nearest name where one is unknown.
 */
export function parseQuery(text: string, components: ReadonlyMap<string, Component>): Query {
  const tokens = tokenize(text);
  const ids = idsNamed(tokens);
  const heavy = tokens.some(({ text, quoted }) => text === 'matches' && !quoted);
  let next = 0;
  let narrow: Component | undefined;
  let ancestral = false;
  let drifts = false;
  /** A word that is called as the operator is one only where a pattern comes behind it. */
  const isOperator = (at: number): boolean =>
    tokens[at] !== undefined && OPERATORS.has(tokens[at].text) && (tokens[at].text !== 'matches' || tokens[at + 1]?.pattern !== undefined);
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
    const parts: Part[] = [];
    while (next < tokens.length && !is(')') && !is('or')) parts.push(unary(depth));
    if (parts.length === 0) throw queryFault(tokens[next]?.at ?? text.length, 'a term');
    const terms = parts.filter((part) => typeof part !== 'function');
    const bundles = bundled(terms);
    if (depth === 0) narrow ??= soleTypeOf(bundles);
    const all = [...bundles.map(someComponent), ...parts.filter((part) => typeof part === 'function')];
    return all.length === 1 ? (all[0] as Predicate) : (world, row) => all.every((part) => part(world, row));
  };
  const unary = (depth: number): Part => {
    if (depth > 50) throw queryFault(tokens[next]?.at ?? 0, 'fewer parentheses');
    const token = tokens[next] as Token;
    if (is('not') || (is('-') && tokens[next + 1]?.text === '(')) {
      next++;
      if (next >= tokens.length) throw queryFault(text.length, 'a term after not');
      const inner = alone(unary(depth + 1));
      return (world, row) => !inner(world, row);
    }
    if (is('(')) {
      next++;
      const inner = either(depth + 1);
      if (!is(')')) throw queryFault(tokens[next]?.at ?? text.length, 'a closing parenthesis');
      next++;
      return inner;
    }
    if (!token.quoted && token.text !== 'matches' && OPERATORS.has(token.text)) throw queryFault(token.at, 'a term');
    next++;
    const negated = !token.quoted && token.text.length > 1 && token.text.startsWith('-');
    const term = termOf(negated ? { ...token, text: token.text.slice(1), at: token.at + 1 } : token);
    if (!negated) return term;
    const inner = alone(term);
    return (world, row) => !inner(world, row);
  };
  const termOf = (token: Token): Part => {
    if (!token.quoted && token.text.startsWith('c:')) return typeTerm(token.text.slice(2), token.at, components);
    const operator = tokens[next];
    if (!token.quoted && operator?.text === 'matches' && !operator.quoted && !isOperator(next) && isKnown(token.text, components))
      throw queryFault(tokens[next + 1]?.at ?? text.length, 'a pattern between slashes after matches, as /^dev-[0-9]+$/i');
    if (token.quoted || operator === undefined || operator.quoted || !isOperator(next)) return wordTerm(token, components);
    const value = tokens[next + 1];
    if (value === undefined || isSymbol(value)) throw queryFault(value?.at ?? text.length, `a value after ${operator.text}`);
    next += 2;
    const own = ownTerm(token, operator.text as Operator, value);
    if (own !== undefined) {
      ancestral ||= own.ancestral;
      return own.matches;
    }
    drifts = true;
    return fieldTerm(token, operator.text as Operator, value, components);
  };

  if (tokens.length === 0) return { matches: () => true, component: undefined, ancestral, drifts, heavy };
  const matches = either(0);
  const rest = tokens[next];
  if (rest !== undefined) throw queryFault(rest.at, 'the end, or another term');
  return { matches, component: narrow, ancestral, drifts, heavy, ...(ids === undefined ? {} : { ids }) };
}

/** Terms that hold of one component: those of the types that all of them have. The types of the narrowest are looked at first. */
function bundled(terms: readonly ComponentTerm[]): ComponentTerm[][] {
  const bundles: { types: ReadonlySet<Component>; readonly terms: ComponentTerm[] }[] = [];
  for (const term of terms.toSorted((a, b) => a.types.size - b.types.size)) {
    const bundle = bundles.find(({ types }) => [...term.types].some((type) => types.has(type)));
    if (bundle === undefined) bundles.push({ types: term.types, terms: [term] });
    else {
      bundle.types = new Set([...term.types].filter((type) => bundle.types.has(type)));
      bundle.terms.push(term);
    }
  }
  return bundles.map((bundle) => bundle.terms);
}

/** A type that entities must hold one of, whatever else. */
function soleTypeOf(bundles: readonly (readonly ComponentTerm[])[]): Component | undefined {
  for (const terms of bundles) {
    const [type, ...others] = [...(terms[0] as ComponentTerm).types].filter((each) => terms.every(({ types }) => types.has(each)));
    if (type !== undefined && others.length === 0) return type;
  }
  return undefined;
}

function someComponent(terms: readonly ComponentTerm[]): Predicate {
  const [only] = terms;
  return only !== undefined && terms.length === 1
    ? (world, row) => world.entities.held(row).some((held) => only.holds(world, held))
    : (world, row) => world.entities.held(row).some((held) => terms.every((term) => term.holds(world, held)));
}

function alone(part: Part): Predicate {
  return typeof part === 'function' ? part : someComponent([part]);
}

/** A bare word, which the name contains. One that is a term of this or another language but for its sign is hardly part of a name. */
function wordTerm(token: Token, components: ReadonlyMap<string, Component>): Predicate {
  const [, before = '', after = ''] = (token.quoted ? null : /^([A-Za-z][\w.]*):(.+)$/u.exec(token.text)) ?? [];
  if (/^(?:component|comp|type|t|C)$/u.test(before) && components.has(after)) throw queryFault(token.at, `c:Type; did you mean c:${after}?`);
  if (after !== '' && isKnown(before, components)) throw queryFault(token.at + before.length, `an operator after ${before}; did you mean ${before}=${after}?`);
  const wanted = token.text.toLowerCase();
  return (world, row) => world.entities.name.get(row).toLowerCase().includes(wanted);
}

/** Whether something is called so that can be compared. */
function isKnown(name: string, components: ReadonlyMap<string, Component>): boolean {
  if (['id', 'name', 'tag', 'active', 'persistent', 'parent', 'in'].includes(name)) return true;
  return [...components.values()].some((component) => component.fieldList.some((field) => field.name === name));
}

function isSymbol(token: Token): boolean {
  return !token.quoted && ((OPERATORS.has(token.text) && token.text !== 'matches') || token.text === '(' || token.text === ')');
}

/** The ids of a query that does nothing but name entities, `id=a or id=b`: pages ask so for what they mention. */
function idsNamed(tokens: readonly Token[]): ReadonlySet<string> | undefined {
  if (tokens.length === 0 || tokens.length % 4 !== 3) return undefined;
  const isWord = (at: number, word: string): boolean => tokens[at]?.text === word && tokens[at].quoted === false;
  const ids = new Set<string>();
  for (let at = 0; at < tokens.length; at += 4) {
    const value = tokens[at + 2] as Token;
    if (!isWord(at, 'id') || !isWord(at + 1, '=') || isSymbol(value)) return undefined;
    if (at > 0 && !isWord(at - 1, 'or')) return undefined;
    ids.add(value.text);
  }
  return ids;
}
