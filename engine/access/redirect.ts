/** How often a request is led on, and how often it may be refused by the machine where it had been allowed in the world. */
const MOST_HOPS = 5;
export const MOST_AGAIN = 2;

/** A request as far as it matters where it is led on to. */
export interface Leading {
  readonly url: string;
  readonly method: string;
  /** How often it was led on before. */
  readonly hops: number;
}

/** What a request becomes that an answer has led on. */
export interface Led {
  /** Who has led it on, for people. */
  readonly from: string;
  /** It goes on as a GET, without what it has sent. */
  readonly asGet: boolean;
  /** It goes to another origin: what was meant for the first one is not for this. */
  readonly isElsewhere: boolean;
}

/** An answer leads a request on; or why nobody goes there, in words. @param to the address, as a URL writes it */
export function ledOn({ url, method, hops }: Leading, status: number, to: string): Led | string {
  const from = new URL(URL.canParse(url) ? url : 'http://invalid/');
  if (hops >= MOST_HOPS) return `it was led on more than ${MOST_HOPS} times, last by ${from.host}`;
  if (from.protocol === 'https:' && to.startsWith('http:')) return `${from.host} leads on from https to http, where nobody goes`;
  return {
    from: from.host,
    asGet: status === 303 ? method !== 'GET' && method !== 'HEAD' : (status === 301 || status === 302) && method === 'POST',
    isElsewhere: !URL.canParse(to) || new URL(to).origin !== from.origin,
  };
}
