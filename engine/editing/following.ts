import { INSTANCE, type Marks } from '../instance-marks.ts';
import { parseKey } from '../schema/component-key.ts';
import { Carrying } from './carrying.ts';
import { refuseCircle } from './circles.ts';
import type { Editable } from './editable.ts';
import type { Reversal } from './history-entry.ts';
import type { Found, Instances, Kept, PuttingBack, Way } from './instances.ts';
import { pointer } from './json-pointer.ts';
import { Links } from './links.ts';
import { OperationFault } from './lookups.ts';
import { refuseInInstance } from './marked.ts';
import { Marking } from './marking.ts';
import type { Performed } from './performed.ts';
import { completed, settled, type Completing } from './placed.ts';
import type { Transaction } from './transaction.ts';
import { COSTS } from './work.ts';

/** Instances that follow each other: beyond that nobody can say what an edit reaches. */
const DEEPEST = 64;

/** What a Following may be given. */
interface Options {
  /** Who is an instance of whom; several that work one after the other share it. */
  readonly links?: Links;
  /** Where things are put back, what is to be looked after at the end. */
  readonly back?: PuttingBack;
}

/**
 * Carries out operations with all that follows from them in instances: marks of what is overridden, and what an edit of a source changes in its
 * instances. Each is an operation of its own in the same transaction, so that it is noted, undone and told as any other.
 */
export class Following implements Instances {
  readonly world: Editable;
  readonly links: Links;
  readonly #transaction: Transaction;
  readonly #back: PuttingBack | undefined;
  readonly #marking: Marking;
  readonly #carrying: Carrying;
  readonly #do: (step: Reversal, kept: Kept) => Performed;
  /** Whether what is done goes with what was added, so that nobody has to take it back. */
  #isInside = false;
  #depth = 0;

  /** @param perform carries one operation out, and notes it wherever it has to be */
  constructor(world: Editable, transaction: Transaction, perform: (step: Reversal, kept: Kept) => Performed, { links, back }: Options = {}) {
    this.world = world;
    this.links = links ?? new Links(world);
    this.#transaction = transaction;
    this.#back = back;
    this.#do = perform;
    this.#marking = new Marking(this);
    this.#carrying = new Carrying(this, back);
  }

  run(step: Reversal, way: Way): Performed {
    if (!this.links.any && !bringsInstances(step)) return this.#do(step, 'own');
    if (way === 'code' && isValue(step)) return this.#do(step, 'own');
    if (this.#depth >= DEEPEST)
      throw new OperationFault('WW_LIMIT', 'entity', `more than ${DEEPEST} templates would follow each other`, 'fewer within each other');
    this.#depth++;
    try {
      return this.#run(step, way);
    } finally {
      this.#depth--;
    }
  }

  spend(entities: number): void {
    this.#transaction.work.spend(entities * COSTS.above);
  }

  attempt(step: Reversal): boolean {
    try {
      this.run(step, 'carried');
      return true;
    } catch (error) {
      if (!(error instanceof OperationFault) || error.code === 'WW_INSTANCE_CIRCLE' || error.code === 'WW_LIMIT') throw error;
      return false;
    }
  }

  mark(root: number, add: readonly string[], drop: readonly string[] = [], isOwn = false): void {
    const marks = this.links.marksOf(root);
    const patch = [
      ...drop.filter((mark) => Object.hasOwn(marks, mark)).map((mark) => ({ op: 'remove' as const, path: pointer([mark]) })),
      ...add.filter((mark) => isOwn || !Object.hasOwn(marks, mark)).map((mark) => ({ op: 'add' as const, path: pointer([mark]), value: true })),
    ];
    if (patch.length === 0) return;
    this.run({ op: 'patchField', entity: this.world.entities.id.get(root), component: INSTANCE, field: 'Overrides', patch }, isOwn ? 'mark' : 'carried');
  }

  /** Gives instances what the steps have not said that put things back. */
  settle(): void {
    if (this.#back === undefined) return;
    const { entities } = this.world;
    const roots = new Map<number, ReadonlySet<string>>();
    for (const id of this.#back.sources) {
      const source = entities.rowOf(id);
      if (source !== undefined) for (const root of this.links.instancesOf(source)) roots.set(root, new Set());
    }
    for (const id of this.#back.fresh) {
      const root = entities.rowOf(id);
      if (root !== undefined) roots.set(root, new Set());
    }
    for (const [id, marks] of this.#back.unmarked) {
      const root = entities.rowOf(id);
      if (root !== undefined) roots.set(root, marks);
    }
    for (const [root, unmarked] of roots) this.#complete(settled(this.world, this.links, root, this.#back, unmarked), 'carried');
  }

  #run(step: Reversal, way: Way): Performed {
    const { entities } = this.world;
    const { climbed } = this.links;
    const found = this.#find(step, way);
    this.spend(this.links.climbed - climbed);
    const isDirect = way === 'edit' || way === 'code';
    if (isDirect) refuseInInstance(this.world, this.links, step, found.part, way);
    if (found.ids.length > 0) this.#unlinkInstancesOf(found, way);
    const nested = isUnlinking(step) && found.part?.name === '' ? this.#marking.nested(found.part.root) : [];
    const marks = this.#marksBefore(step, way);
    const followed = isUnlinking(step) ? this.links.sourceIdOf(entities.rowOf(step.entity) as number) : null;
    const { changes } = this.#transaction;
    const performed = this.#do(step, this.#keptOf(step, way));
    if (this.#transaction.changes === changes) return performed;
    if (way === 'carried') this.#back?.went(step, found.ids);
    if (marks !== undefined) this.#noteUnmarked(performed.result.entity, marks);
    this.#settleLinks(step, performed, way, found, followed);
    for (const { id, marks: own } of nested) {
      const inner = entities.rowOf(id);
      if (inner !== undefined) this.mark(inner, own, [], true);
    }
    if (isDirect) this.#marking.direct(step, performed, found, way);
    const row = entities.rowOf(performed.result.entity);
    if (way !== 'code') this.#carrying.all(step, performed, found, row, way);
    if (!isDirect || row === undefined) return performed;
    this.#isInside = step.op !== 'addComponent';
    try {
      this.#complete(completed(this.world, this.links, step, row, this.#transaction.cause === 'spawn', found.part));
    } finally {
      this.#isInside = false;
    }
    return performed;
  }

  #keptOf(step: Reversal, way: Way): Kept {
    if (this.#isInside) return 'nothing';
    if (way !== 'carried') return 'own';
    if (step.op === 'removeEntity' || step.op === 'removeComponent' || step.op === 'takeComponent' || step.op === 'placeEntity') return 'back';
    return step.op === 'patchField' && step.component === INSTANCE ? 'back' : 'nothing';
  }

  #complete(steps: Iterable<Completing>, way: Way = 'mark'): void {
    for (const next of steps) {
      if ('mark' in next) this.mark(next.mark.root, next.mark.add, next.mark.drop, true);
      else this.run(next, way);
    }
  }

  #find(step: Reversal, way: Way): Found {
    const { entities } = this.world;
    const id = 'entity' in step && typeof step.entity === 'string' ? step.entity : undefined;
    const row = id === undefined ? undefined : entities.rowOf(id);
    if (row === undefined) return { part: undefined, sources: [], ids: [], going: [], parts: [] };
    // What code does stays where it does it.
    const sources = way === 'code' ? [] : this.links.sourcesAbove(row);
    const goes = step.op === 'removeEntity';
    const parts: Found['parts'][number][] = [];
    if (goes || step.op === 'moveEntity' || step.op === 'placeEntity')
      for (const source of sources) {
        if (source === row) continue;
        for (const root of this.links.instancesOf(source)) {
          const part = this.links.counterpart(root, source, row);
          if (part !== undefined) parts.push({ source, root, part });
        }
      }
    const rows = goes ? entities.subtree(row) : [];
    const going = rows.flatMap((each): Found['going'] => {
      const source = this.links.sourceIdOf(each);
      return source === null ? [] : [[each, source]];
    });
    return { part: this.links.partAt(row), sources, ids: rows.map((each) => entities.id.get(each)), going, parts };
  }

  /** Instances of what is about to go become plain entities, in the same step. */
  #unlinkInstancesOf({ ids }: Found, way: Way): void {
    const { entities } = this.world;
    const sources = this.links.sourceIds();
    const followed = ids.filter((id) => sources.has(id));
    if (followed.length === 0) return;
    const going = new Set(ids);
    for (const id of followed) {
      for (const root of this.links.instancesOf(entities.rowOf(id) as number)) {
        const instance = entities.id.get(root);
        if (!going.has(instance)) this.run({ op: 'removeComponent', entity: instance, component: INSTANCE }, way);
      }
    }
  }

  /** Marks that something that is put back may take away: what they stood for follows the source again, as it is by now. */
  #marksBefore(step: Reversal, way: Way): Marks | undefined {
    if (way !== 'back' || this.#back === undefined || (step.op !== 'setField' && step.op !== 'patchBack' && step.op !== 'patchField')) return undefined;
    if (step.component !== INSTANCE || step.field !== 'Overrides') return undefined;
    const row = this.world.entities.rowOf(step.entity);
    return row === undefined ? undefined : this.links.marksOf(row);
  }

  #noteUnmarked(id: string, before: Marks): void {
    const marks = this.links.marksOf(this.world.entities.rowOf(id) as number);
    const known = this.#back?.unmarked.get(id) ?? new Set<string>();
    for (const mark of Object.keys(before)) if (!Object.hasOwn(marks, mark)) known.add(mark);
    this.#back?.unmarked.set(id, known);
  }

  /** Instances at and below an entity. */
  #within(row: number): number[] {
    const rows = this.world.entities.subtree(row);
    this.spend(rows.length);
    return rows.filter((each) => this.links.sourceIdOf(each) !== null);
  }

  #came(row: number, way: Way): void {
    this.links.came(row);
    if (way === 'back') this.#back?.fresh.add(this.world.entities.id.get(row));
  }

  /** Keeps the list of instances right, and refuses circles. */
  #settleLinks(step: Reversal, { result }: Performed, way: Way, { going }: Found, before: string | null): void {
    const { entities } = this.world;
    switch (step.op) {
      case 'addEntity':
      case 'duplicateEntity':
      case 'restoreEntities': {
        const row = entities.rowOf(result.entity) as number;
        for (const each of this.#within(row)) this.#came(each, way);
        refuseCircle(this, row);
        return;
      }
      case 'addComponent':
      case 'restoreComponents': {
        const row = entities.rowOf(result.entity) as number;
        if (this.links.sourceIdOf(row) === null || !isOfInstance(step)) return;
        // Those within it are parts of it from now on.
        for (const each of this.#within(row)) this.links.came(each);
        this.#came(row, way);
        refuseCircle(this, row);
        return;
      }
      case 'moveEntity':
      case 'placeEntity':
        refuseCircle(this, entities.rowOf(result.entity) as number);
        return;
      case 'removeEntity':
        for (const [row, source] of going) this.links.went(row, source);
        return;
      case 'removeComponent':
      case 'takeComponent': {
        const row = entities.rowOf(result.entity) as number;
        if (step.component !== INSTANCE) return;
        // Those within it stand for themselves from now on.
        if (before !== null) this.links.went(row, before);
        for (const each of this.#within(row)) this.links.came(each);
        return;
      }
      case 'setField':
      case 'patchField':
      case 'patchBack':
        if (step.component === INSTANCE && step.field === 'Source') this.links.forget();
        return;
      case 'updateEntity':
        return;
    }
  }
}

function isUnlinking(step: Reversal): step is Extract<Reversal, { op: 'removeComponent' | 'takeComponent' }> {
  return (step.op === 'removeComponent' || step.op === 'takeComponent') && step.component === INSTANCE;
}

/** Whether it is about the value of something alone. Those of an instance's own component are looked at all the same. */
function isValue(step: Reversal): boolean {
  return step.op === 'updateEntity' || ((step.op === 'setField' || step.op === 'patchField') && step.component !== INSTANCE);
}

function isOfInstance(step: Extract<Reversal, { op: 'addComponent' | 'restoreComponents' }>): boolean {
  return step.op === 'addComponent' ? parseKey(step.component)?.type === INSTANCE : step.components.some(({ key }) => key === INSTANCE);
}

/** Whether an operation may bring the first instance into a world. */
function bringsInstances(step: Reversal): boolean {
  switch (step.op) {
    case 'addComponent':
    case 'restoreComponents':
      return isOfInstance(step);
    case 'addEntity':
      return step.entity !== undefined && hasInstance(step.entity);
    case 'restoreEntities':
      return step.entities.some(({ components }) => components.some(({ key }) => key === INSTANCE));
    default:
      return false;
  }
}

function hasInstance(entity: { readonly components?: object; readonly children?: readonly unknown[] }): boolean {
  const waiting = [entity];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.components !== undefined && Object.hasOwn(next.components, INSTANCE)) return true;
    for (const child of next.children ?? []) waiting.push(child as typeof entity);
  }
  return false;
}
