import type { Json, TreeRow } from '../../server/protocol.ts';
import { select, selectAll, setExpanded } from '../session/place.ts';
import { freshId } from '../session/asks.ts';
import { session } from '../session/session.ts';
import { tell, toldIfRefused } from '../controls/notices.ts';
import { saveFile } from '../controls/save-file.ts';
import { plural } from '../controls/words.ts';
import { placeInstance } from './instances.ts';
import { losesKeys, memberTexts } from './member-texts.ts';
import { rowsOf } from './peek.ts';

/** Subtrees that are asked for at once: the server counts what a page asks in a second. */
const MOST_ITEMS = 200;

/** Several items in one text, as they are copied. */
interface Items {
  readonly format: 'worldwire/items';
  readonly version: 1;
  readonly items: readonly Json[];
}

/** The text of some entities with all below them: of one an item, of several a list of items; null where one was refused, which has been told. */
export async function itemText(ids: readonly string[]): Promise<string | null> {
  if (ids.length > MOST_ITEMS) {
    tell(`At most ${MOST_ITEMS} entities with what is below them can be copied at once; put them below one, and copy that.`, true);
    return null;
  }
  // A question is answered between ticks, and so before an edit that still waits for its step.
  await session.settled();
  const answers = await Promise.all(ids.map((id) => session.item(id)));
  const texts: string[] = [];
  for (const answer of answers) {
    if (!toldIfRefused(answer) || !answer.ok) return null;
    texts.push(answer.text);
  }
  if (texts.length === 1) return texts[0] ?? null;
  const items: Items = { format: 'worldwire/items', version: 1, items: texts.map((text) => JSON.parse(text) as Json) };
  return `${JSON.stringify(items, null, 2)}\n`;
}

/**
 * The items that a text holds, or in words why there are none. Where JSON.parse has lost keys that stand twice, they come as text, so that the server
 * refuses them with both places.
 */
export function itemsIn(text: string): readonly Json[] | string {
  if (text.trim() === '') return 'There is nothing to paste.';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'This is no item: expected the text of a scene with one root, as Copy and "Save as item" give it.';
  }
  if (typeof value !== 'object' || value === null || !('format' in value)) return 'This is JSON, but no item: it has no "format": "worldwire/scene".';
  if (value.format === 'worldwire/scene') return [losesKeys(text, value) ? text : (value as Json)];
  if (value.format === 'worldwire/items') {
    const items = 'items' in value && Array.isArray(value.items) ? (value.items as Json[]) : [];
    const lists = losesKeys(text, value) ? memberTexts(text).filter(({ key }) => key === 'items') : [];
    if (lists.length > 1) return 'This list of items is not clear: "items" stands in it more than once.';
    if (items.length === 0) return 'This list of items is empty.';
    const [list] = lists;
    return list === undefined ? items : memberTexts(list.text).map((each, at) => (losesKeys(each.text, items[at]) ? each.text : (items[at] as Json)));
  }
  return `This is no item: its format is ${JSON.stringify(value.format)}, expected "worldwire/scene" or "worldwire/items".`;
}

/** Spawns items below an entity (null: at the top), all in one step of undo, selects them and says what came. */
export async function spawnText(text: string, parent: string | null, source = '', group = freshId()): Promise<readonly string[]> {
  const items = itemsIn(text);
  if (typeof items === 'string') {
    tell(source === '' ? items : `${source}: ${items}`, true);
    return [];
  }
  const ids: string[] = [];
  for (const item of items) {
    const answer = await session.spawn(item, parent, { group });
    if (!toldIfRefused(answer) || !answer.ok) break;
    const id = answer.results[0]?.entity;
    if (id !== undefined) ids.push(id);
  }
  if (ids.length === 0) return [];
  if (parent !== null) setExpanded([parent], true);
  const [only] = ids;
  if (ids.length === 1 && only !== undefined) select(only, { show: true });
  else selectAll(ids);
  const [first] = items;
  const name = typeof first === 'object' && first !== null && 'name' in first && typeof first.name === 'string' ? first.name : 'an item';
  tell(
    `${source === '' ? 'Pasted' : 'Spawned'} ${ids.length === 1 ? name : plural(ids.length, 'item')}` +
      `${source === '' ? '' : ` from ${source}`}. Ctrl-Z takes it back.`,
  );
  return ids;
}

/** Gives subtrees to the person as a file each. */
export async function saveAsItem(row: Pick<TreeRow, 'id' | 'name'>): Promise<void> {
  const text = await itemText([row.id]);
  if (text !== null) saveFile(text, `${row.name.replace(/[^\p{L}\p{N} ._-]/gu, '_') || 'item'}.item.json`, 'application/json');
}

/** Asks for an item's file and spawns it. */
export function pickAndSpawn(parent: string | null, spawn = spawnFile): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json,application/json';
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (file !== undefined) void spawn(file, parent);
  });
  input.click();
}

export async function spawnFile(file: File, parent: string | null): Promise<void> {
  await spawnText(await file.text(), parent, file.name);
}

/** Places an item that stays linked: of the first of a file's name a template is made, and what is placed after that are instances of it. */
export async function placeFile(file: File, parent: string | null): Promise<void> {
  const id = `item-${file.name.replace(/(?:\.item)?\.json$/, '').replace(/[^\p{L}\p{N}._-]/gu, '_')}`.slice(0, 80);
  if ((await rowsOf([id])).length > 0) return placeInstance(id, { parent, before: null });
  const group = freshId();
  const [spawned] = await spawnText(await file.text(), parent, file.name, group);
  if (spawned === undefined) return;
  const answer = await session.edit([{ op: 'makeTemplate', entity: spawned, id }], { label: `place ${file.name}, linked`, group });
  if (toldIfRefused(answer)) tell(`Placed ${file.name}, and its template below Templates. The next one of this name is an instance of it.`);
}
