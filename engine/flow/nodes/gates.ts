import { ticksOf } from '../node/call.ts';
import { output, calls, defineNode, input, itself, next, SYNC } from '../node/node.ts';
import type { Value } from '../values/data-type.ts';
import { END, type Call, type FlowNode, type Me } from '../node/node-types.ts';

const category = 'Flow';
const entrances = (...names: readonly string[]): FlowNode['entrances'] => names.map((name) => ({ name, kind: 'Sync' }));
const at = (call: Call, me: Me, which = 0): Value => call.stored[me.stored + which] as Value;
const set = (call: Call, me: Me, which: number, value: Value): void => {
  call.stored[me.stored + which] = value;
};

/** Simulated seconds that a stopwatch shows. */
function shown(call: Call, me: Me): number {
  const since = at(call, me) as number | null;
  return Math.fround((at(call, me, 1) as number) + (since === null ? 0 : call.world.time - since));
}

/** Nodes that let impulses through, hold them back or count them, and those that measure time. What they remember belongs to their Flow. */
export const GATE_NODES: readonly FlowNode[] = [
  defineNode({
    name: 'OnePerFrame',
    doc: 'Passes the first impulse of each tick on, and no other.',
    category,
    entrances: SYNC,
    exits: next('Next'),
    stores: ['nothing'],
    acts: {
      '*': (call, me) => {
        if (at(call, me) === call.world.tick) return END;
        set(call, me, 0, call.world.tick);
        return me.to[0] as number;
      },
    },
  }),
  defineNode({
    name: 'PulseRandom',
    doc: "Goes on at one of Impulses, by the world's chance: a replay takes the same.",
    category,
    entrances: SYNC,
    exits: [{ name: 'Impulses', kind: 'Impulse', list: true }],
    chance: true,
    acts: {
      '*': (call, me) => {
        const impulses = me.many[0] ?? [];
        return impulses.length === 0 ? END : (impulses[Math.floor(call.world.random() * impulses.length)] ?? END);
      },
    },
  }),
  defineNode({
    name: 'LocalImpulseTimeoutSeconds',
    doc: 'Passes an impulse at Trigger on, unless it has done so within the last Timeout seconds of the world. Reset forgets that it has.',
    category,
    inputs: [input('Timeout', 'float')],
    entrances: entrances('Trigger', 'Reset'),
    exits: next('Next'),
    stores: ['nothing'],
    acts: {
      Trigger: (call, me, timeout = null) => {
        const last = at(call, me) as number | null;
        if (last !== null && (call.world.tick - last) / call.world.tickRate < (timeout as number)) return END;
        set(call, me, 0, call.world.tick);
        return me.to[0] as number;
      },
      Reset: (call, me) => {
        set(call, me, 0, null);
        return END;
      },
    },
  }),
  defineNode({
    name: 'LocalLeakyImpulseBucket',
    doc:
      'Gathers impulses at Trigger, MaximumCapacity at most, and lets one go at Pulse every Interval seconds of the world. One more than it holds goes ' +
      'on at Overflow. Reset empties it.',
    category,
    inputs: [input('Interval', 'float'), input('MaximumCapacity', 'int')],
    outputs: [output('CurrentCapacity', 'int')],
    entrances: entrances('Trigger', 'Reset'),
    exits: [...calls('Pulse'), ...next('Overflow')],
    // How many it holds, and the tick from which on it may let one go.
    stores: ['int', 'double'],
    read: (call, me) => at(call, me),
    acts: {
      Trigger: (call, me, _interval = null, most = null) => {
        const held = at(call, me) as number;
        if (held >= (most as number)) return me.to[1] as number;
        set(call, me, 0, held + 1);
        return END;
      },
      Reset: (call, me) => {
        set(call, me, 0, 0);
        return END;
      },
    },
    tick: (call, me, interval = null) => {
      const held = at(call, me) as number;
      if (held === 0 || call.world.tick < (at(call, me, 1) as number)) return END;
      const ticks = Math.ceil(ticksOf(call, interval as number));
      set(call, me, 0, held - 1);
      set(call, me, 1, call.world.tick + (ticks > 1 ? Math.min(ticks, 2 ** 40) : 1));
      return me.to[0] as number;
    },
  }),
  defineNode({
    name: 'Stopwatch',
    doc: 'Measures seconds of the world between Start and Stop. Reset makes it 0, and it goes on where it runs.',
    category: 'Time',
    outputs: [output('Time', 'float'), output('IsRunning', 'bool')],
    entrances: entrances('Start', 'Stop', 'Reset'),
    exits: next('OnStart', 'OnStop', 'OnReset'),
    // Since when it runs, null while it does not, and what it had measured by then.
    stores: ['nothing', 'double'],
    read: (call, me) => [shown(call, me), at(call, me) !== null],
    acts: {
      Start: (call, me) => {
        if (at(call, me) === null) set(call, me, 0, call.world.time);
        return me.to[0] as number;
      },
      Stop: (call, me) => {
        set(call, me, 1, shown(call, me));
        set(call, me, 0, null);
        return me.to[1] as number;
      },
      Reset: (call, me) => {
        set(call, me, 1, 0);
        if (at(call, me) !== null) set(call, me, 0, call.world.time);
        return me.to[2] as number;
      },
    },
  }),
  defineNode({
    name: 'ElapsedTimeFloat',
    doc: 'Seconds of the world since Reset, or since the world began.',
    category: 'Time',
    outputs: itself('float'),
    entrances: entrances('Reset'),
    exits: next('OnReset'),
    stores: ['double'],
    read: (call, me) => Math.fround(call.world.time - (at(call, me) as number)),
    acts: {
      Reset: (call, me) => {
        set(call, me, 0, call.world.time);
        return me.to[0] as number;
      },
    },
  }),
];
