import { GONE, isOwnOfRoot, markOf } from '../instance-marks.ts';
import { carriedField, carriedPlace, carriedProperties, placeAmong } from './carried.ts';
import type { Reversal } from './history-entry.ts';
import type { Found, Instances, PuttingBack, Way } from './instances.ts';
import { marksOf } from './marking.ts';
import { Mirror } from './mirror.ts';
import type { Performed } from './performed.ts';

/** Carries what was done in a source to its instances, where they have not overridden it. */
export class Carrying {
  readonly #on: Instances;
  /** Where things are put back: what comes to sources is said by the steps, and by the end. */
  readonly #back: PuttingBack | undefined;
  #isBack = false;

  constructor(on: Instances, back: PuttingBack | undefined) {
    this.#on = on;
    this.#back = back;
  }

  all(step: Reversal, performed: Performed, found: Found, row: number | undefined, way: Way): void {
    this.#isBack = way === 'back';
    switch (step.op) {
      case 'setField':
      case 'patchField':
      case 'patchBack':
        if (row === undefined) return;
        for (const { patch, whole } of carriedField(this.#on.world, this.#on.links, step, row, found.sources))
          if (patch === undefined || !this.#on.attempt(patch)) this.#on.attempt(whole());
        return;
      case 'updateEntity':
        if (row !== undefined) for (const next of carriedProperties(this.#on.world, this.#on.links, step, row, found.sources)) this.#on.attempt(next);
        return;
      case 'moveEntity':
      case 'placeEntity':
        if (row !== undefined) this.#carryMove(row, found);
        return;
      case 'addEntity':
      case 'duplicateEntity':
      case 'restoreEntities':
        if (row !== undefined) for (const source of this.#on.links.sourcesAbove(row)) if (source !== row) this.#carryAdded(row, source);
        return;
      case 'removeEntity':
        this.#carryRemoved(found, new Set(found.ids));
        return;
      case 'addComponent':
      case 'restoreComponents': {
        const keys = performed.back.flatMap((back) => (back.op === 'removeComponent' ? [back.component] : []));
        if (row !== undefined) for (const key of keys.toReversed()) this.#carryComponent(row, key);
        return;
      }
      case 'removeComponent':
      case 'takeComponent':
        if (row !== undefined) this.#carryLostComponent(row, step.component, found.sources, step.op);
        return;
    }
  }

  #mirrors(source: number): Mirror[] {
    return this.#on.links.instancesOf(source).map((root) => new Mirror(this.#on.world, this.#on.links, root, source));
  }

  /** Whether it is left to the end. */
  #waits(source: number): boolean {
    if (!this.#isBack || this.#back === undefined) return false;
    this.#back.sources.add(this.#on.world.entities.id.get(source));
    return true;
  }

  #carryAdded(row: number, source: number): void {
    const { entities } = this.#on.world;
    if (this.#waits(source)) return;
    for (const mirror of this.#mirrors(source)) this.#addPart(mirror, row, entities.parent[row] as number);
  }

  #addPart(mirror: Mirror, of: number, above: number): void {
    const { entities } = this.#on.world;
    if (this.#waits(mirror.source)) return;
    const parent = mirror.at(above);
    if (parent === undefined || mirror.isMarked(of, GONE) || entities.rowOf(mirror.idOf(of)) !== undefined) return;
    this.#on.attempt({ op: 'restoreEntities', at: placeAmong(this.#on.world, mirror, of, parent), entities: mirror.subtree(of) });
  }

  #carryMove(row: number, found: Found): void {
    const { entities } = this.#on.world;
    const now = this.#on.links.sourcesAbove(row).filter((source) => source !== row);
    for (const source of now) {
      const isNew = !found.sources.includes(source);
      for (const mirror of this.#mirrors(source)) {
        const part = isNew ? undefined : mirror.at(row);
        if (part === undefined) this.#addPart(mirror, row, entities.parent[row] as number);
        else {
          const next = carriedPlace(this.#on.world, mirror, row, part);
          if (next !== undefined) this.#on.attempt(next);
        }
      }
    }
    const left = found.parts.filter(({ source }) => !now.includes(source));
    if (left.length > 0) this.#carryRemoved({ ...found, parts: left }, new Set(entities.subtree(row).map((each) => entities.id.get(each))));
  }

  #carryRemoved({ parts }: Found, names: ReadonlySet<string>): void {
    const { entities } = this.#on.world;
    for (const { root, part, source } of parts) {
      if (!entities.alive(part)) continue;
      const prefix = `${entities.id.get(root)}:`;
      const ids = entities.subtree(part).map((each) => entities.id.get(each));
      if (!this.#on.attempt({ op: 'removeEntity', entity: entities.id.get(part) })) continue;
      // What hung below it here alone is gone as well, though the source has it still.
      const lost = ids
        .filter((id) => id.startsWith(prefix))
        .map((id) => id.slice(prefix.length))
        .filter((name) => {
          const of = entities.rowOf(name);
          return !names.has(name) && of !== undefined && entities.isWithin(of, source);
        });
      this.#on.mark(
        root,
        lost.map((name) => markOf(name, GONE)),
        marksOf(this.#on.links, root, new Set([...names, ...lost])),
      );
    }
  }

  #carryComponent(row: number, key: string): void {
    const held = this.#on.links.heldBy(row, key);
    if (held === undefined) return;
    for (const source of this.#on.links.sourcesAbove(row)) {
      if ((source === row && isOwnOfRoot(`+${key}`)) || this.#waits(source)) continue;
      for (const mirror of this.#mirrors(source)) {
        const part = mirror.at(row);
        if (part === undefined || this.#on.links.heldBy(part, key) !== undefined || mirror.isMarked(row, `-${key}`) || mirror.isMarked(row, `+${key}`))
          continue;
        const entity = this.#on.world.entities.id.get(part);
        if (!this.#on.attempt({ op: 'restoreComponents', entity, components: [mirror.component(held)] })) this.#markPart(mirror, row, `-${key}`);
      }
    }
  }

  #carryLostComponent(row: number, key: string, sources: readonly number[], op: 'removeComponent' | 'takeComponent'): void {
    for (const source of sources) {
      if (source === row && isOwnOfRoot(`-${key}`)) continue;
      for (const mirror of this.#mirrors(source)) {
        const part = mirror.at(row);
        if (part === undefined || mirror.isMarked(row, `+${key}`)) continue;
        const name = row === source ? '' : this.#on.world.entities.id.get(row);
        if (this.#on.links.heldBy(part, key) !== undefined && !this.#on.attempt({ op, entity: this.#on.world.entities.id.get(part), component: key })) {
          // Something that was added here needs it, so that it stays as one of its own.
          this.#markPart(mirror, row, `+${key}`);
          continue;
        }
        const stale = Object.keys(this.#on.links.marksOf(mirror.root)).filter(
          (mark) => mark === markOf(name, `-${key}`) || mark.startsWith(markOf(name, `${key}.`)),
        );
        this.#on.mark(mirror.root, [], stale);
      }
    }
  }

  #markPart(mirror: Mirror, of: number, what: string): void {
    this.#on.mark(mirror.root, [markOf(of === mirror.source ? '' : this.#on.world.entities.id.get(of), what)]);
  }
}
