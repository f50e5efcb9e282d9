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
  const theirs = store.unordered().filter((row) => data[row]?.userId === userId);
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

/** Whether the machine's agent went away with what it carried, and it waits for it. */
function wasLost(connection: Connection | undefined, user: JoinedUser): boolean {
  return (
    connection !== undefined && connection.carrier === null && isOn(connection.asked, user) && connection.ending?.error?.startsWith('WW_AGENT_LOST') === true
  );
}

/**
 * Another name ends nothing and begins nothing. Whether the agent is another too cannot be told from it, so what was for once is asked
 * for again in its time.
 */
function renamed(world: World, net: Connections, row: number, user: JoinedUser): void {
  const connection = net.byRow.get(row);
  if (connection === undefined || connection.state === 'Idle') reconsider(world, net, row);
  if (connection?.grant?.once === true && connection.carrier === null && connection.ask === 0 && isOn(connection.grant, user)) connection.grant = null;
}

/** A machine serves no longer: what it carried ends, what it was asked or has allowed counts no more; another of the user takes over where none was chosen. */
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
 * A machine has come, or is back: what waits for it begins at once. What its agent had allowed for once may be forgotten there, so it is
 * asked again; it answers from its own memory, where it can. What it carries by now is left alone: what it had carried before, its links
 * have told as lost.
 */
function back(world: World, net: Connections, row: number, user: JoinedUser): void {
  const connection = net.byRow.get(row);
  if (connection === undefined) return reconsider(world, net, row);
  const isServing = machineOf(world, row) === user.machineId;
  const forgets = connection.carrier === null && isOn(connection.grant, user);
  if (forgets) connection.grant = null;
  if (isServing) unhold(connection);
  if (obstacleOf(world, clients(world), row, connection) !== null || connection.state === 'Idle') return reconsider(world, net, row);
  // A refusal stands on the machine where it was given; another knows nothing of it.
  if (connection.state === 'Denied' && isServing && !isOn(connection.asked, user)) advance(world, net, connection, 'go');
  else if (connection.state === 'WaitingToRetry' && isServing) advance(world, net, connection, 'renew');
  else if (connection.state === 'AwaitingAccess' && forgets) advance(world, net, connection, 'recheck');
  showMachine(world, row, connection);
}

/** Whether this is on that machine of that user. */
function isOn(at: { readonly userId: string; readonly machineId: string } | null, { userId, machineId }: JoinedUser): boolean {
  return at !== null && at.userId === userId && at.machineId === machineId;
}

/** The machine that would serve a client. */
function machineOf(world: World, row: number): string | null {
  const user = clients(world).columns.HandlingUser.data[row] ?? null;
  return user === null ? null : world.users.machineFor(user);
}

/** A dismissed prompt, or an attempt that was not to be retried, holds no longer. */
function unhold(connection: Connection): void {
  if (connection.hold !== 'disconnected') connection.hold = null;
}
