import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pasteGraph } from '../../../inspector-ui/graph-model/copying.ts';
import { readPasted, withNotes } from '../../../inspector-ui/graph-model/elsewhere/pasted.ts';
import type { FromElsewhere } from '../../../inspector-ui/graph-model/elsewhere/imported.ts';
import { nameParts } from '../../../inspector-ui/graph-model/elsewhere/web-editor.ts';
import { samples } from '../../samples.ts';
import { CATALOGUE, GraphRig } from './rig.ts';

const read = (text: string): FromElsewhere => readPasted(text, CATALOGUE) as FromElsewhere;
/** A module of which only the body is written. */
const body = (text: string, head = ''): FromElsewhere => read(`module Test\n${head}\nwhere ${text}`);
/** That a graph has no fault here, so that it would run. */
function runs({ graph }: FromElsewhere): void {
  const rig = new GraphRig();
  rig.edited(pasteGraph(rig.known, graph));
  rig.rig.edited([{ op: 'setField', entity: 'a', component: 'Flow', field: 'Enabled', value: true }]);
  rig.rig.tick(2);
  expect(rig.error).toBe('');
}

const FROOX = '[ProtoFluxBindings]FrooxEngine.ProtoFlux.Runtimes.Execution.Nodes';
const port = (node: string, side: 'in' | 'out', name: string, dataType = 'int') => ({ id: `${node}-${side}-${name}`, name, dataType });

test('full names of the original’s platform are names and types', () => {
  expect(nameParts(`${FROOX}.Operators.ValueAdd<float>`)).toEqual({ name: 'ValueAdd', of: 'float' });
  expect(nameParts('[FrooxEngine]FrooxEngine.ProtoFlux.GlobalValue<>[bool]')).toEqual({ name: 'GlobalValue', of: 'bool' });
  expect(nameParts('FrooxEngine.ProtoFlux.ObjectWrite`1[System.String]')).toEqual({ name: 'ObjectWrite', of: 'string' });
  expect(nameParts(`${FROOX}.If`)).toEqual({ name: 'If', of: undefined });
  expect(nameParts(`${FROOX}.ObjectWrite<[FrooxEngine]FrooxEngine.Slot>`)).toEqual({ name: 'ObjectWrite', of: 'Slot' });
});

test('a file of the web editor becomes a graph, and what is not known is told', () => {
  const file = {
    schemaVersion: 1,
    meta: { name: 'Test', createdAt: '', updatedAt: '' },
    graph: {
      nodes: [
        {
          id: 'n1',
          type: `${FROOX}.ValueInput<int>`,
          position: { x: 10, y: 20.4 },
          inputs: [],
          outputs: [port('n1', 'out', 'Value')],
          params: { value: 3, other: 1 },
        },
        {
          id: 'n2',
          type: `${FROOX}.Operators.ValueAdd<int>`,
          position: { x: 1, y: 2 },
          inputs: [port('n2', 'in', 'A'), port('n2', 'in', 'B')],
          outputs: [port('n2', 'out', '*')],
        },
        { id: 'n3', type: `${FROOX}.CallInput`, position: { x: 0, y: 0 }, inputs: [], outputs: [port('n3', 'out', 'Target', 'Operation')] },
        {
          id: 'n4',
          type: `${FROOX}.ValueWrite<int>`,
          position: { x: 0, y: 0 },
          inputs: [port('n4', 'in', 'Value'), port('n4', 'in', '*', 'Impulse')],
          outputs: [],
        },
        { id: 'n5', type: `${FROOX}.PlayOneShot`, position: { x: 0, y: 0 }, inputs: [], outputs: [] },
        { id: 'n6', type: 'Unheard', displayName: 'Text Message Sender', position: { x: 0, y: 0 }, inputs: [], outputs: [] },
      ],
      edges: [
        { id: 'e1', from: { nodeId: 'n1', portId: 'n1-out-Value' }, to: { nodeId: 'n2', portId: 'n2-in-A' } },
        { id: 'e2', from: { nodeId: 'n1', portId: 'n1-out-Value' }, to: { nodeId: 'n2', portId: 'n2-in-B' } },
        { id: 'e3', from: { nodeId: 'n2', portId: 'n2-out-*' }, to: { nodeId: 'n4', portId: 'n4-in-Value' } },
        { id: 'e4', from: { nodeId: 'n3', portId: 'n3-out-Target' }, to: { nodeId: 'n4', portId: 'n4-in-*' } },
        { id: 'e5', from: { nodeId: 'n3', portId: 'n3-out-Target' }, to: { nodeId: 'n2', portId: 'n2-in-A' } },
        { id: 'e6', from: { nodeId: 'n5', portId: 'x' }, to: { nodeId: 'n2', portId: 'n2-in-A' } },
      ],
    },
  };
  const found = read(JSON.stringify(file));
  expect(found.graph.nodes).toEqual({
    input: { type: 'ValueInput<int>', refs: { Value: 3 }, at: [10, 20] },
    add: { type: 'ValueAdd<int>', in: { A: { from: 'input' }, B: { from: 'input' } }, at: [1, 2] },
    callInput: { type: 'CallInput', then: { Target: 'write' }, at: [0, 0] },
    write: { type: 'ValueWrite<int>', refs: {}, in: { Value: { from: 'add' } }, then: {}, at: [0, 0] },
  });
  expect(found.unknown.map(({ what }) => what)).toEqual(['ValueInput: other', 'PlayOneShot', 'Unheard', 'a wire from CallInput.Target to ValueAdd.A']);
  runs(found);
});

test('operators, literals, several names and pipes of ProtoGraph are nodes and wires', () => {
  const found = body(
    '{\n  // three numbers\n  X, Y, Z = Unpack_Float3(V);\n  Sum = X * 2.0 + Y / -Z;\n  Big: bool = Sum >= 0x10;\n  (Big and not (X == Y))->display;\n}',
    'in V: float3',
  );
  expect(found.unknown).toEqual([]);
  const { nodes } = found.graph;
  expect(
    Object.values(nodes)
      .map(({ type }) => type)
      .toSorted(),
  ).toEqual(
    (
      'ValueInput<float3> Unpack_Float3 ValueMul<float> ValueAdd<float> ValueDiv<float> ValueNegate<float> ValueGreaterOrEqual<float> AND_Bool NOT_Bool ' +
      'ValueEquals<float> ValueDisplay<bool>'
    )
      .split(' ')
      .toSorted(),
  );
  expect(nodes.V).toMatchObject({ title: 'V' });
  runs(found);
});

test('impulses of ProtoGraph go on in their order: by bind, by switch, by loops and by branches', () => {
  const found = read(`
#pragma something
/// Counts.
module Counter
out Increment: Impulse
out this: AsyncImpulse
where impulse {
  sync Count: int;
  store Note: string;
  Increment = Count <- Count + 1;
  bind Answer = GET_String(uri("https://api.example/")).OnResponse;
  Note <- $"got {Answer.Content} and {Count}";
  if Count > 10 then impulse { Count <- 0; } else Note <- "small";
  for _i = 1 to 3 by 2 do impulse { Count <- _i; };
  switch RootSlot->~trigger<int>("hit", Count)
  | Next |> Note <- "told";
}`);
  expect(found.unknown).toEqual([]);
  const { nodes } = found.graph;
  const [get] = Object.entries(nodes).find(([, { type }]) => type === 'GET_String') ?? [];
  expect(nodes[get as string]).toMatchObject({ in: { URL: 'https://api.example/' }, then: { OnResponse: expect.stringMatching(/sequence/i) } });
  const sequence = Object.values(nodes).find(({ type }) => type === 'Sequence');
  expect(sequence?.then?.Calls).toHaveLength(4);
  const types = Object.values(nodes).map(({ type }) => type);
  for (const type of [
    'DataModelValueFieldStore<int>',
    'StoredObject<string>',
    'ValueWrite<int>',
    'ObjectWrite<string>',
    'If',
    'RangeLoopInt',
    'FormatString',
    'DynamicImpulseTriggerWithValue<int>',
  ])
    expect(types).toContain(type);
  // What waits is set off by what may.
  expect(types.filter((type) => type.endsWith('CallInput')).toSorted()).toEqual(['AsyncCallInput', 'CallInput']);
  expect(Object.values(nodes).find(({ title }) => title === 'Increment')).toMatchObject({ type: 'CallInput', then: { Target: expect.any(String) } });
});

test('dynamic variables and receivers are named by what they refer to', () => {
  const found = body(
    '{\n  Score = ~input<int>("World/Score");\n  local Seen: int;\n  switch ~receive<int>("hit") | OnTriggered Got |> Seen <- Got.Value + Score.Value;\n}',
  );
  expect(found.unknown).toEqual([]);
  expect(Object.values(found.graph.nodes)).toEqual(
    expect.arrayContaining([
      { type: 'DynamicVariableValueInput<int>', refs: { VariableName: 'World/Score' } },
      expect.objectContaining({ type: 'DynamicImpulseReceiverWithValue<int>', refs: { Tag: 'hit' }, then: { OnTriggered: expect.any(String) } }),
    ]),
  );
  runs(found);
});

test('words of enumerations are literals, and inputs of a module are sources to choose', () => {
  const found = body(
    'S->GetSlotName->ReplaceSubstring("a", "b", ComparisonMode=StringComparison.OrdinalIgnoreCase)',
    'in S: Slot\nin Client: WebsocketClient element',
  );
  expect(found.unknown.map(({ what }) => what)).toEqual([]);
  const { nodes } = found.graph;
  expect(nodes.S).toMatchObject({ type: 'SlotSource', title: 'S' });
  expect(nodes.Client).toMatchObject({ type: 'ElementSource<WebsocketClient>' });
  expect(JSON.stringify(nodes)).toContain('"OrdinalIgnoreCase"');
});

test('what ProtoGraph has and we have not is told with its line, and the rest is taken', () => {
  const found = body(
    '{\n  Sound = PlayOneShot(Clip=Clip);\n  X = Add(1, 2);\n  Y = 1 + 2;\n  ButtonEvents(Pressed=Sound);\n  uses(Y);\n  @\n}',
    'use Other/Thing\nin Clip: IAssetProvider<AudioClip>\nin Done: Impulse\nout Y: int',
  );
  expect(Object.values(found.graph.nodes).map(({ type }) => type)).toContain('ValueAdd<int>');
  const told = found.unknown.map(({ what, where }) => `${what} ${where}`);
  for (const each of ['PlayOneShot line 7', 'ButtonEvents line 10', 'use Other/Thing the head', 'in Done: Impulse line 4', '@ line 12'])
    expect(told).toContain(each);
  const note = Object.values(withNotes(found).nodes).find(({ type }) => type === 'Comment');
  expect(note?.text).toContain('PlayOneShot (line 7): There is no such node here.');
  expect(found.unknown.every(({ why }) => why.endsWith('.'))).toBe(true);
  expect(body('{ A = 1; B = ( }').unknown.at(-1)?.why).toContain('could not be read');
});

test('whatever is pasted is answered, soon, with a graph that the world takes, or with none', () => {
  const pieces = (
    'A = 1 + 2;#B = A * 2.0;#local V: int;#V <- 3;#if A > 1 then V <- 2 else impulse {};#switch If(true) | OnTrue |> V <- 1;#display(B);#' +
    'RootSlot->~trigger("t");#bind X = If(false).OnTrue;#L = [1, A];#ConcatenateMultiString(L);#sync S: string;#S <- $"{A}{";#C = { V; };#' +
    'impulse { V <- B; V; };#{#}#(#)#<#->#=#~#where#for#if#"#5x'
  ).split('#');
  let taken = 0;
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), fc.boolean(), (text, isBody) => {
      const found = readPasted(isBody ? `module X\nwhere {\n${text.join(' ')}\n}` : text.join(' '), CATALOGUE);
      if (found === undefined || Object.keys(found.graph.nodes).length === 0) return;
      taken++;
      const rig = new GraphRig();
      rig.edited(pasteGraph(rig.known, found.graph));
    }),
    samples(3000),
  );
  expect(taken).toBeGreaterThan(15);
  for (const deep of ['(', '{', 'if ', '- ', 'A<', 'A->B(', '[', 'not ', 'impulse {'])
    expect(read(`module X\nwhere ${deep.repeat(20_000)}`).unknown.length).toBeGreaterThan(0);
  const names = Array.from({ length: 3_000 }, (_, at) => `A${at} = A${at + 1} + 1;`).join('\n');
  expect(read(`module X\nwhere {\n${names}\n}`).unknown.length).toBeGreaterThan(0);
  expect(read(`module X\nwhere { ${'__proto__ = constructor; '.repeat(10)} }`).graph.nodes).toEqual({});
  expect(readPasted(`module X\nwhere ${'x'.repeat(2_000_001)}`, CATALOGUE)).toBeUndefined();
  expect(readPasted('{"graph": {"nodes": [null, 5, {"id": {}, "type": []}], "edges": [null, {"from": 1}]}}', CATALOGUE)?.graph.nodes).toEqual({});
});

test('texts of many empty lines, of lists in lists and of endless chains are read in no time, and what is too much is told', () => {
  const begun = performance.now();
  expect(readPasted(`${'\n'.repeat(1_000_000)}x`, CATALOGUE)).toBeUndefined();
  const doubled = Array.from({ length: 60 }, (_, at) => `let a${at + 1} = [a${at}, a${at}];`).join('\n');
  for (const first of ['[1, 1]', '[undefined]', '[]', '{ [1, 1]; }']) {
    const { graph, unknown } = body(`{ let a0 = ${first};\n${doubled}\nlet z = $"{a60}"; }`);
    expect(Object.keys(graph.nodes).length).toBeLessThan(100);
    expect(unknown[0]).toMatchObject({ what: 'a list', why: 'It holds more than 1000 values.' });
  }
  const { unknown } = body(`impulse {\n${'bind x = If(true).OnTrue;\n'.repeat(10_000)}}`, 'out x: Impulse');
  expect(unknown.map(({ what }) => what)).toContain('the statements from here on');
  expect(performance.now() - begun).toBeLessThan(20_000);
});

test('thousands of nodes without a name here, or with one name, are read in no time, and types are no names of prototypes', () => {
  const nodes = Array.from({ length: 9_000 }, (_, at) => ({ id: `${at}`, type: at % 2 === 0 ? 'ValueAdd<constructor>' : `Nonesuch${at}` }));
  const begun = performance.now();
  const { graph, unknown } = read(JSON.stringify({ graph: { nodes, edges: [] } }));
  expect(performance.now() - begun).toBeLessThan(10_000);
  expect(Object.keys(graph.nodes)).toHaveLength(4_500);
  expect(unknown[0]).toMatchObject({ what: 'ValueAdd<constructor>' });
});
