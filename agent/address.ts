import type { AccessScope } from '../engine/index.ts';

/** Where a WebSocket or HTTP address leads, as it is granted and refused: one spelling for one place, the same as the engine's own. */
export interface Target {
  /** `ws:`, `wss:`, … */
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
}

const OWN_PORTS: { readonly [scheme: string]: number } = { 'ws:': 80, 'http:': 80, 'wss:': 443, 'https:': 443 };

/** What an address of a scheme is used for; undefined where that is nothing of ours. */
export function scopeOf(scheme: string): AccessScope | undefined {
  if (scheme === 'ws:' || scheme === 'wss:') return 'Websocket';
  return scheme === 'http:' || scheme === 'https:' ? 'HTTP' : undefined;
}

/** Where a URL leads, read by this machine itself and not as somebody else says; undefined for what cannot be dialled. */
export function targetOf(url: string): Target | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, port, username, password } = new URL(url);
  if (username !== '' || password !== '') return undefined;
  const own = Object.hasOwn(OWN_PORTS, protocol) ? OWN_PORTS[protocol] : undefined;
  if (own === undefined || hostname === '' || port === '0') return undefined;
  return { scheme: protocol, host: plainHost(hostname), port: port === '' ? own : Number(port) };
}

/**
 * One spelling for the host of a parsed URL, the engine's own: no brackets, no final dot, an IPv4 address inside of an IPv6 one as IPv4
 * (`::ffff:127.0.0.1`; by NAT64, 6to4 and Teredo where it is not a public one).
 */
function plainHost(hostname: string): string {
  if (!hostname.startsWith('[')) return hostname.replace(/\.$/, '');
  const host = hostname.slice(1, -1);
  const inner = carried(host);
  if (inner.length === 0) return host;
  if (/^::ffff:[\da-f]+:[\da-f]+$/.test(host)) return inner[0] as string;
  const kinds = inner.map(nearness);
  const kind = kinds.reduce(worse);
  return kind === undefined ? host : (inner[kinds.indexOf(kind)] as string);
}

/** How near a host lies as far as its spelling tells. `guarded`: link-local, metadata, multicast, reserved; undefined: nothing tells that it is near. */
export type Nearness = 'machine' | 'network' | 'provider' | 'guarded';

/** @param host as `targetOf` spells it. Names are not looked up. */
export function nearness(host: string): Nearness | undefined {
  if (host.includes(':')) return ofIPv6(host);
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(host)) return ofIPv4(host.split('.').map(Number));
  if (host === 'localhost' || host.endsWith('.localhost')) return 'machine';
  return !host.includes('.') || /\.(local|lan|internal|intranet|home|home\.arpa)$/.test(host) ? 'network' : undefined;
}

function ofIPv4([a = 0, b = 0, c = 0, d = 0]: readonly number[]): Nearness | undefined {
  if (`${a}.${b}.${c}.${d}` === '168.63.129.16' || `${a}.${b}.${c}.${d}` === '100.100.100.200') return 'guarded';
  if (a === 127 || a === 0) return 'machine';
  if (a === 10 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168)) return 'network';
  if (a === 100 && b >= 64 && b < 128) return 'provider';
  return a >= 224 || GUARDED.includes(`${a}.${b}`) || GUARDED.includes(`${a}.${b}.${c}`) ? 'guarded' : undefined;
}
const GUARDED = ['169.254', '198.18', '198.19', '192.0.0', '192.0.2', '192.88.99', '198.51.100', '203.0.113', '192.175.48', '192.31.196', '192.52.193'];

function ofIPv6(host: string): Nearness | undefined {
  const parts = partsOf(host);
  const inner = carried(host);
  if (inner.length > 0) return inner.map(nearness).reduce(worse);
  const [first = 0] = parts;
  if (['fd00:ec2::254', 'fd00:ec2::23', 'fd20:ce::254'].includes(host)) return 'guarded';
  if (parts.slice(0, 7).every((part) => part === 0)) return 'machine';
  if ((first & 0xfe00) === 0xfc00 || (first & 0xffc0) === 0xfec0) return 'network';
  // Only an eighth is given out for hosts of the internet, and some of that is kept for other ends.
  if ((first & 0xe000) !== 0x2000) return 'guarded';
  const second = parts[1] ?? 0;
  const kept =
    (first === 0x2001 && (second < 0x200 || second === 0xdb8)) ||
    (first === 0x3fff && second < 0x1000) ||
    (first === 0x2620 && second === 0x4f && parts[2] === 0x8000);
  return kept ? 'guarded' : undefined;
}

const RANKS: readonly (Nearness | undefined)[] = [undefined, 'provider', 'network', 'machine', 'guarded'];
function worse(a: Nearness | undefined, b: Nearness | undefined): Nearness | undefined {
  return RANKS.indexOf(a) >= RANKS.indexOf(b) ? a : b;
}

/** The IPv4 addresses that an IPv6 one may carry (mapped, compatible, NAT64, 6to4, Teredo); engine/access/address.ts says by which rules. */
function carried(host: string): readonly string[] {
  const parts = partsOf(host);
  const bytes = parts.flatMap((part) => [part >> 8, part & 255]);
  const at = (...places: readonly number[]): string => places.map((place) => bytes[place] ?? 0).join('.');
  const last = at(12, 13, 14, 15);
  const startsWith = (...head: readonly number[]): boolean => head.every((part, index) => parts[index] === part);
  if (startsWith(0, 0, 0, 0, 0, 0xffff)) return [last];
  if (startsWith(0, 0, 0, 0, 0, 0)) return (parts[6] ?? 0) !== 0 || (parts[7] ?? 0) > 1 ? [last] : [];
  if (startsWith(0x2002)) return [at(2, 3, 4, 5)];
  if (startsWith(0x2001, 0)) return [at(4, 5, 6, 7), [12, 13, 14, 15].map((place) => 255 - (bytes[place] ?? 0)).join('.')];
  if (startsWith(0x64, 0xff9b, 0, 0, 0, 0)) return [last];
  if (!startsWith(0x64, 0xff9b, 1)) return [];
  const readings = [at(6, 7, 9, 10), at(7, 9, 10, 11), at(9, 10, 11, 12), last].filter((each) => !each.startsWith('0.'));
  return readings.length > 0 ? readings : [last];
}

/** The eight parts of an IPv6 address as a URL spells it. */
function partsOf(host: string): readonly number[] {
  const [head = '', tail] = host.split('::');
  const read = (text: string): number[] => (text === '' ? [] : text.split(':').map((part) => Number.parseInt(part, 16)));
  const before = read(head),
    after = read(tail ?? '');
  return tail === undefined ? before : [...before, ...Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => 0), ...after];
}
