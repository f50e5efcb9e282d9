import { WebSocket } from 'ws';
import type { RunningServer } from '../../server/index.ts';
import { WIRE_VERSION } from '../../server/protocol.ts';
import { atEnd } from './running.ts';

/** One of many inspectors: it speaks the packets of socket.io itself and looks into no more of the answers than it must, so that a thousand of them cost less than the server that they look at. */
export class Inspector {
  readonly #socket: WebSocket;
  /** Answers of `hello`, `enter` and `watch` that said ok. */
  welcomed = 0;
  refused: string | undefined;
  /** What the first telling of its tree said. */
  tree: string | undefined;

  constructor(server: RunningServer, cookie: string, name: string, world: string) {
    const url = `${server.origin.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
    this.#socket = new WebSocket(url, { headers: { cookie, origin: server.origin }, perMessageDeflate: false });
    atEnd(() => this.#socket.terminate());
    const asks = [
      ['hello', { version: WIRE_VERSION, name }],
      ['enter', { world }],
      ['watch', { view: 1, what: { kind: 'tree', expanded: [], offset: 0, limit: 20 } }],
    ] as const;
    const next = (): void => {
      const ask = asks[this.welcomed];
      if (ask !== undefined) this.#socket.send(`42${this.welcomed}${JSON.stringify(ask)}`);
    };
    this.#socket.on('error', (error) => (this.refused ??= error.message));
    this.#socket.on('close', (code) => (this.refused ??= `closed with ${code}`));
    this.#socket.on('message', (data: Buffer) => {
      const kind = data.toString('latin1', 0, 60);
      if (kind === '2') this.#socket.send('3');
      else if (kind.startsWith('0')) this.#socket.send('40');
      else if (kind.startsWith('40')) next();
      else if (kind.startsWith('44')) this.refused ??= data.toString();
      else if (kind.startsWith('43')) {
        if (!kind.includes('{"ok":true')) this.refused ??= data.toString();
        this.welcomed += 1;
        next();
      } else if (this.tree === undefined && kind.startsWith('42["updates"')) this.tree = data.toString();
    });
  }

  leave(): void {
    this.#socket.close();
  }
}
