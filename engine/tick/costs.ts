import type { Span, SystemCost } from '../door.ts';
import type { System } from '../world/system.ts';

/** Ticks over which a mean moves. */
const WINDOW = 60;
/** Turns that a traced step tells at most: thousands of UpdateOrders would make of one step what no picture shows. */
const MOST_SPANS = 1_000;

/** What each system takes in a tick, by a clock that is given from outside; kept beside the world, never in it. */
export class Costs {
  private readonly now: () => number;
  private readonly means: ReadonlyMap<System, { spent: number; mean: number }>;
  private readonly each: readonly { spent: number; mean: number }[];
  private ticks = 0;
  private begun = 0;
  /** Turns of the step that is traced, and when it began. */
  private spans: Span[] | undefined;
  private origin = 0;

  constructor(systems: readonly System[], now: () => number) {
    this.now = now;
    const timed = systems.filter(({ update, bind, begin }) => update !== undefined || bind !== undefined || begin !== undefined);
    this.means = new Map(timed.map((system) => [system, { spent: 0, mean: 0 }]));
    this.each = [...this.means.values()];
  }

  /** From here on turns are noted one by one, until `traced`. */
  trace(): void {
    this.spans = [];
    this.origin = this.now();
  }

  /** The turns since `trace`; none are noted any more. */
  traced(): readonly Span[] {
    const spans = this.spans ?? [];
    this.spans = undefined;
    return spans;
  }

  /** A system's turn begins. */
  begin(): void {
    this.begun = this.now();
  }

  /** The turn that began last is over. */
  end(system: System): void {
    const took = Math.max(0, this.now() - this.begun);
    const cost = this.means.get(system);
    if (cost !== undefined) cost.spent += took;
    if (this.spans !== undefined && this.spans.length < MOST_SPANS) this.spans.push({ system: system.name, begun: this.begun - this.origin, took });
  }

  /** A tick is over. The first ticks count alike, later ones move the mean. */
  tick(): void {
    const weight = 1 / Math.min(++this.ticks, WINDOW);
    for (const cost of this.each) {
      cost.mean += (cost.spent - cost.mean) * weight;
      cost.spent = 0;
    }
  }

  /** A pass is over, which is no tick. */
  pass(): void {
    for (const cost of this.each) cost.spent = 0;
  }

  /** By system, in the order of their registration. */
  read(): SystemCost[] {
    return Array.from(this.means, ([{ name }, { mean }]) => ({ system: name, milliseconds: mean }));
  }
}
