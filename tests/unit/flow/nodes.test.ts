/** What the nodes give, as the original's do; where that would depend on a machine's language, what is the same everywhere. */
import { expect, test } from 'vitest';
import { FLOW_NODES } from '../../../engine/index.ts';
import { flowing, flowRig, rx, write } from './rig.ts';

const of = (name: string, ...inputs: readonly unknown[]): unknown =>
  FLOW_NODES.find((node) => node.name.replace(/<.*/s, '') === name)?.eval?.('string', inputs as never);

test('no text grows beyond a million characters', () => {
  const long = 'x'.repeat(1_000_000);
  expect(of('ConcatenateString', long, long)).toHaveLength(1_000_000);
  expect(of('StringJoin', long, ['a', 'b', 'c'])).toHaveLength(1_000_000);
  expect(of('MultiplyString', 'abc', 2_147_483_647)).toHaveLength(1_000_000);
  expect((of('ReplaceSubstring', long, 'x', long) as string).length).toBeLessThanOrEqual(1_000_000);
  expect(of('StringInsert', long, long, 5)).toHaveLength(1_000_000);
});

test('whoever cuts a text first may look at one of any length; what is kept of it is weighed', () => {
  const parts = (Length: number) =>
    Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`p${at}`, { type: 'Substring', in: { Str: { from: 'rx.Data' }, Length } }]));
  const all = { type: 'ConcatenateMultiString', in: { Inputs: Array.from({ length: 20 }, (_, at) => ({ from: `p${at}` })) } };
  const rig = flowRig([
    flowing({ rx: rx('w'), ...parts(2), all, w: write('string', { from: 'all' }) }),
    flowing({ rx: rx('w', 'greedy'), ...parts(1_000_000), all, w: write('string', { from: 'all' }, undefined, 'greedy') }, 'greedy'),
  ]);
  rig.hear('ab'.repeat(500_000));
  expect([rig.value('lamp', 'StringValue', 'Value'), rig.value('lamp', 'Flow', 'LastError')]).toEqual(['ab'.repeat(20), '']);
  expect(rig.value('greedy', 'StringValue', 'Value')).toBe('');
  expect(rig.value('greedy', 'Flow', 'LastError')).toMatch(/^WW_FLOW_FUEL: .*"w"/);
});

test('each node has a name and a category of its own, and each port its own name', () => {
  const names = FLOW_NODES.map(({ name }) => name.replace(/<.*/s, ''));
  expect(new Set(names).size).toBe(names.length);
  for (const node of FLOW_NODES) {
    expect(node.category, node.name).toMatch(/^[A-Z]/);
    for (const ports of [node.inputs, node.outputs, node.exits, node.entrances, node.refs])
      expect(new Set(ports.map(({ name }) => name)).size).toBe(ports.length);
    expect(node.generic === undefined, node.name).toBe(!node.name.includes('<T>'));
  }
});

test('each node is told of in a sentence that stands by itself, and says more than its name', () => {
  for (const { name, doc } of FLOW_NODES) {
    expect(doc, name).toMatch(/^(?:[A-Z0-9`-]|e to ).*\.$/s);
    // It is read alone, where somebody looks for a node, and not behind that of another.
    expect(doc, name).not.toMatch(/^The same\b/);
    const words = doc.match(/[A-Za-z]{2,}/g) ?? [];
    expect(words.length, name).toBeGreaterThan(2);
    expect(
      words.some((word) => !name.toLowerCase().includes(word.toLowerCase())),
      name,
    ).toBe(true);
  }
});
