import { html, type TemplateResult } from 'lit';
import type { PassedEntry, PassedKind } from '../../server/protocol.ts';
import { fromBase64, hexOf, sizeWords } from '../connection/bytes.ts';
import { plainSigns } from '../controls/plain-signs.ts';
import { stateDot } from '../controls/states.ts';
import { styled } from '../controls/styled.ts';
import { wallWords, wholeWallWords } from '../controls/wall-words.ts';
import { grouped } from '../controls/words.ts';

/** Height of a row, in pixels. */
export const ROW = 22;
/** Bytes of a binary message that its row shows. */
const PREVIEW_BYTES = 32;

/** What each kind is called. */
export const KIND_WORDS: Readonly<Record<PassedKind, string>> = { in: 'Received', out: 'Sent', state: 'State', handshake: 'Handshake', fault: 'Fault' };

/** How a row stands in its list. */
export interface RowPlace {
  /** Counted from the newest. */
  readonly place: number;
  readonly total: number;
  readonly chosen: boolean;
  /** It is kept to be compared with another. */
  readonly kept: boolean;
}

/** An entry of the timeline in one line. */
export function trafficRow(entry: PassedEntry, { place, total, chosen, kept }: RowPlace): TemplateResult {
  const { seq, what, name, size, tick, wall, real } = entry;
  const said = saidOf(entry),
    who = whoOf(entry);
  const label = `${KIND_WORDS[what]}, ${name}${who === '' ? '' : ` ${who}`}${what === 'in' || what === 'out' ? `, ${sizeWords(size)}` : ''}: ${said}`;
  return html`<div id="t${seq}" class="row ${what} ${chosen ? 'chosen' : ''}" role="option" aria-selected=${chosen} aria-setsize=${total}
      aria-posinset=${total - place} aria-label=${label} data-place=${place} ${styled({ transform: `translateY(${(total - 1 - place) * ROW}px)` })}>
      <span class="time" title=${wholeTime(entry)} data-text=${wall === undefined ? (real / 1000).toFixed(3) : wallWords(wall, { milliseconds: true })}></span>
      <span class="tick" data-text=${grouped(tick)}></span>${arrow(entry)}
      <span class="who clip" data-text=${plainSigns(name)}></span><span class="part clip" data-text=${who}></span>
      <span class="said clip ${entry.binary ? 'binary' : ''}" data-text=${said}></span>
      <span class="size" data-text="${kept ? '⇄ ' : ''}${what === 'in' || what === 'out' ? sizeWords(size) : ''}"></span></div>`;
}

/** What stands beside the entity: a component that is not its only connection, and the number of a client. */
export function whoOf({ component, client }: Pick<PassedEntry, 'component' | 'client'>): string {
  return `${component === 'WebsocketClient' ? '' : component}${client === undefined ? '' : ` #${client}`}`.trim();
}

/** The time of day, the tick, and the seconds since the world began. */
export function wholeTime({ wall, tick, real }: Pick<PassedEntry, 'wall' | 'tick' | 'real'>): string {
  return `${wall === undefined ? '' : `${wholeWallWords(wall)} · `}tick ${grouped(tick)} · ${(real / 1000).toFixed(3)} s since the world began`;
}

function arrow({ what, data }: PassedEntry): TemplateResult {
  if (what === 'in' || what === 'out') return html`<span class="arrow" data-text=${what === 'in' ? '↓' : '↑'}></span>`;
  const state = /^(\w+):/.exec(data)?.[1] ?? '';
  return html`<span class="arrow ${what === 'fault' ? 'Denied' : state}">${stateDot(what === 'fault' ? 'Denied' : state)}</span>`;
}

function saidOf({ data, binary, size, what }: PassedEntry): string {
  if (binary) {
    const bytes = fromBase64(data).subarray(0, PREVIEW_BYTES);
    return `${hexOf(bytes)}${size > PREVIEW_BYTES ? ' …' : ''}`;
  }
  if (what === 'in' || what === 'out') return data === '' ? 'empty' : plainSigns(data.replace(/\s*\n\s*/g, ' ⏎ '));
  return plainSigns(data);
}
