/** No node is without a table of its own, nor a pure one without what lies at the ends of its types. */
import { expect, test } from 'vitest';
import { bareName } from '../../../../engine/flow/node/node.ts';
import { FLOW_NODES } from '../../../../engine/index.ts';
import type { Case } from './case.ts';
import { missingEdges } from './edges.ts';
import { PLAYS } from './plays.ts';
import { PURE } from './tables.ts';

const byType = new Map<string, Case[]>();
for (const each of Object.values(PURE).flat()) byType.set(each[0], [...(byType.get(each[0]) ?? []), each]);

/** The names by which a graph may have a node: one for each type that it may be for. Types of components are stood for by one of them. */
const typesOf = (generic: readonly string[] | undefined): readonly string[] =>
  (generic ?? ['']).map((type) => ({ component: 'WebsocketClient', field: 'IField<int>', variable: 'IVariable<int>' })[type] ?? type);
const named = (name: string, type: string): string => (type === '' ? name : `${name}<${type}>`);

test('each pure node has cases of its own, of each type that it may be for, with the ends of all its inputs', () => {
  const wrong = FLOW_NODES.filter((node) => node.eval !== undefined).flatMap((node) =>
    typesOf(node.generic).flatMap((type) => {
      const name = named(bareName(node), type),
        cases = byType.get(name) ?? [];
      if (cases.length === 0) return [`${name}: no case`];
      const missing = missingEdges(node, type, cases);
      return missing.length === 0 ? [] : [`${name}: ${missing.join(', ')}`];
    }),
  );
  expect(wrong.join('\n')).toBe('');
});

test('each node that is of a world has scenes of its own, of each type that it may be for', () => {
  const scenes = Object.values(PLAYS).flatMap((plays) => Object.values(plays).flatMap((play) => play.scenes));
  const types = new Set(scenes.map(([type]) => type));
  const missing = FLOW_NODES.filter((node) => node.eval === undefined).flatMap((node) =>
    typesOf(node.generic)
      .map((type) => named(bareName(node), type))
      .filter((name) => !types.has(name)),
  );
  expect(missing).toEqual([]);
});

test('each case is of a node that there is', () => {
  const all = new Set(FLOW_NODES.map(bareName));
  const types = [...byType.keys(), ...Object.values(PLAYS).flatMap((plays) => Object.values(plays).flatMap(({ scenes }) => scenes.map(([type]) => type)))];
  expect(types.filter((type) => !all.has(type.replace(/<.*/s, '')))).toEqual([]);
});
