import { HOST } from '../door.ts';
import type { ListeningState } from '../components/websocket-server.ts';
import { DueHeap } from '../world/due-heap.ts';
import type { Linked } from '../world/owned.ts';

/** An event of a server that waits to be handed out; `client` is that client's number. */
export type Pending =
  | { readonly type: 'message'; readonly client: number; readonly data: string | Uint8Array }
  | { readonly type: 'connected'; readonly client: number }
  | { readonly type: 'disconnected'; readonly client: number; readonly code: number; readonly reason: string };

/** How the connection of a client ended, or is about to: what OnClientDisconnected will tell. */
export interface Leaving {
  readonly code: number;
  readonly reason: string;
}

/** Where a client stands. One that is gone stays until what it had sent, and its end, are handed out. */
export const CLIENT_STATES = ['Open', 'Closing', 'Gone'] as const;
export type ClientState = (typeof CLIENT_STATES)[number];

/** What is kept of a client; data only. `number` is that by which its link knows it, 0 once it is gone. */
export interface Client extends Linked {
  /** Its number for everybody: that which it was given when it was taken. */
  id: number;
  readonly server: Server;
  readonly path: string;
  readonly protocol: string;
  readonly address: string;
  /** Real time in ms at which it came. */
  readonly came: number;
  state: ClientState;
  /** Real time in ms at which it was heard last, and when it was asked for a sign of life since; null where it was not. */
  since: number;
  pingedAt: number | null;
  leaving: Leaving | null;
  /** Messages and bytes that were handed out, and that were accepted for sending. */
  messagesIn: number;
  bytesIn: number;
  /** How many were accepted: the number of the newest. Those that failed are taken off `messagesOut` and `bytesOut` again. */
  sends: number;
  messagesOut: number;
  bytesOut: number;
  /** Bytes that were accepted for sending since it came. */
  offered: number;
  /** Bytes that wait to be sent: as the link told last, and accepted since. */
  buffered: number;
  accepted: number;
  acceptedStep: number;
}

/** What is kept of a WebsocketServer besides its columns; data only, but for the heap, which follows from it. `number` is that of its listener. */
export interface Server extends Linked {
  readonly row: number;
  state: ListeningState;
  /** User id of who has set off what goes on; the host where that was a scene or time. */
  acting: string;
  /** It is to be looked at in its turn, whether it begins. */
  fresh: boolean;
  /** It could not listen, and is not to be tried again by itself. */
  held: boolean;
  /** Why it last could not listen, in words; empty where it could. */
  failure: string;
  /** Real time in ms from which the wait for the next attempt counts. */
  since: number;
  /** Where it listens, as its listener told. */
  at: { readonly host: string; readonly port: number } | null;
  /** By number, in the order in which they came. */
  readonly clients: Map<number, Client>;
  /** How many of them are open. */
  open: number;
  /** Clients by when they are to be looked at; an entry may be early, and never late. Of each that is open there is one, while there is a PingInterval. */
  patience: DueHeap<number>;
  /** Events to hand out, in order; those before `handed` have been. */
  out: Pending[];
  handed: number;
  /** Bytes that wait for all clients: as links told, and accepted since in the step `acceptedStep`. */
  buffered: number;
  accepted: number;
  acceptedStep: number;
  /** Real time in ms at which the log was told last of clients that were at fault, and of how many it was not told since. */
  warnedAt: number;
  unwarned: number;
  gone: boolean;
}

export function newServer(row: number): Server {
  return {
    row,
    number: 0,
    state: 'Idle',
    acting: HOST.userId,
    fresh: false,
    held: false,
    failure: '',
    since: 0,
    at: null,
    clients: new Map(),
    open: 0,
    patience: new DueHeap(),
    out: [],
    handed: 0,
    buffered: 0,
    accepted: 0,
    acceptedStep: 0,
    warnedAt: -1000,
    unwarned: 0,
    gone: false,
  };
}

/** The record of somebody who comes; its numbers are given when it is taken. */
export function newClient(server: Server, { path, protocol, address, came }: Pick<Client, 'path' | 'protocol' | 'address' | 'came'>): Client {
  return {
    id: 0,
    number: 0,
    server,
    path,
    protocol,
    address,
    came,
    state: 'Open',
    since: came,
    pingedAt: null,
    leaving: null,
    messagesIn: 0,
    bytesIn: 0,
    sends: 0,
    messagesOut: 0,
    bytesOut: 0,
    offered: 0,
    buffered: 0,
    accepted: 0,
    acceptedStep: 0,
  };
}

/** Whether what a link or a question speaks of is a client, and not a listener. */
export function isClient(holder: object): holder is Client {
  return 'server' in holder;
}
