import { html, type TemplateResult } from 'lit';

/** 48211 as "48 211", with thin spaces that do not break. */
export function grouped(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** 41234 as "41 k": how much, not how many. */
export function about(value: number): string {
  if (value >= 1e6) return `${(value / 1e6).toFixed(1)}\u202fM`;
  if (value >= 1e4) return `${Math.round(value / 1e3)}\u202fk`;
  return value >= 100 || Number.isInteger(value) ? grouped(value) : value.toFixed(1);
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** A name in one word with places where a line may break: `Connect|Retry|Interval`. */
export function humps(name: string): TemplateResult[] {
  return name.split(/(?<=\p{Ll})(?=\p{Lu})/u).map((part, i) => (i === 0 ? html`${part}` : html`<wbr />${part}`));
}

/** The letter or two that stand for somebody. */
export function initials(name: string): string {
  const parts = name
    .trim()
    .split(/\s+/)
    .filter((part) => part !== '');
  return parts.length > 1 ? `${parts[0]?.[0] ?? ''}${parts[1]?.[0] ?? ''}`.toUpperCase() : (parts[0]?.[0] ?? '?').toUpperCase();
}
