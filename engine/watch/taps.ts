import type { ConnectionState } from '../door.ts';
import { WorldwireError } from '../errors.ts';
import { parseKey } from '../schema/component-key.ts';
import type { Traffic } from '../world/traffic.ts';
import type { World } from '../world/world.ts';
import { Tap } from './tap.ts';
import { stateColumn, Trails } from './trails.ts';

const CLIENT = 'WebsocketClient';
/** Real milliseconds for which messages are kept after the last who looked has left. */
const KEPT_FOR = 30_000;

/** What is kept of the connections of a world for those who look: the states of each, and the messages of those that are looked at. */
export class Taps implements Traffic {
  listening = false;
  readonly trails: Trails;
  private readonly world: World;
  private readonly taps = new Map<number, Tap>();

  constructor(world: World) {
    this.world = world;
    this.trails = new Trails(world);
  }

  message(row: number, what: 'in' | 'out', data: string | Uint8Array, size: number): void {
    this.taps.get(row)?.message(this.world, what, data, size);
  }

  state(row: number): void {
    if (!this.trails.note(row)) return;
    const tap = this.taps.get(row);
    if (tap === undefined) return;
    const { world } = this;
    const { data, labels } = stateColumn(world);
    const words = world.storeOf(CLIENT).columnOf('StateReason').data[row];
    tap.state(world, labels[data[row] as number] as ConnectionState, typeof words === 'string' ? words : '');
  }

  removed(row: number): void {
    this.trails.forget(row);
    this.taps.delete(row);
    this.listening = this.taps.size > 0;
  }

  /** What is kept of a connection from now on, or has been already. */
  tap(row: number): Tap {
    let tap = this.taps.get(row);
    if (tap === undefined) this.taps.set(row, (tap = new Tap()));
    this.listening = true;
    return tap;
  }

  /** Whether this is still what is kept of that connection. */
  holds(row: number, tap: Tap): boolean {
    return this.taps.get(row) === tap;
  }

  /** Lets go of what nobody has looked at for half a minute. Costs nothing while nobody does. */
  tidy(): void {
    if (!this.listening) return;
    for (const [row, tap] of this.taps) if (tap.watchers === 0 && this.world.real - tap.leftAt > KEPT_FOR) this.taps.delete(row);
    this.listening = this.taps.size > 0;
  }
}

/** What listens to a world's connections; begins with the first call. */
export function tapsOf(world: World): Taps {
  if (world.traffic instanceof Taps) return world.traffic;
  const taps = new Taps(world);
  world.traffic = taps;
  return taps;
}

/** Row of an entity's connection by the component's key; undefined where there is none now. Throws WW_BAD_REQUEST for a component of another type. */
export function clientRow(world: World, entity: string, component: string): number | undefined {
  if (parseKey(component)?.type !== CLIENT) throw new WorldwireError('WW_BAD_REQUEST', `${component} is not the key of a ${CLIENT}`);
  const row = world.entities.rowOf(entity);
  return row === undefined ? undefined : world.entities.held(row).find(({ key }) => key === component)?.row;
}
