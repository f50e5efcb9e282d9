// JSON-RPC 2.0 (jsonrpc.org/specification) over a WebSocket, for both ends: each may call the other, and answer.

const PARSE = -32_700,
  INVALID = -32_600,
  UNKNOWN = -32_601,
  INTERNAL = -32_603;
/** Calls of the other that are answered at a time, and of ours that wait for an answer. */
const MOST_CALLS = 100;

/** What a method may be handed. */
export type Params = any;
/** @returns what is answered: JSON, or a promise of that */
export type Method = (params: Params) => unknown;

/** An error that the other end has answered with, or that this end answers with where a method throws it. */
export class RpcError extends Error {
  readonly code: number;
  readonly data: unknown;

  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.name = 'RpcError';
    this.code = code;
    this.data = data;
  }
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: number;
}

export class JsonRpc {
  /** What the other may call, by name. */
  readonly methods: { [name: string]: Method };
  readonly #socket: WebSocket;
  readonly #patience: number;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  #underWay = 0;

  /**
   * @param socket one that is open, or will be: what is called before waits until it is
   * @param patience milliseconds that a call waits for its answer; default 10,000
   */
  constructor(socket: WebSocket, methods: { readonly [name: string]: Method } = {}, patience = 10_000) {
    this.#socket = socket;
    this.#patience = patience;
    // Without a prototype, so that nobody calls what every object has.
    this.methods = Object.assign(Object.create(null), methods);
    socket.addEventListener('message', ({ data }) => void this.#heard(data));
    socket.addEventListener('close', ({ code }) => {
      for (const { reject, timer } of this.#waiting.values()) {
        clearTimeout(timer);
        reject(new Error(`the connection was closed with ${code}`));
      }
      this.#waiting.clear();
    });
  }

  /** Calls a method of the other end. Rejects with an RpcError where that refuses it, and with an Error where there is no answer. */
  call(method: string, params?: unknown): Promise<unknown> {
    if (this.#waiting.size >= MOST_CALLS) return Promise.reject(new Error(`${MOST_CALLS} calls wait for their answers already`));
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      const late = (): void => {
        this.#waiting.delete(id);
        reject(new Error(`${method} was not answered within ${this.#patience / 1000} s`));
      };
      this.#waiting.set(id, { resolve, reject, timer: setTimeout(late, this.#patience) });
      this.#send({ jsonrpc: '2.0', id, method, params });
    });
  }

  /** Tells the other end something that it does not answer. */
  notify(method: string, params?: unknown): void {
    this.#send({ jsonrpc: '2.0', method, params });
  }

  #send(message: unknown): void {
    const text = JSON.stringify(message);
    if (this.#socket.readyState === WebSocket.CONNECTING) this.#socket.addEventListener('open', () => this.#socket.send(text), { once: true });
    else this.#socket.send(text);
  }

  async #heard(data: unknown): Promise<void> {
    let message: unknown;
    try {
      message = JSON.parse(typeof data === 'string' ? data : '');
    } catch {
      return this.#send(failed(null, PARSE, 'expected JSON'));
    }
    if (!Array.isArray(message)) {
      const answer = await this.#take(message);
      if (answer !== undefined) this.#send(answer);
      return;
    }
    if (message.length === 0) return this.#send(failed(null, INVALID, 'expected a call or more of them'));
    // A batch is answered at once, without what asks for no answer.
    const answers = (await Promise.all(message.map((each) => this.#take(each)))).filter((each) => each !== undefined);
    if (answers.length > 0) this.#send(answers);
  }

  /** Takes a call or an answer. @returns what is to be answered */
  async #take(message: any): Promise<unknown> {
    const { id, method, params, result, error } = Object(message);
    if (typeof method !== 'string') {
      if (typeof id === 'number' && (result !== undefined || error !== undefined)) this.#answered(id, result, error);
      else return failed(null, INVALID, 'expected a call, as {"jsonrpc": "2.0", "id": 1, "method": "name"}');
      return undefined;
    }
    const answer = await this.#do(id ?? null, method, params);
    return id === undefined ? undefined : answer;
  }

  #answered(id: number, result: unknown, error: any): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    if (error === undefined || error === null) waiting.resolve(result);
    else waiting.reject(new RpcError(Number(error.code), String(error.message), error.data));
  }

  async #do(id: unknown, name: string, params: Params): Promise<unknown> {
    const method = this.methods[name];
    if (method === undefined) return failed(id, UNKNOWN, `there is no method ${name}`);
    if (this.#underWay >= MOST_CALLS) return failed(id, INTERNAL, `${MOST_CALLS} calls are under way already`);
    this.#underWay++;
    try {
      return { jsonrpc: '2.0', id, result: (await method(params)) ?? null };
    } catch (error) {
      if (error instanceof RpcError) return failed(id, error.code, error.message, error.data);
      console.error(`${name}:`, error);
      return failed(id, INTERNAL, `${name} has failed`);
    } finally {
      this.#underWay--;
    }
  }
}

function failed(id: unknown, code: number, message: string, data?: unknown): unknown {
  return { jsonrpc: '2.0', id, error: { code, message, data } };
}
