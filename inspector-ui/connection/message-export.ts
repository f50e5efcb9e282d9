import { tell } from '../shell/notices.ts';
import { grouped, plural } from '../shell/words.ts';
import { fromBase64, hexOf } from './bytes.ts';
import type { Line } from './message-book.ts';
import { clockOf } from './real-time.ts';

/** A line as one object of a JSONL file. */
function recordOf(line: Line): object {
  const { what, tick, real, size, binary, data, cut, state, left } = line;
  const at = clockOf(real)?.toISOString();
  const when = { tick, real, ...(at === undefined ? {} : { at }) };
  if (what === 'gap') return { what: 'left out', ...when, messages: left };
  if (what === 'state') return { what: 'state', ...when, state, reason: data };
  return { what: what === 'in' ? 'received' : 'sent', ...when, size, ...(binary ? { base64: data } : { text: data }), ...(cut ? { cut } : {}) };
}

async function copy(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    tell(done);
  } catch {
    tell('The browser does not let this page copy; select the text and copy it by hand.', true);
  }
}

/** A message as it is: text as text, bytes as hex. */
export function copyOne(line: Line): void {
  void copy(line.binary ? hexOf(fromBase64(line.data)) : line.data, line.cut ? 'Copied what is kept of it: its first 16 KiB.' : 'Message copied.');
}

export function copyAll(lines: readonly Line[]): void {
  void copy(jsonLines(lines), `${grouped(lines.length)} lines copied.`);
}

/** Saves what is shown as a file with one JSON object a line. */
export function saveAll(lines: readonly Line[], name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([jsonLines(lines)], { type: 'application/jsonl' }));
  link.download = `${name.replace(/[^\w.-]+/g, '-')}.messages.jsonl`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  tell(`Saved ${plural(lines.length, 'line')} as ${link.download}.`);
}

function jsonLines(lines: readonly Line[]): string {
  return `${lines.map((line) => JSON.stringify(recordOf(line))).join('\n')}\n`;
}
