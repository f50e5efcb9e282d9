import type { World } from '../world/world.ts';
import { hostPortText } from '../access/host.ts';
import { addressOf } from './asking.ts';
import { NO_CLOSE_FRAME } from './close-codes.ts';
import type { Connection, Ending } from './connection.ts';
import type { Connections } from './connections.ts';
import { arm, dueOf } from './due.ts';
import { advance } from './machine.ts';
import { secondsText } from './reasons.ts';
import { clients } from './settings.ts';

/** When the timer of a row runs out, in real ms; Infinity where nothing is waited for. */
export function dueOfRow(world: World, net: Connections, row: number): number {
  const connection = net.byRow.get(row);
  return connection === undefined || connection.gone ? Infinity : dueOf(world, connection);
}

/** The timer of a row has run out. */
export function timeUp(world: World, net: Connections, row: number): void {
  const connection = net.byRow.get(row);
  if (connection === undefined) return;
  if (isUnasked(world, connection)) ping(world, connection);
  else advance(world, net, connection, 'timeUp', endingOf(world, connection));
}

/** Whether an open connection whose timer ran out is first to be asked for a sign of life, by Keepalive, before it is given up. */
function isUnasked(world: World, { state, row, pingedAt }: Connection): boolean {
  return state === 'Open' && pingedAt === null && clients(world).columns.Keepalive.data[row] === 1;
}

function ping(world: World, connection: Connection): void {
  connection.pingedAt = world.real;
  world.links.ping(connection);
  arm(world, connection);
}

/** Real milliseconds between two steps beyond which the machine slept, or the process was stopped: a world that lives has a step far sooner. */
export const STANDSTILL = 1000;

/**
 * A step comes long after the one before. Nobody here could hear anything in between, so all but a second of that time is taken from the
 * silence of every server, and from the time that attempts to connect have taken. A server that was heard in this very step has been
 * silent for no time, and needs nothing taken off.
 */
export function spareStandstill(world: World, net: Connections): void {
  const spared = world.passed - STANDSTILL;
  if (spared <= 0) return;
  const before = world.real - world.passed;
  const linked = net.linked();
  for (const connection of linked) {
    if (connection.since <= before) connection.since += spared;
    if (connection.pingedAt !== null && connection.pingedAt <= before) connection.pingedAt += spared;
  }
  if (linked.length === 0) return;
  const words =
    `time went on by ${secondsText(world.passed)} without this world: the machine slept, or this process was stopped or had no time; it counts ` +
    "as nobody's silence";
  world.log('warn', words, { source: 'network' });
}

/** How a connection ends whose timer ran out; undefined for a wait for the next attempt, which ends nothing. */
function endingOf(world: World, { state, row }: Connection): Ending | undefined {
  const { columns } = clients(world);
  if (state === 'Connecting') {
    const place = hostPortText(addressOf(world, row));
    const reason =
      `not open within ${number(columns.ConnectTimeout.data[row])} s (ConnectTimeout): look whether a WebSocket server listens at ${place}, and ` +
      'for a firewall in between';
    return { code: NO_CLOSE_FRAME, reason, by: 'failure', error: `WW_CONNECT_TIMEOUT: ${reason}` };
  }
  if (state !== 'Open') return undefined;
  const asked = columns.Keepalive.data[row] === 1 ? ', and did not answer a ping' : '';
  const reason = `the server was silent for ${number(columns.IdleTimeout.data[row])} s${asked}`;
  return { code: NO_CLOSE_FRAME, reason, by: 'us', error: `WW_IDLE_TIMEOUT: ${reason}` };
}

function number(value: number | undefined): string {
  return String(Number((value ?? 0).toPrecision(6)));
}
