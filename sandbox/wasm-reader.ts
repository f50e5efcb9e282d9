/** Reads the binary format of WebAssembly, front to back (webassembly.github.io/spec/core/binary). */
export class WasmReader {
  at = 0;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  byte(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw new RangeError(`the module ends at byte ${this.bytes.length}, in the middle of something`);
    return byte;
  }

  /** An unsigned number in LEB128, of up to 32 bits. */
  unsigned(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }

  /** Passes a number in LEB128 of any size. */
  skipNumber(): void {
    while (this.byte() >= 128);
  }

  skip(bytes: number): void {
    this.at += bytes;
  }

  /** A name, or any other vector of bytes, is passed. */
  skipVector(): void {
    this.skip(this.unsigned());
  }

  slice(from: number, to: number): Uint8Array {
    return this.bytes.subarray(from, to);
  }
}

/** An unsigned number in LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  do {
    const byte = left % 128;
    left = Math.floor(left / 128);
    bytes.push(left > 0 ? byte | 128 : byte);
  } while (left > 0);
  return bytes;
}

/** A number of 32 bits with a sign in LEB128, as constants of a module are written. */
export function signed(value: number): number[] {
  const bytes: number[] = [];
  let left = value | 0;
  for (;;) {
    const byte = left & 127;
    left >>= 7;
    const isLast = (left === 0 && (byte & 64) === 0) || (left === -1 && (byte & 64) !== 0);
    bytes.push(isLast ? byte : byte | 128);
    if (isLast) return bytes;
  }
}
