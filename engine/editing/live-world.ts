import type { Author, EntityData, Operation, OperationResult } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import type { BaseFields, Fields, ValueOf } from '../schema/component.ts';
import type { FieldRef, Json } from '../schema/field.ts';
import type { BatchOptions, SpawnOptions } from '../world/batch-options.ts';
import type { FieldWriter } from '../world/field-writer.ts';
import type { Store } from '../world/store.ts';
import type { World } from '../world/world.ts';
import type { WorldOptions } from '../world/world-content.ts';
import { WorldCore } from '../world/world-core.ts';
import { Baseline } from './baseline.ts';
import { applyBatch, applyChecked } from './batch.ts';
import type { Editable } from './editable.ts';
import { History } from './history.ts';
import { Unsaved } from './unsaved.ts';
import { Writer } from './writer.ts';

/** A whole world, which can be edited: what a step advances, views look at and snapshots hold. */
export class LiveWorld extends WorldCore implements Editable {
  readonly history = new History();
  readonly unsaved = new Unsaved();
  readonly baseline = new Baseline();
  private readonly writers = new Map<Store, Map<string, Writer>>();

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
    this.writerOf(store as unknown as Store, field).set(row, value, false);
  }

  writer<F extends Fields, K extends keyof (BaseFields & F) & string>(store: Store<F>, field: K): FieldWriter<ValueOf<(BaseFields & F)[K]>> {
    return this.writerOf(store as unknown as Store, field);
  }

  drive<F extends Fields>(store: Store<F>, driver: number, field: FieldRef, value: Json): boolean {
    const held = this.drives.held(store as unknown as Store, driver, field);
    if (held === undefined) return false;
    const faults = this.writerOf(held.store, field.field).put(held.row, value, true);
    if (faults === undefined) return true;
    // One that names what it cannot drive is told of once, and the others of its system go on.
    const starts = held.store.starts?.get(field.field);
    if (starts === undefined || starts.misfits.has(held.row)) return false;
    starts.misfits.add(held.row);
    const words = `${store.keyOf(driver)} cannot drive ${field.component}.${field.field} of ${field.entity}: ${faults[0]?.message} (WW_BAD_VALUE)`;
    this.log('error', words, { source: store.keyOf(driver), entity: this.entities.id.get(store.owner[driver] as number) });
    return false;
  }

  keep(): void {
    this.unsaved.keep();
  }

  private writerOf(store: Store, field: string): Writer {
    let writers = this.writers.get(store);
    if (writers === undefined) this.writers.set(store, (writers = new Map<string, Writer>()));
    let writer = writers.get(field);
    if (writer === undefined) writers.set(field, (writer = new Writer(this, store, field)));
    return writer;
  }
}

/** The whole of a world that programs have as a `World`. Throws WW_BAD_REQUEST where it is none that was opened or restored by this engine. */
export function liveOf(world: World): LiveWorld {
  if (world instanceof LiveWorld) return world;
  throw new WorldwireError('WW_BAD_REQUEST', 'expected a world as openWorld and restoreWorld of this engine give it');
}
