import { WorldwireError } from '../../engine/index.ts';

/** A message of a conversation: who said it, and when, in milliseconds after the first of them. */
export interface Said {
  readonly by: 'world' | 'peer';
  readonly at: number;
  readonly data: string | Buffer;
}
/** What passed one connection, as a file of the timeline or of a browser's network panel tells it. */
export interface Conversation {
  readonly name: string;
  /** Path that the connection was opened with; `/` where the file does not tell it. */
  readonly path: string;
  readonly messages: readonly Said[];
  /** Messages of which the file has only the beginning. */
  readonly cut: number;
}

interface Reading {
  readonly name: string;
  path: string;
  readonly messages: { readonly by: Said['by']; readonly time: number; readonly data: string | Buffer }[];
  cut: number;
}
type Loose = { readonly [key: string]: unknown };

/**
 * Reads what `Export` of the Traffic tab, or a browser, has written: a HAR file with `_webSocketMessages`, or JSON lines of the timeline.
 * Throws WW_CONFIG_INVALID where a text is neither, or holds no message.
 */
export function readConversations(text: string, file: string): readonly Conversation[] {
  const all = /^\s*\{\s*"log"\s*:/.test(text) ? fromHar(text, file) : fromLines(text, file);
  const spoken = all.filter(({ messages }) => messages.length > 0);
  if (spoken.length === 0)
    throw new WorldwireError(
      'WW_CONFIG_INVALID',
      `${file} holds no message of a WebSocket: expected a HAR file with _webSocketMessages, or JSON lines of the Traffic tab.`,
    );
  return spoken.map(({ name, path, messages, cut }) => {
    const begun = Math.min(...messages.map(({ time }) => time));
    return { name, path, cut, messages: messages.map(({ by, time, data }) => ({ by, at: Math.max(0, time - begun), data })) };
  });
}

function fromHar(text: string, file: string): Reading[] {
  let har: Loose;
  try {
    har = JSON.parse(text) as Loose;
  } catch (error) {
    throw new WorldwireError('WW_CONFIG_INVALID', `${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  return listOf(asObject(har['log'])['entries']).map((entry, at) => {
    const { _webSocketMessages: messages, request, comment } = asObject(entry);
    const url = textOf(asObject(request)['url']);
    return {
      name: textOf(comment) || url || `connection ${at + 1}`,
      path: pathOf(url),
      cut: 0,
      messages: listOf(messages).map((each) => {
        const { type, time, opcode, data } = asObject(each);
        return { by: type === 'send' ? ('world' as const) : ('peer' as const), time: Number(time ?? 0) * 1000, data: dataOf(textOf(data), opcode === 2) };
      }),
    };
  });
}

function fromLines(text: string, file: string): Reading[] {
  const all = new Map<string, Reading>();
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    let entry: Loose;
    try {
      entry = asObject(JSON.parse(line));
    } catch {
      throw new WorldwireError('WW_CONFIG_INVALID', `${file}, line ${at + 1}: expected a JSON object, as an export of the Traffic tab has one in each line.`);
    }
    const { what, entity, component, client, name, words, text: said, base64, real } = entry;
    const key = JSON.stringify([entity, component, client]);
    let reading = all.get(key);
    if (reading === undefined) all.set(key, (reading = { name: textOf(name) || textOf(entity), path: '/', messages: [], cut: 0 }));
    if (what === 'handshake') reading.path = pathOf(/^Connecting: (\S+)/.exec(textOf(words))?.[1] ?? '', reading.path);
    if (what !== 'sent' && what !== 'received') continue;
    if (entry['cut'] === true) reading.cut += 1;
    const data = typeof base64 === 'string' ? dataOf(base64, true) : dataOf(textOf(said), false);
    reading.messages.push({ by: what === 'sent' ? 'world' : 'peer', time: Number(real ?? 0), data });
  }
  return [...all.values()];
}

function dataOf(text: string, isBinary: boolean): string | Buffer {
  return isBinary ? Buffer.from(text, 'base64') : text;
}
function pathOf(url: string, usual = '/'): string {
  try {
    return new URL(url).pathname;
  } catch {
    return usual;
  }
}
function asObject(value: unknown): Loose {
  return typeof value === 'object' && value !== null ? (value as Loose) : {};
}
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
