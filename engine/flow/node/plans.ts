import { areAlike } from './alike.ts';
import type { GraphData } from './graph.ts';
import type { Plan } from './node-types.ts';

/** Plans of one likeness: more are not looked through, since whoever writes graphs can have as many of one as they like. */
const MOST_OF_ONE = 8;
/** Nodes of all plans together that are kept for a while though nobody has them. */
const MOST_RECENT = 4_096;

/**
 * The plans of graphs, so that graphs which are alike share one. A plan that runs lasts as long as somebody has it; of those that were made last and are not
 * run yet, which scenes have many of at once, some are kept. By what a graph does nobody can tell whether it has a plan of its own.
 */
export class Plans {
  /** By their likeness. */
  readonly #had = new Map<number, readonly WeakRef<Plan>[]>();
  readonly #gone = new FinalizationRegistry<number>((likeness) => {
    const left = this.#had.get(likeness)?.filter((plan) => plan.deref() !== undefined) ?? [];
    if (left.length === 0) this.#had.delete(likeness);
    else this.#had.set(likeness, left);
  });
  /** Those that were asked for last, the newest last. */
  readonly #recent = new Map<number, Plan>();
  #nodes = 0;

  /** The plan of graphs like one; undefined where there is none. @param likeness of the graph */
  like(data: GraphData, likeness: number): Plan | undefined {
    const recent = this.#recent.get(likeness);
    if (recent !== undefined && areAlike(recent.sample, data)) return recent;
    for (const each of this.#had.get(likeness) ?? []) {
      const plan = each.deref();
      if (plan !== undefined && areAlike(plan.sample, data)) return plan;
    }
    return undefined;
  }

  /** A plan was made: others that are like it may have it, for a while. */
  share(plan: Plan): void {
    const { likeness, nodes } = plan;
    if (nodes.length > MOST_RECENT) return;
    this.#nodes += nodes.length - (this.#recent.get(likeness)?.nodes.length ?? 0);
    this.#recent.delete(likeness);
    this.#recent.set(likeness, plan);
    for (const [oldest, { nodes: its }] of this.#recent) {
      if (this.#nodes <= MOST_RECENT) break;
      this.#recent.delete(oldest);
      this.#nodes -= its.length;
    }
  }

  /** Somebody has a plan: others may have it as long as they do. */
  keep(plan: Plan): void {
    const others = this.#had.get(plan.likeness) ?? [];
    if (others.length >= MOST_OF_ONE || others.some((each) => each.deref() === plan)) return;
    this.#had.set(plan.likeness, [...others, new WeakRef(plan)]);
    this.#gone.register(plan, plan.likeness);
  }
}
