import { partsOf, roundedTo, type Digits } from './digits.ts';

/* Numbers by a picture of them: `#,##0.00;(#,##0.00);none`. */

type Piece =
  | { readonly kind: '0' | '#' }
  | { readonly kind: '.' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'exponent'; readonly letter: string; readonly isSigned: boolean; readonly least: number };

interface Section {
  readonly pieces: readonly Piece[];
  /** Places of digits before the point, and behind it. */
  readonly before: number;
  readonly behind: number;
  /** Digits that are shown at least, before the point and behind it. */
  readonly leastBefore: number;
  readonly leastBehind: number;
  readonly isGrouped: boolean;
  /** Tens by which the number is shown larger: of percents two. */
  readonly shift: number;
  readonly isScientific: boolean;
}

/** A number by a picture with a section for numbers above 0, one for those below and one for 0; those that are missing or empty are the first. */
export function pictured(number: Digits, picture: string): string {
  const sections = sectionsOf(picture);
  const chosen = (at: number): number => (sections[at] === undefined || sections[at] === '' ? 0 : at);
  let at = chosen(number.digits === '' ? 2 : number.isNegative ? 1 : 0);
  let section = parsed(sections[at] ?? '');
  let rounded = roundedFor(number, section);
  if (number.digits !== '' && rounded.digits === '' && chosen(2) !== at) {
    // What has become 0 is shown as that.
    at = chosen(2);
    section = parsed(sections[at] ?? '');
    rounded = roundedFor({ ...number, digits: '' }, section);
  }
  const text = laidOut(rounded, section);
  const hasMinus = rounded.isNegative && !(rounded.isWhole && rounded.digits === '') && at === 0 && (rounded.digits !== '' || text !== '');
  return hasMinus ? `-${text}` : text;
}

function roundedFor(number: Digits, { shift, before, behind, isScientific }: Section): Digits {
  if (number.digits === '') return { ...number, scale: 0 };
  const scale = number.scale + shift;
  return roundedTo({ ...number, scale }, isScientific ? before + behind : scale + behind, 'up');
}

/** Where a quoted part or an escaped letter ends that begins at a place; the place itself where none does. */
function skip(picture: string, at: number): number {
  const letter = picture.charAt(at);
  if (letter === '\\') return Math.min(at + 2, picture.length);
  if (letter !== "'" && letter !== '"') return at;
  const end = picture.indexOf(letter, at + 1);
  return end < 0 ? picture.length : end + 1;
}

function sectionsOf(picture: string): readonly string[] {
  const sections: string[] = [];
  let from = 0;
  for (let at = 0; at < picture.length;) {
    const behind = skip(picture, at);
    if (behind === at && picture.charAt(at) === ';') {
      sections.push(picture.slice(from, at));
      from = at + 1;
    }
    at = Math.max(behind, at + 1);
  }
  return [...sections, picture.slice(from)];
}

const EXPONENT = /[Ee]([+-]?)(0+)/y;

function parsed(picture: string): Section {
  const pieces: Piece[] = [];
  let places = 0,
    point = -1,
    firstZero = -1,
    lastZero = -1,
    commas = { at: -1, count: 0 },
    isGrouped = false,
    shift = 0,
    isScientific = false;
  for (let at = 0; at < picture.length;) {
    const letter = picture.charAt(at),
      behind = skip(picture, at);
    if (behind > at) {
      pieces.push({ kind: 'text', text: letter === '\\' ? picture.slice(at + 1, behind) : unquoted(picture.slice(at, behind)) });
      at = behind;
      continue;
    }
    EXPONENT.lastIndex = at;
    const exponent = EXPONENT.exec(picture);
    if (exponent !== null) {
      const [all, mark = '', zeros = ''] = exponent;
      // Only the first is an exponent; others are text.
      pieces.push(isScientific ? { kind: 'text', text: all } : { kind: 'exponent', letter, isSigned: mark === '+', least: Math.min(zeros.length, 10) });
      isScientific = true;
      at += all.length;
      continue;
    }
    at++;
    if (letter === '0' || letter === '#') {
      if (letter === '0') {
        if (firstZero < 0) firstZero = places;
        lastZero = places + 1;
      }
      places++;
      pieces.push({ kind: letter });
    } else if (letter === '.') {
      if (point < 0) {
        point = places;
        pieces.push({ kind: '.' });
      }
    } else if (letter === ',') {
      if (places === 0 || point >= 0) continue;
      if (commas.at === places) commas = { at: places, count: commas.count + 1 };
      else {
        if (commas.at >= 0) isGrouped = true;
        commas = { at: places, count: 1 };
      }
    } else {
      if (letter === '%') shift += 2;
      if (letter === '‰') shift += 3;
      pieces.push({ kind: 'text', text: letter });
    }
  }
  const before = point < 0 ? places : point;
  // Commas right before the point take thousands away; others group.
  if (commas.at === before && commas.at >= 0) shift -= 3 * commas.count;
  else if (commas.at >= 0) isGrouped = true;
  return {
    pieces,
    before,
    behind: places - before,
    leastBefore: firstZero >= 0 && firstZero < before ? before - firstZero : 0,
    leastBehind: Math.max(0, lastZero - before),
    isGrouped,
    shift,
    isScientific,
  };
}
function unquoted(text: string): string {
  return text.length > 1 && text.endsWith(text.charAt(0)) ? text.slice(1, -1) : text.slice(1);
}

function laidOut(number: Digits, section: Section): string {
  const { pieces, before, leastBefore, leastBehind, isGrouped, isScientific } = section;
  const exponent = isScientific && number.digits !== '' ? number.scale - before : 0;
  const [whole, fraction] = partsOf({ ...number, scale: number.scale - exponent });
  const shownWhole = whole.padStart(isScientific ? before : leastBefore, '0'),
    shownFraction = fraction.padEnd(leastBehind, '0');
  let text = '',
    place = before,
    behind = 0,
    isPast = false;
  /** The digits of the whole part that stand at a place, counted from the point: at the first all that come before as well. */
  const wholeAt = (at: number): string => {
    const end = shownWhole.length - at + 1,
      start = at === before ? 0 : end - 1;
    if (end <= 0) return '';
    let all = '';
    for (let i = Math.max(0, start); i < end; i++) {
      const left = shownWhole.length - i - 1;
      all += shownWhole.charAt(i) + (isGrouped && left > 0 && left % 3 === 0 ? ',' : '');
    }
    return all;
  };
  for (const piece of pieces)
    switch (piece.kind) {
      case '0':
      case '#':
        text += isPast ? shownFraction.charAt(behind++) : wholeAt(place--);
        break;
      case '.':
        // A number without places before the point shows its whole part there.
        if (before === 0) text += shownWhole;
        isPast = true;
        if (shownFraction !== '') text += '.';
        break;
      case 'text':
        text += piece.text;
        break;
      case 'exponent':
        text += piece.letter + (exponent < 0 ? '-' : piece.isSigned ? '+' : '') + String(Math.abs(exponent)).padStart(piece.least, '0');
        break;
    }
  return text;
}
