import ipaddr from 'ipaddr.js';
import { meantAddress } from './address.ts';

/** A host and port as they are granted and refused: normalised, so that one place has one spelling. */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

const OWN_PORTS: { readonly [scheme: string]: number } = { 'ws:': 80, 'http:': 80, 'wss:': 443, 'https:': 443 };

/** The port that a scheme has when an address names none; undefined for schemes that we know nothing of. */
export function ownPort(scheme: string): number | undefined {
  return Object.hasOwn(OWN_PORTS, scheme) ? OWN_PORTS[scheme] : undefined;
}

/**
 * One spelling for a host as a WHATWG URL gives it: lower case, no brackets, no final dot, IPv6 shortened, an IPv4
 * address inside of an IPv6 one as IPv4 (`::ffff:127.0.0.1`; by NAT64, 6to4 and Teredo where it is not a public one). So a
 * refusal cannot be walked around by spelling.
 */
export function normalHost(hostname: string): string {
  const bare = hostname.startsWith('[') && hostname.endsWith(']') ? hostname.slice(1, -1) : hostname;
  if (bare.includes(':') && ipaddr.IPv6.isValid(bare)) {
    return meantAddress(bare) ?? ipaddr.IPv6.parse(bare).toString();
  }
  return bare.toLowerCase().replace(/\.$/, '');
}

/** Host and port of a parsed URL; undefined where its scheme has no port of its own and it names none. */
export function hostPortOf(url: URL): HostPort | undefined {
  const port = url.port === '' ? ownPort(url.protocol) : Number(url.port);
  return port === undefined || url.hostname === '' ? undefined : { host: normalHost(url.hostname), port };
}

/** A host and port in words: `example.com:443`, `[::1]:4601`. */
export function hostPortText({ host, port }: HostPort): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** An address that somebody wrote, for a message: what stands before its `@`, which may be a password, is left out. */
export function withoutUser(text: string): string {
  if (!/[@\uff20]/.test(text)) return text;
  if (URL.canParse(text) && !/^\s*[a-z][a-z\d+.-]*:[\\/]*[^\\/?#]*@/i.test(text)) return text;
  return text.replace(/^(\s*[a-z][a-z\d+.-]*:[\\/]+)?.*[@\uff20]/is, '$1…@');
}
