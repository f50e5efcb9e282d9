import { X509Certificate } from 'node:crypto';
import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import type { Agent, ClientRequest, ClientRequestArgs } from 'node:http';
import { isIP, type LookupFunction } from 'node:net';
import * as tls from 'node:tls';
import type { SecureContext } from 'node:tls';
import type { ClientOptions } from 'ws';
import { normalHost, withoutUser, WorldwireError, type LinkLimits } from '../../engine/index.ts';
import { watchAnswer } from './answer-watch.ts';
import type { OpenFiles } from './open-files.ts';
import type { Proxies } from './proxies.ts';
import { placeOf } from './system-error.ts';

/** Why an address is not dialled: it lies near and nobody was told, or it is refused whatever anybody says. */
export interface AddressFault {
  readonly code: 'WW_ADDRESS_NEAR' | 'WW_ADDRESS_REFUSED';
  readonly message: string;
}

/**
 * Looks at every address that a name stands for, or at the literal one, before any of them is dialled; asked at every attempt.
 * @param host in the one spelling that it is granted in
 * @param addresses as the resolver gave them, IPv6 without brackets
 * @returns why none of them may be dialled; null lets them through
 */
export type AddressCheck = (host: string, addresses: readonly string[], port: number, scheme: string) => AddressFault | null;

/** Turns a name into its addresses. Default: `dns.lookup` of Node, which heeds the hosts file. */
export type Resolve = (host: string, options: LookupOptions, callback: (error: Error | null, addresses: LookupAddress[]) => void) => void;

/** What all connections of a manager have in common. */
export interface DialSettings {
  readonly checkAddress: AddressCheck;
  readonly resolve: Resolve;
  readonly secureContext: () => SecureContext;
  /** Offer permessage-deflate. */
  readonly compression: boolean;
  /** Milliseconds that a closing socket is given. */
  readonly closeTimeout: number;
  /** Which connections go through a proxy. Default none. */
  readonly proxies?: Proxies | undefined;
  /** How many the machine allows. Default as many as are asked for. */
  readonly files?: OpenFiles | undefined;
}

/** Options of ws that its published types do not have yet, besides those that it hands on to Node. */
export type DialOptions = ClientOptions &
  Pick<ClientRequestArgs, 'lookup'> & {
    closeTimeout: number;
    secureContext?: SecureContext;
    autoSelectFamilyAttemptTimeout: number;
  };

/** Bytes that may come before the answer to a handshake is there, its headers included. */
const MOST_BEFORE = 64 * 1024;

/** Headers that the handshake sets by itself, or that would change what the request is. */
const RESERVED = new Set([
  'connection',
  'upgrade',
  'host',
  'content-length',
  'transfer-encoding',
  'te',
  'trailer',
  'expect',
  'keep-alive',
  'proxy-connection',
  'http2-settings',
]);

/**
 * The address of a connection, parsed.
 * @throws WorldwireError WW_URL_INVALID. Besides `ws:` and `wss:`, the library would also take `http:`, `https:` and `ws+unix:`.
 */
export function parseAddress(url: string): URL {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new WorldwireError('WW_URL_INVALID', `${JSON.stringify(withoutUser(url).slice(0, 200))} is not an address`);
  }
  if (parsed.protocol !== 'ws:' && parsed.protocol !== 'wss:') throw new WorldwireError('WW_URL_INVALID', `${parsed.protocol} is not ws: or wss:`);
  if (parsed.hash !== '' || url.includes('#')) throw new WorldwireError('WW_URL_INVALID', 'a WebSocket address has no #fragment');
  if (parsed.username !== '' || parsed.password !== '')
    throw new WorldwireError('WW_URL_INVALID', 'user and password do not belong in the address; use an Authorization header');
  return parsed;
}

/** @throws WorldwireError WW_HEADER_INVALID for a header that belongs to the handshake itself. */
export function checkHeaders(headers: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(headers)) {
    const lower = name.toLowerCase();
    if (RESERVED.has(lower) || lower.startsWith('sec-websocket-'))
      throw new WorldwireError('WW_HEADER_INVALID', `the header ${name} belongs to the handshake itself`);
  }
}

/**
 * What ws is given for one connection.
 * @param agent makes the TCP connection, where it goes through a proxy
 * @throws WorldwireError WW_ADDRESS_NEAR or WW_ADDRESS_REFUSED where the host is a literal address that must not be dialled: for those no
 * name is looked up.
 */
export function dialOptions(
  url: URL,
  headers: Readonly<Record<string, string>>,
  limits: LinkLimits,
  settings: DialSettings,
  agent: Agent | undefined,
): DialOptions {
  const secure = url.protocol === 'wss:';
  return {
    headers: { ...headers },
    maxPayload: payloadLimit(limits.maxMessageSize),
    maxFragments: partsLimit(limits.maxMessageSize),
    maxBufferedChunks: partsLimit(limits.maxMessageSize),
    perMessageDeflate: settings.compression && { serverNoContextTakeover: true, clientNoContextTakeover: true, threshold: 1024 },
    followRedirects: false,
    finishRequest: (request: ClientRequest) => {
      watchAnswer(
        request,
        () => MOST_BEFORE,
        (what) => new WorldwireError('WW_HANDSHAKE_REFUSED', `${placeOf(url)} ${what}; look whether a WebSocket server listens at this port`),
      );
      request.end();
    },
    closeTimeout: settings.closeTimeout,
    ...checkedWay(url, settings),
    ...(agent === undefined ? {} : { agent }),
    ...(secure ? { rejectUnauthorized: true, secureContext: settings.secureContext() } : {}),
  };
}

/** The bound as ws takes it: for ws 0 means no bound at all, and what passes 31 bits turns negative, which means the same. */
export function payloadLimit(maxMessageSize: number): number {
  return Math.min(Math.max(1, Math.floor(maxMessageSize)), 0x7fffffff);
}

/** Parts that one message may arrive in: some for each honest packet, far from one a byte. */
function partsLimit(maxMessageSize: number): number {
  return Math.min(1024 + Math.ceil(maxMessageSize / 64), 256 * 1024);
}

/** What Node is told of the way to a server, so that only addresses are dialled that the check has let through. */
export type CheckedWay = Required<Pick<ClientRequestArgs, 'lookup'>> & { readonly autoSelectFamilyAttemptTimeout: number };

/**
 * The way to where an address leads.
 * @throws WorldwireError as `dialOptions` does
 */
export function checkedWay(url: URL, settings: Pick<DialSettings, 'checkAddress' | 'resolve'>): CheckedWay {
  const host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
  const port = url.port === '' ? (url.protocol === 'wss:' || url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  if (isIP(host) !== 0) {
    const fault = settings.checkAddress(normalHost(host), [host], port, url.protocol);
    if (fault !== null) throw new WorldwireError(fault.code, fault.message);
  }
  return { lookup: checkedLookup(url.protocol, port, settings), autoSelectFamilyAttemptTimeout: 1000 };
}

/** A lookup that shows every address to the check and then hands on just those: what is dialled is what was checked. */
function checkedLookup(scheme: string, port: number, settings: Pick<DialSettings, 'checkAddress' | 'resolve'>): LookupFunction {
  return (host, options, callback) => {
    settings.resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, []);
      const first = addresses[0];
      if (first === undefined) return callback(new WorldwireError('WW_CONNECT_FAILED', `${host} has no address`), []);
      const fault = settings.checkAddress(
        normalHost(host),
        addresses.map((each) => each.address),
        port,
        scheme,
      );
      if (fault !== null) return callback(new WorldwireError(fault.code, fault.message), []);
      if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

/** Resolves as the machine does. */
export const resolveBySystem: Resolve = (host, options, callback) => {
  systemLookup(host, { ...options, all: true }, (error, addresses) => {
    callback(error, addresses);
  });
};

/** One lookup serves all who ask for a name at the same time: names are looked up by few threads, which files need as well. */
export function shareLookups(resolve: Resolve): Resolve {
  const under = new Map<string, Parameters<Resolve>[2][]>();
  return (host, options, callback) => {
    const key = `${host} ${String(options.family)} ${String(options.hints)}`;
    const others = under.get(key);
    if (others !== undefined) {
      others.push(callback);
      return;
    }
    const asking = [callback];
    under.set(key, asking);
    resolve(host, options, (error, addresses) => {
      under.delete(key);
      for (const answer of asking) answer(error, addresses);
    });
  };
}

/** The authorities that Node trusts; newer versions know those of NODE_EXTRA_CA_CERTS and the system too. */
function trusted(): readonly string[] {
  return (tls as { getCACertificates?: (of: 'default') => string[] }).getCACertificates?.('default') ?? tls.rootCertificates;
}

/**
 * TLS as all `wss` connections of a manager use it, made once and at its first use: reading the root certificates takes long.
 * @param extraCAs certificates in PEM that are trusted besides those that Node brings
 * @throws WorldwireError WW_CONFIG_INVALID at once where one of them is not a certificate
 */
export function secureContextOf(extraCAs: readonly string[]): () => SecureContext {
  for (const [index, pem] of extraCAs.entries()) {
    try {
      new X509Certificate(pem);
    } catch (cause) {
      throw new WorldwireError(
        'WW_CONFIG_INVALID',
        `extraCAs/${index}: expected a certificate in PEM (${cause instanceof Error ? cause.message : String(cause)})`,
      );
    }
  }
  let context: SecureContext | undefined;
  return () => (context ??= tls.createSecureContext(extraCAs.length === 0 ? {} : { ca: [...trusted(), ...extraCAs] }));
}
