import type { AccessDesk, DeskRules } from '../../agent/access-desk.ts';
import { scopeOf } from '../../agent/address.ts';
import {
  addressKind,
  allowEntryFor,
  isAddressListed,
  isGuarded,
  isListed,
  nearbyWarning,
  parseAllowList,
  ERRORS,
  WorldwireError,
  type AddressKind,
} from '../../engine/index.ts';
import type { AddressCheck, AddressFault } from '../links/dial.ts';

/** What the owner of a machine says of hosts and ports, before anybody is asked. */
export interface HostRules extends DeskRules {
  /**
   * Why none of the addresses behind a name, or a literal one, may be dialled; null lets them through.
   * @param told whether the user who allowed the host was told that it lies near
   */
  checkAddress(host: string, addresses: readonly string[], port: number, scheme: string, told: boolean): Found | null;
}
/** What was found behind a name, and what it is, said to whoever is asked. */
export interface Found extends AddressFault {
  readonly warning: string;
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
    checkAddress(host, addresses, port, scheme, told) {
      const kinds = addresses.map(addressKind);
      const guarded = addresses.find((address, index) => isGuarded(kinds[index] as AddressKind) && !isAddressListed(entries, scheme, address, port));
      if (guarded !== undefined) {
        const message = `${leads(host, guarded)}, and allowedUrlHosts does not list ${JSON.stringify(allowEntryFor({ host: guarded, port }))}`;
        return { code: 'WW_ADDRESS_REFUSED', message, warning: nearbyWarning(addressKind(guarded)) ?? message };
      }
      const near = addresses.find((_, index) => isNear(kinds[index] as AddressKind));
      // A guarded address that is listed, and nothing else, is what the owner has said in so many words.
      if (near === undefined || told || isListed(entries, scheme, { host, port })) return null;
      const entry = JSON.stringify(allowEntryFor({ host, port }));
      return {
        code: 'WW_ADDRESS_NEAR',
        message: `${leads(host, near)}, and whoever allowed it was not told so; an answer that is told allows it, or ${entry} in allowedUrlHosts`,
        warning: `${host} leads to ${near}. ${nearbyWarning(addressKind(near)) ?? ''}`,
      };
    },
  };
}

/** The look at addresses for all that a user's machine dials: by the owner's list, and by what that user was told. */
export function addressCheck(rules: HostRules, desk: AccessDesk): AddressCheck {
  return (host, addresses, port, scheme) => {
    const found = rules.checkAddress(host, addresses, port, scheme, desk.addressAllowed(host, port, scopeOf(scheme)));
    if (found?.code === 'WW_ADDRESS_NEAR') desk.nearFound(host, port, found.warning);
    return found === null ? null : { code: found.code, message: found.message };
  };
}

const WHAT: { readonly [K in AddressKind]: string } = {
  public: 'a public address',
  loopback: 'an address of the machine itself',
  private: 'an address on a network nearby',
  carrierNat: "an address on the provider's network",
  linkLocal: 'a link-local address',
  metadata: 'a cloud metadata service',
  multicast: 'a multicast address',
  reserved: 'a reserved address',
};

function leads(host: string, address: string): string {
  const what = WHAT[addressKind(address)];
  return host === address ? `${address} is ${what}` : `${host} leads to ${address}, ${what}`;
}

function isNear(kind: AddressKind): boolean {
  return kind === 'loopback' || kind === 'private' || kind === 'carrierNat';
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
