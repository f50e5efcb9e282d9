import { editPath } from './edit-path.ts';
import { HOST, type Author, type Operation, type OperationResult } from '../door.ts';
import { WorldwireError, type Fault } from '../errors.ts';
import type { ComponentRef } from '../schema/field.ts';
import { Following } from './following.ts';
import { carryOutComposite } from './giving.ts';
import type { Reversal } from './history-entry.ts';
import type { Kept } from './instances.ts';
import { checkOperations } from './operation-schema.ts';
import { OperationFault } from './lookups.ts';
import { mayEdit } from './may-edit.ts';
import { noteField, prepareNote } from './noting.ts';
import { perform } from './perform.ts';
import type { Performed } from './performed.ts';
import { Transaction } from './transaction.ts';
import type { BatchOptions } from '../world/batch-options.ts';
import { driverOf, refOf } from '../world/driving.ts';
import type { Cause } from '../world/system.ts';
import { wallOf } from '../world/wall.ts';
import type { Editable } from './editable.ts';
import { BATCH_WORK, COSTS, Work } from './work.ts';

/** Applies a batch whole or not at all. */
export function applyBatch(world: Editable, author: Author, operations: readonly Operation[], options: BatchOptions): OperationResult[] {
  mayEdit(author.role);
  const faults = checkOperations(operations, world.registry.components);
  if (faults.length > 0) throw new WorldwireError('WW_BAD_OPERATION', first(faults), faults);
  return applyChecked(world, author, operations, options);
}

/** @param cause what systems are told of why components are added. Default: what the operation does */
type CheckedOptions = BatchOptions & { readonly cause?: Cause };

/** The same for operations whose form has been checked. What the host does is done for the acting user. */
export function applyChecked(world: Editable, author: Author, operations: readonly Operation[], options: CheckedOptions): OperationResult[] {
  const by = author.userId === HOST.userId ? world.acting : author.userId;
  return world.actFor(by, () => carryOut(world, by, operations, options));
}

/** @param by user id of whose edit it is */
function carryOut(world: Editable, by: string, operations: readonly Operation[], options: CheckedOptions): OperationResult[] {
  const { history = false, edit = history, cause } = options;
  refuseTooDeep(world, operations);
  const transaction = new Transaction(world, new Work(BATCH_WORK));
  const results: OperationResult[] = [];
  const back: Reversal[][] = [];
  const touched: string[] = [];
  const confirmed: string[] = [];
  const before = world.counters();
  const named = nameOfFirst(world, operations);
  world.baseline.begin();
  const carry = (step: Reversal, kept: Kept): Performed => {
    const { climbed } = world.baseline;
    const note = edit ? prepareNote(world, step) : undefined;
    transaction.work.spend((world.baseline.climbed - climbed) * COSTS.above);
    const { changes } = transaction;
    const { turned: from } = world.drives;
    const performed = perform(world, transaction, by, step);
    // What changes nothing is no edit. Still somebody wanted it so: the undo of another leaves it.
    if (transaction.changes === changes) {
      if (kept === 'own') confirmed.push(...performed.touched);
      return performed;
    }
    note?.(performed, by);
    // What is driven no longer stays where it is, which is an edit of that field as well: a scene file has kept another value until now.
    const ended = edit ? endedFields(world, from) : [];
    if (kept !== 'nothing') back.push([...performed.back, ...ended]);
    if (kept === 'own') for (const path of performed.touched) touched.push(path);
    for (const { entity, component, field, value } of ended) {
      if (kept === 'own') touched.push(editPath(entity, component, field));
      noteField(world, { kind: 'field', entity, component, field, before: value }, by);
    }
    return performed;
  };
  const following = new Following(world, transaction, carry);
  operations.forEach((operation, index) => {
    try {
      refuseDriven(world, operation);
      transaction.cause = cause ?? (operation.op === 'duplicateEntity' ? 'duplicate' : 'add');
      world.drives.rivals.forget();
      const result = resultOf(following, operation, edit ? 'edit' : 'code');
      if (cause === undefined) refuseRival(world, operation);
      results.push(result);
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
  try {
    transaction.commit(edit ? by : undefined);
  } finally {
    // It stands by now, whatever becomes of telling others: it is to be saved, and can be taken back.
    if (edit) {
      world.history.pass(by, confirmed);
      if (transaction.changes > 0) countEdit(world, by, operations, options, { back: back.reverse().flat(), touched, named });
      else if (options.history === true && options.group !== undefined && options.label !== undefined) world.history.name(by, options.group, options.label);
    }
  }
  return results;
}

function resultOf(following: Following, operation: Operation, way: 'edit' | 'code'): OperationResult {
  if (operation.op === 'takeBack' || operation.op === 'giveToSource' || operation.op === 'makeTemplate')
    return { entity: carryOutComposite(following, operation) };
  return following.run(operation, way).result;
}

/** What a batch has done, for who counts it. */
interface Done {
  readonly back: readonly Reversal[];
  readonly touched: readonly string[];
  /** Name of what its first operation is about, as it was before. */
  readonly named: string | undefined;
}

/** Counts a batch that has changed something as an edit: one that is to be saved, and that its author can take back where it belongs to the history. */
function countEdit(world: Editable, by: string, operations: readonly Operation[], options: CheckedOptions, { back, touched, named }: Done): void {
  world.edits++;
  if (options.history !== true) {
    world.history.pass(by, touched);
    world.unsaved.note(world.edits, null);
    return;
  }
  const { seq, joined } = world.history.record({
    author: by,
    tick: world.tick,
    real: world.real,
    ...wallOf(world),
    label: options.label ?? labelOf(world, operations, named),
    group: options.group ?? null,
    back,
    touched,
  });
  world.unsaved.note(world.edits, seq, joined ? 'grown' : 'made');
}

/** Ways back to what a scene file has kept of the fields that are driven no longer since `from`. */
function endedFields(world: Editable, from: number): Extract<Operation, { op: 'setField' }>[] {
  return world.drives.ended(from).map(({ store, row, field, kept }) => {
    const entity = world.entities.id.get(store.owner[row] as number);
    return { op: 'setField', entity, component: store.keyOf(row), field, value: kept };
  });
}

function refuseTooDeep(world: Editable, [operation]: readonly Operation[]): void {
  if (operation === undefined) return;
  const entity = operation.op === 'addEntity' ? (operation.parent ?? null) : operation.entity;
  world.refuseTooDeep(entity, () => `${operation.op}${entity === null ? '' : ` of ${entity}`} was not done`);
}

/** A field that is driven takes no edits; what takes edits back, or puts back what was removed, does not come by here. */
function refuseDriven(world: Editable, operation: Operation): void {
  if (operation.op !== 'setField' && operation.op !== 'patchField') return;
  const row = world.entities.rowOf(operation.entity);
  const driver = row === undefined ? undefined : driverOf(world, row, operation.component, operation.field);
  if (driver === undefined) return;
  const by = `${driver.component} of ${nameOf(world, driver.entity)}`;
  throw new OperationFault(
    'WW_DRIVEN',
    'field',
    `${operation.component}.${operation.field} is driven by ${by}: disable or remove it first`,
    `a field that ${driver.component} does not drive`,
  );
}

/** What an edit gives a further driver, which names it or is named beside, would not be driven by both. */
function refuseRival(world: Editable, { op }: Operation): void {
  const path = { setField: 'value', patchField: 'patch', addComponent: 'component', addEntity: 'entity' }[op as string];
  const rival = path === undefined ? undefined : world.drives.rivals.first();
  if (path === undefined || rival === undefined) return;
  const [driven, before, driver] = [rival, rival.before, rival.driver].map((each) => refOf(world, each)) as [ComponentRef, ComponentRef, ComponentRef];
  const what = `${driven.component}.${rival.field} of ${nameOf(world, driven.entity)}`;
  throw new OperationFault(
    'WW_DRIVEN',
    path,
    `${driver.component} cannot drive ${what}, which ${before.component} of ${nameOf(world, before.entity)} drives already: disable or remove that first`,
    'a field that nothing drives',
  );
}

function nameOf({ entities }: Editable, id: string): string {
  return entities.name.get(entities.rowOf(id) as number);
}

function first(faults: readonly Fault[]): string {
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  return `${faults[0]?.message ?? ''}${more}`;
}

/** The name of what the first operation is about, which may be gone once it is done. */
function nameOfFirst(world: Editable, [operation]: readonly Operation[]): string | undefined {
  const row = operation === undefined || operation.op === 'addEntity' ? undefined : world.entities.rowOf(operation.entity);
  return row === undefined ? undefined : world.entities.name.get(row);
}

/** What an edit is called in the history and in the log. */
function labelOf(world: Editable, operations: readonly Operation[], named: string | undefined): string {
  const [operation] = operations;
  if (operation === undefined) return 'nothing';
  const more = operations.length > 1 ? ` and ${operations.length - 1} more` : '';
  const nameOf = (id: string): string => {
    const row = world.entities.rowOf(id);
    return row === undefined ? (named ?? id) : world.entities.name.get(row);
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
    case 'takeBack':
      return `take back overrides of ${nameOf(operation.entity)}${more}`;
    case 'giveToSource':
      return `give overrides of ${nameOf(operation.entity)} to its source${more}`;
    case 'makeTemplate':
      return `make a template of ${nameOf(operation.entity)}${more}`;
    case 'setField':
    case 'patchField':
      return `${nameOf(operation.entity)}.${operation.component}.${operation.field}${more}`;
  }
}
