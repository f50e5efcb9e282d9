import { cos, pow, sin } from '../elementary.ts';
import type { Json } from '../schema/field.ts';
import type { TemplateContext } from './context.ts';
import { textOf, tidy } from './texts.ts';

/** What a function is handed: its arguments one by one, so that those which are not wanted are not reckoned out. */
export interface Call {
  readonly context: TemplateContext;
  /** How many arguments stand there. */
  readonly given: number;
  value(at: number): Json;
  number(at: number): number;
}
interface Known {
  readonly least: number;
  readonly most: number;
  /** As it is written in the documentation. */
  readonly form: string;
  readonly about: string;
  readonly run: (call: Call) => Json;
}

const DEGREES = Math.PI / 180;
const WIDEST_PAD = 1_000;
const MOST_DIGITS = 15;

const one = (form: string, about: string, run: (value: number) => number): Known => ({
  least: 1,
  most: 1,
  form,
  about,
  run: (call) => run(call.number(0)),
});
const all = (call: Call): number[] => Array.from({ length: call.given }, (_, at) => call.number(at));

/** All that an expression can call. */
export const FUNCTIONS: { readonly [name: string]: Known } = {
  lerp: {
    least: 2,
    most: 2,
    form: 'lerp(a, b)',
    about: 'evenly from a for the first to b for the last',
    run: (call) => {
      const [from, to] = [call.number(0), call.number(1)];
      const { index, count } = call.context;
      return count < 2 ? from : from + (to - from) * (index / (count - 1));
    },
  },
  random: {
    least: 0,
    most: 2,
    form: 'random(a, b)',
    about: 'by chance: of whole numbers a whole one from a to b, both included, else any between; random() from 0 to 1',
    run: (call) => {
      if (call.given === 0) return call.context.chance();
      const [from, to] = call.given === 1 ? [0, call.number(0)] : [call.number(0), call.number(1)];
      const [least, most] = [Math.min(from, to), Math.max(from, to)];
      const chance = call.context.chance();
      return Number.isSafeInteger(least) && Number.isSafeInteger(most) ? least + Math.floor(chance * (most - least + 1)) : least + chance * (most - least);
    },
  },
  choice: {
    least: 1,
    most: 100,
    form: 'choice(a, b, …)',
    about: 'one of them by chance',
    run: (call) => call.value(Math.min(call.given - 1, Math.floor(call.context.chance() * call.given))),
  },
  round: {
    least: 1,
    most: 2,
    form: 'round(a, digits)',
    about: 'rounded, to so many digits behind the point, else to a whole number',
    run: (call) => {
      const digits = call.given === 1 ? 0 : Math.max(-MOST_DIGITS, Math.min(MOST_DIGITS, Math.trunc(call.number(1))));
      const scale = pow(10, Math.abs(digits)),
        value = call.number(0);
      return digits < 0 ? Math.round(value / scale) * scale : Math.round(tidy(value * scale)) / scale;
    },
  },
  floor: one('floor(a)', 'the whole number below', (value) => Math.floor(tidy(value))),
  ceil: one('ceil(a)', 'the whole number above', (value) => Math.ceil(tidy(value))),
  abs: one('abs(a)', 'without its sign', Math.abs),
  sqrt: one('sqrt(a)', 'the square root', Math.sqrt),
  sin: one('sin(degrees)', 'of an angle in degrees', (angle) => quarter(angle, 0)),
  cos: one('cos(degrees)', 'of an angle in degrees', (angle) => quarter(angle, 1)),
  min: { least: 1, most: 100, form: 'min(a, b, …)', about: 'the least', run: (call) => Math.min(...all(call)) },
  max: { least: 1, most: 100, form: 'max(a, b, …)', about: 'the greatest', run: (call) => Math.max(...all(call)) },
  pad: {
    least: 2,
    most: 2,
    form: 'pad(a, width)',
    about: 'with zeros in front: pad(7, 3) is 007',
    run: (call) => {
      const text = textOf(call.value(0)),
        width = Math.max(0, Math.min(WIDEST_PAD, Math.trunc(call.number(1))));
      return text.startsWith('-') ? `-${text.slice(1).padStart(width - 1, '0')}` : text.padStart(width, '0');
    },
  },
  upper: { least: 1, most: 1, form: 'upper(text)', about: 'in capitals', run: (call) => textOf(call.value(0)).toUpperCase() },
  lower: { least: 1, most: 1, form: 'lower(text)', about: 'in small letters', run: (call) => textOf(call.value(0)).toLowerCase() },
  json: {
    least: 1,
    most: 1,
    form: 'json(a)',
    about: 'as JSON: a text in quotes, with what is special in it escaped',
    run: (call) => JSON.stringify(call.value(0)),
  },
};

/** Sine and cosine, exact where the angle is of whole quarters. */
function quarter(angle: number, ahead: 0 | 1): number {
  const turned = (((angle % 360) + 360) % 360) + ahead * 90;
  if (turned % 90 === 0) return [0, 1, 0, -1][(turned / 90) % 4] as number;
  return ahead === 0 ? sin(angle * DEGREES) : cos(angle * DEGREES);
}
