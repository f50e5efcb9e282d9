import type { DataType, Value } from '../values/value.ts';
import { formatFuel } from '../values/format/composite.ts';
import { formatMoment } from '../values/format/date-format.ts';
import { formatNumber } from '../values/format/number-format.ts';
import { fillComposite } from '../values/format/texts.ts';
import { partsOfSpan } from '../values/format/time-span.ts';
import { defineNode, input, itself } from '../node/node.ts';
import type { FlowNode, Input } from '../node/node-types.ts';
import { byEach } from '../values/weigh.ts';
import { LONGEST_TEXT, textOf } from './strings.ts';

const category = 'Strings';
const PROVIDER = input('FormatProvider', 'IFormatProvider');
const bool = (name: string): Input => input(name, 'bool');
type Given = Value | readonly Value[] | undefined;

function formatting(name: string, doc: string, inputs: readonly Input[], make: (...given: readonly Given[]) => string): FlowNode {
  return defineNode({
    name,
    doc: `${doc} In the invariant culture, which is the only one.`,
    category,
    inputs: [...inputs, PROVIDER],
    outputs: itself('string'),
    weigh: () => 8,
    eval: (_type, given) => make(...given),
  });
}
const two = (value: number | bigint): string => String(value).padStart(2, '0');

/** Seconds as `1:02:03.5`, without hours where there are none. What is no number is told as that. */
function asTime(time: number, places: number): string {
  if (!Number.isFinite(time)) return formatNumber(time, 'float', '') ?? '';
  const text = formatNumber(Math.abs(time), 'float', `F${Math.min(20, Math.max(0, places))}`) ?? '0';
  const [seconds = '0', fraction] = text.split('.');
  const all = BigInt(seconds),
    hours = all / 3600n,
    minutes = (all / 60n) % 60n;
  const clock = hours === 0n ? `${minutes}:${two(all % 60n)}` : `${hours}:${two(minutes)}:${two(all % 60n)}`;
  const isNothing = !/[1-9]/.test(text);
  return `${time < 0 && !isNothing ? '-' : ''}${clock}${fraction === undefined ? '' : `.${fraction}`}`;
}
function asSpan(span: bigint, seconds: boolean, milliseconds: boolean): string {
  const { isNegative, days, hours, minutes, seconds: second, fraction } = partsOfSpan(span);
  const clock = `${two(hours)}:${two(minutes)}${seconds || milliseconds ? `:${two(second)}` : ''}`;
  const thousandths = milliseconds ? `.${String(Math.floor(fraction / 10_000)).padStart(3, '0')}` : '';
  return `${isNegative ? '-' : ''}${days === 0 ? '' : `${days}.`}${clock}${thousandths}`;
}
function pictureOfTime(is24: boolean, seconds: boolean, milliseconds: boolean): string {
  return `${is24 ? 'HH' : 'hh'}:mm${seconds || milliseconds ? ':ss' : ''}${milliseconds ? '.fff' : ''}${is24 ? '' : ' tt'}`;
}
const SHOWING = 'with ShowSeconds and ShowMilliseconds, of which the latter shows seconds too.';
const MOMENT: DataType = 'DateTime';

export const FORMATTING_NODES: readonly FlowNode[] = [
  defineNode({
    name: 'FormatString',
    doc:
      'Format with Parameters put in, which may be of any types: `{0}`, `{1:F2}`, `{0,8}` for eight characters at least, `{0,-8}` for those to the left, and ' +
      '`{{` for a brace. Null where Format is null or none, or asks for a parameter that there is not. In the invariant culture, which is the only one.',
    category,
    inputs: [input('Format', 'string'), PROVIDER, input('Parameters', 'object', { list: true })],
    outputs: itself('string'),
    weigh: (given) => formatFuel(textOf(given[0])) + byEach(16)(given),
    eval: (_type, [format, , parameters]) =>
      typeof format === 'string' ? (fillComposite(format, (parameters ?? []) as readonly Value[], LONGEST_TEXT) ?? null) : null,
  }),
  formatting(
    'FormatAsTime',
    'Seconds as `1:02:03.5`, without hours where there are none.',
    [input('Time', 'float'), input('DecimalPlaces', 'int')],
    (time, places) => asTime(time as number, places as number),
  ),
  formatting(
    'FormatTimespan',
    `A length of time as \`1.02:03\`, ${SHOWING}`,
    [input('TimeSpan', 'TimeSpan'), bool('ShowSeconds'), bool('ShowMilliseconds')],
    (span, seconds, ms) => asSpan(span as bigint, seconds === true, ms === true),
  ),
  formatting(
    'FormatDateTimeAsDate',
    'The day of a moment as `05/04/2026`, the month first.',
    [input('Date', MOMENT)],
    (date) => formatMoment(date as bigint, 'd') ?? '',
  ),
  formatting(
    'FormatDateTimeAsTime',
    `The time of a moment as \`12:30\`, or as \`12:30 PM\` without Use24HourClock, ${SHOWING}`,
    [input('Date', MOMENT), bool('Use24HourClock'), bool('ShowSeconds'), bool('ShowMilliseconds')],
    (date, is24, seconds, ms) => formatMoment(date as bigint, pictureOfTime(is24 === true, seconds === true, ms === true)) ?? '',
  ),
];
