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

/** From the most harmless to what is let through least. */
const SEVERITY: { readonly [K in AddressKind]: number } = {
  public: 0,
  carrierNat: 1,
  private: 2,
  loopback: 3,
  reserved: 4,
  multicast: 4,
  linkLocal: 4,
  metadata: 4,
};

/**
 * Says where an address lies. An IPv4 address carried inside of an IPv6 one (mapped, compatible, NAT64, 6to4, Teredo) is judged by itself.
 * @param address an IP address as text; a scope (`%eth0`) is allowed. What is none counts as `reserved`.
 */
export function addressKind(address: string): AddressKind {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  // Only four decimal parts: the shorter spellings of IPv4 are read differently by different systems.
  if (!ipaddr.IPv6.isValid(bare) && !ipaddr.IPv4.isValidFourPartDecimal(bare)) return 'reserved';
  const parsed = ipaddr.parse(bare);
  if (parsed instanceof ipaddr.IPv6) {
    const inner = carried(parsed);
    if (inner.length > 0) return inner.map(addressKind).reduce(worse);
  }
  if (METADATA.has(parsed.toString())) return 'metadata';
  const range = parsed.range();
  // Of IPv6 only an eighth is given out for hosts of the internet (RFC 4291, section 2.4).
  if (range === 'unicast' && parsed instanceof ipaddr.IPv6 && ((parsed.parts[0] ?? 0) & 0xe000) !== 0x2000) return 'reserved';
  return KINDS[range] ?? 'reserved';
}

/**
 * The IPv4 address that an IPv6 one means: the mapped form always, another that carries one where that does not lie in public, so that what
 * was decided of the plain spelling holds for the disguised one; undefined where it means itself.
 */
export function meantAddress(address: string): string | undefined {
  const parsed = ipaddr.IPv6.parse(address);
  const inner = carried(parsed);
  if (parsed.isIPv4MappedAddress()) return inner[0];
  const kind = inner.map(addressKind).reduce(worse, 'public');
  return kind === 'public' ? undefined : inner.find((each) => addressKind(each) === kind);
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

function worse(a: AddressKind, b: AddressKind): AddressKind {
  return SEVERITY[a] >= SEVERITY[b] ? a : b;
}

/** The IPv4 addresses that an IPv6 one may carry; of several readings only those that name anything. */
function carried(address: ipaddr.IPv6): readonly string[] {
  const bytes = address.toByteArray();
  const at = (...places: readonly number[]): string => places.map((place) => bytes[place] ?? 0).join('.');
  const last = at(12, 13, 14, 15);
  switch (address.range()) {
    case 'ipv4Mapped':
      return [last];
    case '6to4':
      return [at(2, 3, 4, 5)];
    case 'teredo':
      // The server's address, and the client's with each bit turned over (RFC 4380, section 4).
      return [at(4, 5, 6, 7), [12, 13, 14, 15].map((place) => 255 - (bytes[place] ?? 0)).join('.')];
    case 'rfc6052': {
      if (bytes.slice(4, 6).every((byte) => byte === 0)) return [last];
      // A network's own prefix below 64:ff9b:1::/48 may have any of these lengths (RFC 8215; RFC 6052, section 2.2).
      const readings = [at(6, 7, 9, 10), at(7, 9, 10, 11), at(9, 10, 11, 12), last].filter((each) => !each.startsWith('0.'));
      return readings.length > 0 ? readings : [last];
    }
    default:
      // The deprecated IPv4-compatible form, ::a.b.c.d (RFC 4291); `::` and `::1` are themselves.
      return bytes.slice(0, 12).every((byte) => byte === 0) && address.range() === 'unicast' ? [last] : [];
  }
}
