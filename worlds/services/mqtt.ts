/** A small broker for the example `flows/mqtt`: MQTT 3.1.1 over WebSockets, QoS 0, for everybody: `node dist/worlds/services/mqtt.js`. */
import { fileURLToPath } from 'node:url';
import type { WebSocket } from 'ws';
import { runAlone } from './alone.ts';
import { say, startService, type Service } from './service.ts';

/** Where the scene expects it. */
const PORT = 4615;
/** What a client may have sent of a packet that is not whole yet, and how many topics are kept with their last message. */
const LONGEST = 1 << 16,
  MOST_KEPT = 1000;

interface Packet {
  /** Its kind, from 1 to 14. */
  readonly kind: number;
  readonly flags: number;
  readonly body: Buffer;
}

export async function smallBroker(port: number): Promise<Service> {
  const clients = new Map<WebSocket, string[]>();
  const kept = new Map<string, Buffer>();
  const publish = (topic: string, message: Buffer, keeps: boolean): void => {
    if (keeps && (kept.has(topic) || kept.size < MOST_KEPT)) kept.set(topic, message);
    for (const [socket, filters] of clients) if (filters.some((filter) => covers(filter, topic))) say(socket, packetOf(0x30, withLength(topic), message));
  };
  const answer = (socket: WebSocket, { kind, flags, body }: Packet): boolean => {
    if (kind === 1) {
      clients.set(socket, []);
      say(socket, packetOf(0x20, [0, 0]));
      return true;
    }
    const filters = clients.get(socket);
    if (filters === undefined) return false;
    if (kind === 3 && (flags & 6) === 0) {
      const [topic, message] = lead(body);
      publish(topic, message, (flags & 1) === 1);
    } else if (kind === 8) {
      const granted: number[] = [];
      for (let rest = body.subarray(2); rest.length > 0; granted.push(0)) {
        const [filter, behind] = lead(rest);
        filters.push(filter);
        rest = behind.subarray(1);
        for (const [topic, message] of kept) if (covers(filter, topic)) say(socket, packetOf(0x31, withLength(topic), message));
      }
      say(socket, packetOf(0x90, body.subarray(0, 2), granted));
    } else if (kind === 12) say(socket, packetOf(0xd0));
    else return false;
    return true;
  };
  return startService(
    'mqtt',
    port,
    (socket) => {
      let waiting = Buffer.alloc(0);
      socket.on('message', (data) => {
        waiting = Buffer.concat([waiting, data as Buffer]);
        for (let packet = firstOf(waiting); packet !== undefined; packet = firstOf(waiting)) {
          waiting = waiting.subarray(packet.size);
          if (answer(socket, packet)) continue;
          // It has said goodbye, or what nobody understands here.
          socket.close(packet.kind === 14 ? 1000 : 1002);
          return;
        }
        if (waiting.length > LONGEST) socket.close(1009);
      });
      socket.on('close', () => clients.delete(socket));
    },
    { handleProtocols: (offered) => (offered.has('mqtt') ? 'mqtt' : false) },
  );
}

/** The packet that bytes begin with, and how long it is; undefined where it is not whole yet. */
function firstOf(bytes: Buffer): (Packet & { readonly size: number }) | undefined {
  let length = 0;
  for (let at = 1; at < Math.min(bytes.length, 5); at++) {
    const byte = bytes[at] as number;
    length += (byte & 127) * 128 ** (at - 1);
    if (byte >= 128) continue;
    const size = at + 1 + length;
    return bytes.length < size ? undefined : { kind: (bytes[0] as number) >> 4, flags: (bytes[0] as number) & 15, body: bytes.subarray(at + 1, size), size };
  }
  return undefined;
}

function packetOf(first: number, ...parts: readonly (Uint8Array | readonly number[])[]): Buffer {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const head = [first];
  for (let rest = body.length; ; rest = rest >> 7) {
    head.push(rest > 127 ? (rest & 127) | 128 : rest);
    if (rest <= 127) return Buffer.concat([Buffer.from(head), body]);
  }
}

function withLength(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
}

/** The text that bytes begin with, behind its length, and what follows. */
function lead(bytes: Buffer): [text: string, rest: Buffer] {
  const end = 2 + (bytes.length < 2 ? 0 : bytes.readUInt16BE(0));
  return [bytes.toString('utf8', 2, end), bytes.subarray(end)];
}

/** Whether a topic is one that a filter asks for: `+` stands for one level, `#` for all that follow. */
function covers(filter: string, topic: string): boolean {
  const levels = topic.split('/'),
    asked = filter.split('/');
  const rest = asked.at(-1) === '#' ? asked.length - 1 : undefined;
  if (rest === undefined ? levels.length !== asked.length : levels.length < rest) return false;
  return asked.slice(0, rest).every((level, at) => level === '+' || level === levels[at]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runAlone(PORT, smallBroker);
