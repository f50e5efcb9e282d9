import type { ConnectionState, PoseEntity, Poses, View } from '../door.ts';
import { NONE } from '../world/entity-table.ts';
import type { Store } from '../world/store.ts';
import type { LiveWorld } from '../editing/live-world.ts';
import { listPlaced, PlacedLists, type Placed } from './placed.ts';

type PosesWhat = Extract<View, { kind: 'poses' }>;
interface Look {
  readonly index: number;
  readonly state?: ConnectionState;
  readonly color?: readonly number[];
}
/** What has changed since the last look. */
export type PosesChange =
  | { readonly kind: 'poses'; readonly entities?: readonly PoseEntity[]; readonly poses: Poses; readonly more?: number }
  | { readonly kind: 'looks'; readonly changed: readonly Look[] };

const LIMIT = 10_000;
/** Numbers of a pose: position, rotation, scale. */
const WIDTH = 10;
/** Entities that may be listed in a second: a list costs more than a look, most of all on its way to the page. */
const LISTED_PER_SECOND = 20_000;

const EMPTY: Placed = { rows: new Uint32Array(0), parents: new Int32Array(0), clients: new Int32Array(0), colors: new Int32Array(0), more: 0 };

/**
 * Where everything with a Transform is: whole at first and whenever the list is another, then the poses that have changed, and
 * the states and colours that have. Numbers are compared by their bits, so that what is no number does not count as changed for ever.
 */
export class PosesView {
  private readonly root: string | null;
  private readonly limit: number;
  private readonly lists: PlacedLists;
  private structure = -1;
  private listedAt = -Infinity;
  private placed: Placed = EMPTY;
  private told: readonly PoseEntity[] | undefined;
  private poses = new Float32Array(0);
  private bits = new Uint32Array(0);
  private changed = new Uint32Array(0);
  private states = new Uint8Array(0);
  private colors = new Uint32Array(0);

  constructor(what: PosesWhat, lists = new PlacedLists()) {
    this.lists = lists;
    this.root = what.root ?? null;
    this.limit = what.limit ?? LIMIT;
  }

  /** `whole`: nothing may be left for later. */
  look(world: LiveWorld, whole = false): readonly PosesChange[] {
    if (this.structure !== world.structure) {
      const pause = (this.placed.rows.length / LISTED_PER_SECOND) * 1000;
      // Rows may be in other use by now, so nothing is told from the old list.
      if (!whole && this.told !== undefined && world.real - this.listedAt < pause) return [];
      const list = this.list(world);
      if (list !== undefined) return [list];
    }
    const poses = this.comparePoses(world),
      looks = this.compareLooks(world);
    return [...(poses === undefined ? [] : [poses]), ...(looks === undefined ? [] : [looks])];
  }

  /** Lists anew; undefined where the list is as it was told. */
  private list(world: LiveWorld): PosesChange | undefined {
    this.structure = world.structure;
    this.listedAt = world.real;
    const root = this.root === null ? NONE : (world.entities.rowOf(this.root) ?? null);
    const placed = root === null ? EMPTY : root === NONE ? this.lists.of(world, this.limit) : listPlaced(world, root, this.limit);
    const entities = Array.from(placed.rows, (row, i) => describe(world, placed, row, i));
    const same =
      this.told?.length === entities.length &&
      placed.more === this.placed.more &&
      entities.every((entity, i) => sameEntity(entity, (this.told as readonly PoseEntity[])[i] as PoseEntity));
    this.placed = placed;
    if (same) return undefined;
    this.told = entities;
    const count = entities.length;
    this.poses = new Float32Array(count * WIDTH);
    this.bits = new Uint32Array(this.poses.buffer);
    this.changed = new Uint32Array(count);
    this.states = new Uint8Array(count);
    this.colors = new Uint32Array(count * 4);
    // A fill that no number has: everything counts as changed.
    this.bits.fill(0xffffffff);
    this.comparePoses(world);
    this.compareLooks(world);
    return { kind: 'poses', entities, poses: { indexes: Uint32Array.from(placed.rows.keys()), values: this.poses.slice() }, more: placed.more };
  }

  private comparePoses(world: LiveWorld): PosesChange | undefined {
    const { rows } = this.placed;
    if (rows.length === 0) return undefined;
    const transforms = world.storeOf('Transform');
    const position = bitsOf(transforms, 'Position'),
      rotation = bitsOf(transforms, 'Rotation'),
      scale = bitsOf(transforms, 'Scale');
    const { bits, changed } = this;
    let count = 0;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number,
        at = i * WIDTH,
        three = row * 3,
        four = row * 4;
      if (
        bits[at] === position[three] &&
        bits[at + 1] === position[three + 1] &&
        bits[at + 2] === position[three + 2] &&
        bits[at + 3] === rotation[four] &&
        bits[at + 4] === rotation[four + 1] &&
        bits[at + 5] === rotation[four + 2] &&
        bits[at + 6] === rotation[four + 3] &&
        bits[at + 7] === scale[three] &&
        bits[at + 8] === scale[three + 1] &&
        bits[at + 9] === scale[three + 2]
      )
        continue;
      for (let k = 0; k < 3; k++) {
        bits[at + k] = position[three + k] as number;
        bits[at + 7 + k] = scale[three + k] as number;
      }
      for (let k = 0; k < 4; k++) bits[at + 3 + k] = rotation[four + k] as number;
      changed[count++] = i;
    }
    if (count === 0) return undefined;
    const indexes = changed.slice(0, count);
    const values = count === rows.length ? this.poses.slice() : gather(this.poses, indexes);
    return { kind: 'poses', poses: { indexes, values } };
  }

  private compareLooks(world: LiveWorld): PosesChange | undefined {
    const { clients, colors } = this.placed;
    const changed = new Map<number, { index: number; state?: ConnectionState; color?: readonly number[] }>();
    const of = (index: number): { index: number; state?: ConnectionState; color?: readonly number[] } => {
      let look = changed.get(index);
      if (look === undefined) changed.set(index, (look = { index }));
      return look;
    };
    const clientStore = world.stores.get('WebsocketClient');
    if (clientStore !== undefined && clientStore.count > 0) {
      const state = clientStore.columnOf('State');
      const codes = state.reading as Uint8Array;
      for (let i = 0; i < clients.length; i++) {
        const row = clients[i] as number;
        if (row === NONE || codes[row] === this.states[i]) continue;
        this.states[i] = codes[row] as number;
        of(i).state = state.field.labels?.[codes[row] as number] as ConnectionState;
      }
    }
    const colorStore = world.stores.get('ColorValue');
    if (colorStore !== undefined && colorStore.count > 0) {
      const bits = bitsOf(colorStore, 'Value');
      for (let i = 0; i < colors.length; i++) {
        const row = colors[i] as number;
        if (row === NONE) continue;
        let differs = false;
        for (let k = 0; k < 4; k++) {
          if (this.colors[i * 4 + k] === bits[row * 4 + k]) continue;
          this.colors[i * 4 + k] = bits[row * 4 + k] as number;
          differs = true;
        }
        if (differs) of(i).color = colorOf(colorStore, row);
      }
    }
    return changed.size === 0 ? undefined : { kind: 'looks', changed: [...changed.values()] };
  }
}

/** The poses at some places, one after another. */
function gather(poses: Float32Array, indexes: Uint32Array): Float32Array {
  const values = new Float32Array(indexes.length * WIDTH);
  for (let n = 0; n < indexes.length; n++) {
    const from = (indexes[n] as number) * WIDTH;
    for (let k = 0; k < WIDTH; k++) values[n * WIDTH + k] = poses[from + k] as number;
  }
  return values;
}

/** A column of floats, as bits. */
function bitsOf(store: Store, field: string): Uint32Array {
  return new Uint32Array((store.columnOf(field).reading as Float32Array).buffer);
}

function colorOf(store: Store, row: number): readonly number[] {
  return store.get(row, 'Value') as readonly number[];
}

function describe(world: LiveWorld, placed: Placed, row: number, index: number): PoseEntity {
  const { entities } = world;
  const client = placed.clients[index] as number,
    color = placed.colors[index] as number;
  return {
    id: entities.id.get(row),
    name: entities.name.get(row),
    parent: placed.parents[index] as number,
    inactive: entities.inactive[row] === 1,
    ...(client === NONE ? {} : { state: world.storeOf('WebsocketClient').get(client, 'State') as ConnectionState }),
    ...(color === NONE ? {} : { color: colorOf(world.storeOf('ColorValue'), color) }),
  };
}

/** Whether the list would read the same, but for states and colours, which are told on their own. */
function sameEntity(a: PoseEntity, b: PoseEntity): boolean {
  return (
    a.id === b.id &&
    a.name === b.name &&
    a.parent === b.parent &&
    a.inactive === b.inactive &&
    (a.state === undefined) === (b.state === undefined) &&
    (a.color === undefined) === (b.color === undefined)
  );
}
