import { WorldwireError, type Registry } from '../../engine/index.ts';
import type { HostedDoor } from '../doors/hosted-door.ts';
import { openLocal } from '../doors/open-local.ts';
import { openThread, type ThreadSource } from '../doors/world-thread.ts';
import type { Log } from '../log/log.ts';
import { tellWarnings } from './scene-warnings.ts';

/** A world behind its door, before anybody hosts it. */
export interface OpenedWorld {
  readonly door: HostedDoor;
  readonly id: string;
  readonly tickRate: number;
}

export interface OpenWorldOptions {
  /** File that its snapshot came from, or what of that it is. */
  readonly origin?: string | undefined;
  readonly log: Log;
  readonly registry: Registry;
  /** A thread of its own, with the modules that it loads itself, and the milliseconds that it may leave a call without an answer. Default: this thread. */
  readonly thread?: { readonly plugins: readonly string[]; readonly patience: number | undefined } | undefined;
}

/** Makes a world from a scene or a snapshot, and tells what of it this version does not know. Rejects as reading that does, with the file that is wrong. */
export async function openWorld(name: string, from: Omit<ThreadSource, 'plugins'>, options: OpenWorldOptions): Promise<OpenedWorld> {
  const { origin, log, registry, thread } = options;
  try {
    if (thread === undefined) {
      const opened = openLocal(from, registry);
      tellWarnings(
        log,
        name,
        opened.warnings.map((warning) => warning.message),
      );
      return opened;
    }
    const { plugins, patience } = thread;
    const door = await openThread({ ...from, plugins }, { name, ...(patience === undefined ? {} : { patience }) });
    tellWarnings(log, name, door.warnings);
    return { door, id: door.id, tickRate: door.tickRate };
  } catch (error) {
    if (origin !== undefined && error instanceof WorldwireError && error.code === 'WW_SNAPSHOT_INVALID')
      throw new WorldwireError('WW_SNAPSHOT_INVALID', `${origin}: ${error.message}`);
    throw error;
  }
}
