import { trafficOf } from '../world/traffic.ts';
import type { World } from '../world/world.ts';
import { WorldwireError } from '../errors.ts';
import { MOST_COUNT } from '../world/form.ts';
import type { Connections } from './connections.ts';
import { clients } from './settings.ts';
import { utf8Length } from './text-size.ts';

/**
 * Sends one message over an open connection: a string as text, a Uint8Array as binary. The bytes are not copied and must
 * not be changed afterwards.
 * @returns its number on this connection, by which a failure would name it
 * @throws WorldwireError WW_NOT_OPEN, WW_SEND_TOO_LARGE (MaxMessageSize) or WW_SEND_BUFFER_FULL (MaxBufferedAmount); then nothing was sent
 */
export function sendOver(world: World, net: Connections, row: number, data: string | Uint8Array): number {
  const connection = net.byRow.get(row);
  const { columns } = clients(world);
  if (connection === undefined || connection.state !== 'Open') {
    const why = columns.StateReason.data[row] ?? '';
    throw new WorldwireError('WW_NOT_OPEN', `the connection is not open${why === '' ? '' : ` (${why})`}, so nothing was sent`);
  }
  const size = typeof data === 'string' ? utf8Length(data) : data.byteLength;
  const largest = columns.MaxMessageSize.data[row] as number;
  if (size > largest) throw new WorldwireError('WW_SEND_TOO_LARGE', `the message has ${size} bytes and MaxMessageSize is ${largest}, so it was not sent`);
  // What was accepted in an earlier step has reached the link, whose last report of what is buffered holds it.
  if (connection.acceptedStep !== world.steps) {
    connection.acceptedStep = world.steps;
    connection.accepted = 0;
  }
  const most = columns.MaxBufferedAmount.data[row] as number;
  const waiting = connection.buffered + connection.accepted;
  if (waiting + size > most)
    throw new WorldwireError(
      'WW_SEND_BUFFER_FULL',
      `${waiting} bytes wait to be sent, and with ${size} more MaxBufferedAmount (${most}) would be passed, so the message was not sent`,
    );
  if (connection.sends >= MOST_COUNT || connection.offered + size > MOST_COUNT)
    throw new WorldwireError(
      'WW_LIMIT',
      `the connection has sent ${connection.sends} messages of ${connection.offered} bytes, and a world counts to ${MOST_COUNT}, ` +
        'so the message was not sent; connect anew',
    );
  connection.accepted += size;
  connection.offered += size;
  columns.MessagesSent.data[row] = (columns.MessagesSent.data[row] as number) + 1;
  columns.BytesSent.data[row] = (columns.BytesSent.data[row] as number) + size;
  trafficOf(world)?.message(row, 'out', data, size);
  world.links.send(connection, data);
  return ++connection.sends;
}
