import type { Author, EntityData, Operation, OperationResult } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import type { BaseFields, Fields, ValueOf } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import type { BatchOptions, SpawnOptions } from '../world/batch-options.ts';
import type { Store } from '../world/store.ts';
import type { World } from '../world/world.ts';
import { WorldCore, type WorldOptions } from '../world/world-core.ts';
import { Baseline } from './baseline.ts';
import { applyBatch, applyChecked } from './batch.ts';
import type { Editable } from './editable.ts';
import { History } from './history.ts';
import { Transaction } from './transaction.ts';
import { Unsaved } from './unsaved.ts';

/** A whole world, which can be edited: what a step advances, views look at and snapshots hold. */
export class LiveWorld extends WorldCore implements Editable {
  readonly history = new History();
  readonly unsaved = new Unsaved();
  readonly baseline = new Baseline();

  constructor(options: WorldOptions) {
    super(options);
    this.createStates();
  }

  apply(author: Author, operations: readonly Operation[], options: BatchOptions = {}): OperationResult[] {
    return applyBatch(this, author, operations, options);
  }

  spawn(author: Author, entity: EntityData, parent: string | null, options: SpawnOptions = { history: true }): OperationResult[] {
    return applyChecked(this, author, [{ op: 'addEntity', entity, parent }], { ...options, edit: true, cause: 'spawn' });
  }

  setValue<F extends Fields, K extends keyof (BaseFields & F) & string>(store: Store<F>, row: number, field: K, value: ValueOf<(BaseFields & F)[K]>): void {
    const declared = store.component.fieldList.find((each) => each.name === field);
    if (declared === undefined) throw new WorldwireError('WW_UNKNOWN_FIELD', `${store.component.name} has no field ${field}`);
    const faults = declared.check(value, field);
    if (faults[0] !== undefined) throw new WorldwireError('WW_BAD_VALUE', faults[0].message, faults);
    const entity = this.entities.id[store.owner[row] as number] as string;
    this.refuseTooDeep(entity, () => `${store.keyOf(row)}.${field} of ${entity} was not set`);
    const transaction = new Transaction(this);
    transaction.setField(store as unknown as Store, row, field, value as Json);
    transaction.commit();
  }
}

/** The whole of a world that programs have as a `World`. Throws WW_BAD_REQUEST where it is none that was opened or restored by this engine. */
export function liveOf(world: World): LiveWorld {
  if (world instanceof LiveWorld) return world;
  throw new WorldwireError('WW_BAD_REQUEST', 'expected a world as openWorld and restoreWorld of this engine give it');
}
