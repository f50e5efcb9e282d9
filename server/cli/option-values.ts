import { InvalidArgumentError } from 'commander';
import { ROLES, type Role } from '../../engine/rights.ts';
import type { Moment } from '../journal/life-at.ts';

// What options of the command line make of the texts behind them. Each throws what commander tells beside the option's name.

/** A name that may be given once: two that differ are refused, since either might be the one that is meant. */
export function oneFile(value: string, before: string | undefined): string {
  if (before !== undefined && before !== value) throw new InvalidArgumentError(`${JSON.stringify(before)} was named before; there is one configuration.`);
  return value;
}

/** One of several. */
export function collect(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}

/** A port to listen on. */
export function port(text: string): number {
  const value = Number(text);
  if (!/^\d{1,5}$/.test(text) || value > 65_535) throw new InvalidArgumentError('Expected a port: a whole number from 0, which takes a free one, to 65535.');
  return value;
}

/** Ticks a second. */
export function tickRate(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value <= 1000)) throw new InvalidArgumentError('Expected ticks a second: a number above 0, at most 1000.');
  return value;
}

/** A role, in whatever case its letters are. */
export function role(text: string): Role {
  const meant = ROLES.find((each) => each.toLowerCase() === text.toLowerCase());
  if (meant === undefined) throw new InvalidArgumentError(`Allowed choices are ${ROLES.join(', ')}.`);
  return meant;
}

/** Words as a list in a sentence. */
export function listed(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** A version of a scene, by its number. */
export function version(text: string): number {
  if (!/^[1-9]\d{0,7}$/.test(text)) throw new InvalidArgumentError('Expected the number of a version, as `worldwire versions SCENE` lists it.');
  return Number(text);
}

/** A tick, or a time by the clock, as the lists of versions and reports write it, too. */
export function moment(text: string): Moment {
  if (/^\d{1,15}$/.test(text)) return { tick: Number(text) };
  const wall = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text) ? Date.parse(text.replace(' ', 'T')) : Number.NaN;
  if (!Number.isFinite(wall)) throw new InvalidArgumentError('Expected a tick, or a time as 2026-12-01T20:15:00, or with Z behind it for UTC.');
  return { wall };
}

const UNITS: { readonly [unit: string]: number } = { s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** A time, in milliseconds. */
export function duration(text: string): number {
  const [, count, unit = ''] = /^(\d{1,6}(?:\.\d{1,3})?)\s?(s|min|h|d)$/.exec(text) ?? [];
  const milliseconds = Number(count) * (UNITS[unit] ?? 0);
  if (!(milliseconds > 0)) throw new InvalidArgumentError('Expected a time above 0, as 90s, 10min, 2h or 1d.');
  return milliseconds;
}
