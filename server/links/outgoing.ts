/** Messages of one connection that were handed to its socket, or could not be, until that has been told; first in, first out. */
export class Outgoing {
  /** Bytes of a frame's mask: a client masks, a server does not. */
  readonly #mask: number;
  /** Bytes of those that wait. */
  bytes = 0;
  /** Bytes that they take on the network. */
  #framed = 0;
  #sizes: number[] = [];
  #head = 0;

  constructor(isServed = false) {
    this.#mask = isServed ? 0 : 4;
  }

  get count(): number {
    return this.#sizes.length - this.#head;
  }

  add(bytes: number): void {
    this.#sizes.push(bytes);
    this.bytes += bytes;
    this.#framed += this.#framedBy(bytes);
  }

  /**
   * Takes the oldest of them out that the network has taken, but for the newest ones that never reached the socket.
   * @param unsent bytes that the socket still holds
   * @param newest how many of the newest are to stay
   */
  taken(unsent: number, newest: number): { messages: number; bytes: number } {
    let gone = 0;
    for (let i = 0; i < newest; i += 1) gone += this.#framedBy(this.#sizes[this.#sizes.length - 1 - i] ?? 0);
    const left = unsent + gone;
    let messages = 0,
      bytes = 0;
    while (this.count > newest && this.#framed - this.#framedBy(this.#sizes[this.#head] as number) >= left) {
      bytes += this.#shift();
      messages += 1;
    }
    this.#compact();
    return { messages, bytes };
  }

  /** Takes all out. */
  rest(): { messages: number; bytes: number } {
    const all = { messages: this.count, bytes: this.bytes };
    this.#sizes = [];
    this.#head = this.bytes = this.#framed = 0;
    return all;
  }

  #shift(): number {
    const size = this.#sizes[this.#head] as number;
    this.#head += 1;
    this.bytes -= size;
    this.#framed -= this.#framedBy(size);
    return size;
  }

  #compact(): void {
    if (this.#head === this.#sizes.length) this.#sizes.length = this.#head = 0;
    else if (this.#head > 256) {
      this.#sizes = this.#sizes.slice(this.#head);
      this.#head = 0;
    }
  }

  /** What a message takes as a frame. */
  #framedBy(bytes: number): number {
    return bytes + this.#mask + (bytes < 126 ? 2 : bytes < 65_536 ? 4 : 10);
  }
}
