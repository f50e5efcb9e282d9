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

/** What a server is told where the user lets the world connect to it no longer. */
const NOT_ALLOWED = 'not allowed any more';

/** What the handling user has answered; it goes on for whom it was asked. */
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
      // What waits to begin has ended before, with its own reason.
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

/** The question stands before somebody. One question is one warning, however much more is learnt of where it is asked. */
function waits(world: World, connection: Connection, { note }: AccessAnswer): void {
  const { asked } = connection;
  const words = note ?? (asked === null ? 'the user is asked' : `${userName(world, asked.userId)} is asked for ${hostPortText(asked)}`);
  if (connection.words === words) return;
  const isFirst = connection.words === '';
  connection.words = words;
  if (isFirst) world.log('warn', `waits for access: ${words} (WW_ACCESS_WAITING)`, sourceOf(world, connection.row));
  show(world, connection);
}

/** The code with which a connection, or an attempt, ends that the user ends. */
function codeOf({ state }: Connection): number {
  return state === 'Open' || state === 'Closing' ? NORMAL : NO_CLOSE_FRAME;
}

/** A user has decided anew about what these clients stand allowed or denied by: they ask anew, in order of creation. */
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
