import type { Envelope, Input, Json, LinkEvent } from '../../engine/index.ts';

/*
 * Inputs hold bytes in one place, the messages that links hand over. Whatever carries inputs elsewhere, into a file, another thread or the
 * past, does it by this file.
 */

type Message = Extract<LinkEvent, { type: 'message' }>;
type BinaryMessage = Message & { readonly data: Uint8Array };
/** A binary message in JSON. */
interface WrittenMessage {
  readonly type: 'binary';
  readonly connection: number;
  readonly base64: string;
}

/** An input as a recording holds it, with binary messages as base64. */
export function inputToJson(input: Input): Json {
  const write = ({ connection, data }: BinaryMessage): WrittenMessage => ({ type: 'binary', connection, base64: Buffer.from(data).toString('base64') });
  return mapBinary(input, write) as unknown as Json;
}

/** The input that `inputToJson` has written. Throws where what should be base64 is no text. */
export function inputFromJson(json: Json): Input {
  const input = json as unknown as Input | { readonly type: 'link'; readonly events: readonly (LinkEvent | WrittenMessage)[] };
  if (input.type !== 'link') return input;
  const read = ({ connection, base64 }: WrittenMessage): LinkEvent => ({ type: 'message', connection, data: alone(Buffer.from(base64, 'base64')) });
  return { type: 'link', events: Array.from<LinkEvent | WrittenMessage, LinkEvent>(input.events, (event) => (event.type === 'binary' ? read(event) : event)) };
}

/**
 * The same envelope, with each binary message in memory of its own: one is often a piece of a larger buffer, all of which would be kept for its
 * sake, or copied into another thread.
 */
export function detached(envelope: Envelope): Envelope {
  if (envelope.input.type !== 'link') return envelope;
  return { ...envelope, input: mapBinary(envelope.input, (event) => ({ ...event, data: alone(event.data) })) as Input };
}

function alone(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

function mapBinary<E>(input: Input, map: (event: BinaryMessage) => E): Input | { readonly type: 'link'; readonly events: readonly (LinkEvent | E)[] } {
  if (input.type !== 'link') return input;
  return { ...input, events: input.events.map((event): LinkEvent | E => (isBinary(event) ? map(event) : event)) };
}

function isBinary(event: LinkEvent): event is BinaryMessage {
  return event.type === 'message' && typeof event.data !== 'string';
}
