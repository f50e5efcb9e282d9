/** What impulses do in a graph that somebody looks at: which wires they pass, how often they come to nodes, and where the last one went. */
import { describe, expect, test } from 'vitest';
import { Flow, type Author, type GraphRun, type Operation, type View, type ViewUpdate } from '../../../engine/index.ts';
import { fromBase64 } from '../../../engine/schema/base64.ts';
import type { Flows } from '../../../engine/flow/state/flows.ts';
import { flowSystem } from '../../../engine/flow/flow-system.ts';
import { look, open } from '../watch/looking.ts';
import { flowing, flowRig, rx, write, type FlowRig } from './rig.ts';

const GRAPH: View = { kind: 'graph', entity: 'lamp', component: 'Flow' };
const BEN: Author = { userId: 'ben', role: 'Builder' };
const runOf = (updates: readonly ViewUpdate[], view = 1): GraphRun | undefined =>
  updates.flatMap((update) => (update.kind === 'graph' && update.view === view ? [update.run] : []))[0];
/** Numbers of wires that are lit. */
function lit(run: GraphRun | undefined): readonly number[] {
  const bytes = fromBase64(run?.lit ?? '') ?? new Uint8Array();
  return Array.from({ length: bytes.length * 8 }, (_, at) => at).filter((at) => ((bytes[at >> 3] ?? 0) & (1 << (at & 7))) !== 0);
}
/** What somebody knows who looks: how often nodes are come to, and for those that rest in which tick the last impulse came and by which exit it went. */
class Known {
  fires = new Map<number, number>();
  last = new Map<number, readonly [tick: number, exit: number]>();
  told = 0;

  take({ anew, fires = [], last = [] }: GraphRun): this {
    if (anew === true) {
      this.fires.clear();
      this.last.clear();
    }
    for (let at = 0; at < fires.length; at += 2) this.fires.set(fires[at] as number, fires[at + 1] as number);
    for (let at = 0; at < last.length; at += 3) this.last.set(last[at] as number, [last[at + 1] as number, last[at + 2] as number]);
    this.told += fires.length + last.length;
    return this;
  }
  /** Looks for some seconds. */
  seconds(rig: FlowRig, count: number): this {
    for (let tick = 0; tick < 60 * count; tick++) this.take(runOf(look(rig)) ?? {});
    return this;
  }
}
/** What notes how the flow runs. */
const probe = (rig: FlowRig): unknown => (rig.world.stateOf(flowSystem as never) as Flows).byRow.get(rig.world.store(Flow).rows()[0] as number)?.probe;

describe('a graph that runs', () => {
  test('lights the wires that impulses pass, of those alone, and once', () => {
    const rig = flowRig([
      flowing({
        rx: rx('seq'),
        other: { ...rx('seq'), refs: { Client: null } },
        seq: { type: 'Sequence', then: { Calls: ['if', 'w', 'w'] } },
        if: { type: 'If', in: { Condition: true }, then: { OnTrue: 'a', OnFalse: 'b' } },
        a: write('int', 1),
        b: write('int', 2),
        w: write('int', 3),
      }),
    ]);
    look(rig, [open(1, GRAPH)]);
    expect(runOf(look(rig))).toBeUndefined();
    rig.hear('now');
    // Wires 0 and 1 are those of the receivers, 2 to 4 of the sequence, 5 of OnTrue.
    expect(lit(runOf(look(rig)))).toEqual([0, 2, 3, 4, 5]);
    expect(runOf(look(rig))).toBeUndefined();
    // Who comes later sees what is lit from then on.
    const late = runOf(look(rig, [open(2, GRAPH)]), 2);
    expect([late?.anew, late?.lit]).toEqual([true, undefined]);
    rig.hear('again');
    const both = look(rig);
    expect([lit(runOf(both, 1)), lit(runOf(both, 2))]).toEqual([
      [0, 2, 3, 4, 5],
      [0, 2, 3, 4, 5],
    ]);
  });

  test('tells what a task that was started, a delay, a call and what goes on after it pass', () => {
    const rig = flowRig([
      flowing({
        rx: rx('go'),
        go: { type: 'StartAsyncTask', then: { TaskStart: 'wait', OnStarted: 'x' } },
        wait: { type: 'DelayUpdates', in: { Updates: 3 }, then: { OnTriggered: 'y', Next: 'z' } },
        x: write('int', 1),
        y: write('int', 2),
        z: write('int', 3),
      }),
    ]);
    look(rig, [open(1, GRAPH)]);
    rig.hear('now');
    // Those of rx, TaskStart and OnStarted, of Next and OnTriggered.
    expect(lit(runOf(look(rig)))).toEqual([0, 1, 2, 4]);
    expect([look(rig), look(rig), look(rig), look(rig)].flatMap((updates) => lit(runOf(updates)))).toEqual([3]);
  });

  test('tells how often impulses come to each node in a second, as long as that becomes another, and where the last one went as soon as they rest', () => {
    const rig = flowRig([
      flowing({
        up: { type: 'Update', then: { OnUpdate: 'if' } },
        if: { type: 'If', in: { Condition: { from: 'on' } }, then: { OnTrue: 'a', OnFalse: 'b' } },
        on: { type: 'ValueSource<bool>', refs: { Source: { entity: 'lamp', component: 'BoolValue', field: 'Value' } } },
        a: write('int', 1),
        b: write('int', 2),
      }),
    ]);
    look(rig, [open(1, GRAPH)]);
    const known = new Known().seconds(rig, 2);
    const often = (): unknown => Object.fromEntries(known.fires);
    expect(often()).toEqual({ 0: 60, 1: 60, 4: 60 });
    expect([known.last.get(0)?.[1], known.last.get(1)?.[1], known.last.get(4)?.[1]]).toEqual([0, 1, -1]);
    // What stays as it is is not told again.
    const { told } = known;
    expect(known.seconds(rig, 2).told).toBe(told);
    const set = (component: string, field: string, value: boolean): void =>
      void rig.edited([{ op: 'setField', entity: 'lamp', component, field, value } as Operation], BEN);
    set('BoolValue', 'Value', true);
    const turned = rig.world.tick;
    known.seconds(rig, 3);
    expect(often()).toEqual({ 0: 60, 1: 60, 3: 60, 4: 0 });
    expect([known.last.get(1)?.[1], known.last.get(4)]).toEqual([0, [turned, -1]]);
    set('Flow', 'Enabled', false);
    const stopped = rig.world.tick;
    known.seconds(rig, 3);
    expect(often()).toEqual({ 0: 0, 1: 0, 3: 0, 4: 0 });
    expect(Object.fromEntries(known.last)).toEqual({ 0: [stopped, 0], 1: [stopped, 0], 3: [stopped, -1], 4: [turned, -1] });
  });

  test('goes on with what it knows where the graph is edited, by its new numbers', () => {
    const rig = flowRig([flowing({ rx: rx('a'), a: write('int', 1), b: write('int', 2) })]);
    look(rig, [open(1, GRAPH)]);
    rig.hear('now');
    look(rig);
    const patch = [{ op: 'add', path: '/nodes/a/then', value: { OnWritten: 'b' } }];
    const operations = [{ op: 'patchField', entity: 'lamp', component: 'Flow', field: 'Graph', patch } as unknown as Operation];
    look(rig, [], [{ author: BEN, input: { type: 'operations', operations } }]);
    rig.hear('again');
    const told = runOf(look(rig));
    expect(lit(told)).toEqual([0, 1]);
    expect(told).toMatchObject({ anew: true });
    expect(told?.last?.filter((_, at) => at % 3 !== 1)).toEqual([0, 0, 1, 0, 2, -1]);
  });

  test('is counted only while somebody looks', () => {
    const rig = flowRig([flowing({ rx: rx('a'), a: write('int', 1) })]);
    expect(probe(rig)).toBeUndefined();
    look(rig, [open(1, GRAPH), open(2, GRAPH)]);
    expect(probe(rig)).toBeDefined();
    look(rig, [{ type: 'close', view: 1 }]);
    expect(probe(rig)).toBeDefined();
    look(rig, [open(2, { kind: 'history' })]);
    expect(probe(rig)).toBeUndefined();
    rig.hear('now');
    look(rig, [open(1, GRAPH)]);
    look(rig, [], [{ author: BEN, input: { type: 'operations', operations: [{ op: 'removeEntity', id: 'lamp' } as unknown as Operation] } }]);
    expect(look(rig)).toEqual([]);
  });
});
