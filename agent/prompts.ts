import type { AccessAnswer, AccessQuestion } from '../engine/index.ts';
import type { AgentQuestion, Prompt } from './messages.ts';

/** A question that waits for somebody. */
export interface Standing {
  readonly world: string;
  readonly question: AgentQuestion;
  readonly answer: (answer: AccessAnswer) => void;
}
type Place = Pick<AccessQuestion, 'scope' | 'host' | 'port'>;

/** All that stand in one prompt, by number, the oldest first. */
interface Group {
  readonly world: string;
  readonly standing: Map<number, Standing>;
  /** The highest number that has come to stand. */
  newest: number;
}

/** How many prompts are listed, and how many of the others that one of them stands for. */
const MOST_PROMPTS = 1000,
  MOST_OTHERS = 20;
/** Characters of a URL, a reason and a name, and names of a path, that a prompt shows. */
const LONGEST_URL = 2000,
  LONGEST_REASON = 1000,
  LONGEST_NAME = 200,
  LONGEST_PATH = 30;
/** Characters of all that are listed: they go to every Admin's page whenever one of them comes or goes. */
const MOST_TEXT = 1_000_000;

/** The questions that stand before a user: found by number, by world and by what they ask for, however many there are. */
export class Prompts {
  readonly #worlds = new Map<string, Map<number, Standing>>();
  /** By scope, host and port, then by world. */
  readonly #places = new Map<string, Map<string, Group>>();
  /** In the order in which they came to stand. */
  readonly #groups = new Set<Group>();
  readonly #warning: (question: AgentQuestion) => string | undefined;
  readonly #listeners = new Set<() => void>();
  #isTelling = false;
  #size = 0;

  constructor(warning: (question: AgentQuestion) => string | undefined) {
    this.#warning = warning;
  }

  /** How many stand. */
  get size(): number {
    return this.#size;
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells the listeners at the end of the turn. */
  changed(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    queueMicrotask(() => {
      this.#isTelling = false;
      for (const listener of this.#listeners) listener();
    });
  }

  add(standing: Standing): void {
    const { world, question } = standing;
    this.remove(world, question.ask);
    let numbers = this.#worlds.get(world);
    if (numbers === undefined) this.#worlds.set(world, (numbers = new Map<number, Standing>()));
    numbers.set(question.ask, standing);
    const place = placeKey(question);
    let worlds = this.#places.get(place);
    if (worlds === undefined) this.#places.set(place, (worlds = new Map<string, Group>()));
    let group = worlds.get(world);
    if (group === undefined) {
      group = { world, standing: new Map(), newest: 0 };
      worlds.set(world, group);
      this.#groups.add(group);
    }
    group.standing.set(question.ask, standing);
    group.newest = Math.max(group.newest, question.ask);
    this.#size += 1;
    this.changed();
  }

  find(world: string, ask: number): Standing | undefined {
    return this.#worlds.get(world)?.get(ask);
  }

  remove(world: string, ask: number): void {
    const standing = this.find(world, ask);
    if (standing === undefined) return;
    this.#size -= 1;
    this.#worlds.get(world)?.delete(ask);
    const place = placeKey(standing.question);
    const worlds = this.#places.get(place),
      group = worlds?.get(world);
    if (worlds === undefined || group === undefined) return;
    group.standing.delete(ask);
    if (group.standing.size === 0) {
      this.#groups.delete(group);
      worlds.delete(world);
      if (worlds.size === 0) this.#places.delete(place);
    }
    this.changed();
  }

  removeWorld(world: string): void {
    for (const ask of this.#worlds.get(world)?.keys() ?? []) this.remove(world, ask);
    this.#worlds.delete(world);
  }

  /** Takes out all that ask for a place, in one world or in all, up to a number. */
  take(place: Place, world?: string, newest = Infinity): Standing[] {
    const worlds = this.#places.get(placeKey(place));
    const groups = world === undefined ? [...(worlds?.values() ?? [])] : [worlds?.get(world)].filter((group) => group !== undefined);
    const taken = groups.flatMap((group) => [...group.standing.values()].filter(({ question }) => question.ask <= newest));
    for (const standing of taken) this.remove(standing.world, standing.question.ask);
    return taken;
  }

  list(): Prompt[] {
    const prompts: Prompt[] = [];
    let left = MOST_TEXT;
    for (const { world, standing, newest } of this.#groups) {
      if (prompts.length >= MOST_PROMPTS || left <= 0) break;
      const all = standing.values();
      const first = all.next().value;
      if (first === undefined) continue;
      const also: { entity: string; path: readonly string[] }[] = [];
      for (const { question } of all) {
        const path = pathOf(question);
        left -= lengthOf(path);
        also.push({ entity: question.entity, path });
        if (also.length >= MOST_OTHERS) break;
      }
      const { question } = first;
      const { warning: _told, ...rest } = question;
      const warning = this.#warning(question);
      const [url, reason, path] = [cut(question.url, LONGEST_URL), cut(question.reason, LONGEST_REASON), pathOf(question)];
      left -= url.length + reason.length + lengthOf(path);
      prompts.push({
        ...rest,
        url,
        reason,
        path,
        world,
        ...(warning === undefined ? {} : { warning }),
        also,
        others: standing.size - 1,
        newest,
      });
    }
    return prompts;
  }
}

function placeKey({ scope, host, port }: Place): string {
  return `${scope} ${host} ${port}`;
}

function pathOf({ path }: AgentQuestion): readonly string[] {
  return path.slice(-LONGEST_PATH).map((name) => cut(name, LONGEST_NAME));
}

function lengthOf(path: readonly string[]): number {
  return path.reduce((sum, name) => sum + name.length, 0);
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
