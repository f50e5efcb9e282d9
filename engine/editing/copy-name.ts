import type { Editable } from './editable.ts';

/** Siblings that are looked at on each side of the original: copies stand near it, and ten thousand duplicates must not take a second. */
const LOOKED_AT = 1_000;
/** Characters of a name. */
const LONGEST = 1_000;

/**
 * The name of a copy: the original's where nobody beside the copy has it, else with the next number: `Lamp`, `Lamp 2`, `Lamp 3`. Of very
 * many siblings the nearest thousands are looked at, so a name may be there twice in such a crowd.
 */
export function copyName(world: Editable, original: number, parent: number): string {
  const { entities } = world;
  const name = entities.name.get(original);
  if (name === '') return name;
  const siblings = entities.siblings(parent);
  const at = entities.parent[original] === parent ? siblings.indexOf(original) : siblings.length;
  const near = siblings.slice(Math.max(0, at - LOOKED_AT), at + LOOKED_AT);
  if (!near.some((row) => entities.name.get(row) === name)) return name;
  const stem = stemOf(name);
  let highest = 1;
  for (const row of near) {
    const other = entities.name.get(row);
    if (other.startsWith(`${stem} `)) highest = Math.max(highest, numberOf(other.slice(stem.length + 1)));
  }
  return `${stem.slice(0, LONGEST - 20)} ${highest + 1}`;
}

/** A name without the number that a copy was given. */
function stemOf(name: string): string {
  const cut = name.lastIndexOf(' ');
  return cut > 0 && numberOf(name.slice(cut + 1)) > 0 ? name.slice(0, cut) : name;
}

/** A number as copies have it, 0 for anything else. */
function numberOf(text: string): number {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0;
}
