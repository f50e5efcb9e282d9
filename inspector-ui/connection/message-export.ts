import { copyText } from '../controls/clipboard.ts';
import { tell } from '../controls/notices.ts';
import { saveFile } from '../controls/save-file.ts';
import { plural } from '../controls/words.ts';
import { fromBase64, hexOf } from './bytes.ts';
import type { Line } from './message-book.ts';

/** A line as one object of a JSONL file. */
function recordOf(line: Line): object {
  const { what, tick, real, wall, size, binary, data, cut, state, left } = line;
  const when = { tick, real, ...(wall === undefined ? {} : { at: new Date(wall).toISOString() }) };
  if (what === 'gap') return { what: 'left out', ...when, messages: left };
  if (what === 'state') return { what: 'state', ...when, state, reason: data };
  return { what: what === 'in' ? 'received' : 'sent', ...when, size, ...(binary ? { base64: data } : { text: data }), ...(cut ? { cut } : {}) };
}

/** A message as it is: text as text, bytes as hex. */
export function copyOne(line: Line): void {
  void copyText(line.binary ? hexOf(fromBase64(line.data)) : line.data, line.cut ? 'what is kept of it, its first 16 KiB' : 'the message');
}

export function copyAll(lines: readonly Line[]): void {
  void copyText(jsonLines(lines), plural(lines.length, 'line'));
}

/** Saves what is shown as a file with one JSON object a line. */
export function saveAll(lines: readonly Line[], name: string): void {
  const file = `${name.replace(/[^\w.-]+/g, '-')}.messages.jsonl`;
  saveFile(jsonLines(lines), file, 'application/jsonl');
  tell(`Saved ${plural(lines.length, 'line')} as ${file}.`);
}

function jsonLines(lines: readonly Line[]): string {
  return `${lines.map((line) => JSON.stringify(recordOf(line))).join('\n')}\n`;
}
