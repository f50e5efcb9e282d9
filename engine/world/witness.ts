import type { World } from './world.ts';

/** Who does something to a world in a step: one of its inputs, a system at its turn, or a component that acts by itself, as a flow does. */
export type Doer =
  | { readonly kind: 'input'; readonly at: number }
  | { readonly kind: 'system'; readonly system: string }
  | { readonly kind: 'component'; readonly type: string; readonly row: number };

/** Is told who does what is done in a step, one within the other. Nothing of the world depends on it. */
export interface Witness {
  /** What is done from here on, up to `leave`, this one does, but for what others do within. */
  enter(doer: Doer): void;
  leave(): void;
  /** The step is over. */
  stepped(): void;
}

/** Who wants to know that of a world, if anybody does. */
export function witnessOf(world: World): Witness | undefined {
  return (world as { readonly witness?: Witness }).witness;
}

/** Does what a component does, told to who wants to know. */
export function doneBy<T>(world: World, type: string, row: number, act: () => T): T {
  const witness = witnessOf(world);
  if (witness === undefined) return act();
  witness.enter({ kind: 'component', type, row });
  try {
    return act();
  } finally {
    witness.leave();
  }
}
