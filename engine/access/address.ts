import ipaddr from 'ipaddr.js';

/** Where an IP address lies. `metadata` are the addresses at which clouds tell a machine its secrets. */
export type AddressKind = 'public' | 'loopback' | 'private' | 'linkLocal' | 'metadata' | 'carrierNat' | 'multicast' | 'reserved';

/**
 * Metadata services outside of link-local ranges, or named apart from them: AWS, GCP, Azure, DigitalOcean and others
 * (169.254.169.254, fd00:ec2::254, fd20:ce::254), AWS ECS (169.254.170.2), Alibaba (100.100.100.200), Oracle (192.0.0.192),
 * Azure's wire server (168.63.129.16).
 */
const METADATA = new Set([
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  'fd00:ec2::254',
  'fd00:ec2::23',
  'fd20:ce::254',
  '100.100.100.200',
  '192.0.0.192',
  '168.63.129.16',
]);

const KINDS: { readonly [range: string]: AddressKind } = {
  unicast: 'public',
  loopback: 'loopback',
  private: 'private',
  uniqueLocal: 'private',
  linkLocal: 'linkLocal',
  carrierGradeNat: 'carrierNat',
  multicast: 'multicast',
  broadcast: 'multicast',
  // Connecting to 0.0.0.0 or :: reaches the machine itself.
  unspecified: 'loopback',
  // Withdrawn by RFC 3879, and still a network nearby.
  deprecatedSiteLocal: 'private',
};

/**
 * Says where an address lies. An IPv4 address carried inside of an IPv6 one (mapped, NAT64, 6to4) is judged by itself.
 * @param address an IP address as text; a scope (`%eth0`) is allowed. What is none counts as `reserved`.
 */
export function addressKind(address: string): AddressKind {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  // Only four decimal parts: the shorter spellings of IPv4 are read differently by different systems.
  if (!ipaddr.IPv6.isValid(bare) && !ipaddr.IPv4.isValidFourPartDecimal(bare)) return 'reserved';
  const parsed = ipaddr.parse(bare);
  const inner = parsed instanceof ipaddr.IPv6 ? carried(parsed) : undefined;
  if (inner !== undefined) return addressKind(inner);
  if (METADATA.has(parsed.toString())) return 'metadata';
  return KINDS[parsed.range()] ?? 'reserved';
}

/** Whether a connection there is refused unless the configuration lists the address in so many words. */
export function isGuarded(kind: AddressKind): boolean {
  return kind === 'linkLocal' || kind === 'metadata' || kind === 'multicast' || kind === 'reserved';
}

const NEARBY: { readonly [K in AddressKind]?: string } = {
  loopback: 'This address lies on your own machine.',
  private: 'This address lies on your own network.',
  carrierNat: 'This address lies on the network of your provider.',
  linkLocal: 'This address lies on your own link-local network.',
  metadata: 'This address is a cloud metadata service.',
};

/** A warning in words for a prompt, said to the user who is asked, where an address lies near the user; undefined where it does not. */
export function nearbyWarning(kind: AddressKind): string | undefined {
  return NEARBY[kind];
}

function carried(address: ipaddr.IPv6): string | undefined {
  const { parts } = address;
  const dotted = (high: number | undefined, low: number | undefined): string =>
    `${(high ?? 0) >> 8}.${(high ?? 0) & 255}.${(low ?? 0) >> 8}.${(low ?? 0) & 255}`;
  const range = address.range();
  if (range === 'ipv4Mapped' || range === 'rfc6052') return dotted(parts[6], parts[7]);
  if (range === '6to4') return dotted(parts[1], parts[2]);
  // The deprecated IPv4-compatible form, ::a.b.c.d (RFC 4291).
  if (parts.slice(0, 6).every((part) => part === 0) && (parts[6] ?? 0) !== 0) return dotted(parts[6], parts[7]);
  return undefined;
}
