import { visible } from '../../engine/index.ts';
import type { SystemError } from './system-error.ts';

const WORDS: { readonly [code: string]: (place: string) => string } = {
  ECONNREFUSED: (place) => `nothing listens at ${place}; look whether the server runs, and at host and port`,
  ECONNRESET: (place) => `${place} ended the connection before the handshake was done`,
  EPIPE: (place) => `${place} ended the connection before the handshake was done`,
  ECONNABORTED: (place) => `the connection to ${place} was ended by this machine's system`,
  ETIMEDOUT: (place) => `${place} does not answer; look whether the machine is on, and for a firewall in between`,
  EHOSTUNREACH: (place) => `there is no way to ${place}; look at the address, and at the network of this machine`,
  ENETUNREACH: (place) => `this machine has no network that leads to ${place}`,
  ENETDOWN: () => 'the network of this machine is down',
  EACCES: (place) => `this machine's system does not let this program connect to ${place}; look for a firewall on it`,
  EPERM: (place) => `this machine's system does not let this program connect to ${place}; look for a firewall on it`,
  EAFNOSUPPORT: (place) => `this machine has no network of the kind that ${place} needs (IPv4 or IPv6)`,
};
const NAME_WORDS: { readonly [code: string]: (name: string) => string } = {
  ENOTFOUND: (name) => `there is no host called ${name}; look how it is written`,
  ENODATA: (name) => `the name ${name} has no address`,
  EAI_AGAIN: (name) => `the name servers of this machine do not answer, so ${name} could not be looked up; look at its network`,
  EAI_FAIL: (name) => `the name servers of this machine failed, so ${name} could not be looked up`,
  EAI_NODATA: (name) => `the name ${name} has no address`,
};

/** An error of the network in words, with its code; undefined where there is nothing better to say than it says itself. */
export function networkWords(error: SystemError, place: string): string | undefined {
  const { errors = [] } = error;
  const codes = errors.length > 0 ? [...new Set(errors.map((each) => (each as SystemError).code ?? ''))] : [error.code ?? ''];
  if (error.syscall === 'getaddrinfo' || codes.every((code) => Object.hasOwn(NAME_WORDS, code))) {
    const { hostname } = error;
    const words = NAME_WORDS[error.code ?? ''];
    return words === undefined ? undefined : `${words(visible(hostname ?? place, 300))} (${error.code})`;
  }
  const known = codes.filter((code) => Object.hasOwn(WORDS, code));
  if (known.length === 0) return undefined;
  return known.map((code) => `${WORDS[code]?.(place) ?? ''} (${code})`).join('; ');
}
