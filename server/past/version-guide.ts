import type { GhostDoor } from './ghost.ts';
import type { Guide, Progress } from './guide.ts';

/** Makes a ghost the world of a scene, as it is before its first tick. */
export class VersionGuide implements Guide {
  readonly of = 'version';
  readonly #ghost: GhostDoor;
  readonly #scene: string;
  #isThere = false;

  constructor(ghost: GhostDoor, scene: string) {
    this.#ghost = ghost;
    this.#scene = scene;
  }

  /** Nothing gathers where no time passes. */
  isGathered(): boolean {
    return true;
  }

  async advance(tick: number): Promise<Progress> {
    const restored = !this.#isThere;
    if (restored) await this.#ghost.restore({ scene: this.#scene, log: [] });
    this.#isThere = true;
    return { reached: tick, share: 1, restored };
  }
}
