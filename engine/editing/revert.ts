import type { Author, OperationResult } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import { INSTANCE } from '../instance-marks.ts';
import { NONE } from '../world/entity-table.ts';
import type { StoredEntity } from '../world/stored.ts';
import { wallOf } from '../world/wall.ts';
import { editPath } from './edit-path.ts';
import type { Editable } from './editable.ts';
import type { Fact } from './baseline.ts';
import { differencesOf, isLoaded, type Difference } from './differences.ts';
import type { Reversal } from './history-entry.ts';
import { Following } from './following.ts';
import { PuttingBack, type Kept } from './instances.ts';
import { mayEdit } from './may-edit.ts';
import { prepareNote } from './noting.ts';
import { perform } from './perform.ts';
import type { Performed } from './performed.ts';
import { inPlace } from './sibling-order.ts';
import { Transaction } from './transaction.ts';

type FactOf<K extends Fact['kind']> = Extract<Fact, { kind: K }>;
type Removal = FactOf<'removedEntity'>;
interface Home {
  readonly entity: string;
  readonly parent: string | null;
  readonly orderOffset: number;
}

/**
 * Takes back differences from the world as it was loaded: all that are named or none, as one step of undo. What is no longer different is
 * passed over. Throws WW_NOT_REVERTIBLE where something cannot be put back as the world is by now.
 */
export function revertChanges(world: Editable, author: Author, changes: readonly number[]): OperationResult[] {
  mayEdit(author.role);
  const wanted = new Set(changes);
  const chosen = differencesOf(world).filter(({ row }) => wanted.has(row.change));
  if (chosen.length === 0) return [];
  const run = new Run(world, author);
  const counters = world.counters();
  world.baseline.begin();
  try {
    run.all(withInside(world, chosen));
  } catch (error) {
    run.transaction.rollback();
    world.baseline.end(false);
    world.setCounters({ ...counters, edits: world.edits }, world.savedEdits);
    if (!(error instanceof WorldwireError)) throw error;
    throw new WorldwireError(
      'WW_NOT_REVERTIBLE',
      `${run.at === undefined ? 'a change' : inWords(run.at)} cannot be taken back: ${error.message}`,
      error.faults,
    );
  }
  world.baseline.end(true);
  try {
    run.transaction.commit(author.userId);
  } finally {
    // It stands by now, whatever becomes of telling others: it is to be saved, and can be taken back.
    world.edits++;
    const { seq } = world.history.record({
      author: author.userId,
      tick: world.tick,
      ...wallOf(world),
      label: labelOf(chosen),
      group: null,
      back: run.back.reverse().flat(),
      touched: run.touched,
    });
    const { baseline } = world;
    const isAsLoaded = baseline.count === 0 && baseline.missed === 0 && world.savedEdits === 0;
    world.unsaved.note(world.edits, seq, isAsLoaded ? 'asLoaded' : 'made');
  }
  return run.results;
}

function inWords({ kind, entity }: Fact): string {
  return `${kind === 'removedEntity' || kind === 'removedComponent' ? 'the removal of' : kind === 'place' ? 'the move of' : 'a change of'} ${entity}`;
}

function labelOf(chosen: readonly Difference[]): string {
  const [first] = chosen;
  if (first === undefined || chosen.length > 1) return `take back ${chosen.length} changes`;
  const { path, what } = first.row;
  return `take back ${[path.at(-1) ?? '', ...(what === '' ? [] : [what])].join('.')}`;
}

/**
 * What goes along: with something removed all that was changed in it before, so that it comes back as it was loaded; out of something
 * added what has only been moved there.
 */
function withInside(world: Editable, chosen: readonly Difference[]): Fact[] {
  const { baseline, entities } = world;
  const all = new Map(chosen.map(({ fact }) => [fact.change, fact]));
  const facts = baseline.facts;
  const removals = facts.filter((fact): fact is Removal => fact.kind === 'removedEntity');
  const inside = new Set<string>();
  const waiting = [...all.values()].filter((fact): fact is Removal => fact.kind === 'removedEntity');
  const parts = new Set<string>();
  for (let removal = waiting.pop(); removal !== undefined; removal = waiting.pop()) {
    all.set(removal.change, removal);
    for (const { id } of removal.entities) {
      inside.add(id);
      parts.add(id);
    }
    if (waiting.length > 0) continue;
    for (const other of removals) {
      const parent = homeOf(world, other).parent;
      if (!all.has(other.change) && parent !== null && parts.has(parent)) waiting.push(other);
    }
  }
  const taken = new Set([...all.values()].flatMap((fact) => (fact.kind === 'removedComponent' ? [`${fact.stored.key} ${fact.entity}`] : [])));
  for (const fact of facts) {
    const isInside = inside.has(fact.entity) && fact.kind !== 'removedEntity' && (fact.kind !== 'added' || fact.component !== undefined);
    if (isInside || (fact.kind === 'field' && taken.has(`${fact.component} ${fact.entity}`))) all.set(fact.change, fact);
  }
  for (const fact of all.values()) {
    const row = fact.kind === 'added' && fact.component === undefined ? entities.rowOf(fact.entity) : undefined;
    if (row === undefined) continue;
    for (const each of entities.subtree(row)) {
      const place = baseline.placeOf(entities.id.get(each));
      if (place !== undefined) all.set(place.change, place);
    }
  }
  return [...all.values()].sort((a, b) => a.change - b.change);
}

/** Where an entity was loaded. */
function homeOf(world: Editable, removal: Removal): Home {
  const root = removal.entities[0] as StoredEntity;
  const { parent, orderOffset } = world.baseline.homeOf(removal.entity) ?? root;
  return { entity: removal.entity, parent, orderOffset };
}

function isOfInstance({ component }: FactOf<'field'>): boolean {
  return component === INSTANCE;
}

/** One revert under way, in one transaction. */
class Run {
  readonly transaction: Transaction;
  readonly results: OperationResult[] = [];
  readonly back: (readonly Reversal[])[] = [];
  readonly touched: string[] = [];
  /** What is being taken back right now. */
  at: Fact | undefined;
  readonly #world: Editable;
  readonly #author: Author;
  readonly #following: Following;
  readonly #putting: PuttingBack;

  constructor(world: Editable, author: Author) {
    this.#world = world;
    this.#author = author;
    this.transaction = new Transaction(world);
    this.transaction.cause = 'undo';
    this.#putting = new PuttingBack(
      () => false,
      (path, source) => this.#isChanged(path) || this.#isChanged(source),
    );
    this.#following = new Following(world, this.transaction, (step, kept) => this.#perform(step, kept), { back: this.#putting });
  }

  /** Entities first, then where they are, then their components, then values: each finds what it needs. */
  all(facts: readonly Fact[]): void {
    const of = <K extends Fact['kind']>(kind: K): FactOf<K>[] => facts.filter((fact): fact is FactOf<K> => fact.kind === kind);
    const added = of('added').filter((fact) => fact.component === undefined);
    const holding = new Set(added.filter((fact) => this.#holdsLoaded(fact.entity)));
    this.#removeEntities(added.filter((fact) => !holding.has(fact)));
    const homes = this.#restore(of('removedEntity'));
    const returned = new Set(homes.map(({ entity }) => entity));
    this.#settle([...homes, ...of('place').filter(({ entity }) => !returned.has(entity))], of('place'));
    this.#removeEntities([...holding]);
    this.#components(
      of('added').filter((fact) => fact.component !== undefined),
      of('removedComponent'),
    );
    for (const fact of of('property')) this.#do(fact, { op: 'updateEntity', entity: fact.entity, [fact.property]: fact.before });
    const fields = of('field');
    // What instances mark is known before values come back in their sources.
    for (const fact of [...fields.filter(isOfInstance), ...fields.filter((each) => !isOfInstance(each))]) {
      const { entity, component, field, before } = fact;
      if (this.#holds(entity, component)) this.#do(fact, { op: 'setField', entity, component, field, value: before });
    }
    this.#following.settle();
  }

  /** Whether something is still another than when it was loaded. */
  #isChanged(path: string): boolean {
    this.#changed ??= new Set(
      this.#world.baseline.facts.flatMap((fact) =>
        fact.kind === 'field'
          ? [editPath(fact.entity, fact.component, fact.field)]
          : fact.kind === 'property'
            ? [editPath(fact.entity, `@${fact.property}`)]
            : fact.kind === 'place'
              ? [editPath(fact.entity, '@order')]
              : [],
      ),
    );
    return this.#changed.has(path);
  }
  #changed: ReadonlySet<string> | undefined;

  /** Returns at which of the ways back that of the step itself is; those of what follows from it are behind it. */
  #do(fact: Fact | undefined, step: Reversal): number {
    this.at = fact;
    const at = this.back.length;
    if (this.#putting.hasGone(step)) return at;
    this.#following.run(step, 'back');
    return at;
  }

  #perform(step: Reversal, kept: Kept): Performed {
    const note = prepareNote(this.#world, step);
    const { turned: from } = this.#world.drives;
    const performed = perform(this.#world, this.transaction, this.#author.userId, step);
    this.transaction.putBackEnded(from);
    note(performed, this.#author.userId);
    if (kept === 'own') this.results.push(performed.result);
    if (kept !== 'nothing') this.back.push(performed.back);
    if (kept === 'own') for (const path of performed.touched) this.touched.push(path);
    return performed;
  }

  #removeEntities(added: readonly Fact[]): void {
    // One that hangs below another goes with it.
    for (const fact of added) if (this.#world.entities.rowOf(fact.entity) !== undefined) this.#do(fact, { op: 'removeEntity', entity: fact.entity });
  }

  #holdsLoaded(id: string): boolean {
    const { entities, baseline } = this.#world;
    const row = entities.rowOf(id);
    return row !== undefined && entities.subtree(row).some((each) => baseline.placeOf(entities.id.get(each)) !== undefined);
  }

  #holds(id: string, key: string): boolean {
    const row = this.#world.entities.rowOf(id);
    return row !== undefined && this.#world.entities.held(row).some((held) => held.key === key);
  }

  /** Brings removed subtrees back, parents first; returns where their roots belong. */
  #restore(removals: readonly Removal[]): Home[] {
    const homes: Home[] = [];
    let waiting = removals.map((removal) => ({ removal, home: homeOf(this.#world, removal) }));
    while (waiting.length > 0) {
      const ready = waiting.filter(({ home }) => home.parent === null || isLoaded(this.#world, home.parent));
      const [next] = ready.length > 0 ? ready : waiting;
      // Where no parent is there, the first one tells so.
      for (const { removal, home } of ready.length > 0 ? ready : next === undefined ? [] : [next]) {
        const [root, ...rest] = removal.entities;
        const moved = { ...(root as StoredEntity), parent: home.parent, orderOffset: home.orderOffset };
        this.#do(removal, { op: 'restoreEntities', at: this.#end(home), entities: [moved, ...rest] });
        homes.push(home);
      }
      waiting = waiting.filter((each) => !ready.includes(each));
    }
    return homes;
  }

  /** Where one is put for the time being: last of its order offset. A parent that is gone is told of by what is to be put there. */
  #end({ parent, orderOffset }: Home): number {
    const { entities } = this.#world;
    const row = parent === null ? NONE : entities.rowOf(parent);
    return row === undefined ? 0 : entities.placeLast(row, orderOffset);
  }

  /**
   * Puts entities where they were loaded: from the top down, so that none is to hang below itself, and among siblings the last one
   * first, so that each finds its next.
   */
  #settle(homes: readonly Home[], facts: readonly Fact[]): void {
    const { baseline, entities } = this.#world;
    const parents = new Map(homes.map(({ entity, parent }) => [entity, parent]));
    const depthOf = (id: string | null): number => {
      let depth = 0;
      for (let at = id; at !== null && depth <= homes.length + entities.count; depth++) {
        const known = parents.get(at);
        if (known !== undefined) at = known;
        else {
          const row = entities.rowOf(at);
          const above = row === undefined ? NONE : (entities.parent[row] as number);
          at = above === NONE ? null : entities.id.get(above);
        }
      }
      return depth;
    };
    const leaving = new Set(parents.keys());
    const orders = new Map<string | null, { readonly ids: readonly string[]; readonly rank: ReadonlyMap<string, number>; readonly settled: Set<string> }>();
    for (const { parent } of homes) {
      if (orders.has(parent)) continue;
      const ids = baseline.orderOf(parent) ?? [];
      orders.set(parent, { ids, rank: new Map(ids.map((id, at) => [id, at])), settled: inPlace(this.#world, parent, leaving) });
    }
    const rankOf = ({ entity, parent }: Home): number => orders.get(parent)?.rank.get(entity) ?? 0;
    const sorted = homes.map((home) => ({ home, depth: depthOf(home.parent), rank: rankOf(home) })).sort((a, b) => a.depth - b.depth || b.rank - a.rank);
    const factOf = new Map(facts.map((fact) => [fact.entity, fact]));
    for (const { home, rank } of sorted) {
      const order = orders.get(home.parent);
      let before: string | null = null,
        behind: string | null = null;
      for (let at = rank + 1; order !== undefined && before === null && at < order.ids.length; at++) {
        const id = order.ids[at] as string;
        if (order.settled.has(id)) before = id;
      }
      for (let at = rank - 1; order !== undefined && behind === null && at >= 0; at--) {
        const id = order.ids[at] as string;
        if (order.settled.has(id)) behind = id;
      }
      const { entity, parent, orderOffset } = home;
      this.#do(factOf.get(entity), { op: 'placeEntity', entity, parent, orderOffset, behind, before, settled: true });
      order?.settled.add(home.entity);
    }
  }

  /** Takes away what was added, the last first, and puts back what was removed; one that stands where another stood gives way even where it is needed. */
  #components(added: readonly FactOf<'added'>[], removed: readonly FactOf<'removedComponent'>[]): void {
    const swapped = new Set<string>();
    const returning = new Set(removed.map(({ entity, stored }) => `${stored.key} ${entity}`));
    for (const fact of added.toReversed()) {
      const { entity, component = '' } = fact;
      if (!this.#holds(entity, component)) continue;
      const gives = returning.has(`${component} ${entity}`);
      if (gives) swapped.add(`${component} ${entity}`);
      this.#do(fact, { op: gives ? 'takeComponent' : 'removeComponent', entity, component });
    }
    for (const fact of removed.toReversed()) {
      const { entity, stored } = fact;
      const at = this.#do(fact, { op: 'restoreComponents', entity, components: [stored] });
      if (swapped.has(`${stored.key} ${entity}`)) this.back[at] = [{ op: 'takeComponent', entity, component: stored.key }];
    }
  }
}
