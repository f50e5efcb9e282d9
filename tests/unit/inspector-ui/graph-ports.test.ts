/** What the page makes of a graph: the ports of its nodes, and its wires. */
import { expect, test } from 'vitest';
import { Catalogue, type NodeType } from '../../../inspector-ui/graph-model/catalogue.ts';
import { COMMENT, FRAME, placeText, token, type GraphEdit } from '../../../inspector-ui/graph-model/graph.ts';
import { genericType, isImpulse, portKey, portRows, sideOf, titleOf, withUsed } from '../../../inspector-ui/graph-model/ports.ts';
import { wiresOf } from '../../../inspector-ui/graph-model/wires.ts';

const none = { category: 'Test', doc: 'A node.', inputs: [], outputs: [], exits: [], entrances: [], refs: [], pure: true };
const ADD: NodeType = {
  ...none,
  name: 'ValueAddMulti',
  generic: ['int', 'float'],
  inputs: [{ name: 'Inputs', type: 'T', list: true }],
  outputs: [{ name: '*', type: 'T' }],
};
const MANY: NodeType = { ...none, name: 'ImpulseMultiplexer', entrances: [{ name: 'Operations', kind: 'Sync', list: true }], pure: false };
const catalogue = new Catalogue(
  [ADD, MANY],
  [
    { name: 'int', widens: ['float', 'json'], literal: true },
    { name: 'float', widens: ['json'], literal: true },
    { name: 'string', widens: ['json'], literal: true },
    { name: 'json', widens: [], literal: true },
  ],
);

test('a list of inputs has a row for each, and one for the next', () => {
  const rows = portRows({ type: 'ValueAddMulti<int>', in: { Inputs: [1, { from: 'rx.Data' }] } }, ADD, undefined);
  expect(rows.map((row) => [portKey(row), row.label, row.type, sideOf(row.part)])).toEqual([
    ['in:Inputs.0', 'Inputs 0', 'int', 'left'],
    ['in:Inputs.1', 'Inputs 1', 'int', 'left'],
    ['in:Inputs.2', 'Inputs +', 'int', 'left'],
    ['out:*', '', 'int', 'right'],
  ]);
});

test('an entrance of any number has as many rows as wires lead to it', () => {
  const rows = withUsed(portRows({ type: 'ImpulseMultiplexer' }, MANY, undefined), ['Operations.2', '*']);
  expect(rows.map(({ port, part }) => [port, isImpulse(part)])).toEqual([0, 1, 2, 3].map((at) => [`Operations.${at}`, true]));
});

test('a node that nobody knows shows what it is given', () => {
  const rows = portRows({ type: 'Gone', in: { A: 1 }, then: { Next: 'x' } }, undefined, undefined);
  expect(rows.map(portKey)).toEqual(['to:*', 'in:A', 'then:Next', 'out:*']);
});

test('what a node is for is what the server found, or what is written', () => {
  expect(genericType({ type: 'ValueAddMulti' }, { of: 'float' })).toBe('float');
  expect(genericType({ type: 'ValueAddMulti<int>' }, undefined)).toBe('int');
});

test('wires are found where they are written', () => {
  const graph = {
    nodes: {
      rx: { type: 'X', then: { OnReceived: 'tx', Calls: ['a', 'b.Go'] } },
      tx: { type: 'Y', in: { Data: { from: 'rx.Data' }, Inputs: ['x', { from: 'rx' }], Literal: { other: 1 } }, refs: { Store: { node: 'rx' } } },
    },
  };
  expect(wiresOf(graph).map(({ kind, from, to, key }) => [kind, placeText(from), placeText(to), key])).toEqual([
    ['impulse', 'rx.OnReceived', 'tx', 'rx/then/OnReceived'],
    ['impulse', 'rx.Calls.0', 'a', 'rx/then/Calls/0'],
    ['impulse', 'rx.Calls.1', 'b.Go', 'rx/then/Calls/1'],
    ['data', 'rx.Data', 'tx.Data', 'tx/in/Data'],
    ['data', 'rx', 'tx.Inputs.1', 'tx/in/Inputs/1'],
    ['node', 'rx', 'tx.Store', 'tx/refs/Store'],
  ]);
});

test('a wire tells a generic node what it is for, and widens where nothing is lost', () => {
  expect(catalogue.fits('int', 'T', ADD, undefined)).toEqual({ of: 'int' });
  expect(catalogue.fits('int', 'T', ADD, 'float')).toEqual({ of: 'float' });
  expect(catalogue.fits('string', 'T', ADD, undefined)).toBeUndefined();
  expect(catalogue.fits('float', 'T', ADD, 'int')).toBeUndefined();
});

test('a title is one’s own, or the name in words with what it is for', () => {
  expect(titleOf({ type: 'ValueAddMulti<int>' }, catalogue)).toBe('Value Add Multi<int>');
  expect(titleOf({ type: 'HTTPGetNode' }, catalogue)).toBe('HTTP Get Node');
  expect(titleOf({ type: 'ValueAddMulti', title: 'Sum' }, catalogue)).toBe('Sum');
  expect(catalogue.hue('WebsocketClient')).toBe('ref');
  expect(token('a/b~c')).toBe('a~1b~0c');
});

test('an edit is a patch of the field, with words for the list of edits', () => {
  const edit: GraphEdit = { label: 'Frame it', patch: [{ op: 'add', path: '/nodes/f', value: { type: FRAME, title: 'When a message comes' } }], select: ['f'] };
  expect(titleOf({ type: COMMENT, ...(edit.patch[0] as { value: object }).value } as never, catalogue)).toBe('When a message comes');
});
