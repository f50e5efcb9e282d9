import { fromBase64 } from '../schema/base64.ts';
import { count, id, isObject, listOf, MOST_COUNT, number, oneOf, orNull, record, refuse, text, truth, tuple, whole, wrong, type Form } from '../world/form.ts';

const MACHINE = { userId: id, host: text, port: whole(0, 65535) };
const ASKED = record(MACHINE, { machineId: text });
const GRANT = record({ ...MACHINE, stale: truth }, { machineId: text, once: truth });
const CARRIER = record({ userId: id, machineId: text });
const ENDING = record({ code: whole(0, 65535), reason: text, by: oneOf('server', 'failure', 'us', 'user') }, { error: text, frame: text });
const NUMBER = whole(0, MOST_COUNT);

/** User id of the acting user; absent where that is the host. */
const ACTING = { acting: id };
const FRESH: Form = (value, place) => tuple(id, id, ...(Array.isArray(value) && value.length > 2 ? [id] : []))(value, place);

const EVENT: Form = (value, place) => {
  if (!isObject(value)) wrong(place, 'an event that waits', value);
  if ('connected' in value) record({ connected: oneOf(true) }, ACTING)(value, place);
  else if ('disconnected' in value) record({ disconnected: whole(0, 65535), reason: text }, ACTING)(value, place);
  else if ('text' in value) text(value['text'], `${place}/text`);
  else if (typeof value['bytes'] !== 'string' || fromBase64(value['bytes']) === undefined) wrong(`${place}/bytes`, 'a message in base64', value['bytes']);
};

const CONNECTION = record(
  {
    entity: id,
    component: id,
    number: NUMBER,
    ask: NUMBER,
    asked: orNull(ASKED),
    grant: orNull(GRANT),
    hold: orNull(oneOf('disconnected', 'dismissed', 'failed')),
    after: oneOf('now', 'retry', 'denied'),
    since: number,
    ending: orNull(ENDING),
    words: text,
    out: listOf(EVENT, 'a list of events'),
    buffered: count,
  },
  { carrier: orNull(CARRIER), pings: oneOf(false), near: oneOf(true), pingedAt: number, sends: count, offered: count, ...ACTING },
);

const SAVED = record({
  lastNumber: NUMBER,
  lastAsk: NUMBER,
  connections: listOf(CONNECTION, 'a list of connections'),
  dropped: listOf(tuple(whole(1), id, text, count)),
  fresh: listOf(FRESH),
});

/** What is compared across all connections of a snapshot: their numbers. */
interface Numbered {
  readonly lastNumber: number;
  readonly lastAsk: number;
  readonly connections: readonly { readonly number: number; readonly ask: number }[];
  readonly dropped: readonly (readonly [number: number, ...unknown[]])[];
}

/** Checks what a snapshot keeps of connections. Throws WW_SNAPSHOT_INVALID with the place of the first fault. */
export function checkSaved(data: unknown, place: string): void {
  SAVED(data, place);
  const { lastNumber, lastAsk, connections, dropped } = data as Numbered;
  const taken = new Set<number>(),
    asks = new Set<number>();
  const once = (known: Set<number>, each: number, last: number, where: string): void => {
    if (each > last) wrong(where, `a number up to ${last}, which was given out last`, each);
    if (known.has(each)) refuse(where, 'a number of its own', `another connection has the number ${each} already`);
    known.add(each);
  };
  connections.forEach((one, at) => {
    if (one.number !== 0) once(taken, one.number, lastNumber, `${place}/connections/${at}/number`);
    if (one.ask !== 0) once(asks, one.ask, lastAsk, `${place}/connections/${at}/ask`);
  });
  dropped.forEach(([each], at) => once(taken, each, lastNumber, `${place}/dropped/${at}/0`));
}
