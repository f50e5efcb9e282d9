import { lengthOf } from '../node/by-component.ts';
import { Boxed, type DataType, type Value } from '../values/value.ts';
import { formatFuel } from '../values/format/composite.ts';
import { formatValue } from '../values/format/texts.ts';
import { defineNode, input, itself } from '../node/node.ts';
import type { FlowNode, Input } from '../node/node-types.ts';
import { sizeOf } from '../values/weigh.ts';
import { textOf } from './strings.ts';
import { WITH_TURNS } from './vectors.ts';

type Given = Value | readonly Value[] | undefined;

const FORMAT: readonly Input[] = [input('Format', 'string'), input('FormatProvider', 'IFormatProvider')];
const WHERE_NONE = 'Null where the format is none for it. FormatProvider is the invariant culture, which is the only one.';

function writing(name: string, port: string, type: DataType, doc: string): FlowNode {
  // Whole numbers and truth are written at once; of others the digits are found first.
  const base = ['bool', 'int', 'long'].includes(type) ? 0 : 8 * lengthOf(type);
  return defineNode({
    name,
    doc: `${doc} ${WHERE_NONE}`,
    category: 'Parsing',
    inputs: [input(port, type), ...FORMAT],
    outputs: itself('string'),
    weigh: ([value, format]) => {
      const wanted = textOf(format);
      return base + Math.floor(sizeOf(value) / 16) + (wanted === '' ? 0 : (1 + base) * 4 + formatFuel(wanted));
    },
    eval: (_type, [value, format]) => written(type, value, format),
  });
}
function written(type: DataType, value: Given, format: Given): string | null {
  if (type !== 'object') return formatValue(type, value as Value, textOf(format)) ?? null;
  return value instanceof Boxed ? (formatValue(value.type, value.value, textOf(format)) ?? null) : null;
}

const NUMBER = 'a letter with how many digits as `F2`, `N0`, `P1` or `E3`, or a picture as `#,##0.00;(#,##0.00)`';

export const TO_STRING_NODES: readonly FlowNode[] = [
  writing('ToString_Bool', 'V', 'bool', '`True` or `False`, whatever Format says.'),
  writing('ToString_Int', 'V', 'int', `A whole number as text, by Format: ${NUMBER}, \`D4\`, \`X8\`, \`B8\`.`),
  writing('ToString_Long', 'V', 'long', `A whole number of 64 bits as text, by Format: ${NUMBER}, \`D4\`, \`X8\`, \`B8\`.`),
  writing('ToString_Float', 'V', 'float', `A number as text, by Format: ${NUMBER}. Without one as few digits as tell it from all others.`),
  ...WITH_TURNS.map(([word, type]) => writing(`ToString_${word}`, 'V', type, `A ${type} as text, \`[x; y]\` and so on, each number by Format.`)),
  writing('ToString_DateTime', 'V', 'DateTime', 'A moment as text, by Format: `d`, `T`, `O`, `R` and the like, or a picture as `yyyy-MM-dd HH:mm`.'),
  writing('ToString_object', 'Object', 'object', 'Anything as text, by what it is; null of null.'),
];
