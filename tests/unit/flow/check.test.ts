/** What is wrong in a graph is told with its place, and nothing of such a graph runs. */
import { expect, test } from 'vitest';
import { createRegistry, readScene } from '../../../engine/index.ts';
import { linkGraph } from '../../../engine/flow/linking/link-graph.ts';
import { LIBRARY } from '../../../engine/flow/nodes.ts';
import { flowing, flowRig, rx, write } from './rig.ts';

function faults(nodes: object): string[] {
  const linked = linkGraph({ nodes } as never, LIBRARY);
  return linked.ok ? [] : linked.faults.map(({ inside, message }) => `${inside}: ${message}`);
}
const join = { type: 'ConcatenateString', in: { A: 'a' } };

test('a port that a node does not have, and the one that was meant', () => {
  expect(faults({ join: { ...join, in: { AA: 'a' } } })).toEqual(['nodes/join/in/AA: ConcatenateString has no input "AA"; did you mean A?; it has A, B']);
  expect(faults({ rx: { ...rx('join'), then: { OnRecieved: 'w' } }, w: write('int', 1) })[0]).toContain('did you mean OnReceived?');
  expect(faults({ join: { ...join, refs: { Client: null } } })).toEqual(['nodes/join/refs/Client: ConcatenateString has no reference "Client"; it has none']);
});

test('a wire from nowhere, from a port that is none, of another type, and to what takes none', () => {
  expect(faults({ join: { ...join, in: { A: { from: 'jion' } } } })).toEqual([
    'nodes/join/in/A: the wire comes from "jion", and no node has this id; did you mean join?',
  ]);
  expect(faults({ rx: rx('w'), w: write('int', 1), join: { ...join, in: { A: { from: 'rx.Dat' } } } })).toEqual([
    'nodes/join/in/A: the wire comes from "rx.Dat", and WebsocketTextMessageReceiver has the outputs rx.Data',
  ]);
  expect(faults({ join, w: write('int', { from: 'join' }) })).toEqual(['nodes/w/in/Value: "join" gives string, and this input takes int']);
  expect(faults({ rx: rx('join'), join })).toEqual(['nodes/rx/then/OnReceived: leads to "join", and ConcatenateString takes no impulses']);
  expect(faults({ w: write('int', 1.5) })).toEqual(['nodes/w/in/Value: expected a whole number from -2147483648 to 2147483647, found 1.5']);
});

test('values that depend on themselves, by the nodes in between', () => {
  const sum = (from: string) => ({ type: 'ValueAdd<int>', in: { A: { from }, B: 1 } });
  expect(faults({ a: sum('b'), b: sum('c'), c: sum('a') })).toEqual(['nodes/a/in: its value depends on itself: "a" needs "b" needs "c" needs "a"']);
});

test('an impulse that cannot wait into a node that does names StartAsyncTask, however far away it began', () => {
  const wait = { type: 'DelaySecondsFloat', in: { Duration: 1 } };
  const told = faults({ rx: rx('a'), a: { type: 'CallRelay', then: { OnTriggered: 'wait' } }, wait });
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(/^nodes\/a\/then\/OnTriggered: leads to "wait", a DelaySecondsFloat, which waits, .*StartAsyncTask/);
  expect(
    faults({ rx: rx('t'), t: { type: 'StartAsyncTask', then: { TaskStart: 'a' } }, a: { type: 'CallRelay', then: { OnTriggered: 'wait' } }, wait }),
  ).toEqual([]);
  expect(
    faults({ rx: rx('t'), t: { type: 'StartAsyncTask', then: { TaskStart: 'f' } }, f: { type: 'For', then: { LoopIteration: 'wait' } }, wait }),
  ).toHaveLength(1);
});

test('a generic node takes its type from what is wired, and says so where nothing tells', () => {
  expect(faults({ a: { type: 'ValueAdd', in: { A: 1.5 } }, w: write('float', { from: 'a' }) })).toEqual([]);
  expect(faults({ a: { type: 'ValueAdd' } })).toEqual(['nodes/a/type: nothing tells which type ValueAdd is for; write it behind its name']);
  expect(faults({ a: { type: 'ValueAdd<string>' } })[0]).toContain('ValueAdd cannot be for "string"');
  expect(faults({ a: { type: 'If<int>' } })[0]).toContain('If is for no type of its own');
});

test('names of prototypes are names as any other', () => {
  const told = faults({ constructor: { type: '__proto__' }, toString: { ...join, in: { constructor: 'a', B: { from: 'hasOwnProperty' } } } });
  expect(told.map((each) => each.split(':')[0])).toEqual(['nodes/constructor/type', 'nodes/toString/in/constructor', 'nodes/toString/in/B']);
  expect(faults({ constructor: join, hasOwnProperty: { ...join, in: { A: { from: 'constructor' } } } })).toEqual([]);
});

test('a scene with such a graph is loaded, told with line and column, saved as it was, and all else of it goes on', () => {
  const entity = flowing({ tx: { type: 'WebsocketTextMessageSender', in: { Datta: 'x' }, later: { kept: true } } });
  const text = JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Test', entities: [entity] }, null, 2);
  const { warnings } = readScene(text, { registry: createRegistry(), file: 'a.scene.json' });
  expect(warnings).toHaveLength(1);
  const line = text.split('\n').findIndex((each) => each.includes('Datta')) + 1;
  expect(warnings[0]).toMatchObject({ code: 'WW_SCENE_ADVICE', line, path: 'entities/0 (lamp)/components/Flow/Graph/nodes/tx/in/Datta' });
  expect(warnings[0]?.message).toContain('did you mean Data?');
  const rig = flowRig([entity]);
  expect(rig.value('lamp', 'Flow', 'LastError')).toMatch(/^WW_FLOW_INVALID: nodes\/tx\/in\/Datta/);
  expect(JSON.parse(rig.text())).toMatchObject({
    entities: [{ components: { Flow: { Graph: { nodes: { tx: { in: { Datta: 'x' }, later: { kept: true } } } } } } }],
  });
});

test('what a graph refers to is looked for in its scene, down to the field, and told with line and place', () => {
  const refer = (id: string, component: string, field: string) => ({ type: 'ValueSource<bool>', refs: { Source: { entity: id, component, field } } });
  const entity = {
    id: 'bulb',
    components: {
      BoolValue: {},
      Flow: {
        Graph: {
          nodes: {
            good: refer('bulb', 'BoolValue', 'Value'),
            base: refer('bulb', 'BoolValue', 'Enabled'),
            field: refer('bulb', 'BoolValue', 'Valu'),
            component: refer('bulb', 'BoolValue#2', 'Value'),
            entity: refer('bulp', 'BoolValue', 'Value'),
          },
        },
      },
    },
  };
  const text = JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'Test', entities: [entity] }, null, 2);
  const { warnings } = readScene(text, { registry: createRegistry(), file: 'a.scene.json' });
  const at = (node: string) => `entities/0 (bulb)/components/Flow/Graph/nodes/${node}/refs/Source`;
  expect(warnings.map(({ path, code }) => [path, code])).toEqual([
    [at('field'), 'WW_UNKNOWN_FIELD'],
    [at('component'), 'WW_UNKNOWN_COMPONENT'],
    [at('entity'), 'WW_UNKNOWN_ENTITY'],
  ]);
  expect(warnings[0]?.message).toContain('refers to "Valu" of "BoolValue" on "bulb", and there is no such field; did you mean Value?');
  expect(text.split('\n').slice((warnings[0]?.line ?? 0) - 1)[0]).toContain('"Source"');
  expect(warnings[1]?.message).toContain('refers to "BoolValue#2" on "bulb", which has no such component');
});

test('who knows a node by what the original shows on it is told those in whose names that stands', () => {
  expect(faults({ w: { type: 'Write' } })[0]).toMatch(/^nodes\/w\/type: there is no node "Write"; did you mean one of ValueWrite, ObjectWrite, .*…\?$/);
  expect(faults({ n: { type: 'Not' } })[0]).toContain('NOT_Bool');
  expect(faults({ n: { type: 'Nonsense' } })).toEqual(['nodes/n/type: there is no node "Nonsense"']);
});

test('a type that a node cannot be for is told once', () => {
  expect(faults({ s: { type: 'WebsocketServerSend<strng>' } })).toEqual(['nodes/s/type: WebsocketServerSend cannot be for "strng"; did you mean string?']);
});
