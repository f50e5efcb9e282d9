import { WorldwireError, visible } from '../../engine/index.ts';

/** The world to enter: the one that was named, or the only one. @throws WorldwireError which says what there is to choose from */
export function chosenWorld(worlds: readonly { readonly name: string }[], wanted: string | undefined): string {
  const names = worlds.map(({ name }) => name);
  const list = names.map((name) => visible(name)).join(', ');
  if (wanted !== undefined) {
    if (names.includes(wanted)) return wanted;
    const others = names.length === 0 ? 'none runs now' : `these run: ${list}`;
    throw new WorldwireError('WW_UNKNOWN_WORLD', `No world is called ${visible(wanted)} there; ${others}.`);
  }
  if (names.length > 1) throw new WorldwireError('WW_BAD_REQUEST', `Several worlds run there: ${list}. Choose one with --world NAME.`);
  if (names[0] === undefined) throw new WorldwireError('WW_UNKNOWN_WORLD', 'No world runs there now.');
  return names[0];
}
