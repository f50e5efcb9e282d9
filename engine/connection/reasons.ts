import type { UserRef } from '../schema/field.ts';
import type { World } from '../world/world.ts';
import { closeCodeName, NO_CLOSE_FRAME } from './close-codes.ts';
import type { Connection, Ending, Hold } from './connection.ts';
import { headersFaults, protocolsFaults, urlFault } from '../access/handshake.ts';
import type { ClientStore } from './settings.ts';
import { may } from '../rights.ts';

/** Why a client does not connect: in words for StateReason, and with a code where something is at fault. */
export interface Obstacle {
  readonly words: string;
  readonly error?: string;
  /** What the server is told instead of the words, where those tell of a user. */
  readonly frame?: string;
}

const HELD: { readonly [H in Hold]: string } = {
  disconnected: 'disconnected',
  dismissed: 'prompt dismissed: the question comes again with Connect, a change, or when the user joins',
  failed: 'not retried, since ConnectRetryInterval is 0 or less',
};
const DISABLED: Obstacle = { words: 'disabled' };
const INACTIVE: Obstacle = { words: 'inactive: the entity or one above it is not active' };
const NO_URL: Obstacle = { words: 'no URL' };
const NO_USER: Obstacle = { words: 'no handling user' };
/** The reason in the close frame where a connection ends since its user has no machine here that could carry it. */
export const USER_GONE = 'the user is not here';

/** What keeps a client from connecting, or null if nothing does. That the user must allow it is no obstacle: asking comes after. */
export function obstacleOf(world: World, store: ClientStore, row: number, connection: Connection | undefined): Obstacle | null {
  const { columns } = store;
  if (columns.Enabled.data[row] !== 1) return DISABLED;
  if (!store.eligible(row)) return INACTIVE;
  const url = columns.URL.data[row] ?? null;
  if (url === null || url === '') return NO_URL;
  const user = columns.HandlingUser.data[row] ?? null;
  if (user === null) return NO_USER;
  const fault = urlFault(url) ?? protocolsFaults(columns.Protocols.data[row] ?? [])[0] ?? headersFaults(columns.Headers.data[row] ?? {})[0] ?? null;
  if (fault !== null) return { words: fault.message, error: `${fault.code ?? 'WW_URL_INVALID'}: ${fault.message}` };
  if (world.users.machineFor(user) === null) return { words: absenceOf(world, user), frame: USER_GONE };
  if (connection === undefined || connection.hold === null) return null;
  const { hold, ending } = connection;
  return { words: hold === 'failed' && ending !== null ? `${endingWords(ending)}; ${HELD.failed}` : HELD[hold] };
}

/** Why no machine serves a user. */
function absenceOf({ users }: World, { userId, machineId }: UserRef): string {
  const machines = users.of(userId);
  const newest = machines.at(-1);
  if (newest === undefined) {
    const known = users.nameOf(userId);
    return known === undefined ? `user ${userId} is not here` : `${known} is not here any more`;
  }
  const { name } = newest;
  if (machineId !== null) {
    const chosen = users.on(userId, machineId);
    if (chosen === undefined) return `${name} is not here on machine ${machineId}`;
    return !may(chosen.role, 'carry')
      ? `${name} is a ${chosen.role} on machine ${machineId}, which opens no sockets`
      : `machine ${machineId} of ${name} only looks: it opens no sockets`;
  }
  return machines.every(({ role }) => !may(role, 'carry'))
    ? `${name} is a ${newest.role} here, and opens no sockets`
    : `${name} is here only to look: no machine of theirs opens sockets`;
}

/** How a connection ended, for StateReason: `closed 4001 by the server (quota)`. */
export function endingWords(ending: Ending): string {
  if (ending.by !== 'server') return ending.reason;
  return `closed ${ending.code} by the server (${ending.reason === '' ? closeCodeName(ending.code) : ending.reason})`;
}

/** The same for the log, with what comes next: `closed 1006 by the server, retry in 5.0 s (WW_CONNECTION_LOST)`. */
export function endingLog(ending: Ending, wasOpen: boolean, next: string): string {
  const code = /^WW_[A-Z_]+/.exec(ending.error ?? '')?.[0];
  const tail = `${next === '' ? '' : `, ${next}`}${code === undefined ? '' : ` (${code})`}`;
  if (ending.by === 'user') return `${ending.reason}${tail}`;
  if (ending.by === 'us') {
    // Where this side closed for something that the server did, the code alone would read as the server's.
    const closed = `closed ${ending.code}${ending.error === undefined ? '' : ' by us'}`;
    return `${wasOpen ? closed : 'given up'}: ${ending.reason}${tail}`;
  }
  if (ending.by === 'failure' && !wasOpen) return `could not connect: ${ending.reason}${tail}`;
  // Without a close frame the server has given no reason, so that there is none to quote.
  const isSilent = ending.by === 'server' && ending.code === NO_CLOSE_FRAME;
  const reason = ending.reason === '' || isSilent ? '' : `: ${ending.reason}`;
  return `closed ${ending.code} by ${ending.by === 'server' ? 'the server' : 'its link'}${reason}${tail}`;
}

/** Seconds as the log shows them: `5.0 s`. */
export function secondsText(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** A user's name for people, also once they have left; the id where nobody of that id was ever here. */
export function userName(world: World, userId: string): string {
  return world.users.nameOf(userId) ?? userId;
}

/** An ISO time to the minute: `2026-11-20 05:12 UTC`; what is none stays as it is. */
export function timeText(at: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d(:[\d.]+)?Z$/.test(at) ? `${at.slice(0, 10)} ${at.slice(11, 16)} UTC` : at;
}
