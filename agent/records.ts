import type { ConnectionEffect, ErrorCode, LinkEvent, LinkLimits } from '../engine/index.ts';
import type { SocketFacts } from './messages.ts';

/** What an agent is to open. `entity` and `component` say for whom, as the question of access did. */
export interface OpenRequest {
  readonly url: string;
  readonly protocols: readonly string[];
  readonly headers: { readonly [name: string]: string };
  readonly limits: LinkLimits;
  readonly entity: string;
  readonly component: string;
  /** What the agent may hand over before it is given more. */
  readonly credit: Credit;
}
/**
 * What may be handed over: messages, and bytes of them (those that are carried, text as UTF-8). A message may pass while some of both are
 * left, and may then cost more bytes than are left: the rest is owed, and nothing passes until more is given.
 */
export interface Credit {
  readonly messages: number;
  readonly bytes: number;
}

/** What a world's server tells an agent of one connection: the world's own effects, and what belongs to the relay. */
export type ToAgent =
  | Exclude<ConnectionEffect, { type: 'open' }>
  | { readonly type: 'open'; readonly connection: number; readonly request: OpenRequest }
  /** What was handed over has been taken: so much more may follow. */
  | { readonly type: 'credit'; readonly connection: number; readonly credit: Credit }
  /** Somebody looks at the connection: tell `facts`. */
  | { readonly type: 'look'; readonly connection: number };

/**
 * What an agent tells of one connection: what any link tells, and what belongs to the relay. After `closed`, `drained` and `discarded` nothing
 * more is told of it, and what was sent and not told of by then counts as failed.
 */
export type FromAgent =
  | Extract<LinkEvent, { type: 'message' | 'closed' | 'drained' | 'discarded' | 'activity' }>
  | { readonly type: 'opened'; readonly connection: number; readonly protocol: string; readonly extensions: string }
  /** The oldest of what was to be sent has been taken by the network: so many messages, of so many bytes (text as UTF-8). */
  | { readonly type: 'sent'; readonly connection: number; readonly messages: number; readonly bytes: number }
  /** The oldest of what was to be sent has not gone out. */
  | {
      readonly type: 'failed';
      readonly connection: number;
      readonly messages: number;
      readonly bytes: number;
      readonly error: { readonly code: ErrorCode; readonly message: string };
    }
  | { readonly type: 'facts'; readonly connection: number; readonly facts: SocketFacts };

export type AnyRecord = ToAgent | FromAgent;
/** What each side says. Frames number them by their place, so that another order is another wire. */
export const TO_AGENT = ['open', 'configure', 'send', 'close', 'drop', 'credit', 'look', 'ping'] as const satisfies readonly ToAgent['type'][];
export const FROM_AGENT = [
  'opened',
  'message',
  'closed',
  'drained',
  'discarded',
  'sent',
  'failed',
  'activity',
  'facts',
] as const satisfies readonly FromAgent['type'][];

/** Characters that the words of an error and of a close may have; longer ones are cut when they are written. */
const MOST_WORDS = 2000;
/** Characters of what comes from a server's handshake, and of an address. */
const MOST_TEXT = 16_384;
const MOST_ITEMS = 200;
/** The largest limits of a connection, as the fields MaxMessageSize, MaxBufferedAmount and MaxMessagesPerTick are bounded. */
const MOST_BYTES = 2 ** 30,
  MOST_PER_TICK = 1_000_000;

type Plain = { readonly [key: string]: unknown };

/** A record of a kind that is written as JSON, with what belongs to it and nothing else; undefined where it does not hold. */
export function recordOf(type: AnyRecord['type'], connection: number, json: unknown): AnyRecord | undefined {
  if (!isPlain(json)) return undefined;
  switch (type) {
    case 'open': {
      const request = requestOf(json['request']);
      return request && { type, connection, request };
    }
    case 'configure': {
      const limits = limitsOf(json['limits']);
      return limits && { type, connection, limits };
    }
    case 'close':
      return isCount(json['code']) && isText(json['reason'], MOST_WORDS) ? { type, connection, code: json['code'], reason: json['reason'] } : undefined;
    case 'opened': {
      const { protocol, extensions } = json;
      return isText(protocol, MOST_TEXT) && isText(extensions, MOST_TEXT) ? { type, connection, protocol, extensions } : undefined;
    }
    case 'closed': {
      const { code, reason } = json;
      const error = json['error'] === undefined ? undefined : errorOf(json['error']);
      if (!isCount(code) || code > 65_535 || !isText(reason, MOST_WORDS) || (json['error'] !== undefined && error === undefined)) return undefined;
      return { type, connection, code, reason, ...(error === undefined ? {} : { error }) };
    }
    case 'discarded':
      return isCount(json['messages']) ? { type, connection, messages: json['messages'] } : undefined;
    case 'failed': {
      const { messages, bytes } = json;
      const error = errorOf(json['error']);
      return isCount(messages) && isCount(bytes) && error !== undefined ? { type, connection, messages, bytes, error } : undefined;
    }
    case 'facts': {
      const facts = factsOf(json['facts']);
      return facts && { type, connection, facts };
    }
    default:
      return undefined;
  }
}

/** The record with its words cut to what may travel. */
export function cut(record: AnyRecord): AnyRecord {
  if (record.type === 'close') return { ...record, reason: short(record.reason) };
  if (record.type === 'closed')
    return {
      ...record,
      reason: short(record.reason),
      ...(record.error === undefined ? {} : { error: { code: record.error.code, message: short(record.error.message) } }),
    };
  if (record.type === 'failed') return { ...record, error: { code: record.error.code, message: short(record.error.message) } };
  return record;
}

function short(words: string): string {
  return words.length > MOST_WORDS ? `${words.slice(0, MOST_WORDS - 1)}…` : words;
}

function requestOf(json: unknown): OpenRequest | undefined {
  if (!isPlain(json)) return undefined;
  const { url, protocols, headers, entity, component } = json;
  const limits = limitsOf(json['limits']);
  const credit = creditOf(json['credit']);
  if (typeof url !== 'string' || typeof entity !== 'string' || typeof component !== 'string') return undefined;
  if (!Array.isArray(protocols) || !protocols.every((each) => typeof each === 'string') || !isPlain(headers)) return undefined;
  if (!Object.values(headers).every((each) => typeof each === 'string') || limits === undefined || credit === undefined) return undefined;
  return { url, protocols: protocols as string[], headers: headers as { [name: string]: string }, limits, entity, component, credit };
}

function limitsOf(json: unknown): LinkLimits | undefined {
  if (!isPlain(json)) return undefined;
  const { maxMessageSize, maxBufferedAmount, maxMessagesPerTick } = json;
  return isLimit(maxMessageSize, MOST_BYTES) && isLimit(maxBufferedAmount, MOST_BYTES) && isLimit(maxMessagesPerTick, MOST_PER_TICK)
    ? { maxMessageSize, maxBufferedAmount, maxMessagesPerTick }
    : undefined;
}

function creditOf(json: unknown): Credit | undefined {
  return isPlain(json) && isCount(json['messages']) && isCount(json['bytes']) ? { messages: json['messages'], bytes: json['bytes'] } : undefined;
}

function errorOf(json: unknown): { code: ErrorCode; message: string } | undefined {
  if (!isPlain(json) || !isText(json['code'], 40) || !json['code'].startsWith('WW_') || !isText(json['message'], MOST_WORDS)) return undefined;
  return { code: json['code'] as ErrorCode, message: json['message'] };
}

function factsOf(json: unknown): SocketFacts | undefined {
  if (!isPlain(json)) return undefined;
  const { url, remote, openedAt, took, status, statusText, headers, protocol, extensions, roundTrip, queued, buffered } = json;
  if (!isText(url, MOST_TEXT) || !isText(remote, 1000) || !isText(openedAt, 40) || !isText(statusText, 1000)) return undefined;
  if (!isText(protocol, MOST_TEXT) || !isText(extensions, MOST_TEXT)) return undefined;
  if (!isNumber(took) || !isCount(status) || !isCount(queued) || !isCount(buffered) || !(roundTrip === null || isNumber(roundTrip))) return undefined;
  if (!Array.isArray(headers) || headers.length > MOST_ITEMS || !headers.every(isHeader)) return undefined;
  const pairs = headers.map(([name, value]) => [name, value] as const);
  return { url, remote, openedAt, took, status, statusText, headers: pairs, protocol, extensions, roundTrip, queued, buffered };
}

function isHeader(json: unknown): json is [name: string, value: string] {
  return Array.isArray(json) && json.length === 2 && isText(json[0], 1000) && isText(json[1], 4000);
}

function isPlain(json: unknown): json is Plain {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function isText(json: unknown, most: number): json is string {
  return typeof json === 'string' && json.length <= most;
}

function isNumber(json: unknown): json is number {
  return typeof json === 'number' && Number.isFinite(json);
}

function isLimit(json: unknown, most: number): json is number {
  return isCount(json) && json > 0 && json <= most;
}

function isCount(json: unknown): json is number {
  return Number.isSafeInteger(json) && (json as number) >= 0;
}
