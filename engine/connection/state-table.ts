import type { ConnectionState } from '../door.ts';

/**
 * What can happen to a connection.
 * go, goGranted: it begins, and asks the user first, or has a permission that stands · stop: something that it needs is gone ·
 * renew: a setting has changed, so what stands is out of date · remove: the component is gone, or its world ·
 * allow, deny, dismiss: the handling user's answer · recheck: that user has changed a decision about the host ·
 * opened, lost, drained: told by the link · barred: the link refused to connect to the address · near: the link refused, since the address
 * lies near and the user was not told so when they allowed it · timeUp: its timer ran out ·
 * retry, refuse: where a connection that has ended goes from Idle.
 */
export type ConnectionEvent =
  | 'go'
  | 'goGranted'
  | 'stop'
  | 'renew'
  | 'remove'
  | 'allow'
  | 'deny'
  | 'dismiss'
  | 'recheck'
  | 'opened'
  | 'lost'
  | 'drained'
  | 'barred'
  | 'near'
  | 'timeUp'
  | 'retry'
  | 'refuse';

/**
 * What follows.
 * ask, withdraw: put the question to the handling user, take it back · open, close, drop: said to the link; close hands over
 * what was received, drop forgets it · connectTimer, idleTimer, retryTimer: start the one timer · connected, disconnected: the events ·
 * thenNow, thenRetry, thenDenied: note in `after` what follows the end · settle: do what `after` says, if the client may still connect ·
 * hold: do not begin by itself again.
 */
export type ConnectionAction =
  | 'ask'
  | 'withdraw'
  | 'open'
  | 'close'
  | 'drop'
  | 'connectTimer'
  | 'idleTimer'
  | 'retryTimer'
  | 'connected'
  | 'disconnected'
  | 'thenNow'
  | 'thenRetry'
  | 'thenDenied'
  | 'settle'
  | 'hold';

/** The state that follows, and what is done. */
export type Cell = readonly [next: ConnectionState, ...actions: ConnectionAction[]];
type Row = { readonly [E in ConnectionEvent]?: Cell };

/** The WebsocketClient's state machine, whole. An event without a cell changes nothing in that state. */
export const STATE_TABLE: { readonly [S in ConnectionState]: Row } = {
  Idle: {
    go: ['AwaitingAccess', 'ask'],
    goGranted: ['Connecting', 'open', 'connectTimer'],
    retry: ['WaitingToRetry', 'retryTimer'],
    refuse: ['Denied'],
    remove: ['Idle', 'withdraw'],
  },
  AwaitingAccess: {
    allow: ['Connecting', 'open', 'connectTimer'],
    deny: ['Denied', 'disconnected'],
    dismiss: ['Idle', 'hold'],
    recheck: ['AwaitingAccess', 'ask'],
    renew: ['Idle', 'withdraw', 'thenNow', 'settle'],
    stop: ['Idle', 'withdraw'],
    remove: ['Idle', 'withdraw'],
  },
  Denied: {
    go: ['AwaitingAccess', 'ask'],
    recheck: ['AwaitingAccess', 'ask'],
    renew: ['Idle', 'thenNow', 'settle'],
    stop: ['Idle'],
    remove: ['Idle'],
  },
  Connecting: {
    opened: ['Open', 'idleTimer', 'connected'],
    lost: ['Idle', 'disconnected', 'thenRetry', 'settle'],
    timeUp: ['Idle', 'drop', 'disconnected', 'thenRetry', 'settle'],
    barred: ['Denied', 'withdraw', 'disconnected'],
    near: ['Idle', 'withdraw', 'disconnected', 'thenNow', 'settle'],
    deny: ['Denied', 'drop', 'disconnected'],
    recheck: ['Connecting', 'ask'],
    renew: ['Idle', 'withdraw', 'drop', 'disconnected', 'thenNow', 'settle'],
    stop: ['Idle', 'withdraw', 'drop', 'disconnected'],
    remove: ['Idle', 'withdraw', 'drop'],
  },
  Open: {
    lost: ['Idle', 'disconnected', 'thenRetry', 'settle'],
    timeUp: ['Closing', 'close', 'thenRetry'],
    barred: ['Denied', 'withdraw', 'disconnected'],
    deny: ['Closing', 'close', 'thenDenied'],
    recheck: ['Open', 'ask'],
    renew: ['Closing', 'withdraw', 'close', 'thenNow'],
    stop: ['Closing', 'withdraw', 'close', 'thenNow'],
    remove: ['Idle', 'withdraw', 'drop'],
  },
  Closing: {
    drained: ['Idle', 'disconnected', 'settle'],
    lost: ['Idle', 'disconnected', 'settle'],
    deny: ['Closing', 'thenDenied'],
    go: ['Closing', 'thenNow'],
    renew: ['Closing', 'withdraw', 'thenNow'],
    stop: ['Closing', 'withdraw', 'thenNow'],
    remove: ['Idle', 'withdraw', 'drop'],
  },
  WaitingToRetry: {
    timeUp: ['Idle', 'thenNow', 'settle'],
    go: ['AwaitingAccess', 'ask'],
    goGranted: ['Connecting', 'open', 'connectTimer'],
    deny: ['Denied', 'disconnected'],
    recheck: ['WaitingToRetry', 'ask'],
    renew: ['Idle', 'withdraw', 'thenNow', 'settle'],
    stop: ['Idle', 'withdraw'],
    remove: ['Idle', 'withdraw'],
  },
};
