import { expect, test } from 'vitest';
import { docOf } from '../../../inspector-ui/graph-model/catalogue.ts';
import { searchNodes } from '../../../inspector-ui/graph-model/searching.ts';
import { sentenceOf } from '../../../inspector-ui/graph-model/sentences.ts';
import { KnownGraph } from '../../../inspector-ui/graph-model/known-graph.ts';
import { CATALOGUE, known } from './rig.ts';

const EMPTY = known({});
const names = (typed: string, ...from: Parameters<typeof searchNodes> extends [unknown, unknown, ...infer R] ? R : never): readonly string[] =>
  searchNodes(EMPTY, typed, ...from).map(({ type }) => type.name);

test('nodes are found by name, by letters of it, by title, by category and by words of the documentation', () => {
  expect(names('if')[0]).toBe('If');
  expect(names('concat').slice(0, 3)).toContain('ConcatenateMultiString');
  expect(names('wtms').slice(0, 3)).toContain('WebsocketTextMessageSender');
  expect(names('websocket sender').slice(0, 3)).toContain('WebsocketTextMessageSender');
  expect(names('text message').slice(0, 4)).toContain('WebsocketTextMessageReceiver');
  // Only its documentation says so.
  expect(names('condition')).toContain('If');
  expect(names('no node is called so')).toEqual([]);
  expect(names('')).toHaveLength(60);
});

test('a type of a port is a word to find nodes by', () => {
  const found = searchNodes(EMPTY, 'length string').map(({ type }) => type);
  expect(found.map(({ name }) => name)).toContain('StringLength');
  expect(names('bytes').length).toBeGreaterThan(10);
});

test('the letters that fit are told, for what is shown', () => {
  const [first] = searchNodes(EMPTY, 'StartAsyncTask');
  expect(first?.type.name).toBe('StartAsyncTask');
  expect(first?.at.length).toBeGreaterThan(5);
});

test('a wire that is dragged finds only what it may lead to, with the port that fits best', () => {
  const graph = known({
    n: { type: 'ValueInput<int>' },
    text: { type: 'ValueObjectInput<string>' },
    rx: { type: 'WebsocketTextMessageReceiver' },
    tx: { type: 'WebsocketTextMessageSender', in: {} },
    w: { type: 'ValueWrite<int>' },
  });
  const from = (node: string, part: 'in' | 'out' | 'then' | 'to' | 'refs', port: string, typed = '') => searchNodes(graph, typed, { node, part, port });
  const add = from('n', 'out', '*', 'ValueAdd').find(({ type }) => type.name === 'ValueAdd');
  expect(add?.best).toMatchObject({ part: 'in', port: 'A', of: 'int' });
  expect(from('text', 'out', '*').map(({ type }) => type.name)).toContain('ConcatenateMultiString');
  expect(from('text', 'out', '*', 'concat')[0]?.best).toMatchObject({ part: 'in' });
  // Impulses lead to no values.
  for (const { type } of from('rx', 'then', 'OnReceived')) expect(type.entrances.length).toBeGreaterThan(0);
  for (const { type } of from('tx', 'to', '*')) expect(type.exits.length).toBeGreaterThan(0);
  for (const { type, best } of from('tx', 'in', 'Client')) {
    expect(best?.part).toBe('out');
    expect(type.outputs.length).toBeGreaterThan(0);
  }
  // Nothing gives a client yet, before something says which.
  expect(from('tx', 'in', 'Client')[0]?.type.name).toBe('ElementSource');
  expect(from('tx', 'in', 'Client', 'ElementSource')[0]?.best).toMatchObject({ part: 'out', port: '*', of: 'WebsocketClient' });
  expect(from('w', 'refs', 'Variable').map(({ type }) => type.name)).toContain('StoredValue');
  for (const { type } of from('w', 'refs', 'Variable')) expect(type.holds).toBe(true);
});

test('a node reads as a sentence', () => {
  const graph = new KnownGraph(
    {
      nodes: {
        rx: {
          type: 'WebsocketTextMessageReceiver',
          title: 'Hears',
          refs: { Client: { entity: 'lamp', component: 'WebsocketClient' } },
          then: { OnReceived: 'go' },
        },
        join: { type: 'ConcatenateMultiString', in: { Inputs: ['you said: ', { from: 'rx.Data' }] } },
        tx: { type: 'WebsocketTextMessageSender', title: 'Sender', in: { Data: { from: 'join' }, Client: null }, then: { OnSent: 'count' }, text: 'answers' },
        get: { type: 'If', in: { Condition: { from: 'rx.Condition' } }, then: { OnTrue: 'tx', OnFalse: 'seq' } },
        seq: { type: 'Sequence', then: { Calls: ['tx', 'get'] } },
        w: { type: 'ValueWrite<int>', in: { Value: 5 }, refs: { Variable: { node: 'count' } }, then: {} },
        note: { type: 'Comment', text: 'Why this is so.' },
        f: { type: 'Frame', title: 'Both', closed: true },
        in: { type: 'Nonsense', frame: 'f' },
      },
    },
    CATALOGUE,
    { tx: { waits: true, faults: [{ inside: 'in/Client', message: 'expected a wire, found null', expected: '' }] } },
  );
  expect(['rx', 'join', 'get', 'seq', 'w', 'note', 'f', 'in', 'gone'].map((id) => sentenceOf(graph, id))).toEqual([
    'Hears rx: Client lamp, WebsocketClient, then go',
    expect.stringMatching(/ join: Inputs "you said: " and from rx\.Data$/),
    'If get: Condition from rx, OnTrue then tx, OnFalse then seq',
    'Sequence seq: then tx and then get',
    expect.stringMatching(/ w: Variable count, Value 5$/),
    'Comment: Why this is so.',
    'Both f: 1 node, closed',
    'Nonsense in',
    'gone: gone',
  ]);
  expect(sentenceOf(graph, 'tx', { breakpoint: 'breakpoint' })).toBe(
    'Sender tx: Data from join, Client nothing, then count, note: answers, may wait, breakpoint, fault: expected a wire, found null',
  );
  expect(sentenceOf(graph, 'rx', { refName: ({ entity }) => `the client of ${entity.toUpperCase()}` })).toContain('Client the client of LAMP');
});

test('the documentation of a node is said without the marks of code', () => {
  expect(CATALOGUE.nodes.some(({ doc }) => doc.includes('`'))).toBe(true);
  expect(CATALOGUE.nodes.filter((type) => docOf(type).includes('`'))).toEqual([]);
});
