import { areAlike } from './alike.ts';
import type { GraphData } from './graph.ts';
import type { Plan } from './node-types.ts';

/** Plans of one likeness: more are not looked through, since whoever writes graphs can have as many of one as they like. */
const MOST_OF_ONE = 8;

interface Known {
  /** One of the graphs that it is the plan of. */
  readonly data: GraphData;
  readonly plan: WeakRef<Plan>;
}

/**
 * The plans of graphs that somebody has, so that graphs which are alike share one: a plan lasts as long as it is had. By what a graph does nobody can tell
 * whether it has one of its own.
 */
export class Plans {
  readonly #known = new Map<number, readonly Known[]>();
  readonly #gone = new FinalizationRegistry<number>((likeness) => {
    const left = this.#known.get(likeness)?.filter(({ plan }) => plan.deref() !== undefined) ?? [];
    if (left.length === 0) this.#known.delete(likeness);
    else this.#known.set(likeness, left);
  });

  /** The plan of graphs like one; undefined where nobody has any. @param likeness of the graph */
  like(data: GraphData, likeness: number): Plan | undefined {
    for (const each of this.#known.get(likeness) ?? []) {
      const plan = each.plan.deref();
      if (plan !== undefined && areAlike(each.data, data)) return plan;
    }
    return undefined;
  }

  /** Others that are like this graph may have its plan. */
  share(data: GraphData, likeness: number, plan: Plan): void {
    const others = this.#known.get(likeness) ?? [];
    if (others.length >= MOST_OF_ONE) return;
    this.#known.set(likeness, [...others, { data, plan: new WeakRef(plan) }]);
    this.#gone.register(plan, likeness);
  }
}
