import type { PassedEntry } from '../../engine/index.ts';

/** A message as Chromium writes it into a HAR file: `time` in seconds since 1970, `opcode` 1 for text and 2 for bytes, which stand as base64. */
export interface HarMessage {
  readonly type: 'send' | 'receive';
  readonly time: number;
  readonly opcode: 1 | 2;
  readonly data: string;
}
interface HarEntry {
  readonly _resourceType: 'websocket';
  readonly _webSocketMessages: readonly HarMessage[];
  readonly startedDateTime: string;
  readonly [key: string]: unknown;
}

const NOTHING = { headers: [], cookies: [], headersSize: -1, bodySize: -1 } as const;
/** What the timeline says as a connection is tried. */
const ATTEMPT = /^Connecting: (\S+)/;

interface Told {
  readonly first: PassedEntry;
  url: string;
  readonly messages: HarMessage[];
}

/**
 * The timeline as a HAR file (1.2) with `_webSocketMessages`: an entry for each connection in the order in which they were first heard, its messages as
 * the world sent and received them. States stand in its comment, since HAR has no place for them. Where no time of day is known, the world's own counts.
 */
export function harOf(entries: readonly PassedEntry[], version: string): object {
  const connections = new Map<string, Told>();
  for (const entry of entries) {
    const key = JSON.stringify([entry.entity, entry.component, entry.client ?? 0]);
    let told = connections.get(key);
    if (told === undefined) connections.set(key, (told = { first: entry, url: '', messages: [] }));
    const { what, binary, data } = entry;
    if (what === 'in' || what === 'out')
      told.messages.push({ type: what === 'out' ? 'send' : 'receive', time: momentOf(entry) / 1000, opcode: binary ? 2 : 1, data });
    else told.url ||= ATTEMPT.exec(data)?.[1] ?? '';
  }
  return {
    log: {
      version: '1.2',
      creator: { name: 'Worldwire', version },
      pages: [],
      entries: Array.from(connections.values(), harEntry),
    },
  };
}

function harEntry({ first, url, messages }: Told): HarEntry {
  const { entity, name, component, client } = first;
  return {
    _resourceType: 'websocket',
    _webSocketMessages: messages,
    startedDateTime: new Date(momentOf(first)).toISOString(),
    time: messages.length === 0 ? 0 : Math.max(0, (messages.at(-1) as HarMessage).time * 1000 - momentOf(first)),
    request: { method: 'GET', url: url === '' ? 'ws://unknown.invalid/' : url, httpVersion: 'HTTP/1.1', queryString: [], ...NOTHING },
    response: {
      status: 101,
      statusText: 'Switching Protocols',
      httpVersion: 'HTTP/1.1',
      content: { size: 0, mimeType: 'x-unknown' },
      redirectURL: '',
      ...NOTHING,
    },
    cache: {},
    timings: { send: 0, wait: 0, receive: 0 },
    comment: `${name} (${entity}) ${component}${client === undefined ? '' : ` #${client}`}`,
  };
}

function momentOf({ wall, real }: PassedEntry): number {
  return wall ?? real;
}
