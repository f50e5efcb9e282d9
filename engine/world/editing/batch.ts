import type { Author, KeptChange, Operation, OperationResult } from '../../door.ts';
import { WorldwireError, type Fault } from '../../errors.ts';
import type { HistoryEntry, Reversal } from './history.ts';
import { checkOperations } from './operation-schema.ts';
import { OperationFault } from './lookups.ts';
import { mayEdit } from './may-edit.ts';
import { prepareNote } from './noting.ts';
import { perform } from './perform.ts';
import { Transaction } from './transaction.ts';
import { driverOf } from '../driving.ts';
import { wallOf } from '../wall.ts';
import type { World } from '../world.ts';
import { BATCH_WORK, Work } from './work.ts';

export interface BatchOptions {
  /** Joins edits of one author that follow each other into one undo step. */
  readonly group?: string;
  /** Names the edit in the history. Default made from the operations. */
  readonly label?: string;
  /** Whether its author can undo it. Default false: what a system does is nobody's to take back. */
  readonly history?: boolean;
}

/** Applies a batch whole or not at all. */
export function applyBatch(world: World, author: Author, operations: readonly Operation[], options: BatchOptions): OperationResult[] {
  mayEdit(author.role);
  const faults = checkOperations(operations, world.registry.components);
  if (faults.length > 0) throw new WorldwireError('WW_BAD_OPERATION', first(faults), faults);
  return applyChecked(world, author, operations, options);
}

/** The same for operations whose form has been checked. */
export function applyChecked(world: World, author: Author, operations: readonly Operation[], options: BatchOptions): OperationResult[] {
  const transaction = new Transaction(world, new Work(BATCH_WORK));
  const results: OperationResult[] = [];
  const back: Reversal[][] = [];
  const touched: string[] = [];
  const before = world.counters();
  const named = nameOfFirst(world, operations);
  world.baseline.begin();
  operations.forEach((operation, index) => {
    try {
      refuseDriven(world, operation);
      const note = options.history === true ? prepareNote(world, operation) : undefined;
      const performed = perform(world, transaction, author, operation);
      note?.(performed, author.userId);
      results.push(performed.result);
      back.push([...performed.back]);
      for (const path of performed.touched) touched.push(path);
    } catch (error) {
      transaction.rollback();
      world.baseline.end(false);
      world.setCounters({ ...before, edits: world.edits }, world.savedEdits);
      if (!(error instanceof WorldwireError)) throw error;
      const located = error.faults.map((fault) => ({ ...fault, index, code: fault.code ?? error.code }));
      throw new WorldwireError('WW_BAD_OPERATION', error.message, located);
    }
  });
  world.baseline.end(true);
  transaction.commit(options.history === true ? author.userId : undefined);
  if (options.history === true) {
    world.edits++;
    world.history.record({
      author: author.userId,
      tick: world.tick,
      ...wallOf(world),
      label: options.label ?? labelOf(world, operations, named),
      group: options.group ?? null,
      back: back.reverse().flat(),
      touched,
    });
  }
  return results;
}

/** A field that is driven takes no edits; what takes edits back, or puts back what was removed, does not come by here. */
function refuseDriven(world: World, operation: Operation): void {
  if (operation.op !== 'setField' && operation.op !== 'patchField') return;
  const row = world.entities.rowOf(operation.entity);
  const driver = row === undefined ? undefined : driverOf(world, row, operation.component, operation.field);
  if (row === undefined || driver === undefined) return;
  const by = `${driver.key} of ${world.entities.name[row]}`;
  throw new OperationFault(
    'WW_DRIVEN',
    'field',
    `${operation.component}.${operation.field} is driven by ${by}: disable or remove it first`,
    `a field that ${driver.key} does not drive`,
  );
}

function first(faults: readonly Fault[]): string {
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  return `${faults[0]?.message ?? ''}${more}`;
}

/** The name of what the first operation is about, which may be gone once it is done. */
function nameOfFirst(world: World, [operation]: readonly Operation[]): string | undefined {
  const row = operation === undefined || operation.op === 'addEntity' ? undefined : world.entities.rowOf(operation.entity);
  return row === undefined ? undefined : world.entities.name[row];
}

/** What an edit is called in the history and in the log. */
function labelOf(world: World, operations: readonly Operation[], named: string | undefined): string {
  const [operation] = operations;
  if (operation === undefined) return 'nothing';
  const more = operations.length > 1 ? ` and ${operations.length - 1} more` : '';
  const nameOf = (id: string): string => {
    const row = world.entities.rowOf(id);
    return row === undefined ? (named ?? id) : (world.entities.name[row] as string);
  };
  switch (operation.op) {
    case 'addEntity':
      return `add ${operation.entity?.name ?? 'Entity'}${more}`;
    case 'removeEntity':
      return `remove ${nameOf(operation.entity)}${more}`;
    case 'updateEntity':
      return `change ${nameOf(operation.entity)}${more}`;
    case 'moveEntity':
      return `move ${nameOf(operation.entity)}${more}`;
    case 'duplicateEntity':
      return `duplicate ${nameOf(operation.entity)}${more}`;
    case 'addComponent':
      return `add ${operation.component} to ${nameOf(operation.entity)}${more}`;
    case 'removeComponent':
      return `remove ${operation.component} from ${nameOf(operation.entity)}${more}`;
    case 'setField':
    case 'patchField':
      return `${nameOf(operation.entity)}.${operation.component}.${operation.field}${more}`;
  }
}

export interface Taken {
  readonly results: readonly OperationResult[];
  readonly kept: readonly KeptChange[];
}

/** Takes back an author's newest edit. What somebody else has changed since, or removed, stays as it is and is told. */
export function undo(world: World, author: Author): Taken {
  mayEdit(author.role);
  const entry = world.history.toUndo(author.userId);
  if (entry === undefined) throw new WorldwireError('WW_NOTHING_TO_UNDO');
  const { forth, ...taken } = takeSteps(world, author, entry, entry.back);
  world.history.replace({ ...entry, undone: true, forth });
  return taken;
}

/** Brings back the edit that the author undid last. */
export function redo(world: World, author: Author): Taken {
  mayEdit(author.role);
  const entry = world.history.toRedo(author.userId);
  if (entry === undefined) throw new WorldwireError('WW_NOTHING_TO_REDO');
  const { forth, ...taken } = takeSteps(world, author, entry, entry.forth);
  world.history.replace({ ...entry, undone: false, back: forth });
  return taken;
}

function takeSteps(world: World, author: Author, entry: HistoryEntry, steps: readonly Reversal[]): Taken & { readonly forth: readonly Reversal[] } {
  const results: OperationResult[] = [];
  const kept: KeptChange[] = [];
  const forth: Reversal[][] = [];
  for (const step of steps) {
    const paths = pathsOf(world, step);
    const by = world.history.changedSince(entry, paths);
    if (by !== undefined) {
      kept.push({ path: paths[0] as string, by });
      continue;
    }
    const transaction = new Transaction(world);
    try {
      const note = prepareNote(world, step);
      const performed = perform(world, transaction, author, step);
      transaction.commit(author.userId);
      note(performed, author.userId);
      results.push(performed.result);
      forth.unshift([...performed.back]);
    } catch (error) {
      transaction.rollback();
      if (!(error instanceof OperationFault)) throw error;
      kept.push({ path: paths[0] as string, by: 'another edit' });
    }
  }
  world.edits++;
  return { results, kept, forth: forth.flat() };
}

/** What a step of the history would change. Removing an entity concerns everything in it. */
function pathsOf(world: World, step: Reversal): string[] {
  switch (step.op) {
    case 'removeEntity': {
      const row = world.entities.rowOf(step.entity);
      return row === undefined ? [step.entity] : world.entities.subtree(row).map((each) => world.entities.id[each] as string);
    }
    case 'restoreEntities':
      return step.entities.map((entity) => entity.id);
    case 'restoreComponents':
      return step.components.map(({ key }) => `${step.entity}/${key}`);
    case 'setField':
      return [`${step.entity}/${step.component}/${step.field}`];
    case 'patchField':
      return step.patch.map((part) => `${step.entity}/${step.component}/${step.field}${part.path}`);
    case 'addComponent':
    case 'removeComponent':
    case 'takeComponent':
      return [`${step.entity}/${step.component}`];
    case 'moveEntity':
    case 'placeEntity':
      return [`${step.entity}/@parent`, `${step.entity}/@order`];
    case 'updateEntity':
      return Object.keys(step)
        .filter((key) => key !== 'op' && key !== 'entity')
        .map((key) => `${step.entity}/@${key === 'orderOffset' ? 'order' : key}`);
    case 'addEntity':
    case 'duplicateEntity':
      return [step.entity === undefined || typeof step.entity !== 'string' ? '' : step.entity];
  }
}
