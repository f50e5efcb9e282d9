import { recall, remember } from '../cells/memory.ts';

export type SendMode = 'text' | 'json' | 'hex';
/** Something that was sent from this machine. */
export type Sent = { readonly mode: SendMode; readonly text: string };

/** Messages that are remembered of each connection, how long one may be for that, and of how many connections. */
const MOST = 20,
  LONGEST = 4_000,
  MOST_CONNECTIONS = 50;
const KEY = 'sent';

type Book = { readonly [connection: string]: readonly Sent[] };

function book(): Book {
  const known = recall(KEY);
  return typeof known === 'object' && known !== null && !Array.isArray(known) ? (known as unknown as Book) : {};
}

/** What was sent over a connection before, newest first. */
export function recentSends(connection: string): readonly Sent[] {
  const list: unknown = book()[connection];
  return Array.isArray(list) ? (list as readonly Sent[]) : [];
}

/** Remembers what was sent; the same again moves to the front. */
export function rememberSend(connection: string, sent: Sent): void {
  if (sent.text === '' || sent.text.length > LONGEST) return;
  const { [connection]: before = [], ...others } = book();
  const list = [sent, ...before.filter(({ mode, text }) => mode !== sent.mode || text !== sent.text)].slice(0, MOST);
  const kept = Object.entries(others).slice(-(MOST_CONNECTIONS - 1));
  remember(KEY, Object.fromEntries([...kept, [connection, list]]));
}
