import type { ConnectionState } from '../door.ts';
import { NONE } from '../world/entity-table.ts';
import type { LiveWorld } from '../editing/live-world.ts';

/** Ancestors that may be looked at in a second, for all views of a world together, and in one go. */
const LOOKED_AT_PER_SECOND = 200_000,
  MOST_AT_ONCE = 10_000;
/** Milliseconds between two counts of states that change by themselves. */
const PAUSE = 250;

/** How many connections below an entity are in each state. */
export type Below = { readonly [state in ConnectionState]?: number };

/** One count: entities with connections below them, each with a slot, 0 being none. */
class Count {
  readonly slotOf: Int32Array;
  readonly rows: number[] = [NONE];
  readonly generations: number[] = [0];
  readonly above: number[] = [0];
  /** Slots below that have not been added to this one yet. */
  readonly waiting: number[] = [0];
  sums: Uint32Array;
  readonly states: number;
  /** The connections counted, their states, and where each stood. */
  readonly clients: readonly number[];
  readonly codes: Uint8Array;

  constructor(world: LiveWorld, states: number) {
    const clients = world.storeOf('WebsocketClient');
    this.slotOf = new Int32Array(world.entities.parent.length);
    this.states = states;
    this.sums = new Uint32Array(states * 64);
    this.clients = [...clients.unordered()];
    this.codes = new Uint8Array(this.clients.length);
  }

  /** The slot of an entity, and slots for all above it. Returns how many entities had none. */
  climb(world: LiveWorld, row: number): number {
    const { parent, generation } = world.entities;
    let lower = 0;
    let looked = 0;
    for (let at = row; at !== NONE; at = parent[at] as number) {
      let slot = this.slotOf[at] as number;
      const known = slot !== 0;
      if (!known) {
        slot = this.rows.push(at) - 1;
        this.slotOf[at] = slot;
        this.generations.push(generation[at] as number);
        this.above.push(0);
        this.waiting.push(0);
        looked++;
      }
      if (lower !== 0) {
        this.above[lower] = slot;
        this.waiting[slot] = (this.waiting[slot] as number) + 1;
      }
      if (known) break;
      lower = slot;
    }
    return looked;
  }

  add(slot: number, code: number): void {
    this.makeRoom(slot + 1);
    const at = slot * this.states + code;
    this.sums[at] = (this.sums[at] as number) + 1;
  }

  makeRoom(slots: number): void {
    const needed = slots * this.states;
    if (needed <= this.sums.length) return;
    const more = new Uint32Array(Math.max(needed, this.sums.length * 2));
    more.set(this.sums);
    this.sums = more;
  }
}

/**
 * How many connections hang below each entity, by state. Counted by going over the connections, not over the world, a bounded number of
 * ancestors at a time; one count serves all views.
 */
export class BelowSums {
  /** Counts up whenever the sums may be others. */
  version = 0;
  private done: Count | undefined;
  private going: Count | undefined;
  /** How far the count under way has come: connections taken in, then slots added to what is above them. */
  private taken = 0;
  private ready: number[] = [];
  private isSummingUp = false;
  private structure = -1;
  private startedAt = -Infinity;
  private real = -Infinity;
  private tick = -1;
  private budget = LOOKED_AT_PER_SECOND;

  /** Goes on counting, once for each step. `whole`: to the end. */
  look(world: LiveWorld, whole: boolean): void {
    if (!whole && this.real === world.real && this.tick === world.tick) return;
    const passed = this.real === -Infinity ? 0 : Math.max(world.real - this.real, ((world.tick - this.tick) / world.tickRate) * 1000);
    this.real = world.real;
    this.tick = world.tick;
    this.budget = Math.min(LOOKED_AT_PER_SECOND, this.budget + (passed / 1000) * LOOKED_AT_PER_SECOND);
    if (this.going === undefined && this.isDue(world, whole)) this.start(world);
    if (this.going !== undefined) this.goOn(world, this.going, whole ? Infinity : this.done === undefined ? this.budget : Math.min(this.budget, MOST_AT_ONCE));
  }

  /** What is below an entity; undefined where there is no connection. */
  of(world: LiveWorld, row: number): Below | undefined {
    const count = this.done;
    const slot = count?.slotOf[row] ?? 0;
    if (count === undefined || slot === 0 || count.generations[slot] !== world.entities.generation[row]) return undefined;
    const labels = world.storeOf('WebsocketClient').columnOf('State').field.labels ?? [];
    const out: { [state in ConnectionState]?: number } = {};
    for (let code = 0; code < count.states; code++) {
      const sum = count.sums[slot * count.states + code] as number;
      if (sum > 0) out[labels[code] as ConnectionState] = sum;
    }
    return out;
  }

  private isDue(world: LiveWorld, whole: boolean): boolean {
    const clients = world.stores.get('WebsocketClient');
    if (clients === undefined || (clients.count === 0 && (this.done?.clients.length ?? 0) === 0)) return false;
    if (this.done === undefined || this.structure !== world.structure) return true;
    if (!whole && world.real - this.startedAt < PAUSE) return false;
    const codes = clients.columnOf('State').reading as Uint8Array;
    const { done } = this;
    if (done.clients.length !== clients.count) return true;
    return done.clients.some((row, at) => codes[row] !== done.codes[at]);
  }

  private start(world: LiveWorld): void {
    const labels = world.storeOf('WebsocketClient').columnOf('State').field.labels ?? [];
    this.going = new Count(world, labels.length);
    this.taken = 0;
    this.isSummingUp = false;
    this.structure = world.structure;
    this.startedAt = world.real;
  }

  private goOn(world: LiveWorld, count: Count, most: number): void {
    const clients = world.storeOf('WebsocketClient');
    const codes = clients.columnOf('State').reading as Uint8Array;
    const { parent } = world.entities;
    let left = most;
    for (; this.taken < count.clients.length && left > 0; this.taken++) {
      const row = count.clients[this.taken] as number;
      const code = codes[row] as number;
      count.codes[this.taken] = code;
      left--;
      if (!clients.has(row)) continue;
      const above = parent[clients.owner[row] as number] as number;
      if (above === NONE) continue;
      left -= count.climb(world, above);
      count.add(count.slotOf[above] as number, code);
    }
    if (this.taken === count.clients.length && left > 0) left = this.sumUp(count, left);
    if (most !== Infinity) this.budget -= most - left;
  }

  /** Adds what is below to what is above, from the lowest up. */
  private sumUp(count: Count, most: number): number {
    if (!this.isSummingUp) {
      this.isSummingUp = true;
      count.makeRoom(count.rows.length);
      this.ready = count.waiting.flatMap((waiting, slot) => (slot > 0 && waiting === 0 ? [slot] : []));
    }
    let left = most;
    for (let slot = this.ready.pop(); slot !== undefined; slot = this.ready.pop()) {
      const above = count.above[slot] as number;
      if (above !== 0) {
        for (let code = 0; code < count.states; code++)
          count.sums[above * count.states + code] = (count.sums[above * count.states + code] as number) + (count.sums[slot * count.states + code] as number);
        count.waiting[above] = (count.waiting[above] as number) - 1;
        if (count.waiting[above] === 0) this.ready.push(above);
      }
      left--;
      if (left <= 0 && this.ready.length > 0) return 0;
    }
    this.done = count;
    this.going = undefined;
    this.version++;
    return left;
  }
}
