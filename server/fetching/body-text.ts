import type { IncomingHttpHeaders } from 'node:http';
import { visible, WorldwireError } from '../../engine/index.ts';

/**
 * What the bytes of a body are read by: the charset that its type names; undefined where it names none.
 * @param asBytes it is not read as text
 * @throws WorldwireError where nobody here knows the charset, or the body is compressed though nobody has asked for that
 */
export function encodingOf(headers: IncomingHttpHeaders, asBytes = false): TextDecoder | undefined {
  const compressed = [headers['content-encoding'], headers['transfer-encoding']].flatMap(codingsOf).join(', ');
  if (compressed !== '') throw new WorldwireError('WW_FETCH_FAILED', `the answer is compressed (${visible(compressed, 100)}), which was not asked for`);
  if (asBytes) return undefined;
  const charset = /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;"]+))/i.exec(headers['content-type'] ?? '');
  const label = charset?.[1] ?? charset?.[2];
  if (label === undefined) return undefined;
  try {
    return new TextDecoder(label);
  } catch {
    throw new WorldwireError('WW_FETCH_FAILED', `the answer is in the charset ${JSON.stringify(visible(label, 100))}, which nobody here knows`);
  }
}

/** What a body was made into for its way, besides being cut into parts. */
function codingsOf(header = ''): string[] {
  return header
    .split(',')
    .map((each) => each.trim())
    .filter((each) => !/^(?:identity|chunked)?$/i.test(each));
}

/** A body as text: by its charset; without one by its byte order mark, and else as UTF-8. What is none becomes U+FFFD. */
export function bodyText(bytes: Uint8Array, decoder: TextDecoder | undefined): string {
  return (decoder ?? byMark(bytes)).decode(bytes);
}

function byMark([first, second]: Uint8Array): TextDecoder {
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le');
  return new TextDecoder(first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8');
}
