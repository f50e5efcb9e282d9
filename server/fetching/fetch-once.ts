import { request as plainRequest, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { SecureContext } from 'node:tls';
import { WorldwireError, type FetchAnswer, type FetchArgs } from '../../engine/index.ts';
import { watchAnswer } from '../links/answer-watch.ts';
import { checkedWay, type DialSettings } from '../links/dial.ts';
import type { Attempt } from '../links/failure.ts';
import { routeThrough, type ProxyRoute } from '../links/proxy-agent.ts';
import { placeOf } from '../links/system-error.ts';
import { bodyText, encodingOf } from './body-text.ts';
import { fetchFailure } from './fetch-failure.ts';

/** How much a request may take. */
export interface FetchLimits {
  /** Milliseconds from the look-up of the name to the last byte. */
  readonly time: number;
  /** Bytes of the body. */
  readonly body: number;
  /** Bytes of all headers. */
  readonly headers: number;
}

export interface FetchSettings extends Pick<DialSettings, 'checkAddress' | 'resolve' | 'secureContext' | 'proxies' | 'files'> {
  readonly limits: FetchLimits;
}

/** Bytes that may come beside a body, and for each byte of it: what cuts a body into parts is more than the body where these are small. */
const BESIDE = 256 * 1024,
  FOR_EACH_BYTE = 4;
/** Statuses that lead on to another address. */
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * Makes one request, with nothing sent along that was not asked for: no cookies, no user, no word of where it comes from. Redirects are told and not
 * followed.
 * @throws WorldwireError that says why there is no answer
 */
export async function fetchOnce(args: FetchArgs, settings: FetchSettings, signal: AbortSignal): Promise<FetchAnswer> {
  const { files, proxies, secureContext } = settings;
  const url = addressOf(args.url);
  let attempt: Attempt = { url, protocols: [], files };
  let route: ProxyRoute | undefined;
  try {
    files?.check();
    const proxy = proxies?.for(url);
    if (proxy !== undefined) {
      route = routeThrough(proxy, secureContext);
      attempt = { ...attempt, proxy: route.attempt };
    }
    files?.born();
    try {
      return await answerOf(url, args, settings, route, signal);
    } finally {
      route?.end();
      files?.buried();
    }
  } catch (error) {
    const { code, message } = fetchFailure(error as Error, attempt);
    throw new WorldwireError(code, message);
  }
}

function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw new WorldwireError('WW_FETCH_FAILED', 'the address is not http:// or https://');
  if (url.username !== '' || url.password !== '') throw new WorldwireError('WW_FETCH_FAILED', 'the address holds a user or password');
  return url;
}

function answerOf(url: URL, args: FetchArgs, settings: FetchSettings, route: ProxyRoute | undefined, signal: AbortSignal): Promise<FetchAnswer> {
  const { time } = settings.limits;
  return new Promise((resolve, reject) => {
    const request = begin(url, args, settings, route);
    const timer = setTimeout(() => fail(new WorldwireError('WW_FETCH_FAILED', `${placeOf(url)} took longer than ${time / 1000} s to answer`)), time);
    const stop = (): void => fail(new WorldwireError('WW_FETCH_FAILED', 'nobody waits for the answer any more'));
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      // What it still has to say is said to nobody; without a listener it would end the process.
      request.on('error', () => undefined);
      request.destroy();
    };
    const fail = (error: Error): void => {
      settle();
      reject(error);
    };
    signal.addEventListener('abort', stop);
    if (signal.aborted) return stop();
    request.on('error', fail);
    const taken = { bytes: 0 };
    watchAnswer(
      request,
      () => BESIDE + settings.limits.headers + FOR_EACH_BYTE * taken.bytes,
      (what) => new WorldwireError('WW_FETCH_FAILED', `${placeOf(url)} ${what}`),
    );
    request.on('upgrade', (_response, socket) => {
      socket.destroy();
      fail(new WorldwireError('WW_FETCH_FAILED', `${placeOf(url)} went over to another protocol, which was not asked for`));
    });
    request.on('response', (response) => {
      response.on('error', () => undefined);
      // What a proxy says that makes no connection is no answer of the server's.
      if (route?.attempt.through === false) return fail(new Error('the proxy has answered instead'));
      read(url, args, response, settings.limits, taken).then((answer) => {
        settle();
        resolve(answer);
      }, fail);
    });
    request.end(sentBy(args));
  });
}

function begin(url: URL, args: FetchArgs, settings: FetchSettings, route: ProxyRoute | undefined): ClientRequest {
  const options: RequestOptions & { secureContext?: SecureContext } = {
    method: args.method,
    headers: headersOf(args),
    // A connection of its own, which ends with the answer.
    agent: route?.agent ?? false,
    maxHeaderSize: settings.limits.headers,
    ...checkedWay(url, settings),
  };
  if (url.protocol === 'http:') return plainRequest(url, options);
  return secureRequest(url, { ...options, rejectUnauthorized: true, secureContext: settings.secureContext() } as RequestOptions);
}

/** Headers as they are sent; those of who asks take the place of ours, but for what the connection is read by. */
function headersOf({ method, mediaType, body, raw }: FetchArgs): Record<string, string | number> {
  const own = { accept: '*/*', 'user-agent': 'Worldwire' };
  const encoding = { 'accept-encoding': 'identity' };
  if (raw === undefined)
    return { ...own, ...encoding, ...(method === 'POST' ? { 'content-type': typeOf(mediaType), 'content-length': Buffer.byteLength(body) } : {}) };
  const given = Object.fromEntries(pairsOf(raw.headers));
  const sent = sentBy({ method, body, raw });
  // Of what sends something by its nature, it is told that this has nothing.
  const length = sent?.length ?? (method === 'POST' || method === 'PUT' ? 0 : undefined);
  return { ...own, ...given, ...encoding, ...(length === undefined ? {} : { 'content-length': length }) };
}

function pairsOf(list: readonly string[]): [string, string][] {
  return Array.from({ length: list.length >> 1 }, (_, at) => [(list[2 * at] as string).toLowerCase(), list[2 * at + 1] as string]);
}

function sentBy({ method, body, raw }: Pick<FetchArgs, 'method' | 'body' | 'raw'>): string | Buffer | undefined {
  if (raw !== undefined) return raw.body === null ? undefined : Buffer.from(raw.body, 'base64');
  return method === 'POST' ? body : undefined;
}

/** The body's type, as it is told: always UTF-8, where it does not say so itself. */
function typeOf(mediaType: string): string {
  const type = mediaType.trim() === '' ? 'application/json' : mediaType.trim();
  if (!/^[!#$%&'*+\-.^_`|~\w]+\/[!#$%&'*+\-.^_`|~\w]+(\s*;[\t\x20-\x7e]*)?$/.test(type))
    throw new WorldwireError('WW_FETCH_FAILED', `${JSON.stringify(type)} is no media type; expected one like text/plain`);
  return /;\s*charset\s*=/i.test(type) ? type : `${type}; charset=utf-8`;
}

async function read(url: URL, args: FetchArgs, response: IncomingMessage, limits: FetchLimits, taken: { bytes: number }): Promise<FetchAnswer> {
  const { statusCode: status = 0, headers } = response;
  if (status < 100) throw new WorldwireError('WW_FETCH_FAILED', `${placeOf(url)} answers with the status ${status}, which there is none of`);
  const raw = (body: Buffer): Pick<FetchAnswer, 'raw'> => {
    if (args.raw === undefined) return {};
    return { raw: { statusText: response.statusMessage ?? '', headers: pairsOf(response.rawHeaders).flat(), body: body.toString('base64') } };
  };
  if (REDIRECTS.has(status) && headers.location !== undefined) {
    if (!URL.canParse(headers.location, url)) throw new WorldwireError('WW_FETCH_FAILED', `${placeOf(url)} leads on to what is no address`);
    return { status, content: '', redirect: new URL(headers.location, url).href, ...raw(Buffer.alloc(0)) };
  }
  // What is told by HEAD is told of a body that does not come.
  if (args.method === 'HEAD') return { status, content: '', ...raw(Buffer.alloc(0)) };
  const decoder = encodingOf(headers, args.raw !== undefined);
  const tooMuch = (): WorldwireError => new WorldwireError('WW_FETCH_FAILED', `${placeOf(url)} answers with more than ${limits.body} bytes`);
  if (Number(headers['content-length'] ?? 0) > limits.body) throw tooMuch();
  const parts: Buffer[] = [];
  for await (const part of response as AsyncIterable<Buffer>) {
    taken.bytes += part.length;
    if (taken.bytes > limits.body) throw tooMuch();
    parts.push(part);
  }
  if (!response.complete) throw new WorldwireError('WW_FETCH_FAILED', `${placeOf(url)} ended the connection in the middle of its answer`);
  const body = Buffer.concat(parts);
  return { status, content: args.raw === undefined ? bodyText(body, decoder) : '', ...raw(body) };
}
