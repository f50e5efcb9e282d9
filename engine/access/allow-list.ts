import type { Fault } from '../errors.ts';
import { hostPortOf, hostPortText, normalHost, ownPort, withoutUser, type HostPort } from './host.ts';

/** An entry of `allowedUrlHosts`. Without a port it means the own port of whatever scheme asks. */
export interface AllowEntry {
  readonly host: string;
  readonly port: number | null;
}

const SCHEMES = ['ws:', 'wss:', 'http:', 'https:'];
const EXPECTED = 'a URL (ws, wss, http, https), host:port, or host';

/**
 * Reads an entry of `allowedUrlHosts` or `--allow-host`: a URL (`wss://example.com/path` allows its host and port),
 * `host:port`, or `host`, which means the scheme's own port (80 for ws, 443 for wss). IPv6 as `[::1]:4601`, `[::1]` or `::1`.
 * @returns the entry, or what is wrong with it
 */
export function parseAllowEntry(text: string): AllowEntry | Fault {
  const entry = text.trim();
  if (entry.includes('://')) return fromUrl(entry);
  const bareIpv6 = !entry.startsWith('[') && entry.split(':').length > 2;
  const match = bareIpv6 ? null : /^(\[[^\]]*\]|[^:[\]]+)(?::([0-9]{1,5}))?$/.exec(entry);
  if (!bareIpv6 && match === null) return faultOf(text);
  const hostText = bareIpv6 ? `[${entry}]` : (match?.[1] as string);
  const portText = match?.[2];
  if (/[/?#@\\\s%*]/.test(hostText)) return faultOf(text);
  const url = parseUrl(`ws://${hostText}/`);
  const port = portText === undefined ? null : Number(portText);
  if (url === undefined || (port !== null && (port < 1 || port > 65_535))) return faultOf(text);
  return { host: normalHost(url.hostname), port };
}

/** Reads a whole list; every fault is told, with the index of its entry as path. */
export function parseAllowList(texts: readonly string[]): { readonly entries: readonly AllowEntry[]; readonly faults: readonly Fault[] } {
  const entries: AllowEntry[] = [];
  const faults: Fault[] = [];
  texts.forEach((text, index) => {
    const entry = parseAllowEntry(text);
    if ('expected' in entry) faults.push({ ...entry, path: String(index) });
    else entries.push(entry);
  });
  return { entries, faults };
}

/** Whether the list allows a connection by this scheme (`ws:`, `wss:`, …) to this host and port. */
export function isListed(entries: readonly AllowEntry[], scheme: string, target: HostPort): boolean {
  const host = normalHost(target.host);
  return entries.some((entry) => entry.host === host && target.port === (entry.port ?? ownPort(scheme)));
}

/** Whether the list names this very address, and not only a name that leads to it; what a guarded address needs. */
export function isAddressListed(entries: readonly AllowEntry[], scheme: string, address: string, port: number): boolean {
  return isListed(entries, scheme, { host: address, port });
}

/** The entry that would allow a connection, for the log line that names it. */
export function allowEntryFor(target: HostPort): string {
  return hostPortText(target);
}

function fromUrl(text: string): AllowEntry | Fault {
  const url = parseUrl(text);
  const target = url !== undefined && SCHEMES.includes(url.protocol) && url.username === '' && url.password === '' ? hostPortOf(url) : undefined;
  return target === undefined || target.port === 0 ? faultOf(text) : { host: target.host, port: target.port };
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function faultOf(text: string): Fault {
  return { path: '', expected: EXPECTED, message: `${JSON.stringify(withoutUser(text))} cannot be read; expected ${EXPECTED}`, code: 'WW_CONFIG_INVALID' };
}
