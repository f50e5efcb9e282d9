import { addressKind, hostPortText, listenAddress, WorldwireError, type Fault } from '../../engine/index.ts';

/** What the owner of a machine says of where worlds may listen. */
export interface ListenRules {
  /** Why a world may not listen there, in words; undefined where it may. */
  refuses(host: string, port: number): string | undefined;
}

/** An entry of the list: addresses, and a range of ports. Without a host: those that only this machine reaches. */
interface Entry {
  readonly host: string | undefined;
  readonly from: number;
  readonly to: number;
}

const EXPECTED = 'PORT, FROM-TO, ADDRESS:PORT or ADDRESS:FROM-TO, with ports from 0 to 65535';
/** Where a server listens that takes whatever it can: at every address, of IPv4 or of both. */
const EVERYWHERE = new Set(['0.0.0.0', '::']);

/**
 * Reads the list: `PORT` or `FROM-TO` allows ports at loopback addresses, `HOST:PORT` and `HOST:FROM-TO` at that address as well, `[::1]:PORT` for IPv6.
 * `0.0.0.0` and `::` stand for every address. Port 0 is any that is free. Throws WW_CONFIG_INVALID with every fault.
 */
export function listenRules(allowedListenPorts: readonly (string | number)[]): ListenRules {
  const faults = listenFaults(allowedListenPorts);
  if (faults.length > 0) throw new WorldwireError('WW_CONFIG_INVALID', `allowedListenPorts: ${faults.map((fault) => fault.message).join('; ')}`, faults);
  const entries = allowedListenPorts.flatMap((text) => parse(String(text)) ?? []);
  return {
    refuses(host, port) {
      const near = isLoopback(host);
      if (entries.some((entry) => port >= entry.from && port <= entry.to && (near || (entry.host !== undefined && covers(entry.host, host))))) return undefined;
      const shown = near ? String(port) : hostPortText({ host, port });
      const reached = EVERYWHERE.has(host) ? 'which is every address of this machine' : 'which others than this machine may reach';
      const what = !near ? `${shown}, ${reached}` : port === 0 ? 'a free port' : `port ${port}`;
      const next = `--allow-listen ${shown}, or ${JSON.stringify(shown)} in allowedListenPorts, lets them`;
      return `the owner of this machine does not let worlds listen on ${what}; ${next}`;
    },
  };
}

/** All that is wrong with such a list; `path` is the place in it. */
export function listenFaults(allowedListenPorts: readonly (string | number)[]): Fault[] {
  return allowedListenPorts.flatMap((entry, index) => {
    if (parse(String(entry)) !== undefined) return [];
    return [{ path: String(index), expected: EXPECTED, message: `${JSON.stringify(String(entry).slice(0, 200))} is not ${EXPECTED}` }];
  });
}

function parse(text: string): Entry | undefined {
  const found = /^(?:(\[[^\]]+\]|[^:]+):)?(\d{1,5})(?:-(\d{1,5}))?$/.exec(text.trim());
  if (found === null) return undefined;
  const [, host, first, last] = found;
  const from = Number(first),
    to = last === undefined ? from : Number(last);
  const address = host === undefined ? undefined : listenAddress(host);
  if (from > to || to > 65_535 || (host !== undefined && address === undefined)) return undefined;
  return { host: address, from, to };
}

function isLoopback(host: string): boolean {
  return !EVERYWHERE.has(host) && addressKind(host) === 'loopback';
}

/** Whether an entry for one address lets in at another: who may listen everywhere may listen anywhere. */
function covers(listed: string, host: string): boolean {
  return listed === host || listed === '::' || (listed === '0.0.0.0' && !host.includes(':'));
}
