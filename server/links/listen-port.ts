import type { Socket } from 'node:net';
import type { LinkEffect, LinkEvent, LinkLimits, ListenEffect } from '../../engine/index.ts';
import type { LinkSocket, SocketKeeper } from './link-socket.ts';
import type { OpenFiles } from './open-files.ts';

export function isListenEffect(effect: LinkEffect): effect is ListenEffect {
  return effect.type === 'listen' || effect.type === 'admit' || effect.type === 'unlisten' || effect.type === 'take';
}

/** What listens for a world and lets clients in, as the one that owns its links knows it. */
export interface ListenPort {
  perform(effect: ListenEffect): void;
  /** What is to be told of listeners since the last time. */
  collect(mode: 'tick' | 'pass'): readonly LinkEvent[];
  /** Nobody is let in any more, and who was let in and not taken is gone. */
  close(): void;
}

/** Somebody who was let in, as a connection is made of them. */
export interface Newcomer {
  readonly socket: LinkSocket;
  readonly tcp: Socket;
  /** Called once the world has been told of the end of that connection. */
  readonly over: () => void;
}

/** What such a one needs of the owner of the links. */
export interface Taker {
  readonly sockets: SocketKeeper;
  readonly files: OpenFiles | undefined;
  /** Somebody who was let in becomes a connection. */
  adopt(connection: number, limits: LinkLimits, newcomer: Newcomer): void;
  /** A connection that was to be taken is not there any more. */
  missing(connection: number): void;
}
