/** The links of a world and agents on real lines of socket.io, with no world around them: every few milliseconds it collects as a tick would. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket as ServerSocket } from 'socket.io';
import { io } from 'socket.io-client';
import type { LinkLimits, UserRef } from '../../engine/index.ts';
import { Agents } from '../../server/agents/agents.ts';
import { ConnectedAgent } from '../../server/agents/connected-agent.ts';
import type { LinkOptions } from '../../server/links/link-manager.ts';
import type { AgentFeatures } from '../../agent/messages.ts';
import { LIMITS, LinkRig } from '../peers/link-rig.ts';
import { atEnd } from './running.ts';
import { ScriptedAgent, TERMINAL } from './scripted-agent.ts';

export const WORLD = 'rig';

export interface SeatedAgent {
  /** The machine's end of the line. */
  readonly agent: ScriptedAgent;
  /** The server's end of it. */
  readonly seated: ConnectedAgent;
  readonly user: UserRef;
  /** The server's socket of the line. */
  readonly socket: ServerSocket;
  /** Why the server ended the line. */
  readonly faults: string[];
}

export class RelayRig extends LinkRig {
  readonly agents: Agents;
  readonly #io: Server;
  readonly #port: number;
  #number = 1000;

  private constructor(agents: Agents, server: Server, port: number, options: LinkOptions) {
    super({ agents: (user) => agents.newest(WORLD, user), ...options });
    this.agents = agents;
    this.#io = server;
    this.#port = port;
  }

  static async start(options: LinkOptions = {}): Promise<RelayRig> {
    const http = createServer();
    const server = new Server(http, { serveClient: false, perMessageDeflate: false, maxHttpBufferSize: 1_000_000 });
    await new Promise<void>((resolve) => {
      http.listen(0, '127.0.0.1', resolve);
    });
    const rig = new RelayRig(new Agents(), server, (http.address() as AddressInfo).port, options);
    atEnd(async () => {
      await rig.links.closeAll(100);
      await server.close();
    });
    return rig;
  }

  /** A machine comes in. */
  async seat(userId: string, machineId: string, more: { silent?: boolean; features?: AgentFeatures; name?: string } = {}): Promise<SeatedAgent> {
    const { features = TERMINAL, name = userId } = more;
    const coming = new Promise<ServerSocket>((resolve) => {
      this.#io.once('connection', resolve);
    });
    const agent = new ScriptedAgent(
      io(`http://127.0.0.1:${this.#port}`, { transports: ['websocket'], forceNew: true, reconnection: false }),
      more.silent ?? false,
    );
    const socket = await coming;
    const faults: string[] = [];
    let given = 0;
    let taken = 0;
    socket.conn.on('drain', () => {
      taken = given;
      given = 0;
    });
    const seated = new ConnectedAgent(WORLD, { userId, machineId, name, role: 'Guest', kind: features.kind }, features, {
      questions: (message) => socket.emit('questions', message),
      relay: (frame) => {
        given += frame.length;
        socket.emit('relay', frame);
      },
      backlog: () => given + taken,
      end: (reason) => {
        faults.push(reason);
        socket.disconnect(true);
      },
    });
    socket.on('relay', (frame: unknown) => seated.receive(frame));
    socket.on('disconnect', () => this.agents.remove(seated, 'the connection to the page was lost'));
    this.agents.add(seated);
    return { agent, seated, user: { userId, machineId }, socket, faults };
  }

  /** Opens a connection on a user's machine; gives its number. */
  openAt(user: UserRef, url: string, limits: Partial<LinkLimits> = {}, headers: { readonly [name: string]: string } = {}): number {
    this.#number += 1;
    const connection = this.#number;
    this.links.perform({
      type: 'open',
      connection,
      user,
      entity: 'lamp',
      component: 'WebsocketClient',
      url,
      protocols: [],
      headers,
      limits: { ...LIMITS, ...limits },
    });
    return connection;
  }
}
