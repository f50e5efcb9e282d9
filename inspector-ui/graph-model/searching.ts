import { fuzzy } from '../controls/fuzzy.ts';
import type { NodeType } from './catalogue.ts';
import type { PortAt } from './connecting.ts';
import type { KnownGraph } from './known-graph.ts';
import { bestPort, type BestPort } from './leading.ts';
import { spaced } from './ports.ts';

/** A node that somebody may mean, with the words that it is shown by. */
export interface FoundType {
  readonly type: NodeType;
  /** What the original shows on it, else the words of its name. */
  readonly shown: string;
  /** Places of the letters of `shown` that fit what was typed, in order. */
  readonly at: readonly number[];
  /** The port that a wire which was dragged here would lead to, and what the node would be for. */
  readonly best?: BestPort;
  readonly score: number;
}

/** Results that are given at most, and words that are looked at. */
const MOST = 60,
  MOST_WORDS = 8;
/** What a fit is worth by where it is. */
const WEIGHT = { name: 1, category: 0.45, port: 12, doc: 5 };
/** What a source is worth to an input that wants something of the world. */
const SOURCE = 20;

/**
 * Nodes by what was typed: each word of it must fit the name, the title, the category, a type of a port, or a word of the documentation. With a port that a
 * wire was dragged from, only those that it may lead to.
 */
export function searchNodes(known: KnownGraph, typed: string, from?: PortAt, most = MOST): readonly FoundType[] {
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, MOST_WORDS);
  const found: FoundType[] = [];
  for (const type of known.catalogue.nodes) {
    const best = from === undefined ? undefined : bestPort(known, from, type);
    if (from !== undefined && best === undefined) continue;
    const shown = type.title ?? spaced(type.name);
    const fit = fitOf(type, shown, words);
    if (fit !== undefined)
      found.push({
        type,
        shown,
        at: fit.at,
        ...(best === undefined ? {} : { best }),
        score: fit.score + (best?.score ?? 0) / 5 + (from?.part === 'in' && isSource(type) ? SOURCE : 0),
      });
  }
  found.sort((a, b) => b.score - a.score || (a.type.name < b.type.name ? -1 : 1));
  return found.slice(0, most);
}

/** Whether it only gives what it refers to: an entity, or a component. Who leads a wire from an input that wants one has nothing else to give it yet. */
function isSource({ inputs, refs, entrances }: NodeType): boolean {
  return inputs.length === 0 && entrances.length === 0 && refs.some(({ name, kind }) => name === 'Source' && (kind === 'component' || kind === 'entity'));
}

function fitOf(type: NodeType, shown: string, words: readonly string[]): { readonly score: number; readonly at: readonly number[] } | undefined {
  let score = 0;
  const at = new Set<number>();
  for (const word of words) {
    const title = fuzzy(shown, word),
      name = fuzzy(type.name, word),
      category = fuzzy(type.category, word);
    const worth = Math.max(
      (title?.score ?? -Infinity) * WEIGHT.name,
      (name?.score ?? -Infinity) * WEIGHT.name,
      (category?.score ?? -Infinity) * WEIGHT.category,
      hasType(type, word) ? WEIGHT.port : -Infinity,
      hasWord(type.doc, word) ? WEIGHT.doc : -Infinity,
    );
    if (worth === -Infinity) return undefined;
    score += worth;
    for (const place of title?.at ?? []) at.add(place);
  }
  const whole = words.join(' ');
  // Who writes the whole of a name means it.
  if (whole !== '' && (shown.toLowerCase() === whole || type.name.toLowerCase() === whole.replaceAll(' ', ''))) score += 30;
  return { score: score - shown.length / 100, at: [...at].sort((a, b) => a - b) };
}

/** Whether a port is of a type, or a generic node may be for it. */
function hasType({ inputs, outputs, generic = [] }: NodeType, word: string): boolean {
  return [...inputs, ...outputs].some((port) => port.type.toLowerCase() === word) || generic.some((type) => type.toLowerCase() === word);
}

/** Whether a word of a text begins so. */
function hasWord(text: string, word: string): boolean {
  const low = text.toLowerCase();
  for (let at = low.indexOf(word); at >= 0; at = low.indexOf(word, at + 1)) if (at === 0 || !/[\p{L}\p{N}]/u.test(low[at - 1] ?? '')) return true;
  return false;
}
