// A room in which clients talk: what one says is said to all. IntValue is its port, IntValue#2 how many are here, StringValue what was said last.
import { read, write, type Line } from './line.ts';

/** Lines that whoever comes is told first. They are kept where this file is changed. */
const KEPT = 10;
const lines: Line[] = Array.isArray(Script.state.lines) ? Script.state.lines : [];

const count = entity.get('IntValue#2')!;
const last = entity.get('StringValue')!;
/** Who is here, by what they are called; empty until they have said it. */
const guests = new Map<Worldwire.ServerSocket, string>();

const room = new WebSocketServer({ port: entity.get('IntValue')!.Value, path: '/chat', maxClients: 100 });
room.error.connect((why) => console.error('the room is closed:', why));

room.newConnection.connect((guest) => {
  guests.set(guest, '');
  count.Value = guests.size;
  for (const line of lines) guest.send(write(line));
  guest.onmessage = ({ data }) => heard(guest, data);
  guest.onclose = () => {
    const name = guests.get(guest);
    guests.delete(guest);
    count.Value = guests.size;
    if (name) tell({ text: `${name} has gone` });
  };
});

function heard(guest: Worldwire.ServerSocket, data: unknown): void {
  const { name, text } = read(data) ?? {};
  const known = guests.get(guest);
  if (name !== undefined && !known) {
    const isTaken = [...guests.values()].includes(name);
    guests.set(guest, isTaken ? `${name} ${guests.size}` : name);
    tell({ text: `${guests.get(guest)} is here` });
  } else if (text !== undefined && known) tell({ from: known, text });
  else guest.close(4000, 'first {"name"}, then {"text"}');
}

function tell(line: Line): void {
  lines.push(line);
  lines.splice(0, lines.length - KEPT);
  Script.state = { lines };
  last.Value = line.from === undefined ? `${line.text}` : `${line.from}: ${line.text}`;
  for (const guest of guests.keys()) if (guest.readyState === WebSocket.OPEN) guest.send(write(line));
}
