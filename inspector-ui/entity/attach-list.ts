import type { ComponentManifest, EntityDetail } from '../../server/protocol.ts';
import { recall, remember } from '../cells/memory.ts';

export const RECENT = 'Recent';
const KEPT = 6;

/** Component types that were attached last, the newest first. */
export function recentTypes(): string[] {
  const kept = recall('recent');
  return Array.isArray(kept) ? kept.filter((name): name is string => typeof name === 'string') : [];
}
export function noteRecent(names: readonly string[]): void {
  remember('recent', [...names, ...recentTypes().filter((name) => !names.includes(name))].slice(0, KEPT));
}

export function headingOf(type: ComponentManifest): string {
  return recentTypes().includes(type.name) ? RECENT : type.category;
}

/** Types that fit the search, those whose name begins so first; without one those used last come first, the others by category. */
export function fitting(types: Iterable<ComponentManifest>, text: string): ComponentManifest[] {
  const wanted = text.trim().toLowerCase(),
    all = [...types];
  const rank = (type: ComponentManifest): number => {
    const name = type.name.toLowerCase();
    return name.startsWith(wanted) ? 0 : name.includes(wanted) ? 1 : 2;
  };
  if (wanted !== '')
    return all
      .filter((type) => `${type.name} ${type.category} ${type.doc}`.toLowerCase().includes(wanted))
      .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
  return all.sort(
    (a, b) => Number(headingOf(b) === RECENT) - Number(headingOf(a) === RECENT) || a.category.localeCompare(b.category) || a.name.localeCompare(b.name),
  );
}

/** Those of the entities that can take another of a type. */
export function takers(type: ComponentManifest, entities: readonly string[], details: ReadonlyMap<string, EntityDetail>): string[] {
  return type.single ? entities.filter((id) => details.get(id)?.components[type.name] === undefined) : [...entities];
}
/** What comes along since a type needs it and none of the entities, or not each, has it. */
export function broughtAlong(type: ComponentManifest, details: ReadonlyMap<string, EntityDetail>): string[] {
  return type.requires.filter((name) => [...details.values()].some((detail) => detail.components[name] === undefined));
}
