import type { WorldDoor, WorldwireError } from '../../engine/index.ts';

/** The door of a world as its host has it: behind one of them may be a thread. */
export interface HostedDoor extends WorldDoor {
  /** The thread that the world has to itself; none where it ticks in the host's. */
  readonly thread?: WorldThread;
}

/** The thread of a world, as far as it may fail where the world does not. */
export interface WorldThread {
  /** Why it has ended, with all that its world held: WW_WORLD_DIED, or WW_WORLD_STUCK where it was ended for that. Undefined while it lives. */
  readonly dead: WorldwireError | undefined;
  /** WW_WORLD_STUCK while it has not answered for as long as its patience goes; undefined where it answers. */
  readonly stuck: WorldwireError | undefined;
  /** Calls each time that it gets stuck, and when it has ended. Returns what ends it. */
  onTrouble(listener: (why: WorldwireError) => void): () => void;
  /** Ends it, whatever it is doing: all that waits for it is rejected with `why`. */
  kill(why: WorldwireError): Promise<void>;
}
