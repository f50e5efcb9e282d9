// A proxy between those who connect here and a server: each message goes on as it came, in order, but no faster than the server is to be asked.
// IntValue is its port, StringValue the server, FloatValue how many messages of one client go on in a second; IntValue#2 tells how many wait.
const port = entity.get('IntValue')!.Value;
const upstream = entity.get('StringValue')!;
const rate = entity.get('FloatValue')!;
const waiting = entity.get('IntValue#2')!;
/** Messages that may go on at once after a silence, and that may wait of one client; who sends more is closed. */
const BURST = 10;
const MOST_WAITING = 200;
/** Bytes that may wait for a client that does not take them. */
const MOST_BUFFERED = 4_000_000;
/** A code of our own: 1008, which says the same, is for the library alone. */
const TOO_MUCH = 4008;

type Message = string | ArrayBuffer;

class Pair {
  readonly #guest: Worldwire.ServerSocket;
  readonly #server: WebSocket;
  readonly #queue: Message[] = [];
  /** Messages that may go on now. */
  #may = BURST;

  constructor(guest: Worldwire.ServerSocket) {
    this.#guest = guest;
    this.#server = new WebSocket(upstream.Value, guest.protocol === '' ? [] : [guest.protocol]);
    guest.binaryType = 'arraybuffer';
    this.#server.binaryType = 'arraybuffer';
    guest.onmessage = ({ data }) => this.#toServer(data);
    this.#server.onmessage = ({ data }) => this.#toGuest(data);
    this.#server.onopen = () => this.#goOn();
    // Whichever end goes, the other is told with what it has said.
    guest.onclose = ({ code, reason }) => this.#end(this.#server, code, reason);
    this.#server.onclose = ({ code, reason }) => this.#end(guest, code, reason);
  }

  get waiting(): number {
    return this.#queue.length;
  }

  /** Seconds have gone by. */
  tick(delta: number): void {
    this.#may = Math.min(BURST, this.#may + rate.Value * delta);
    this.#goOn();
  }

  #toServer(data: Message): void {
    if (this.#queue.length >= MOST_WAITING) return this.#guest.close(TOO_MUCH, `${MOST_WAITING} messages wait already`);
    this.#queue.push(data);
    this.#goOn();
  }

  #goOn(): void {
    while (this.#server.readyState === WebSocket.OPEN && this.#queue.length > 0 && this.#may >= 1) {
      this.#may--;
      this.#server.send(this.#queue.shift()!);
    }
  }

  #toGuest(data: Message): void {
    if (this.#guest.readyState !== WebSocket.OPEN) return;
    if (this.#guest.bufferedAmount > MOST_BUFFERED) this.#guest.close(TOO_MUCH, 'it does not take what comes');
    else this.#guest.send(data);
  }

  #end(other: WebSocket, code: number, reason: string): void {
    pairs.delete(this);
    // A script may say 1000, and codes from 3000 on; what else the one side was closed with is told to the other in words.
    if (code === 1000 || code >= 3000) other.close(code, reason);
    else if (code === 1005) other.close();
    else other.close(3011, `the other side was closed with ${code}`);
  }
}

const pairs = new Set<Pair>();
const listening = new WebSocketServer({ port, maxClients: 100 });
listening.error.connect((why) => console.error('nobody is let in:', why));
listening.newConnection.connect((guest) => pairs.add(new Pair(guest)));

Script.update.connect((delta) => {
  let sum = 0;
  for (const pair of pairs) {
    pair.tick(delta);
    sum += pair.waiting;
  }
  if (waiting.Value !== sum) waiting.Value = sum;
});
