/**
 * What a script finds in its world, for completion and hover, as docs/scripts.md and the library itself (sandbox/guest/) have it. It is data alone, in the
 * form of declarations: the names that there are, and by the types of their values those that are reached by a dot.
 */

/** A name, as its declaration says it. */
export interface Name {
  readonly kind: 'class' | 'function' | 'method' | 'property' | 'variable';
  /** Without the name itself: `: string`, `(name: string): Entity | undefined`. */
  readonly sign: string;
  readonly doc: string;
  /** The type of its value; of a function what it returns, of a class what it makes. Left out where nothing is reached from there that we know. */
  readonly type?: string;
}
export type Names = { readonly [name: string]: Name };

const property = (sign: string, doc: string, type?: string): Name => ({ kind: 'property', sign: `: ${sign}`, doc, ...(type === undefined ? {} : { type }) });
const variable = (sign: string, doc: string, type?: string): Name => ({ kind: 'variable', sign: `: ${sign}`, doc, ...(type === undefined ? {} : { type }) });
const method = (sign: string, doc: string, type?: string): Name => ({ kind: 'method', sign, doc, ...(type === undefined ? {} : { type }) });
const fn = (sign: string, doc: string, type?: string): Name => ({ kind: 'function', sign, doc, ...(type === undefined ? {} : { type }) });
const made = (sign: string, doc: string, type?: string): Name => ({ kind: 'class', sign, doc, ...(type === undefined ? {} : { type }) });

const signal = (told: string, doc: string): Name => property(`Signal<${told}>`, doc, 'Signal');
const LOGS = '(...values: unknown[]): void';

/** What is there without anything before it, besides what is JavaScript's own. */
export const GLOBALS: Names = {
  world: variable('World', 'The world that the script is in.', 'World'),
  entity: variable('Entity', 'The entity that holds the script.', 'Entity'),
  Entity: made('new (id: string)', 'An entity of the world, by its id; it may be gone.', 'Entity'),
  Script: variable('Script', 'Signals of the script itself.', 'Script'),
  print: fn(LOGS, 'Writes a line to the world’s log; 20 in a turn at most.'),
  console: variable('Console', 'Writes lines to the world’s log, each at its level.', 'Console'),
  setTimeout: fn('(callee: Function, milliseconds?: number, ...args: unknown[]): number', 'Calls a function once, by the world’s time: paused, it waits.'),
  setInterval: fn('(callee: Function, milliseconds?: number, ...args: unknown[]): number', 'Calls a function again and again, by the world’s time.'),
  clearTimeout: fn('(timer: number): void', 'Takes a timer back.'),
  clearInterval: fn('(timer: number): void', 'Takes a timer back.'),
  queueMicrotask: fn('(callee: () => void): void', 'Calls a function once what runs now has ended.'),
  performance: variable('Performance', 'The world’s time.', 'Performance'),
  structuredClone: fn('<T>(value: T): T', 'A copy of a value, with all that it holds.'),
  atob: fn('(text: string): string', 'Base64 to text, a character for each byte.'),
  btoa: fn('(text: string): string', 'Text of bytes, a character for each, to Base64.'),
  self: variable('typeof globalThis', 'What is global.'),
  WebSocket: made(
    'new (url: string, protocols?: string | string[])',
    'A WebSocket as browsers have it; its user is asked whether it may connect.',
    'WebSocket',
  ),
  WebSocketServer: made(
    'new (options?: { port, host, path, protocols, allowedOrigins, maxClients })',
    'Listens for WebSockets, once the owner of the machine lets it.',
    'WebSocketServer',
  ),
  fetch: fn(
    '(input: string | URL | Request, init?: RequestInit): Promise<Response>',
    'Asks a server for something, once the owner of the machine has let it.',
    'Response',
  ),
  Headers: made('new (init?: HeadersInit)', 'Headers of a request or of an answer.', 'Headers'),
  Request: made('new (input: string | URL | Request, init?: RequestInit)', 'What is to be fetched.', 'Request'),
  Response: made('new (body?: BodyInit, init?: ResponseInit)', 'An answer.', 'Response'),
  Event: made('new (type: string, options?: object)', 'Something that happens at an EventTarget.', 'Event'),
  EventTarget: made('new ()', 'What events happen at.', 'EventTarget'),
  MessageEvent: made('new (type: string, options?: object)', 'A message that has come.', 'MessageEvent'),
  CloseEvent: made('new (type: string, options?: object)', 'A WebSocket that has closed.', 'CloseEvent'),
  Blob: made('new (parts?: BlobPart[], options?: { type?: string })', 'Bytes that do not change.', 'Blob'),
  AbortController: made('new ()', 'Tells others to stop, by its signal.', 'AbortController'),
  AbortSignal: made('', 'Tells that something is to stop: AbortSignal.timeout(ms) goes by the world’s time.'),
  TextEncoder: made('new ()', 'Text to bytes of UTF-8.', 'TextEncoder'),
  TextDecoder: made('new (label?: string)', 'Bytes of UTF-8 to text.', 'TextDecoder'),
  URL: made('new (url: string, base?: string)', 'An address, in its parts.', 'URL'),
  URLSearchParams: made('new (query?: string)', 'The query of an address, by its names.', 'URLSearchParams'),
  DOMException: made('new (message?: string, name?: string)', 'An error of what browsers have as well.'),
};

const EVENT_TARGET: Names = {
  addEventListener: method('(type: string, listener: (event: Event) => void, options?: object): void', 'Has a function called at each event of a kind.'),
  removeEventListener: method('(type: string, listener: Function): void', 'Has it called no more.'),
  dispatchEvent: method('(event: Event): boolean', 'Sets off an event.'),
};

const BODY: Names = {
  headers: property('Headers', 'Its headers.', 'Headers'),
  bodyUsed: property('boolean', 'Whether its body has been read.'),
  text: method('(): Promise<string>', 'Its body as text.'),
  json: method('(): Promise<any>', 'Its body as JSON.'),
  arrayBuffer: method('(): Promise<ArrayBuffer>', 'Its body as bytes.'),
  bytes: method('(): Promise<Uint8Array>', 'Its body as bytes.'),
  blob: method('(): Promise<Blob>', 'Its body as bytes that do not change.', 'Blob'),
};

/** What is reached by a dot, by the type of what stands before it. Components have their fields besides. */
export const MEMBERS: { readonly [type: string]: Names } = {
  World: {
    name: property('string', 'What the world is called.'),
    tick: property('number', 'Ticks since the world began.'),
    time: property('number', 'Seconds since the world began; they stand still while it is paused.'),
    find: method('(name: string): Entity | undefined', 'The first entity with a name.', 'Entity'),
    get: method('(id: string): Entity | undefined', 'An entity by its id.', 'Entity'),
    query: method('(...types: string[]): Query', 'The entities that have all of these components, as they are whenever they are asked for.', 'Query'),
    apply: method('(operations: object[]): object[]', 'Edits, whole or not at all, in the form that HTTP takes; they are in nobody’s history.'),
    impulse: method('(tag: string, value?: unknown): number', 'Sets off flows and scripts that receive it; gives how many.'),
  },
  Entity: {
    id: property('string', 'Its id, which stays.'),
    name: property('string', 'What it is called.'),
    tag: property('string', 'Its tag.'),
    components: property('string[]', 'Keys of its components.'),
    exists: property('boolean', 'Whether it is there still.'),
    get: method('(key: string): Component | undefined', 'A component by its type or key.', 'Component'),
  },
  Component: {
    key: property('string', 'Its key at its entity: its type, or its type with a number.'),
    owner: property('string', 'The id of its entity.'),
    on: method('(event: string, callee: (told: object) => void): () => void', 'Hears an event of it. Gives a function by which it is heard no more.'),
    command: method('(command: string, values?: object): unknown', 'Gives it a command.'),
  },
  Query: {
    ids: property('string[]', 'Their ids.'),
    entities: property('Entity[]', 'All of them.', 'Entity[]'),
    length: property('number', 'How many there are.'),
    read: method('(type: string, field: string): Float64Array | unknown[]', 'A field of all of them at once; numbers as a Float64Array.'),
    write: method('(type: string, field: string, values: Float64Array | unknown[]): void', 'Writes a field of all of them, in the form in which it is read.'),
  },
  Script: {
    update: signal('number', 'Told once a tick, with the seconds that it takes.'),
    scriptEnding: signal('void', 'Told before the script ends: by an edit of its source, or since it is disabled or inactive.'),
    impulse: signal('{ tag, value, user }', 'Told of impulses that come, from outside, from flows’ or other scripts’.'),
    state: property('any', 'What is to outlive the script: any JSON. It is kept at the end of each turn, and is there again once the script begins anew.'),
    functions: property('{ [name: string]: (value: any) => unknown }', 'What flows may call by the node RunScript, each handed one value.'),
    include: method('(names: string | string[], callback?: () => void): void', 'Runs files beside the scene as if they stood in the script.'),
    print: method(LOGS, 'Writes a line to the world’s log.'),
  },
  Signal: {
    connect: method('(callee: Function): void', 'Has a function called whenever it is told.'),
    disconnect: method('(callee: Function): void', 'Has it called no more.'),
  },
  Console: {
    log: method(LOGS, 'A line in the log.'),
    info: method(LOGS, 'A line in the log.'),
    warn: method(LOGS, 'A warning in the log.'),
    error: method(LOGS, 'An error in the log.'),
    debug: method(LOGS, 'A line of level debug in the log.'),
    assert: method('(condition: unknown, ...values: unknown[]): void', 'An error in the log where the condition does not hold.'),
  },
  Performance: {
    now: method('(): number', 'Milliseconds since the world began.'),
    timeOrigin: property('0', 'Where the world’s time begins.'),
  },
  WebSocket: {
    ...EVENT_TARGET,
    url: property('string', 'Where it connects to.'),
    readyState: property('0 | 1 | 2 | 3', 'CONNECTING, OPEN, CLOSING or CLOSED.'),
    bufferedAmount: property('number', 'Bytes that wait to be sent.'),
    extensions: property('string', 'Extensions that the server has taken.'),
    protocol: property('string', 'The protocol that the server has taken.'),
    binaryType: property('"blob" | "arraybuffer"', 'What bytes that come are handed over as.'),
    send: method('(data: string | ArrayBuffer | ArrayBufferView | Blob): void', 'Sends a message, once it is open; 1 MiB at most.'),
    close: method('(code?: number, reason?: string): void', 'Closes it: with 1000, or a code from 3000 to 4999.'),
    onopen: property('(event: Event) => void', 'Called once it is open.'),
    onmessage: property('(event: MessageEvent) => void', 'Called with each message: its data is text, a Blob or an ArrayBuffer.'),
    onerror: property('(event: Event) => void', 'Called where it fails; the event’s code is one of SocketError.'),
    onclose: property('(event: CloseEvent) => void', 'Called once it has closed, with code, reason and wasClean.'),
    remoteAddress: property('string', 'Who has come, where a server has let it in.'),
    path: property('string', 'The path that it asked for, where a server has let it in.'),
    CloseCode: property('object', 'Names of close codes, as Overte has them.'),
    SocketError: property('object', 'Names of what goes wrong, as Overte has them.'),
    CONNECTING: property('0', 'It is being opened.'),
    OPEN: property('1', 'It is open.'),
    CLOSING: property('2', 'It is being closed.'),
    CLOSED: property('3', 'It has closed.'),
  },
  WebSocketServer: {
    url: property('string', 'Where clients connect to, once it listens.'),
    port: property('number', 'The port that it listens on.'),
    listening: property('boolean', 'Whether it listens.'),
    newConnection: signal('WebSocket', 'Told of each client that has come.'),
    listeningChanged: signal('boolean', 'Told when it begins to listen, and when it ends.'),
    error: signal('string', 'Told of what keeps it from listening.'),
    close: method('(): void', 'Closes every client, and listens no more.'),
  },
  Headers: {
    get: method('(name: string): string | null', 'The value of a name.'),
    getSetCookie: method('(): string[]', 'Each Set-Cookie by itself.'),
    has: method('(name: string): boolean', 'Whether a name is there.'),
    set: method('(name: string, value: string): void', 'Gives a name one value.'),
    append: method('(name: string, value: string): void', 'Gives a name one more value.'),
    delete: method('(name: string): void', 'Takes a name out.'),
    forEach: method('(callee: (value: string, name: string) => void): void', 'Hands over each, in order of their names.'),
  },
  Request: {
    method: property('string', 'GET, POST and so on.'),
    url: property('string', 'Where it goes.'),
    redirect: property('"follow" | "error" | "manual"', 'What becomes of an answer that leads on.'),
    signal: property('AbortSignal', 'Aborting it gives the request up.', 'AbortSignal'),
    ...BODY,
    clone: method('(): Request', 'The same once more.', 'Request'),
  },
  Response: {
    ok: property('boolean', 'Its status is from 200 to 299.'),
    status: property('number', 'The status: 200 where all is well.'),
    statusText: property('string', 'The status in words.'),
    url: property('string', 'Where it came from in the end.'),
    redirected: property('boolean', 'It was led on.'),
    type: property('"basic" | "default" | "error"', 'What kind of answer it is.'),
    ...BODY,
    clone: method('(): Response', 'The same once more.', 'Response'),
  },
  Event: {
    type: property('string', 'What kind of event it is.'),
    target: property('EventTarget', 'What it happened at.'),
    preventDefault: method('(): void', 'Asks for what usually follows not to.'),
    stopPropagation: method('(): void', 'Keeps it from others further up.'),
  },
  EventTarget: EVENT_TARGET,
  MessageEvent: {
    type: property('string', 'What kind of event it is.'),
    data: property('string | Blob | ArrayBuffer', 'What came.'),
    origin: property('string', 'Where it came from.'),
  },
  CloseEvent: {
    type: property('string', 'What kind of event it is.'),
    code: property('number', 'The close code.'),
    reason: property('string', 'Why, in the words of who closed it.'),
    wasClean: property('boolean', 'Whether both sides have closed it.'),
  },
  Blob: {
    size: property('number', 'How many bytes it has.'),
    type: property('string', 'What kind of bytes they are.'),
    text: method('(): Promise<string>', 'Its bytes as text.'),
    arrayBuffer: method('(): Promise<ArrayBuffer>', 'Its bytes.'),
    slice: method('(start?: number, end?: number, type?: string): Blob', 'A part of it.', 'Blob'),
  },
  AbortController: {
    signal: property('AbortSignal', 'By which others hear of it.', 'AbortSignal'),
    abort: method('(reason?: unknown): void', 'Tells them to stop.'),
  },
  AbortSignal: {
    ...EVENT_TARGET,
    aborted: property('boolean', 'Whether it has been told.'),
    reason: property('unknown', 'Why.'),
    onabort: property('(event: Event) => void', 'Called once it has been told.'),
    throwIfAborted: method('(): void', 'Throws the reason where it has been told.'),
  },
  TextEncoder: { encode: method('(text?: string): Uint8Array', 'Text as bytes of UTF-8.') },
  TextDecoder: { decode: method('(bytes?: BufferSource): string', 'Bytes of UTF-8 as text.') },
  URL: {
    href: property('string', 'All of it.'),
    origin: property('string', 'Scheme, host and port.'),
    protocol: property('string', 'The scheme, with its colon.'),
    host: property('string', 'Host and port.'),
    hostname: property('string', 'The host.'),
    port: property('string', 'The port.'),
    pathname: property('string', 'The path.'),
    search: property('string', 'The query, with its question mark.'),
    searchParams: property('URLSearchParams', 'The query, by its names.', 'URLSearchParams'),
    hash: property('string', 'What stands behind #.'),
  },
  URLSearchParams: {
    get: method('(name: string): string | null', 'The first value of a name.'),
    getAll: method('(name: string): string[]', 'All values of a name.'),
    has: method('(name: string): boolean', 'Whether a name is there.'),
    set: method('(name: string, value: string): void', 'Gives a name one value.'),
    append: method('(name: string, value: string): void', 'Gives a name one more value.'),
    delete: method('(name: string): void', 'Takes a name out.'),
  },
};

/** What events of a type are called where they are listened to by name. */
export const EVENTS_OF: { readonly [type: string]: readonly string[] } = { WebSocket: ['open', 'message', 'error', 'close'], AbortSignal: ['abort'] };

/** Operations of `world.apply`. */
export const OPERATIONS: readonly string[] = [
  'addEntity',
  'removeEntity',
  'updateEntity',
  'moveEntity',
  'duplicateEntity',
  'addComponent',
  'removeComponent',
  'setField',
  'patchField',
];

/** What is said of a statement that other engines know. */
export const DEBUGGER =
  'It is passed over: scripts have no debugger here, and no breakpoints. To see what holds at a place, print() it, or ask for it in the console below.';
