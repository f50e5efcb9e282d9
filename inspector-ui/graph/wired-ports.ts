import type { GraphScene } from './scene.ts';

/** The ports at which wires end, by node. */
export function wiredPorts({ wires }: GraphScene): ReadonlyMap<string, ReadonlySet<string>> {
  const wired = new Map<string, Set<string>>();
  const note = (node: string, key: string): void => void (wired.get(node) ?? wired.set(node, new Set()).get(node))?.add(key);
  for (const { wire } of wires.values()) {
    note(wire.to.node, `${wire.kind === 'impulse' ? 'to' : wire.kind === 'data' ? 'in' : 'refs'}:${wire.to.port}`);
    note(wire.from.node, `${wire.kind === 'impulse' ? 'then' : 'out'}:${wire.from.port}`);
  }
  return wired;
}
