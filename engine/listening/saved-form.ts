import { LISTENING_STATES } from '../components/websocket-server.ts';
import { fromBase64 } from '../schema/base64.ts';
import { count, id, isObject, listOf, MOST_COUNT, number, oneOf, orNull, record, refuse, text, truth, whole, wrong, type Form } from '../world/form.ts';
import { CLIENT_STATES } from './server.ts';

const NUMBER = whole(0, MOST_COUNT);
const CLIENT_ID = whole(1, MOST_COUNT);
const CODE = whole(0, 65_535);

const EVENT: Form = (value, place) => {
  if (!isObject(value)) wrong(place, 'an event that waits', value);
  CLIENT_ID(value['client'], `${place}/client`);
  if ('connected' in value) oneOf(true)(value['connected'], `${place}/connected`);
  else if ('disconnected' in value) record({ client: CLIENT_ID, disconnected: CODE, reason: text })(value, place);
  else if ('text' in value) text(value['text'], `${place}/text`);
  else if (typeof value['bytes'] !== 'string' || fromBase64(value['bytes']) === undefined) wrong(`${place}/bytes`, 'a message in base64', value['bytes']);
};

const CLIENT = record({
  id: CLIENT_ID,
  number: NUMBER,
  state: oneOf(...CLIENT_STATES),
  path: text,
  protocol: text,
  address: text,
  came: number,
  since: number,
  pingedAt: orNull(number),
  leaving: orNull(record({ code: CODE, reason: text })),
  messagesIn: count,
  bytesIn: count,
  sends: count,
  messagesOut: count,
  bytesOut: count,
  offered: count,
  buffered: count,
});

const SERVER = record({
  entity: id,
  component: id,
  number: NUMBER,
  state: oneOf(...LISTENING_STATES),
  acting: id,
  fresh: truth,
  held: truth,
  failure: text,
  since: number,
  at: orNull(record({ host: text, port: whole(0, 65_535) })),
  warnedAt: number,
  unwarned: count,
  clients: listOf(CLIENT, 'a list of clients'),
  out: listOf(EVENT, 'a list of events'),
});

const SAVED = record({ servers: listOf(SERVER, 'a list of servers'), dropped: listOf(CLIENT_ID, 'a list of numbers') });

/** What is compared across all of it. */
interface Numbered {
  readonly servers: readonly {
    readonly number: number;
    readonly state: string;
    readonly at: unknown;
    readonly clients: readonly { readonly id: number; readonly number: number; readonly state: string }[];
    readonly out: readonly { readonly client: number }[];
  }[];
  readonly dropped: readonly number[];
}

/** Checks what a snapshot keeps of servers. Throws WW_SNAPSHOT_INVALID with the place of the first fault. */
export function checkSaved(data: unknown, place: string): void {
  SAVED(data, place);
  const { servers, dropped } = data as Numbered;
  const taken = new Set<number>();
  const once = (each: number, where: string): void => {
    if (taken.has(each)) refuse(where, 'a number of its own', `another has the number ${each} already`);
    taken.add(each);
  };
  servers.forEach(({ number: listener, state, at, clients, out }, index) => {
    const where = `${place}/servers/${index}`;
    const stands = state === 'Starting' || state === 'Listening';
    if (stands !== (listener !== 0)) wrong(`${where}/number`, stands ? `the number of a listener that is ${state}` : `0 while ${state}`, listener);
    if ((state === 'Listening') !== (at !== null)) wrong(`${where}/at`, state === 'Listening' ? 'where it listens' : `nothing while ${state}`, at);
    if (listener !== 0) once(listener, `${where}/number`);
    clients.forEach((client, nth) => {
      once(client.id, `${where}/clients/${nth}/id`);
      const expected = client.state === 'Gone' ? 0 : client.id;
      if (client.number !== expected) wrong(`${where}/clients/${nth}/number`, `${expected} while ${client.state}`, client.number);
    });
    const known = new Set(clients.map((client) => client.id));
    out.forEach(({ client }, nth) => {
      if (!known.has(client)) wrong(`${where}/out/${nth}/client`, 'the number of a client of this server', client);
    });
  });
  dropped.forEach((each, index) => once(each, `${place}/dropped/${index}`));
}
