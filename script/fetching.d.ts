/* HTTP requests. */

declare namespace Worldwire {
  type HeadersInit = Headers | Iterable<readonly [name: string, value: string]> | Readonly<Record<string, string>>;
  type BodyInit = string | ArrayBuffer | ArrayBufferView | Blob | URLSearchParams;
  interface RequestInit {
    /** Default GET. */
    readonly method?: string;
    /** Those of the connection itself, such as `Host`, are refused. */
    readonly headers?: HeadersInit;
    readonly body?: BodyInit | null;
    /** Aborting it gives the request up. */
    readonly signal?: AbortSignal | null;
    /** What becomes of an answer that leads on; default `follow`. */
    readonly redirect?: 'follow' | 'error' | 'manual';
  }
  interface ResponseInit {
    readonly status?: number;
    readonly statusText?: string;
    readonly headers?: HeadersInit;
  }
}

/**
 * Asks a server for something, once the owner of the machine has let it. Where there is no answer, the promise is rejected with a TypeError whose `code` says
 * why.
 */
declare function fetch(input: string | URL | Request, init?: Worldwire.RequestInit): Promise<Response>;

/** Headers of a request or of an answer. */
declare class Headers {
  constructor(init?: Worldwire.HeadersInit);
  append(name: string, value: string): void;
  delete(name: string): void;
  get(name: string): string | null;
  /** Each `Set-Cookie` by itself. */
  getSetCookie(): string[];
  has(name: string): boolean;
  set(name: string, value: string): void;
  forEach(callee: (value: string, name: string, headers: Headers) => unknown, self?: unknown): void;
  entries(): IterableIterator<[string, string]>;
  keys(): IterableIterator<string>;
  values(): IterableIterator<string>;
  [Symbol.iterator](): IterableIterator<[string, string]>;
}

/** What is to be fetched. */
declare class Request {
  constructor(input: string | URL | Request, init?: Worldwire.RequestInit);
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly redirect: 'follow' | 'error' | 'manual';
  readonly signal: AbortSignal;
  readonly bodyUsed: boolean;
  arrayBuffer(): Promise<ArrayBuffer>;
  blob(): Promise<Blob>;
  bytes(): Promise<Uint8Array>;
  json(): Promise<any>;
  text(): Promise<string>;
  clone(): Request;
}

/** An answer. */
declare class Response {
  constructor(body?: Worldwire.BodyInit | null, init?: Worldwire.ResponseInit);
  static error(): Response;
  static json(data: unknown, init?: Worldwire.ResponseInit): Response;
  readonly type: 'basic' | 'default' | 'error';
  /** Where it came from in the end, without a #fragment. */
  readonly url: string;
  /** It was led on. */
  readonly redirected: boolean;
  readonly status: number;
  /** Its status is from 200 to 299. */
  readonly ok: boolean;
  readonly statusText: string;
  readonly headers: Headers;
  readonly bodyUsed: boolean;
  arrayBuffer(): Promise<ArrayBuffer>;
  blob(): Promise<Blob>;
  bytes(): Promise<Uint8Array>;
  /** Of 65,536 bytes at most. */
  json(): Promise<any>;
  text(): Promise<string>;
  clone(): Response;
}
