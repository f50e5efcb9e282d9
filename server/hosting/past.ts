import type { RunStatus } from '../protocol.ts';

/** The last minutes of a world, kept so that somebody can look at them. */
export class Past {
  /** Ticks that can be shown; null while nothing is kept. */
  get range(): RunStatus['past'] {
    return null;
  }

  /** Begins to keep what happens from now on. */
  async begin(): Promise<void> {}

  /** Forgets all, and keeps nothing more. */
  end(): void {}
}
