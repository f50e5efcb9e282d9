import type { HostedWorld } from '../hosting/hosted-world.ts';
import type { Person } from '../protocol.ts';

/** What those in a world are told of each other. */
export interface PresenceChange {
  readonly people: readonly Person[];
  readonly gone: readonly number[];
  readonly total: number;
}

/** Of how many others one is told who comes in: those who came last. */
const MOST_AT_FIRST = 200;
/** Characters that one telling may hold, over all whom it is told. Whoever is left out is told of the next time. */
const SHARE = 4_000_000;

/** Remembers what was told of who is in which world, so that only what is another is told to all: the whole would be the square of it. */
export class Presence {
  readonly #told = new Map<HostedWorld, Map<number, string>>();

  /** Who is there, for one who comes in. */
  here(world: HostedWorld): readonly Person[] {
    const told = [...(this.#told.get(world)?.values() ?? [])];
    return told.slice(-MOST_AT_FIRST).map((text) => JSON.parse(text) as Person);
  }

  /** What has changed since the last time; undefined where nothing has. `more`: there is more to tell. */
  change(world: HostedWorld, people: readonly Person[]): (PresenceChange & { readonly more: boolean }) | undefined {
    const told = this.#told.get(world) ?? new Map<number, string>();
    this.#told.set(world, told);
    const here = new Set(people.map(({ page }) => page));
    const gone = [...told.keys()].filter((page) => !here.has(page));
    for (const page of gone) told.delete(page);
    const changed: Person[] = [];
    let left = SHARE / Math.max(1, people.length);
    let more = false;
    for (const person of people) {
      const text = JSON.stringify(person);
      if (told.get(person.page) === text) continue;
      if (changed.length > 0 && text.length > left) {
        more = true;
        break;
      }
      left -= text.length;
      // Last again, so that who was told of long ago is left out before those who are busy.
      told.delete(person.page);
      told.set(person.page, text);
      changed.push(person);
    }
    if (people.length === 0) this.forget(world);
    if (changed.length === 0 && gone.length === 0) return undefined;
    return { people: changed, gone, total: people.length, more };
  }

  forget(world: HostedWorld): void {
    this.#told.delete(world);
  }
}
