import type { Json } from '../schema/field.ts';
import { TENS, WHOLE } from '../schema/float.ts';
import { blockText, floatText, numberText } from './text.ts';

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });

/** 1 for the characters that stand in a JSON text as they are and take one byte. */
const PLAIN = Uint8Array.from({ length: 128 }, (_, code) => (code >= 32 && code !== 34 && code !== 92 ? 1 : 0));
const QUOTE = 34,
  MINUS = 45,
  POINT = 46,
  ZERO = 48;

/** Bytes of an ASCII text that is written often. */
export function bytesOf(text: string): Uint8Array {
  return ENCODER.encode(text);
}

/**
 * JSON text in the making, as UTF-8 bytes. Joining 100,000 entities from strings takes four times as long: each piece is
 * allocated, linked and copied again at the end.
 */
export class TextBuffer {
  #bytes = new Uint8Array(1 << 16);
  #at = 0;

  /** Bytes of the text so far. */
  get length(): number {
    return this.#at;
  }

  /** The text so far; the buffer is empty after that. */
  take(): string {
    const text = DECODER.decode(this.#bytes.subarray(0, this.#at));
    this.#at = 0;
    return text;
  }

  bytes(bytes: Uint8Array): void {
    this.#room(bytes.length);
    const into = this.#bytes;
    let at = this.#at;
    for (let i = 0; i < bytes.length; i++) into[at++] = bytes[i] as number;
    this.#at = at;
  }

  /** Any text, as it is. */
  raw(text: string): void {
    this.#room(text.length * 3);
    this.#at += ENCODER.encodeInto(text, this.#bytes.subarray(this.#at)).written;
  }

  /** A text in quotes, escaped where JSON wants it. */
  quoted(text: string): void {
    const { length } = text;
    this.#room(length + 2);
    const into = this.#bytes;
    let at = this.#at;
    into[at++] = QUOTE;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code >= 128 || PLAIN[code] === 0) {
        this.raw(JSON.stringify(text));
        return;
      }
      into[at++] = code;
    }
    into[at++] = QUOTE;
    this.#at = at;
  }

  /** A value on one line, or on several where it is long. */
  json(value: Json, indent: string): void {
    if (typeof value === 'string') this.quoted(value);
    else this.raw(blockText(value, indent));
  }

  /** A Float64. */
  number(value: number): void {
    if ((value | 0) === value && (value !== 0 || 1 / value > 0)) this.#whole(value);
    else this.raw(numberText(value));
  }

  /** A Float32, as `floatText` writes it. */
  float(value: number): void {
    if (value === Math.trunc(value)) {
      if (value > -WHOLE && value < WHOLE && (value !== 0 || 1 / value > 0)) this.#whole(value);
      else this.raw(floatText(value));
      return;
    }
    const size = Math.abs(value);
    if (size >= 1e-4 && size < WHOLE) {
      for (let places = 1; places <= 9; places++) {
        const ten = TENS[places] as number,
          scaled = Math.round(size * ten),
          decimal = scaled / ten;
        if (Math.fround(decimal) !== size) continue;
        const whole = Math.floor(decimal);
        this.#whole(value < 0 ? -whole : whole, value < 0);
        this.#fraction(scaled - whole * ten, places);
        return;
      }
    }
    this.raw(floatText(value));
  }

  /** A whole number of 32 bits. */
  #whole(value: number, negative = value < 0): void {
    this.#room(12);
    const into = this.#bytes;
    let at = this.#at,
      rest = Math.abs(value);
    if (negative) into[at++] = MINUS;
    let end = at + 1;
    for (let ten = 10; ten <= rest; ten *= 10) end++;
    this.#at = end;
    while (end > at) {
      const next = Math.floor(rest / 10);
      into[--end] = ZERO + rest - next * 10;
      rest = next;
    }
  }

  #fraction(value: number, places: number): void {
    this.#room(places + 1);
    const into = this.#bytes;
    into[this.#at] = POINT;
    let rest = value | 0;
    for (let at = this.#at + places; at > this.#at; at--) {
      const next = (rest / 10) | 0;
      into[at] = ZERO + rest - next * 10;
      rest = next;
    }
    this.#at += places + 1;
  }

  #room(more: number): void {
    if (this.#at + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#at + more));
    larger.set(this.#bytes.subarray(0, this.#at));
    this.#bytes = larger;
  }
}
