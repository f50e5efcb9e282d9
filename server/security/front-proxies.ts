import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';

/** Proxies in front of this server that are believed when they say whom they speak for. */
export interface FrontProxies {
  /** Whether an address is one of them. */
  trusts(address: string): boolean;
  /** The address of who asks: what the last of the proxies that are trusted has seen. */
  addressOf(request: Pick<IncomingMessage, 'headers'> & { readonly socket: { readonly remoteAddress?: string | undefined } }): string;
}

/** An address, or a network as `address/bits`; undefined where it is neither. */
function rangeOf(entry: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | undefined {
  if (ipaddr.isValidCIDR(entry)) return ipaddr.parseCIDR(entry);
  if (!ipaddr.isValid(entry)) return undefined;
  const address = ipaddr.process(entry);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

/** Whether an entry of `trustedProxies` can be read. */
export function isProxyEntry(entry: string): boolean {
  // What is shorter is read as something else than who wrote it means: 10.1 as 10.0.0.1.
  return rangeOf(entry) !== undefined && (entry.includes(':') || ipaddr.IPv4.isValidFourPartDecimal(entry.split('/', 1)[0] ?? ''));
}

/** @param list addresses, and networks as `10.0.0.0/8` */
export function frontProxies(list: readonly string[] = []): FrontProxies {
  const ranges = list.map(rangeOf).filter((range) => range !== undefined);
  const trusts = (text: string): boolean => {
    if (!ipaddr.isValid(text)) return false;
    const address = ipaddr.process(text);
    return ranges.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits));
  };
  return {
    trusts,
    addressOf({ headers, socket }) {
      let address = socket.remoteAddress ?? '';
      if (ranges.length === 0) return address;
      const named = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
      // The nearest stands last. What stands before one that is not trusted is anybody's word.
      for (let next = named.pop(); next !== undefined && trusts(address); next = named.pop()) {
        if (!ipaddr.isValid(next.trim())) break;
        address = next.trim();
      }
      return address;
    },
  };
}
