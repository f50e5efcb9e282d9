import { expect, test } from 'vitest';
import type { NodeData } from '../../../inspector-ui/graph-model/graph.ts';
import { NamedNodes } from '../../../inspector-ui/graph/named-nodes.ts';

const to = (entity: string): NodeData => ({ type: 'get', refs: { Field: { entity, component: 'Lamp', field: 'On' } } });

test('only nodes that refer to an entity whose name has changed are measured anew', () => {
  const nodes = new Map<string, NodeData>([
    ['a', to('E1')],
    ['b', to('E2')],
    ['c', { type: 'if' }],
    ['d', { type: 'call', refs: { Node: { node: 'a' } } }],
  ]);
  const names = new Map([['E1', 'Lamp']]);
  const nameOf = (entity: string): string => names.get(entity) ?? entity;
  const named = new NamedNodes();
  expect([...named.renamed(nodes, nameOf)]).toEqual(['a', 'b']);
  expect([...named.renamed(nodes, nameOf)]).toEqual([]);
  names.set('E2', 'Door');
  expect([...named.renamed(nodes, nameOf)]).toEqual(['b']);
});

test('a node that was edited is measured anew by the same name, since it may have been called otherwise in between', () => {
  const nameOf = (): string => 'Lamp';
  const named = new NamedNodes();
  named.renamed(new Map([['a', to('E1')]]), nameOf);
  const edited = new Map([['a', to('E1')]]);
  expect([...named.renamed(edited, nameOf)]).toEqual(['a']);
});

test('a node whose entity is gone is told from one that is called by its id', () => {
  const nodes = new Map([['a', to('E1')]]);
  const named = new NamedNodes();
  named.renamed(nodes, (entity) => entity);
  expect([...named.renamed(nodes, () => null)]).toEqual(['a']);
});
