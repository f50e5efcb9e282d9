import type { JoinedUser } from '../door.ts';
import { carries, type UsersChange } from '../world/users.ts';
import type { World } from '../world/world.ts';
import { NO_CLOSE_FRAME } from './close-codes.ts';
import type { Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import { advance, endedByUs, reconsider } from './machine.ts';
import { obstacleOf, USER_GONE } from './reasons.ts';
import { clients } from './settings.ts';
import { showMachine } from './showing.ts';

/** A user, or one of their machines, has come or gone, or is another by name, role or kind. */
export function usersChanged(world: World, net: Connections, userId: string, change: UsersChange): void {
  const store = clients(world);
  const { data } = store.columns.HandlingUser;
  const theirs = [...store.unordered()].filter((row) => data[row]?.userId === userId);
  theirs.sort((a, b) => (store.created[a] as number) - (store.created[b] as number));
  for (const row of theirs) {
    if (change.type === 'join') joined(world, net, row, change.user, change.before);
    else gone(world, net, row, change.user, leavingWords(world, change.user, change.reason));
  }
}

function leavingWords({ users }: World, { userId, machineId, name }: JoinedUser, reason: string): string {
  const who = users.present(userId) ? `machine ${machineId} of ${name}` : name;
  return `${who} left${reason === '' ? '' : `: ${reason}`}`;
}

function joined(world: World, net: Connections, row: number, user: JoinedUser, before: JoinedUser | undefined): void {
  const serves = carries(user);
  if (before !== undefined && carries(before)) {
    if (!serves) return gone(world, net, row, user, `${user.name} opens no sockets on machine ${user.machineId} any more`);
    if (before.kind !== user.kind) gone(world, net, row, user, `machine ${user.machineId} of ${user.name} came back as a ${user.kind ?? 'server'}`);
    else if (before.role === user.role && before.name !== user.name && !wasLost(net.byRow.get(row), user)) return renamed(world, net, row, user);
  }
  if (serves) back(world, net, row, user);
  else reconsider(world, net, row);
}

/** Whether a client lost its connection when this machine's agent went away, and now waits for that machine. */
function wasLost(connection: Connection | undefined, user: JoinedUser): boolean {
  return (
    connection !== undefined && connection.carrier === null && isOn(connection.asked, user) && connection.ending?.error?.startsWith('WW_AGENT_LOST') === true
  );
}

/**
 * A user or machine that is here has another name or role. That alone ends and begins no connection. But its agent may have been replaced
 * at the same time, and a new agent does not remember what the old one allowed for once: a permission for once which no connection uses
 * is dropped, so that the next attempt asks again.
 */
function renamed(world: World, net: Connections, row: number, user: JoinedUser): void {
  const connection = net.byRow.get(row);
  if (connection === undefined || connection.state === 'Idle') reconsider(world, net, row);
  if (connection?.grant?.once === true && connection.carrier === null && connection.ask === 0 && isOn(connection.grant, user)) connection.grant = null;
}

/**
 * A machine opens sockets for its user no longer. Connections that it carried end, and questions put to it and permissions that it gave
 * count no more. Where HandlingUser names no machine, another one of that user takes over.
 */
function gone(world: World, net: Connections, row: number, user: JoinedUser, reason: string): void {
  const connection = net.byRow.get(row);
  if (connection === undefined) return reconsider(world, net, row);
  const wasAsked = isOn(connection.asked, user);
  const carried = isOn(connection.carrier, user);
  if (isOn(connection.grant, user)) connection.grant = null;
  if (wasAsked && machineOf(world, row) !== null) unhold(connection);
  const ending = carried ? { ...endedByUs(reason, NO_CLOSE_FRAME), frame: USER_GONE } : undefined;
  if (obstacleOf(world, clients(world), row, connection) !== null) return reconsider(world, net, row, ending);
  switch (connection.state) {
    case 'Connecting':
    case 'Open':
      if (carried) advance(world, net, connection, 'renew', ending);
      break;
    case 'AwaitingAccess':
      if (wasAsked) advance(world, net, connection, 'recheck');
      break;
    case 'WaitingToRetry':
      if (wasAsked) advance(world, net, connection, 'renew');
      break;
    case 'Denied':
      if (wasAsked) advance(world, net, connection, 'go');
      break;
    case 'Idle':
      return reconsider(world, net, row);
    case 'Closing':
      break;
  }
  showMachine(world, row, connection);
}

/**
 * A machine has come, or is back: clients that wait for it begin at once. Its agent may have forgotten what it allowed for once, so it is
 * asked again, and answers from its own memory where it can. Connections that it carries at this moment are left alone; those that it
 * carried before it went have been told as lost by their links.
 */
function back(world: World, net: Connections, row: number, user: JoinedUser): void {
  const connection = net.byRow.get(row);
  if (connection === undefined) return reconsider(world, net, row);
  const isServing = machineOf(world, row) === user.machineId;
  const forgets = connection.carrier === null && isOn(connection.grant, user);
  if (forgets) connection.grant = null;
  if (isServing) unhold(connection);
  if (obstacleOf(world, clients(world), row, connection) !== null || connection.state === 'Idle') return reconsider(world, net, row);
  // A refusal holds for the machine that gave it; this one may be another, and is asked.
  if (connection.state === 'Denied' && isServing && !isOn(connection.asked, user)) advance(world, net, connection, 'go');
  else if (connection.state === 'WaitingToRetry' && isServing) advance(world, net, connection, 'renew');
  else if (connection.state === 'AwaitingAccess' && forgets) advance(world, net, connection, 'recheck');
  showMachine(world, row, connection);
}

/** Whether a question, a permission or a connection is that of this machine of this user. */
function isOn(at: { readonly userId: string; readonly machineId: string } | null, { userId, machineId }: JoinedUser): boolean {
  return at !== null && at.userId === userId && at.machineId === machineId;
}

/** The machine that would serve a client. */
function machineOf(world: World, row: number): string | null {
  const user = clients(world).columns.HandlingUser.data[row] ?? null;
  return user === null ? null : world.users.machineFor(user);
}

/** Lets a client connect again that was held back by a dismissed prompt, or by an attempt that was not to be retried. */
function unhold(connection: Connection): void {
  if (connection.hold !== 'disconnected') connection.hold = null;
}
