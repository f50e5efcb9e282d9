/** No node is without a table of its own, nor a pure one without what lies at the ends of its types. */
import { expect, test } from 'vitest';
import { bareName } from '../../../../engine/flow/node/node.ts';
import { FLOW_NODES } from '../../../../engine/index.ts';
import type { Case } from './case.ts';
import { missingEdges } from './edges.ts';
import { PURE } from './tables.ts';

const byType = new Map<string, Case[]>();
for (const each of Object.values(PURE).flat()) byType.set(each[0], [...(byType.get(each[0]) ?? []), each]);

const PURE_NODES = FLOW_NODES.filter((node) => node.eval !== undefined);

test('each pure node has cases of its own, of each type that it may be for, with the ends of all its inputs', () => {
  const wrong = PURE_NODES.flatMap((node) =>
    (node.generic ?? ['']).flatMap((generic) => {
      const type = generic === 'component' ? 'WebsocketClient' : generic,
        name = type === '' ? node.name : `${bareName(node)}<${type}>`;
      const cases = byType.get(name) ?? [];
      if (cases.length === 0) return [`${name}: no case`];
      const missing = missingEdges(node, type, cases);
      return missing.length === 0 ? [] : [`${name}: ${missing.join(', ')}`];
    }),
  );
  expect(wrong.join('\n')).toBe('');
});
