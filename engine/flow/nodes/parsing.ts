import { lengthOf } from '../node/by-component.ts';
import { lower, trimmed } from '../values/case.ts';
import { nothingOf, type DataType, type Value } from '../values/data-type.ts';
import { parseMoment } from '../values/format/date-parse.ts';
import { guidOf } from '../values/format/guid.ts';
import { parseFloat32, parseInt32, parseWhole } from '../values/format/number-parse.ts';
import { parsedColor, parsedVector } from '../values/format/vector-parse.ts';
import { defineNode, input, output } from '../node/node.ts';
import type { FlowNode, Input } from '../node/node-types.ts';
import { byEach } from '../values/weigh.ts';
import { textOf } from './strings.ts';

const str = input('Str', 'string');
const IN_WHOLE_WORLD = 'FormatProvider is the invariant culture, which is the only one: a point before decimals, and a comma between thousands.';
const styled = (initially: string): readonly Input[] => [str, input('NumberStyle', 'NumberStyles', { initially }), input('FormatProvider', 'IFormatProvider')];

/** A node that makes a value of a text: what its type has for nothing where the text is none. */
function parsing(
  name: string,
  type: DataType,
  doc: string,
  inputs: readonly Input[],
  parse: (text: string, style: string) => Value | undefined,
  isParsed = 'IsParsed',
): FlowNode {
  const initially = inputs[1]?.initially,
    byLength = byEach(64),
    parts = lengthOf(type) - 1;
  return defineNode({
    name,
    doc,
    category: 'Parsing',
    inputs,
    outputs: [output('Value', type), output(isParsed, 'bool')],
    weigh: (given) => parts + byLength(given),
    eval: (_type, [text, style = initially]) => {
      const value = parse(textOf(text), style as string);
      return [value ?? nothingOf(type), value !== undefined];
    },
  });
}

export const PARSING_NODES: readonly FlowNode[] = [
  parsing('Parse_Bool', 'bool', 'A text as true or false, in letters of any size, white space around it passed over.', [str], (text) => {
    const word = lower(trimmed(text));
    return word === 'true' || word === 'false' ? word === 'true' : undefined;
  }),
  parsing('Parse_Int', 'int', `A text as a whole number of 32 bits, by NumberStyle; 0 where it is none. ${IN_WHOLE_WORLD}`, styled('Integer'), parseInt32),
  parsing(
    'Parse_Long',
    'long',
    `A text as a whole number of 64 bits, by NumberStyle; 0 where it is none. ${IN_WHOLE_WORLD}`,
    styled('Integer'),
    (text, style) => parseWhole(text, style, 64),
  ),
  parsing(
    'Parse_Float',
    'float',
    `A text as a number, by NumberStyle; 0 where it is none, which NaN and Infinity are as well. ${IN_WHOLE_WORLD}`,
    styled('Float'),
    parseFloat32,
  ),
  ...(['float2', 'float3', 'float4', 'floatQ'] as const).map((type) =>
    parsing(
      `Parse_${type.charAt(0).toUpperCase()}${type.slice(1)}`,
      type,
      `A text as a ${type}: \`[1; 2${type === 'float2' ? '' : type === 'float3' ? '; 3' : '; 3; 4'}]\`, the brackets left out or not. ${IN_WHOLE_WORLD}`,
      styled('Float'),
      (text, style) => parsedVector(text, style, type === 'float2' ? 2 : type === 'float3' ? 3 : 4),
    ),
  ),
  parsing(
    'Parse_Color',
    'color',
    'A text as a colour: `[1; 0.5; 0; 1]`, the last left out or not, or `#ff8000`, with 3, 4, 6 or 8 digits.',
    [str],
    parsedColor,
  ),
  parsing(
    'Parse_DateTime',
    'DateTime',
    'A text as a moment: `2026-05-04T12:30:00Z`, `05/04/2026 12:30` (the month first), `Mon, 04 May 2026 12:30:00 GMT`. ' +
      'A zone is taken away: moments here have none.',
    [str],
    parseMoment,
  ),
  { ...parsing('ParseGUID', 'Guid', 'A text as a GUID: with hyphens or without, in braces or parentheses too.', [str], guidOf, 'Parsed'), category: 'Utility' },
];
