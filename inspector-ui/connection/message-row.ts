import { html, type TemplateResult } from 'lit';
import { plainSigns } from '../controls/plain-signs.ts';
import { besideBadge, stateDot, wordOf } from '../controls/states.ts';
import { styled } from '../controls/styled.ts';
import { isClose, wallWords, wholeWallWords } from '../controls/wall-words.ts';
import { grouped, plural } from '../controls/words.ts';
import { sizeWords } from './bytes.ts';
import type { Line } from './message-book.ts';

/** Height of a row, in pixels. */
export const ROW = 20;

/** How a row stands in its list. */
interface RowPlace {
  readonly index: number;
  readonly shown: readonly Line[];
  /** Whether times are those of the day, and not seconds since the world began. */
  readonly clock: boolean;
  readonly chosen: boolean;
}
interface RowHands {
  choose(index: number): void;
  menu(event: MouseEvent, line: Line): void;
}

/** A message of a connection, a state that it came to, or how many messages were left out. */
export function messageRow(line: Line, place: RowPlace, hands: RowHands): TemplateResult {
  const { index, shown, chosen } = place;
  const at = styled({ transform: `translateY(${index * ROW}px)` });
  const size = String(shown.length),
    number = String(index + 1);
  if (line.what === 'gap')
    return html`<div class="row gap" role="option" aria-selected="false" aria-setsize=${size} aria-posinset=${number}
        aria-label="${plural(line.left, 'message')} left out" ${at}><span
        data-text="… ${grouped(line.left)} left out, since there were too many"></span></div>`;
  const click = (): void => hands.choose(index);
  if (line.what === 'state') {
    const word = wordOf(line.state ?? '');
    return html`<div id="m${line.key}" class="row state ${line.state ?? ''} ${chosen ? 'chosen' : ''}" role="option" aria-selected=${chosen}
        aria-setsize=${size} aria-posinset=${number} aria-label="${word}${line.data === '' ? '' : `: ${plainSigns(line.data)}`}"
        title=${plainSigns(line.data)} ${at} @click=${click}>
        <span class="time" title=${wholeTime(line)} data-text=${time(line, place)}></span>${stateDot(line.state ?? '')}<span class="word"
          data-text=${word}></span><span class="why clip" data-text=${besideBadge(line.data)}></span></div>`;
  }
  const direction = line.what === 'in' ? 'Received' : 'Sent';
  return html`<div id="m${line.key}" class="row ${line.what} ${chosen ? 'chosen' : ''}" role="option" aria-selected=${chosen} aria-setsize=${size}
      aria-posinset=${number} aria-label="${direction}, ${sizeWords(line.size)}: ${plainSigns(line.preview)}" ${at} @click=${click}
      @contextmenu=${(event: MouseEvent) => hands.menu(event, line)}>
      <span class="time" title=${wholeTime(line)} data-text=${time(line, place)}></span><span class="arrow"
        data-text=${line.what === 'in' ? '↓' : '↑'}></span><span class="said clip ${line.binary ? 'binary' : ''}">${
          line.preview === '' ? html`<i>empty</i>` : plainSigns(line.preview)
        }</span><span class="size" data-text=${sizeWords(line.size)}></span></div>`;
}

/** When a line was: the time of day, to the millisecond where the one before or after it is close; or the seconds since the world began. */
function time(line: Line, { index, shown, clock }: RowPlace): string {
  const { wall } = line;
  if (!clock || wall === undefined) return (line.real / 1000).toFixed(3);
  return wallWords(wall, { milliseconds: isClose(wall, shown[index - 1]?.wall) || isClose(wall, shown[index + 1]?.wall) });
}

/** The time of day, the tick, and the seconds since the world began. */
export function wholeTime(line: Line): string {
  const wall = line.wall === undefined ? '' : `${wholeWallWords(line.wall)} · `;
  return `${wall}tick ${grouped(line.tick)} · ${(line.real / 1000).toFixed(3)} s since the world began`;
}
