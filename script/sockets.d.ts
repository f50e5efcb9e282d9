/* WebSockets of both ends. */

declare namespace Worldwire {
  /** The events of a WebSocket. */
  interface WebSocketEvents {
    open: Event;
    message: MessageEvent;
    error: WebSocketError;
    close: CloseEvent;
  }
  /** Why a WebSocket has failed, as Overte's scripts are told it besides. */
  interface WebSocketError extends Event {
    /** One of `WebSocket.SocketError`. */
    readonly code: number;
    readonly message: string;
  }
  /** A client that a WebSocketServer has let in. */
  interface ServerSocket extends WebSocket {
    /** What it asked for, with its query. */
    readonly path: string;
    /** Where it comes from, as 127.0.0.1:50123. */
    readonly remoteAddress: string;
  }
  /** Overte's names of close codes. */
  interface CloseCode {
    readonly CloseCodeNormal: 1000;
    readonly CloseCodeGoingAway: 1001;
    readonly CloseCodeProtocolError: 1002;
    readonly CloseCodeDatatypeNotSupported: 1003;
    readonly CloseCodeReserved1004: 1004;
    readonly CloseCodeMissingStatusCode: 1005;
    readonly CloseCodeAbnormalDisconnection: 1006;
    readonly CloseCodeWrongDatatype: 1007;
    readonly CloseCodePolicyViolated: 1008;
    readonly CloseCodeTooMuchData: 1009;
    readonly CloseCodeMissingExtension: 1010;
    readonly CloseCodeBadOperation: 1011;
    readonly CloseCodeServiceRestart: 1012;
    readonly CloseCodeTryAgainLater: 1013;
    readonly CloseCodeBadGateway: 1014;
    readonly CloseCodeTlsHandshakeFailed: 1015;
  }
  /** Overte's names of what can go wrong with a socket. */
  interface SocketError {
    readonly UnknownSocketError: -1;
    readonly ConnectionRefusedError: 0;
    readonly RemoteHostClosedError: 1;
    readonly HostNotFoundError: 2;
    readonly SocketAccessError: 3;
    readonly SocketResourceError: 4;
    readonly SocketTimeoutError: 5;
    readonly DatagramTooLargeError: 6;
    readonly NetworkError: 7;
    readonly AddressInUseError: 8;
    readonly SocketAddressNotAvailableError: 9;
    readonly UnsupportedSocketOperationError: 10;
    readonly ProxyAuthenticationRequiredError: 11;
    readonly SslHandshakeFailedError: 12;
    readonly UnfinishedSocketOperationError: 13;
    readonly ProxyConnectionRefusedError: 14;
    readonly ProxyConnectionClosedError: 15;
    readonly ProxyConnectionTimeoutError: 16;
    readonly ProxyNotFoundError: 17;
    readonly ProxyProtocolError: 18;
    readonly OperationError: 19;
    readonly SslInternalError: 20;
    readonly SslInvalidUserDataError: 21;
    readonly TemporaryError: 22;
  }
  interface WebSocketServerOptions {
    /** 0, or none: any that is free. */
    readonly port?: number;
    /** Address of this machine. Default 127.0.0.1, which only the machine itself reaches. */
    readonly host?: string;
    readonly path?: string;
    readonly protocols?: readonly string[];
    /** Origins whose pages may connect from a browser; none may without. */
    readonly allowedOrigins?: readonly string[];
    readonly maxClients?: number;
    readonly serverName?: string;
  }
}

/** A connection to a server, as browsers have it, with what Overte's scripts know besides. */
declare class WebSocket extends EventTarget {
  /** @param url ws: or wss:. A socket that a server has let in is itself. */
  constructor(url: string | URL | WebSocket, protocols?: string | Iterable<string>);
  static readonly CONNECTING: 0;
  static readonly OPEN: 1;
  static readonly CLOSING: 2;
  static readonly CLOSED: 3;
  static readonly CloseCode: Worldwire.CloseCode;
  static readonly SocketError: Worldwire.SocketError;
  readonly CONNECTING: 0;
  readonly OPEN: 1;
  readonly CLOSING: 2;
  readonly CLOSED: 3;
  readonly CloseCode: Worldwire.CloseCode;
  readonly SocketError: Worldwire.SocketError;
  readonly url: string;
  readonly readyState: 0 | 1 | 2 | 3;
  /** Bytes that wait to be sent. */
  readonly bufferedAmount: number;
  readonly extensions: string;
  /** The subprotocol that was agreed on; empty if none. */
  readonly protocol: string;
  /** How bytes are handed out. */
  binaryType: 'blob' | 'arraybuffer';
  send(data: string | ArrayBuffer | ArrayBufferView | Blob): void;
  /** @param code 1000, or from 3000 to 4999 */
  close(code?: number, reason?: string): void;
  onopen: ((this: WebSocket, event: Event) => unknown) | null;
  onmessage: ((this: WebSocket, event: MessageEvent) => unknown) | null;
  onerror: ((this: WebSocket, event: Worldwire.WebSocketError) => unknown) | null;
  onclose: ((this: WebSocket, event: CloseEvent) => unknown) | null;
  addEventListener<K extends keyof Worldwire.WebSocketEvents>(
    type: K,
    callback: Worldwire.Listener<Worldwire.WebSocketEvents[K]>,
    options?: boolean | Worldwire.ListenerOptions,
  ): void;
  addEventListener(type: string, callback: Worldwire.Listener<any>, options?: boolean | Worldwire.ListenerOptions): void;
}

/** A server of WebSockets. It listens once the owner of the machine has let it, which `listeningChanged` tells. */
declare class WebSocketServer {
  constructor(options?: Worldwire.WebSocketServerOptions);
  /** Told of each client that was let in, which is open already. */
  readonly newConnection: Worldwire.Signal<Worldwire.ServerSocket>;
  readonly listeningChanged: Worldwire.Signal<boolean>;
  /** Told why it does not listen. */
  readonly error: Worldwire.Signal<string>;
  /** Where clients connect to, once it listens. */
  readonly url: string;
  readonly port: number;
  readonly listening: boolean;
  /** Closes every client with 1001, and listens no more. */
  close(): void;
}
