import type { ListeningState } from '../components/websocket-server.ts';

/**
 * What can happen to a server.
 * go: it begins, in its turn · stop: something that it needs is gone · renew: host or port have changed · remove: the component is gone ·
 * listening: told by its listener · lost: the listener could not begin, or has ended · retry: it is to be tried again · timeUp: its timer ran out.
 */
export type ServerEvent = 'go' | 'stop' | 'renew' | 'remove' | 'listening' | 'lost' | 'retry' | 'timeUp';

/**
 * What follows.
 * listen, unlisten: said to the host · farewell: every client is closed with 1001 · drop: every client is given up unread · retryTimer: start it ·
 * settle: wait for the next attempt, or hold · again: its turn looks whether it begins.
 */
export type ServerAction = 'listen' | 'unlisten' | 'farewell' | 'drop' | 'retryTimer' | 'settle' | 'again';

export type Cell = readonly [next: ListeningState, ...actions: ServerAction[]];
type Row = { readonly [E in ServerEvent]?: Cell };

/** The WebsocketServer's state machine, whole. An event without a cell changes nothing in that state. A listener that is lost leaves its clients. */
export const STATE_TABLE: { readonly [S in ListeningState]: Row } = {
  Idle: {
    go: ['Starting', 'listen'],
    retry: ['WaitingToRetry', 'retryTimer'],
    stop: ['Idle', 'farewell'],
    renew: ['Idle', 'farewell', 'again'],
    remove: ['Idle', 'drop'],
  },
  Starting: {
    listening: ['Listening'],
    lost: ['Idle', 'settle'],
    stop: ['Idle', 'unlisten', 'farewell'],
    renew: ['Idle', 'unlisten', 'farewell', 'again'],
    remove: ['Idle', 'unlisten', 'drop'],
  },
  Listening: {
    lost: ['Idle', 'settle'],
    stop: ['Idle', 'unlisten', 'farewell'],
    renew: ['Idle', 'unlisten', 'farewell', 'again'],
    remove: ['Idle', 'unlisten', 'drop'],
  },
  WaitingToRetry: {
    timeUp: ['Idle', 'again'],
    stop: ['Idle', 'farewell'],
    renew: ['Idle', 'farewell', 'again'],
    remove: ['Idle', 'drop'],
  },
};
