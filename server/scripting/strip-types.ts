import { visible, WorldwireError } from '../../engine/index.ts';
import { strip, type Unread } from './stripper.ts';

/** Units of work for any text, and for each character of it more. Those that people write take two a character. */
const FUEL = 500_000;
const FUEL_PER_CHARACTER = 20;
/** Past this the work is no longer counted: a file of scripts is shorter by far. */
const MOST_FUEL = 2 ** 31 - 1;

const BYTE_ORDER_MARK = '\u{feff}';

/** What there is in TypeScript that is more than a type, as the stripper names it, and what to write instead. */
const MORE_THAN_TYPES: readonly (readonly [named: RegExp, what: string, instead: string])[] = [
  [/enum/, 'an enum', "an object, as in `const Colour = { Red: 'red' } as const`"],
  [/namespace|module/, 'a namespace with code in it', 'a file of its own, or an object'],
  [/parameter property/, 'a field in the head of a constructor', 'a field of the class, which the constructor sets'],
  [/import equals/, 'an import by `=`', '`import … from`'],
  [/export assignment/, 'an export by `=`', '`export default`'],
  [/angle-bracket/, 'a type in angle brackets before a value', '`value as Type`'],
];

/**
 * A text without its types: what is left stands in the line and column in which it stood, so that an error names the place that its author knows. What is no
 * type is not looked at, but for its syntax.
 * @param name what errors call the file
 * @throws WorldwireError WW_SCRIPT_SYNTAX where it cannot be read, or holds TypeScript that is more than types
 */
export function stripTypes(text: string, name: string): string {
  if (text.startsWith(BYTE_ORDER_MARK)) return BYTE_ORDER_MARK + stripTypes(text.slice(1), name);
  const result = strip(text, fuelFor(text));
  switch (result.end) {
    case 'done':
      return withSemicolons(text, result.text);
    case 'unread':
      throw unreadable(text, name, result.fault);
    case 'fuel':
      throw wrong(name, undefined, 'its types cannot be told from its code in reasonable time; expected forms that are nested less, or a shorter file');
    case 'depth':
      throw wrong(name, undefined, 'its parts lie too deep within each other; expected some hundred of them at most');
  }
}

function fuelFor(text: string): number {
  return Math.min(FUEL + FUEL_PER_CHARACTER * text.length, MOST_FUEL);
}

/**
 * A semicolon in front of a line keeps that line from going on with the one before. Where it closes a declaration as well, as `declare let a: number` in the
 * line before, the stripper takes it out along with that; what stands behind it is left then.
 */
function withSemicolons(text: string, stripped: string): string {
  let kept = '',
    from = 0;
  for (const { index, 0: found } of text.matchAll(/(?<=^[ \t]*);[ \t]*\S/gm)) {
    const next = index + found.length - 1;
    if (stripped[index] !== ' ' || stripped[next] !== text[next]) continue;
    kept += `${stripped.slice(from, index)};`;
    from = index + 1;
  }
  return kept + stripped.slice(from);
}

function unreadable(text: string, name: string, fault: Unread): WorldwireError {
  const place = { line: fault.startLine, column: columnOf(text, fault) };
  if (fault.code === 'InvalidSyntax') return wrong(name, place, sentence(fault.message));
  const [, what, instead] = MORE_THAN_TYPES.find(([named]) => named.test(fault.message)) ?? [];
  return wrong(name, place, what === undefined ? sentence(fault.message) : `${what} is more than a type, so that it cannot be taken out; expected ${instead}`);
}

/**
 * The column of a fault, counted from 1 in units of the text. The stripper counts widths on a screen, which are units where a text holds nothing but plain
 * letters; so it is asked once more with such letters in place of all others. A fault that is another one then has no better place than the screen's.
 */
function columnOf(text: string, { startLine, startColumn }: Unread): number {
  const plain = text.replace(/[^\n\r -~]/g, (unit) => (/\s/.test(unit) ? ' ' : 'x'));
  const again = plain === text ? undefined : strip(plain, fuelFor(plain));
  return 1 + (again?.end === 'unread' && again.fault.startLine === startLine ? again.fault.startColumn : startColumn);
}

/** What the stripper says, as part of a sentence of ours. */
function sentence(message: string): string {
  const said = visible(message.replace(/\.\s+Expected /, '; expected ').replace(/\.$/, ''), 300);
  return /expected/i.test(said) ? said : `${said}; expected a program in TypeScript`;
}

function wrong(name: string, place: { readonly line: number; readonly column: number } | undefined, what: string): WorldwireError {
  const file = visible(name, Infinity);
  const message = `${place === undefined ? file : `${file}:${place.line}:${place.column}`}: ${what}`;
  return new WorldwireError('WW_SCRIPT_SYNTAX', message, [{ path: '', expected: 'a program in TypeScript', message, code: 'WW_SCRIPT_SYNTAX', ...place }]);
}
