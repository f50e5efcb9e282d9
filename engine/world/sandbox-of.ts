import type { Sandbox } from './sandbox.ts';
import type { World } from './world.ts';

/** What runs scripts in a world, if anything does. It stands beside the registry, and nothing that a plugin sees. */
export function sandboxOf(world: World): Sandbox | undefined {
  return (world.registry as { readonly sandbox?: Sandbox }).sandbox;
}
