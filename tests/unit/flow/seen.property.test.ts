/** Whoever looks at graphs, at their values or for their breakpoints: what they do, and what it costs them, is the same. */
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FLOW_NODES, hashWorld, HOST, type Envelope, type View, type ViewRequest, type ViewUpdate } from '../../../engine/index.ts';
import { running } from '../../../engine/flow/code/limits.ts';
import { SEED } from '../../samples.ts';
import { anyGraph } from './any-graph.ts';
import { errorsOf, readable, worldOf } from './any-world.ts';
import type { FlowRig } from './rig.ts';

const TOGETHER = 12,
  RUNS = 16,
  TICKS = 6,
  MOST_PORTS = 64;
const usual = { ...running };
beforeEach(() => {
  // So that chains without an end are soon ended, and what they did by then shows what they have used.
  Object.assign(running, { syncFuel: 1_000, asyncFuel: 300, changesFuel: 3_000 });
});
afterEach(() => {
  Object.assign(running, usual);
});

const KINDS = ['graph', 'ports', 'trace'] as const;
type Kind = (typeof KINDS)[number];
const bare = (name: string): string => name.replace(/<.*/s, '');

/** Ports of a graph by their names, with some that there are not. */
function portsOf(nodes: Record<string, unknown>): readonly string[] {
  const names = Object.entries(nodes).flatMap(([id, data]) => {
    const type = (data as { readonly type?: unknown } | null)?.type;
    const node = FLOW_NODES.find(({ name }) => bare(name) === bare(String(type)));
    const outputs = node?.outputs.map(({ name, list }) => (name === '*' ? id : `${id}.${name}${list === true ? '.1' : ''}`)) ?? [id];
    return [...outputs, ...(node?.inputs.map(({ name }) => `${id}<${name}`) ?? [`${id}<X`])];
  });
  return names.filter((name) => name.length <= 200).slice(0, MOST_PORTS);
}

function viewOf(kind: Kind, entity: string, nodes: Record<string, unknown>): View {
  const of = { entity, component: 'Flow' };
  if (kind === 'graph') return { kind, ...of };
  return kind === 'ports' ? { kind, ...of, ports: portsOf(nodes) } : { kind, ...of, breaks: Object.keys(nodes).map((node) => ({ node })) };
}

function step(rig: FlowRig, views: readonly ViewRequest[], text: string | undefined): readonly ViewUpdate[] {
  const inputs: readonly Envelope[] = text === undefined ? [] : [{ author: HOST, input: { type: 'impulse', tag: 'bell', value: text } }];
  return rig.door.step({ mode: 'tick', real: rig.world.real + 1_000, inputs, views }).updates;
}

test('any graph does the same with and without each of the views, compiled and interpreted', () => {
  const told = new Map<string, number>();
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 2 ** 31 - 1 }), { minLength: TOGETHER, maxLength: TOGETHER, size: 'max' }),
      fc.array(
        fc.record({
          kinds: fc.subarray([...KINDS], { minLength: 1 }),
          as: fc.constantFrom('compiled' as const, 'interpreted' as const),
          closes: fc.nat(TICKS),
        }),
        {
          minLength: 2,
          maxLength: 3,
        },
      ),
      (drawn, looks) => {
        running.as = 'compiled';
        const seeds = readable(drawn);
        const alone = worldOf(seeds);
        const seen = looks.map(({ kinds, as, closes }) => {
          running.as = as;
          const views = seeds.flatMap((seed, at) => kinds.map((kind) => viewOf(kind, `f${at}`, anyGraph(seed))));
          return { rig: worldOf(seeds), as, closes, views };
        });
        for (let tick = 0; tick < TICKS; tick++) {
          const text = tick % 2 === 0 ? `message ${tick}` : undefined;
          running.as = 'compiled';
          step(alone, [], text);
          for (const { rig, as, closes, views } of seen) {
            running.as = as;
            // Some look from the beginning, some come later, and all go again.
            const requests = views.flatMap((what, view): readonly ViewRequest[] => {
              if (tick === view % 3) return [{ type: 'open', view, what }];
              return tick === closes && tick > 2 ? [{ type: 'close', view }] : [];
            });
            for (const update of step(rig, requests, text)) told.set(update.kind, (told.get(update.kind) ?? 0) + 1);
            expect(errorsOf(rig, seeds)).toEqual(errorsOf(alone, seeds));
            expect(hashWorld(rig.world)).toBe(hashWorld(alone.world));
          }
        }
      },
    ),
    { numRuns: RUNS, seed: SEED },
  );
  // Something was seen, of each kind.
  for (const kind of KINDS) expect(told.get(kind) ?? 0, kind).toBeGreaterThan(20);
  expect(told.get('fault')).toBeUndefined();
});
