import type { TraceBreak } from '../../door.ts';
import { readCondition, type Condition } from './condition.ts';
import type { RawStep, TickTrace } from './tick-trace.ts';
import { real } from '../values/generic.ts';
import type { Plan } from '../node/node-types.ts';
import { shownValue } from './shown-value.ts';

/** A step at which somebody wants the world to pause, and what its tick has done. */
export interface Hit {
  readonly trace: TickTrace;
  /** Its place among the steps. */
  readonly at: number;
}

/** Where one who looks wants the world to pause. */
export class Breaks {
  readonly #byNode: ReadonlyMap<string, readonly (Condition | undefined)[]>;
  /** By which others are known who want the same. */
  readonly key: string;
  /** The newest hit, until it is told to the host, and until it is told to who looks. */
  forHost: Hit | undefined;
  forLooker: Hit | undefined;
  /** Nodes whose conditions could not be looked at since that was told, and the tick in which that was so last. */
  readonly unchecked = new Map<string, number>();
  #last = -1;
  readonly #keep: (breaks: Breaks, hit: Hit) => void;

  /**
   * Throws WW_BAD_REQUEST where a condition cannot be read.
   * @param keep is given each hit, for those who look at it later in the same tick
   */
  constructor(breaks: readonly TraceBreak[], keep: (breaks: Breaks, hit: Hit) => void) {
    this.key = JSON.stringify(breaks);
    this.#keep = keep;
    const byNode = new Map<string, (Condition | undefined)[]>();
    for (const { node, when } of breaks) {
      const condition = when === undefined || when.trim() === '' ? undefined : readCondition(when);
      const others = byNode.get(node);
      if (others === undefined) byNode.set(node, [condition]);
      else others.push(condition);
    }
    this.#byNode = byNode;
  }

  /** Inputs that conditions name, by the node. */
  *named(): Generator<readonly [node: string, name: string]> {
    for (const [node, conditions] of this.#byNode) for (const condition of conditions) for (const name of condition?.names ?? []) yield [node, name];
  }

  /** Whether one of them was come to in this tick: of those the first one counts. */
  hasHit(trace: TickTrace): boolean {
    return this.#last === trace.tick;
  }

  /**
   * A step has been given its inputs.
   * @param spend takes from what all conditions of a tick may take; false where there is not as much left
   * @param isRecorded whether it is known what its inputs were given
   */
  look(step: RawStep, trace: TickTrace, spend: (size: number) => boolean, isRecorded = true): void {
    if (this.hasHit(trace)) return;
    const id = step.plan.nodes[step.node]?.id ?? '';
    const conditions = this.#byNode.get(id);
    if (conditions === undefined) return;
    const found = isAny(conditions, step, spend, isRecorded);
    if (found === undefined) this.unchecked.set(id, trace.tick);
    if (found !== true) return;
    const hit = { trace, at: trace.hold(step) };
    this.#last = trace.tick;
    this.forHost = this.forLooker = hit;
    this.#keep(this, hit);
  }
}

/** Whether any condition holds; undefined where some could not be looked at, and no other holds. */
function isAny(conditions: readonly (Condition | undefined)[], step: RawStep, spend: (size: number) => boolean, isRecorded: boolean): boolean | undefined {
  if (conditions.includes(undefined)) return true;
  for (const condition of conditions as readonly Condition[]) {
    if ((!isRecorded && condition.names.length > 0) || !spend(condition.size)) return undefined;
    if (condition.holds((name) => inputOf(step, name))) return true;
  }
  return false;
}

/** What an input was given, as a condition has it: whole numbers of 64 bits as such, all else as it is shown. */
function inputOf({ plan, node: number, inputs }: RawStep, name: string): ReturnType<Parameters<Condition['holds']>[0]> {
  const node = plan.nodes[number];
  const found = node === undefined ? undefined : inputNamed(plan, number, name);
  if (node === undefined || found === undefined) return undefined;
  const [at, which] = found;
  const given = inputs.get(at),
    value = which < 0 || given === undefined ? given : (given as readonly never[])[which];
  if (value === undefined) return undefined;
  const { type, list } = node.node.inputs[at] as { readonly type: string; readonly list?: boolean };
  const known = real(type, node.type);
  if (known === 'long' && typeof value === 'bigint') return value;
  const { value: shown } = shownValue(value, known, list === true && which < 0);
  // A number that JSON has none for is one here.
  return typeof value === 'number' ? value : shown;
}

/** Number of an input, and which one it is of a list; -1 where it is none, or all of it. */
export function inputNamed({ nodes }: Plan, node: number, name: string): readonly [at: number, which: number] | undefined {
  const inputs = nodes[node]?.node.inputs ?? [];
  const at = inputs.findIndex((each) => each.name === name);
  if (at >= 0) return [at, -1];
  const [, first, which] = /^(.+)\.([0-9]{1,3})$/s.exec(name) ?? [];
  const listed = inputs.findIndex((each) => each.name === first && each.list === true);
  return listed < 0 ? undefined : [listed, Number(which)];
}
