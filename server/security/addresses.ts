import { networkInterfaces } from 'node:os';

/** A host and port of a Host header or an origin, in one form: lower case, no final dot, IPv6 in brackets. */
export interface HostPort {
  readonly host: string;
  readonly port: number | undefined;
}

const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** Reads `host`, `host:port`, `[v6]:port`. Undefined where it is none of these; never throws. */
export function parseHost(text: string | undefined): HostPort | undefined {
  if (text === undefined || text.length > 300) return undefined;
  const found = /^(\[[0-9a-fA-F:.]{2,45}\]|[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?\.?)(?::([0-9]{1,5}))?$/.exec(text);
  if (found === null) return undefined;
  const port = found[2] === undefined ? undefined : Number(found[2]);
  if (port !== undefined && (port < 1 || port > 65_535)) return undefined;
  return { host: (found[1] ?? '').toLowerCase().replace(/\.$/, ''), port };
}

/** What a server answers for: whose Host headers and whose Origins. */
export interface AddressBook {
  /** Whether a Host header names this server. A page that reached us by a foreign name (DNS rebinding) does not pass. */
  host(header: string | undefined): boolean;
  /**
   * Whether a page of this origin may act here: the same origin as the Host header (which must itself pass), or a listed one.
   * `null`, what sandboxed frames and files send, never passes.
   */
  origin(origin: string, hostHeader: string | undefined): boolean;
  /** Whether pages reach this server by TLS under the name of a Host header: an origin listed with `https` says so. */
  tls(hostHeader: string | undefined): boolean;
}

/**
 * @param port gives the port that is listened on; asked late, since port 0 is known only then
 * @param allowedHosts further names: `name` (any port) or `name:port`
 * @param allowedOrigins further origins, as `https://name:port`
 */
export function addressBook(port: () => number, bound: string, allowedHosts: readonly string[] = [], allowedOrigins: readonly string[] = []): AddressBook {
  const listed = allowedHosts.map(parseHost).filter((entry) => entry !== undefined);
  const origins = new Set(allowedOrigins.map((origin) => origin.toLowerCase().replace(/\/$/, '')));
  // Literal addresses cannot be rebound by a foreign name server, so this machine's own are safe to answer for.
  const own = [...LOOPBACK, ...(isWildcard(bound) ? ownAddresses() : [bound]).map(bracketed)];
  function host(header: string | undefined): boolean {
    const asked = parseHost(header);
    if (asked === undefined) return false;
    if (own.includes(asked.host) && (asked.port ?? 80) === port()) return true;
    return listed.some((entry) => entry.host === asked.host && (entry.port === undefined || entry.port === asked.port));
  }
  return {
    host,
    tls(header) {
      const asked = parseHost(header);
      if (asked === undefined) return false;
      const usual = asked.port === undefined || asked.port === 443;
      return origins.has(`https://${asked.host}:${asked.port ?? 443}`) || (usual && origins.has(`https://${asked.host}`));
    },
    origin(origin, hostHeader) {
      if (origins.has(origin.toLowerCase())) return true;
      const scheme = /^(https?):\/\/(.+)$/i.exec(origin);
      const from = parseHost(scheme?.[2]);
      const asked = parseHost(hostHeader);
      if (from === undefined || asked === undefined || !host(hostHeader)) return false;
      const usual = scheme?.[1]?.toLowerCase() === 'https' ? 443 : 80;
      return from.host === asked.host && (from.port ?? usual) === (asked.port ?? usual);
    },
  };
}

/** Whether an address to listen on means: every address of this machine. */
export function isWildcard(address: string): boolean {
  return ['0.0.0.0', '::', '', '*'].includes(address);
}

/** Whether only this machine can reach a server that listens there. */
export function isLoopback(address: string): boolean {
  return address === 'localhost' || address === '::1' || /^127(\.\d{1,3}){3}$/.test(address);
}

function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map((entry) => entry.address));
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address.toLowerCase()}]` : address.toLowerCase();
}
