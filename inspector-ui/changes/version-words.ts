import type { Version } from '../../server/protocol.ts';
import { personName } from '../session/people-names.ts';
import { plural } from '../controls/words.ts';

/** Why a version was kept, as its line says it. */
export const WHY: { readonly [W in Version['why']]: string } = {
  save: 'Saved',
  autosave: 'Saved by itself',
  state: 'In between',
  before: 'Before another took its place',
  file: 'As the file stood',
};

/** Who edited since the version before: `Anna 3, Ben`. */
export function whoWords({ authors, edits }: Version): string {
  if (edits === 0) return 'edited by nobody here';
  const named = authors.map(({ userId, name, edits: own }) => `${name ?? personName(userId)}${own > 1 ? ` ${own}` : ''}`);
  const others = edits - authors.reduce((sum, author) => sum + author.edits, 0);
  return `${named.join(', ')}${others > 0 ? ` and others ${others}` : ''}`;
}

/** What they did last, in words; what else there was is counted. */
export function changeWords({ changes, edits }: Version): string {
  if (edits === 0) return '';
  const newest = changes.toReversed().slice(0, 2);
  const more = edits - newest.length;
  return [...newest, ...(more > 0 ? [plural(more, newest.length === 0 ? 'edit' : 'more edit')] : [])].join(' · ');
}

export function whenOf({ at }: Version): number {
  return Date.parse(at);
}
