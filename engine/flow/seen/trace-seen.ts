import type { GraphTraced, TraceBreak, TraceStep } from '../../door.ts';
import { WorldwireError } from '../../errors.ts';
import type { Json } from '../../schema/field.ts';
import type { GraphTrace } from '../../world/system.ts';
import type { World } from '../../world/world.ts';
import type { Value } from '../values/data-type.ts';
import { real } from '../values/generic.ts';
import { own } from '../linking/own.ts';
import type { GraphData } from '../node/graph.ts';
import type { LinkedNode, Plan } from '../node/node-types.ts';
import { readType } from '../node/type-of.ts';
import { LIBRARY } from '../nodes.ts';
import type { Flows, FlowState } from '../state/flows.ts';
import { Breaks, type Hit } from './breaks.ts';
import { FlowProbe, type Looker } from './flow-probe.ts';
import { shownValue } from './shown-value.ts';
import { StoppedAt } from './stopped-at.ts';
import type { RawStep } from './tick-trace.ts';

/** Steps that are told of a tick, and about how many characters. */
const MOST_STEPS = 500,
  MOST_CHARACTERS = 200_000;

/** What a flow did in ticks in which one who looks wanted the world to pause; opened while it stands at what others have come to, that. */
export class TraceSeen implements GraphTrace {
  readonly #flow: FlowState;
  readonly #breaks: Breaks;
  readonly #leave: () => void;

  constructor(world: World, flows: Flows, flow: FlowState, breaks: readonly TraceBreak[], isKnown: boolean) {
    this.#flow = flow;
    this.#breaks = new Breaks(breaks, (of, hit) => StoppedAt.keep(world, flows, flow, of, hit));
    if (!isKnown) refuseOtherNames(this.#breaks, flow.data);
    this.#breaks.forLooker = StoppedAt.hitFor(world, flow, this.#breaks.key);
    // Who waits for nothing has nothing noted.
    const looker: Looker = { breaks: this.#breaks };
    const probe = breaks.length === 0 ? undefined : FlowProbe.of(world, flows, flow, looker);
    this.#leave = () => probe?.leave(looker);
  }

  takeHit(): string | undefined {
    const hit = this.#breaks.forHost;
    this.#breaks.forHost = undefined;
    const step = hit?.trace.steps[hit.at];
    return step === undefined ? undefined : idOf(step.plan, step.node);
  }

  look(): GraphTraced | undefined {
    const hit = this.#breaks.forLooker;
    this.#breaks.forLooker = undefined;
    return hit === undefined ? undefined : tracedAround(hit);
  }

  unchecked(): Readonly<Record<string, number>> | undefined {
    const { unchecked } = this.#breaks;
    if (unchecked.size === 0) return undefined;
    const told = Object.fromEntries(unchecked);
    unchecked.clear();
    return told;
  }

  end(isRefused = false): void {
    if (isRefused) StoppedAt.withdraw(this.#flow, this.#breaks);
    this.#leave();
  }
}

/** What a condition names has to be an input of the node, as far as that is there. */
function refuseOtherNames(breaks: Breaks, data: GraphData | undefined): void {
  for (const [id, name] of breaks.named()) {
    const node = own(data?.nodes, id);
    const inputs = node === undefined ? undefined : LIBRARY.get(readType(node.type).name)?.inputs;
    if (inputs === undefined || inputs.some((each) => each.name === name || (each.list === true && name.replace(/\.[0-9]+$/, '') === each.name))) continue;
    const has = inputs.length === 0 ? 'it has none' : `it has ${inputs.map((each) => each.name).join(', ')}`;
    throw new WorldwireError('WW_BAD_REQUEST', `the condition at ${JSON.stringify(id)} names ${JSON.stringify(name)}, which is no input of it; ${has}`);
  }
}

/** The steps around one, as many as may be told. */
function tracedAround({ trace: { tick, steps, before, after }, at }: Hit): GraphTraced {
  const told: TraceStep[] = [];
  let size = 0,
    first = at,
    next = at;
  const take = (which: number): TraceStep | undefined => {
    const step = steps[which];
    if (step === undefined || told.length >= MOST_STEPS || (size > MOST_CHARACTERS && told.length > 0)) return undefined;
    const shown = shownStep(step);
    size += JSON.stringify(shown).length;
    return shown;
  };
  for (let isMore = true; isMore;) {
    const later = take(next);
    if (later !== undefined) {
      told.push(later);
      next++;
    }
    const earlier = take(first - 1);
    if (earlier !== undefined) {
      told.unshift(earlier);
      first--;
    }
    isMore = later !== undefined || earlier !== undefined;
  }
  const left = before + after + steps.length - told.length;
  return { at: tick, hit: at - first, steps: told, ...(left === 0 ? {} : { left }) };
}

function shownStep({ plan, node: at, entrance, which, chain, depth, by, acting, inputs, pulled, out }: RawStep): TraceStep {
  const planned = plan.nodes[at] as LinkedNode,
    { node, type, id } = planned;
  const isListed = node.entrances.some((each) => each.name === entrance && each.list === true);
  const given = Array.from(inputs, ([input, value]): [string, Json] => {
    const { name, type: declared, list } = node.inputs[input] as LinkedNode['node']['inputs'][number];
    return [name, shownValue(value, real(declared, type), list === true).value];
  });
  const outputs = (out ?? []).map((value, output): [string, Json] => [node.outputs[output]?.name ?? '', shownOutput(planned, output, value)]);
  return {
    node: id,
    entrance: entrance === undefined ? '' : isListed ? `${entrance}.${which}` : entrance,
    chain,
    depth,
    ...(by === undefined ? {} : { by: { node: idOf(plan, by.node), exit: by.exit } }),
    in: Object.fromEntries(given),
    ...(outputs.length === 0 ? {} : { out: Object.fromEntries(outputs) }),
    ...(pulled.length === 0 ? {} : { pulled: Object.fromEntries(pulled.flatMap(([each, value]) => shownPulled(plan, each, value))) }),
    acting,
  };
}

/** What a node that was pulled gave, by `node`, or of several outputs by `node.Port`. */
function shownPulled(plan: Plan, at: number, value: Value | readonly Value[]): readonly (readonly [string, Json])[] {
  const node = plan.nodes[at] as LinkedNode,
    { outputs } = node.node;
  if (outputs.length <= 1) return [[node.id, shownOutput(node, 0, value)]];
  return outputs.map(({ name }, output) => [`${node.id}.${name}`, shownOutput(node, output, (value as readonly Value[])[output] ?? null)] as const);
}
function shownOutput({ node, type }: LinkedNode, output: number, value: Value | readonly Value[]): Json {
  return shownValue(value, real(node.outputs[output]?.type ?? '', type), false).value;
}
function idOf({ nodes }: Plan, at: number): string {
  return nodes[at]?.id ?? '';
}
