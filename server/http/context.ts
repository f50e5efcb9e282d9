import type { Right, ComponentManifest } from '../../engine/index.ts';
import type { WorldOpener } from '../hosting/world-opener.ts';
import type { SpareTime } from '../limits/spare-time.ts';
import type { Worlds } from '../hosting/worlds.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Guard } from '../security/guard.ts';
import type { Identity, Sessions } from '../security/sessions.ts';
import type { FrontProxies } from '../security/front-proxies.ts';
import type { Office } from '../users/office.ts';

/** What the routes stand on. */
export interface HttpContext {
  readonly worlds: Worlds;
  readonly opener: WorldOpener;
  readonly guard: Guard;
  readonly sessions: Sessions;
  readonly office: Office;
  /** The time that worlds leave over, which all answers are made in. */
  readonly spare: SpareTime;
  readonly front: FrontProxies;
  /** The server's numbers, which are kept from when somebody asks first. */
  readonly metrics: () => Metrics;
  readonly port: () => number;
  readonly manifest: () => readonly ComponentManifest[];
  /** Folder of the built page; where it is missing, a page tells how to build it. */
  readonly page: string | undefined;
  /** Requests of one address in ten seconds. Default 2,000. */
  readonly requestsPerTenSeconds?: number;
  /** Milliseconds in which the head of a request must have come. Default 15,000. */
  readonly headersTimeout?: number;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null only on the few addresses that need nobody. */
    identity: Identity | null;
    /** Where who asks was removed, and the address is one of the page: what they are told. */
    removal: string | null;
    /** Calls when it has been answered, or will never be. */
    over: ((act: () => void) => void) | null;
  }
  interface FastifyContextConfig {
    /** What it takes to ask this. Each route of the API that changes something names it; the others take a look. */
    right?: Right;
    /** How many members a list right in its body may have. Default 100,000. */
    listed?: number;
  }
}
