import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { ServerOptions } from 'ws';
import { requestedOf } from './handshake.ts';
import { LinkSocket, type SocketKeeper } from './link-socket.ts';

/** What the library hands on to each socket that it makes for a client: its own options, and those that are ours. */
export type AcceptedOptions = ServerOptions & { readonly keeper: SocketKeeper; readonly closeTimeout: number };

/** A socket of a client that has come here. */
export class AcceptedSocket extends LinkSocket {
  /** As the library makes one for a client: without an address, and with the options of its server. */
  constructor(_address: null, _protocols: undefined, options: AcceptedOptions) {
    super(null, [], { closeTimeout: options.closeTimeout }, undefined, options.keeper);
  }

  /** It is open; what it has to say waits until somebody listens. */
  came(request: IncomingMessage, tcp: Socket): void {
    this.tcp = tcp;
    this.opened(requestedOf(request));
    this.pause();
  }
}
