import { InvalidArgumentError } from 'commander';

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

/** A whole number from 0 on. */
export function whole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('expected a whole number.');
  return Number(text);
}

export function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('expected a number.');
  return value;
}
