import { hostPortText } from '../access/host.ts';
import type { AccessAnswer } from '../door.ts';
import type { Outcome } from '../world/owned.ts';
import type { World } from '../world/world.ts';
import { release } from './causes.ts';
import { NO_CLOSE_FRAME, NORMAL } from './close-codes.ts';
import type { Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import { advance } from './machine.ts';
import { timeText, userName } from './reasons.ts';
import { clients, sourceOf } from './settings.ts';
import { show } from './showing.ts';

/** The reason in the close frame to a server when the handling user no longer lets the world connect to it. */
const NOT_ALLOWED = 'not allowed any more';

/** Takes in the handling user's answer. What it brings about is done for the acting user for whom the question was asked. */
export function answered(world: World, net: Connections, connection: Connection, outcome: Outcome, given: AccessAnswer): void {
  world.actFor(connection.acting, () => heed(world, net, connection, outcome, given));
}

function heed(world: World, net: Connections, connection: Connection, outcome: Outcome, given: AccessAnswer): void {
  switch (outcome) {
    case 'denied': {
      const words = `denied by ${whoAnswered(world, given)} at ${timeText(given.at)}${given.note === undefined ? '' : `: ${given.note}`}`;
      advance(world, net, connection, 'deny', { code: codeOf(connection), reason: words, by: 'user', error: `WW_ACCESS_DENIED: ${words}`, frame: NOT_ALLOWED });
      return;
    }
    case 'revoked': {
      const place = connection.asked === null ? '' : ` for ${hostPortText(connection.asked)}`;
      const reason = `${whoAnswered(world, given)} took the allowance${place} back`;
      // A client that only waits to connect keeps the reason with which its last connection ended.
      const ends = connection.state === 'Open' || connection.state === 'Connecting';
      advance(world, net, connection, 'renew', ends ? { code: codeOf(connection), reason, by: 'user', frame: NOT_ALLOWED } : undefined);
      return;
    }
    case 'allowed':
      advance(world, net, connection, 'allow');
      return;
    case 'dismissed':
      advance(world, net, connection, 'dismiss');
      return;
    case 'waiting':
      return waits(world, connection, given);
  }
}

/** Somebody has the question before them. The log gets one warning for it, even if later answers say better where it is asked. */
function waits(world: World, connection: Connection, { note }: AccessAnswer): void {
  const { asked } = connection;
  const words = note ?? (asked === null ? 'the user is asked' : `${userName(world, asked.userId)} is asked for ${hostPortText(asked)}`);
  if (connection.words === words) return;
  const isFirst = connection.words === '';
  connection.words = words;
  if (isFirst) world.log('warn', `waits for access: ${words} (WW_ACCESS_WAITING)`, sourceOf(world, connection.row));
  show(world, connection);
}

/** The close code of a connection, or of an attempt, which the handling user's answer ends. */
function codeOf({ state }: Connection): number {
  return state === 'Open' || state === 'Closing' ? NORMAL : NO_CLOSE_FRAME;
}

/** A user has changed the decision by which these clients were allowed or denied: each asks again, in order of creation. */
export function outdated(world: World, net: Connections, concerned: Connection[]): void {
  const { created } = clients(world);
  concerned.sort((a, b) => (created[a.row] as number) - (created[b.row] as number));
  for (const connection of concerned) {
    world.actFor(connection.acting, () => {
      release(world, net, connection, ['dismissed']);
      advance(world, net, connection, 'recheck');
    });
  }
}

function whoAnswered(world: World, { by, name }: AccessAnswer): string {
  return world.users.find(by)?.name ?? name ?? userName(world, by);
}
