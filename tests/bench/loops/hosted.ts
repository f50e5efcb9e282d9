import { createDoor, createRegistry, openWorld, readScene, type Plugin } from '../../../engine/index.ts';
import type { HostedWorldOptions } from '../../../server/hosting/hosted-world-options.ts';
import { hostDesk, createLog, Decisions, HostedWorld, hostRules, LinkManager } from '../../../server/index.ts';

export interface HostOptions {
  readonly plugin?: Plugin;
  readonly allow?: string;
  readonly folder?: string;
  /** Its journal. Default: it has none. */
  readonly journal?: HostedWorldOptions['journal'];
  /** Bytes of the timeline of its connections. Default: it has none. */
  readonly trafficKeep?: number;
}

/** A world as the server runs it, in this process, without HTTP. */
export async function host(text: string, options: HostOptions = {}): Promise<HostedWorld> {
  const registry = createRegistry(options.plugin ?? {});
  const log = createLog({ level: 'silent' });
  const world = openWorld({ registry, scene: readScene(text, { registry }).scene });
  const desk = hostDesk({ rules: hostRules(options.allow === undefined ? [] : [options.allow]), decisions: await Decisions.open(undefined, log), log });
  return new HostedWorld({
    name: 'bench',
    id: world.id,
    door: createDoor(world, { now: () => performance.now(), ...(options.trafficKeep === undefined ? {} : { trafficKeep: options.trafficKeep }) }),
    tickRate: world.tickRate,
    links: new LinkManager(),
    desk,
    log,
    epoch: 'bench',
    ...(options.folder === undefined ? {} : { folder: options.folder }),
    ...(options.journal === undefined ? {} : { journal: options.journal }),
  });
}
