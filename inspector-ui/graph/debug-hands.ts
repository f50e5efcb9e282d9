import { askText } from '../controls/ask-text.ts';
import { tell } from '../controls/notices.ts';
import { session } from '../session/session.ts';
import { agoWords } from './ago-words.ts';
import type { Debugging } from './debugging.ts';
import type { Drawing } from './drawing.ts';
import type { GraphLife } from './graph-life.ts';
import { lookOnly } from './look-only.ts';
import { standsStill } from './stands-still.ts';
import { whyNot } from './why-not.ts';

/** Where the debugger is seen. */
export interface DebugPlace {
  /** Opens its panel; `over`, also in the place of another one. */
  openDebug(over: boolean): void;
  goTo(node: string): void;
}

/** What hands and keys do with the debugger of a graph. In a narrow place there is none. */
export class DebugHands {
  readonly #drawing: Drawing;
  readonly #life: GraphLife;
  readonly #debugging: Debugging | undefined;
  readonly #place: DebugPlace;
  readonly #ends: readonly (() => void)[];

  constructor(drawing: Drawing, life: GraphLife, debugging: Debugging | undefined, place: DebugPlace) {
    this.#drawing = drawing;
    this.#life = life;
    this.#debugging = debugging;
    this.#place = place;
    this.#ends =
      debugging === undefined
        ? []
        : [
            debugging.traced.subscribe(() => this.#stopped()),
            debugging.at.subscribe(() => this.#stepped()),
            debugging.unchecked.subscribe(() => this.#passed()),
          ];
  }

  end(): void {
    for (const end of this.#ends) end();
  }

  stop(id: string): void {
    if (this.#mayNotStop()) return;
    this.#debugging?.toggle(id);
    if (this.hasStop(id)) this.#place.openDebug(false);
  }
  condition(id: string): void {
    const debugging = this.#debugging;
    if (debugging === undefined || this.#mayNotStop()) return;
    void askText('Stop where', debugging.stops.value.get(id) ?? '', {
      hint: 'Over the inputs of the node, as Value > 5 && Data == "stop". Empty, it stops always.',
      yes: 'Set',
      check: (text) => {
        debugging.when(id, text.trim());
        this.#place.openDebug(false);
        return null;
      },
    });
  }
  hasStop(id: string): boolean {
    return this.#debugging?.stops.value.has(id) === true;
  }
  get isStopped(): boolean {
    return (this.#debugging?.traced.value ?? null) !== null;
  }
  step(what: 'goOn' | 'over' | 'into' | 'out' | 'back'): void {
    void this.#debugging?.[what]();
  }
  get canDebug(): boolean {
    return this.#debugging !== undefined && session.may('control') && session.past.value === null;
  }
  /** Whether no breakpoint can be set here; whoever has tried to is told why. */
  #mayNotStop(): boolean {
    const why = lookOnly('control', 'and not pause its world');
    if (why !== '') tell(why);
    return !this.canDebug;
  }

  whyNot(id: string): void {
    const { store, known } = this.#drawing;
    const { last, nodes } = this.#life;
    const firing = new Set([...nodes.value].flatMap(([node, { fires }]) => (fires > 0 ? [node] : [])));
    // Nothing is sent of a graph in which nothing happens: what it has sent last may be long ago.
    const now = session.past.value ?? Math.max(store.tick, session.status.value?.tick ?? 0);
    const why = whyNot(known, id, { last, firing, ago: (tick) => agoWords(now - tick), still: standsStill(this.#drawing) });
    tell(session.past.value === null && session.run.value?.paused === true ? `The world is paused. ${why}` : why);
  }

  #stopped(): void {
    if (this.isStopped) this.#place.openDebug(true);
    this.#stepped();
  }
  /** Conditions could not be looked at, which is said beside them. */
  #passed(): void {
    if ((this.#debugging?.unchecked.value.size ?? 0) > 0) this.#place.openDebug(false);
  }
  /** The node of the step that is shown comes into view. */
  #stepped(): void {
    const step = this.#debugging?.step;
    if (step !== undefined) this.#place.goTo(step.node);
  }
}
