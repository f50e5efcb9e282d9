import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { visible, addressKind, WorldwireError } from '../../engine/index.ts';

/** A proxy that connections go through. */
export interface Proxy {
  /** With user and password, where it has any: never shown. */
  readonly url: URL;
  /** For people: scheme, host and port, and nothing else. */
  readonly name: string;
  /** Whether names are looked up here, so that their addresses can be checked, and not by the proxy. */
  readonly looksUpHere: boolean;
}

export interface ProxySettings {
  /** A URL, `environment` (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY), or `none`. Default `none`. */
  readonly proxy?: string | undefined;
  /** Hosts that are connected to without it, as NO_PROXY has them; besides those of NO_PROXY where that is read. Default none. */
  readonly noProxy?: readonly string[] | undefined;
}

type Environment = { readonly [name: string]: string | undefined };

const SCHEMES = new Set(['http:', 'https:', 'socks:', 'socks4:', 'socks4a:', 'socks5:', 'socks5h:']);
/** Of these the machine that connects looks names up, as curl has it. */
const HERE = new Set(['socks4:', 'socks5:']);
const DEFAULT_PORTS: { readonly [scheme: string]: number } = { 'http:': 80, 'https:': 443 };
const VARIABLES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'] as const;

/** Which connections go through which proxy. */
export class Proxies {
  readonly #plain: Proxy | undefined;
  readonly #secure: Proxy | undefined;
  readonly #exceptions: readonly string[];

  /** @throws WorldwireError WW_CONFIG_INVALID where an address of a proxy is none; it does not show it, since it may hold a password */
  constructor({ proxy = 'none', noProxy = [] }: ProxySettings, environment: Environment = process.env) {
    if (proxy === 'environment') {
      const all = variable(environment, 'ALL_PROXY');
      this.#plain = variable(environment, 'HTTP_PROXY') ?? all;
      this.#secure = variable(environment, 'HTTPS_PROXY') ?? all;
      const text = valueOf(environment, 'NO_PROXY') ?? '';
      this.#exceptions = [...noProxy, ...text.split(/[\s,]+/)].filter((entry) => entry !== '');
      return;
    }
    this.#plain = this.#secure = proxy === 'none' ? undefined : readProxy(proxy, 'proxy');
    this.#exceptions = noProxy;
  }

  /** The proxy for an address (`ws:`, `wss:`, `http:`, `https:`); undefined where it is connected to without. */
  for(url: URL): Proxy | undefined {
    const isSecure = url.protocol === 'wss:' || url.protocol === 'https:';
    const proxy = isSecure ? this.#secure : this.#plain;
    if (proxy === undefined) return undefined;
    const host = bare(url.hostname);
    const port = url.port === '' ? (isSecure ? 443 : 80) : Number(url.port);
    // To a proxy these names would mean the proxy itself.
    if (isLoopback(host) || this.#exceptions.some((entry) => covers(entry, host, port))) return undefined;
    return proxy;
  }

  /** What goes through which, for who starts the program; empty where nothing does. */
  get words(): readonly string[] {
    const [plain, secure] = [this.#plain?.name, this.#secure?.name];
    if (plain === secure) return plain === undefined ? [] : [`connections go through the proxy ${plain}`];
    return [
      ...(plain === undefined ? [] : [`ws:// goes through the proxy ${plain}`]),
      ...(secure === undefined ? [] : [`wss:// goes through the proxy ${secure}`]),
    ];
  }
}

/** What to tell at the start where the environment names proxies and the configuration says nothing of them; else undefined. */
export function unusedProxies({ proxy }: ProxySettings, environment: Environment = process.env): string | undefined {
  if (proxy !== undefined) return undefined;
  const named = VARIABLES.filter((name) => valueOf(environment, name) !== undefined);
  if (named.length === 0) return undefined;
  return (
    `${named.join(', ')} ${named.length === 1 ? 'is' : 'are'} set and not used: connections go out directly. "proxy": "environment" in the ` +
    `configuration uses ${named.length === 1 ? 'it' : 'them'}, "proxy": "none" keeps it so`
  );
}

/**
 * Reads the address of a proxy; host:port alone is one of HTTP.
 * @param where named in the error
 * @throws WorldwireError WW_CONFIG_INVALID
 */
export function readProxy(text: string, where: string): Proxy {
  const whole = text.includes('://') ? text : `http://${text}`;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  if (url === undefined || !SCHEMES.has(url.protocol) || url.hostname === '' || !isReadable(url))
    throw new WorldwireError('WW_CONFIG_INVALID', `${where}: expected the address of a proxy, as http://HOST:PORT or socks5://USER:PASSWORD@HOST:PORT`);
  const port = url.port === '' ? (DEFAULT_PORTS[url.protocol] ?? 1080) : Number(url.port);
  return { url, name: visible(`${url.protocol}//${url.hostname}:${port}`, 300), looksUpHere: HERE.has(url.protocol) };
}

/** User and password are written with %XX where a URL needs that. */
function isReadable({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}

function variable(environment: Environment, name: string): Proxy | undefined {
  const text = valueOf(environment, name);
  return text === undefined ? undefined : readProxy(text, name);
}

/** Written in small letters it goes before, as everywhere; an empty one counts as not set. */
function valueOf(environment: Environment, name: string): string | undefined {
  return [environment[name.toLowerCase()], environment[name]].find((value) => value !== undefined && value !== '');
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || (isIP(host) !== 0 && addressKind(host) === 'loopback');
}

/** Whether an entry of NO_PROXY covers a host: `*`, a name with all below it, an address, a block of addresses; each also with a port. */
export function covers(entry: string, host: string, port: number): boolean {
  const { name, of } = withoutPort(entry.trim().toLowerCase());
  if (name === '' || (of !== undefined && of !== port)) return false;
  if (name === '*') return true;
  if (isIP(host) !== 0) return coversAddress(name, host);
  const domain = name.replace(/^\*?\./, '').replace(/\.$/, '');
  const plain = host.toLowerCase().replace(/\.$/, '');
  return domain !== '' && (plain === domain || plain.endsWith(`.${domain}`));
}

function withoutPort(entry: string): { readonly name: string; readonly of: number | undefined } {
  const parts = /^(\[[^\]]*\]|[^:]*):(\d{1,5})$/.exec(entry);
  return parts === null ? { name: bare(entry), of: undefined } : { name: bare(parts[1] ?? ''), of: Number(parts[2]) };
}

function coversAddress(name: string, host: string): boolean {
  const address = ipaddr.process(host);
  if (isIP(name) !== 0) return ipaddr.process(name).toNormalizedString() === address.toNormalizedString();
  if (!ipaddr.isValidCIDR(name)) return false;
  const [block, bits] = ipaddr.parseCIDR(name);
  return block.kind() === address.kind() && address.match(block, bits);
}

function bare(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}
