import { FETCH, hostPortOf, WorldwireError, type FetchAnswer, type FetchArgs, type Job, type JobContext } from '../../engine/index.ts';
import { resolveBySystem, secureContextOf, shareLookups, type AddressCheck, type Resolve } from '../links/dial.ts';
import type { OpenFiles } from '../links/open-files.ts';
import type { Proxies } from '../links/proxies.ts';
import { placeOf } from '../links/system-error.ts';
import { fetchOnce, type FetchLimits, type FetchSettings } from './fetch-once.ts';

export interface FetcherOptions {
  /** Whether what stands decided lets a world send requests to a URL, for a component of an entity; looked at for each request. */
  readonly permits: (world: string, url: string, entity: string, component: string) => boolean;
  /** As for connections: an address that a name leads to is dialled only where this lets it through. */
  readonly checkAddress: AddressCheck;
  /** Default: as the machine resolves names. */
  readonly resolve?: Resolve;
  readonly proxies?: Proxies;
  readonly files?: OpenFiles;
  /** Certificates in PEM that are trusted besides those that Node brings. Default none. */
  readonly extraCAs?: readonly string[];
  /** Default 30 s, 1 MiB, 16 KiB of headers. */
  readonly limits?: Partial<FetchLimits>;
}

const LIMITS: FetchLimits = { time: 30_000, body: 1 << 20, headers: 16_384 };

/** The job `fetch`, as a server does it. */
export type FetchJob = Job & {
  readonly lane: (args: unknown) => string;
  /** What was decided of a host and port has changed: requests under way there that are permitted no more are ended, and nobody takes in what they bring. */
  reconsider(host: string, port: number): void;
};

/** A request that is under way. */
interface UnderWay {
  readonly lane: string;
  readonly permitted: () => boolean;
  readonly stop: AbortController;
  /** It was ended since it is permitted no more. */
  withdrawn: boolean;
}

/**
 * Makes the HTTP requests of worlds: one for each job, of which no more than six go to one host and port at once, for each world.
 * @throws WorldwireError WW_CONFIG_INVALID where an extra CA is not a certificate
 */
export function fetchJob(options: FetcherOptions): FetchJob {
  const { permits, checkAddress, proxies, files } = options;
  const settings: FetchSettings = {
    checkAddress,
    resolve: shareLookups(options.resolve ?? resolveBySystem),
    secureContext: secureContextOf(options.extraCAs ?? []),
    proxies,
    files,
    limits: { ...LIMITS, ...options.limits },
  };
  const underWay = new Set<UnderWay>();
  const run = async (args: FetchArgs, { signal, world }: JobContext): Promise<FetchAnswer> => {
    const permitted = (): boolean => permits(world, args.url, args.entity, args.component);
    // Asked in the world before, and here once more: what was decided since holds.
    if (!permitted()) throw new WorldwireError('WW_ACCESS_DENIED', 'the owner of the machine does not let this world send requests there');
    const request: UnderWay = { lane: laneOf(args), permitted, stop: new AbortController(), withdrawn: false };
    const stop = (): void => request.stop.abort();
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    underWay.add(request);
    try {
      return await fetchOnce(args, settings, request.stop.signal);
    } catch (error) {
      if (!request.withdrawn) throw error;
      throw new WorldwireError(
        'WW_ACCESS_WITHDRAWN',
        `${placeOf(new URL(args.url))} was asked, and its answer is not taken in: that was allowed, and is no longer`,
      );
    } finally {
      underWay.delete(request);
      signal.removeEventListener('abort', stop);
    }
  };
  const job: Job<FetchArgs, FetchAnswer> = { ...FETCH, run };
  return {
    ...(job as unknown as Job),
    lane: (args) => laneOf(args as FetchArgs),
    reconsider(host, port) {
      for (const request of underWay) {
        if (request.lane !== `${host} ${port}` || request.permitted()) continue;
        request.withdrawn = true;
        request.stop.abort();
      }
    },
  };
}

function laneOf({ url }: FetchArgs): string {
  const place = URL.canParse(url) ? hostPortOf(new URL(url)) : undefined;
  return `${place?.host} ${place?.port}`;
}
