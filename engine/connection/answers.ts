import { hostPortText } from '../access/host.ts';
import type { AccessAnswer, Input } from '../door.ts';
import type { World } from '../world/world.ts';
import { answered, isSamePlace, withdraw } from './asking.ts';
import { release } from './causes.ts';
import { NO_CLOSE_FRAME, NORMAL } from './close-codes.ts';
import type { Asked, Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import { advance } from './machine.ts';
import { timeText, userName } from './reasons.ts';
import { clients, sourceOf } from './settings.ts';
import { show } from './showing.ts';

/** What a server is told where the user lets the world connect to it no longer. */
const NOT_ALLOWED = 'not allowed any more';

/** What the handling user has answered; it goes on for whom it was asked. Answers to questions that no longer stand are passed over. */
export function answer(world: World, net: Connections, given: AccessAnswer): void {
  const connection = net.byAsk.get(given.ask);
  if (connection !== undefined) world.actFor(connection.acting, () => heed(world, net, connection, given));
}

function heed(world: World, net: Connections, connection: Connection, given: AccessAnswer): void {
  const { grant, asked, row } = connection;
  if (asked === null) return;
  const standing = isSamePlace(grant, asked);
  if (given.decision === 'deny') {
    answered(net, connection);
    connection.grant = null;
    const words = `denied by ${whoAnswered(world, given)} at ${timeText(given.at)}${given.note === undefined ? '' : `: ${given.note}`}`;
    advance(world, net, connection, 'deny', { code: codeOf(connection), reason: words, by: 'user', error: `WW_ACCESS_DENIED: ${words}`, frame: NOT_ALLOWED });
    return;
  }
  if (given.decision === 'revoked' && standing) {
    answered(net, connection);
    connection.grant = null;
    const reason = `${whoAnswered(world, given)} took the allowance for ${hostPortText(asked)} back`;
    // What waits to begin has ended before, with its own reason.
    const ends = connection.state === 'Open' || connection.state === 'Connecting';
    advance(world, net, connection, 'renew', ends ? { code: codeOf(connection), reason, by: 'user', frame: NOT_ALLOWED } : undefined);
    return;
  }
  // What stands goes on unless it is refused: nobody need be asked again for it.
  if (given.decision === 'allow' || standing) {
    if (given.decision === 'waiting') withdraw(world, net, connection);
    else answered(net, connection);
    const once = given.decision === 'allow' ? given.once === true : (grant?.once ?? false);
    connection.grant = { ...asked, once, stale: false };
    advance(world, net, connection, 'allow');
    return;
  }
  if (given.decision !== 'waiting') {
    answered(net, connection);
    advance(world, net, connection, 'dismiss');
    return;
  }
  const words = given.note ?? `${userName(world, asked.userId)} is asked for ${hostPortText(asked)}`;
  if (connection.words === words) return;
  // One question is one warning, however much more is learnt of where it is asked.
  const isFirst = connection.words === '';
  connection.words = words;
  if (isFirst) world.log('warn', `waits for access: ${words} (WW_ACCESS_WAITING)`, sourceOf(world, row));
  show(world, connection);
}

/** The code with which a connection, or an attempt, ends that the user ends. */
function codeOf({ state }: Connection): number {
  return state === 'Open' || state === 'Closing' ? NORMAL : NO_CLOSE_FRAME;
}

/** A user has decided anew about a host and port: whoever stands allowed or denied by it asks anew. */
export function accessChanged(world: World, net: Connections, { userId, scope, host, port }: Extract<Input, { type: 'accessChanged' }>): void {
  if (scope !== 'Websocket') return;
  const { created } = clients(world);
  const isThere = (at: Asked | null): boolean => at !== null && at.userId === userId && at.host === host && at.port === port;
  const concerned: Connection[] = [];
  for (const connection of net.byRow.values()) if (isThere(connection.asked) || isThere(connection.grant)) concerned.push(connection);
  concerned.sort((a, b) => (created[a.row] as number) - (created[b.row] as number));
  for (const connection of concerned) {
    world.actFor(connection.acting, () => {
      if (connection.grant !== null) connection.grant = { ...connection.grant, stale: true };
      release(world, net, connection, ['dismissed']);
      advance(world, net, connection, 'recheck');
    });
  }
}

function whoAnswered(world: World, { by, name }: AccessAnswer): string {
  return world.users.find(by)?.name ?? name ?? userName(world, by);
}
