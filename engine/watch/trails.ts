import type { ConnectionState, TrailStep } from '../door.ts';
import { ByRow } from '../world/by-row.ts';
import type { LiveWorld } from '../editing/live-world.ts';

/** States that are kept of each connection. */
const MOST_STEPS = 64;
/** A step is one number: its real time, times this, plus the state's code. */
const CODES = 8;

/** Which states the connections of a world have been in, and since when, from the world's opening on. */
export class Trails {
  /** Lists are replaced and not added to: one that grows keeps room for sixteen steps more, which thousands of connections never take. */
  private readonly steps = new ByRow<readonly number[]>();
  private readonly world: LiveWorld;
  /** Real time at which it began to listen. */
  private readonly begun: number;

  constructor(world: LiveWorld) {
    this.world = world;
    this.begun = world.real;
  }

  knows(row: number): boolean {
    return this.steps.get(row) !== undefined;
  }

  /** Notes the state that a connection shows. Returns whether it is another than before. */
  note(row: number): boolean {
    const { world } = this;
    const code = stateColumn(world).data[row] as number;
    const steps = this.steps.get(row);
    if (steps === undefined) {
      this.steps.set(row, [world.real * CODES + code]);
      return true;
    }
    if ((steps.at(-1) as number) % CODES === code) return false;
    this.steps.set(row, (steps.length >= MOST_STEPS ? steps.slice(1) : steps).concat(world.real * CODES + code));
    return true;
  }

  forget(row: number): void {
    this.steps.delete(row);
  }

  /** The states of a connection, oldest first; of one that has never changed, the one that it is in. */
  of(row: number): TrailStep[] {
    const labels = stateColumn(this.world).labels;
    const steps = this.steps.get(row) ?? [this.begun * CODES + (stateColumn(this.world).data[row] as number)];
    return steps.map((step) => ({ real: Math.floor(step / CODES), state: labels[step % CODES] as ConnectionState }));
  }
}

/** State of the WebsocketClients of a world: its column and what its codes stand for. */
export function stateColumn(world: LiveWorld): { readonly data: Uint8Array; readonly labels: readonly string[] } {
  const column = world.storeOf('WebsocketClient').columnOf('State');
  return { data: column.reading as Uint8Array, labels: column.field.labels ?? [] };
}
