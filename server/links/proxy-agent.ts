import type { Agent, ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { SocksProxyAgent } from 'socks-proxy-agent';
import type { ProxyAttempt } from './failure.ts';
import type { Proxy } from './proxies.ts';

/** The way of one attempt through a proxy. */
export interface ProxyRoute {
  readonly agent: Agent;
  /** What is known of how far it has come. */
  readonly attempt: ProxyAttempt;
  /** Lets go of a proxy that has not answered yet. */
  readonly end: () => void;
}

/**
 * A way of its own for each attempt, so that what a proxy says is known to be said of that.
 * @param secureContext for a proxy that is itself reached by TLS
 */
export function routeThrough({ url, name }: Proxy, secureContext: () => SecureContext): ProxyRoute {
  const attempt: ProxyAttempt = { name, through: false, refusal: undefined };
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { attempt, agent: new SocksRoute(url, attempt), end: () => undefined };
  const ending = new AbortController();
  // User and password go as a header of their own, since the library writes the address of a proxy into its debug log.
  const plain = new URL(url);
  plain.username = plain.password = '';
  const agent = new HttpsProxyAgent(plain.href, {
    headers: authorization(url),
    signal: ending.signal,
    ...(url.protocol === 'https:' ? { secureContext: secureContext() } : {}),
  } as ConstructorParameters<typeof HttpsProxyAgent<string>>[1]);
  agent.on('proxyConnect', ({ statusCode, statusText }: { statusCode: number; statusText: string }) => {
    if (statusCode === 200) attempt.through = true;
    else attempt.refusal = { status: statusCode, statusText };
  });
  return {
    attempt,
    agent,
    end: () => {
      if (!attempt.through) ending.abort();
    },
  };
}

function authorization({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const words = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'Proxy-Authorization': `Basic ${Buffer.from(words).toString('base64')}` };
}

/** Its library gives a proxy half a minute, and then lets go of it. */
class SocksRoute extends SocksProxyAgent {
  readonly #attempt: ProxyAttempt;

  constructor(url: URL, attempt: ProxyAttempt) {
    super(url);
    this.#attempt = attempt;
  }

  override async connect(request: ClientRequest, options: Parameters<SocksProxyAgent['connect']>[1]): Promise<Socket> {
    const socket = await super.connect(request, options);
    this.#attempt.through = true;
    return socket;
  }
}
