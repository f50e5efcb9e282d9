import type { Json } from '../../engine/index.ts';
import type { HostedWorld } from './hosted-world.ts';

/** What to open: a scene file of the worlds folder, or a scene itself. */
export type OpenRequest = { readonly name?: string; readonly paused?: boolean } & ({ readonly path: string } | { readonly scene: Json });

/** Opens worlds while the server runs. */
export interface WorldOpener {
  open(request: OpenRequest): Promise<HostedWorld>;
}
