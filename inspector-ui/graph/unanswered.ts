import { tell, telling } from '../controls/notices.ts';

/** Milliseconds after which an edit that has no answer is told to have none: nobody sees the little time that one takes. */
const PATIENCE = 1_500;

/** Edits that make one step: how many have no answer, and what was wrong with those that were refused. */
interface Step {
  waiting: number;
  readonly told: Set<string>;
  readonly end: () => void;
}

/** Edits of a graph on their way to the world: each step that waits long for its answer is told, and once what was wrong with it. */
export class Unanswered {
  readonly #steps = new Map<string, Step>();

  /** Whether an edit was taken; what was refused is said. `group` joins edits into one step. */
  async follow(label: string, group: string | undefined, edit: Promise<string | null>): Promise<boolean> {
    const step = this.#stepOf(label, group);
    step.waiting++;
    const fault = await edit;
    if (--step.waiting === 0) {
      step.end();
      if (group !== undefined) this.#steps.delete(group);
    }
    if (fault !== null && !step.told.has(fault)) {
      step.told.add(fault);
      tell(`${label}: ${fault}`, true);
    }
    return fault === null;
  }

  #stepOf(label: string, group: string | undefined): Step {
    const known = group === undefined ? undefined : this.#steps.get(group);
    if (known !== undefined) return known;
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    void telling(`${label}: no answer yet…`, ended, PATIENCE);
    const step = { waiting: 0, told: new Set<string>(), end };
    if (group !== undefined) this.#steps.set(group, step);
    return step;
  }
}
