import type { SendSpec } from '../../server/protocol.ts';
import { Cell } from '../cells/cell.ts';
import { grouped } from '../controls/words.ts';
import { session } from '../session/session.ts';

/** What somebody is about to say to many, as it stands in the form: numbers as they are typed. */
export interface SendDraft {
  readonly text: string;
  /** To whom: everybody, what a query finds, or entities that were picked. */
  readonly whom: 'all' | 'query' | 'picked';
  readonly query: string;
  readonly picked: readonly string[];
  /** How those that were picked, or found, are called; empty where that is told by their number. */
  readonly words: string;
  readonly when: 'now' | 'every' | 'at';
  readonly every: string;
  readonly times: string;
  readonly at: string;
  readonly rate: string;
  readonly within: string;
  readonly by: 'text' | 'shape' | 'place';
  readonly place: string;
}

export const EMPTY: SendDraft = {
  text: '',
  whom: 'all',
  query: '',
  picked: [],
  words: '',
  when: 'now',
  every: '2',
  times: '',
  at: '0, 5, 10',
  rate: '',
  within: '',
  by: 'text',
  place: '$.status',
};

/** It stays while other tabs are shown, and is of the world that one is in. */
export const draft = new Cell<SendDraft>(EMPTY);
let world: string | null = null;
session.entered.subscribe(() => {
  if (world !== session.world.value) draft.value = EMPTY;
  world = session.world.value;
});

/** What the form says, or what of it cannot be read. */
export function specOf(form: SendDraft): { readonly spec: SendSpec } | { readonly fault: string } {
  const faults: string[] = [];
  const number = (text: string, what: string, least: number): number | undefined => {
    if (text.trim() === '') return undefined;
    const value = Number(text.trim().replace(',', '.'));
    if (Number.isFinite(value) && value >= least) return value;
    faults.push(`${what}: expected a number of at least ${least}, found ${text.trim()}`);
    return undefined;
  };
  const every = form.when === 'every' ? (number(form.every, 'Every', 0.01) ?? missing(faults, 'Every: expected seconds, as 2')) : undefined;
  const times = form.when === 'every' ? number(form.times, 'Times', 1) : undefined;
  const at = form.when === 'at' ? momentsOf(form.at, faults) : undefined;
  const rate = number(form.rate, 'Rate', 0.1);
  const within = number(form.within, 'Answers within', 0.1);
  if (form.whom === 'picked' && form.picked.length === 0) faults.push('nobody is picked; pick entities in the hierarchy or in the table of connections');
  if (faults[0] !== undefined) return { fault: faults[0] };
  const by = form.by === 'place' ? form.place.trim() : form.by;
  return {
    spec: {
      text: form.text,
      to: form.whom === 'all' ? '' : form.whom === 'query' ? form.query : form.picked,
      ...(every === undefined ? {} : { every }),
      ...(times === undefined ? {} : { times: Math.round(times) }),
      ...(at === undefined ? {} : { at }),
      ...(rate === undefined ? {} : { rate }),
      ...(within === undefined ? {} : { within }),
      ...(by === 'text' ? {} : { by }),
    },
  };
}

function missing(faults: string[], fault: string): undefined {
  if (faults.length === 0) faults.push(fault);
  return undefined;
}

/** Moments in seconds, apart by commas or blanks; `1:30` is a minute and a half. */
function momentsOf(text: string, faults: string[]): readonly number[] | undefined {
  const moments: number[] = [];
  for (const part of text.split(/[\s,;]+/).filter((each) => each !== '')) {
    const read = /^(?:(\d+):)?(\d+(?:\.\d+)?)\s*s?$/.exec(part);
    if (read === null) {
      faults.push(`At: expected seconds after the beginning, as 0, 5, 1:30, and found ${part}`);
      return undefined;
    }
    moments.push(Number(read[1] ?? 0) * 60 + Number(read[2]));
  }
  if (moments.length === 0) return missing(faults, 'At: expected seconds after the beginning, as 0, 5, 10');
  return moments;
}

/** The form as it stands for a send that is there. */
export function draftOf(spec: SendSpec): SendDraft {
  const { to, by = 'text' } = spec;
  const text = (value: number | undefined): string => (value === undefined ? '' : String(value));
  const place = by !== 'text' && by !== 'shape';
  return {
    ...EMPTY,
    text: spec.text,
    whom: typeof to !== 'string' ? 'picked' : to.trim() === '' ? 'all' : 'query',
    query: typeof to === 'string' ? to : '',
    picked: typeof to === 'string' ? [] : to,
    when: spec.every !== undefined ? 'every' : spec.at !== undefined ? 'at' : 'now',
    every: spec.every === undefined ? EMPTY.every : text(spec.every),
    at: spec.at === undefined ? EMPTY.at : spec.at.join(', '),
    times: text(spec.times),
    rate: text(spec.rate),
    within: text(spec.within),
    by: place ? 'place' : by,
    ...(place ? { place: by } : {}),
  };
}

/** When a send says something, in words. */
export function whenWords({ every, at, times }: SendSpec): string {
  if (every !== undefined) return `every ${every} s${times === undefined ? '' : `, ${grouped(times)} times`}`;
  if (at !== undefined) return at.length === 1 ? `after ${at[0]} s` : `${at.length} times, after ${at.slice(0, 3).join(', ')}${at.length > 3 ? ', …' : ''} s`;
  return 'once';
}
