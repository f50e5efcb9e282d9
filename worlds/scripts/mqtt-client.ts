// A client of MQTT 3.1.1 over a WebSocket (docs.oasis-open.org/mqtt/mqtt/v3.1.1), as much of it as a scene needs: messages that are delivered at most once.

const CONNECT = 1,
  CONNACK = 2,
  PUBLISH = 3,
  SUBSCRIBE = 8,
  PING = 12,
  DISCONNECT = 14;
/** Bytes that a packet may have that comes. */
const LONGEST = 262_144;

export interface MqttOptions {
  /** Seconds after which the broker may take a client for gone of which it has heard nothing. Default 30. */
  readonly keepAlive?: number;
  readonly user?: string;
  readonly password?: string;
}

export class MqttClient {
  /** Called once the broker has let it in. */
  onconnect: () => void = () => {};
  /** Called with each message that comes, as text. */
  onmessage: (topic: string, text: string) => void = () => {};
  /** Called once, when it is over, with why. */
  onclose: (why: string) => void = () => {};

  readonly #socket: WebSocket;
  readonly #keepAlive: number;
  /** What has come of a packet that is not whole yet: packets and messages of the WebSocket need not begin together. */
  #rest = new Uint8Array(0);
  #pings: number | undefined;
  #why = '';
  #lastId = 0;

  /** @param name what the broker knows it by, which no other client may have */
  constructor(url: string, name: string, { keepAlive = 30, user, password }: MqttOptions = {}) {
    this.#keepAlive = keepAlive;
    this.#socket = new WebSocket(url, 'mqtt');
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.onopen = () => {
      const flags = 2 | (user === undefined ? 0 : 0x80) | (password === undefined ? 0 : 0x40);
      const account = [user, password].filter((each) => each !== undefined);
      this.#send(CONNECT, 0, [...text('MQTT'), 4, flags, keepAlive >> 8, keepAlive & 255, ...text(name), ...account.flatMap(text)]);
    };
    this.#socket.onmessage = ({ data }) => this.#heard(data);
    this.#socket.onclose = ({ code, reason }) => {
      clearInterval(this.#pings);
      this.onclose(this.#why || reason || `closed with ${code}`);
    };
  }

  /** @param kept whether the broker tells it to whoever subscribes later */
  publish(topic: string, message: string, kept = false): void {
    this.#send(PUBLISH, kept ? 1 : 0, [...text(topic), ...new TextEncoder().encode(message)]);
  }

  /** @param filter a topic, in which + stands for any part, and # for all that follow */
  subscribe(filter: string): void {
    const id = (this.#lastId = (this.#lastId % 65_535) + 1);
    this.#send(SUBSCRIBE, 2, [id >> 8, id & 255, ...text(filter), 0]);
  }

  close(why = 'closed here'): void {
    this.#why ||= why;
    if (this.#socket.readyState === WebSocket.OPEN) this.#send(DISCONNECT, 0, []);
    this.#socket.close(1000);
  }

  #send(kind: number, flags: number, body: readonly number[]): void {
    this.#socket.send(new Uint8Array([(kind << 4) | flags, ...lengthOf(body.length), ...body]));
  }

  #heard(data: unknown): void {
    if (!(data instanceof ArrayBuffer)) return this.close('the broker has sent a text, and no packet');
    const all = new Uint8Array(this.#rest.length + data.byteLength);
    all.set(this.#rest);
    all.set(new Uint8Array(data), this.#rest.length);
    let from = 0;
    for (;;) {
      const packet = packetAt(all, from);
      if (packet === 'wrong' || all.length - from > LONGEST) return this.close('the broker has sent what is no packet, or one that is too long');
      if (packet === undefined) break;
      this.#take(all[from]! >> 4, all[from]! & 15, all.subarray(packet.from, packet.to));
      from = packet.to;
    }
    this.#rest = all.slice(from);
  }

  #take(kind: number, flags: number, body: Uint8Array): void {
    if (kind === CONNACK) {
      if (body[1] !== 0) return this.close(`the broker has refused it, with ${body[1]}`);
      this.#pings = setInterval(() => this.#send(PING, 0, []), (this.#keepAlive * 1000) / 2);
      this.onconnect();
    }
    if (kind !== PUBLISH) return;
    const end = 2 + ((body[0]! << 8) | body[1]!);
    // What is delivered for certain has a number behind the topic; nobody here has asked for that.
    const message = end + ((flags & 6) === 0 ? 0 : 2);
    const decoder = new TextDecoder();
    this.onmessage(decoder.decode(body.subarray(2, end)), decoder.decode(body.subarray(message)));
  }
}

/** A text with its length before it. */
function text(of: string): number[] {
  const bytes = new TextEncoder().encode(of);
  return [bytes.length >> 8, bytes.length & 255, ...bytes];
}

/** How many bytes follow, seven bits a byte, the lowest first. */
function lengthOf(length: number): number[] {
  const bytes: number[] = [];
  do {
    bytes.push((length % 128) + (length >= 128 ? 128 : 0));
    length = Math.floor(length / 128);
  } while (length > 0);
  return bytes;
}

/** Where the body of a packet lies; undefined where it is not whole yet. */
function packetAt(bytes: Uint8Array, at: number): { readonly from: number; readonly to: number } | 'wrong' | undefined {
  let length = 0;
  for (let place = 0; place < 4; place++) {
    const byte = bytes[at + 1 + place];
    if (byte === undefined) return undefined;
    length += (byte & 127) * 128 ** place;
    if (byte >= 128) continue;
    const from = at + 2 + place;
    return from + length <= bytes.length ? { from, to: from + length } : undefined;
  }
  return 'wrong';
}
