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
  /** The newest hit. */
  hit: Hit | undefined;
  /** Whether it was there that the host was told of. */
  isTold = true;

  /** Throws WW_BAD_REQUEST where a condition cannot be read, or names what the node that is there has no input for. */
  constructor(breaks: readonly TraceBreak[]) {
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

  /**
   * A step has been given its inputs. Of those of one tick the first one that is looked for counts.
   * @param spend takes from what all conditions of a tick may take; false where there is not as much left
   */
  look(step: RawStep, trace: TickTrace, spend: (size: number) => boolean): void {
    if (this.hit?.trace === trace) return;
    const conditions = this.#byNode.get(step.plan.nodes[step.node]?.id ?? '');
    if (conditions === undefined || !isAny(conditions, step, spend)) return;
    this.hit = { trace, at: trace.hold(step) };
    this.isTold = false;
  }
}

/** Whether any condition holds, as far as they may be looked at. */
function isAny(conditions: readonly (Condition | undefined)[], step: RawStep, spend: (size: number) => boolean): boolean {
  if (conditions.includes(undefined)) return true;
  for (const condition of conditions as readonly Condition[]) {
    if (!spend(condition.size)) return false;
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
