import type { DeskRules } from '../../agent/access-desk.ts';
import { addressKind, allowEntryFor, isAddressListed, isGuarded, isListed, nearbyWarning, parseAllowList, ERRORS, WorldwireError } from '../../engine/index.ts';

/** What the host's configuration says of hosts and ports, before anybody is asked. */
export interface HostRules extends DeskRules {
  /** Why none of the addresses behind a name may be dialled; null lets them through. Asked when a name has been resolved. */
  checkAddress(host: string, addresses: readonly string[], port: number, scheme: string): string | null;
}

/** Reads the allow list: URLs, `host:port`, or `host`, which means the scheme's own port. Throws WW_CONFIG_INVALID with every fault. */
export function hostRules(allowedUrlHosts: readonly string[]): HostRules {
  const { entries, faults } = parseAllowList(allowedUrlHosts);
  if (faults.length > 0) throw new WorldwireError('WW_CONFIG_INVALID', `allowedUrlHosts: ${faults.map((fault) => fault.message).join('; ')}`, faults);
  return {
    allows: (scheme, host, port) => isListed(entries, scheme, { host, port }),
    refuses: (scheme, host, port) =>
      isLiteral(host) && isGuarded(addressKind(host)) && !isAddressListed(entries, scheme, host, port) ? ERRORS.WW_ADDRESS_REFUSED.join(' ') : null,
    entry: (host, port) => allowEntryFor({ host, port }),
    // Names are not looked up before they are allowed: a scene could tell its secrets by asking for names.
    warning: (host) =>
      isLiteral(host)
        ? nearbyWarning(addressKind(host))
        : isLocalName(host)
          ? nearbyWarning('loopback')
          : isNearName(host)
            ? nearbyWarning('private')
            : undefined,
    checkAddress(_host, addresses, port, scheme) {
      const guarded = addresses.find((address) => isGuarded(addressKind(address)) && !isAddressListed(entries, scheme, address, port));
      return guarded === undefined
        ? null
        : `${guarded} is link-local or a cloud metadata service, and allowedUrlHosts does not list ${allowEntryFor({ host: guarded, port })}`;
    },
  };
}

function isLiteral(host: string): boolean {
  return host.includes(':') || /^\d{1,3}(\.\d{1,3}){3}$/.test(host);
}

function isLocalName(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}

/** Names that only a network nearby gives: without a dot, or of a domain that is kept for such networks. */
function isNearName(host: string): boolean {
  return !host.includes('.') || /\.(local|lan|internal|intranet|home|home\.arpa)$/.test(host);
}
