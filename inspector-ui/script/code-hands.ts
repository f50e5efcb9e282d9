import type { ComponentManifest } from '../../server/protocol.ts';

/** What the page knows of the world that a script is in. */
export interface Known {
  readonly manifest: ReadonlyMap<string, ComponentManifest>;
  /** Keys of the components that the script's own entity has. */
  readonly keys: readonly string[];
}

/** Whom the editor tells, and asks. */
export interface CodeHands {
  /** The text has changed, or what is undecided in it. */
  readonly typed: (text: string, undecided: number) => void;
  readonly save: () => void;
  readonly format: () => void;
  readonly large: () => void;
  readonly known: () => Known;
}
