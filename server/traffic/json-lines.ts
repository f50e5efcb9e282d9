import type { PassedEntry } from '../../engine/index.ts';

/** An entry of the timeline as one line of a JSONL file: bytes stand under `base64`, texts under `text`, all else under `words`. */
export function lineOf({ seq, tick, real, wall, entity, name, component, client, what, size, binary, data, cut }: PassedEntry): string {
  const isMessage = what === 'in' || what === 'out';
  return `${JSON.stringify({
    seq,
    what: what === 'in' ? 'received' : what === 'out' ? 'sent' : what,
    ...(wall === undefined ? {} : { at: new Date(wall).toISOString() }),
    tick,
    real,
    entity,
    name,
    component,
    ...(client === undefined ? {} : { client }),
    ...(isMessage ? { size, ...(binary ? { base64: data } : { text: data }), ...(cut ? { cut } : {}) } : { words: data }),
  })}\n`;
}
